"""Storing out of sight, and what an upload replaces when it begins to count."""

from datetime import date
from importlib import import_module

import numpy as np
import pytest
from django.apps import apps
from django.db import connection

from fluxus.organisations.models import Organisation
from fluxus.periods import parse
from perined_import import loading
from perined_import.committing import begin_to_count, preview, stop_counting
from perined_import.loading import FRAME_COLUMNS
from perined_import.models import (
    Delivery,
    DeliveryShare,
    FoundProblem,
    MonthCount,
    RejectedUnit,
    Report,
    Upload,
    UploadFile,
)
from perined_import.months import births_in
from perined_import.placing import organisations
from perined_import.problems import Problem
from perined_import.progress import Cancelled
from perined_import.reattributing import reattribute
from perined_import.sources import alike
from perined_import.staging import unstage
from tests.integration.perined_import.batches import batch, row, staged
from tests.integration.perined_import.helpers import organisation
from tests.reference.recount import expected, stored

pytestmark = pytest.mark.django_db
YEAR = parse("2021")


@pytest.fixture(autouse=True)
def table(vsv, other_vsv):
    organisation("0010", Organisation.Kind.HOSPITAL, (vsv, 1))
    organisation("1410", Organisation.Kind.PRACTICE, (vsv, 0.7), (other_vsv, 0.3))


def committed(rows, *arguments, **options):
    upload = staged(rows, *arguments, **options)
    begin_to_count(upload, organisations())
    return upload


def year(count, **values):
    return [row(date(2021, n % 12 + 1, n % 28 + 1), record_key=n + 1, **values) for n in range(count)]


HOME = {"reporting_lvr_id": "1410", "hospital_lvr_id": None, "place": "home"}


# --- storing --------------------------------------------------------------------------------------------
def test_every_value_is_stored_as_it_was(monkeypatch):
    monkeypatch.setitem(loading.PIECES, connection.vendor, 2)
    full = {
        "birth_time": 125, "line": "secondary", "mode": "vacuum", "pph_flag": True, "parity": 3,
        "previous_pph": False, "maternal_age": 31, "bmi": 24.25, "gestation_days": 280, "children": 2,
        "birth_weight_g": 3500, "onset": "induced", "augmented": True, "second_stage_min": 40,
        "placenta": "manual", "third_stage_uterotonic": True, "perineum": "third", "episiotomy": False,
        "epidural": True, "transferred_in_labour": False, "transferred_third_stage": False,
        "termination": False, "perinatal_death": False, "care_periods": 3, "birth_orders": 3, "coarse": 1,
        "low_risk_at_start": True, "link_key": -(2**63), "record_key": 2**63 - 1, "sent_at": 20210901000000,
    }  # fmt: skip
    bare = {"birth_year": 2020, "hospital_lvr_id": None, "place": None, "blood_loss_ml": None}
    rows = [row(**full), row(None, **bare), row(**HOME)]
    made = batch(rows)
    upload = staged(rows)
    found = list(Report.objects.order_by("position"))
    assert [one.upload_id for one in found] == [upload.pk] * 3
    for one, wanted in zip(found, rows, strict=True):
        for name in set(FRAME_COLUMNS) & set(full) - {"birth_time", "record_key"}:
            assert getattr(one, name) == wanted[name], name
    assert (found[0].birth_time.hour, found[0].birth_time.minute) == (2, 5) and found[1].birth_time is None
    assert [one.birth_date for one in found] == [date(2021, 8, 4), None, date(2021, 8, 4)]
    assert [one.record_key for one in found] == made.frame["record_key"].tolist()
    assert [(one.pph, one.eligible, one.in_denominator) for one in found][1] == (None, True, False)
    assert len({one.delivery_key for one in found}) == 3 and {len(one.delivery_key) for one in found} == {16}
    assert sorted(found[2].shares.values_list("share", flat=True)) == [300_000, 700_000]
    assert not Delivery.objects.exists() and not MonthCount.objects.exists()


class _Stopped:
    def begin(self, phase, total):
        self.phases = (phase, total)

    def at(self, done):
        raise Cancelled


def test_who_stops_storing_leaves_nothing_once_it_is_removed(monkeypatch):
    monkeypatch.setitem(loading.PIECES, connection.vendor, 3)
    upload = Upload.objects.create()
    stopping = _Stopped()
    with pytest.raises(Cancelled):
        staged(year(10, **HOME), upload=upload, progress=stopping)
    assert stopping.phases == ("store", 10) and Report.objects.filter(upload=upload).count() == 3
    FoundProblem.objects.create(upload=upload, severity="warning", code=Problem("unlikely").code)
    unstage(upload)
    for model in (Report, DeliveryShare, UploadFile, RejectedUnit, FoundProblem):
        assert not model.objects.exists()
    assert Upload.objects.filter(pk=upload.pk).exists()


class _StoppedIn:
    def __init__(self, phase):
        self.phase, self.now = phase, ""

    def begin(self, phase, total):
        self.now = phase
        self.at(0)

    def at(self, done):
        if self.now == self.phase:
            raise Cancelled


@pytest.mark.parametrize("phase", ["settle", "count"])
def test_a_preview_can_be_stopped_and_changes_nothing(phase):
    committed(year(4), "hl7v3")
    before = stored()
    again = staged(year(4, blood_loss_ml=400), "hl7v3", name="b")
    with pytest.raises(Cancelled):
        preview(again, organisations(), _StoppedIn(phase))
    again.refresh_from_db()
    assert stored() == before and again.status == Upload.Status.PENDING
    begin_to_count(again, organisations())
    assert stored() != before and stored() == expected(organisations())


def test_what_is_in_use_is_not_removed():
    upload = committed(year(2))
    with pytest.raises(ValueError, match="in use"):
        unstage(upload)
    assert Delivery.objects.count() == 2


# --- replacing ------------------------------------------------------------------------------------------
def test_a_table_that_is_replaced_wholly_is_not_written():
    first = committed(year(24))
    keys = dict(Delivery.objects.values_list("record_key", "delivery_key"))
    second = committed(year(20, blood_loss_ml=300))
    first.refresh_from_db()
    assert first.superseded_by == second and first.status == Upload.Status.COMMITTED
    assert Report.objects.filter(upload=first, live=True, replaced_by=None).count() == 24
    now = dict(Delivery.objects.values_list("record_key", "delivery_key"))
    assert len(now) == 20 and all(keys[record] == key for record, key in now.items())
    stop_counting(second, organisations())
    assert Delivery.objects.count() == 24 and stored() == expected(organisations())


def test_an_earlier_table_that_is_confirmed_later_does_not_replace_the_later():
    early, late = staged(year(24), period=YEAR), staged(year(20), period=YEAR)
    begin_to_count(late, organisations())
    begin_to_count(early, organisations())
    assert Delivery.objects.count() == 20 and (early.deliveries, early.merged) == (0, 24)
    stop_counting(late, organisations())
    assert Delivery.objects.count() == 24


def test_a_delivery_key_that_came_into_use_after_the_check_is_taken_over():
    first, second = staged(year(3)), staged(year(3, blood_loss_ml=300))
    begin_to_count(first, organisations())
    keys = sorted(Delivery.objects.values_list("record_key", "delivery_key"))
    begin_to_count(second, organisations())
    assert sorted(Delivery.objects.values_list("record_key", "delivery_key")) == keys
    assert set(Delivery.objects.values_list("blood_loss_ml", flat=True)) == {300}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("ab", "ab", True),
        ("a", "ab", False),
        ("abc", "abcd", True),
        ("abcd", "bcde", False),
        ("abcdef", "abcde", True),
        ("abcdefgh", "abcxyz", False),
    ],
)
def test_lists_of_organisations_that_are_one_source(first, second, same):
    assert alike(first, second) == alike(second, first) == same


def test_an_organisation_more_does_not_double_the_others():
    names = ["0010", "1410", "0003", "0004"]
    rows = [row(date(2021, n % 12 + 1, 5), record_key=n, reporting_lvr_id=names[n % 3]) for n in range(1, 25)]
    committed(rows, period=YEAR)
    more = batch([*rows, row(record_key=99, reporting_lvr_id="0004")])
    upload = committed([*rows, row(record_key=99, reporting_lvr_id="0004")], period=YEAR)
    assert Delivery.objects.count() == 25 and upload.deliveries == 25
    assert len(more.frame) == 25 and stored() == expected(organisations())


# --- after the table of organisations changed ---------------------------------------------------------------
def test_only_reports_of_the_organisations_concerned_are_attributed_anew(vsv, other_vsv):
    committed([*year(3), row(date(2021, 5, 5), **HOME)], "hl7v3")
    Organisation.objects.get(lvr_id="0010").attributions.all().update(vsv=other_vsv)
    reattribute({"1410"})
    assert Delivery.objects.filter(vsv=vsv).count() == 3
    months = set(MonthCount.objects.filter(lvr_id="1410").values_list("pk", flat=True))
    reattribute({"0010"})
    assert Delivery.objects.filter(vsv=other_vsv).count() == 3 and stored() == expected(organisations())
    assert set(MonthCount.objects.filter(lvr_id="1410").values_list("pk", flat=True)) == months


# --- what earlier versions stored ------------------------------------------------------------------------
def test_rows_of_uploads_that_do_not_count_become_live():
    withdrawn, used = committed(year(3)), committed(year(2), "hl7v3")
    stop_counting(withdrawn, organisations())
    Report.objects.filter(upload=withdrawn).update(live=False)
    lost = Report.objects.filter(upload=used).order_by("pk").first()
    Report.objects.filter(pk=lost.pk).update(live=False, replaced_by=used)
    migration = import_module("perined_import.migrations.0005_bulk_and_background")
    migration.count_by_upload(apps, None)
    assert Report.objects.filter(upload=withdrawn, live=True).count() == 3
    assert Delivery.objects.count() == 1
    begin_to_count(withdrawn, organisations())
    assert (
        Delivery.objects.filter(upload=withdrawn).count() + Delivery.objects.filter(upload=used).count() >= 3
    )


def test_the_sources_of_earlier_tables_are_written_down():
    upload = staged([row(), row(**HOME)])
    wanted = upload.source
    Upload.objects.update(source=[])
    import_module("perined_import.migrations.0005_bulk_and_background").name_sources(apps, None)
    upload.refresh_from_db()
    assert upload.source == wanted == ["0010", "1410"]


def test_months_become_ranges():
    committed([row(date(2020, 12, 31)), row(date(2021, 1, 1)), row(date(2021, 3, 1))], "hl7v3")
    found = Delivery.objects.filter(births_in({(2020, 12), (2021, 1)}))
    assert found.count() == 2 and not Delivery.objects.filter(births_in(set())).exists()
    assert np.unique(Delivery.objects.values_list("eligible", flat=True)).tolist() == [True]
