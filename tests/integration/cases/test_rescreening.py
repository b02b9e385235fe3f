"""Screening again: the differences first, stored only when somebody confirms them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.case_schema import ROWS
from cases.models import Finding, LocalRuleSet, Result, Review
from cases.review_services import review_finding
from cases.rule_sets.errors import ChangedMeanwhile
from cases.rule_sets.queries import thresholds
from cases.rule_sets.rescreening import newer_for, preview, rescreen_case
from cases.screening.rules import load_rule_set
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests import case_makers, factories

BORN = "2025-03-09T23:40+01:00"


@pytest.fixture
def midwife(vsv):
    return factories.make_person(Role.CAREGIVER, vsv)


@pytest.fixture
def board(vsv):
    return factories.make_person(Role.BOARD, vsv)


@pytest.fixture
def case(vsv, midwife):
    """A home birth with two estimates of the loss, half an hour apart, and nothing done."""
    birth = {"time": BORN, "place": "home", "mode": "spontaneous", "prophylaxis_declined": "no",
             "bleeding_controlled": "2025-03-10T01:40+01:00"}  # fmt: skip
    records = [
        {"time": f"2025-03-10T{at}+01:00", "cumulative_ml": ml, "method": "estimated"}
        for at, ml in (("00:10", 1100), ("01:00", 1200))
    ]
    lists = dict.fromkeys(ROWS, []) | {"blood_loss": records}
    return case_makers.make_case(vsv, midwife, submitted=True, birth=birth, **lists)


@pytest.fixture
def local(vsv, board):
    return LocalRuleSet.objects.create(
        vsv=vsv, number=1, profile="nl", base_version="2025-1", version=f"{vsv.code}-1", status="signed",
        valid_from=date(2025, 1, 1), created_by=board,
        changes={"measure_loss_ml": {"value": 1300, "reason": "alleen bij veel bloedverlies"}},
        switched_off={"P01": "elders geregeld"},
    )  # fmt: skip


def stored(case):
    return list(case.findings.order_by("position").values())


def review(case, check, by):
    return review_finding(finding=case.findings.get(check_id=check), status="confirmed", by=by)


def address(case, **query):
    return reverse("cases:rescreen", kwargs={"number": case.number}), query


def test_a_preview_writes_nothing(case, local):
    before = stored(case)
    shown = preview(case, thresholds(local))
    assert stored(case) == before
    assert {change.check for change in shown.other_results} == {"P01", "P02"}
    assert (shown.before["flagged"] - shown.after["flagged"], sum(shown.after.values())) == (2, 45)


def test_the_same_rules_change_nothing(case):
    shown = preview(case, load_rule_set("nl"))
    assert not shown.changes and shown.is_stored_version


def test_decisions_that_go_and_that_stay_are_named(case, local, midwife):
    local.changes["vitals_gap_min"] = {"value": 10, "reason": "vaker meten"}
    local.save()
    flagged = set(case.findings.filter(result=Result.FLAGGED).values_list("check_id", flat=True))
    assert {"P01", "P02", "P11"} <= flagged
    for check in ("P01", "P11"):
        review(case, check, midwife)
    shown = preview(case, thresholds(local))
    assert [change.check for change in shown.dropped] == ["P01"]
    assert [change.check for change in shown.to_look_at] == ["P11"]


def test_storing_keeps_decisions_on_what_is_flagged_still(case, local, midwife):
    for check in ("P01", "P11"):
        review(case, check, midwife)
    rules = thresholds(local)
    rescreen_case(case=case, rules=rules, by=midwife, seen=preview(case, rules).seen)
    assert set(Review.objects.values_list("finding__check_id", flat=True)) == {"P11"}
    assert set(Finding.objects.values_list("rule_set_version", flat=True)) == {local.version}
    details = AuditEvent.objects.get(event="case.rescreened").details
    assert (details["from"], details["to"]) == ("nl 2025-1", f"nl {local.version}")
    assert details["reviews_dropped"] == ["P01"] and "P02" in details["results_changed"]


def test_what_was_decided_since_the_page_was_shown_is_not_thrown_away(case, local, midwife):
    rules = thresholds(local)
    seen = preview(case, rules).seen
    review(case, "P01", midwife)
    with pytest.raises(ChangedMeanwhile):
        rescreen_case(case=case, rules=rules, by=midwife, seen=seen)
    assert Review.objects.count() == 1


def test_only_who_reviews_the_case_screens_again(case, local, vsv, other_vsv, midwife):
    rules = thresholds(local)
    seen = preview(case, rules).seen
    for by in (
        factories.make_person(Role.CAREGIVER, vsv),
        factories.make_person(Role.BOARD, other_vsv),
        factories.make_person(Role.ADMINISTRATOR, None),
    ):
        with pytest.raises(PermissionDenied):
            rescreen_case(case=case, rules=rules, by=by, seen=seen)
    draft = case_makers.make_case(vsv, midwife)
    with pytest.raises(Refused):
        rescreen_case(case=draft, rules=rules, by=midwife, seen=preview(draft, rules).seen)


def test_a_newer_rule_set_is_noted_until_the_case_is_screened_with_it(case, local, midwife):
    case.refresh_from_db()
    newer = newer_for(case)
    assert newer is not None and newer.rules.version == local.version
    rescreen_case(case=case, rules=newer.rules, by=midwife, seen=preview(case, newer.rules).seen)
    assert newer_for(case) is None


def test_a_later_version_is_no_news_for_an_older_birth(case, local):
    local.valid_from = date(2025, 3, 10)
    local.save()
    assert newer_for(case) is None, "the birth was on 9 March in Amsterdam"


def test_the_page_shows_both_sides_and_stores_on_confirming_only(client_as, case, local, midwife):
    review(case, "P01", midwife)
    before, client = stored(case), client_as(midwife)
    url, _query = address(case)
    response = client.get(url)
    text = response.content.decode()
    assert response.status_code == 200 and stored(case) == before
    assert "Geen profylactisch uterotonicum" in text and "elders geregeld" in text
    assert "1 besluit vervalt" in text
    seen = response.context["shown"].seen
    assert client.post(url, {"rule_set": str(local.pk), "seen": "something else"}).status_code == 422
    assert stored(case) == before
    done = client.post(url, {"rule_set": str(local.pk), "seen": seen})
    assert done["Location"] == reverse("cases:findings", kwargs={"number": case.number})
    assert case.findings.first().rule_set_version == local.version


def test_any_signed_or_national_rule_set_can_be_tried_and_no_other(
    client_as, case, local, midwife, other_vsv
):
    client = client_as(midwife)
    url, _query = address(case)
    assert client.get(url, {"rule_set": "who2025"}).status_code == 200
    for name in ("be", "999999"):
        assert client.get(url, {"rule_set": name}).status_code == 404
    local.status = "draft"
    local.save()
    assert client.get(url, {"rule_set": str(local.pk)}).status_code == 404


def test_a_draft_and_a_case_that_one_only_sees_have_no_such_page(client_as, vsv, midwife):
    draft = case_makers.make_case(vsv, midwife)
    assert client_as(midwife).get(address(draft)[0]).status_code == 302


def test_the_note_on_the_findings_page(client_as, case, midwife, local):
    client = client_as(midwife)
    url = reverse("cases:findings", kwargs={"number": case.number})
    assert "Bekijk wat er zou veranderen" in client.get(url).content.decode()
    local.delete()
    text = client.get(url).content.decode()
    assert "Bekijk wat er zou veranderen" not in text and "Alle drempels en bronnen" in text
