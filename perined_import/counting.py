"""Counts per VSV, organisation, month and stratum from the deliveries; one definition for all uses."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
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


def counts(deliveries: QuerySet[Delivery]) -> Iterator[dict[str, Any]]:
    """Yield one row per VSV, organisation, month and stratum, in millionths of a delivery.

    A delivery that is divided over VSVs counts for each by its share.
    """
    yield from _grouped(deliveries.filter(split=False), F("vsv_id"), Value(WHOLE))
    yield from _grouped(deliveries.filter(split=True), F("shares__vsv_id"), F("shares__share"))


def _grouped(deliveries: QuerySet[Delivery], vsv: Any, share: Any) -> Iterator[dict[str, Any]]:
    named = deliveries.annotate(
        to_vsv=vsv,
        lvr_id=F("attributed_lvr_id"),
        year=Coalesce(ExtractYear("birth_date"), "birth_year", output_field=IntegerField()),
        month=Coalesce(ExtractMonth("birth_date"), 0, output_field=IntegerField()),
        parity_group=Case(
            When(parity=0, then=Value(0)), When(parity__gte=1, then=Value(1)), default=Value(9)
        ),
        plural=Case(When(children__gt=1, then=Value(True)), default=Value(False)),
    )
    sums = {
        name: Coalesce(
            Sum(Case(When(condition, then=share), default=Value(0))) if condition else Sum(share), 0
        )
        for name, condition in COUNTED.items()
    }
    keys = ("to_vsv", *GROUP[1:])
    for row in (
        named.order_by().values(*keys).annotate(**{f"n_{name}": total for name, total in sums.items()})
    ):
        yield {
            "vsv_id": row["to_vsv"],
            **{name: row[name] for name in GROUP[1:]},
            **{name: row[f"n_{name}"] for name in COUNTED},
        }


def refresh(months: Collection[tuple[int, int]]) -> None:
    """Count these months again; (year, 0) is the births of which only the year is known."""
    for year in sorted({year for year, _ in months}):
        wanted = sorted(month for one, month in months if one == year)
        MonthCount.objects.filter(year=year, month__in=wanted).delete()
        births = Q(birth_date__year=year, birth_date__month__in=[month for month in wanted if month])
        if 0 in wanted:
            births |= Q(birth_date=None, birth_year=year)
        found = counts(Delivery.objects.filter(births))
        MonthCount.objects.bulk_create((MonthCount(**row) for row in found), batch_size=1000)
    quality_counting.refresh(months)
