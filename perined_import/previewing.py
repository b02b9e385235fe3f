"""What an upload brings per VSV and month, beside what was there, with a mark where a figure jumps.

Beside a table stands the previous delivery of the same source, month by month; where there is none (and
beside messages, which add to what is there) stands what counts now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from fluxus.organisations.models import Vsv
from perined_import.attribution import WHOLE
from perined_import.comparing import ENOUGH, JUMP_SIGMAS, JUMP_UNKNOWN
from perined_import.models import MonthCount, Upload

Jump = Literal["rate", "unknown"]
NOT_ATTRIBUTED: Final = 0
"""Stands for the VSV of what belongs to none."""


class Figures(NamedTuple):
    """Counts in deliveries; ``known`` is the denominator of the haemorrhages, ``unknown`` the rest."""

    deliveries: float = 0
    known: float = 0
    pph: float = 0
    unknown: float = 0

    def plus(self, other: "Figures", sign: int = 1) -> "Figures":
        """Return the sum (or with ``sign`` -1 the difference) of two sets of counts."""
        return Figures(*(round(mine + sign * theirs, 6) for mine, theirs in zip(self, other, strict=True)))


class Cell(NamedTuple):
    """One VSV and month; ``month`` 0: only the year is known."""

    vsv: int
    year: int
    month: int


@dataclass(frozen=True)
class Line:
    """One VSV, or one month of it: what the upload brings, what was there, and which figures jump."""

    vsv: int
    name: str
    year: int
    month: int
    new: Figures
    old: Figures
    jumps: frozenset[Jump]

    @property
    def difference(self) -> Figures:
        """What the upload brings less what was there."""
        return self.new.plus(self.old, -1)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was there."""
        return any(self.difference)


@dataclass(frozen=True)
class Comparison:
    """An upload beside ``previous`` (the newest delivery of the same source), or beside what counts now."""

    previous: Upload | None
    new: Mapping[Cell, Figures]
    old: Mapping[Cell, Figures]

    def per_vsv(self) -> list[Line]:
        """Return one line per VSV, by name; a VSV is marked when its total or one of its months jumps."""
        found = {cell.vsv for cell in (*self.new, *self.old)}
        names = vsv_names(found)
        return sorted(
            (self._of_vsv(vsv, names[vsv]) for vsv in found), key=lambda one: (one.vsv == 0, one.name)
        )

    def per_month(self, vsv: int) -> list[Line]:
        """Return one line per month of one VSV, oldest first."""
        name = vsv_names({vsv})[vsv]
        return [self._line(cell, name) for cell in sorted({*self.new, *self.old}) if cell.vsv == vsv]

    def total(self) -> Line:
        """Return everything together."""
        return _line(Cell(NOT_ATTRIBUTED, 0, 0), "", _sum(self.new.values()), _sum(self.old.values()))

    def _of_vsv(self, vsv: int, name: str) -> Line:
        months = [self._line(cell, name) for cell in {*self.new, *self.old} if cell.vsv == vsv]
        whole = _line(Cell(vsv, 0, 0), name, _sum(one.new for one in months), _sum(one.old for one in months))
        marks = whole.jumps.union(*(one.jumps for one in months))
        return Line(vsv, name, 0, 0, whole.new, whole.old, marks)

    def _line(self, cell: Cell, name: str) -> Line:
        return _line(cell, name, self.new.get(cell, Figures()), self.old.get(cell, Figures()))


def compare(upload: Upload) -> Comparison:
    """Return what an upload brings beside what was there."""
    new = brought(upload)
    previous, old = _previous(upload)
    if previous is None:
        now = counting_now(new)
        old = {cell: now[cell] for cell in new if cell in now}
    return Comparison(previous, new, old)


def brought(upload: Upload) -> dict[Cell, Figures]:
    """Return what an upload holds per VSV and month, as it was counted at the check."""
    found: dict[Cell, Figures] = {}
    for row in upload.by_month:
        counts = [row["deliveries"], row.get("known", row["deliveries"] - row["unknown"]), row["pph"]]
        figures = Figures(*(count / WHOLE for count in (*counts, row["unknown"])))
        found[Cell(row["vsv"] or NOT_ATTRIBUTED, row["year"], row["month"])] = figures
    return found


def counting_now(cells: Iterable[Cell]) -> dict[Cell, Figures]:
    """Return what counts now per VSV and month, for the years of these cells."""
    years = {cell.year for cell in cells}
    rows = MonthCount.objects.filter(year__in=years).order_by().values("vsv_id", "year", "month")
    sums = rows.annotate(d=Sum("deliveries"), e=Sum("eligible"), k=Sum("known"), p=Sum("pph"))
    return {
        Cell(row["vsv_id"] or NOT_ATTRIBUTED, row["year"], row["month"]): Figures(
            *(count / WHOLE for count in (row["d"], row["k"], row["p"], row["e"] - row["k"]))
        )
        for row in sums
    }


def changes(upload: Upload, *, back: bool) -> list[Line]:
    """Return per VSV what counts now (``old``) and after a withdrawal, or with ``back`` a return (``new``).

    A withdrawn table gives way to the previous delivery of its source, and takes its place again. Reports
    that are linked with those of others may make a difference of a few deliveries.
    """
    comparison = compare(upload)
    replaced = comparison.old if comparison.previous is not None else {}
    now = counting_now(comparison.new)
    touched = {*comparison.new, *replaced}
    names = vsv_names({cell.vsv for cell in touched})
    lines = []
    for vsv in sorted(names, key=lambda one: (one == NOT_ATTRIBUTED, names[one])):
        cells = [cell for cell in touched if cell.vsv == vsv]
        before = _sum(now.get(cell, Figures()) for cell in cells)
        own = _sum(comparison.new.get(cell, Figures()) for cell in cells)
        theirs = _sum(replaced.get(cell, Figures()) for cell in cells)
        after = before.plus(own.plus(theirs, -1), 1 if back else -1)
        lines.append(_line(Cell(vsv, 0, 0), names[vsv], Figures(*(max(one, 0) for one in after)), before))
    return lines


def together(lines: Iterable[Line]) -> Line:
    """Return the sum of some lines."""
    held = list(lines)
    return _line(Cell(0, 0, 0), "", _sum(one.new for one in held), _sum(one.old for one in held))


def vsv_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of VSVs by id; 0 is what is not attributed."""
    wanted = set(ids)
    names = dict(Vsv.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {one: names.get(one, _("not attributed")) for one in wanted}


def jumps_between(old: Figures, new: Figures) -> frozenset[Jump]:
    """Return which figures differ more than chance explains, where both sides have enough births."""
    if min(old.known, new.known) < ENOUGH:
        return frozenset()
    found: set[Jump] = set()
    pooled = (old.pph + new.pph) / (old.known + new.known)
    spread = (pooled * (1 - pooled) * (1 / old.known + 1 / new.known)) ** 0.5
    if abs(new.pph / new.known - old.pph / old.known) > JUMP_SIGMAS * spread > 0:
        found.add("rate")
    if abs(_share_unknown(new) - _share_unknown(old)) > JUMP_UNKNOWN:
        found.add("unknown")
    return frozenset(found)


def _share_unknown(figures: Figures) -> float:
    return figures.unknown / (figures.known + figures.unknown)


def _line(cell: Cell, name: str, new: Figures, old: Figures) -> Line:
    return Line(cell.vsv, name, cell.year, cell.month, new, old, jumps_between(old, new))


def _sum(figures: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in figures:
        total = total.plus(one)
    return total


def _previous(upload: Upload) -> tuple[Upload | None, dict[Cell, Figures]]:
    """Return the newest earlier delivery of the same source, and per month the newest that covers it."""
    if not upload.source_key or upload.supplement_of_id or not upload.period_start or not upload.period_end:
        return None, {}
    same = Upload.objects.filter(source_key=upload.source_key, status=Upload.Status.COMMITTED)
    overlapping = Q(period_start__lte=upload.period_end, period_end__gte=upload.period_start)
    earlier = list(same.filter(overlapping, supplement_of=None, pk__lt=upload.pk).order_by("-pk"))
    supplements = list(same.filter(supplement_of__in=earlier))
    found: dict[Cell, Figures] = {}
    claimed: set[tuple[int, int]] = set()
    for one in earlier:
        parts = [one, *(extra for extra in supplements if extra.supplement_of_id == one.pk)]
        free = [
            (cell, figures)
            for part in parts
            for cell, figures in brought(part).items()
            if (cell.year, cell.month) not in claimed and _covers(upload, cell)
        ]
        for cell, figures in free:
            found[cell] = found.get(cell, Figures()).plus(figures)
        claimed |= {(cell.year, cell.month) for cell, _figures in free}
    return (earlier[0] if earlier else None), found


def _covers(upload: Upload, cell: Cell) -> bool:
    """Say whether a month (or bare year) lies within the period of a table."""
    if upload.period_start is None or upload.period_end is None:
        return False
    start, end = upload.period_start, upload.period_end
    if cell.month == 0:
        return start <= date(cell.year, 1, 1) and date(cell.year, 12, 31) <= end
    return start <= date(cell.year, cell.month, 1) <= end
