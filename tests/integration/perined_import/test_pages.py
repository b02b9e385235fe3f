"""The pages: upload → check → confirm, bad files, history, the problem file, and nobody else's upload."""

import pytest
from django.urls import reverse

from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from perined_import import spool
from perined_import.models import Delivery, NationalReference, Report, Upload
from tests.integration.perined_import.helpers import everything, organisation
from tests.integration.perined_import.page_helpers import HEAD, UPLOAD, post
from tests.kernset_messages import ada, bsn, hl7, values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table(vsv):
    organisation("0010", "hospital", (vsv, 1))


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
    assert Delivery.objects.count() == 1
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
def test_a_bad_file_counts_for_nothing_and_says_what_is_wrong(manager, kind):
    before = everything()
    beside = BAD[kind] if kind in ("rows", "columns") else ("goed.xml", hl7(values()))
    response = post(manager, BAD[kind], beside)
    upload = Upload.objects.get()
    assert (response.status_code, upload.status) == (302, "refused")
    page = manager.get(response.url)
    assert page.context["lines"] and all(line.problem and line.remedy for line in page.context["lines"])
    assert page.context["sentence"] and "Traceback" not in page.content.decode()
    manager.post(reverse("perined_import:discard", args=[upload.pk]))
    assert {**everything(), "AuditEvent": 0} == {**before, "AuditEvent": 0}
    assert not spool.exists(upload.pk)


@pytest.mark.parametrize("fields", [{"period": "2021-13"}, {"vsv": "999999"}])
def test_wrong_fields_are_named(manager, fields):
    response = post(manager, ("a.xml", hl7(values())), **fields)
    assert response.status_code == 422 and not Upload.objects.exists()
    assert manager.post(UPLOAD, {}).status_code == 422


def test_the_same_file_again_says_when_and_by_whom(manager):
    post(manager, ("a.xml", hl7(values(record="same"))))
    manager.post(reverse("perined_import:commit", args=[Upload.objects.get().pk]))
    response = post(manager, ("b.xml", hl7(values(record="same"))))
    assert response.status_code == 422 and Upload.objects.count() == 1
    page = response.content.decode()
    assert "b.xml" in page and Upload.objects.get().created_by.username in page


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
