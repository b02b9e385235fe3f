"""Births and counts by month, as conditions that both databases can look up: ranges, not lists."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

Months = Collection[tuple[int, int]]
"""(year, month); month 0 is the births of which only the year is known."""


class _PartOfDate(Func):
    """Part of a date. SQLite keeps dates as text, and reading it there costs a tenth of a call to Python."""

    template = "CAST(substr(%(expressions)s, %(first)s, %(length)s) AS INTEGER)"
    output_field = IntegerField()


def year_of_birth() -> Any:
    """Return the year of a report's birth."""
    sqlite = connection.vendor == "sqlite"
    year = _PartOfDate(F("birth_date"), first=1, length=4) if sqlite else ExtractYear("birth_date")
    return Coalesce(year, "birth_year", output_field=IntegerField())


def month_of_birth() -> Any:
    """Return the month of a report's birth; 0 where only the year is known."""
    sqlite = connection.vendor == "sqlite"
    month = _PartOfDate(F("birth_date"), first=6, length=2) if sqlite else ExtractMonth("birth_date")
    return Coalesce(month, 0, output_field=IntegerField())


def births_in(months: Months) -> Q:
    """Return the births of some months, as few ranges of dates as can be; of none for no months."""
    wanted = Q(pk__in=())
    for first, last in _runs({year * 12 + month - 1 for year, month in months if month}):
        start, end = (date(one // 12, one % 12 + 1, 1) for one in (first, last + 1))
        wanted |= Q(birth_date__gte=start, birth_date__lt=end)
    for first, last in _runs({year for year, month in months if not month}):
        wanted |= Q(birth_date=None, birth_year__gte=first, birth_year__lte=last)
    return wanted


def _runs(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of consecutive numbers."""
    for first in sorted(number for number in numbers if number - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        yield first, last


def counts_of(months: Months) -> Q:
    """Return the counts (rows with year and month) of some months."""
    wanted = Q(pk__in=())
    for first, last in _runs({year * 12 + month - 1 for year, month in months if month}):
        years = range(first // 12, last // 12 + 1)
        for year in years:
            low, high = max(first, year * 12) - year * 12 + 1, min(last, year * 12 + 11) - year * 12 + 1
            wanted |= Q(year=year, month__gte=low, month__lte=high)
    bare = [year for year, month in months if not month]
    return wanted | Q(year__in=bare, month=0)
