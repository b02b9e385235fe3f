"""Findings on made-up cases, plain, in place of the cases app."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WORDS = {"F": "flagged", "M": "met", "?": "not_assessable", "-": "not_applicable"}


@dataclass(frozen=True)
class Finding:
    case_number: str
    birth_time: datetime
    result: str
    check_id: str = "E06"
    category: str = "escalation"
    severity: str = "H"
    place: str = "hospital"
    office_hours: bool = False
    review_status: str = ""
    final_ml: int | None = 1500


def findings(results, *, newest, step=7, prefix="C", **values):
    """One case per letter, newest first, ``step`` days apart."""
    first = datetime(newest.year, newest.month, newest.day, 12, tzinfo=UTC)
    return [
        Finding(f"{prefix}{i:03}-AA", first - timedelta(days=step * i), WORDS[letter], **values)
        for i, letter in enumerate(results)
    ]
