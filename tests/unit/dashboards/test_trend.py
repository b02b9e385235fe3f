"""The own figure per quarter: frozen limits, rules over the last twenty, nothing said of an open quarter."""

from datetime import date

import pytest

from dashboards.effect import QuarterCount
from dashboards.trend import trend
from fluxus.periods import following, parse

FIRST = parse("2018-Q1")


def counts(events, total=1000):
    return [QuarterCount(following(FIRST, i), k, total) for i, k in enumerate(events)]


def judged(events, *, until=date(2099, 12, 31), total=1000):
    return trend(counts(events, total), delivered_until=until)


STABLE = [60, 66, 58, 63, 57, 65, 61, 59, 64, 60, 62, 58, 63, 61, 57, 64, 60, 66, 59, 62]


def test_a_stable_series():
    got = judged(STABLE)
    assert got.sentence.state == "stable"
    assert not got.provisional
    assert got.points[0].centre == got.points[-1].centre == pytest.approx(sum(STABLE[:12]) / 12000)


def test_a_run_is_told_with_its_first_quarter():
    got = judged(STABLE + [50, 52, 49, 51, 50, 48, 52, 50])
    assert got.sentence.state == "run_below"
    assert got.sentence.lead.en == "Since 1st quarter of 2023 lower than before:"


def test_a_point_outside():
    got = judged(STABLE[:15] + [120] + STABLE[16:])
    assert got.sentence.state == "outside"
    assert got.points[15].outside


def test_too_few_crossings():
    slow = [56] * 5 + [66] * 6 + [56] * 5 + [66] * 5
    assert judged(slow).sentence.state == "few_crossings"


def test_rules_look_at_the_last_twenty_quarters_only():
    old_run = [50] * 3 + [70] * 9 + STABLE
    assert judged(old_run).points[0].phase == 1
    assert judged(STABLE[:12] + [120] + STABLE).sentence.state == "stable"


def test_an_open_quarter_is_drawn_and_never_judged():
    events = STABLE[:12] + [200]
    got = judged(events, until=date(2021, 2, 28))
    assert got.open_quarters == {parse("2021-Q1")}
    assert not got.points[12].outside
    assert got.points[12].value == 0.2
    assert got.sentence.state == "stable"
    assert judged(events).sentence.state == "outside"


def test_few_quarters_are_provisional_and_get_no_sentence():
    got = judged(STABLE[:6])
    assert (got.provisional, got.sentence) == (True, None)
    assert 0 < got.useful <= 6


@pytest.mark.parametrize("until", [date(2010, 1, 1), date(2099, 1, 1)])
def test_nothing_delivered(until):
    assert judged([], until=until).sentence is None
    assert judged([60, 61], until=date(2010, 1, 1)).useful == 0


def test_an_empty_quarter_leaves_a_gap():
    series = counts(STABLE)
    series[4] = QuarterCount(series[4].quarter, 0, 0)
    got = trend(series, delivered_until=date(2099, 1, 1))
    assert got.points[4].value is None
    assert got.sentence.state == "stable"
