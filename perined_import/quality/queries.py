"""What others may ask of the quality counts: of a VSV's reporters, of the country, the spread of the loss."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, Sum, Value, When

from fluxus.organisations import access
from fluxus.organisations.models import Attribution, Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, unit_of
from perined_import.models import QualityCount
from perined_import.quality.counting import COUNTED, by_reporter, reports_that_count

NAMES = ("duplicates", *COUNTED)
BIN_ML = 50
HEAPS_ML = (500, 1000)


@dataclass(frozen=True)
class MonthRow:
    """Counts of a reporter (empty: unnamed) in one month; ``month`` None: only the year is known."""

    lvr_id: str
    year: int
    month: Period | None
    counts: Mapping[str, int]

    def lies_in(self, period: Period) -> bool:
        """Whether all its births lie in the period; a bare year only in one that holds that year."""
        if self.month is not None:
            return self.month.start in period and self.month.end in period
        return date(self.year, 1, 1) in period and date(self.year, 12, 31) in period


@dataclass(frozen=True)
class Reporter:
    """An organisation of a VSV and the runs of days on which it belonged to it (until None: still)."""

    lvr_id: str
    name: str
    kind: str
    runs: Sequence[tuple[date, date | None]] = field(default_factory=tuple)

    def belongs(self, year: int, month: int) -> bool:
        """Whether it belonged to the VSV on any day of a month; of a bare year: on 1 July."""
        whole = unit_of(date(year, month or 7, 1), "month")
        first, last = whole.start, whole.end if month else whole.start
        return any(since <= last and (until is None or until >= first) for since, until in self.runs)


def reporters(user: Any, vsv: Vsv) -> list[Reporter]:
    """Return the organisations of a VSV, now or before; none without the permission there."""
    mine = access.visible_to(user, Attribution.objects.filter(vsv=vsv), Permission.SEE_DATA_QUALITY)
    found: dict[str, Reporter] = {}
    for one in mine.select_related("organisation").order_by("organisation__kind", "organisation__name"):
        told = one.organisation
        runs = found[told.lvr_id].runs if told.lvr_id in found else ()
        found[told.lvr_id] = Reporter(
            told.lvr_id, told.name, told.kind, (*runs, (one.valid_from, one.valid_until))
        )
    return list(found.values())


def month_rows(user: Any, vsv: Vsv, organisations: Sequence[Reporter]) -> list[MonthRow]:
    """Return the months of a VSV: of its organisations while they belonged to it, and of files naming it."""
    if not access.vsvs_with(user, Permission.SEE_DATA_QUALITY).filter(pk=vsv.pk).exists():
        return []
    known = {one.lvr_id: one for one in organisations}
    rows = QualityCount.objects.filter(Q(vsv=vsv) | Q(vsv=None, lvr_id__in=known))
    return [
        _row(row)
        for row in rows.order_by("year", "month", "lvr_id").values(
            "vsv_id", "lvr_id", "year", "month", *NAMES
        )
        if row["vsv_id"] is not None or known[row["lvr_id"]].belongs(row["year"], row["month"])
    ]


def country_rows() -> list[MonthRow]:
    """Return the counts of all reporters together, per month."""
    sums = {f"n_{name}": Sum(name) for name in NAMES}
    rows = QualityCount.objects.order_by("year", "month").values("year", "month").annotate(**sums)
    return [_row(row | {"lvr_id": ""} | {name: row[f"n_{name}"] for name in NAMES}) for row in rows]


def loss_bins(vsv: Vsv, organisations: Sequence[Reporter], period: Period) -> dict[tuple[int, bool], int]:
    """Return how many eligible reports have their loss in each step of 50 ml.

    The key is the lower edge and whether the value is exactly 500 or 1000. One query. Whoever calls this has
    the organisations from `reporters`, which looks at the permission.
    """
    known = {one.lvr_id: one for one in organisations}
    of_vsv = Q(vsv_named=True, vsv=vsv) | Q(vsv_named=False, lvr_id__in=known)
    days = Q(birth_date__gte=period.start, birth_date__lte=period.end)
    if period.whole_years:
        days |= Q(birth_date=None, birth_year__gte=period.start.year, birth_year__lte=period.end.year)
    rows = (
        by_reporter(reports_that_count().filter(days, eligible=True, blood_loss_ml__isnull=False))
        .filter(of_vsv)
        .annotate(
            step=F("blood_loss_ml") - F("blood_loss_ml") % BIN_ML,
            heap=Case(
                When(blood_loss_ml__in=HEAPS_ML, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .values("of_vsv", "lvr_id", "year", "month", "step", "heap")
        .annotate(n=Count("pk"))
    )
    found: dict[tuple[int, bool], int] = {}
    for row in rows:
        if row["of_vsv"] is not None or known[row["lvr_id"]].belongs(row["year"], row["month"]):
            key = (row["step"], row["heap"])
            found[key] = found.get(key, 0) + row["n"]
    return found


def added(rows: Iterable[MonthRow]) -> dict[str, int]:
    """Return the sum of the counts of some months."""
    total = dict.fromkeys(NAMES, 0)
    for row in rows:
        for name in NAMES:
            total[name] += row.counts[name]
    return total


def _row(row: Mapping[str, Any]) -> MonthRow:
    month = unit_of(date(row["year"], row["month"], 1), "month") if row["month"] else None
    return MonthRow(row["lvr_id"], row["year"], month, {name: row[name] for name in NAMES})
