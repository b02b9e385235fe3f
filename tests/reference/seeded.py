"""Cases by seed with the verdict of the slow reference, judged once per test run."""

import random
from functools import cache

from .case_generator import random_case
from .slow_screening import slow_results

FEW = 300
"""Completions judged per check in the quick suite; a check with more of them is left out there."""


@cache
def judged(seed: int, limit: int = FEW, profile: str = "nl"):
    """(facts, check id → result or None) of the case with this seed."""
    facts = random_case(random.Random(seed))
    return facts, slow_results(facts, profile, limit)
