"""The slow, obvious screening: judge every completion of the unknowns, then apply the one rule.

An oracle for the engine, written from the words of the specification alone. ``None`` as a result means that
there are more completions than we are willing to judge one by one.
"""

from .check_table import CHECKS, DERIVED
from .check_words import FLAGGED, MET, NOT_APPLICABLE, NOT_ASSESSABLE
from .completions import Completions

TOO_MANY = 20_000
UNKNOWN = "unknown"


def slow_results(facts, profile="nl", limit=TOO_MANY):
    """Check id → result (flagged, met, not_applicable, not_assessable; None: too many completions)."""
    return {name: slow_result(name, facts, profile, limit) for name in CHECKS}


def slow_result(name, facts, profile="nl", limit=TOO_MANY):
    check = CHECKS[name]
    completions = Completions(check, facts, profile)
    if completions.size() > 200:
        found = {check.judge(case) for case in completions.sample(60)}
        if len(found) > 1 and found != {MET, NOT_APPLICABLE}:
            return NOT_ASSESSABLE
    if completions.size() > limit:
        return None
    results, as_recorded = set(), {}
    for choice, added, case in completions.every():
        result = check.judge(case)
        results.add(result)
        if not added:
            as_recorded.setdefault(choice, set()).add(result)
        if len(results) > 1 and results != {MET, NOT_APPLICABLE}:
            return NOT_ASSESSABLE
    return verdict(results, as_recorded)


def verdict(results, as_recorded):
    """The one rule. ``as_recorded``: unknown values as chosen → results however the entries are dated."""
    if len(results) == 1:
        return next(iter(results))
    if results == {MET, NOT_APPLICABLE} and {MET} in as_recorded.values():
        return MET
    return NOT_ASSESSABLE


def slow_derived(facts, profile="nl", limit=TOO_MANY):
    """Name → minutes (ml), None: not reached, "never" (tc), "unknown"; Ellipsis: too many completions."""
    return {name: _derived(check, facts, profile, limit) for name, check in DERIVED.items()}


def _derived(check, facts, profile, limit):
    completions = Completions(check, facts, profile)
    if completions.size() > limit:
        return UNKNOWN if len({check.judge(case) for case in completions.sample(300)}) > 1 else ...
    found = set()
    for _, _, case in completions.every():
        found.add(check.judge(case))
        if len(found) > 1:
            return UNKNOWN
    return next(iter(found))


__all__ = [
    "FLAGGED",
    "MET",
    "NOT_APPLICABLE",
    "NOT_ASSESSABLE",
    "slow_derived",
    "slow_result",
    "slow_results",
]
