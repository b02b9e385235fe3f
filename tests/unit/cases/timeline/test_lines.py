"""The order of the lines of a block is judged line after line, and only said."""

from cases.questions import Draft
from cases.quick import QuickAnswer, QuickRow, time_of
from cases.timeline.lines import read_lines, read_text
from tests.unit.cases.example_case import small_case
from tests.unit.cases.quick.lines import BIRTH, at


def notes(text: str) -> list[str]:
    outcome = read_lines(read_text(text, BIRTH).readings, Draft(small_case(blood_loss=[]), {}))
    return [note.nl for note in outcome.notes]


def test_a_line_before_the_one_above_it_is_said_and_kept() -> None:
    assert notes("0010 massage\n2355 cad\n0020 600 w") == [
        "23:55 ligt vóór 00:10, de tijd van de regel erboven; klopt dat?"
    ]
    assert notes("2355 massage\n? cad\n2355 infuus\n0020 600 w") == []


def test_the_time_of_an_item() -> None:
    assert time_of(QuickRow("vitals", {"time": at("00:10"), "heart_rate": 90})) == at("00:10")
    assert time_of(QuickRow("blood_products", {"ordered": at("00:10"), "product": "plasma"})) == at("00:10")
    assert time_of(QuickRow("interventions", {"kind": "suturing"})) is None
    assert time_of(QuickAnswer("birth.bleeding_controlled", "never")) is None
    assert time_of(QuickAnswer("birth.placenta_removal", "manual")) is None
    assert time_of(QuickAnswer("secondary_care_takeover", at("00:10"))) == at("00:10")
