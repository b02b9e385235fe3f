"""The engine against the slow reference on random cases: ``FLUXUS_REFERENCE_CASES`` says how many.

``FLUXUS_REFERENCE_FROM`` is the first seed and ``FLUXUS_REFERENCE_COMPLETIONS`` how many completions the
reference judges per check before it leaves that check out.
"""

import os
from dataclasses import asdict

import pytest

from cases.screening.engine import screen
from cases.screening.rules import load_rule_set
from tests.reference.seeded import FEW, judged
from tests.reference.slow_screening import slow_derived

CASES = int(os.environ.get("FLUXUS_REFERENCE_CASES", "80"))
FIRST = int(os.environ.get("FLUXUS_REFERENCE_FROM", "0"))
COMPLETIONS = int(os.environ.get("FLUXUS_REFERENCE_COMPLETIONS", str(FEW)))


def results_of(screening):
    return {finding.check: str(finding.result.value) for finding in screening.findings}


def differences(seeds, profile):
    """One line per disagreement about a result or a derived value."""
    rule_set = load_rule_set(profile)
    for seed in seeds:
        facts, expected = judged(seed, COMPLETIONS, profile)
        screening = screen(facts, rule_set)
        found = results_of(screening)
        for check, result in expected.items():
            if result is not None and result != found[check]:
                yield f"seed {seed} {profile} {check}: engine {found[check]}, reference {result}"
        derived = asdict(screening.derived)
        for name, value in slow_derived(facts, profile, COMPLETIONS).items():
            if value is not ... and value != derived[name]:
                yield f"seed {seed} {profile} {name}: engine {derived[name]}, reference {value}"


@pytest.mark.parametrize("profile", ["nl", "who2025"])
def test_engine_and_reference_agree(profile):
    number = CASES if profile == "nl" else CASES // 4
    found = list(differences(range(FIRST, FIRST + number), profile))
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])
