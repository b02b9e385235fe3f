"""Cases, the rows of their timeline, findings and reviews."""

from cases.models.case import (
    ROW_MODELS,
    BloodLossRow,
    BloodProductRow,
    CallRow,
    Case,
    InterventionRow,
    LabRow,
    MedicationRow,
    Row,
    StaffRow,
    Status,
    VitalsRow,
)
from cases.models.finding import Category, Finding, Result, Review, ReviewStatus

__all__ = [
    "ROW_MODELS",
    "BloodLossRow",
    "BloodProductRow",
    "CallRow",
    "Case",
    "Category",
    "Finding",
    "InterventionRow",
    "LabRow",
    "MedicationRow",
    "Result",
    "Review",
    "ReviewStatus",
    "Row",
    "StaffRow",
    "Status",
    "VitalsRow",
]
