"""PURE. Periods of whole days: a month, a quarter, a year or a run of them, written as text and read back.

A period is a pair of calendar dates, both inclusive, so clock changes play no part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fluxus.texts import Text

Kind = Literal["month", "quarter", "year"]

MONTHS_IN: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
FIRST_YEAR, LAST_YEAR = 1900, 2200

_MONTH_NAMES = (
    Text("januari", "January"),
    Text("februari", "February"),
    Text("maart", "March"),
    Text("april", "April"),
    Text("mei", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("augustus", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("december", "December"),
)
_ORDINALS = (Text("1e", "1st"), Text("2e", "2nd"), Text("3e", "3rd"), Text("4e", "4th"))
_PART = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>\d)|(?P<month>\d{2})))?", re.ASCII | re.IGNORECASE)


class PeriodError(ValueError):
    """A text that is no period. ``text`` says in both languages what is wrong and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``start`` up to and including ``end``, made of whole units of ``kind``."""

    start: date
    end: date
    kind: Kind

    @property
    def code(self) -> str:
        """The text that `parse` reads back, such as ``2021-Q3`` or ``2019..2021``."""
        first, last = _unit_code(self.start, self.kind), _unit_code(self.end, self.kind)
        return first if first == last else f"{first}..{last}"

    @property
    def label(self) -> Text:
        """The period in words, in both languages."""
        first, last = _unit_label(self.start, self.kind), _unit_label(self.end, self.kind)
        if first == last:
            return first
        if self.kind == "year":
            return Text(f"{first.nl}–{last.nl}", f"{first.en}–{last.en}")
        return Text(f"{first.nl} t/m {last.nl}", f"{first.en} to {last.en}")

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def whole_years(self) -> bool:
        """Whether the period starts on 1 January and ends on 31 December."""
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def is_closed(self, today: date) -> bool:
        """Whether the last day lies before ``today``."""
        return self.end < today

    def units(self, kind: Kind) -> Iterator["Period"]:
        """The whole months, quarters or years that lie within this period, in order."""
        unit = unit_of(self.start, kind)
        if unit.start < self.start:
            unit = following(unit)
        while unit.end <= self.end:
            yield unit
            unit = following(unit)


def parse(text: str) -> Period:
    """Read ``2021``, ``2021-Q3``, ``2021-03``, ``2019..2021`` or ``2021-03..2021-08``.

    Raises `PeriodError` with one sentence that says what is wrong, the value and how to write it.
    """
    parts = [part.strip() for part in text.strip().split("..")]
    if len(parts) == 1:
        return _parse_unit(parts[0], text)
    if len(parts) > 2:
        raise _not_a_period(text)
    first, last = (_parse_unit(part, text) for part in parts)
    if first.kind != last.kind:
        raise PeriodError(
            Text(
                "De periode '{text}' loopt van het ene soort naar het andere; "
                "schrijf beide kanten gelijk, bijvoorbeeld 2021-03..2021-08.",
                "The period '{text}' runs from one kind to another; "
                "write both sides alike, for example 2021-03..2021-08.",
            ).format(text=text)
        )
    if last.start < first.start:
        raise PeriodError(
            Text(
                "De periode '{text}' eindigt voordat zij begint; zet de vroegste kant vooraan.",
                "The period '{text}' ends before it begins; put the earlier side first.",
            ).format(text=text)
        )
    return Period(first.start, last.end, first.kind)


def unit_of(day: date, kind: Kind) -> Period:
    """The month, quarter or year that holds ``day``."""
    length = MONTHS_IN[kind]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(start, _add_months(start, length) - timedelta(days=1), kind)


def following(period: Period, steps: int = 1) -> Period:
    """The period of the same length ``steps`` lengths later (earlier when negative)."""
    length = _months_between(period.start, period.end) + 1
    start = _add_months(period.start, length * steps)
    return Period(start, _add_months(start, length) - timedelta(days=1), period.kind)


def last_units(count: int, kind: Kind, today: date) -> Period:
    """The last ``count`` units that were over before ``today``: a rolling period of whole units.

    Raises ValueError when ``count`` is below 1.
    """
    if count < 1:
        raise ValueError(f"a rolling period needs at least one {kind}, not {count}")
    last = following(unit_of(today, kind), -1)
    return Period(_add_months(last.start, -MONTHS_IN[kind] * (count - 1)), last.end, kind)


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or the last day of that month where it has no such day."""
    month = unit_of(_add_months(day.replace(day=1), -months), "month")
    return min(month.end, month.start + timedelta(days=day.day - 1))


def _parse_unit(part: str, text: str) -> Period:
    found = _PART.fullmatch(part)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise _not_a_period(text)
    year = int(found["year"])
    if found["quarter"]:
        quarter = int(found["quarter"])
        if not 1 <= quarter <= 4:
            raise PeriodError(
                Text(
                    "Kwartaal {quarter} in '{text}' bestaat niet; een kwartaal is Q1, Q2, Q3 of Q4.",
                    "Quarter {quarter} in '{text}' does not exist; a quarter is Q1, Q2, Q3 or Q4.",
                ).format(quarter=quarter, text=text)
            )
        return unit_of(date(year, quarter * 3, 1), "quarter")
    if found["month"]:
        month = int(found["month"])
        if not 1 <= month <= 12:
            raise PeriodError(
                Text(
                    "Maand {month} in '{text}' bestaat niet; een maand is 01 tot en met 12.",
                    "Month {month} in '{text}' does not exist; a month is 01 to 12.",
                ).format(month=found["month"], text=text)
            )
        return unit_of(date(year, month, 1), "month")
    return unit_of(date(year, 1, 1), "year")


def _not_a_period(text: str) -> PeriodError:
    return PeriodError(
        Text(
            "'{text}' is geen periode; schrijf een jaar (2021), kwartaal (2021-Q3), maand (2021-03) "
            "of een reeks daarvan (2019..2021).",
            "'{text}' is not a period; write a year (2021), quarter (2021-Q3), month (2021-03) "
            "or a run of those (2019..2021).",
        ).format(text=text)
    )


def _unit_code(day: date, kind: Kind) -> str:
    if kind == "year":
        return f"{day.year}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if kind == "quarter" else f"{day.year}-{day.month:02}"


def _unit_label(day: date, kind: Kind) -> Text:
    if kind == "year":
        return Text(f"{day.year}", f"{day.year}")
    if kind == "quarter":
        ordinal = _ORDINALS[(day.month - 1) // 3]
        return Text(f"{ordinal.nl} kwartaal {day.year}", f"{ordinal.en} quarter of {day.year}")
    month = _MONTH_NAMES[day.month - 1]
    return Text(f"{month.nl} {day.year}", f"{month.en} {day.year}")


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _add_months(first_of_month: date, months: int) -> date:
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)
