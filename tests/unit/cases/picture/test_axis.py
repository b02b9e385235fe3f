"""The time axis: folds, ticks, midnight and the clock."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cases.picture.axis import FOLDED, LONGEST_SILENCE, axis_of, clock_changes, midnights, ticks

BIRTH = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)


def test_without_anything_half_an_hour_is_shown() -> None:
    axis = axis_of([])
    assert (axis.start, axis.end, axis.folds) == (-5, 40, ())


def test_a_long_silence_is_folded() -> None:
    axis = axis_of([20, 300, 320])
    (fold,) = axis.folds
    assert (fold.start, fold.end) == (25, 295)
    assert axis.at(295) - axis.at(25) == FOLDED
    assert axis.at(300) - axis.at(295) == 5
    assert axis.at(160) == (axis.at(25) + axis.at(295)) / 2
    assert axis_of([20, 20 + LONGEST_SILENCE]).folds == ()


def test_what_was_done_long_before_birth_does_not_stretch_the_axis() -> None:
    assert axis_of([-500, -30, 10]).start == -35


@given(st.lists(st.integers(-500, 3000), max_size=30), st.integers(3, 10))
def test_places_rise_with_the_minutes_and_ticks_are_few(minutes: list[int], most: int) -> None:
    axis = axis_of(minutes)
    places = [axis.at(minute) for minute in range(axis.start, axis.end + 1)]
    assert all(a < b for a, b in pairwise(places))
    found = ticks(axis, most)
    assert len(found) <= most * 1.5 + 1
    assert all(axis.shows(minute) for minute in found)
    assert not any(fold.start < minute < fold.end for fold in axis.folds for minute in found)


def test_midnight_has_its_date() -> None:
    ((minute, words),) = midnights(BIRTH, axis_of([60]))
    assert (minute, words.nl, words.en) == (20, "ma 10 mrt", "Mon 10 Mar")
    assert midnights(BIRTH, axis_of([])) == [(20, words)]
    assert len(midnights(BIRTH, axis_of(range(0, 3000, 60)))) == 3


def test_the_clock_that_goes_back_and_forward() -> None:
    autumn = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    ((minute, words),) = clock_changes(autumn, axis_of([60]))
    assert (minute, words.nl) == (30, "klok terug")
    spring = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)
    ((minute, words),) = clock_changes(spring, axis_of([60]))
    assert (minute, words.nl) == (30, "klok vooruit")
    assert clock_changes(BIRTH, axis_of([600])) == []
