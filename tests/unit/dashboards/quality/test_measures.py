"""The evaluator of data quality: figures, thresholds, and too few births."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.quality.about import ABOUT
from dashboards.quality.measures import (
    AT_1000,
    COMPLETENESS,
    LEAST,
    MEASURES,
    MISSING,
    MONTHS,
    judge,
    judged,
)
from dashboards.statistics.intervals import wilson_interval
from perined_import.quality.queries import NAMES

COUNTS = dict.fromkeys(NAMES, 0)


def test_missing_is_what_has_neither_millilitres_nor_flag():
    found = judge(MISSING, COUNTS | {"eligible": 200, "with_ml": 180, "flag_only": 5})
    assert (found.events, found.total, found.rate) == (15, 200, 0.075)
    assert found.interval == wilson_interval(15, 200)


@pytest.mark.parametrize(
    ("events", "total", "state"),
    [
        (0, 0, "none"),
        (9, 9, "few"),
        (0, LEAST, "good"),
        (10, 100, "good"),
        (11, 100, "look"),
        (25, 100, "look"),
        (26, 100, "work"),
        (3, 10, "work"),
        (31, 80, "work"),
    ],
)
def test_heaping_is_judged_by_its_thresholds(events, total, state):
    assert judged(AT_1000, events, total).state == state


def test_what_chance_can_explain_does_not_need_work():
    by_chance = judged(MISSING, 1, 15)
    assert by_chance.rate > MISSING.work and by_chance.interval.lower <= MISSING.good
    assert by_chance.state == "look"


def test_a_plain_count_needs_no_interval():
    differ = next(each for each in MEASURES if each.id == "differ")
    assert [judged(differ, k, 400).state for k in (0, 1, 4, 5)] == ["good", "look", "look", "work"]
    assert judged(differ, 5, 400).interval.lower is None


def test_the_expected_number_is_that_of_weighing_to_ten_millilitres():
    window = range(900, 1101, 10)
    assert AT_1000.expected == pytest.approx(1 / len(window))
    assert judged(AT_1000, 31, 80).expected == pytest.approx(80 / 21)
    assert judged(MISSING, 1, 80).expected is None


def test_every_measure_counts_what_is_counted_and_is_explained():
    for each in (*MEASURES, *COMPLETENESS):
        assert {each.plus, each.total, *each.minus} <= set(NAMES)
        assert 0 <= each.good < each.work < 1
    assert {each.id for each in MEASURES} | {MONTHS.id} == set(ABOUT)
    assert all(len(about.steps) >= 2 for about in ABOUT.values())


@given(total=st.integers(0, 3000), data=st.data())
def test_more_is_never_judged_better(total, data):
    order = ["good", "look", "work"]
    less = data.draw(st.integers(0, total))
    more = data.draw(st.integers(less, total))
    for measure in (*MEASURES, *COMPLETENESS):
        states = [judged(measure, k, total).state for k in (less, more)]
        assert states in (["none", "none"], ["few", "few"]) or order.index(states[0]) <= order.index(
            states[1]
        )
