"""Submitting a case, its findings and the reviewer's decisions."""

import pytest
from django.urls import reverse

from cases.models import Case, Finding, Review
from cases.queries import finding_records
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests.integration.cases.conftest import LOSS, save


def url(page, case, **more):
    return reverse(f"cases:{page}", kwargs={"number": case.number, **more})


def flag_of(case):
    return case.findings.filter(result="flagged").first()


@pytest.mark.parametrize(
    ("loss", "well", "words"),
    [
        (LOSS, "", "wat er goed ging"),
        ({}, "Er werd gewogen", "bloedverlies"),
    ],
)
def test_not_submitted_without_blood_loss_and_what_went_well(client, draft, loss, well, words):
    save(client, draft, "timeline", **loss)
    save(client, draft, "went_well", review__went_well=well)
    page = client.post(url("submit", draft), follow=True).content.decode()
    assert words in page
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert Finding.objects.count() == 0


def test_submitting_keeps_45_findings_with_their_rule_set(submitted):
    assert submitted.status == "submitted"
    assert submitted.submitted_at is not None
    findings = list(submitted.findings.all())
    assert len(findings) == 45
    assert [finding.check_id for finding in findings][:2] == ["D01", "D02"]
    assert {finding.rule_set_profile for finding in findings} == {"nl"}
    assert all(finding.explanation_nl and finding.explanation_en for finding in findings)
    assert AuditEvent.objects.filter(event="case.submitted").count() == 1


def test_the_page_of_findings(client, submitted):
    page = client.get(url("findings", submitted))
    text = page.content.decode()
    assert "Er werd meteen gewogen." in text
    assert sum(number for _result, _label, number, _sign in page.context["counts"]) == 45
    shown = sum(len(point.faces) for group in page.context["groups"] for point in group.points)
    folded = sum(len(items) for group in page.context["groups"] for _r, _l, items in group.folded)
    assert shown == submitted.findings.filter(result="flagged").count()
    assert shown + folded == 45
    assert "style=" not in text.split("<main")[1]


def test_a_submitted_case_goes_to_its_findings(client, submitted):
    assert client.get(url("case", submitted)).url == url("findings", submitted)
    assert client.get(url("section", submitted, section="woman")).url == url("findings", submitted)
    assert save_directly(client, submitted).url == url("findings", submitted)


def save_directly(client, case):
    return client.post(url("section", case, section="woman"), {"mother__parity": "5"})


def test_a_draft_has_no_findings_yet(client, draft):
    assert client.get(url("findings", draft)).url == url("case", draft)
    assert client.get(url("case", draft)).status_code == 302


def test_opened_again_and_submitted_anew(client, submitted):
    Review.objects.create(finding=flag_of(submitted), status="confirmed", by=submitted.created_by)
    client.post(url("reopen", submitted))
    submitted.refresh_from_db()
    assert submitted.status == "draft"
    save(client, submitted, "woman", mother__parity="2")
    client.post(url("submit", submitted))
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert submitted.findings.count() == 45
    assert Review.objects.count() == 1


def test_discussed_by_the_board(client_as, board, client, submitted):
    client_as(board).post(url("discussed", submitted))
    submitted.refresh_from_db()
    assert submitted.status == "discussed"
    client.post(url("reopen", submitted))
    submitted.refresh_from_db()
    assert submitted.status == "discussed"


def test_confirm_and_then_reject(client, submitted):
    flag = flag_of(submitted)
    address = url("review", submitted, check=flag.check_id)
    assert client.get(address).status_code == 200
    choice = {
        "status": "confirmed",
        "standard": "guideline",
        "domain": "organisation",
        "relation": "possible",
    }
    assert client.post(address, choice).url == url("findings", submitted)
    assert Review.objects.get().domain == "organisation"
    client.post(address, {"status": "rejected", "reason": "right_choice", "domain": "organisation"})
    review = Review.objects.get()
    assert (review.status, review.reason, review.domain) == ("rejected", "right_choice", "")
    assert "verworpen" in client.get(url("findings", submitted)).content.decode()


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"status": "perhaps"},
        {"status": "rejected"},
        {"status": "rejected", "reason": "because"},
        {"status": "confirmed", "note": "dr. Jansen was te laat"},
        {"status": "confirmed", "note": "x" * 1001},
        {"status": "confirmed", "domain": "weather"},
    ],
)
def test_a_bad_decision_changes_nothing(client, submitted, choice):
    flag = flag_of(submitted)
    response = client.post(url("review", submitted, check=flag.check_id), choice)
    assert response.status_code in (200, 422)
    assert Review.objects.count() == 0


def test_only_a_flag_can_be_decided_about(client, submitted):
    met = submitted.findings.exclude(result="flagged").first()
    client.post(url("review", submitted, check=met.check_id), {"status": "confirmed"})
    assert Review.objects.count() == 0
    assert client.get(url("review", submitted, check="X99")).status_code == 404


def test_the_board_decides_too_but_another_vsv_does_not(client_as, person, board, other_vsv, submitted):
    flag = flag_of(submitted)
    address = url("review", submitted, check=flag.check_id)
    stranger = client_as(person(Role.BOARD, other_vsv))
    assert stranger.post(address, {"status": "confirmed"}).status_code == 404
    assert Review.objects.count() == 0
    client_as(board).post(address, {"status": "confirmed"})
    assert Review.objects.get().by == board


def test_calamity_notice(client, draft):
    assert "IGJ" not in client.get(url("section", draft, section="woman")).content.decode()
    save(client, draft, "outcome", outcome__death="yes")
    assert "IGJ" in client.get(url("section", draft, section="woman")).content.decode()


def test_records_for_the_patterns(vsv, other_vsv, submitted):
    day = submitted.birth_time.date()
    records = finding_records(vsv, day, day)
    assert len(records) == 45
    assert records[0].case_number == submitted.number
    assert (records[0].place, records[0].office_hours, records[0].final_ml) == ("home", False, 1050)
    assert finding_records(other_vsv, day, day) == []
    Case.objects.update(status="draft")
    assert finding_records(vsv, day, day) == []
