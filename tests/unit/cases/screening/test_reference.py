"""The slow reference and the case generator themselves: legal cases, and every result reached."""

import random

import pytest
from hypothesis import given, settings

from cases.case_format import read_case, write_case
from tests.reference.case_generator import cases, random_case
from tests.reference.check_table import CHECKS
from tests.reference.seeded import judged
from tests.reference.slow_screening import FLAGGED, MET, NOT_APPLICABLE, NOT_ASSESSABLE, slow_results

RESULTS = (MET, FLAGGED, NOT_APPLICABLE, NOT_ASSESSABLE)
IMPOSSIBLE = {("P16", NOT_ASSESSABLE)}
"""The volume is given or the check does not apply."""

REACHING = (
    *(16, 34, 77, 94, 97, 111, 118, 133, 147, 171, 176),
    *(188, 190, 199, 221, 247, 248, 252, 265, 366, 399, 402),
)
"""Seeds that together reach everything; after a change of the generator the test looks further by itself."""


@given(cases())
@settings(max_examples=50, deadline=None)
def test_generated_cases_are_legal_and_survive_the_case_format(facts):
    reading = read_case(write_case(facts))
    assert not reading.problems
    assert reading.facts == facts


def test_the_generator_reaches_every_result_of_every_check():
    wanted = {(check, result) for check in CHECKS for result in RESULTS} - IMPOSSIBLE
    for seed in (*REACHING, *range(1000)):
        wanted -= set(judged(seed)[1].items())
        if not wanted:
            return
    pytest.fail(f"never reached in a thousand cases: {sorted(wanted)}")


def test_nothing_is_left_to_assess_in_a_fully_recorded_case():
    for seed in range(12):
        results = slow_results(random_case(random.Random(seed), unknowns=0))
        assert None not in results.values()
