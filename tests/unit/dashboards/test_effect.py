"""After an action: looked at once, on the check date, with enough quarters and enough births or cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.effect import (
    Baseline,
    QuarterCount,
    earliest_check_date,
    judge,
    quarters_after,
    sigma_z,
)
from fluxus.periods import following, parse
from tests.reference import statistics as slow

START = date(2023, 2, 10)
FIRST = parse("2023-Q2")


def series(*pairs, first=FIRST):
    return [QuarterCount(following(first, i), k, n) for i, (k, n) in enumerate(pairs)]


def judged(pairs, **values):
    asked = {
        "baseline": Baseline(24, 73),
        "start": START,
        "check_date": date(2024, 4, 1),
        "today": date(2024, 4, 1),
        "kind": "process",
        "rule": "difference",
        "intended": "higher",
    }
    return judge(counts=series(*pairs), **(asked | values))


def test_a_clear_change_on_the_check_date():
    got = judged([(9, 12), (18, 22), (10, 12)])
    assert (got.state, got.events, got.total, got.quarters) == ("changed", 37, 46, 3)
    assert (got.interval.lower, got.interval.upper) == pytest.approx(slow.newcombe(24, 73, 37, 46, 0.95))
    assert got.difference == pytest.approx(37 / 46 - 24 / 73)
    assert got.as_intended
    assert got.mid_p < 0.001


def test_a_change_the_other_way_is_a_change_but_not_as_intended():
    assert judged([(1, 30), (1, 30)]).as_intended is False


def test_no_change_shown():
    got = judged([(10, 25), (9, 25)])
    assert (got.state, got.reason, got.as_intended) == ("not_shown", "", None)


@pytest.mark.parametrize(
    ("pairs", "values", "reason"),
    [
        ([], {}, "quarters"),
        ([(30, 40)], {}, "quarters"),
        ([(30, 40)] * 3, {"kind": "outcome"}, "quarters"),
        ([(15, 20), (15, 19)], {}, "denominator"),
        ([(30, 40)] * 3, {"today": date(2024, 3, 31)}, "date"),
        (
            [(30, 40)] * 7,
            {"rule": "shift", "check_date": date(2026, 1, 1), "today": date(2026, 1, 1)},
            "points",
        ),
    ],
)
def test_too_early_says_why_and_still_gives_the_figures(pairs, values, reason):
    got = judged(pairs, **values)
    assert (got.state, got.reason) == ("early", reason)
    assert got.total == sum(n for _, n in pairs)
    assert (got.difference is None) == (not pairs)


def test_later_quarters_do_not_change_a_verdict_that_was_due():
    in_time = [(10, 25), (9, 25), (11, 25), (8, 25)]
    due = judged(in_time)
    later = judged([*in_time, (25, 25), (25, 25)], today=date(2025, 1, 1))
    assert later == due


def test_a_quarter_that_the_action_falls_in_does_not_count():
    counts = series((1, 10), (2, 10), (3, 10), first=parse("2023-Q1"))
    assert [c.events for c in quarters_after(START, counts, date(2023, 12, 31))] == [2, 3]
    assert [c.events for c in quarters_after(date(2023, 1, 1), counts, date(2023, 6, 30))] == [1, 2]


def test_an_empty_quarter_does_not_count():
    assert judged([(0, 0), (30, 40)]).reason == "quarters"


def test_overdispersion_widens_the_interval_about_the_difference():
    plain = judged([(14, 25), (14, 25)])
    wide = judged([(14, 25), (14, 25)], baseline=Baseline(24, 73, sigma_z=2))
    assert plain.state == "changed"
    assert wide.state == "not_shown"
    narrow_half, wide_half = (each.difference - each.interval.lower for each in (plain, wide))
    assert wide_half == pytest.approx(2 * narrow_half)
    assert judged([(14, 25), (14, 25)], baseline=Baseline(24, 73, sigma_z=0.5)) != wide


def test_the_interval_stays_between_minus_one_and_one():
    got = judged([(40, 40), (40, 40)], baseline=Baseline(0, 3, sigma_z=9))
    assert got.interval.upper == 1


def test_eight_points_on_one_side_are_a_hint():
    asked = {"rule": "shift", "check_date": date(2026, 1, 1), "today": date(2026, 1, 1)}
    got = judged([(8, 10)] * 8, **asked)
    assert (got.state, got.run.length, got.run_since, got.as_intended) == ("changed", 8, FIRST, True)
    broken = judged([(8, 10)] * 4 + [(1, 10)] + [(8, 10)] * 4, **asked)
    assert broken.state == "not_shown"


def test_without_a_baseline_nothing_is_shown_to_have_changed():
    got = judged([(30, 40), (30, 40)], baseline=Baseline(0, 0))
    assert (got.state, got.difference, got.interval.lower) == ("not_shown", None, None)


@pytest.mark.parametrize(
    ("start", "kind", "first"),
    [
        (date(2023, 1, 1), "process", date(2023, 7, 1)),
        (date(2023, 1, 2), "process", date(2023, 10, 1)),
        (date(2023, 12, 31), "outcome", date(2025, 1, 1)),
    ],
)
def test_earliest_check_date(start, kind, first):
    assert earliest_check_date(start, kind, "difference") == first
    assert earliest_check_date(date(2023, 1, 1), kind, "shift") == date(2025, 1, 1)


@given(st.lists(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=14))
def test_sigma_z_is_at_least_one(pairs):
    assert sigma_z(series(*pairs)) >= 1
