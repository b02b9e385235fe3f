"""An upload beside what was there: overlaps that would count twice, and figures that jump."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, QuerySet, Sum

from fluxus.organisations.models import Vsv
from fluxus.periods import unit_of
from perined_import import counting
from perined_import.attribution import WHOLE
from perined_import.models import MonthCount, Report, Upload
from perined_import.problems import Problem, shorten

ENOUGH = 100
"""Deliveries on both sides before a change is worth a warning."""
JUMP_SIGMAS = 3
JUMP_UNKNOWN = 0.05
_SHOWN = 20


@dataclass(frozen=True)
class Totals:
    """Counts (in deliveries) of one VSV over the months that an upload touches."""

    eligible: float
    known: float
    pph: float


def totals(upload: Upload) -> Mapping[int, Totals]:
    """Return VSV id → what counts now in the months of the upload."""
    months = Q()
    for year, month in {(row["year"], row["month"]) for row in upload.by_month}:
        months |= Q(year=year, month=month)
    if not months:
        return {}
    rows = MonthCount.objects.filter(months).exclude(vsv=None).values("vsv").order_by()
    return {
        row["vsv"]: Totals(row["e"] / WHOLE, row["k"] / WHOLE, row["p"] / WHOLE)
        for row in rows.annotate(e=Sum("eligible"), k=Sum("known"), p=Sum("pph"))
    }


def totals_counted(upload: Upload) -> Mapping[int, Totals]:
    """Return the same, counted from the deliveries themselves: for before the months are counted again."""
    births = counting.births_in({(row["year"], row["month"]) for row in upload.by_month})
    return {
        vsv_id: Totals(*(count / WHOLE for count in counts))
        for vsv_id, *counts in counting.per_vsv(births, ("eligible", "known", "pph"))
        if vsv_id is not None
    }


def jumps(before: Mapping[int, Totals], after: Mapping[int, Totals]) -> list[Problem]:
    """Warn where the rate or the missing share of a VSV differs much from what was there."""
    names = dict(Vsv.objects.filter(pk__in=list(before)).values_list("pk", "name"))
    found: list[Problem] = []
    for vsv_id in sorted(before):
        old, new = before[vsv_id], after.get(vsv_id)
        if new is not None and min(old.known, new.known) >= ENOUGH:
            found.extend(_jumps_of(names[vsv_id], old, new))
    return found[:_SHOWN]


def _jumps_of(name: str, old: Totals, new: Totals) -> list[Problem]:
    found: list[Problem] = []
    first, second = old.pph / old.known, new.pph / new.known
    pooled = (old.pph + new.pph) / (old.known + new.known)
    spread = (pooled * (1 - pooled) * (1 / old.known + 1 / new.known)) ** 0.5
    if abs(second - first) > JUMP_SIGMAS * spread > 0:
        found.append(_jump("rate_jumps", name, first, second))
    first, second = 1 - old.known / old.eligible, 1 - new.known / new.eligible
    if abs(second - first) > JUMP_UNKNOWN:
        found.append(_jump("unknown_jumps", name, first, second))
    return found


def _jump(code: str, name: str, before: float, after: float) -> Problem:
    params = {"before": f"{before * 100:.1f}", "after": f"{after * 100:.1f}"}
    return Problem(code, value=shorten(name), params=params)


def overlaps(upload: Upload) -> list[Problem]:
    """Warn where messages and a table, or two kinds of table, cover the same organisation and month."""
    own = Report.objects.filter(upload=upload).exclude(role=Report.Role.ASIDE)
    bounds = own.aggregate(first=Min("birth_date"), last=Max("birth_date"))
    if bounds["first"] is None:
        return []
    months = (unit_of(bounds["first"], "month").start, unit_of(bounds["last"], "month").end)
    others = Report.objects.counting().filter(birth_date__range=months).exclude(upload=upload)
    others = others.filter(upload__isnull=False).exclude(role=Report.Role.ASIDE)
    tables = others.exclude(upload__source_key="")
    if upload.source_key:
        messages = others.filter(upload__source_key="")
        found = _shared(own, messages, "both_layouts", organisations=True)
        strangers = tables.exclude(upload__source_key=upload.source_key)
        return found + _shared(own, strangers, "overlapping_table", organisations=False)
    return _shared(own, tables, "both_layouts", organisations=True)


def _shared(own: QuerySet[Report], others: QuerySet[Report], code: str, organisations: bool) -> list[Problem]:
    """Return one warning naming the organisations (or months) that both have."""
    shared = sorted(_cells(own) & _cells(others)) if others.exists() else []
    if not shared:
        return []
    names = sorted({str(lvr_id) if organisations else f"{month:%Y-%m}" for lvr_id, month in shared})
    return [Problem(code, value=shorten(", ".join(names)))]


def _cells(reports: QuerySet[Report]) -> set[tuple[str | None, date]]:
    """Return the (LVR id, first of the month) pairs of some reports."""
    days = reports.exclude(reporting_lvr_id=None).exclude(birth_date=None).order_by()
    pairs = days.values_list("reporting_lvr_id", "birth_date").distinct().iterator(chunk_size=10_000)
    return {(lvr_id, day.replace(day=1)) for lvr_id, day in pairs}
