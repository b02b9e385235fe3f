"""The counts of data quality equal a slow count over the rows, now and after the migration."""

import random
from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perined_import import counting, services
from perined_import.models import QualityCount, Report, Upload
from perined_import.quality import counting as quality_counting
from perined_import.reattributing import reattribute
from tests.integration.perined_import import helpers

MONTHS = [(2024, month) for month in range(13)] + [(2025, month) for month in range(13)]
ALONE, SUM, PART, ASIDE = (role.value for role in (*Report.Role,))


@st.composite
def reports(draw):
    """Columns of one report that matter here; few values, so that twins and edges come up."""
    day = draw(st.sampled_from([date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2), None]))
    ml = draw(st.sampled_from([None, 0, 399, 400, 500, 600, 601, 899, 900, 1000, 1001, 1100, 1101, 1200]))
    flag = draw(st.sampled_from([None, True, False]))
    pph = flag if ml is None else ml > 1000
    eligible = draw(st.booleans())
    return {
        "role": draw(st.sampled_from([ALONE, ALONE, SUM, PART, ASIDE])),
        "live": draw(st.sampled_from([True, True, False])),
        "status": draw(st.sampled_from(["committed", "committed", "pending", "withdrawn"])),
        "named": draw(st.booleans()),
        "birth_date": day,
        "birth_year": 2025 if day is None else None,
        "birth_time": draw(st.sampled_from([None, time(3, 4)])),
        "reporting_lvr_id": draw(st.sampled_from([None, "0001", "1001"])),
        "hospital_lvr_id": draw(st.sampled_from([None, "0001"])),
        "blood_loss_ml": ml,
        "pph_flag": flag,
        "pph": pph,
        "eligible": eligible,
        "in_denominator": eligible and pph is not None,
        "birth_weight_g": draw(st.sampled_from([None, 3500])),
        **{
            name: draw(st.sampled_from([None, value]))
            for name, value in (
                ("place", "home"),
                ("line", "primary"),
                ("mode", "breech"),
                ("parity", 0),
                ("maternal_age", 30),
                ("gestation_days", 280),
            )
        },
    }


def slowly(rows):
    """The same counts, one row at a time."""
    found, seen = {}, {}
    for row, vsv in rows:
        if not row["live"] or row["role"] not in (ALONE, PART) or row["status"] != "committed":
            continue
        day = row["birth_date"]
        key = (
            vsv.pk if row["named"] else None,
            row["reporting_lvr_id"] or row["hospital_lvr_id"] or "",
            day.year if day else row["birth_year"],
            day.month if day else 0,
        )
        ml, flag = row["blood_loss_ml"], row["pph_flag"]
        told = {
            "with_ml": ml is not None,
            "flag_only": ml is None and flag is not None,
            "at_500": ml == 500,
            "at_1000": ml == 1000,
            "round_100": ml is not None and ml % 100 == 0,
            "near_500": ml is not None and 400 <= ml <= 600,
            "near_1000": ml is not None and 900 <= ml <= 1100,
            "both_known": ml is not None and flag is not None,
            "differ": ml is not None and flag is not None and (ml > 1000) != flag,
            "pph": row["pph"] is True,
            "without_time": row["birth_time"] is None,
            "without_place": row["place"] is None,
            "without_line": row["line"] is None,
            "without_mode": row["mode"] is None,
            "without_parity": row["parity"] is None,
            "without_age": row["maternal_age"] is None,
            "without_gestation": row["gestation_days"] is None,
        }
        total = found.setdefault(key, dict.fromkeys(("reports", "duplicates", "eligible", *told), 0))
        total["reports"] += 1
        total["eligible"] += row["eligible"]
        for name, yes in told.items():
            total[name] += row["eligible"] and yes
        if day and (row["birth_time"] or row["birth_weight_g"]):
            look = (key, *(row[name] for name in quality_counting.LOOKS))
            total["duplicates"] += look in seen
            seen[look] = True
    return found


def stored():
    names = ("reports", "duplicates", *(name for name in quality_counting.COUNTED if name != "reports"))
    return {
        (row.vsv_id, row.lvr_id, row.year, row.month): {name: getattr(row, name) for name in names}
        for row in QualityCount.objects.all()
    }


def keep(rows, vsv, owner):
    uploads = {}
    for status in {row["status"] for row in rows}:
        uploads[status] = Upload.objects.create(vsv=vsv, created_by=owner, status=status)
    for number, row in enumerate(rows):
        values = {name: value for name, value in row.items() if name not in ("status", "named")}
        Report.objects.create(
            **values,
            upload=uploads[row["status"]],
            delivery_key=f"k{number}",
            vsv=vsv,
            vsv_named=row["named"],
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(reports(), max_size=25))
def test_counts_equal_a_slow_count(vsv, person, rows):
    with transaction.atomic():
        keep(rows, vsv, person("data_manager", vsv))
        counting.refresh(MONTHS)
        assert stored() == slowly([(row, vsv) for row in rows])
        transaction.set_rollback(True)


def some_reports(number=60):
    draw = random.Random(4)
    made = []
    for _ in range(number):
        ml = draw.choice([None, 500, 730, 1000, 1300])
        made.append(
            {
                "role": draw.choice([ALONE, PART]),
                "live": True,
                "status": "committed",
                "named": draw.random() < 0.3,
                "birth_date": date(2025, draw.randint(1, 3), 5),
                "birth_time": draw.choice([None, time(3, 4)]),
                "reporting_lvr_id": draw.choice(["0001", "1001"]),
                "blood_loss_ml": ml,
                "pph_flag": draw.choice([None, True]),
                "pph": None if ml is None else ml > 1000,
                "eligible": True,
                "in_denominator": ml is not None,
                "birth_weight_g": 3500,
            }
        )
    return made


def test_a_refresh_counts_its_months_only_and_can_be_done_again(vsv, person):
    keep(some_reports(), vsv, person("data_manager", vsv))
    counting.refresh(MONTHS)
    whole = stored()
    assert {key[3] for key in whole} == {1, 2, 3}
    Report.objects.filter(birth_date__month__in=(1, 2)).delete()
    counting.refresh([(2025, 1)])
    assert stored() == {key: row for key, row in whole.items() if key[3] != 1}


def test_a_refresh_takes_one_pass_however_many_months(vsv, person, django_assert_max_num_queries):
    keep(some_reports(), vsv, person("data_manager", vsv))
    many = [(year, month) for year in (2024, 2025, 2026) for month in (0, 1, 2, 3, 6, 12)]
    with django_assert_max_num_queries(3 + 2 + 2):  # delete per year, two counts, savepoint-free insert
        quality_counting.refresh(many)
    whole = stored()
    counting.refresh(MONTHS)
    assert whole == stored()


def test_a_changed_attribution_changes_nothing(vsv, other_vsv, person):
    keep(some_reports(), vsv, person("data_manager", vsv))
    counting.refresh(MONTHS)
    before = stored()
    helpers.organisation("1001", "practice", (other_vsv, 1))
    reattribute()
    assert before and stored() == before


def test_an_import_fills_the_counts_and_a_withdrawal_takes_them_away(
    vsv, person, tmp_path, django_capture_on_commit_callbacks
):
    helpers.organisation("0001", "hospital", (vsv, 1))
    table = "partusnummer;geboortedatum;lvr;bloedverlies\n" + "".join(
        f"{n};2025-0{1 + n % 2}-1{n};0001;{ml}\n" for n, ml in enumerate((500, 500, 1000, ""))
    )
    status, said = helpers.run(tmp_path, ("a.csv", table))
    assert (status, said["committed"]) == (0, True)
    january, february = QualityCount.objects.order_by("month")
    assert (january.lvr_id, january.reports, january.with_ml, january.at_500) == ("0001", 2, 2, 1)
    assert (february.reports, february.with_ml, february.at_500) == (2, 1, 1)

    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_upload(upload=Upload.objects.get(), by=person("data_manager", vsv))
    assert not QualityCount.objects.exists()


def test_the_migration_counts_what_was_there(vsv, person):
    keep(some_reports(), vsv, person("data_manager", vsv))
    counting.refresh(MONTHS)
    expected = stored()
    QualityCount.objects.all().delete()
    import_module("perined_import.migrations._quality_counts").count_quality(apps, None)
    assert stored() == expected


@pytest.mark.parametrize("named", [True, False])
def test_reports_of_a_named_vsv_stand_apart(vsv, person, named):
    rows = [row | {"named": named} for row in some_reports(5)]
    keep(rows, vsv, person("data_manager", vsv))
    counting.refresh(MONTHS)
    assert {row.vsv_id for row in QualityCount.objects.all()} == {vsv.pk if named else None}


def test_there_are_fields_for_all_that_is_counted():
    fields = {field.name for field in QualityCount._meta.get_fields()}
    assert set(quality_counting.COUNTED) | {"duplicates"} <= fields
