"""PURE. Which months are missing or strikingly small, against what is usual for this organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final, Literal

from scipy.stats import poisson

from fluxus.periods import Period, following, unit_of

HISTORY: Final = 12
"""Usual is the median of so many months before."""
LEAST_HISTORY: Final = 6
"""With fewer months of history nothing is usual yet."""
BY_CHANCE: Final = 0.001
"""A month is flagged when chance gives so few reports in less than 1 of 1000 months (Poisson)."""


@dataclass(frozen=True)
class Gap:
    """A month of one organisation with no reports, or far fewer than usual."""

    lvr_id: str
    month: Period
    reports: int
    usual: float

    @property
    def kind(self) -> Literal["missing", "few"]:
        """Whether there is nothing, or little."""
        return "few" if self.reports else "missing"


@dataclass(frozen=True)
class Looked:
    """The months of one organisation in a period: how many could be judged, and which stand out."""

    months: int
    gaps: tuple[Gap, ...]


def look(lvr_id: str, reports: Mapping[date, int], period: Period, until: date) -> Looked:
    """Judge the months of a period up to ``until``, the last day with data anywhere.

    ``reports`` counts per first day of the month; months without are absent or 0. Usual is the median of the
    12 months before, flagged ones left out, so that a long silence does not become usual.
    """
    filled = [day for day, number in reports.items() if number]
    if not filled:
        return Looked(0, ())
    usual_months: list[int] = []
    gaps, judged = [], 0
    month = unit_of(min(filled), "month")
    while month.end <= min(period.end, until):
        number = reports.get(month.start, 0)
        gap = _gap(lvr_id, month, number, usual_months[-HISTORY:])
        if month.start >= period.start and len(usual_months) >= LEAST_HISTORY:
            judged += 1
            gaps += [gap] if gap else []
        if gap is None:
            usual_months.append(number)
        month = following(month)
    return Looked(judged, tuple(gaps))


def _gap(lvr_id: str, month: Period, number: int, before: list[int]) -> Gap | None:
    if len(before) < LEAST_HISTORY:
        return None
    usual = float(median(before))
    if number >= usual or float(poisson.cdf(number, usual)) >= BY_CHANCE:
        return None
    return Gap(lvr_id, month, number, usual)


def is_late(reports: Mapping[date, int], last: date, behind: int) -> bool | None:
    """Return whether ``behind`` months of silence after ``last`` are more than chance; None: too few to say.

    Expected is the mean per month over the 12 months up to the last one with reports.
    """
    if not behind:
        return False
    first = unit_of(last, "month")
    usual = [reports.get(following(first, -n).start, 0) for n in range(HISTORY)]
    expected = sum(usual) / HISTORY * behind
    return True if float(poisson.pmf(0, expected)) < BY_CHANCE else None


def months_behind(last: date, newest: date) -> int:
    """Return how many months lie between two dates' months."""
    return (newest.year - last.year) * 12 + newest.month - last.month
