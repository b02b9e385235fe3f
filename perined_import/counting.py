"""Counts per VSV, organisation, month and stratum from the deliveries; one definition for all uses."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from perined_import.attribution import WHOLE
from perined_import.models import Delivery, MonthCount
from perined_import.months import Months, births_in, counts_of, month_of_birth, year_of_birth
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
        "g_year": year_of_birth(),
        "g_month": month_of_birth(),
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


def refresh(months: Months) -> None:
    """Count these months again, within the database."""
    if not months:
        return
    MonthCount.objects.filter(counts_of(months)).delete()
    table = connection.ops.quote_name(MonthCount._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, (*GROUP, *COUNTED)))
    with connection.cursor() as cursor:
        for rows in _grouped(Delivery.objects.filter(births_in(months))):
            sql, parameters = rows.query.sql_with_params()
            cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", parameters)  # noqa: S608 - own names
    quality_counting.refresh(months)
