"""A case means the same at any moment: over midnight, both clock changes and a leap day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_format import read_case, write_case
from cases.screening.engine import screen
from cases.screening.rules import load_rule_set
from tests.reference.case_generator import random_case

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RULES = load_rule_set("nl")
MOMENTS = {
    "in the afternoon": datetime(2025, 6, 3, 12, 0, tzinfo=UTC),
    "just before midnight": datetime(2025, 6, 3, 21, 55, tzinfo=UTC),
    "just before the clock goes forward": datetime(2025, 3, 30, 0, 50, tzinfo=UTC),
    "just before the clock goes back": datetime(2025, 10, 26, 0, 50, tzinfo=UTC),
    "in the hour that comes twice": datetime(2025, 10, 26, 1, 5, tzinfo=UTC),
    "before a leap day": datetime(2024, 2, 28, 22, 50, tzinfo=UTC),
    "at the turn of the year": datetime(2024, 12, 31, 22, 58, tzinfo=UTC),
}


def judged_at(facts, moment):
    """Write the case as born at this moment, read it back and screen what was read."""
    moved = replace(facts, birth=replace(facts.birth, time=moment))
    reading = read_case(write_case(moved), now=NOW)
    assert reading.facts is not None, [problem.sentence("en") for problem in reading.problems]
    assert reading.facts == moved
    screening = screen(reading.facts, RULES)
    return screening.derived, [(f.check, f.result, f.value, f.limit) for f in screening.findings]


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("seed", range(12))
def test_the_verdict_does_not_depend_on_the_clock(seed, name):
    facts = random_case(Random(seed))
    assert judged_at(facts, MOMENTS[name]) == judged_at(facts, MOMENTS["in the afternoon"])


@given(seed=st.integers(0, 400), minutes=st.integers(0, 2 * 365 * 24 * 60))
@settings(max_examples=40, deadline=None)
def test_shifting_a_whole_case_in_time_changes_nothing(seed, minutes):
    facts = random_case(Random(seed), unknowns=0)
    first = datetime(2024, 1, 10, 6, 0, tzinfo=UTC)
    assert judged_at(facts, first + timedelta(minutes=minutes)) == judged_at(facts, first)
