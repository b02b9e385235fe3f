"""PURE. The 45 checks, in the order of the specification, and which findings are faces of one point."""

from typing import Final

from cases.screening.checks.check import Check
from cases.screening.checks.delay import DELAY
from cases.screening.checks.escalation import ESCALATION
from cases.screening.checks.protocol import PROTOCOL

__all__ = ["CHECKS", "CHECK_BY_ID", "TOGETHER", "Check"]

CHECKS: Final[tuple[Check, ...]] = (*DELAY, *PROTOCOL, *ESCALATION)
CHECK_BY_ID: Final[dict[str, Check]] = {check.id: check for check in CHECKS}

TOGETHER: Final[tuple[frozenset[str], ...]] = (
    frozenset({"D09", "E01"}),
    frozenset({"D13", "E01"}),
    frozenset({"E01", "E07"}),
    frozenset({"P07", "D03"}),
)
"""Findings that rest on the same missing entry: shown together as one point with several faces."""
