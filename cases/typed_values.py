"""PURE. A value as a person types it in a field of the form ↔ a value of the case format.

What is typed is only *turned* here; whether it is allowed is the judgement of the case format itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from cases.case_problems import BadValue, shown
from cases.case_schema import NEVER_CODE, Key, Kind
from cases.case_values import AMSTERDAM, epoch_minutes, moment_of, read_instant, write_instant
from cases.typed_time import read_typed_time, write_typed_time
from fluxus.texts import Text

NONE_OF_THESE: Final = "-"
WITH_NONE: Final = frozenset({"risk_factors", "complications", "tests"})
"""Lists of codes in which *none* is something else than *unknown*."""
TIMES: Final = (Kind.TIME, Kind.TIME_OR_NEVER)
NUMBERS: Final = (Kind.WHOLE, Kind.NUMBER)
TYPED_NEVER: Final = frozenset({"nooit", "never"})
TYPED_STATED: Final = {
    "?": "unknown",
    "onbekend": "unknown",
    "unknown": "unknown",
    "nvt": "not_applicable",
    "n.v.t.": "not_applicable",
    "n.v.t": "not_applicable",
    "n/a": "not_applicable",
    "not_applicable": "not_applicable",
}
"""What is typed or chosen when there is no value, and what it states."""

BOTH: Final = Text(
    "{value} gaat niet samen met een andere keuze; haal een van beide weg",
    "{value} does not go with another choice; remove one of them",
)
ALONE: Final = {
    NONE_OF_THESE: Text("'geen van deze'", "'none of these'"),
    "unknown": Text("'onbekend'", "'unknown'"),
    "not_applicable": Text("'n.v.t.'", "'n/a'"),
}
"""Choices of a list of codes that go with no other."""
NOT_HERE: Final = Text(
    "{value} kan hier niet; geef een antwoord, of laat het nog leeg",
    "{value} is no answer here; give an answer, or leave it empty for now",
)


def stated_in(key: Key, typed: Any, allowed: Sequence[str]) -> str | None:
    """Return what is stated instead of a value: ``unknown``, ``not_applicable``, or None: nothing.

    ``typed``: words or chosen codes. Not applicable is a value where the case format itself has that answer.
    Raises ``BadValue`` for what may not be stated here (``allowed``: what may).
    """
    if key.kind is Kind.TEXT:
        return None
    if isinstance(typed, list | tuple):
        typed = typed[0] if len(typed) == 1 else ""
    code = TYPED_STATED.get((typed or "").strip().lower())
    if code is None or (code != "unknown" and code in key.codes):
        return None
    if code not in allowed:
        raise BadValue(NOT_HERE.format(value=shown(typed)))
    return code


def to_stated(key: Key, code: str, language: str) -> Any:
    """Return what stands in the field for what was stated: a chosen code, ``?``, or ``nvt`` (``n/a``)."""
    if key.kind is Kind.CODES:
        return [code]
    if key.kind in (Kind.CODE, Kind.ANSWER):
        return code
    return "?" if code == "unknown" else "n/a" if language.startswith("en") else "nvt"


def to_format(key: Key, typed: Any, birth: datetime) -> Any:
    """Return the value for the case format; None: not filled in. Raises ``BadValue`` for a bad time."""
    if key.kind is Kind.CODES:
        return _codes(typed or [])
    words = (typed or "").strip()
    if not words:
        return None
    if key.kind is Kind.TIME_OR_NEVER and words.lower() in TYPED_NEVER:
        return NEVER_CODE
    if key.kind in TIMES:
        return write_instant(epoch_minutes(read_typed_time(words, birth)))
    return _number(words) if key.kind in NUMBERS else words


def _codes(typed: Sequence[str]) -> list[str] | None:
    alone = next((code for code in ALONE if code in typed), None)
    if alone is not None and len(typed) > 1:
        words = ALONE[alone]
        raise BadValue(Text(BOTH.nl.format(value=words.nl), BOTH.en.format(value=words.en)))
    if alone == NONE_OF_THESE:
        return []
    return list(typed) or None


def _number(words: str) -> int | float | str:
    """Return the number; what is none stays text, so that the case format says what is wrong with it."""
    plain = words.replace(",", ".")
    if not plain.isascii() or "_" in plain or len(plain) > 20:
        return words
    try:
        return int(plain) if "." not in plain else float(plain)
    except ValueError:
        return words


def to_typed(key: Key, value: Any, birth: datetime | None, language: str) -> Any:
    """Return what stands in the field for a value of the case format (None: nothing)."""
    if key.kind is Kind.CODES:
        return [NONE_OF_THESE] if value == [] and key.name in WITH_NONE else list(value or [])
    if value is None or value == NEVER_CODE:
        return ""
    if key.kind in TIMES and birth is not None:
        return write_typed_time(moment_of(read_instant(value)), birth)
    if key.kind in NUMBERS:
        number = str(int(value)) if value == int(value) else repr(float(value))
        return number if language.startswith("en") else number.replace(".", ",")
    return value


def when(value: Any, birth: datetime | None) -> Text | None:
    """Return how a time of the case format lies to the birth: its date, and the minutes between them."""
    if birth is None or not isinstance(value, str) or value == NEVER_CODE:
        return None
    moment = moment_of(read_instant(value))
    day = f"{moment.astimezone(AMSTERDAM):%d-%m}"
    minutes = int((moment - birth).total_seconds() // 60)
    return Text(f"{day} · {minutes:+d} min", f"{day} · {minutes:+d} min")
