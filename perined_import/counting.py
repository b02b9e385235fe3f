"""Counts per VSV, organisation, month and stratum from the deliveries; one definition for all uses."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from perined_import.attribution import WHOLE
from perined_import.models import Delivery, MonthCount
from perined_import.quality import counting as quality_counting

GROUP = ("vsv_id", "lvr_id", "year", "month", "parity_group", "plural")
COUNTED: dict[str, Q] = {
    "deliveries": Q(),
    "eligible": Q(eligible=True),
    "known": Q(in_denominator=True),
    "pph": Q(in_denominator=True, pph=True),
    "pph_1500": Q(in_denominator=True, blood_loss_ml__gte=1500),
    "pph_2000": Q(in_denominator=True, blood_loss_ml__gte=2000),
}
"""What is counted, and of which deliveries. 1500 and 2000 ml are "or more", unlike 1000."""
Months = Collection[tuple[int, int]]
"""(year, month); month 0 is the births of which only the year is known."""


class _PartOfDate(Func):
    """Part of a date. SQLite keeps dates as text, and reading it there costs a tenth of a call to Python."""

    template = "CAST(substr(%(expressions)s, %(first)s, %(length)s) AS INTEGER)"
    output_field = IntegerField()


def _year() -> Any:
    sqlite = connection.vendor == "sqlite"
    return _PartOfDate(F("birth_date"), first=1, length=4) if sqlite else ExtractYear("birth_date")


def _month() -> Any:
    sqlite = connection.vendor == "sqlite"
    return _PartOfDate(F("birth_date"), first=6, length=2) if sqlite else ExtractMonth("birth_date")


def counts(deliveries: QuerySet[Delivery]) -> Iterator[dict[str, Any]]:
    """Yield one row per VSV, organisation, month and stratum, in millionths of a delivery.

    A delivery that is divided over VSVs counts for each by its share.
    """
    for rows in _grouped(deliveries):
        for row in rows:
            yield dict(zip((*GROUP, *COUNTED), row, strict=True))


def _grouped(deliveries: QuerySet[Delivery]) -> Iterator[QuerySet[Delivery, tuple[Any, ...]]]:
    """Yield the two queries of the counts, whose columns are those of ``GROUP`` and ``COUNTED``."""
    yield _by_stratum(deliveries.filter(split=False), F("vsv_id"), Value(WHOLE))
    yield _by_stratum(deliveries.filter(split=True), F("shares__vsv_id"), F("shares__share"))


def _by_stratum(deliveries: QuerySet[Delivery], vsv: Any, share: Any) -> QuerySet[Delivery, tuple[Any, ...]]:
    keys = {
        "g_vsv": vsv,
        "g_lvr": F("attributed_lvr_id"),
        "g_year": Coalesce(_year(), "birth_year", output_field=IntegerField()),
        "g_month": Coalesce(_month(), 0, output_field=IntegerField()),
        "g_parity": Case(When(parity=0, then=Value(0)), When(parity__gte=1, then=Value(1)), default=Value(9)),
        "g_plural": Case(When(children__gt=1, then=Value(True)), default=Value(False)),
    }
    sums = {f"n_{name}": _sum(condition, share) for name, condition in COUNTED.items()}
    rows = deliveries.annotate(**keys).order_by().values(*keys).annotate(**sums)
    return rows.values_list(*keys, *sums)


def _sum(condition: Q, share: Any) -> Any:
    part = Case(When(condition, then=share), default=Value(0)) if condition else share
    return Coalesce(Sum(part), 0)


def per_vsv(births: Q, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield (VSV id, counts by these names) of the deliveries among some births, in millionths."""
    found: dict[Any, list[int]] = {}
    for split, vsv, share in (
        (False, F("vsv_id"), Value(WHOLE)),
        (True, F("shares__vsv_id"), F("shares__share")),
    ):
        sums = {f"n_{name}": _sum(COUNTED[name], share) for name in names}
        rows = Delivery.objects.filter(births, split=split).annotate(g_vsv=vsv).order_by().values("g_vsv")
        for vsv_id, *numbers in rows.annotate(**sums).values_list("g_vsv", *sums):
            total = found.setdefault(vsv_id, [0] * len(sums))
            found[vsv_id] = [one + more for one, more in zip(total, numbers, strict=True)]
    for vsv_id, total in found.items():
        yield vsv_id, *total


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


def _counts_of(months: Months) -> Q:
    wanted = Q(pk__in=())
    for first, last in _runs({year * 12 + month - 1 for year, month in months if month}):
        years = range(first // 12, last // 12 + 1)
        for year in years:
            low, high = max(first, year * 12) - year * 12 + 1, min(last, year * 12 + 11) - year * 12 + 1
            wanted |= Q(year=year, month__gte=low, month__lte=high)
    bare = [year for year, month in months if not month]
    return wanted | Q(year__in=bare, month=0)


def refresh(months: Months) -> None:
    """Count these months again, within the database."""
    if not months:
        return
    MonthCount.objects.filter(_counts_of(months)).delete()
    table = connection.ops.quote_name(MonthCount._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, (*GROUP, *COUNTED)))
    with connection.cursor() as cursor:
        for rows in _grouped(Delivery.objects.filter(births_in(months))):
            sql, parameters = rows.query.sql_with_params()
            cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", parameters)  # noqa: S608 - own names
    quality_counting.refresh(months)
