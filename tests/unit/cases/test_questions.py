"""The questions as data: how needed, when asked, what may be stated, and how far a section is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case_schema import ROWS
from cases.questions import (
    AMBULANCE,
    DERIVED,
    NOT_APPLICABLE,
    OPTIONAL,
    QUESTIONS,
    REQUIRED,
    STATED,
    UNKNOWN,
    Condition,
    Draft,
    Need,
    answers_at,
    applies,
    has_value,
    is_answered,
    is_text,
    key_of,
    may_state,
    put,
    stated_in_file,
    value_at,
    with_stated,
)
from cases.sections import BY_ID, SECTION_OF, SECTIONS, place_of, progress, required_missing
from tests.unit.cases.example_case import full_case, small_case


def with_answers(case: dict[str, Any] | None = None, **answers: Any) -> Draft:
    """Return a draft with answers, ``mother__parity=2``; ``stated={...}`` as it is."""
    stated = answers.pop("stated", {})
    data = small_case() if case is None else case
    for name, value in answers.items():
        put(data, name.replace("__", "."), value)
    return Draft(data, stated)


def test_every_question_stands_on_one_page() -> None:
    paths = [path for section in SECTIONS for path in section.questions]
    assert len(paths) == len(set(paths))
    assert set(paths) == set(QUESTIONS)
    assert set(SECTION_OF) == {*QUESTIONS, *ROWS}


def test_every_question_has_a_need_and_conditions_on_what_exists() -> None:
    assert not REQUIRED & OPTIONAL
    for question in QUESTIONS.values():
        assert question.need in Need
        for condition in question.when:
            assert condition.path in QUESTIONS or condition.path in DERIVED, question.path
            if condition.path in QUESTIONS and condition.path != AMBULANCE:
                known = {"", *STATED, "never", *key_of(condition.path).codes}
                assert set(condition.codes) <= known, question.path


def test_the_browser_needs_at_most_one_answer_to_show_a_question() -> None:
    for section in SECTIONS:
        for path in section.questions:
            here = [c for c in QUESTIONS[path].when if c.path in section.questions]
            assert len(here) <= 1, path


@pytest.mark.parametrize(
    ("path", "shown", "hidden"),
    [
        ("mother.prevention_plan", {"mother__high_risk_known": "yes"}, {"mother__high_risk_known": "no"}),
        ("mother.prevention_plan", {"mother__high_risk_known": "yes"}, {}),
        (
            "mother.deviation_documented",
            {"mother__high_risk_known": "yes", "birth__place": "home"},
            {"mother__high_risk_known": "yes", "birth__place": "hospital"},
        ),
        ("birth.placenta_removal", {}, {"birth__placenta_delivered": "never"}),
        ("birth.placenta_complete", {}, {"birth__placenta_delivered": "never"}),
        ("secondary_care_takeover", {"birth__place": "home"}, {"birth__place": "hospital"}),
        ("ambulance.urgency", {"birth__place": "home", "ambulance": "yes"}, {"birth__place": "home"}),
        ("ambulance.urgency", {"birth__place": "home", "ambulance": "yes"}, {"ambulance": "no"}),
        (
            "aftercare.sbar_handover",
            {"birth__place": "home", "secondary_care_takeover": "2025-03-10T00:10+01:00"},
            {"birth__place": "home"},
        ),
        ("aftercare.debrief_team", {"outcome__death": "no"}, {"outcome__death": "yes"}),
        ("aftercare.thrombosis_risk_assessed", {}, {"outcome__death": "yes"}),
        ("aftercare.haemoglobin_checked", {}, {"outcome__death": "yes"}),
        ("outcome.total_loss_note", {"outcome__total_loss_ml": 3210}, {}),
        ("clear_fluids_before_blood_ml", {"outcome__total_loss_ml": 1500}, {"outcome__total_loss_ml": 1499}),
    ],
)
def test_when_a_question_is_asked(path: str, shown: dict[str, Any], hidden: dict[str, Any]) -> None:
    assert applies(path, with_answers(**shown))
    assert not applies(path, with_answers(**hidden))


def test_the_note_is_asked_when_the_total_is_not_the_last_record() -> None:
    records = [{"time": "x", "cumulative_ml": 900}, {"time": "y", "cumulative_ml": 1400}]
    note = "outcome.total_loss_note"
    assert not applies(note, with_answers(blood_loss=records, outcome__total_loss_ml=1400))
    assert applies(note, with_answers(blood_loss=records, outcome__total_loss_ml=1500))
    assert not applies(note, with_answers(blood_loss=[], outcome__total_loss_ml=1500))


def test_the_clear_fluid_is_asked_when_blood_was_given() -> None:
    products = [{"product": "red_cells"}]
    assert applies("clear_fluids_before_blood_ml", with_answers(blood_products=products))


def test_a_takeover_at_an_unknown_time_was_a_takeover() -> None:
    known = with_answers(birth__place="home", stated={"secondary_care_takeover": UNKNOWN})
    none = with_answers(birth__place="home", stated={"secondary_care_takeover": NOT_APPLICABLE})
    assert applies("aftercare.sbar_handover", known)
    assert not applies("aftercare.sbar_handover", none)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("birth.time", ()),
        ("birth.place", ()),
        ("birth.bleeding_controlled", (UNKNOWN,)),
        ("review.went_well", ()),
        ("review.grade", ()),
        ("label", ()),
        (AMBULANCE, (UNKNOWN,)),
        ("mother.parity", STATED),
        ("birth.placenta_delivered", STATED),
        ("outcome.complications", STATED),
        ("aftercare.iron_plan", STATED),
    ],
)
def test_what_may_be_stated(path: str, allowed: tuple[str, ...]) -> None:
    assert may_state(path) == allowed


def test_nothing_closed_goes_without_a_way_to_say_unknown() -> None:
    without = {path for path in QUESTIONS if not may_state(path) and not is_text(path)}
    assert without == {"birth.time", "birth.place", "birth.mode", "review.grade"}


@pytest.mark.parametrize(
    ("path", "value", "answered"),
    [
        ("birth.causes", [], False),
        ("birth.causes", ["tone"], True),
        ("mother.risk_factors", [], True),
        ("mother.parity", 0, True),
        ("mother.asthma", "unknown", False),
        ("mother.asthma", "not_applicable", True),
        ("birth.bleeding_controlled", "never", True),
        ("review.went_well", "", False),
    ],
)
def test_an_answer_or_none(path: str, value: Any, answered: bool) -> None:
    draft = with_answers(**{path.replace(".", "__"): value})
    assert has_value(draft.data, path) is answered
    assert is_answered(path, Draft(draft.data, {path: UNKNOWN}))


def test_answers_as_codes() -> None:
    assert answers_at(Draft(full_case()), "birth.causes") == {"tone", "trauma"}
    assert answers_at(Draft({"outcome": {"total_loss_ml": 900.0}}), "outcome.total_loss_ml") == {"900"}
    assert answers_at(Draft({}), "mother.parity") == {""}
    assert answers_at(Draft({}, {"mother.parity": UNKNOWN}), "mother.parity") == {UNKNOWN}
    assert Condition("birth.causes", ("trauma",)).holds(Draft(full_case()))


def test_what_is_required_is_named_at_once_in_the_order_of_the_form() -> None:
    draft = Draft({"birth": {"time": "x", "place": "home", "mode": "spontaneous"}})
    assert required_missing(draft) == ("birth.bleeding_controlled", "blood_loss", "review.went_well")
    stated = Draft(draft.data, {"birth.bleeding_controlled": UNKNOWN})
    assert "birth.bleeding_controlled" not in required_missing(stated)
    total = with_answers(outcome__total_loss_ml=3210)
    assert "outcome.total_loss_note" in required_missing(total)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("mother.parity", ("woman", "id_mother__parity")),
        ("birth.bleeding_controlled", ("third_stage", "id_birth__bleeding_controlled")),
        ("birth.time", ("birth", "id_birth__time")),
        ("ambulance", ("transfer", "id_ambulance")),
        ("ambulance.urgency", ("transfer", "id_ambulance__urgency")),
        ("blood_loss", ("timeline", "complete__blood_loss")),
        ("calls[3].arrived", ("timeline", "complete__calls")),
        ("labs.inr", ("timeline", "complete__labs")),
        ("colour", ("woman", "")),
    ],
)
def test_where_a_path_is_filled_in(path: str, place: tuple[str, str]) -> None:
    assert place_of(path) == place


def values_of(path: str) -> st.SearchStrategy[Any]:
    """Return some answers to a question; None is no answer."""
    if path == AMBULANCE:
        return st.sampled_from([None, "yes", "no"])
    key = key_of(path)
    if not key.codes:
        return st.sampled_from([None, 1, 1500])
    one = st.sampled_from([None, *key.codes])
    return one if key.kind != "codes" else one.map(lambda code: None if code is None else [code])


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Return drafts with some questions answered, some stated and some not looked at."""
    data: dict[str, Any] = {}
    paths = draw(st.sets(st.sampled_from(sorted(QUESTIONS)), max_size=25)) | {AMBULANCE}
    for path in sorted(paths):
        put(data, path, draw(values_of(path)))
    stated = draw(st.sets(st.sampled_from(sorted(p for p in QUESTIONS if may_state(p))), max_size=8))
    return Draft(data, {p: UNKNOWN for p in stated if not has_value(data, p)})


@given(drafts())
def test_progress_counts_what_is_asked(draft: Draft) -> None:
    for section in SECTIONS:
        found = progress(section, draft)
        assert 0 <= found.answered <= found.total
        assert found.done == (not found.missing)
        assert found.total - found.answered == len(found.missing)
        assert len(set(found.missing)) == len(found.missing)
        for path in (*found.missing, *found.required):
            assert path in section.questions or path in section.lists
            assert path in ROWS or (applies(path, draft) and not is_answered(path, draft))


@given(drafts(), st.sampled_from(sorted(path for path in QUESTIONS if may_state(path))))
def test_saying_unknown_never_sets_a_section_back(draft: Draft, path: str) -> None:
    section = BY_ID[SECTION_OF[path]]
    before = progress(section, draft)
    if path not in before.missing:
        return
    after = progress(section, Draft(draft.data, {**draft.stated, path: UNKNOWN}))
    assert path not in after.missing
    assert set(after.missing) - set(before.missing) <= {"aftercare.sbar_handover"}


def test_unknown_in_a_file_and_in_a_draft() -> None:
    case = small_case(mother={"asthma": "unknown", "hypertension": "no"})
    stated = stated_in_file(case)
    assert stated == {"mother.asthma": UNKNOWN}
    bare = small_case(mother={"hypertension": "no"})
    assert with_stated(bare, {**stated, "mother.parity": UNKNOWN, AMBULANCE: UNKNOWN}) == case
    assert "asthma" not in bare["mother"]


@given(drafts(), st.sampled_from(sorted(QUESTIONS)), st.data())
def test_what_is_put_stands_there(draft: Draft, path: str, data: st.DataObject) -> None:
    value = data.draw(values_of(path))
    put(draft.data, path, value)
    if path.startswith("ambulance.") and value_at(draft.data, AMBULANCE) != "yes":
        assert value_at(draft.data, path) is None
    else:
        assert value_at(draft.data, path) == (UNKNOWN if (path, value) == (AMBULANCE, None) else value)
