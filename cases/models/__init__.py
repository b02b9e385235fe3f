"""Cases, the rows of their timeline, findings and reviews, rule sets and perspectives."""

from cases.models.case import (
    ROW_MODELS,
    BloodLossRow,
    BloodProductRow,
    CallRow,
    Case,
    InterventionRow,
    LabRow,
    MedicationRow,
    Receipt,
    Row,
    StaffRow,
    Status,
    UnreadLine,
    VitalsRow,
)
from cases.models.finding import Category, Finding, Result, Review, ReviewStatus
from cases.models.perspective import CareLine, Judgement, Opinion, Perspective
from cases.models.rule_set import LocalRuleSet, Profession, Signature

__all__ = [
    "ROW_MODELS",
    "BloodLossRow",
    "BloodProductRow",
    "CallRow",
    "CareLine",
    "Case",
    "Category",
    "Finding",
    "InterventionRow",
    "Judgement",
    "LabRow",
    "LocalRuleSet",
    "MedicationRow",
    "Opinion",
    "Perspective",
    "Profession",
    "Receipt",
    "Result",
    "Review",
    "ReviewStatus",
    "Row",
    "Signature",
    "StaffRow",
    "Status",
    "UnreadLine",
    "VitalsRow",
]
