"""After a file that is refused everything that is counted is as it was, and the page says what was wrong."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core import serializers
from django.test import override_settings
from django.urls import reverse

from perined_import import services, spool
from perined_import.models import (
    DeliveryShare,
    FoundProblem,
    ImportJob,
    MonthCount,
    QualityCount,
    RejectedUnit,
    Report,
    Upload,
)
from perined_import.problems import CATALOGUE
from tests.integration.perined_import.helpers import everything, incoming, organisation
from tests.integration.perined_import.page_helpers import post
from tests.kernset_messages import bsn, child, hl7, values
from tests.unit.perined_import.hostile.small import CSV, HEAD, LINE, SMALL
from tests.unit.perined_import.hostile.workbooks import row, sheet, workbook

pytestmark = pytest.mark.django_db

KEPT = (Report, DeliveryShare, MonthCount, QualityCount)
ASKED = {"workbook with several sheets"}
"""Files of which a person is asked what is meant; the command, which cannot ask, refuses them."""
REFUSED = sorted(SMALL.keys() - ASKED)


def counted():
    """Return the content of everything that is counted."""
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in KEPT}


@pytest.fixture(autouse=True)
def _present(vsv):
    """Something is there already: a table and a message of one organisation."""
    organisation("0010", "hospital", (vsv, 1))
    message = hl7(values(bsn=bsn(77), children=(child(bsn=bsn(577)),)))
    services.import_files(
        files=incoming(("er.csv", f"{HEAD}\n2020-05-04;0010;700\n"), ("er.xml", message)), by=None
    )
    assert Report.objects.count() >= 2 and MonthCount.objects.exists() and QualityCount.objects.exists()


def test_a_refused_upload_leaves_what_is_counted_as_it_was_and_says_why(manager):
    """One after another, so that what one of them would leave behind meets the next."""
    before = counted()
    for name in REFUSED:
        content, file_name, code, _ = SMALL[name]
        post(manager, (file_name, content))
        upload = Upload.objects.first()
        assert upload.status == Upload.Status.REFUSED, name
        assert not spool.folder_of(upload.pk).exists(), name
        problems = upload.problems.filter(severity=FoundProblem.Severity.REFUSAL)
        assert code in set(problems.values_list("code", flat=True)), name
        assert upload.jobs.get().state == ImportJob.State.REFUSED, name
        page = manager.get(reverse("perined_import:detail", args=[upload.pk]))
        told = unescape(page.content.decode())
        assert page.status_code == 200 and "Traceback" not in told and "Exception" not in told, name
        sentence = CATALOGUE[code].problem.nl
        assert max(re.split(r"{\w+}", sentence), key=len).strip() in told, name
    assert counted() == before
    assert not RejectedUnit.objects.exists() and Upload.objects.count() == 1 + len(REFUSED)


def test_the_command_and_the_demo_write_nothing_of_a_refused_file():
    before, counts = counted(), everything()
    for name, (content, file_name, code, _) in SMALL.items():
        with pytest.raises(services.UploadRefused) as refused:
            services.import_files(files=incoming((file_name, content)), by=None)
        assert code in {problem.code for problem in refused.value.batch.refusals}, name
        assert everything() == counts, name
    assert counted() == before


def test_a_good_file_beside_a_bad_one_is_not_written_either(manager):
    before = counted()
    post(manager, ("goed.csv", CSV), ("slecht.xml", b"<html/>"))
    upload = Upload.objects.first()
    assert (upload.status, counted()) == (Upload.Status.REFUSED, before)
    assert list(upload.problems.values_list("file", "code")) == [("slecht.xml", "unknown_xml")]


def test_a_file_above_the_limit_is_refused_before_it_is_kept(manager):
    before = counted()
    with override_settings(KERNSET_LIMITS={"file_bytes": 10}):
        answer = post(manager, ("groot.csv", CSV))
    assert "groter dan" in unescape(answer.content.decode())
    assert (Upload.objects.count(), counted()) == (1, before)
    assert not [path for path in settings.IMPORT_SPOOL.glob("*") if path.name != "locks"]


@pytest.mark.parametrize("loss", ["1e309", "NaN", "１２３", "1.000", "½", "\x01", "\U0001f600", "5" * 4000])
def test_bad_values_beside_good_ones_can_be_stored(loss, manager):
    """What was written in a bad cell is kept and shown, whatever it is."""
    post(manager, ("t.csv", f"{CSV}2021-08-05;0010;{loss}\n"))
    upload = Upload.objects.first()
    assert (upload.status, upload.rejected_units, upload.accepted) == (Upload.Status.PENDING, 1, 1)
    assert manager.get(reverse("perined_import:detail", args=[upload.pk])).status_code == 200
    assert RejectedUnit.objects.get().problems.get().row == 3


def test_what_a_database_cannot_hold_is_rejected_before_it_comes_there(manager):
    lines = f"{LINE}\n2021-08-05;{'1' * 300};5\n2021-08-06;00\x0110;5\n2021-08-07;0010;{'9' * 12}\n"
    post(manager, ("t.csv", f"{HEAD}\n{lines}"))
    upload = Upload.objects.first()
    assert (upload.status, upload.rejected_units, upload.accepted) == (Upload.Status.PENDING, 3, 1)
    codes = upload.problems.filter(severity=FoundProblem.Severity.REJECTED).values_list("code", flat=True)
    assert sorted(codes) == ["bad_lvr_id", "bad_lvr_id", "out_of_range"]


def test_an_error_in_a_cell_goes_into_the_problem_file(manager):
    post(manager, ("t.xlsx", workbook(sheet(row(2), row(3, loss="<v>#N/A</v>", kind=' t="e"')))))
    upload = Upload.objects.first()
    assert (upload.status, upload.rejected_units) == (Upload.Status.PENDING, 1)
    assert ["bloedverlies", "#N/A"] in [list(pair) for pair in RejectedUnit.objects.get().cells]
