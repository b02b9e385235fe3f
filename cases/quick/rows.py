"""PURE. The lexemes of one form → the rows or answers that they mean, checked by the keys of the format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from cases.case_codes import DRUG_UNITS, TEST_OF_VALUE
from cases.case_problems import LONG_BEFORE, BadValue, shown
from cases.case_schema import IN_ORDER, OBJECTS, ROWS, TOP, Key
from cases.case_values import WEEK, Clock, epoch_minutes, read_value, write_instant
from cases.quick import refusals as say
from cases.quick.grammar import LISTS, Form
from cases.quick.kinds import UNKNOWN
from cases.quick.lexer import UNKNOWN_TIME, Lexeme, Value
from cases.quick.reading import Item, QuickAnswer, QuickRow
from cases.typed_time import read_typed_time, twice_note
from fluxus.texts import Text

CLEARLY_LATER: Final = timedelta(minutes=15)
"""From here on a drug without a stated purpose is read as treatment; earlier the purpose stays unknown."""
PRODUCT_UNITS: Final = {"fibrinogen": "g", "prothrombin_complex": "IU"}
NO_LIMIT: Final = 10**12
"""Whether a moment is still to come is not judged here, but where the case is written."""
KEYS: Final[dict[str, Key]] = {
    **{f"{name}.{key.name}": key for name, keys in (*OBJECTS.items(), *ROWS.items()) for key in keys},
    **{key.name: key for key in TOP},
}


class Misfit(Exception):
    """These words do not make this form; ``text`` says what is lacking or too much, when that is clear."""

    def __init__(self, text: Text | None = None) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True)
class Line:
    """What holds for the whole line. ``timed``: it starts with a time; ``time`` None then: not known."""

    birth: datetime
    timed: bool = True
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What one form of a line means; or ``bad``: why it cannot be so."""

    items: tuple[Item, ...]
    notes: tuple[Text, ...] = ()
    bad: Text | None = None


def build(form: Form, found: Sequence[Lexeme], line: Line, *, alone: bool = True) -> Built:
    """Return what the lexemes mean. ``Misfit``: they make no such form; ``BadValue``: it cannot be so.

    ``alone`` False: it stands beside other forms in the line and must be clear by itself.
    """
    kinds = _fitting(form, found, alone=alone)
    notes: list[Text] = []
    values = _times(form, found, line, notes, alone=alone)
    for slot in form.slots:
        chosen = [lexeme for lexeme in found if lexeme.kind == slot.kind]
        if slot.key and chosen:
            values[slot.key] = [x.code for x in chosen] if slot.many else _value(chosen[0])
    for lexeme in found:
        _measured(lexeme, values)
    finish = _FINISH.get(form.name)
    if finish is not None:
        finish(values, found, line)
    notes += [
        say.NOT_KEPT[kind].format(value=shown(x.text)) for x in found if (kind := x.kind) in say.NOT_KEPT
    ]
    if not form.lead and "fluids" in kinds and line.time is not None:
        notes.append(say.NO_TIME_KEPT)
    return Built(tuple(_items(form, values)), tuple(notes))


def _value(lexeme: Lexeme) -> Any:
    if lexeme.kind == "number":
        return lexeme.value
    return None if lexeme.code == UNKNOWN else lexeme.code


def _fitting(form: Form, found: Sequence[Lexeme], *, alone: bool) -> set[str]:
    """Return the kinds that occur, once it is certain that together they are this form."""
    kinds = {lexeme.kind for lexeme in found}
    if not kinds & form.heads:
        raise Misfit
    seen: dict[str, Lexeme] = {}
    for lexeme in found:
        slot = form.kinds.get(lexeme.kind)
        first = seen.setdefault(lexeme.kind, lexeme)
        if slot is not None and not slot.many and first is not lexeme and not _same(first, lexeme):
            raise Misfit(say.TWICE.format(value=shown(lexeme.text), first=shown(first.text)))
    keys = [form.kinds[kind].key for kind in seen if kind in form.heads and not form.kinds[kind].many]
    if len(set(filter(None, keys))) < len(list(filter(None, keys))):
        raise Misfit
    if any(kind in kinds and other not in kinds for kind, other in form.beside.items()):
        raise Misfit
    if form.needs and not kinds & form.needs and not any(lexeme.code in form.plain for lexeme in found):
        raise Misfit(say.NEEDS.format(value=shown(found[0].text), examples=say.examples(form)))
    if not alone and form.clear and not kinds & form.clear:
        raise Misfit
    if form.each == "role":
        places = [place for place, lexeme in enumerate(found) if lexeme.kind == "role"]
        if places[-1] - places[0] >= len(places):
            raise Misfit
    return kinds


def _same(one: Lexeme, two: Lexeme) -> bool:
    """Return whether two words say the same, as *overleg* and *telefonisch* do."""
    return bool(one.code) and one.code == two.code


def _times(
    form: Form, found: Sequence[Lexeme], line: Line, notes: list[Text], *, alone: bool
) -> dict[str, Any]:
    """Return the moments of a form by their key: a label or its place says which moment a time is."""
    stamped: dict[str, Any] = {}
    loose: list[str] = []
    previous = ""
    for lexeme in found:
        if lexeme.kind == "time":
            hard = previous in form.labels and not (previous in form.soft and line.timed)
            if previous in form.labels:
                loose.pop()
            if hard:
                key = form.labels[previous]
            else:
                key = form.bare if line.timed or form.lead in stamped else form.lead
            if not key or key in stamped or not (hard or alone):
                raise Misfit(say.TWO_TIMES.format(value=shown(lexeme.text)))
            stamped[key] = _instant(lexeme, line, notes)
        elif lexeme.kind in form.labels:
            loose.append(lexeme.kind)
        previous = lexeme.kind
    _give_lead(form, stamped, loose, line)
    return stamped


def _give_lead(form: Form, stamped: dict[str, Any], loose: list[str], line: Line) -> None:
    """Give the time of the line to the moment that it is: the one whose word has no time behind it."""
    hard = [kind for kind in loose if kind not in form.soft]
    if len(hard) > 1 or (hard and (len(hard) < len(loose) or not line.timed)):
        raise Misfit(say.WHICH_TIME)
    if not line.timed:
        if not stamped:
            raise BadValue(say.NO_TIME)
        return
    key = form.labels[hard[0]] if hard else form.lead
    if key in stamped or (not key and stamped):
        raise Misfit(say.WHICH_TIME)
    if key:
        stamped[key] = None if line.time is None else write_instant(epoch_minutes(line.time))


def moment_typed(typed: str, birth: datetime, notes: list[Text]) -> datetime:
    """Return a typed time as a moment, or raise ``BadValue``; what to say about it is added to ``notes``."""
    moment = read_typed_time(typed, birth)
    if moment < birth - timedelta(minutes=WEEK):
        raise BadValue(LONG_BEFORE.format(value=shown(typed)))
    notes += twice_note(typed, moment)
    return moment


def _instant(lexeme: Lexeme, line: Line, notes: list[Text]) -> str | None:
    if lexeme.value == UNKNOWN_TIME:
        return None
    return write_instant(epoch_minutes(moment_typed(str(lexeme.value), line.birth, notes)))


def _measured(lexeme: Lexeme, values: dict[str, Any]) -> None:
    """Put the numbers of a sign, a pressure or a result with the key that they belong to."""
    pairs: list[tuple[str, Value]]
    if lexeme.kind == "pressure" and isinstance(lexeme.value, tuple):
        pairs = [("systolic", lexeme.value[0]), ("diastolic", lexeme.value[1])]
    elif lexeme.kind in ("sign", "value"):
        pairs = [(lexeme.code, lexeme.value)]
    else:
        return
    for key, value in pairs:
        if values.get(key) is not None:
            raise Misfit(say.TWICE.format(value=shown(lexeme.text), first=shown(values[key])))
        values[key] = value


def _medication(values: dict[str, Any], found: Sequence[Lexeme], line: Line) -> None:
    expected = DRUG_UNITS[values["drug"]]
    unit = values.get("unit")
    if unit is not None and unit != expected:
        raise BadValue(say.wrong_unit(values["drug"], values.get("dose"), unit, expected))
    if values.get("dose") is not None:
        values["unit"] = expected
    if "purpose" not in values and line.time is not None and line.time - line.birth > CLEARLY_LATER:
        values["purpose"] = "treatment"


def _calls(values: dict[str, Any], found: Sequence[Lexeme], line: Line) -> None:
    """Only a protocol is launched; people are called."""
    launched = any(lexeme.kind == "launched" for lexeme in found)
    if launched and set(values["role"]) != {"massive_transfusion_protocol"}:
        raise Misfit
    if any(lexeme.kind == "mode" for lexeme in found):
        values["mode"] = None


def _labs(values: dict[str, Any], found: Sequence[Lexeme], line: Line) -> None:
    """A value counts as that test done; tests without a value follow in the order of the line."""
    said = next((lexeme.code for lexeme in found if lexeme.kind == "tests"), None)
    tests = [
        TEST_OF_VALUE[lexeme.code] if lexeme.kind == "value" else lexeme.code
        for lexeme in found
        if lexeme.kind in ("value", "test")
    ]
    if said is not None and any(lexeme.kind == "test" for lexeme in found):
        raise Misfit
    values["tests"] = (
        [] if said == "none" else None if said == UNKNOWN else list(dict.fromkeys(tests)) or None
    )


def _products(values: dict[str, Any], found: Sequence[Lexeme], line: Line) -> None:
    """Units are bags; fibrinogen counts in g and prothrombin complex in IU, as the format has it."""
    expected = PRODUCT_UNITS.get(values["product"])
    said = next((lexeme for lexeme in found if lexeme.kind == "unit"), None)
    if said is not None and said.code != expected:
        raise BadValue(say.wrong_product_unit(values["product"], said.text, expected))


def _moment(values: dict[str, Any], found: Sequence[Lexeme], line: Line) -> None:
    time = values.pop("moment")
    if time is None:
        raise BadValue(say.MOMENT_NEEDS_TIME.format(value=shown(found[0].text)))
    values[found[0].code] = time


_FINISH: Final[dict[str, Callable[[dict[str, Any], Sequence[Lexeme], Line], None]]] = {
    "medication": _medication,
    "calls": _calls,
    "labs": _labs,
    "blood_products": _products,
    "moment": _moment,
}


def _items(form: Form, values: Mapping[str, Any]) -> list[Item]:
    known = {key: value for key, value in values.items() if value is not None}
    if form.name not in LISTS:
        for path, value in known.items():
            _check(KEYS[path], value)
        if not known:
            raise Misfit(say.NEEDS.format(value=shown(form.name), examples=say.examples(form)))
        return [QuickAnswer(path, value) for path, value in known.items()]
    each = known.get(form.each, [None]) if form.each else [None]
    rows = [{**known, form.each: value} if form.each else known for value in each]
    return [QuickRow(form.name, checked(form.name, row)) for row in rows]


def checked(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in the order of the format, or raise ``BadValue`` for what cannot be so."""
    row = {key.name: values[key.name] for key in ROWS[section] if values.get(key.name) is not None}
    for key in ROWS[section]:
        if key.name in row:
            _check(key, row[key.name])
        elif key.required:
            raise BadValue(say.TIME_NEEDED)
    moments = [name for name in IN_ORDER.get(section, ()) if name in row]
    for earlier, later in pairwise(moments):
        if datetime.fromisoformat(row[later]) < datetime.fromisoformat(row[earlier]):
            raise BadValue(say.out_of_order(section, earlier, row[earlier], later, row[later]))
    return row


def _check(key: Key, value: Any) -> None:
    if key.kind in ("time", "time_or_never", "code", "codes", "answer"):
        return
    try:
        read_value(key, value, Clock(NO_LIMIT))
    except BadValue as bad:
        raise BadValue(say.of_key(key.name, bad.text)) from None
