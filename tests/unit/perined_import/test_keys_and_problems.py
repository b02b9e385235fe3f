"""Identifiers, the catalogue of problems, and dates."""

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import.kernset import BY_NAME, COLUMNS, heading_key, known_headings
from perined_import.keys import is_bsn, is_usable, keyed_hash
from perined_import.problems import CATALOGUE, Problem, shorten
from perined_import.readers.moments import (
    NotAMomentError,
    RelativeDateError,
    ada_moment,
    hl7_moment,
    minutes_between,
    shifted,
    whole_years,
)
from tests.kernset_messages import bsn


@pytest.mark.parametrize("number", range(1, 60, 7))
def test_fictitious_bsns_pass_the_test(number):
    assert is_bsn(bsn(number)) and len(bsn(number)) == 9


@pytest.mark.parametrize(
    "text",
    [None, "", "*", "000000000", "0", "123456789", "12345", "1234567890", "99900000a", "９９９９９９９９９"],
)
def test_what_is_no_bsn(text):
    assert not is_bsn(text)


def test_a_lost_leading_zero_does_not_matter():
    whole = next(text for number in range(10_000_000, 10_000_100) if is_bsn(text := f"0{number}"))
    assert is_bsn(whole[1:])


@pytest.mark.parametrize("text", [None, "", " ", "*", "**", "000", " 0 "])
def test_what_identifies_nothing(text):
    assert not is_usable(text)


def test_hashes_keep_parts_and_keys_apart():
    assert keyed_hash(b"k" * 16, "a", "bc") != keyed_hash(b"k" * 16, "ab", "c")
    assert keyed_hash(b"k" * 16, "a") != keyed_hash(b"l" * 16, "a")
    assert -(2**63) <= keyed_hash(b"k" * 16, "a") < 2**63


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_whole_sentences_in_both_languages(code):
    entry = CATALOGUE[code]
    fields = [{name for _, name, *_ in string.Formatter().parse(text) if name} for text in entry.problem]
    assert fields[0] == fields[1]
    for text in (*entry.problem, *entry.remedy):
        assert text.endswith((".", "…>.")) and text[0].isalpha() or text.startswith(("'", "{"))
    problem = Problem(code, "a.csv", column="kolom", value="x")
    assert problem.as_dict("en")["problem"] != "" and problem.gate == entry.gate


def test_values_are_quoted_short_and_printable():
    assert shorten("a" * 100) == "a" * 60 + "…"
    assert shorten("a\nb\x00") == "a·b·"


def test_every_heading_belongs_to_one_column():
    headings = [heading for column in BY_NAME.values() for heading in column.headings]
    assert len(headings) == len(set(headings)) == len(known_headings())
    assert all(heading_key(heading) == heading for heading in headings)
    assert all(column.allowed for column in COLUMNS if column.kind == "code")


@pytest.mark.parametrize(
    ("text", "year", "day", "minute"),
    [
        ("20210804", 2021, date(2021, 8, 4), None),
        ("202108042335", 2021, date(2021, 8, 4), 1415),
        ("20210804233559", 2021, date(2021, 8, 4), 1415),
        ("20210804213500+0000", 2021, date(2021, 8, 4), 1415),
        ("20211231233000+0000", 2022, date(2022, 1, 1), 30),
        ("2021", 2021, None, None),
        ("202108", 2021, None, None),
    ],
)
def test_hl7_time_stamps(text, year, day, minute):
    found = hl7_moment(text)
    assert (found.year, found.day, found.minute) == (year, day, minute)


@pytest.mark.parametrize(
    "text", ["20210230", "2021080425", "202108042560", "x", "20210804T2335", "99999999999999999999"]
)
def test_what_is_no_time_stamp(text):
    with pytest.raises(NotAMomentError):
        hl7_moment(text)


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("T", date(2022, 1, 1), None),
        ("T-85D", date(2021, 10, 8), None),
        ("T-126D{06:30}", date(2021, 8, 28), 390),
        ("T-31Y", date(1991, 1, 1), None),
        ("T+2M", date(2022, 3, 1), None),
        ("2021-08-04T21:35:00Z", date(2021, 8, 4), 1415),
        ("2021-08-04", date(2021, 8, 4), None),
    ],
)
def test_ada_dates(text, day, minute):
    found = ada_moment(text, date(2022, 1, 1))
    assert (found.day, found.minute) == (day, minute)


@pytest.mark.parametrize("text", ["T-999999Y", "T{25:00}", "T-5W", "gisteren", "2021-02-30"])
def test_what_is_no_ada_date(text):
    with pytest.raises(NotAMomentError):
        ada_moment(text, date(2022, 1, 1))


def test_a_relative_date_without_reference_is_its_own_error():
    with pytest.raises(RelativeDateError):
        ada_moment("T-1D", None)
    assert ada_moment("", None) is None and hl7_moment(None) is None


@pytest.mark.parametrize(
    ("day", "steps", "unit", "expected"),
    [
        (date(2024, 2, 29), -1, "Y", date(2023, 2, 28)),
        (date(2024, 1, 31), 1, "M", date(2024, 2, 29)),
        (date(2024, 12, 15), 1, "M", date(2025, 1, 15)),
        (date(2024, 3, 1), -1, "D", date(2024, 2, 29)),
    ],
)
def test_shifting_days_months_and_years(day, steps, unit, expected):
    assert shifted(day, steps, unit) == expected


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1994, 8, 5), date(2021, 8, 4), 26),
        (date(1994, 8, 4), date(2021, 8, 4), 27),
        (date(1996, 2, 29), date(2021, 2, 28), 24),
        (date(1996, 2, 29), date(2021, 3, 1), 25),
    ],
)
def test_whole_years(born, on, years):
    assert whole_years(born, on) == years


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 1439), st.integers(0, 2000))
@settings(max_examples=80, deadline=None)
def test_durations_are_never_negative_forwards(day, minute, length):
    start = hl7_moment(f"{day:%Y%m%d}{minute // 60:02}{minute % 60:02}")
    later = start.instant().timestamp() + length * 60
    from datetime import UTC, datetime

    end = ada_moment(datetime.fromtimestamp(later, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), None)
    # In the hour that occurs twice a local time is read as the first; so up to an hour may be lost.
    assert length - 60 <= minutes_between(start, end) <= length + 60
