"""What of an edit is kept, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case_format import CaseReading, read_case
from cases.partial_saving import BIRTH_TIME, changed_paths, keep_what_can_be, moved_before_birth
from cases.questions import Draft
from cases.sections import BY_ID, Entered
from tests.unit.cases.example_case import full_case, small_case


def check(draft: Draft) -> CaseReading:
    return read_case(draft.data, draft=True)


def kept(section: str, values: dict[str, Any], **more: Any) -> Any:
    return keep_what_can_be(BY_ID[section], Draft(full_case()), Entered(values, **more), check)


def test_what_can_be_kept_is_kept() -> None:
    found = kept("woman", {"mother.parity": 99, "mother.fetuses": 2, "mother.gestation": "39"})
    assert [problem.path for problem in found.refused] == ["mother.parity", "mother.gestation"]
    assert found.draft.data["mother"]["fetuses"] == 2
    assert found.draft.data["mother"]["parity"] == 3
    assert found.draft.data["mother"]["gestation"] == "41+2"
    assert found.reading.facts is not None


@pytest.mark.parametrize(
    ("section", "values", "refused"),
    [
        ("third_stage", {"birth.bleeding_started": "2025-10-26T00:50+02:00"}, "birth.bleeding_started"),
        ("third_stage", {"birth.bleeding_controlled": "2025-10-25T23:20+02:00"}, "birth.bleeding_controlled"),
        ("birth", {"birth.mode": "planned_caesarean"}, "birth.mode"),
        ("birth", {"birth.time": "2025-11-25T23:10+01:00"}, "birth.time"),
        ("transfer", {"ambulance.requested": "2025-10-26T03:40+01:00"}, "ambulance.requested"),
    ],
)
def test_a_contradiction_is_told_at_what_was_changed(
    section: str, values: dict[str, Any], refused: str
) -> None:
    case = full_case()
    case["ambulance"] = {
        "requested": "2025-10-25T23:40+02:00",
        "urgency": "A1",
        "on_scene": "2025-10-25T23:50+02:00",
    }
    draft = Draft(case)
    found = keep_what_can_be(BY_ID[section], draft, Entered(values), check)
    assert {problem.path for problem in found.refused} == {refused}
    assert found.draft == draft


def test_two_answers_that_only_go_together_are_both_kept() -> None:
    found = kept(
        "third_stage",
        {
            "birth.bleeding_started": "2025-10-26T00:45+02:00",
            "birth.bleeding_controlled": "2025-10-26T00:55+02:00",
        },
    )
    assert found.refused == ()


def test_rows_that_contradict_are_refused_as_a_list() -> None:
    rows = [{"time": "2025-10-25T23:48+02:00", "cumulative_ml": 900}]
    worse = [*rows, {"time": "2025-10-25T23:50+02:00", "cumulative_ml": 100}]
    found = keep_what_can_be(
        BY_ID["timeline"],
        Draft(full_case()),
        Entered(rows={"blood_loss": worse, "vitals": []}, complete=frozenset({"vitals"})),
        check,
    )
    assert [problem.path for problem in found.refused] == ["blood_loss[1].cumulative_ml"]
    assert found.draft.data["blood_loss"] == full_case()["blood_loss"]
    assert found.draft.data["vitals"] == []
    assert "vitals" not in found.draft.data["incomplete_sections"]


def test_a_total_without_its_note_is_no_problem_of_a_draft() -> None:
    found = kept("outcome", {"outcome.total_loss_ml": 1234, "outcome.total_loss_note": None})
    assert found.refused == ()
    assert read_case(found.draft.data).problems[0].path == "outcome.total_loss_ml"


def test_a_draft_that_is_wrong_already_takes_nothing() -> None:
    broken = Draft(small_case(mother={"parity": 99}))
    found = keep_what_can_be(BY_ID["woman"], broken, Entered({"mother.fetuses": 2}), check)
    assert found.reading.facts is None
    assert found.draft == broken


def test_what_changed() -> None:
    draft = Draft(full_case(), {"mother.bmi_band": "unknown"})
    entered = Entered({"mother.parity": 3, "mother.fetuses": 2}, stated={"mother.bmi_band": "unknown"})
    assert changed_paths(BY_ID["woman"], draft, entered) == {"mother.fetuses", "mother.bmi_band"}
    del draft.data["mother"]["bmi_band"]
    assert changed_paths(BY_ID["woman"], draft, entered) == {"mother.fetuses"}


def test_times_that_come_to_lie_before_the_birth_are_named() -> None:
    later = full_case()
    later["birth"]["time"] = "2025-10-25T23:36+02:00"
    (warning,) = moved_before_birth(full_case(), later)
    assert warning.path == BIRTH_TIME
    assert "Placenta geboren (23:31)" in warning.text.nl
    assert "Bloedverlies, regel 2, Tijd (23:35)" in warning.text.nl
    assert "23:37" not in warning.text.nl
    assert moved_before_birth(later, full_case()) == ()
    assert moved_before_birth(later, later) == ()


VALUES = {
    "birth.placenta_removal": [None, "manual", "magic"],
    "birth.placenta_complete": [None, "yes", 3],
    "birth.perineum": [None, ["first"], ["nonsense"], "first"],
    "birth.causes": [None, ["tone"], [], ["bad luck"]],
    "birth.bleeding_started": [None, "2025-10-25T23:33+02:00", "2025-10-26T00:50+02:00", "soon"],
    "birth.bleeding_controlled": [None, "never", "2025-10-26T01:00+02:00", "2025-10-25T23:20+02:00", "later"],
    "birth.placenta_delivered": [None, "never", "2025-10-25T23:31+02:00", "2035-10-25T23:31+02:00"],
}


@given(st.fixed_dictionaries({}, optional={path: st.sampled_from(v) for path, v in VALUES.items()}))
def test_an_edit_never_breaks_a_draft_and_loses_nothing_good(values: dict[str, Any]) -> None:
    draft, entered = Draft(full_case()), Entered(values)
    found = keep_what_can_be(BY_ID["third_stage"], draft, entered, check)
    assert found.reading.facts is not None
    refused = {problem.path for problem in found.refused}
    changed = changed_paths(BY_ID["third_stage"], draft, entered)
    assert refused <= changed
    assert changed_paths(BY_ID["third_stage"], found.draft, entered.only(changed - refused)) == set()
    assert changed_paths(BY_ID["third_stage"], draft, entered.only(refused)) == refused
    again = keep_what_can_be(BY_ID["third_stage"], found.draft, entered.only(changed - refused), check)
    assert again.refused == () and again.draft == found.draft
