"""Minutes that stand for others, and runs of minutes: the fast ways against the obvious ones."""

from math import inf

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.screening.courses import Minutes
from cases.screening.engine import screen
from cases.screening.relations import Run, never, relation, spread
from cases.screening.rules import load_rule_set
from cases.screening.timeline import Timeline
from tests.reference.case_generator import cases

EVERY = Minutes(range(-2000, 2500), 0)
SMALL = st.integers(-5, 30)


def test_a_stretch_without_moments_is_represented_by_its_first_minute():
    minutes = Minutes([10, 12, 100], reach=2)
    assert minutes.zones == [(8, 14), (98, 102)]
    assert list(minutes.between(0, 110)) == [0, *range(8, 16), *range(98, 104)]
    assert list(minutes.between(20, 30)) == [20]
    assert list(minutes.between(9, 11)) == [9, 10, 11]
    assert list(minutes.between(50, inf)) == [50, *range(98, 104)]
    assert list(minutes.between(5, 5)) == [5]
    assert list(minutes.between(6, 5)) == []
    assert list(Minutes([], 2).between(3, inf)) == [3]


@st.composite
def runs(draw):
    first = draw(SMALL)
    low = draw(SMALL)
    return Run(
        first, first + draw(st.integers(-2, 12)), low, low + draw(st.integers(0, 20)), draw(st.booleans()),
        draw(st.integers(0, 1)), draw(st.booleans()),
    )  # fmt: skip


@given(st.lists(runs(), max_size=8))
def test_spreading_runs_gives_every_minute_its_earliest_end(some):
    obvious = {}
    for run in some:
        for minute in range(int(run.first), int(run.last) + 1):
            key = (minute, run.high, run.added, run.shift, run.tag)
            obvious[key] = min(obvious.get(key, inf), max(run.low, minute + run.shift))
    found = {}
    for minute, run, low in spread(some, EVERY):
        key = (minute, run.high, run.added, run.shift, run.tag)
        assert key not in found
        found[key] = low
    assert found == obvious


def test_a_relation_keeps_the_widest_ends():
    found = relation([Run(1, 2, 5, 9, False, 0), Run(2, 2, 3, 20, False, 0), never(0, 4, added=False)], EVERY)
    assert {(moment.key, moment.low, moment.high) for moment in found.moments} == {
        (1, 5, 9), (2, 3, 20), (None, 0, 4),
    }  # fmt: skip


def test_what_was_added_counts_only_where_it_differs():
    found = relation([Run(1, 1, 5, 9, False, 0), Run(1, 2, 5, 9, True, 0)], EVERY)
    assert {(moment.key, moment.added) for moment in found.moments} == {(1, False), (2, True)}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.sampled_from(["nl", "who2025"]))
def test_leaving_minutes_out_changes_no_result(facts, profile):
    rules = load_rule_set(profile)
    fast = screen(facts, rules)
    usual = Timeline.minutes
    try:
        Timeline.minutes = property(lambda _timeline: EVERY)
        slow = screen(facts, rules)
    finally:
        Timeline.minutes = usual
    assert [finding.result for finding in fast.findings] == [finding.result for finding in slow.findings]
    assert fast.derived == slow.derived
