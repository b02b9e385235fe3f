"""A case as a file: in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.case_format import read_case
from cases.models import Case, Review
from cases.prefill import PrefilledCase
from cases.queries import case_of_delivery, delivery_keys_with_case
from cases.services import open_case_for_delivery
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Membership
from fluxus.organisations.permissions import Role
from tests.factories import LONG_AGO
from tests.unit.cases.example_case import full_case, small_case


def upload(client, content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile("case.json", raw, content_type="application/json")
    return client.post(reverse("cases:import"), {"file": file})


def nameless():
    case = full_case()
    del case["vsv"]
    return case


def test_a_file_may_name_its_vsv(client, caregiver, vsv, other_vsv):
    assert "waarin u geen casussen" in upload(client, nameless() | {"vsv": other_vsv.code}).content.decode()
    assert Case.objects.count() == 0
    add_membership_to(caregiver, other_vsv)
    upload(client, nameless() | {"vsv": other_vsv.code})
    upload(client, nameless() | {"vsv": vsv.code})
    assert {case.vsv for case in Case.objects.all()} == {vsv, other_vsv}


def add_membership_to(user, vsv):
    Membership.objects.create(user=user, role=Role.CAREGIVER.value, vsv=vsv, valid_from=LONG_AGO)


def test_in_and_out_again(client, vsv):
    response = upload(client, nameless())
    case = Case.objects.get()
    assert response.url == reverse("cases:case", kwargs={"number": case.number})
    assert (case.vsv, case.status) == (vsv, "draft")
    exported = client.get(reverse("cases:export", kwargs={"number": case.number}))
    assert exported["Content-Disposition"] == f'attachment; filename="fluxus-{case.number}.json"'
    out = json.loads(exported.content)
    assert out["vsv"] == vsv.code
    assert read_case(out | {"vsv": "rivierenland"}).facts == read_case(full_case()).facts


def test_what_a_file_says_is_unknown_was_looked_up(client):
    upload(client, nameless())
    case = Case.objects.get()
    assert nameless()["mother"]["asthma"] == "unknown"
    assert case.stated["mother.asthma"] == "unknown"
    assert "mother.parity" not in case.stated
    exported = client.get(reverse("cases:export", kwargs={"number": case.number})).json()
    assert exported["mother"]["asthma"] == "unknown"
    assert exported["mother"]["heart_disease"] == "not_applicable"


def test_an_export_carries_the_decisions(client, submitted):
    flag = submitted.findings.filter(result="flagged").first()
    Review.objects.create(finding=flag, status="rejected", reason="other", by=submitted.created_by)
    out = client.get(reverse("cases:export", kwargs={"number": submitted.number})).json()
    assert out["review"] == {
        "went_well": "Er werd meteen gewogen.",
        "findings": {flag.check_id: {"status": "rejected", "reason": "other"}},
    }
    assert upload(client, out).status_code == 302


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no json", "geen geldige JSON"),
        (b"", ""),
        (small_case(mother={"parity": 99}), "Pariteit"),
        (small_case(label="mevrouw Jansen"), "naam"),
        (small_case() | {"birth": {"time": "2025-03-09T23:40+01:00"}}, "verplicht"),
    ],
)
def test_a_bad_file_changes_nothing(client, content, words):
    response = upload(client, content)
    assert response.status_code in (200, 422)
    assert words in response.content.decode()
    assert Case.objects.count() == 0


def test_who_cannot_enter_cannot_take_in(client_as, board):
    assert upload(client_as(board), full_case()).status_code == 403
    assert Case.objects.count() == 0


def delivery(**changes):
    from datetime import UTC, datetime

    known = {"birth_time": datetime(2025, 3, 9, 22, 40, tzinfo=UTC), "place": "home", "mode": "spontaneous"}
    return PrefilledCase("key-1", **(known | {"blood_loss_ml": 1400, "parity": 2} | changes))


def test_a_delivery_becomes_one_case(vsv, caregiver, person):
    case = open_case_for_delivery(delivery=delivery(), vsv=vsv, by=caregiver)
    assert (case.delivery_key, case.parity, case.total_loss_ml, case.place) == ("key-1", 2, 1400, "home")
    assert open_case_for_delivery(delivery=delivery(), vsv=vsv, by=caregiver) == case
    assert Case.objects.count() == 1
    assert case_of_delivery(vsv, "key-1") == case
    assert delivery_keys_with_case(vsv) == {"key-1"}
    with pytest.raises(Refused, match="invited|uitnodiging"):
        open_case_for_delivery(delivery=delivery(), vsv=vsv, by=person(Role.CAREGIVER, vsv))


def test_a_delivery_without_what_makes_a_case_is_refused(vsv, caregiver):
    with pytest.raises(Refused) as refused:
        open_case_for_delivery(delivery=delivery(birth_time=None, place=None), vsv=vsv, by=caregiver)
    assert len(refused.value.problems) == 2
    assert Case.objects.count() == 0
