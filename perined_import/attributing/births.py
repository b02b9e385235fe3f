"""The stored deliveries that a change of the table can concern, as few rows as possible, read in a stream."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from perined_import.attributing.tallies import Figures
from perined_import.attribution import day_of
from perined_import.combining import combine_reports
from perined_import.counting import COUNTED
from perined_import.models import Delivery, Report
from perined_import.settling import row_of

_CHUNK = 2000
_PIECE = 400
_IN_SQL = 400
"""Up to so many organisations are named in the query itself; of more, all births are read and passed over."""
_DECIDING = ("place", "hospital_lvr_id", "reporting_lvr_id", "birth_date", "birth_year")
_FIGURES = {"n": Count("pk")} | {
    f"n_{name}": Count("pk", filter=COUNTED[name]) for name in ("eligible", "known", "pph")
}


class Births(NamedTuple):
    """Whole deliveries that the table attributes alike."""

    day: date
    place: str | None
    hospital_lvr_id: str | None
    reporters: tuple[str | None, ...]
    figures: Figures


def concerned(lvr_ids: Collection[str]) -> Iterator[Births]:
    """Yield the deliveries in which one of these organisations takes part and of which no file named the VSV.

    Births of which neither a date nor a year is known count in no year and are left out.
    """
    yield from _alone(frozenset(lvr_ids))
    yield from _linked(frozenset(lvr_ids))


def _of(lvr_ids: frozenset[str]) -> Q:
    if len(lvr_ids) > _IN_SQL:
        return Q()
    wanted = sorted(lvr_ids)
    return Q(reporting_lvr_id__in=wanted) | Q(hospital_lvr_id__in=wanted)


def _alone(lvr_ids: frozenset[str]) -> Iterator[Births]:
    found = Delivery.objects.filter(_of(lvr_ids), role=Report.Role.ALONE, vsv_named=False)
    rows = found.order_by().values_list(*_DECIDING).annotate(**_FIGURES)
    for place, hospital, reporter, day, year, *counted in rows.iterator(chunk_size=_CHUNK):
        if (day or year) and (hospital in lvr_ids or reporter in lvr_ids):
            yield Births(day_of(day, year), place, hospital, (reporter,), Figures(*counted))


def _linked(lvr_ids: frozenset[str]) -> Iterator[Births]:
    """Yield deliveries of several reports, which decide in their order of precedence."""
    parts = Report.objects.filter(role=Report.Role.PART, live=True)
    keys = parts.filter(_of(lvr_ids)).order_by().values_list("delivery_key", flat=True).distinct()
    wanted = sorted(keys)
    for start in range(0, len(wanted), _PIECE):
        piece = wanted[start : start + _PIECE]
        yield from _sums(parts.filter(delivery_key__in=piece), piece, lvr_ids)


def _sums(parts: QuerySet[Report], keys: list[str], lvr_ids: frozenset[str]) -> Iterator[Births]:
    groups: dict[str, list[Report]] = {}
    for report in parts.order_by("pk"):
        groups.setdefault(report.delivery_key, []).append(report)
    sums = Delivery.objects.filter(role=Report.Role.SUM, vsv_named=False, delivery_key__in=keys)
    rows = sums.order_by().values_list("delivery_key", *_DECIDING).annotate(**_FIGURES)
    for key, place, hospital, _reporter, day, year, *counted in rows:
        group = groups.get(key, [])
        if (day or year) and any(
            one.reporting_lvr_id in lvr_ids or one.hospital_lvr_id in lvr_ids for one in group
        ):
            yield Births(day_of(day, year), place, hospital, _in_order(group), Figures(*counted))


def _in_order(group: list[Report]) -> tuple[str | None, ...]:
    _total, _conflicts, ordered = combine_reports([row_of(report) for report in group])
    return tuple(row["reporting_lvr_id"] for row in ordered)
