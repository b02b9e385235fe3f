"""Saving a section: what can be saved is, the rest is refused by its path; conflicts; submission."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases import presenters
from cases.errors import CaseRefused, SectionEdited
from cases.models import Case, UnreadLine
from cases.sections import BY_ID, Draft, Entered, fingerprint, progress
from cases.services import save_section, submit_case
from cases.storage import load_draft
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import AuditEvent
from tests.integration.cases.conftest import LOSS, record


@pytest.fixture
def saved(draft, caregiver):
    """Saves part of the draft as its maker does."""

    def save(section, values=None, **more):
        options = {name: more.pop(name) for name in ("seen", "declared", "theirs", "by") if name in more}
        entered = Entered(values or {}, **more)
        by = options.pop("by", caregiver)
        return save_section(case=draft, section=BY_ID[section], entered=entered, by=by, **options)

    return save


def events(name):
    return AuditEvent.objects.filter(event=name)


def shown(draft, section):
    """Return the mark of a section as it is shown now."""
    return fingerprint(BY_ID[section], load_draft(Case.objects.get(pk=draft.pk)))


def test_good_answers_are_written_beside_bad_ones(saved, draft):
    result = saved("woman", {"mother.parity": 99, "mother.fetuses": 2})
    assert [problem.path for problem in result.refused] == ["mother.parity"]
    assert result.written
    draft.refresh_from_db()
    assert (draft.parity, draft.fetuses) == (None, 2)
    assert events("case.saved").count() == 1


def test_nothing_is_written_or_noted_when_nothing_changed(saved, draft):
    saved("woman", {"mother.parity": 2})
    at = Case.objects.get(pk=draft.pk).saved_at
    again = saved("woman", {"mother.parity": 2, "mother.fetuses": None})
    assert not again.written
    assert Case.objects.get(pk=draft.pk).saved_at == at
    assert events("case.saved").count() == 1
    assert not saved("went_well", {"review.went_well": None}).written
    assert not saved("timeline", complete=frozenset()).written


def test_unknown_and_not_applicable_are_kept_apart_from_not_filled_in(saved, draft):
    woman = BY_ID["woman"]
    before = progress(woman, load_draft(draft))
    result = saved("woman", {}, stated={"mother.parity": "unknown", "mother.bmi_band": "not_applicable"})
    stored = load_draft(Case.objects.get(pk=draft.pk))
    assert stored == result.draft
    assert stored.stated == {"mother.parity": "unknown", "mother.bmi_band": "not_applicable"}
    assert progress(woman, stored).answered == before.answered + 2
    assert "mother.parity" not in stored.data["mother"]
    saved("woman", {"mother.parity": 2, "mother.bmi_band": None})
    stored = load_draft(Case.objects.get(pk=draft.pk))
    assert stored.stated == {}
    assert stored.data["mother"] == {"parity": 2}


def test_a_value_makes_way_for_what_is_stated(saved, draft):
    saved("woman", {"mother.parity": 2})
    saved("woman", {}, stated={"mother.parity": "unknown"})
    draft.refresh_from_db()
    assert (draft.parity, draft.stated) == (None, {"mother.parity": "unknown"})


def test_what_the_ambulance_is_stated_to_be(saved, draft):
    saved("transfer", {}, stated={"ambulance": "unknown"})
    draft.refresh_from_db()
    assert (draft.ambulance_used, draft.stated) == ("unknown", {"ambulance": "unknown"})
    saved("transfer", {"ambulance": "yes", "ambulance.urgency": "A1"})
    draft.refresh_from_db()
    assert (draft.ambulance_used, draft.ambulance_urgency, draft.stated) == ("yes", "A1", {})


def test_only_lists_that_changed_are_written_anew(saved, draft):
    record(draft, LOSS)
    rows = list(draft.bloodlossrows.values_list("pk", flat=True))
    saved("timeline", rows={"interventions": [{"kind": "uterine_massage"}]})
    saved("woman", {"mother.parity": 1})
    assert list(draft.bloodlossrows.values_list("pk", flat=True)) == rows
    assert draft.interventionrows.count() == 1


def test_an_answer_to_a_question_that_is_no_longer_asked_stays(saved, draft):
    saved("woman", {"mother.high_risk_known": "yes", "mother.prevention_plan": "yes"})
    counted = progress(BY_ID["woman"], load_draft(Case.objects.get(pk=draft.pk))).answered
    saved("woman", {"mother.high_risk_known": "no"})
    stored = load_draft(Case.objects.get(pk=draft.pk))
    assert stored.data["mother"]["prevention_plan"] == "yes"
    assert progress(BY_ID["woman"], stored).answered == counted - 1


def test_a_colleague_in_the_same_section_is_noticed(saved, draft):
    seen = shown(draft, "woman")
    saved("woman", {"mother.parity": 1, "mother.fetuses": 1})
    with pytest.raises(SectionEdited) as edited:
        saved("woman", {"mother.parity": 2, "mother.fetuses": 1}, seen=seen)
    conflict = edited.value
    assert conflict.paths == ("mother.parity",)
    assert conflict.mine.data["mother"]["parity"] == 2
    assert conflict.theirs.data["mother"]["parity"] == 1
    lines = presenters.side_by_side(BY_ID["woman"], conflict.mine, conflict.theirs)
    assert [(line["path"], line["mine"], line["theirs"]) for line in lines] == [("mother.parity", "2", "1")]
    draft.refresh_from_db()
    assert draft.parity == 1


def test_the_choice_after_a_conflict_is_per_line(saved, draft):
    saved("woman", {"mother.parity": 1, "mother.fetuses": 1})
    both = {"mother.parity": 2, "mother.fetuses": 3}
    result = saved("woman", both, seen=shown(draft, "woman"), theirs=frozenset({"mother.fetuses"}))
    assert result.written
    draft.refresh_from_db()
    assert (draft.parity, draft.fetuses) == (2, 1)


def test_the_ticks_of_a_colleague_can_be_kept_too(saved, draft):
    saved("timeline", complete=frozenset({"calls"}))
    more = {"complete": frozenset({"labs"}), "seen": shown(draft, "timeline")}
    saved("timeline", theirs=frozenset({"incomplete_sections"}), **more)
    draft.refresh_from_db()
    assert "calls" not in draft.incomplete and "labs" in draft.incomplete


@pytest.mark.parametrize("elsewhere", ["birth", "timeline"])
def test_another_section_never_conflicts(saved, draft, elsewhere):
    seen = shown(draft, "woman")
    if elsewhere == "timeline":
        record(draft, LOSS)
    else:
        saved("birth", {"birth.prophylaxis_declined": "yes"})
    assert saved("woman", {"mother.parity": 2}, seen=seen).written


def test_both_typed_the_same(saved, draft):
    seen = shown(draft, "woman")
    saved("woman", {"mother.parity": 2})
    assert not saved("woman", {"mother.parity": 2}, seen=seen).written


def test_a_colleague_saying_unknown_is_an_edit(saved, draft):
    seen = shown(draft, "woman")
    saved("woman", {}, stated={"mother.parity": "unknown"})
    with pytest.raises(SectionEdited):
        saved("woman", {"mother.parity": 2}, seen=seen)


def test_a_new_time_of_birth_leaves_times_where_they_were(saved, draft):
    record(draft, LOSS)
    times = list(draft.bloodlossrows.values_list("time", flat=True))
    result = saved("birth", {"birth.time": "2025-03-09T23:58+01:00"})
    assert list(draft.bloodlossrows.values_list("time", flat=True)) == times
    (warning,) = result.warnings
    assert warning.path == "birth.time"
    assert "Bloedverlies, regel 1, Tijd (23:55)" in warning.text.nl
    assert "00:15" not in warning.text.nl


def test_out_of_the_hospital_there_was_no_takeover_by_itself(saved, draft):
    saved("birth", {"birth.place": "hospital"})
    saved("birth", {"birth.place": "home"})
    assert "secondary_care_takeover" not in load_draft(Case.objects.get(pk=draft.pk)).data
    saved("transfer", {"secondary_care_takeover": "2025-03-10T00:10+01:00"})
    saved("birth", {"birth.place": "birth_centre"})
    stored = load_draft(Case.objects.get(pk=draft.pk)).data
    assert stored["secondary_care_takeover"] == "2025-03-10T00:10+01:00"


def test_warnings_are_those_of_the_section(saved, draft):
    record(draft, LOSS | {"blood_loss-1-cumulative_ml": "2900"})
    assert saved("woman", {"mother.parity": 2}).warnings == ()
    early = saved("third_stage", {"birth.bleeding_controlled": "2025-03-09T23:45+01:00"})
    assert [problem.path for problem in early.warnings] == ["birth.bleeding_controlled"]
    assert early.written


def test_a_young_birth_is_refused_at_its_time(saved, draft):
    young = timezone.localtime() - timedelta(hours=23)
    result = saved(
        "birth", {"birth.time": young.isoformat(timespec="minutes"), "birth.place": "birth_centre"}
    )
    assert [problem.path for problem in result.refused] == ["birth.time"]
    assert "24 uur" in result.refused[0].text.nl
    draft.refresh_from_db()
    assert draft.place == "birth_centre"


TRACE = "Zuster Verhoeven bleef rustig."


def test_a_trace_of_a_person_is_refused_until_it_is_declared_harmless(saved, draft):
    from cases.free_text import find_traces

    (found,) = find_traces(TRACE)
    words = {"review.went_well": TRACE, "review.learning_point": "Eerder wegen."}
    result = saved("went_well", words)
    assert [problem.path for problem in result.refused] == ["review.went_well"]
    draft.refresh_from_db()
    assert (draft.went_well, draft.learning_point) == ("", "Eerder wegen.")
    assert saved("went_well", words, declared=frozenset({found.key})).refused == ()
    draft.refresh_from_db()
    assert (draft.went_well, draft.harmless) == (TRACE, [found.key])
    assert [event.details for event in events("case.declared")] == [{"number": 1}]
    assert saved("went_well", {"review.went_well": TRACE + " Goed."}).refused == ()
    assert events("case.declared").count() == 1


def test_a_citizen_service_number_is_never_harmless(saved, draft):
    from cases.free_text import find_traces

    text = "Zie 111222333."
    keys = frozenset(found.key for found in find_traces(text))
    assert keys
    assert saved("went_well", {"review.went_well": text}, declared=keys).refused
    draft.refresh_from_db()
    assert (draft.went_well, draft.harmless) == ("", [])


def test_a_key_of_something_else_is_not_kept(saved, draft):
    saved("went_well", {"review.went_well": "Goed gewogen."}, declared=frozenset({"name:zuster verhoeven"}))
    draft.refresh_from_db()
    assert draft.harmless == []


def test_who_has_no_part_in_the_case_saves_nothing(saved, draft, person, vsv):
    with pytest.raises(PermissionDenied):
        saved("woman", {"mother.parity": 2}, by=person("caregiver", vsv))
    Case.objects.update(status="submitted")
    with pytest.raises(Refused, match="submitted|ingediend"):
        saved("woman", {"mother.parity": 2})


def test_everything_that_is_missing_is_named_when_submitting(saved, draft, caregiver):
    saved("outcome", {"outcome.total_loss_ml": 1400})
    record(draft, LOSS)
    with pytest.raises(CaseRefused) as refused:
        submit_case(case=draft, by=caregiver)
    assert [problem.path for problem in refused.value.found] == [
        "birth.bleeding_controlled",
        "outcome.total_loss_note",
        "review.went_well",
    ]
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_without_anything_else_blood_loss_is_asked_once(draft, caregiver):
    with pytest.raises(CaseRefused) as refused:
        submit_case(case=draft, by=caregiver)
    paths = [problem.path for problem in refused.value.found]
    assert paths == ["birth.bleeding_controlled", "blood_loss", "review.went_well"]


@pytest.mark.parametrize(
    "answer",
    [
        {"values": {"birth.bleeding_controlled": "never"}},
        {"values": {"birth.bleeding_controlled": "2025-03-10T01:00+01:00"}},
        {"stated": {"birth.bleeding_controlled": "unknown"}},
    ],
)
def test_any_answer_to_bleeding_under_control_will_do(saved, draft, caregiver, answer):
    record(draft, LOSS)
    saved("third_stage", **answer)
    saved("went_well", {"review.went_well": "Er werd gewogen."})
    UnreadLine.objects.create(case=draft, text="2112 onleesbaar", position=0)
    before = presenters.before_submitting(draft, load_draft(Case.objects.get(pk=draft.pk)))
    assert (before.required, before.unread) == ([], ["2112 onleesbaar"])
    assert submit_case(case=draft, by=caregiver).status == "submitted"


def test_what_keeps_a_draft_back_has_its_place(draft):
    before = presenters.before_submitting(draft, load_draft(draft))
    places = [(item.section, item.element) for item in before.required]
    assert places == [
        ("third_stage", "id_birth__bleeding_controlled"),
        ("timeline", "complete__blood_loss"),
        ("went_well", "id_review__went_well"),
    ]
    assert before.required[0].label == "Bloeding onder controle"
    assert len(before.open_lists) == 8


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        ({}, False),
        ({"death": "yes"}, True),
        ({"death": "no"}, False),
        ({"hysterectomy": "yes"}, True),
        ({"complications": ["sheehan"]}, True),
        ({"complications": ["renal_failure", "other"]}, True),
        ({"complications": ["ptsd"]}, False),
        ({"embolisation": "yes"}, False),
    ],
)
def test_when_the_calamity_route_comes_first(outcome, shown):
    assert presenters.needs_calamity_notice(Draft({"outcome": outcome}).data) is shown


def test_the_steps_of_a_draft(saved, draft):
    saved("woman", {}, stated={"mother.parity": "unknown"})
    steps = presenters.steps(load_draft(Case.objects.get(pk=draft.pk)), BY_ID["birth"])
    assert [step.section.id for step in steps if step.current] == ["birth"]
    woman = steps[0].progress
    assert (woman.answered, woman.total) == (1, 12)
