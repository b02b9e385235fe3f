"""What a change of the table would come to, worked out without writing anything.

The counts that stand are taken, and of every birth that the change concerns it is asked where it counts under
the table as it is and under the table as it would be: the difference moves. So nobody waits for a lock, and
what saving gives is the same (a test counts everything anew and compares).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.db.models import Q, Sum
from django.dispatch import Signal

from fluxus.organisations.attribution_state import Narrowed, narrowed
from fluxus.organisations.attribution_table import Change, OrganisationTable
from fluxus.organisations.models import Vsv
from perined_import.attributing.births import concerned
from perined_import.attributing.tallies import Figures, Moved, Unit, applied
from perined_import.attribution import WHOLE, Membership, Organisations, attribute, millionths
from perined_import.models import Delivery, MonthCount
from perined_import.placing import organisations

consequences_asked = Signal()
"""Sent with ``vsv_ids`` and ``years`` of which figures will change; who listens returns sentences about what
rests on them (running actions, for example)."""

SUMS = {name: Sum(name) for name in Figures._fields}


@dataclass(frozen=True)
class Effect:
    """What a change comes to. Counts are in millionths of a delivery."""

    wanted: Narrowed
    units: Mapping[Unit, tuple[Figures, Figures]]
    """Per VSV id (None: not attributed; below 0: made by this change) and year: before and after."""
    codes: Mapping[int, str]
    moved: int
    """Whole births of which at least a part goes elsewhere."""
    looked_at: int
    named: int
    """Births that stay with a VSV that merges away, because their file named it."""
    sentences: tuple[str, ...]


def effect_of(change: Change) -> Effect:
    """Return what a change would come to. Reads only, in bounded memory."""
    wanted = narrowed(change)
    ids = dict(Vsv.objects.values_list("code", "pk"))
    for number, code in enumerate(sorted(set(change.vsv_names) - set(ids)), start=1):
        ids[code] = -number
    moved = _moved(wanted, ids) if wanted.touched else Moved()
    units = applied(_standing({year for _, year in moved.difference}), moved)
    known = {vsv_id for vsv_id, _ in units if vsv_id is not None and vsv_id > 0}
    answers = consequences_asked.send(Effect, vsv_ids=known, years={year for _, year in units})
    return Effect(
        wanted,
        units,
        {pk: code for code, pk in ids.items()},
        moved.births,
        moved.seen,
        _named(change),
        tuple(chain.from_iterable(sentences or () for _, sentences in answers)),
    )


class About(NamedTuple):
    """Roughly how much work a change is, from the counts that are ready."""

    births: int
    """Births that are attributed through the organisations that change."""
    recounted: int
    """All births of the months in which those lie: saving counts these months again."""


def about(change: Change) -> About:
    """Return how much work saving a change is."""
    touched = narrowed(change).touched
    months: dict[tuple[int, int], int] = {}
    concerned_months: set[tuple[int, int]] = set()
    births = 0
    counts = MonthCount.objects.order_by().values_list("lvr_id", "year", "month")
    for lvr_id, year, month, share in counts.annotate(n=Sum("deliveries")):
        months[year, month] = months.get((year, month), 0) + share
        if lvr_id in touched:
            births += share
            concerned_months.add((year, month))
    return About(births // WHOLE, sum(months[month] for month in concerned_months) // WHOLE)


def _moved(wanted: Narrowed, ids: Mapping[str, int]) -> Moved:
    now = organisations()
    then = _with(now, wanted.change.organisations, ids)
    moved = Moved()
    for births in concerned(wanted.touched):
        asked = births._asdict()
        figures = asked.pop("figures")
        before, after = (attribute(table, **asked).shares for table in (now, then))
        moved.look(births.day.year, figures, before, after)
    return moved


def _with(now: Organisations, wanted: Iterable[OrganisationTable], ids: Mapping[str, int]) -> Organisations:
    kinds, memberships = dict(now.kinds), dict(now.memberships)
    for table in wanted:
        kinds[table.lvr_id] = table.kind
        memberships[table.lvr_id] = [
            Membership(ids[row.vsv_code], millionths(row.share), row.valid_from, row.valid_until)
            for row in table.rows
        ]
    return replace(now, kinds=kinds, memberships=memberships)


def _standing(years: Iterable[int]) -> dict[Unit, Figures]:
    found = MonthCount.objects.filter(year__in=list(years)).order_by()
    rows = found.values_list("vsv_id", "year").annotate(**{f"n_{name}": each for name, each in SUMS.items()})
    return {(vsv_id, year): Figures(*counted) for vsv_id, year, *counted in rows}


def _named(change: Change) -> int:
    """Return how many births from the day of a merger on stay with an old VSV because a file named it."""
    if change.merger is None:
        return 0
    leaving = set(change.merger.old) - {change.merger.into}
    born = Q(birth_date__gte=change.merger.day) | Q(
        birth_date=None, birth_year__gte=first_year_by_july(change.merger.day)
    )
    return Delivery.objects.filter(born, vsv_named=True, vsv__code__in=leaving).count()


def first_year_by_july(day: date) -> int:
    """Return the first year whose 1 July is not before a day: births known by year only are tested there."""
    return day.year + (day > date(day.year, 7, 1))
