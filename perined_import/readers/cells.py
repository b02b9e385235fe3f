"""PURE. The text of one cell → a value, by exact rules: nothing is guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from perined_import.codes import FALSE_WORDS, TABLE_WORDS, TRUE_WORDS, UNKNOWN_WORDS, table_word

_WHOLE = re.compile(r"(-?\d{1,12})(?:[.,]0{1,6})?", re.ASCII)
_THOUSAND_OR_DECIMAL = re.compile(r"-?\d{1,3}[.,]\d{3}", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,0{1,6})?", re.ASCII)
SHOWS_THOUSANDS: Final = re.compile(r"-?\d{1,3}\.\d{3},\d{1,6}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_WEEKS_DAYS = re.compile(r"(\d{1,2})\+([0-6])", re.ASCII)
_TIME = r"(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME, re.ASCII)
_EMPTY: Final = UNKNOWN_WORDS - {"9", ""}
_FORMULA: Final = frozenset("=+-@\t\r")


class CellError(ValueError):
    """A cell that cannot be read; ``code`` is in the catalogue of problems."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cleaned(text: str) -> str:
    """Return a cell without what is not seen: spaces around it, non-breaking ones too.

    Nor with the apostrophe that a problem file (or a spreadsheet) puts before what looks like a formula.
    """
    text = text.replace("\xa0", " ").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def whole(text: str, thousands: bool = False) -> int | None:
    """Read a whole number: ``1250`` and ``1000,0``; with ``thousands`` also ``1.250``. Empty is None.

    ``thousands`` says that the column also holds the form d.ddd,d, which settles what a point means.
    """
    if not text or text.lower() in _EMPTY:
        return None
    if _THOUSAND_OR_DECIMAL.fullmatch(text):
        if thousands and "." in text:
            return int(text.replace(".", ""))
        raise CellError("ambiguous_number")
    if thousands and _THOUSANDS.fullmatch(text):
        return int(text.partition(",")[0].replace(".", ""))
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise CellError("not_a_number")
    return int(found[1])


def decimal(text: str) -> float | None:
    """Read a number with a decimal comma or point. Empty is None."""
    if not text or text.lower() in _EMPTY:
        return None
    if _DECIMAL.fullmatch(text) is None:
        raise CellError("not_a_decimal")
    return float(Decimal(text.replace(",", ".")))


def gestation(text: str, thousands: bool = False) -> int | None:
    """Read gestation in days, or as ``39+2`` weeks and days."""
    found = _WEEKS_DAYS.fullmatch(text)
    return int(found[1]) * 7 + int(found[2]) if found else whole(text, thousands)


def weeks(text: str, thousands: bool = False) -> int | None:
    """Read gestation in whole weeks as days; ``39+2`` keeps its days."""
    found = _WEEKS_DAYS.fullmatch(text)
    if found:
        return int(found[1]) * 7 + int(found[2])
    number = whole(text, thousands)
    return None if number is None else number * 7


def flag(text: str) -> bool | None:
    """Read 1/0, ja/nee, j/n, true/false; 9, onbekend and empty are None."""
    word = text.lower()
    if word in UNKNOWN_WORDS:
        return None
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise CellError("not_a_flag")


def moment(text: str) -> tuple[date, int | None] | None:
    """Read a date, with minutes since midnight where a time is given; empty is None."""
    if not text or text.lower() in _EMPTY:
        return None
    if found := _DAY_FIRST.fullmatch(text):
        day, _, month, year, hour, minute = found.groups()
    elif found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day, hour, minute = found.groups()
    else:
        raise CellError("not_a_date")
    if hour is not None and (int(hour) > 23 or int(minute) > 59):
        raise CellError("not_a_date")
    try:
        born = date(int(year), int(month), int(day))
    except ValueError as error:
        raise CellError("not_a_date") from error
    return born, None if hour is None else int(hour) * 60 + int(minute)


def code(text: str, words: Mapping[str, str]) -> str | None:
    """Read a word or source code; a word that is not listed raises CellError, which is only a warning."""
    word = table_word(text)
    if word in words:
        return words[word]
    if word in UNKNOWN_WORDS:
        return None
    raise CellError("unknown_code")


_READERS: Final[Mapping[str, Callable[..., Any]]] = {
    "whole": whole,
    "decimal": decimal,
    "flag": flag,
    "date": moment,
    "text": str,
}


def reader_of(column: str, kind: str) -> Callable[..., Any]:
    """Return the function that reads the cells of a column."""
    if column == "gestation_days":
        return gestation
    if column == "gestation_weeks":
        return weeks
    if kind == "code":
        words = TABLE_WORDS[column]
        return lambda text: code(text, words)
    return _READERS[kind]
