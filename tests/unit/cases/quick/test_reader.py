"""Lines are read whole, or refused with a sentence."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_format import read_case
from cases.case_problems import BadValue
from cases.case_schema import ROWS as SCHEMA
from cases.quick import QuickAnswer, QuickRow, read_block, read_line
from cases.quick.kinds import KINDS
from cases.quick.tokens import words_of
from tests.unit.cases.example_case import small_case
from tests.unit.cases.quick.lines import ANSWERS, BIRTH, ROWS, SEVERAL, at, said


@pytest.mark.parametrize(("line", "section", "row"), ROWS)
def test_a_row(line: str, section: str, row: dict[str, Any]) -> None:
    assert said(line) == [(section, row)]
    assert said(line.upper().replace("Μ", "µ")) == [(section, row)]


@pytest.mark.parametrize(("line", "answers"), ANSWERS)
def test_answers(line: str, answers: list[tuple[str, Any]]) -> None:
    assert said(line) == answers


@pytest.mark.parametrize(("line", "codes"), SEVERAL)
def test_several_in_one_line(line: str, codes: list[str]) -> None:
    found = []
    for item in read_line(line, BIRTH).items:
        values = item.row.values() if isinstance(item, QuickRow) else [item.path]
        found += [value for value in values if value in codes]
    assert found == codes


def test_loss_and_signs_in_one_line() -> None:
    loss = ("blood_loss", {"time": at("00:07"), "cumulative_ml": 600, "method": "weighed"})
    signs = ("vitals", {"time": at("00:07"), "heart_rate": 110, "systolic": 95, "diastolic": 60})
    assert said("0007 600 w p110 rr95/60") == [loss, signs]
    assert said("0007 p110 600 w rr95/60") == [signs, loss]


def test_results_around_something_else_are_one_row() -> None:
    (labs, massage) = said("0007 hb 5,1 massage fib 1,8")
    assert labs[1]["tests"] == ["haemoglobin", "fibrinogen"]
    assert massage[0] == "interventions"


def test_what_is_read_is_a_case() -> None:
    lists: dict[str, list[Any]] = {}
    for line, section, _ in ROWS:
        if section != "blood_loss" or line.startswith("2350 500 "):
            lists.setdefault(section, []).append(said(line)[0][1])
    assert set(lists) == set(SCHEMA)
    assert read_case(small_case(**lists)).problems == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "start with a time"),
        ("gewogen 500", "start with a time"),
        ("9999 500", "start with a time"),
        ("txa 1 iv", "start with a time"),
        ("hb 5.1", "start with a time"),
        ("2350", "cannot be read"),
        ("2350 hallo", '"hallo" cannot be read'),
        ("2350 500 gewogen hallo", '"hallo" cannot be read'),
        ("2350 txa 1 iv snel", '"snel" cannot be read'),
        ("2350 oxitocine 10 im", '"oxitocine" cannot be read; do you mean oxytocin'),
        ("2350 gynecoloog gebeld", "do you mean gynecologist"),
        ("2350 gynaecoloog", "cannot be read"),
        (f"2350 {'9' * 5000}", "cannot be read"),
        (f"2350 {'9' * 300}", "cannot be read"),
        ("2350 massage " * 40, "cannot be read"),
        ("500 w", "500 in front was read as the time 05:00"),
        ("2350 p 900", "Pulse: 900 is not possible; a possible value lies from 30"),
        ("2350 hb 51", "Hb: 51 is not possible"),
        ("2350 20000 w", "from 0 up to and including 15000 ml"),
        ("2350 1.050 w", "1.05 is not a whole number"),
        ("2350 txa 1000 mg iv", "the unit of tranexamic acid is g, not mg; 1000 mg is 1 g"),
        ("2350 methergin 200 ug", "200 µg is 0.2 mg"),
        ("2350 oxytocine 10 g", "the unit of oxytocin is IU, not g; check the dose"),
        ("2350 2 g ec", "counts in units"),
        ("2350 2 ie haemocomplettan", "fibrinogen counts in g"),
        ("? 500 w", "blood loss and vital signs cannot do without a time"),
        ("? rr 95/60", "cannot do without a time"),
        ("? onder controle", '"onder controle" cannot do without a time'),
        ("? placenta", '"placenta" alone cannot be read'),
        ("2350 ambulance", "alone cannot be read"),
        ("2350 helder vocht", "cannot be read"),
        ("2350 ambulance gebeld aanwezig", "each time right behind its word"),
        ("2350 gyn gebeld aanwezig", "each time right behind its word"),
        ("2350 ambulance gebeld 2351", "each time right behind its word"),
        ("2350 gyn aanwezig tot", "each time right behind its word"),
        ("gyn gebeld 2350 0010 0020", '"0020" cannot be read'),
        ("gyn aanwezig gebeld 2350", "cannot be read"),
        ("2350 gyn gebeld 2345", "Arrived (23:45) lies before called (23:50)"),
        ("2350 gyn aanwezig tot 2345", "lies before from (23:50)"),
        ("0040 hb 5 uitslag 0030", "lies before sampled (00:40)"),
        ("2350 p 110 p 120", "120 cannot be read: 110 is there already"),
        ("2350 rr 90/60 95/70", "cannot be read"),
        ("2350 p 110 massage p 120", "is there already"),
        ("2350 500 w 600 w", "is there already"),
        ("2350 txa 1 1 iv", '"1" cannot be read: "1" is there already'),
        ("2350 im iv txa", "is there already"),
        ("2350 500 ml infuus", "cannot be read"),
        ("2350 500 massage", "cannot be read"),
        ("2350 fibrinogeen ec 2 g", "counts in units"),
        ("2350 lab geen bepalingen hb", "cannot be read"),
        ("2350 lab platelets 801", "Platelets: 801 is not possible"),
        ("2350 massage lab platelets 801", "Platelets: 801 is not possible"),
        ("2350 massage oxytocine 10 g cad", "the unit of oxytocin is IU"),
        ("2350 lab massage hb", "put all of one blood sample together"),
        ("2350 gyn gebeld vertrokken", "cannot be read"),
        ("2350 aanwezig", "cannot be read"),
        ("2350 gyn komt", '"gyn" alone cannot be read'),
        ("2350 gestart", "cannot be read"),
        ("01-01-0001 0010 massage", "is not a time"),
        ("31-12-9999 2359 massage", "is not a time"),
        ("01-03 0010 massage", "lies more than 7 days before the birth"),
        ("2350 gyn gebeld aanwezig 01-03 0010", "lies more than 7 days before the birth"),
        ("2350 gyn gestart", "cannot be read"),
        ("2350 hospital", "cannot be read"),
        ("2350 ballon verwijderd", '"verwijderd" cannot be read'),
        ("0030 oxytocine 10 in 500 pomp", "cannot be read"),
        ("2350 gebeld", "cannot be read"),
        ("2350 gyn gebeld 2355 vk aanwezig", "cannot be read"),
        ("2350 gyn massage vk aanwezig", "cannot be read"),
        ("2350 bloed", "cannot be read"),
        ("2350 ?", "cannot be read"),
        ("2350 calcium 1.1", "“23:50 calcium given 1.1 g”, or else “23:50 lab ionised calcium 1.1”"),
        ("2350 platelets 120", "in two ways"),
        ("2350 txa 1 oxytocine", "“23:50 tranexamic acid” and “23:50 oxytocin 1 iu”"),
        ("2350 overname txa 1 oxytocine", "takeover by secondary care and"),
    ],
)
def test_refused(line: str, words: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_line(line, BIRTH)
    assert words in refused.value.text.en
    assert refused.value.text.nl
    assert len(refused.value.text.nl) < 260


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2350 oxitocine 10 im", '"oxitocine" is niet te lezen; bedoelt u oxytocine?'),
        ("2350 nalidor 500 im", '"nalidor" is niet te lezen; bedoelt u nalador?'),
        ("2350 gynaecologist gebelt", '"gebelt" is niet te lezen; bedoelt u gebeld?'),
        ("2350 oxytocne 10 im", '"oxytocne" is niet te lezen; bedoelt u oxytocine?'),
        ("2350 midwif gebeld", '"midwif" is niet te lezen; bedoelt u midwife?'),
        (
            "2350 xyz",
            '"xyz" is niet te lezen; gebruik een ander woord of laat het weg; '
            "de hulp naast het vak toont wat begrepen wordt",
        ),
    ],
)
def test_an_unknown_word_is_named_with_what_it_may_have_meant(line: str, sentence: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_line(line, BIRTH)
    assert refused.value.text.nl == sentence


def test_what_a_refusal_offers_is_read() -> None:
    assert said("2350 calciumgluconaat 1,1 g")[0][0] == "medication"
    assert said("2350 lab geïoniseerd calcium 1,1")[0][0] == "labs"


def test_notes() -> None:
    notes = read_line("0030 oxytocine 10 ie in 500 nacl over 4 uur pomp", BIRTH).notes
    assert [note.en for note in notes] == [
        'the dilution ("in 500 nacl") is not kept',
        'the duration ("over 4 uur") is not kept',
    ]
    assert "not kept" in read_line("0030 helder vocht 1500", BIRTH).notes[0].en
    assert read_line("? helder vocht 1500", BIRTH).notes == ()
    assert read_line("2345 massage", BIRTH).notes == ()


def test_the_purpose_follows_from_the_time_only_when_it_is_clear() -> None:
    assert "purpose" not in said("+15 oxytocine 10 im")[0][1]
    assert said("+16 oxytocine 10 im")[0][1]["purpose"] == "treatment"
    assert said("+16 oxytocine 10 im preventief")[0][1]["purpose"] == "prophylaxis"
    assert "purpose" not in said("? oxytocine 10 im")[0][1]


@pytest.mark.parametrize(
    "words",
    [
        ["oxytocine", "10", "ie", "im", "preventief"],
        ["500", "ml", "gewogen"],
        ["p 110", "rr 95/60", "sat 97", "alert"],
        ["2", "ec", "besteld"],
        ["placenta", "compleet", "spontaan"],
        ["a1", "ambulance", "gebeld"],
    ],
)
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    def read(order: Sequence[str]) -> list[str]:
        found = said(" ".join(order))
        return sorted(str(sorted(row.items()) if isinstance(row, dict) else row) for _, row in found)

    for order in permutations(words):
        assert read(["2350", *order]) == read(["2350", *words])


WORDS = sorted({name for codes in KINDS.values() for names in codes.values() for name in names.all})
NUMBERS = ["2350", "0010", "+12", "1", "10", "500", "0,2", "95/60", "5.1", "?", "en", "10-03"]
PIECES = st.sampled_from([*WORDS, *NUMBERS])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(PIECES, max_size=9).map(" ".join))
def test_any_line_is_read_or_refused(line: str) -> None:
    for typed in (line, f"2350 {line}"):
        with suppress(BadValue):
            reading = read_line(typed, BIRTH)
            assert reading.items
            for item in reading.items:
                assert isinstance(item, QuickRow | QuickAnswer)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6).map(" ".join))
def test_case_does_not_matter(line: str) -> None:
    def read(typed: str) -> object:
        try:
            return read_line(typed, BIRTH)
        except BadValue:
            return None

    assert read(f"2350 {line}") == read(f"2350 {line.title()}")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_block_keeps_every_line(text: str) -> None:
    block = read_block(text, BIRTH)
    lines = sorted(line.strip() for line in text.splitlines() if line.strip())
    assert sorted([line for line, _ in block.readings] + [line for line, _ in block.unread]) == lines


def test_words_of_a_line() -> None:
    assert words_of("Oxy 10ie i.m.,") == ["oxy", "10", "ie", "i.m"]
    assert words_of("p110,rr95/60") == ["p", "110", "rr", "95/60"]
    assert words_of("HB=5,1; fib:1.8") == ["hb", "5,1", "fib", "1.8"]
    assert words_of("• 21:05 – massage+cad (2e infuus)") == ["21:05", "massage", "cad", "2e", "infuus"]
    assert words_of("o2 b-lynch a1 21:05u x1y") == ["o2", "b-lynch", "a1", "21:05u", "x1y"]


class TestBlock:
    def test_order_and_what_cannot_be_read(self) -> None:
        block = read_block("2350 500 w\n\n  2351 hallo \n2352 massage\n", BIRTH)
        assert [line for line, _ in block.readings] == ["2350 500 w", "2352 massage"]
        assert [(line, "hallo" in text.nl) for line, text in block.unread] == [("2351 hallo", True)]

    @pytest.mark.parametrize("sign", ['"', "“", "idem", "...", "…", "ditto", "''"])
    def test_a_sign_of_continuation_takes_the_time_above(self, sign: str) -> None:
        block = read_block(f"2350 500 w\n{sign} p 110\n{sign} massage", BIRTH)
        assert block.unread == ()
        items = [reading.items[0] for _, reading in block.readings]
        assert [item.row["time"] for item in items if isinstance(item, QuickRow)] == [at("23:50")] * 3

    def test_the_time_of_a_line_that_cannot_be_read_still_holds(self) -> None:
        block = read_block('2350 hallo\n" p 110', BIRTH)
        assert [line for line, _ in block.readings] == ['" p 110']

    def test_without_a_time_above_or_a_sign_nothing_is_guessed(self) -> None:
        block = read_block('" p 110\n2350 500 w\np 110\n" massage\nidemmassage', BIRTH)
        assert [line for line, _ in block.readings] == ["2350 500 w"]
        assert [line for line, _ in block.unread] == ['" p 110', "p 110", '" massage', "idemmassage"]

    def test_a_lone_sign_says_nothing(self) -> None:
        assert [line for line, _ in read_block('2350 500 w\n"', BIRTH).unread] == ['"']


class TestClock:
    def test_midnight(self) -> None:
        assert said("2359 massage")[0][1]["time"] == at("23:59")
        assert said("0001 massage")[0][1]["time"] == at("00:01")
        assert said("10-03 2300 massage")[0][1]["time"] == "2025-03-10T23:00+01:00"
        assert said("10-03-2025 23.00 uur massage")[0][1]["time"] == "2025-03-10T23:00+01:00"
        assert said("-10 oxytocine 5 im")[0][1]["time"] == at("23:30")

    def test_leap_day(self) -> None:
        birth = datetime(2024, 2, 28, 23, 30, tzinfo=UTC)
        assert said("0040 massage", birth)[0][1]["time"] == "2024-02-29T00:40+01:00"
        assert said("29-02 2330 massage", birth)[0][1]["time"] == "2024-02-29T23:30+01:00"

    def test_the_hour_that_comes_twice(self) -> None:
        birth = datetime(2025, 10, 25, 23, 50, tzinfo=UTC)
        reading = read_line("0230 massage", birth)
        assert said("0230 massage", birth)[0][1]["time"] == "2025-10-26T02:30+02:00"
        assert "02:30 +01:00" in reading.notes[0].nl
        assert said("02:30 +01:00 massage", birth)[0][1]["time"] == "2025-10-26T02:30+01:00"
        assert read_line("02:30 +01:00 massage", birth).notes == ()
        call = read_line("0155 gyn gebeld 0230", birth)
        assert "komt die nacht twee keer" in call.notes[0].nl

    def test_the_hour_that_does_not_come(self) -> None:
        birth = datetime(2025, 3, 30, 0, 50, tzinfo=UTC)
        with pytest.raises(BadValue, match="did not exist that night"):
            read_line("0230 massage", birth)
        with pytest.raises(BadValue, match="did not exist that night"):
            read_line("0155 gyn gebeld 0230", birth)
        assert read_block('0230 massage\n" cad', birth).readings == ()
