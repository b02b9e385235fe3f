"""The pages: upload → check → confirm, bad files, history, the problem file, and nobody else's upload."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from perined_import.models import Delivery, NationalReference, Report, Upload
from perined_import.presenters import safe_cell
from tests.integration.perined_import.helpers import everything, organisation
from tests.kernset_messages import ada, bsn, hl7, values

pytestmark = pytest.mark.django_db
UPLOAD = "/import/"
HEAD = "geboortedatum;lvr;bloedverlies;pseudoniem;opmerking\n"


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


@pytest.fixture
def manager(client_as, person, vsv):
    return client_as(person(Role.DATA_MANAGER, vsv))


def post(client, *files, **fields):
    made = [
        SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        for name, content in files
    ]
    return client.post(UPLOAD, {"files": made, **fields})


def test_upload_check_confirm(manager, vsv):
    assert manager.get(UPLOAD).status_code == 200
    response = post(manager, ("a.xml", hl7(values(loss="1200"))), ("b.xml", hl7(values(bsn=bsn(2)))))
    upload = Upload.objects.get()
    assert response.status_code == 302 and response.url == reverse("perined_import:detail", args=[upload.pk])
    assert (upload.status, upload.vsv, Delivery.objects.count()) == ("pending", vsv, 0)
    page = manager.get(response.url).content.decode()
    assert "VSV Rivierenland" in page and "2021-08" in page
    assert (upload.accepted, upload.pph) == (2, 1)
    done = manager.post(reverse("perined_import:commit", args=[upload.pk]), follow=True)
    assert done.status_code == 200 and Delivery.objects.count() == 2
    upload.refresh_from_db()
    assert (upload.status, upload.deliveries, upload.pph) == ("committed", 2, 1)
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {"import_checked", "import_committed"}
    again = manager.post(reverse("perined_import:commit", args=[upload.pk]), follow=True)
    assert Delivery.objects.count() == 2 and again.status_code == 200


def test_the_check_tells_what_confirming_will_do_beside_what_is_there(manager, vsv):
    post(manager, ("a.xml", hl7(values(loss="1200"))))
    manager.post(reverse("perined_import:commit", args=[Upload.objects.get().pk]))
    practice = values(lvr="1410", loss="900", care=())
    post(manager, ("b.xml", hl7(practice, values(bsn=bsn(7)))))
    waiting = Upload.objects.first()
    assert (waiting.accepted, waiting.merged, waiting.status) == (1, 1, "pending")
    assert Delivery.objects.count() == 1 and Report.objects.filter(live=True).count() == 1
    manager.post(reverse("perined_import:commit", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert (waiting.accepted, waiting.merged, Delivery.objects.count()) == (1, 1, 2)


def test_throwing_away_leaves_nothing(manager):
    post(manager, ("a.xml", hl7(values())))
    manager.post(reverse("perined_import:discard", args=[Upload.objects.get().pk]))
    assert not Upload.objects.exists() and not Report.objects.exists()


def test_withdraw_and_put_back(manager):
    post(manager, ("a.xml", hl7(values())))
    pk = Upload.objects.get().pk
    for action, status, count in [
        ("commit", "committed", 1),
        ("withdraw", "withdrawn", 0),
        ("put_back", "committed", 1),
    ]:
        manager.post(reverse(f"perined_import:{action}", args=[pk]))
        assert (Upload.objects.get().status, Delivery.objects.count()) == (status, count)
        assert manager.get(reverse("perined_import:detail", args=[pk])).status_code == 200


BAD = {
    "no message": ("a.xml", b"<html/>"),
    "entities": ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "truncated": ("a.xml", hl7(values())[:400]),
    "relative dates": ("a.xml", ada(values(due="T"))),
    "empty": ("a.csv", b""),
    "pdf": ("a.csv", b"%PDF-1.4"),
    "columns": ("a.csv", b"naam;kleur\na;b\n"),
    "rows": ("a.csv", HEAD + "gisteren;0010;veel;;\n"),
    "zip": ("a.zip", b"PK\x03\x04 and then nothing"),
    "NULs": ("a.csv", HEAD.encode() + b"\x00"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_leaves_the_database_as_it_was(manager, kind):
    before = everything()
    response = post(manager, BAD[kind], ("goed.xml", hl7(values())) if kind not in ("rows",) else BAD[kind])
    assert response.status_code == 422 and everything() == before
    page = response.content.decode()
    assert "Traceback" not in page and response.context["refused"].problems
    assert all(line.problem and line.remedy for line in response.context["lines"])


@pytest.mark.parametrize("fields", [{"period": "2021-13"}, {"vsv": "999999"}])
def test_wrong_fields_are_named(manager, fields):
    response = post(manager, ("a.xml", hl7(values())), **fields)
    assert response.status_code == 422 and not Upload.objects.exists()
    assert manager.post(UPLOAD, {}).status_code == 422


def test_the_same_file_again_says_when_and_by_whom(manager):
    post(manager, ("a.xml", hl7(values(record="same"))))
    manager.post(reverse("perined_import:commit", args=[Upload.objects.get().pk]))
    response = post(manager, ("b.xml", hl7(values(record="same"))))
    assert response.status_code == 302 and Upload.objects.count() == 1
    assert b"b.xml" in manager.get(UPLOAD).content


def rejected_upload(manager):
    good = "".join(f"2021-08-{n % 28 + 1:02};0010;500;P{n};=cmd\n" for n in range(1, 30))
    post(manager, ("t.csv", HEAD + good + "2021-08-05;0010;1.000;P99;-1\n"))
    upload = Upload.objects.get()
    manager.post(reverse("perined_import:commit", args=[upload.pk]))
    return upload


def test_the_problem_file_comes_back_mended_as_a_supplement(manager, vsv):
    upload = rejected_upload(manager)
    assert Delivery.objects.count() == 29
    content = manager.get(reverse("perined_import:problem_file", args=[upload.pk])).content.decode(
        "utf-8-sig"
    )
    heading, row = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert heading == [
        "geboortedatum",
        "lvr",
        "bloedverlies",
        "pseudoniem",
        f"probleem (levering {upload.pk})",
    ]
    assert row[3].startswith("#") and "P99" not in content and "=cmd" not in content
    assert "1.000" in row[4]
    post(manager, ("mended.csv", content.replace("1.000", "1100", 1)))
    supplement = Upload.objects.first()
    assert supplement.supplement_of == upload
    manager.post(reverse("perined_import:commit", args=[supplement.pk]))
    assert Delivery.objects.count() == 30 and Delivery.objects.filter(pph=True).count() == 1


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("+31", "'+31"), ("-5", "'-5"), ("@x", "'@x"), ("ok", "ok")]
)
def test_cells_are_no_formulas(text, safe):
    assert safe_cell(text) == safe


def test_the_problem_file_of_messages(manager):
    good = [values(bsn=bsn(n)) for n in range(30)]
    post(manager, ("a.xml", hl7(*good, values(loss="12000"))))
    page = manager.get(reverse("perined_import:problem_file", args=[Upload.objects.get().pk])).content.decode(
        "utf-8-sig"
    )
    assert page.splitlines()[1].startswith("a.xml;31;")


def test_nothing_identifying_is_stored_with_a_check(manager):
    woman, record = bsn(77), "dossier-van-mevrouw"
    post(manager, ("a.xml", hl7(values(bsn=woman, record=record))))
    post(manager, ("t.csv", HEAD + "2021-08-05;0010;600;PSEUDO-1;mevrouw Jansen\n"))
    stored = str(list(Report.objects.values())) + str(list(Upload.objects.values()))
    for text in (woman, record, "PSEUDO-1", "Jansen", "19940501"):
        assert text not in stored


def test_another_vsvs_upload_does_not_exist(manager, client_as, person, other_vsv):
    post(manager, ("a.xml", hl7(values())))
    pk = Upload.objects.get().pk
    stranger = client_as(person(Role.DATA_MANAGER, other_vsv))
    for name in ("detail", "problem_file"):
        assert stranger.get(reverse(f"perined_import:{name}", args=[pk])).status_code == 404
    for name in ("commit", "discard", "withdraw", "put_back"):
        assert stranger.post(reverse(f"perined_import:{name}", args=[pk])).status_code == 404
    assert str(pk) not in [str(one.pk) for one in stranger.get(UPLOAD).context["page"].object_list]
    national = client_as(person(Role.DATA_MANAGER))
    assert national.get(reverse("perined_import:detail", args=[pk])).status_code == 200


def test_a_national_upload_is_not_a_vsvs(manager, client_as, person):
    national = client_as(person(Role.DATA_MANAGER))
    post(national, ("a.xml", hl7(values())))
    upload = Upload.objects.get()
    assert upload.vsv is None
    assert manager.get(reverse("perined_import:detail", args=[upload.pk])).status_code == 404
    assert national.get(UPLOAD).context["page"].object_list[0] == upload


@pytest.mark.parametrize("role", [Role.CAREGIVER, Role.BOARD, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_only_data_managers_come_in(client_as, person, vsv, role):
    assert client_as(person(role, vsv)).get(UPLOAD).status_code == 403


def test_a_vsv_that_is_not_yours_cannot_be_chosen(manager, other_vsv):
    response = post(manager, ("a.xml", hl7(values())), vsv=str(other_vsv.pk))
    assert response.status_code == 422


def test_national_figures_are_there_with_their_source():
    assert [(one.year_from, one.year_to, str(one.percentage)) for one in NationalReference.objects.all()] == [
        (2012, 2020, "6.20"),
        (2021, 2021, "6.40"),
    ]
    assert all(one.source for one in NationalReference.objects.all())
