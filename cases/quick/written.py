"""PURE. A row as a quick line: read again it is the same row, so that a row can be mended as text."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from cases.case_codes import TEST_OF_VALUE
from cases.case_values import moment_of, read_instant
from cases.labels import KEYS
from cases.quick.kinds import KINDS, UNKNOWN
from cases.quick.reading import Item, QuickRow
from cases.quick.rows import CLEARLY_LATER
from cases.typed_time import write_typed_time
from fluxus.texts import Text

LANGUAGES: Final = ("nl", "en")
AND: Final = Text(" en ", " and ")
Row = Mapping[str, Any]


class _Writer:
    """Writes the parts of one row, in one language."""

    def __init__(self, section: str, row: Row, birth: datetime, language: str) -> None:
        self.section, self.row, self.birth = section, row, birth
        self.english = language.startswith("en")

    def word(self, kind: str, code: str | None = None) -> str:
        """Return the word for a code; without one the only word of its kind."""
        codes = KINDS[kind]
        names = codes[code if code is not None else next(iter(codes))]
        return (names.en if self.english else names.nl)[0]

    def coded(self, kind: str, key: str) -> list[str]:
        """Return the word for the code at a key, when there is one."""
        return [self.word(kind, self.row[key])] if self.row.get(key) is not None else []

    def number(self, key: str) -> list[str]:
        """Return the number at a key, when there is one."""
        value = self.row.get(key)
        if value is None:
            return []
        plain = str(int(value)) if value == int(value) else f"{float(value):.4f}".rstrip("0")
        return [plain if self.english else plain.replace(".", ",")]

    def time(self, key: str) -> str:
        """Return the moment at a key as it is typed; ``?`` when it is not known."""
        value = self.row.get(key)
        return "?" if value is None else write_typed_time(moment_of(read_instant(value)), self.birth)


def as_line(section: str, row: Row, birth: datetime, language: str = "nl") -> str:
    """Return a row of the case format as a line that is read back as the same row.

    A dose gets the unit of its drug, and a result counts as that test done, as the format has it.
    ``birth`` is aware; ``language`` ``nl`` or ``en``.
    """
    return " ".join(WRITERS[section](_Writer(section, row, birth, language)))


def as_text(items: Iterable[Item], birth: datetime) -> Text:
    """Return items as lines to type, one after the other, in both languages."""
    both = list(items)
    return Text(*(_and(both, birth, language, i) for i, language in enumerate(LANGUAGES)))


def _and(items: Iterable[Item], birth: datetime, language: str, place: int) -> str:
    lines = [
        f"“{as_line(item.section, item.row, birth, language)}”"
        if isinstance(item, QuickRow)
        else KEYS[item.path][place].lower()
        for item in items
    ]
    return AND[place].join(lines)


def _blood_loss(w: _Writer) -> list[str]:
    return [w.time("time"), *w.number("cumulative_ml"), *(w.coded("method", "method") or ["ml"])]


def _vitals(w: _Writer) -> list[str]:
    high, low = w.number("systolic"), w.number("diastolic")
    if high and low:
        pressure = [w.word("sign", "systolic"), f"{high[0]}/{low[0]}"]
    else:
        pressure = [*_named(w, "sign", ["systolic", "diastolic"])]
    signs = [key for key in KINDS["sign"] if key not in ("systolic", "diastolic")]
    return [w.time("time"), *pressure, *_named(w, "sign", signs), *w.coded("consciousness", "consciousness")]


def _named(w: _Writer, kind: str, keys: Iterable[str]) -> list[str]:
    return [part for key in keys if w.number(key) for part in (w.word(kind, key), *w.number(key))]


def _medication(w: _Writer) -> list[str]:
    purpose = w.coded("purpose", "purpose")
    time = w.row.get("time")
    if time is not None and moment_of(read_instant(time)) - w.birth > CLEARLY_LATER:
        later = w.row.get("purpose")
        purpose = [] if later == "treatment" else purpose or [w.word("purpose", UNKNOWN)]
    unit = w.coded("unit", "unit")
    by = [w.word("by"), *w.coded("role", "given_by")] if w.row.get("given_by") else []
    dose = [*w.number("dose"), *unit]
    return [w.time("time"), *w.coded("drug", "drug"), *dose, *w.coded("route", "route"), *purpose, *by]


def _interventions(w: _Writer) -> list[str]:
    return [w.time("time"), *w.coded("intervention", "kind")]


def _calls(w: _Writer) -> list[str]:
    mode = w.row.get("mode")
    called = w.word("phone") if mode == "phone" else w.word("called")
    unknown = [] if mode else [w.word("mode", UNKNOWN)]
    arrived = [w.word("came"), w.time("arrived")] if w.row.get("arrived") else []
    return [w.time("called"), *w.coded("role", "role"), called, *unknown, *arrived]


def _staff(w: _Writer) -> list[str]:
    until = [w.word("until"), w.time("present_until")] if w.row.get("present_until") else []
    return [w.time("present_from"), *w.coded("role", "role"), w.word("came"), *until]


def _labs(w: _Writer) -> list[str]:
    tests = w.row.get("tests")
    keys = [key for key in KINDS["value"] if w.row.get(key) is not None]
    valued = {TEST_OF_VALUE[key] for key in keys}
    named = [w.word("test", test) for test in KINDS["test"] if test in (tests or ()) and test not in valued]
    said: list[str] = []
    if tests is None and keys:
        said = [w.word("tests", UNKNOWN)]
    elif tests == [] and not keys:
        said = [w.word("tests", "none")]
    resulted = [w.word("resulted"), w.time("resulted")] if w.row.get("resulted") else []
    return [w.time("sampled"), w.word("lab"), *_named(w, "value", keys), *named, *said, *resulted]


def _blood_products(w: _Writer) -> list[str]:
    product = [*w.number("units"), *w.coded("product", "product")]
    if not w.row.get("ordered"):
        return [w.time("started"), *product]
    started = [w.word("started"), w.time("started")] if w.row.get("started") else []
    return [w.time("ordered"), *product, w.word("ordered"), *started]


WRITERS: Final = {
    "blood_loss": _blood_loss,
    "vitals": _vitals,
    "medication": _medication,
    "interventions": _interventions,
    "calls": _calls,
    "staff": _staff,
    "labs": _labs,
    "blood_products": _blood_products,
}
