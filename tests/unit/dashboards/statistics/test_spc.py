"""Charts over time: phases, freezing, missing and left-out points, and the run rules."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.statistics.spc import (
    Run,
    g_chart,
    p_chart,
    p_prime_chart,
    run_chart,
    run_rules,
    shift,
    t_chart,
)
from tests.reference import statistics as slow

PAIRS = st.lists(
    st.one_of(st.none(), st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))),
    min_size=1,
    max_size=24,
)
VALUES = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=24)


def split(pairs):
    return [pair and pair[0] for pair in pairs], [pair and pair[1] for pair in pairs]


@given(PAIRS)
def test_p_chart_from_its_definition(pairs):
    chart = p_chart(*split(pairs))
    known = [pair for pair in pairs if pair]
    centre = sum(k for k, _ in known) / sum(n for _, n in known) if known else None
    for pair, point in zip(pairs, chart.points, strict=True):
        assert point.centre == centre
        if pair is None:
            assert (point.value, point.lower, point.upper, point.outside) == (None, None, None, False)
        else:
            half = 3 * math.sqrt(centre * (1 - centre) / pair[1])
            assert point.upper == pytest.approx(min(1, centre + half))
            assert point.lower == pytest.approx(max(0, centre - half))
            assert point.outside == (not point.lower <= point.value <= point.upper)


@given(PAIRS)
def test_p_prime_widens_by_sigma_z_and_never_narrows_when_floored(pairs):
    events, totals = split(pairs)
    raw, floored = p_prime_chart(events, totals, floor_sigma_z=False), p_prime_chart(events, totals)
    known = [pair for pair in pairs if pair]
    mixed = known and 0 < sum(k for k, _ in known) < sum(n for _, n in known)
    want = slow.p_prime_sigma(pairs) if mixed else raw.sigma_z[0]
    if want is None:
        assert raw.sigma_z == floored.sigma_z == (None,)
        assert all(point.upper is None for point in raw.points)
    else:
        assert raw.sigma_z[0] == pytest.approx(want)
        assert floored.sigma_z[0] == max(1.0, raw.sigma_z[0])


def test_freeze_counts_positions_from_the_start_of_each_phase():
    chart = p_chart([None, 2, 8, 1, 9, 9], [10] * 6, freeze=2, parts=[3])
    assert [point.centre for point in chart.points] == [0.2] * 3 + [0.5] * 3
    assert [point.phase for point in chart.points] == [1, 1, 1, 2, 2, 2]


def test_left_out_points_keep_limits_but_are_never_outside():
    events = [5, 5, 5, 60, 5, 5]
    with_it, without = p_chart(events, [100] * 6), p_chart(events, [100] * 6, exclude=[4])
    assert with_it.points[3].outside
    assert not without.points[3].outside
    assert not without.points[3].included
    assert without.points[3].upper is not None
    assert without.points[0].centre == 0.05


def test_p_prime_bridges_left_out_points_but_not_missing_ones():
    bridged = p_prime_chart([1, 9, 5], [10] * 3, exclude=[2], floor_sigma_z=False)
    assert bridged.sigma_z[0] > 0
    assert p_prime_chart([1, None, 5], [10] * 3).sigma_z == (None,)


def test_nothing_at_all():
    assert p_chart([], []).points == ()
    empty = p_chart([0, None], [0, 5]).points
    assert [point.centre for point in empty] == [None, None]


@pytest.mark.parametrize(
    "wrong",
    [{"freeze": 0}, {"parts": [0]}, {"parts": [3]}, {"parts": [2, 1]}, {"exclude": [4]}, {"exclude": [0]}],
)
def test_impossible_point_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        p_chart([1, 2, 3], [10, 10, 10], **wrong)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="events"):
        p_chart([11], [10])
    with pytest.raises(ValueError, match="value"):
        run_chart([-1])


def test_run_chart_has_the_median_of_its_baseline_and_no_limits():
    chart = run_chart([1, None, 3, 100, 200], freeze=4)
    assert {point.centre for point in chart.points} == {3}
    assert {point.lower for point in chart.points} == {None}
    assert chart.sigma_z == ()


def test_g_chart():
    chart = g_chart([2, 4, 6])
    assert chart.points[0].centre == 4
    assert chart.points[0].upper == pytest.approx(4 + 3 * math.sqrt(20))
    assert chart.points[0].lower == 0


def test_t_chart_is_an_individuals_chart_on_even_ground():
    even = [value ** (1 / 3.6) for value in (10.0, 30.0, 20.0)]
    sigma = (abs(even[1] - even[0]) + abs(even[2] - even[1])) / 2 / 1.128
    chart = t_chart([10.0, 30.0, 20.0])
    assert chart.points[0].centre == pytest.approx((sum(even) / 3) ** 3.6)
    assert chart.points[0].upper == pytest.approx((sum(even) / 3 + 3 * sigma) ** 3.6)
    assert t_chart([5, None]).points[0].upper is None
    assert t_chart([0, 100, 0]).points[0].lower == 0


@given(VALUES, st.integers(0, 4))
def test_run_rules_from_their_definition(values, centre):
    got = run_rules(values, centre)
    assert (got.useful, got.longest_run, got.crossings) == slow.longest_run_and_crossings(values, centre)
    if got.useful:
        assert got.longest_run_max == round(math.log2(got.useful)) + 3
        assert got.signal == (got.longest_run > got.longest_run_max or got.crossings < got.crossings_min)
    else:
        assert not got.signal


def test_run_rules_without_a_centre():
    assert run_rules([1, 2, 3], None).useful == 0


@given(VALUES, st.integers(0, 4), st.integers(1, 6))
def test_every_shift_is_a_maximal_run(values, centre, length):
    sides = [0 if v is None or v == centre else 1 if v > centre else -1 for v in values]
    for run in shift(values, centre, length):
        side = 1 if run.side == "above" else -1
        assert sides[run.start] == side
        assert [s for s in sides[: run.start] if s][-1:] != [side]
        useful = [s for s in sides[run.start :] if s]
        assert useful[: run.length] == [side] * run.length
        assert useful[run.length : run.length + 1] != [side]
        assert run.length >= length


def test_a_shift_bridges_missing_points_and_points_on_the_centre():
    assert shift([1, 2, None, 2, 1, 2, 0], 1, length=3) == [Run(1, 3, "above")]
    assert shift([0, 0, 0, 2], 1, length=3) == [Run(0, 3, "below")]
