"""The counts of data quality of what was imported before they existed, as migration 0005 counts them.

A copy of what perined_import/quality/counting.py did at that time: a migration does not change with it.
"""

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

KEYS = ("of_vsv", "lvr", "year", "month")
ALIKE = ("birth_date", "birth_time", "parity", "maternal_age", "blood_loss_ml", "birth_weight_g")
BIRTH = Q(eligible=True)
ML = Q(blood_loss_ml__isnull=False)
FLAG = Q(pph_flag__isnull=False)
DIFFER = Q(pph_flag=True, blood_loss_ml__lte=1000) | Q(pph_flag=False, blood_loss_ml__gt=1000)
COUNTED = {
    "eligible": BIRTH,
    "with_ml": BIRTH & ML,
    "flag_only": BIRTH & ~ML & FLAG,
    "at_500": BIRTH & Q(blood_loss_ml=500),
    "at_1000": BIRTH & Q(blood_loss_ml=1000),
    "round_100": BIRTH & Q(beyond_hundreds=0),
    "near_500": BIRTH & Q(blood_loss_ml__gte=400, blood_loss_ml__lte=600),
    "near_1000": BIRTH & Q(blood_loss_ml__gte=900, blood_loss_ml__lte=1100),
    "both_known": BIRTH & ML & FLAG,
    "differ": BIRTH & DIFFER,
    "pph": Q(in_denominator=True, pph=True),
    "without_time": BIRTH & Q(birth_time=None),
    "without_place": BIRTH & Q(place=None),
    "without_line": BIRTH & Q(line=None),
    "without_mode": BIRTH & Q(mode=None),
    "without_parity": BIRTH & Q(parity=None),
    "without_age": BIRTH & Q(maternal_age=None),
    "without_gestation": BIRTH & Q(gestation_days=None),
}


def count_quality(apps, schema_editor):
    """Fill the counts from the reports that count: live, committed, as sent (role 1 and 3)."""
    report, count = (apps.get_model("perined_import", name) for name in ("Report", "QualityCount"))
    reports = (
        report.objects.filter(live=True, role__in=(1, 3), upload__status="committed")
        .annotate(
            of_vsv=Case(When(vsv_named=True, then=F("vsv_id")), default=None, output_field=IntegerField()),
            lvr=Coalesce("reporting_lvr_id", "hospital_lvr_id", Value("")),
            year=Coalesce(ExtractYear("birth_date"), "birth_year", output_field=IntegerField()),
            month=Coalesce(ExtractMonth("birth_date"), 0, output_field=IntegerField()),
            beyond_hundreds=F("blood_loss_ml") % 100,
        )
        .order_by()
    )
    told = Q(birth_time__isnull=False) | Q(birth_weight_g__isnull=False)
    alike = reports.filter(told, birth_date__isnull=False).values(*KEYS, *ALIKE).annotate(n=Count("pk"))
    twice = {}
    for *key, number in alike.filter(n__gt=1).values_list(*KEYS, "n"):
        twice[tuple(key)] = twice.get(tuple(key), 0) + number - 1
    sums = {f"n_{name}": Count("pk", filter=condition) for name, condition in COUNTED.items()}
    found = reports.values(*KEYS).annotate(n_reports=Count("pk"), **sums)
    count.objects.bulk_create(
        (
            count(
                vsv_id=row["of_vsv"],
                lvr_id=row["lvr"],
                year=row["year"],
                month=row["month"],
                reports=row["n_reports"],
                duplicates=twice.get(tuple(row[key] for key in KEYS), 0),
                **{name: row[f"n_{name}"] for name in COUNTED},
            )
            for row in found
        ),
        batch_size=1000,
    )
