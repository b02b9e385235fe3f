"""What can lead to a person is found in free text; ordinary sentences are left alone."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.free_text import find_traces, is_bsn, marked, traces_of_people
from tests.unit.cases.free_text_corpus import ADVERSARIAL, HARMLESS, WITH_TRACES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zie 111222333 in het dossier", "citizen service number"),
        ("BSN 1112.22.333", "citizen service number"),
        ("nr 111 22 2 333", "citizen service number"),
        ("mevr. Jansen kwam erbij", "name"),
        ("overleg met dr. van den Berg", "name"),
        ("Gynaecoloog De Wit belde", "name"),
        ("midwife Anna was there", "name"),
        ("bel 06-12345678", "phone"),
        ("bel +31 6 12345678", "phone"),
        ("bel 010 1234567", "phone"),
        ("mail a.b@voorbeeld.nl even", "e-mail"),
        ("woont 1234 AB 12", "postcode"),
        ("woont Dorpsstraat 12", "address"),
        ("geb. 3-4-1991", "date of birth"),
        ("Born on 1991-04-03", "date of birth"),
        ("vrouw van 03-04-1991", "date of birth"),
        ("dossiernummer 8812345", "record number"),
    ],
)
def test_found(text: str, words: str) -> None:
    assert any(words in trace.en for trace in traces_of_people(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Er werd meteen gewogen; oxytocine 10 IE om 21:05, 1500 ML om 21:20.",
        "De gynaecoloog was er na 12 minuten, dr kwam later.",
        "Totaal 2000 ml, 4 EC, fibrinogeen 1,8 g/l, RR 90/60, pols 130.",
        "Op 25-10-2025 nabesproken met het team (15 mensen).",
        "123456789 is geen BSN",
        "Verloskundige belde op tijd. De weg was vrij.",
    ],
)
def test_left_alone(text: str) -> None:
    assert traces_of_people(text) == []


@pytest.mark.parametrize("sentence", HARMLESS)
def test_ordinary_obstetric_text_is_left_alone(sentence: str) -> None:
    assert find_traces(sentence) == []


@pytest.mark.parametrize(("sentence", "kind", "words"), WITH_TRACES)
def test_every_trace_is_found_where_it_stands(sentence: str, kind: str, words: str) -> None:
    assert [(found.kind, found.words) for found in find_traces(sentence)] == [(kind, words)]


def test_the_lists_are_as_long_as_they_should_be() -> None:
    assert len(set(HARMLESS)) >= 60
    assert len(set(WITH_TRACES)) >= 60


def test_eleven_test() -> None:
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")


def bsn_of(first: int) -> str | None:
    """Return a number of nine digits that passes the 11-test and begins with these eight, if there is one."""
    head = f"{first:08d}"
    last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), head, strict=True)) % 11
    return f"{head}{last}" if last < 10 and first else None


GROUPS = [(9,), (3, 3, 3), (4, 2, 3), (3, 2, 1, 3), (2, 2, 2, 3)]


@given(
    first=st.integers(1, 99_999_999),
    groups=st.sampled_from(GROUPS),
    between=st.sampled_from([".", " ", "-", "–"]),
)
def test_a_bsn_is_found_however_it_is_written_and_never_harmless(
    first: int, groups: tuple[int, ...], between: str
) -> None:
    number = bsn_of(first)
    assume(number is not None)
    starts = [sum(groups[:n]) for n in range(len(groups))]
    written = between.join(
        str(number)[start : start + size] for start, size in zip(starts, groups, strict=True)
    )
    found = find_traces(f"Zie {written}, ook in het dossier.")
    assert [(item.kind, item.words, item.may_be_harmless) for item in found] == [("bsn", written, False)]
    assert len(traces_of_people(f"Zie {written}.", harmless={found[0].key})) == 1


@given(number=st.integers(100_000_000, 999_999_999))
def test_nine_digits_that_fail_are_no_bsn(number: int) -> None:
    passes = is_bsn(str(number))
    assert any(found.kind == "bsn" for found in find_traces(f"totaal {number} stuks")) == passes


PIECES = st.sampled_from(
    [
        "mevr. Jansen",
        "111222333",
        " ",
        "\n",
        "06-12345678",
        "dr.",
        "De Vries",
        "geb. 3-4-1991",
        "x@y.nl",
        "1234 AB 12",
        "ü",
        "\u200d",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=8).map("".join)))
def test_pieces_are_the_text_and_traces_lie_beside_each_other(text: str) -> None:
    found = find_traces(text)
    pieces = marked(text, found)
    assert "".join(piece for piece, _ in pieces) == text
    assert [item for _, item in pieces if item is not None] == found
    for before, after in pairwise(found):
        assert before.end <= after.start
    assert all(text[item.start : item.end] == item.words for item in found)


def test_declaring_one_name_harmless_does_not_excuse_another() -> None:
    [plaat] = find_traces("zuster Plaat belde")
    assert plaat.key == "name:zuster plaat"
    both = "Zuster  Plaat belde zuster Jansen"
    assert [trace.en for trace in traces_of_people(both, harmless={plaat.key})] == [
        trace.en for trace in traces_of_people("zuster Jansen")
    ]


def test_what_was_declared_for_one_kind_does_not_excuse_another() -> None:
    assert traces_of_people("mail a@b.nl", harmless={"name:a@b.nl"})


@pytest.mark.parametrize("part", ADVERSARIAL)
def test_no_text_takes_long(part: str) -> None:
    """Ten times the text may take about ten times as long, not a hundred: what backtracks would hang here."""
    text = (part * 40_000)[:40_000]
    assert "".join(piece for piece, _ in marked(text, find_traces(text))) == text
