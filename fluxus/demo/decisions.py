"""PURE. What the reviewers of the demo decided about each flag: mostly confirmed, a few left open."""

from dataclasses import dataclass
from typing import Final

from fluxus.demo.dice import Dice

STATUSES: Final = {"confirmed": 80.0, "rejected": 11.0, "not_assessable": 3.0, "open": 6.0}
REASONS: Final = {"right_choice": 50.0, "entry_error": 20.0, "does_not_apply": 25.0, "other": 5.0}
STANDARDS: Final = {"guideline": 50.0, "local_agreement": 35.0, "usual_care": 15.0}
RELATIONS: Final = {
    "none": 10.0,
    "improbable": 30.0,
    "possible": 40.0,
    "probable": 18.0,
    "very_probable": 2.0,
}
DOMAINS: Final = {
    "delay": {"organisation": 55.0, "professional": 30.0, "resources": 15.0},
    "protocol": {"professional": 50.0, "documentation": 30.0, "resources": 20.0},
    "escalation": {"communication": 60.0, "organisation": 25.0, "professional": 15.0},
}
"""Usual domains per category of check."""


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """The answer to one flag, in the codes of the review; empty where it does not apply."""

    status: str
    reason: str = ""
    standard: str = ""
    domain: str = ""
    relation: str = ""


def decide(seed: int, *, case: str, check: str, category: str) -> DemoDecision | None:
    """Return the decision about a flag of a case, or None where it is still open."""
    dice = Dice(seed, "decision", case, check)
    status = dice.weighted("status", STATUSES)
    if status == "open":
        return None
    if status == "rejected":
        return DemoDecision(status, reason=dice.weighted("reason", REASONS))
    if status == "not_assessable":
        return DemoDecision(status)
    return DemoDecision(
        status,
        standard=dice.weighted("standard", STANDARDS),
        domain=dice.weighted("domain", DOMAINS[category]),
        relation=dice.weighted("relation", RELATIONS),
    )
