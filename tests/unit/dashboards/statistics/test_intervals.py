"""Intervals: against their definitions, their edges, and what they refuse."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.statistics.inputs import Interval
from dashboards.statistics.intervals import newcombe_difference, ratio_interval, wilson_interval
from tests.reference import statistics as slow

PAIR = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
CONFIDENCE = st.sampled_from([0.95, 0.998])
NOTHING = Interval(None, None)


@given(PAIR, CONFIDENCE)
def test_wilson_is_the_score_interval(pair, confidence):
    got = wilson_interval(*pair, confidence)
    assert (got.lower, got.upper) == pytest.approx(slow.wilson(*pair, confidence), abs=1e-12)
    assert 0 <= got.lower <= pair[0] / pair[1] + 1e-12
    assert pair[0] / pair[1] - 1e-12 <= got.upper <= 1


@given(PAIR)
def test_wilson_mirrors(pair):
    k, n = pair
    one, other = wilson_interval(k, n), wilson_interval(n - k, n)
    assert one.lower == pytest.approx(1 - other.upper, abs=1e-12)


def test_published_interval():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
    got = wilson_interval(81, 263)
    assert (round(got.lower, 4), round(got.upper, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (None, 10), (3, None), (math.nan, 10), (3, math.nan)])
def test_nothing_known_gives_no_interval(k, n):
    assert wilson_interval(k, n) == NOTHING


@pytest.mark.parametrize(("k", "n"), [(-1, 10), (11, 10), (1, -10), (1, math.inf)])
def test_impossible_counts_are_refused(k, n):
    with pytest.raises(ValueError, match=r"events|total"):
        wilson_interval(k, n)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5])
def test_impossible_confidence_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        wilson_interval(1, 10, confidence)


@pytest.mark.parametrize(
    ("observed", "lower", "upper"),
    # Exact Poisson limits of a count (Pearson and Hartley tables), and Byar from 10.
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (9, 4.1154, 17.0848), (10, 4.7874, 18.3922)],
)
def test_ratio_interval_at_expected_one_is_the_interval_of_the_count(observed, lower, upper):
    got = ratio_interval(observed, 1)
    assert got.lower == pytest.approx(lower, abs=2e-3)
    assert got.upper == pytest.approx(upper, abs=2e-3)


@given(st.integers(0, 2000), st.floats(0.5, 2000), CONFIDENCE)
def test_ratio_lies_in_its_interval_and_scales(observed, expected, confidence):
    got = ratio_interval(observed, expected, confidence)
    assert got.lower <= observed / expected <= got.upper
    assert ratio_interval(observed, 2 * expected, confidence).upper == pytest.approx(got.upper / 2)


def test_ratio_without_expectation():
    assert ratio_interval(3, 0) == ratio_interval(None, 3) == ratio_interval(3, None) == NOTHING
    with pytest.raises(ValueError, match="observed"):
        ratio_interval(-1, 3)


@settings(max_examples=60)
@given(PAIR, PAIR, CONFIDENCE)
def test_newcombe_from_its_definition(before, after, confidence):
    got = newcombe_difference(*before, *after, confidence)
    assert (got.lower, got.upper) == pytest.approx(slow.newcombe(*before, *after, confidence), abs=1e-9)
    assert got.lower - 1e-12 <= got.difference <= got.upper + 1e-12
    assert got.mid_p == pytest.approx(slow.mid_p(*before, *after), rel=1e-6, abs=1e-12)


@given(PAIR, PAIR)
def test_newcombe_turns_round(before, after):
    there, back = newcombe_difference(*before, *after), newcombe_difference(*after, *before)
    assert there.difference == pytest.approx(-back.difference)
    assert there.lower == pytest.approx(-back.upper, abs=1e-12)
    assert there.mid_p == pytest.approx(back.mid_p, rel=1e-6)


def test_newcombe_published():
    # Newcombe 1998 (II), table II, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339.
    got = newcombe_difference(48, 80, 56, 70)
    assert (round(got.lower, 4), round(got.upper, 4)) == (0.0524, 0.3339)


def test_newcombe_without_births_or_with_fractions():
    assert newcombe_difference(0, 0, 1, 2).difference is None
    assert newcombe_difference(1, 2, None, 2).mid_p is None
    with pytest.raises(ValueError, match="events_after"):
        newcombe_difference(1, 2, 3, 2)
    with pytest.raises(ValueError, match="whole number"):
        newcombe_difference(1, 20, 3.5, 20)
