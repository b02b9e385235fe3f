"""The one rule for unknowns, and the possible moments of what was done."""

from itertools import combinations
from math import inf

import pytest

from cases.screening import possible as p
from cases.screening.findings import Result
from cases.screening.possible import Done, Event

ALL = (p.MET, p.MET_BY_ADDING, p.FLAGGED, p.NOT_APPLICABLE, p.NOT_ASSESSABLE)


def by_the_words(bits):
    results = {Result.MET if bit in (p.MET, p.MET_BY_ADDING) else bit for bit in bits}
    results = {
        {p.FLAGGED: Result.FLAGGED, p.NOT_APPLICABLE: Result.NOT_APPLICABLE}.get(one, one) for one in results
    }
    if results == {Result.MET, Result.NOT_APPLICABLE}:
        return Result.MET if p.MET in bits else Result.NOT_ASSESSABLE
    if len(results) == 1 and p.NOT_ASSESSABLE not in bits:
        return next(iter(results))
    return Result.NOT_ASSESSABLE


@pytest.mark.parametrize("bits", [set(some) for size in range(1, 6) for some in combinations(ALL, size)])
def test_the_one_rule(bits):
    assert p.result_of(sum(bits)) == by_the_words(bits)
    if p.settled(sum(bits)):
        assert by_the_words(bits) is Result.NOT_ASSESSABLE


def test_the_first_of_several():
    done = Done([Event(10, 10), Event(20, 20, certain=False)])
    assert done.can_be_by(10) and not done.can_be_by(9)
    assert done.can_be_late(9) and not done.can_be_late(10)
    assert not done.can_be_absent() and done.recorded_by(10)


def test_what_may_not_count_can_be_late_or_absent():
    done = Done([Event(20, 20, certain=False)])
    assert done.can_be_late(19) and not done.can_be_late(20) and done.can_be_absent()


def test_an_undated_entry_lies_from_birth_on():
    done = Done([Event(0, inf, dated=False)])
    assert done.can_be_by(0) and not done.can_be_by(-1)
    assert done.can_be_late(1000) and not done.can_be_absent() and not done.recorded_by(1000)
    later = done.since(30)
    assert later.can_be_absent() and not later.can_be_by(29) and not later.events[0].shown


def test_a_latest_possible_moment_can_suffice():
    assert Done([Event(0, 20, dated=False)]).recorded_by(20)
    assert not Done([Event(0, 20, dated=False)]).recorded_by(19)


def test_entries_that_may_be_left_out():
    done = Done([], extra=True)
    assert done.can_be_by(0) and done.can_be_late(500) and done.can_be_absent() and done.possible
    assert not done.since(10).can_be_by(9)
    together = done.since(10).with_more(Done([Event(3, 3)]))
    assert together.extra and together.floor == 10 and together.can_be_by(3)
