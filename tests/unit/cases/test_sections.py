"""The sections of the form as data."""

import pytest

from cases import labels
from cases.case_codes import DRUG_UNITS
from cases.case_schema import OBJECTS, REVIEW, ROWS, TOP
from cases.questions import AMBULANCE, OPTIONAL, QUESTIONS, Draft, applies, value_at
from cases.sections import (
    BY_ID,
    SECTIONS,
    Entered,
    after,
    differences,
    fingerprint,
    incomplete,
    merged,
    progress,
)
from fluxus.texts import Text
from tests.unit.cases.example_case import full_case, small_case

ELSEWHERE = {"vsv", "incomplete_sections"}  # the VSV of the user; a tick per list


def test_every_key_is_asked_once() -> None:
    asked = [path for section in SECTIONS for path in section.questions if path != AMBULANCE]
    keys = [key.name for key in TOP if key.name not in ELSEWHERE]
    keys += [f"{part}.{key.name}" for part, entries in OBJECTS.items() for key in entries]
    keys += [f"review.{key.name}" for key in REVIEW]
    assert sorted(asked) == sorted(keys)
    assert sorted(name for section in SECTIONS for name in section.lists) == sorted(ROWS)
    assert set(asked) >= OPTIONAL
    assert {*asked, AMBULANCE} == set(QUESTIONS)


def test_every_key_and_code_has_words_in_both_languages() -> None:
    paths = [path for section in SECTIONS for path in section.questions]
    paths += [f"{name}.{key.name}" for name, entries in ROWS.items() for key in entries]
    plain = {"<20", ">=45", "<18.5", ">=35", "A0", "A1", "A2", "B", "C", "D"}
    for path in paths:
        assert all(labels.KEYS[path])
    for entries in (*OBJECTS.values(), *ROWS.values()):
        for key in entries:
            for code in key.codes:
                assert code in labels.CODES or code in plain or code[0].isdigit(), code
    assert set(DRUG_UNITS) <= set(labels.CODES)


@pytest.mark.parametrize(
    ("path", "nl"),
    [
        ("", "Het bestand"),
        ("blood_loss", "Bloedverlies"),
        ("calls[1].arrived", "Hulp geroepen, regel 2, Gekomen"),
        ("calls[0]", "Hulp geroepen, regel 1"),
        ("mother.parity", "Pariteit vóór deze bevalling"),
        ("colour", "colour"),
    ],
)
def test_a_path_in_words(path: str, nl: str) -> None:
    assert labels.where(path).nl == nl
    assert isinstance(labels.where(path), Text)


def small(**changes: object) -> Draft:
    return Draft(small_case(**changes))


def full() -> Draft:
    return Draft(full_case())


def test_progress() -> None:
    assert progress(BY_ID["woman"], small()).answered == 0
    assert progress(BY_ID["woman"], small()).total == len(BY_ID["woman"].questions) - 2
    assert progress(BY_ID["birth"], small()).answered == 3
    assert progress(BY_ID["timeline"], small()).answered == 1
    assert not progress(BY_ID["transfer"], small()).applies
    assert progress(BY_ID["transfer"], small()).done
    assert progress(BY_ID["third_stage"], full()).done
    assert progress(BY_ID["timeline"], full()).missing == ("vitals",)
    assert progress(BY_ID["went_well"], small()).required == ("review.went_well",)


def test_questions_about_the_ambulance_apply_when_there_was_one() -> None:
    assert applies("ambulance.requested", full())
    assert not applies("ambulance.requested", small(ambulance=None))
    assert value_at(small_case(ambulance=None), AMBULANCE) == "no"
    assert value_at(small_case(), AMBULANCE) == "unknown"


def test_merging_replaces_only_what_was_entered() -> None:
    before = full()
    case = merged(BY_ID["woman"], before, Entered({"mother.parity": 1, "mother.fetuses": None})).data
    assert case["mother"]["parity"] == 1
    assert "fetuses" not in case["mother"]
    assert case["birth"] == before.data["birth"]
    assert before == full()


def test_merging_a_timeline() -> None:
    entered = Entered({}, {"vitals": [{"time": "x"}]}, frozenset({"vitals", "calls"}))
    case = merged(BY_ID["timeline"], full(), entered).data
    assert case["vitals"] == [{"time": "x"}]
    assert case["calls"] == full_case()["calls"]
    assert set(case["incomplete_sections"]) == set(ROWS) - {"vitals", "calls"}
    untouched = merged(BY_ID["timeline"], full(), Entered())
    assert incomplete(untouched.data) == {"vitals"}


@pytest.mark.parametrize(("used", "expected"), [("yes", {"urgency": "A1"}), ("no", None), (None, "left out")])
def test_merging_an_ambulance(used: str, expected: object) -> None:
    entered = Entered({AMBULANCE: used, "ambulance.urgency": "A1"})
    case = merged(BY_ID["transfer"], small(), entered).data
    assert case.get(AMBULANCE, "left out") == expected


def test_a_list_left_out_is_incomplete() -> None:
    assert incomplete(small_case(calls=[])) == set(ROWS) - {"blood_loss", "calls"}
    assert incomplete(full_case()) == {"vitals"}


def test_an_edit_is_noticed_in_its_own_section_only() -> None:
    mine, theirs = full(), full()
    theirs.data["mother"]["parity"] = 9
    assert fingerprint(BY_ID["woman"], mine) != fingerprint(BY_ID["woman"], theirs)
    assert fingerprint(BY_ID["birth"], mine) == fingerprint(BY_ID["birth"], theirs)
    assert differences(BY_ID["woman"], mine, theirs) == ["mother.parity"]


def test_the_next_section_skips_what_does_not_apply() -> None:
    assert after(BY_ID["timeline"], small()) is BY_ID["outcome"]
    assert after(BY_ID["timeline"], full()) is BY_ID["transfer"]
    assert after(BY_ID["went_well"], full()) is None
