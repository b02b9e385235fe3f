"""PURE. One line as a person reads it out of a record → one row of the timeline.

``2105 500 gewogen`` · ``0020 rr 95/60 p 125`` · ``0055 txa 1 iv`` · ``2350 massage`` · ``0110 2 ec`` ·
``0012 aios gebeld 0027`` · ``0040 lab hb fib kruis``. The line starts with a time, or with ``?``: not known.
What cannot be read is refused with a sentence: nothing is guessed and no word is passed over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from cases import quick_words as q
from cases.case_codes import DRUG_UNITS
from cases.case_problems import BadValue, shown
from cases.case_values import epoch_minutes, write_instant
from cases.typed_time import read_typed_time
from fluxus.texts import Text

UNREAD: Final = Text(
    "{line}: {value} is niet te lezen; schrijf zoals 500 gewogen, rr 95/60 p 125, txa 1 iv of gyn gebeld",
    "{line}: {value} cannot be read; write for example 500 weighed, rr 95/60 p 125, txa 1 iv or gyn called",
)
NO_TIME: Final = Text(
    "{line}: begin met een tijd (2105, 21:05 of +12), of met ? als die niet bekend is",
    "{line}: start with a time (2105, 21:05 or +12), or with ? when it is not known",
)
CLEARLY_LATER: Final = timedelta(minutes=15)
"""From here on a drug without a stated purpose is read as treatment; earlier the purpose stays unknown."""
_NUMBER: Final = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,4})?")
_PRESSURE: Final = re.compile(r"([0-9]{2,3})/([0-9]{2,3}|-|–)")
_GLUED: Final = re.compile(r"([0-9]+(?:[.,][0-9]+)?)([a-zµ]+)")


@dataclass(frozen=True, slots=True)
class QuickRow:
    """A row in the case format, and the list that it belongs to."""

    section: str
    row: Mapping[str, Any]


@dataclass(slots=True)
class _Words:
    """The words of a line that have not been understood yet."""

    left: list[str]
    birth: datetime
    time: datetime | None = None
    row: dict[str, Any] = field(default_factory=dict)

    def take(self, names: Iterable[str]) -> bool:
        """Remove the first of these names that stands in the line (longest first); whether there was one."""
        for name in sorted(names, key=lambda n: -len(n.split())):
            parts = name.split()
            for place in range(len(self.left) - len(parts) + 1):
                if self.left[place : place + len(parts)] == parts:
                    del self.left[place : place + len(parts)]
                    return True
        return False

    def code(self, table: Mapping[str, Sequence[str]]) -> str | None:
        """Remove the longest name of the table that stands in the line; return its code."""
        by_length = sorted(
            ((name, code) for code, names in table.items() for name in names),
            key=lambda pair: (-len(pair[0].split()), -len(pair[0])),
        )
        return next((code for name, code in by_length if self.take([name])), None)

    def number(self) -> float | int | None:
        """Remove the first number and return it."""
        for place, word in enumerate(self.left):
            if _NUMBER.fullmatch(word):
                del self.left[place]
                return _value(word)
        return None

    def number_after(self, names: Iterable[str]) -> float | int | None:
        """Remove ``name number`` and return the number."""
        for place in range(len(self.left) - 1):
            if self.left[place] in names and _NUMBER.fullmatch(self.left[place + 1]):
                number = _value(self.left[place + 1])
                del self.left[place : place + 2]
                return number
        return None

    def moment(self) -> str | None:
        """Remove the last word when it is a time; return it in the case format."""
        if not self.left or not re.fullmatch(r"[0-9]{1,2}[:.]?[0-9]{2}|\+[0-9]+", self.left[-1]):
            return None
        return _instant(read_typed_time(self.left.pop(), self.birth))

    def put(self, **values: Any) -> None:
        """Keep the values that are known."""
        self.row |= {name: value for name, value in values.items() if value is not None}


def read_line(line: str, birth: datetime) -> QuickRow:
    """Return the row that a line describes, or raise ``BadValue``. ``birth`` is aware."""
    words = [part for word in line.lower().split() for part in _split(word)]
    if not words:
        raise BadValue(NO_TIME.format(line=shown(line)))
    time = None if words[0] == "?" else _time(words[0], birth, line)
    for section, reader in READERS.items():
        found = _Words(words[1:], birth, time)
        if reader(found):
            if found.left:
                raise BadValue(UNREAD.format(line=shown(line), value=shown(found.left[0])))
            return QuickRow(section, found.row)
    raise BadValue(UNREAD.format(line=shown(line), value=shown(" ".join(words[1:]))))


def _split(word: str) -> list[str]:
    """Return the parts of a word: ``500ml`` is a number and its unit, a trailing comma says nothing."""
    plain = word.rstrip(",;")
    glued = _GLUED.fullmatch(plain)
    known = {name for names in q.UNITS.values() for name in names} | {"ml"}
    return [glued[1], glued[2]] if glued and glued[2] in known else [plain] if plain else []


def _time(word: str, birth: datetime, line: str) -> datetime:
    try:
        return read_typed_time(word, birth)
    except BadValue:
        raise BadValue(NO_TIME.format(line=shown(line))) from None


def _value(word: str) -> float | int:
    plain = word.replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else write_instant(epoch_minutes(moment))


def _medication(words: _Words) -> bool:
    drug = words.code(q.DRUGS)
    if drug is None:
        return False
    purpose = words.code(q.PURPOSES)
    if purpose is None and words.time is not None and words.time - words.birth > CLEARLY_LATER:
        purpose = "treatment"
    dose = words.number()
    unit = words.code(q.UNITS) or (DRUG_UNITS[drug] if dose is not None else None)
    words.put(time=_instant(words.time), drug=drug, dose=dose, unit=unit)
    words.put(route=words.code(q.ROUTES), purpose=purpose)
    return True


def _calls(words: _Words) -> bool:
    role = words.code(q.ROLES)
    by_phone = words.take(q.BY_PHONE)
    called = words.take(q.CALLED)
    if role is None or not (called or by_phone):
        return False
    words.take(q.CAME)
    words.put(role=role, called=_instant(words.time), arrived=words.moment())
    words.put(mode="phone" if by_phone else "in_person")
    return True


def _staff(words: _Words) -> bool:
    role = words.code(q.ROLES)
    if role is None or not words.take(q.CAME):
        return False
    words.put(role=role, present_from=_instant(words.time), present_until=words.moment())
    return True


def _labs(words: _Words) -> bool:
    if not words.take(q.LAB):
        return False
    tests = []
    for test, names in q.TESTS.items():
        value = words.number_after(names) if test in q.LAB_VALUES else None
        if value is not None:
            words.row[q.LAB_VALUES[test]] = value
        if value is not None or words.take(names):
            tests.append(test)
    words.put(sampled=_instant(words.time), tests=tests or None)
    return True


def _blood_products(words: _Words) -> bool:
    product = words.code(q.PRODUCTS)
    if product is None:
        return False
    units = words.number()
    words.code(q.UNITS)
    words.put(started=_instant(words.time), product=product, units=units)
    return True


def _interventions(words: _Words) -> bool:
    kind = words.code(q.INTERVENTIONS)
    words.put(time=_instant(words.time), kind=kind)
    return kind is not None


def _vitals(words: _Words) -> bool:
    named = words.take(q.PRESSURE)
    for place, word in enumerate(words.left):
        pressure = _PRESSURE.fullmatch(word)
        if pressure is not None:
            del words.left[place]
            words.put(systolic=int(pressure[1]))
            words.put(diastolic=int(pressure[2]) if pressure[2].isdigit() else None)
            break
    else:
        words.put(systolic=words.number() if named else None)
    for sign, names in q.SIGNS.items():
        words.put(**{sign: words.number_after(names)})
    if not words.row:
        return False
    words.take(["ml"])
    words.put(time=_instant(words.time))
    return True


def _blood_loss(words: _Words) -> bool:
    amount = words.number()
    if amount is None:
        return False
    words.take(["ml", "cc"])
    words.put(time=_instant(words.time), cumulative_ml=amount, method=words.code(q.METHODS))
    return True


READERS: Final = {
    "medication": _medication,
    "calls": _calls,
    "staff": _staff,
    "labs": _labs,
    "blood_products": _blood_products,
    "interventions": _interventions,
    "vitals": _vitals,
    "blood_loss": _blood_loss,
}
"""In this order: the first that recognises its own words reads the line."""


def read_lines(text: str, birth: datetime) -> tuple[list[QuickRow], list[Text]]:
    """Return the rows of a pasted block, one line per event, and a sentence per line that cannot be read."""
    rows, problems = [], []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            rows.append(read_line(line, birth))
        except BadValue as bad:
            problems.append(bad.text)
    return rows, problems
