"""The six published example deliveries, in both layouts: 6 messages, 4 deliveries, 2 haemorrhages."""

import itertools
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from perined_import.models import Delivery, Report

ROOT = Path(os.environ.get("FLUXUS_SHARED", Path(__file__).resolve().parents[3] / "shared"))
FOLDER = ROOT / "acceptance" / "kernset"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared acceptance folder is not there"),
]

# file stem: birth, time, gestation days, age, BMI, second stage, ml (reference, table 2.5)
EXPECTED = {
    "scenario1": ("2021-10-08", None, 39 * 7 + 6, 38, 24.2, None, 615),
    "scenario2_2elijn": ("2021-09-01", "02:34", 39 * 7, 40, 25.1, None, 980),
    "scenario3": ("2021-08-28", "06:30", 36 * 7 + 3, 29, 24.0, 401, 1740),
    "scenario4_2elijn": ("2021-08-04", "23:35", 38 * 7, 27, 31.2, 80, 1120),
}


def files(layout):
    return sorted(str(path) for path in (FOLDER / layout).glob("*.xml"))


def run(*names, **options):
    out = StringIO()
    call_command("import_kernset", *names, format="json", reference_date="2022-01-01", stdout=out, **options)
    return json.loads(out.getvalue())


def described(delivery):
    return (
        delivery.birth_date.isoformat(),
        delivery.birth_time.strftime("%H:%M") if delivery.birth_time else None,
        delivery.gestation_days,
        delivery.maternal_age,
        delivery.bmi,
        delivery.second_stage_min,
        delivery.blood_loss_ml,
    )


def picture():
    """Everything that counts, without the random keys."""
    names = [
        field.attname
        for field in Delivery._meta.concrete_fields
        if field.attname
        not in {"id", "upload_id", "file_id", "position", "delivery_key", "role", "sent_at", "record_key"}
    ]
    return sorted(tuple(map(str, row)) for row in Delivery.objects.values_list(*names))


@pytest.mark.parametrize("layout", ["hl7v3", "adalite"])
def test_six_messages_are_four_deliveries_of_which_two_are_haemorrhages(layout):
    result = run(*files(layout))
    assert (result["messages"], result["read"], result["deliveries"], result["pph"]) == (6, 6, 4, 2)
    assert (result["accepted"], result["merged"], result["set_aside"], result["rejected_units"]) == (
        4,
        1,
        1,
        0,
    )
    assert result["unknown_blood_loss"] == 0 and result["committed"]
    assert sorted(described(one) for one in Delivery.objects.all()) == sorted(EXPECTED.values())
    twins = Delivery.objects.get(blood_loss_ml=1740)
    assert (twins.children, twins.birth_weight_g, twins.perinatal_death) == (2, 2040, True)


@pytest.mark.parametrize("layout", ["hl7v3", "adalite"])
def test_both_layouts_say_the_same_about_each_delivery(layout):
    run(*files(layout))
    first = picture()
    Report.objects.all().delete()
    from perined_import.models import Upload

    Upload.objects.all().delete()
    run(*files("adalite" if layout == "hl7v3" else "hl7v3"))
    assert picture() == first


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[::97])
def test_any_order_and_any_split_give_the_same(order):
    names = files("hl7v3")
    run(*names)
    together = picture()
    from perined_import.models import Upload

    Report.objects.all().delete()
    Upload.objects.all().delete()
    counted = [run(names[number]) for number in order]
    assert picture() == together
    assert sum(one["deliveries"] for one in counted) == 4
    assert all(one["read"] == one["accepted"] + one["merged"] + one["set_aside"] for one in counted)


def test_the_same_files_again_change_nothing():
    run(*files("hl7v3"))
    before = picture()
    again = run(*files("hl7v3"))
    assert again["already_received"] and not again["committed"]
    assert (again["read"], again["deliveries"]) == (0, 0)
    assert picture() == before


def test_the_other_layout_joins_what_is_there():
    run(*files("hl7v3"))
    before = picture()
    result = run(*files("adalite"))
    assert (result["accepted"], result["merged"], result["set_aside"]) == (0, 5, 1)
    assert picture() == before


def test_relative_dates_need_a_reference_date(capsys):
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_kernset", *files("adalite"), format="json", stdout=out)
    assert stopped.value.code == 2
    result = json.loads(out.getvalue())
    assert {problem["code"] for problem in result["rejected"]} == {"relative_date"}
    assert result["rejected_files"] == 6 and not Report.objects.exists()
