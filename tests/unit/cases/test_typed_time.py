"""Times as people type them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_problems import BadValue
from cases.case_values import AMSTERDAM
from cases.typed_time import (
    instants,
    read_birth_time,
    read_typed_time,
    time_length,
    twice_note,
    write_birth_time,
    write_typed_time,
)

BIRTH = datetime(2025, 3, 9, 23, 40, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2345", 5),
        ("23:45", 5),
        ("23.45", 5),
        ("23h45", 5),
        (" 0010 ", 30),
        ("0:10", 30),
        ("+12", 12),
        ("+12 min", 12),
        ("23:45 uur", 5),
        ("2345u", 5),
        ("23u45", 5),
        ("-30", -30),
        ("23:10", -30),
        ("19:40", -240),
        ("19:39", 20 * 60 - 1),
        ("10-03 23:10", 1410),
        ("10/3/2025 23:10", 1410),
        ("09-03-2025 19:00", -280),
    ],
)
def test_read(typed: str, minutes: int) -> None:
    assert read_typed_time(typed, BIRTH) - BIRTH.astimezone(UTC) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "typed", ["", "24:00", "12:60", "half negen", "21", "32-01 21:05", "30-02 21:05", "+99999", "21:05:30"]
)
def test_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a time; type for example 2105"):
        read_typed_time(typed, BIRTH)


def test_no_year_near_new_year_and_leap_day() -> None:
    birth = datetime(2023, 12, 31, 23, 40, tzinfo=AMSTERDAM)
    assert read_typed_time("01-01 00:10", birth) == birth.astimezone(UTC) + timedelta(minutes=30)
    assert read_typed_time("29-02 00:10", birth).date() == date(2024, 2, 28)  # 23:10 UTC


def test_the_hour_that_comes_twice() -> None:
    birth = datetime(2025, 10, 26, 1, 50, tzinfo=AMSTERDAM)
    start = birth.astimezone(UTC)
    assert read_typed_time("02:30", birth) == start + timedelta(minutes=40)
    assert read_typed_time("02:30 +01:00", birth) == start + timedelta(minutes=100)
    assert write_typed_time(start + timedelta(minutes=100), birth) == "02:30 +01:00"
    late = datetime(2025, 10, 26, 2, 50, tzinfo=AMSTERDAM)
    assert read_typed_time("02:30", late) == late.astimezone(UTC) + timedelta(minutes=40)


def test_the_hour_that_does_not_come() -> None:
    birth = datetime(2025, 3, 30, 1, 50, tzinfo=AMSTERDAM)
    with pytest.raises(BadValue, match="did not exist that night"):
        read_typed_time("02:30", birth)
    assert read_typed_time("03:05", birth) == birth.astimezone(UTC) + timedelta(minutes=15)
    assert instants(date(2025, 3, 30), time(2, 30)) == []


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.integers(-7 * 1440, 30 * 1440),
)
def test_what_is_written_is_read_back(start: datetime, minutes: int) -> None:
    birth = start.replace(second=0, microsecond=0, tzinfo=UTC)
    moment = birth + timedelta(minutes=minutes)
    assert read_typed_time(write_typed_time(moment, birth), birth) == moment


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_a_birth_time_is_read_back(start: datetime) -> None:
    birth = start.replace(second=0, microsecond=0, tzinfo=UTC)
    assert read_birth_time(*write_birth_time(birth)) == birth


def test_birth_in_the_hour_that_comes_twice() -> None:
    day = date(2025, 10, 26)
    first, second = instants(day, time(2, 30))
    assert read_birth_time(day, "0230") == first
    assert write_birth_time(second) == (day, "02:30 +01:00")
    assert read_birth_time(day, "02:30 +01:00") == second


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("half drie", "for example 2105"),
        ("26-10 02:30", "for example 2105"),
        ("02:30 +02:00", "did not exist"),
    ],
)
def test_bad_birth_times(typed: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        read_birth_time(date(2025, 3, 9), typed)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ([], 0),
        (["massage"], 0),
        (["2105", "500", "w"], 1),
        (["10-03", "0105", "massage"], 2),
        (["02:30", "+01:00", "massage"], 2),
        (["26-10-2025", "02:30", "+01:00"], 3),
        (["+12", "500"], 1),
        (["+12", "min", "massage"], 2),
        (["2560"], 0),
        (["95/60", "p", "110"], 0),
    ],
)
def test_how_many_words_are_a_time(words: list[str], length: int) -> None:
    assert time_length(words) == length


def test_what_is_said_of_the_hour_that_comes_twice() -> None:
    birth = datetime(2025, 10, 26, 1, 50, tzinfo=AMSTERDAM)
    (note,) = twice_note("0230", read_typed_time("0230", birth))
    assert note.nl == (
        "02:30 komt die nacht twee keer; gelezen als de eerste keer. Bedoelt u de tweede, typ 02:30 +01:00"
    )
    assert read_typed_time("02:30 +01:00", birth) - read_typed_time("0230", birth) == timedelta(hours=1)
    (dated,) = twice_note("26-10 02:30", read_typed_time("26-10 02:30", birth))
    assert dated.en.endswith("type 26-10 02:30 +01:00")
    late = read_typed_time("02:30 +01:00", birth) - timedelta(minutes=10)
    (second,) = twice_note("0230", read_typed_time("0230", late))
    assert second.nl.endswith("Bedoelt u de eerste, typ 02:30 +02:00")
    assert twice_note("02:30 +01:00", read_typed_time("02:30 +01:00", birth)) == []
    assert twice_note("+30", read_typed_time("+30", birth)) == []
    assert twice_note("0330", read_typed_time("0330", birth)) == []


def test_the_hour_that_comes_twice_far_from_the_birth_is_written_with_its_date() -> None:
    birth = datetime(2025, 10, 22, 12, 0, tzinfo=UTC)
    moment = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    assert write_typed_time(moment, birth) == "26-10-2025 02:30 +01:00"
    assert read_typed_time("26-10-2025 02:30 +01:00", birth) == moment
