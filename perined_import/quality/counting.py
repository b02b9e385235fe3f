"""What the live reports come to per reporting organisation and month: one grouped query, one for duplicates.

Counted by reporter, before linking, so a changed attribution does not change these counts.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from perined_import.kernset import PPH_ML
from perined_import.models import QualityCount, Report
from perined_import.months import Months, births_in, counts_of, month_of_birth, year_of_birth

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
_MEMORY: Final = "256MB"
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
        year=year_of_birth(),
        month=month_of_birth(),
    ).order_by()


def counts(reports: QuerySet[Report]) -> Iterator[dict[str, Any]]:
    """Yield the counts per named VSV, reporter and month, without the duplicates."""
    for row in _grouped(reports):
        yield dict(zip((*GROUP, *COUNTED), row, strict=True))


def _grouped(reports: QuerySet[Report]) -> QuerySet[Report, tuple[Any, ...]]:
    """Return the query of the counts, whose columns are those of ``GROUP`` and ``COUNTED``."""
    keys = ("of_vsv", *GROUP[1:])
    numbers = {
        f"n_{name}": Count("pk", filter=condition) if condition else Count("pk")
        for name, condition in COUNTED.items()
    }
    named = by_reporter(reports).annotate(beyond_hundreds=F("blood_loss_ml") % 100)
    return named.values(*keys).annotate(**numbers).values_list(*keys, *numbers)


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


def refresh(months: Months) -> None:
    """Count these months again, within the database."""
    if not months:
        return
    QualityCount.objects.filter(counts_of(months)).delete()
    reports = reports_that_count().filter(births_in(months))
    table = connection.ops.quote_name(QualityCount._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, (*GROUP, *COUNTED, "duplicates")))
    sql, parameters = _grouped(reports).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Looking for duplicates groups nearly every row by itself, which the default would do on disk.
            cursor.execute("SET LOCAL work_mem = %s", [_MEMORY])
        # Only names of our own stand in the text.
        fill = f"INSERT INTO {table} ({columns}) SELECT counted.*, 0 FROM ({sql}) counted"  # noqa: S608
        cursor.execute(fill, parameters)
    twice = _duplicates(reports)
    rows = QualityCount.objects.filter(counts_of(months)) if twice else ()
    changed = [row for row in rows if (row.vsv_id, row.lvr_id, row.year, row.month) in twice]
    for row in changed:
        row.duplicates = twice[row.vsv_id, row.lvr_id, row.year, row.month]
    QualityCount.objects.bulk_update(changed, ["duplicates"], batch_size=500)
