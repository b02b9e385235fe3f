"""A local rule set from draft to signed: who may, what is refused, and that nothing changes behind a back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from cases.free_text import find_traces
from cases.models import LocalRuleSet, Signature
from cases.rule_sets.errors import ChangedMeanwhile, RuleSetRefused
from cases.rule_sets.queries import rule_set_for, thresholds
from cases.rule_sets.services import (
    fingerprint,
    first_day,
    save_draft,
    sign_rule_set,
    start_rule_set,
    withdraw_rule_set,
)
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests import factories

PROFESSIONS = ("gynaecologist", "midwife", "anaesthesiologist")
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
FIELDS = {"value__lab_min": "10", "reason__lab_min": "Het laboratorium is om de hoek"}


@pytest.fixture
def board(vsv):
    return factories.make_person(Role.BOARD, vsv)


@pytest.fixture
def draft(vsv, board):
    return start_rule_set(vsv=vsv, source="nl", by=board, now=NOW)


def save(draft, by, fields=FIELDS, **more):
    draft.refresh_from_db()
    arguments = {"seen": fingerprint(draft), "now": NOW} | more
    return save_draft(rule_set=draft, fields=fields, by=by, **arguments)


def sign(draft, by, profession, now=NOW, **more):
    draft.refresh_from_db()
    arguments = {"confirmed": True, "seen": fingerprint(draft)} | more
    return sign_rule_set(rule_set=draft, profession=profession, by=by, now=now, **arguments)


def sign_by_all(draft, vsv, now=NOW):
    for profession in PROFESSIONS:
        local = sign(draft, factories.make_person(Role.CAREGIVER, vsv), profession, now)
    return local


def test_a_draft_starts_as_the_national_list(draft, vsv):
    rules = thresholds(draft)
    assert (draft.version, draft.profile, draft.base_version) == (f"{vsv.code}-1", "nl", "2025-1")
    assert len(draft.base) == len(rules.parameters) and not draft.changes
    assert AuditEvent.objects.get(event="rule_set.started").vsv_id == vsv.pk


@pytest.mark.parametrize("role", [Role.CAREGIVER, Role.COORDINATOR, Role.DATA_MANAGER])
def test_only_board_and_administrator_make_one(vsv, role):
    with pytest.raises(PermissionDenied):
        start_rule_set(vsv=vsv, source="nl", by=factories.make_person(role, vsv))


def test_an_administrator_makes_one_and_only_one_draft_at_a_time(vsv):
    by = factories.make_person(Role.ADMINISTRATOR, None)
    start_rule_set(vsv=vsv, source="who2025", by=by)
    with pytest.raises(Refused, match="draft|concept"):
        start_rule_set(vsv=vsv, source="nl", by=by)


def test_another_vsv_cannot(vsv, other_vsv, draft):
    stranger = factories.make_person(Role.BOARD, other_vsv)
    for deed in (
        lambda: save(draft, stranger),
        lambda: sign(draft, stranger, "midwife"),
        lambda: withdraw_rule_set(rule_set=draft, reason="want", by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_a_source_that_is_no_list_is_refused(vsv, board):
    for source in ("be", "", "last"):
        with pytest.raises(Refused):
            start_rule_set(vsv=vsv, source=source, by=board)


def test_a_change_is_kept_with_its_reason(draft, board):
    fields = {
        **FIELDS,
        "value__fibrinogen_g_l": "2,5",
        "reason__fibrinogen_g_l": "Zoals het ziekenhuis het doet",
        "value__theatre_min": "15",
        "off__P23": "on",
        "off_reason__P23": "Omstreden",
    }
    local = save(draft, board, fields)
    assert local.changes == {
        "lab_min": {"value": 10, "reason": "Het laboratorium is om de hoek"},
        "fibrinogen_g_l": {"value": 2.5, "reason": "Zoals het ziekenhuis het doet"},
    }
    assert local.switched_off == {"P23": "Omstreden"}
    details = AuditEvent.objects.get(event="rule_set.changed").details
    assert (details["changes"], details["switched_off"]) == (2, ["P23"])


def test_a_value_put_back_leaves_no_change(draft, board):
    save(draft, board)
    assert save(draft, board, {"value__lab_min": "15"}).changes == {}


def test_all_problems_at_once_and_nothing_written(draft, board):
    fields = {
        "value__lab_min": "tien",
        "value__theatre_min": "20",
        "value__mtp_min": "0",
        "reason__mtp_min": "afspraak",
        "off__P23": "on",
        "value__vitals_gap_min": "10",
        "reason__vitals_gap_min": "mevrouw Jansen 06-12345678",
        "valid_from": "2026-03-10",
    }
    with pytest.raises(RuleSetRefused) as refused:
        save(draft, board, fields)
    assert refused.value.keys == {
        "lab_min", "theatre_min", "mtp_min", "P23", "vitals_gap_min", "valid_from",
    }  # fmt: skip
    assert all(problem.endswith(".") for problem in refused.value.problems)
    assert any(
        problem.startswith("Bloedafname binnen: ") and "tien" in problem for problem in refused.value.problems
    )
    draft.refresh_from_db()
    assert (draft.changes, draft.switched_off) == ({}, {})


def test_a_find_declared_harmless_is_kept_but_never_a_citizen_service_number(draft, board):
    fields = {"value__lab_min": "10", "reason__lab_min": "Volgens dokter Vries"}
    with pytest.raises(RuleSetRefused):
        save(draft, board, fields)
    found = find_traces(fields["reason__lab_min"])
    declared = frozenset(item.key for item in found)
    assert save(draft, board, fields, declared=declared).changes["lab_min"]["value"] == 10
    number = {"value__lab_min": "9", "reason__lab_min": "BSN 111222333"}
    keys = frozenset(item.key for item in find_traces(number["reason__lab_min"]))
    with pytest.raises(RuleSetRefused):
        save(draft, board, number, declared=keys)


def test_a_colleagues_change_in_between_is_not_overwritten(draft, board):
    seen = fingerprint(draft)
    save(draft, board)
    with pytest.raises(ChangedMeanwhile):
        save(draft, board, {"value__lab_min": "5", "reason__lab_min": "want"}, seen=seen)
    draft.refresh_from_db()
    assert draft.changes["lab_min"]["value"] == 10


def test_three_professions_sign_and_then_it_holds_from_the_day_after(draft, vsv, board):
    save(draft, board)
    local = sign_by_all(draft, vsv)
    assert (local.status, local.valid_from) == ("signed", date(2026, 3, 11))
    assert set(local.signatures.values_list("profession", flat=True)) == set(PROFESSIONS)
    before, after = datetime(2026, 3, 10, 22, 59, tzinfo=UTC), datetime(2026, 3, 10, 23, 0, tzinfo=UTC)
    assert (rule_set_for(vsv, before)["lab_min"], rule_set_for(vsv, after)["lab_min"]) == (15, 10)
    events = AuditEvent.objects.filter(event__startswith="rule_set.").values_list("event", flat=True)
    assert sorted(events) == [
        "rule_set.changed",
        "rule_set.completed",
        *["rule_set.signed"] * 3,
        "rule_set.started",
    ]


def test_a_wish_for_a_later_day_is_kept_and_one_that_passed_is_moved(draft, vsv, board):
    save(draft, board, {"valid_from": "2026-03-20"})
    slow = datetime(2026, 3, 25, 23, 30, tzinfo=UTC)
    assert first_day(slow) == date(2026, 3, 27), "after midnight in Amsterdam"
    assert sign_by_all(draft, vsv, slow).valid_from == date(2026, 3, 27)


def test_a_later_wish_is_the_day(draft, vsv, board):
    save(draft, board, {"valid_from": "2026-04-01"})
    assert sign_by_all(draft, vsv).valid_from == date(2026, 4, 1)


def test_three_different_people_each_another_profession_and_confirmed(draft, vsv):
    one, two = (factories.make_person(Role.CAREGIVER, vsv) for _ in range(2))
    sign(draft, one, "midwife")
    for by, profession, more in (
        (one, "gynaecologist", {}),
        (two, "midwife", {}),
        (two, "nurse", {}),
        (two, "gynaecologist", {"confirmed": False}),
    ):
        with pytest.raises(Refused):
            sign(draft, by, profession, **more)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.DATA_MANAGER])
def test_other_roles_do_not_sign(draft, vsv, role):
    with pytest.raises(PermissionDenied):
        sign(draft, factories.make_person(role, vsv), "midwife")


def test_a_national_role_is_no_membership_of_the_vsv(draft):
    with pytest.raises(PermissionDenied):
        sign(draft, factories.make_person(Role.BOARD, None), "midwife")


def test_an_administrator_who_gives_care_here_does(draft, vsv):
    by = factories.make_person(Role.CAREGIVER, vsv)
    by.memberships.create(role=Role.ADMINISTRATOR.value, vsv=None, valid_from=factories.LONG_AGO)
    assert sign(draft, by, "midwife").signatures.count() == 1


def test_who_left_does_not_sign(draft, vsv):
    gone = factories.make_person(Role.CAREGIVER, vsv, valid_until=date(2020, 1, 1))
    with pytest.raises(PermissionDenied):
        sign(draft, gone, "midwife")


def test_a_change_clears_the_signatures_and_saving_the_same_does_not(draft, vsv, board):
    save(draft, board)
    sign(draft, factories.make_person(Role.CAREGIVER, vsv), "midwife")
    save(draft, board)
    assert draft.signatures.count() == 1
    save(draft, board, FIELDS | {"valid_from": "2026-05-01"})
    assert draft.signatures.count() == 0
    assert AuditEvent.objects.filter(event="rule_set.changed").first().details["signatures_cleared"] == 1


def test_what_was_changed_since_it_was_read_is_not_signed(draft, vsv, board):
    seen = fingerprint(draft)
    save(draft, board)
    with pytest.raises(ChangedMeanwhile):
        sign(draft, factories.make_person(Role.CAREGIVER, vsv), "midwife", seen=seen)


def test_what_is_signed_never_changes(draft, vsv, board):
    signed = sign_by_all(draft, vsv)
    with pytest.raises(Refused):
        save(signed, board)
    with pytest.raises(Refused):
        sign(signed, board, "midwife")


def test_a_next_version_starts_from_the_last_and_holds_later(draft, vsv, board):
    save(
        draft, board, FIELDS | {"off__P23": "on", "off_reason__P23": "Omstreden", "valid_from": "2026-06-01"}
    )
    sign_by_all(draft, vsv)
    second = start_rule_set(vsv=vsv, source="last", by=board, now=NOW)
    assert second.changes["lab_min"]["value"] == 10 and second.switched_off == {"P23": "Omstreden"}
    assert (second.version, second.valid_from) == (f"{vsv.code}-2", date(2026, 6, 2))
    with pytest.raises(RuleSetRefused) as refused:
        save(second, board, FIELDS | {"valid_from": "2026-06-01"})
    assert refused.value.keys == {"valid_from"}


def test_a_version_is_withdrawn_with_a_reason_and_judges_nothing_more(draft, vsv, board):
    local = sign_by_all(draft, vsv)
    for reason in (" ", "dokter Vries wil het niet", "x" * 501):
        with pytest.raises(Refused):
            withdraw_rule_set(rule_set=local, reason=reason, by=board)
    withdraw_rule_set(rule_set=local, reason="Er stond een verkeerde grens in", by=board)
    assert rule_set_for(vsv, datetime(2026, 6, 1, tzinfo=UTC)).version == "2025-1"
    with pytest.raises(Refused):
        withdraw_rule_set(rule_set=local, reason="Nog eens", by=board)
    assert LocalRuleSet.objects.get().withdrawn_reason == "Er stond een verkeerde grens in"
