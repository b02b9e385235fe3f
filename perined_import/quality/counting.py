"""What the live reports come to per reporting organisation and month: one grouped query, one for duplicates.

Counted by reporter, before linking, so a changed attribution does not change these counts.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from perined_import.kernset import PPH_ML
from perined_import.models import QualityCount, Report

GROUP = ("vsv_id", "lvr_id", "year", "month")
_FLAG_WRONG = Q(pph_flag=True, blood_loss_ml__lte=PPH_ML) | Q(pph_flag=False, blood_loss_ml__gt=PPH_ML)
COUNTED: dict[str, Q] = {
    "reports": Q(),
    "eligible": Q(eligible=True),
    "with_ml": Q(eligible=True, blood_loss_ml__isnull=False),
    "flag_only": Q(eligible=True, blood_loss_ml=None, pph_flag__isnull=False),
    "at_500": Q(eligible=True, blood_loss_ml=500),
    "at_1000": Q(eligible=True, blood_loss_ml=1000),
    "round_100": Q(eligible=True, beyond_hundreds=0),
    "near_500": Q(eligible=True, blood_loss_ml__gte=400, blood_loss_ml__lte=600),
    "near_1000": Q(eligible=True, blood_loss_ml__gte=900, blood_loss_ml__lte=1100),
    "both_known": Q(eligible=True, blood_loss_ml__isnull=False, pph_flag__isnull=False),
    "differ": Q(eligible=True) & _FLAG_WRONG,
    "pph": Q(in_denominator=True, pph=True),
    "without_time": Q(eligible=True, birth_time=None),
    "without_place": Q(eligible=True, place=None),
    "without_line": Q(eligible=True, line=None),
    "without_mode": Q(eligible=True, mode=None),
    "without_parity": Q(eligible=True, parity=None),
    "without_age": Q(eligible=True, maternal_age=None),
    "without_gestation": Q(eligible=True, gestation_days=None),
}
"""What is counted, and of which reports. All but ``reports`` are of eligible births."""
LOOKS = ("birth_date", "birth_time", "parity", "maternal_age", "blood_loss_ml", "birth_weight_g")
"""Reports of one organisation that agree in all of these look the same."""


def reports_that_count() -> QuerySet[Report]:
    """Return the reports that count, as they were sent: no sums, nothing set aside."""
    return Report.objects.counting().filter(role__in=(Report.Role.ALONE, Report.Role.PART))


def by_reporter(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Add who sent a report and when the birth was; ``of_vsv`` is the VSV that the file named, else None."""
    return reports.annotate(
        of_vsv=Case(When(vsv_named=True, then=F("vsv_id")), default=None, output_field=IntegerField()),
        lvr_id=Coalesce("reporting_lvr_id", "hospital_lvr_id", Value("")),
        year=Coalesce(ExtractYear("birth_date"), "birth_year", output_field=IntegerField()),
        month=Coalesce(ExtractMonth("birth_date"), 0, output_field=IntegerField()),
    ).order_by()


def counts(reports: QuerySet[Report]) -> Iterator[dict[str, Any]]:
    """Yield the counts per named VSV, reporter and month."""
    keys = ("of_vsv", *GROUP[1:])
    named = by_reporter(reports).annotate(beyond_hundreds=F("blood_loss_ml") % 100)
    numbers = {
        f"n_{name}": Count("pk", filter=condition) if condition else Count("pk")
        for name, condition in COUNTED.items()
    }
    twice = _duplicates(reports)
    for row in named.values(*keys).annotate(**numbers):
        key = tuple(row[name] for name in keys)
        yield {
            **dict(zip(GROUP, key, strict=True)),
            **{name: row[f"n_{name}"] for name in COUNTED},
            "duplicates": twice.get(key, 0),
        }


def _duplicates(reports: QuerySet[Report]) -> dict[tuple[Any, ...], int]:
    """Count reports that look the same; those with neither time nor weight say too little to tell."""
    keys = ("of_vsv", *GROUP[1:])
    telling = by_reporter(reports).filter(
        Q(birth_time__isnull=False) | Q(birth_weight_g__isnull=False), birth_date__isnull=False
    )
    found: dict[tuple[Any, ...], int] = {}
    alike = telling.values(*keys, *LOOKS).annotate(n=Count("pk")).filter(n__gt=1)
    for row in alike.values_list(*keys, "n").iterator(chunk_size=5000):
        found[row[:-1]] = found.get(row[:-1], 0) + row[-1] - 1
    return found


def refresh(months: Collection[tuple[int, int]]) -> None:
    """Count these months again in one pass; (year, 0) is the births of which only the year is known."""
    wanted = set(months)
    if not wanted:
        return
    births = Q(birth_date=None, birth_year__in={year for year, month in wanted if not month})
    for first, last in _runs(month for month in wanted if month[1]):
        births |= Q(birth_date__gte=date(*first, 1), birth_date__lt=date(*_after(last), 1))
    for year in {year for year, _ in wanted}:
        QualityCount.objects.filter(
            year=year, month__in=[month for one, month in wanted if one == year]
        ).delete()
    found = counts(reports_that_count().filter(births))
    QualityCount.objects.bulk_create((QualityCount(**row) for row in found), batch_size=1000)


def _after(month: tuple[int, int]) -> tuple[int, int]:
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


def _runs(months: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return (first, last) of each run of months that follow each other."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for month in sorted(months):
        if runs and _after(runs[-1][1]) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs
