"""The funnel: limits against a walk up the binomial, classes by the drawn line, spread between units."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.statistics.funnel import (
    chance_outside,
    classify,
    funnel_limits,
    overdispersed_limits,
    overdispersion,
    stands_out,
)
from dashboards.statistics.inputs import Interval
from tests.reference import statistics as slow

NOTHING = Interval(None, None)
N = st.integers(1, 150)
TARGET = st.floats(0.01, 0.99)


@settings(max_examples=80)
@given(N, TARGET, st.sampled_from([0.95, 0.998]))
def test_limits_are_where_the_binomial_crosses(n, target, confidence):
    got, tail = funnel_limits(n, target, confidence), (1 - confidence) / 2
    assert got.lower == pytest.approx(slow.funnel_bound(n, target, tail), abs=1e-6)
    assert got.upper == pytest.approx(slow.funnel_bound(n, target, 1 - tail), abs=1e-6)
    assert 0 <= got.lower <= got.upper <= 1


@given(N, TARGET)
def test_wider_confidence_gives_wider_limits(n, target):
    narrow, wide = funnel_limits(n, target, 0.95), funnel_limits(n, target, 0.998)
    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper


@given(N.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), TARGET)
def test_class_follows_the_drawn_line(pair, target):
    k, n = pair
    wide, narrow, rate = funnel_limits(n, target, 0.998), funnel_limits(n, target, 0.95), k / n
    want = "within"
    if rate > narrow.upper + 1e-12:
        want = "high_998" if rate > wide.upper + 1e-12 else "high_95"
    elif rate < narrow.lower - 1e-12:
        want = "low_998" if rate < wide.lower - 1e-12 else "low_95"
    assert classify(k, n, target) == want


def test_a_dot_on_the_line_is_inside():
    # Nobody expects an event: both lines lie at 0, and 0 events is on them.
    assert classify(0, 10, 0.0) == "within"
    assert classify(1, 10, 0.0) == "high_998"


@pytest.mark.parametrize(("k", "n", "target"), [(0, 0, 0.06), (None, 9, 0.06), (1, None, 0.06), (1, 9, None)])
def test_unknown_gives_no_class(k, n, target):
    assert classify(k, n, target) is None


def test_impossible_values_are_refused():
    assert funnel_limits(0, 0.06) == funnel_limits(None, 0.06) == funnel_limits(9, math.nan) == NOTHING
    with pytest.raises(ValueError, match="target"):
        funnel_limits(10, 1.2)
    with pytest.raises(ValueError, match="whole number"):
        funnel_limits(10.5, 0.06)
    with pytest.raises(ValueError, match="events"):
        classify(11, 10, 0.06)


@settings(max_examples=40)
@given(st.lists(N, max_size=4), TARGET)
def test_chance_is_the_sum_of_exact_tails(totals, target):
    low = high = 0.0
    for n in totals:
        limits = funnel_limits(n, target)
        below, above = slow.outside(n, target, limits.lower, limits.upper)
        low, high = low + below, high + above
    got = chance_outside([*totals, None, 0], target)
    assert (got.low, got.high) == pytest.approx((low, high), abs=1e-9)


def test_chance_without_target_is_nothing():
    assert chance_outside([100, 200], None).high == 0


def test_equal_units_show_no_spread():
    got = overdispersion([6, 12, 0], [100, 200, 0])
    assert got.target == pytest.approx(0.06)
    assert got.z[2] is None
    assert got.phi == pytest.approx(0, abs=1e-20)
    assert got.tau2 == 0


def test_units_that_differ_show_spread_and_one_stands_out():
    chance = random.Random(5)
    totals = [1500] * 40
    rates = [0.06 + chance.gauss(0, 0.012) for _ in totals]
    events = [round(rate * n) for rate, n in zip(rates, totals, strict=True)]
    events[0], totals[0] = 330, 3000
    got = overdispersion(events, totals)
    assert got.phi > 1
    assert 0 < got.tau2 < 0.01
    verdict = classify(330, 3000, got.target)
    assert verdict == "high_998"
    assert stands_out(330, 3000, got, verdict)
    assert not stands_out(330, 3000, got, "low_998")
    assert not stands_out(330, 3000, got, "within")
    assert not stands_out(95, 1500, got, classify(95, 1500, got.target))


def test_winsorising_pulls_in_by_type_7_quantiles():
    got = overdispersion([0, 10, 20, 30, 90], [100] * 5, target=0.3, trim=0.25)
    ordered = sorted(got.z)
    assert sorted(got.z_winsorised) == [ordered[1], ordered[1], ordered[2], ordered[3], ordered[3]]


@given(st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2))
def test_spread_does_not_depend_on_the_order(pairs):
    one = overdispersion(*zip(*pairs, strict=True))
    other = overdispersion(*zip(*reversed(pairs), strict=True))
    assert one.phi == pytest.approx(other.phi, abs=1e-9)
    assert one.tau2 == pytest.approx(other.tau2, abs=1e-9)
    assert one.tau2 == 0 or one.phi > 1


def test_no_units_or_one_unit():
    assert overdispersion([], []).phi is None
    assert overdispersion([0, None], [0, 9], target=0.1).z == (None, None)
    alone = overdispersion([50], [100], target=0.1)
    assert alone.phi > 1
    assert alone.tau2 is None
    assert not stands_out(50, 100, alone, "high_998")


def test_spread_refuses_impossible_input():
    with pytest.raises(ValueError, match="trim"):
        overdispersion([1], [10], trim=0.5)
    with pytest.raises(ValueError, match="argument 2"):
        overdispersion([1], [10, 20])
    with pytest.raises(ValueError, match="events"):
        overdispersion([11], [10])


def test_widened_limits_stay_within_0_and_1_and_meet_the_plain_ones():
    assert overdispersed_limits(1, 0.5, 5.0) == Interval(0.0, 1.0)
    assert overdispersed_limits(None, 0.5, 0.1) == overdispersed_limits(9, 0.5, None) == NOTHING
    plain = overdispersed_limits(100_000, 0.06, 0.0)
    exact = funnel_limits(100_000, 0.06)
    assert plain.upper == pytest.approx(exact.upper, abs=1e-4)
