"""Words to offer: those that fit, and never a dose."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.quick import complete, read_line, vocabulary
from cases.quick.kinds import KINDS
from tests.unit.cases.quick.lines import BIRTH

NOTHING = ["", "2", "2105 ", "2105", "+1", "2110 xyz", "2110 xyz ", "x" * 500, "2110 50"]
WORDS = [word.text for word in vocabulary()]


def inserts(line: str, language: str = "nl") -> list[str]:
    return [each.insert for each in complete(line, language)]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("2112 gy", ["gynaecoloog", "gynaecoloog gebeld", "gynaecoloog aanwezig"]),
        ("gy", ["gynaecoloog", "gynaecoloog gebeld", "gynaecoloog aanwezig"]),
        ("? cyk", ["cyklokapron"]),
        ("2112 gyn ", ["gebeld", "telefonisch"]),
        ("2108 oxytocine ", ["ie", "im", "iv", "pomp"]),
        ("2108 oxytocine 10 i", ["ie", "im", "iv"]),
        ("2108 txa 1 ", ["g", "im", "iv"]),
        ("2105 500 ", ["gewogen", "opvangzak", "geschat"]),
        ("2105 500 g", ["gewogen", "geschat"]),
        ("2200 onder c", ["controle"]),
        ("2135 hb 5.1 f", ["fibrinogeen", "fibtem"]),
        ("2130 ambulance ", ["aangevraagd", "ter plaatse", "vertrokken", "in ziekenhuis"]),
        ("2110 massage ma", ["manuele placentaverwijdering"]),
    ],
)
def test_the_most_useful_first(line: str, first: list[str]) -> None:
    assert inserts(line)[: len(first)] == first


@pytest.mark.parametrize("line", NOTHING)
def test_nothing_to_offer(line: str) -> None:
    assert complete(line) == []


def test_english_words_in_english() -> None:
    assert inserts("2112 mid", "en") == ["midwife", "midwife called", "midwife present"]
    assert inserts("2105 500 ", "en-gb")[:3] == ["weighed", "bag", "estimated"]


def test_who_cannot_be_present_is_only_called() -> None:
    assert "massaal bloedingsprotocol gebeld" in inserts("2110 massaal")
    assert not any("aanwezig" in insert for insert in inserts("2110 massaal"))


def test_a_label_says_what_it_means_when_the_word_does_not() -> None:
    assert [each.label for each in complete("2110 cyk")] == ["cyklokapron · tranexaminezuur"]
    assert [each.label for each in complete("2110 miso")] == ["misoprostol"]


def test_what_was_used_is_not_offered_again() -> None:
    assert "gewogen" not in inserts("2105 500 gewogen ")
    assert "massage" not in inserts("2105 massage m")[:1]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join))
def test_never_a_number_whatever_is_typed(line: str) -> None:
    for typed in (line, f"2110 {line}", f"2110 {line} "):
        for each in complete(typed):
            assert not re.match(r"[0-9]+([.,][0-9]+)?$", each.insert.split()[0])
            assert not re.search(r"\b[0-9]+([.,][0-9]+)? ?(mg|g|ie|iu|ug|µg|ml)\b", each.insert)


def test_the_vocabulary_holds_every_word_with_its_meaning() -> None:
    words = {word.text for word in vocabulary()}
    assert words == {name for codes in KINDS.values() for names in codes.values() for name in names.all}
    meanings = {(word.text, word.kind): word.meaning.nl for word in vocabulary()}
    assert meanings["cyklokapron", "drug"] == "tranexaminezuur"
    assert meanings["cad", "intervention"] == "blaaskatheter"
    assert meanings["compleet", "complete"] == "placenta volledig"
    assert {word.kind for word in vocabulary()} == set(KINDS)
    assert all(word.meaning.nl and word.meaning.en for word in vocabulary())


GO_ON = [("2112 gy", 1), ("2112 gy", 2), ("2110 bak", 0), ("2200 onder c", 0)]


@pytest.mark.parametrize(("typed", "place"), GO_ON)
def test_a_completed_line_is_read(typed: str, place: int) -> None:
    line = f"{typed.rpartition(' ')[0]} {inserts(typed)[place]}"
    assert read_line(line, BIRTH).items
