"""The tables of improvement: actions, what was done, what was measured, what was decided about patterns."""

from dashboards.models.action import ActionItem, ActionLog, Measurement
from dashboards.models.choices import (
    ActionType,
    Decision,
    LogKind,
    MeasureKind,
    Origin,
    Rule,
    Stage,
    Trigger,
)
from dashboards.models.kept import KeptError
from dashboards.models.pattern import PatternAnswer, PatternDecision

__all__ = [
    "ActionItem",
    "ActionLog",
    "ActionType",
    "Decision",
    "KeptError",
    "LogKind",
    "MeasureKind",
    "Measurement",
    "Origin",
    "PatternAnswer",
    "PatternDecision",
    "Rule",
    "Stage",
    "Trigger",
]
