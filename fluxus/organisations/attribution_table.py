"""PURE. The dated table of organisations as values: its rows, what is wrong with them, gaps, mergers.

Days are calendar dates; ``valid_until`` is inclusive and None is open. Every function looks at one
organisation at a time, because nothing in the table of one depends on that of another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from fluxus.texts import Text

HOSPITAL: Final = "hospital"
ONE_DAY: Final = timedelta(days=1)
WHOLE: Final = Decimal(1)

TWO_ROWS: Final = Text(
    "Rij {rows}: ziekenhuis {lvr_id} heeft op {day} meer dan één rij; een ziekenhuis heeft er één tegelijk. "
    "Beëindig de ene rij voordat de andere begint.",
    "Rows {rows}: hospital {lvr_id} has more than one row on {day}; a hospital has one at a time. "
    "End one row before the other begins.",
)
TOO_MUCH: Final = Text(
    "Rij {rows}: de aandelen van {lvr_id} zijn op {day} samen {sum}, meer dan 1. "
    "Maak een aandeel kleiner of beëindig een rij eerder.",
    "Rows {rows}: the shares of {lvr_id} add up to {sum} on {day}, more than 1. "
    "Lower a share or end a row earlier.",
)
ENDS_FIRST: Final = Text(
    "Rij {rows}: de laatste dag {until} ligt vóór de eerste dag {day}.",
    "Row {rows}: the last day {until} lies before the first day {day}.",
)


@dataclass(frozen=True)
class Row:
    """The share (above 0, up to 1) of an organisation's births that counts for a VSV, from–until."""

    valid_from: date
    vsv_code: str
    share: Decimal = WHOLE
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this row is valid on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def before(self, day: date) -> "Row | None":
        """Return the part before a day, or None where there is none."""
        if self.valid_from >= day:
            return None
        last = day - ONE_DAY
        return self if self.valid_until is not None and self.valid_until <= last else self.until(last)

    def after(self, day: date) -> "Row | None":
        """Return the part from a day on, or None where there is none."""
        if self.valid_until is not None and self.valid_until < day:
            return None
        return self if self.valid_from >= day else replace(self, valid_from=day)

    def until(self, last: date) -> "Row":
        """Return the row with another last day."""
        return replace(self, valid_until=last)


@dataclass(frozen=True)
class OrganisationTable:
    """One organisation with all its rows."""

    lvr_id: str
    name: str
    kind: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Merger:
    """VSVs that go on as another from a day on; with ``members`` their people get the same role there."""

    old: tuple[str, ...]
    into: str
    day: date
    members: bool = False


@dataclass(frozen=True)
class Change:
    """A wanted state: the whole table of every organisation named, and names of VSVs (new or other)."""

    kind: str
    organisations: tuple[OrganisationTable, ...] = ()
    vsv_names: Mapping[str, str] = field(default_factory=dict)
    merger: Merger | None = None


@dataclass(frozen=True)
class Gap:
    """Days on which part of an organisation's births counts for no VSV; None: without an end on that side."""

    start: date | None
    end: date | None
    share: Decimal


def problems_of(table: OrganisationTable, numbers: Sequence[int] | None = None) -> list[Text]:
    """Return everything that is wrong with one organisation's rows; ``numbers`` are theirs on the page."""
    numbered = list(zip(numbers or range(1, len(table.rows) + 1), table.rows, strict=True))
    found = [
        ENDS_FIRST.format(rows=number, day=row.valid_from.isoformat(), until=row.valid_until.isoformat())
        for number, row in numbered
        if row.valid_until is not None and row.valid_until < row.valid_from
    ]
    told: set[tuple[int, ...]] = set()
    for day in sorted({row.valid_from for row in table.rows}):
        held = [(number, row) for number, row in numbered if row.holds_on(day)]
        which = tuple(number for number, _ in held)
        problem = _problem_on(table, day, held)
        if problem is not None and which not in told:
            told.add(which)
            found.append(problem)
    return found


def _problem_on(table: OrganisationTable, day: date, held: Sequence[tuple[int, Row]]) -> Text | None:
    rows = ", ".join(str(number) for number, _ in held)
    total = sum((row.share for _, row in held), Decimal(0))
    if table.kind == HOSPITAL and len(held) > 1:
        return TWO_ROWS.format(rows=rows, lvr_id=table.lvr_id, day=day.isoformat())
    if total > WHOLE:
        return TOO_MUCH.format(
            rows=rows, lvr_id=table.lvr_id, day=day.isoformat(), sum=f"{total.normalize():f}"
        )
    return None


def gaps(rows: Sequence[Row]) -> list[Gap]:
    """Return when (part of) the births count for no VSV, from before the first row to after the last."""
    if not rows:
        return [Gap(None, None, WHOLE)]
    starts = sorted(
        {row.valid_from for row in rows} | {row.valid_until + ONE_DAY for row in rows if row.valid_until}
    )
    found = [Gap(None, starts[0] - ONE_DAY, WHOLE)]
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        rest = WHOLE - sum((row.share for row in rows if row.holds_on(start)), Decimal(0))
        end = following - ONE_DAY if following is not None else None
        if rest > 0 and found[-1].share == rest and found[-1].end == start - ONE_DAY:
            found[-1] = replace(found[-1], end=end)
        elif rest > 0:
            found.append(Gap(start, end, rest))
    return found


def ended(table: OrganisationTable, last: date) -> OrganisationTable:
    """Return the table of an organisation that stops after ``last``: later rows go, others end there."""
    kept = tuple(part for row in table.rows if (part := row.before(last + ONE_DAY)) is not None)
    return replace(table, rows=kept)


def merged(table: OrganisationTable, old: Collection[str], into: str, day: date) -> OrganisationTable:
    """Return the table after VSVs merged: from ``day`` on the shares of ``old`` count for ``into``.

    What counted for several of them (or for ``into`` already) becomes one row with their sum. Up to the day
    before, everything stays as it was; an organisation that had nothing there from then on stays the same.
    """
    leaving = set(old) - {into}
    moving = [row for row in table.rows if row.vsv_code in leaving and row.after(day) is not None]
    if not moving:
        return table
    joining = [*moving, *(row for row in table.rows if row.vsv_code == into and row.after(day) is not None)]
    kept = [row for row in table.rows if row not in joining]
    early = [part for row in joining if (part := row.before(day)) is not None]
    late = _summed([part for row in joining if (part := row.after(day)) is not None], into)
    elsewhere = [row for row in (*kept, *early) if row.vsv_code != into]
    there = [*(row for row in (*kept, *early) if row.vsv_code == into), *late]
    return replace(table, rows=tuple(sorted([*elsewhere, *_joined_up(there)], key=_exact)))


def _summed(rows: Sequence[Row], into: str) -> Iterator[Row]:
    starts = sorted(
        {row.valid_from for row in rows} | {row.valid_until + ONE_DAY for row in rows if row.valid_until}
    )
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        share = sum((row.share for row in rows if row.holds_on(start)), Decimal(0))
        if share > 0:
            yield Row(start, into, share, following - ONE_DAY if following is not None else None)


def _joined_up(rows: Iterable[Row]) -> list[Row]:
    """Join rows of one VSV with one share that follow each other without a day between."""
    done: list[Row] = []
    for row in sorted(rows, key=_exact):
        last = done[-1].valid_until if done else None
        if last is not None and done[-1].share == row.share and last + ONE_DAY == row.valid_from:
            done[-1] = replace(done[-1], valid_until=row.valid_until)
        else:
            done.append(row)
    return done


def same_rows(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether two tables say the same, whatever the order of their rows."""
    return sorted(map(_exact, one)) == sorted(map(_exact, other))


def _exact(row: Row) -> tuple[Any, ...]:
    return row.valid_from, row.vsv_code, row.share, row.valid_until or date.max


# --- as JSON, so that a change can wait until its effect was seen ------------------------------------------
def row_as_json(row: Row) -> list[str | None]:
    """Return a row as [VSV code, share, from, until]."""
    until = row.valid_until.isoformat() if row.valid_until else None
    return [row.vsv_code, f"{row.share.normalize():f}", row.valid_from.isoformat(), until]


def as_json(change: Change) -> dict[str, Any]:
    """Return a change as JSON that `from_json` reads back."""
    merger = change.merger
    return {
        "kind": change.kind,
        "vsv_names": dict(change.vsv_names),
        "organisations": [
            [one.lvr_id, one.name, one.kind, [row_as_json(row) for row in one.rows]]
            for one in change.organisations
        ],
        "merger": merger and [list(merger.old), merger.into, merger.day.isoformat(), merger.members],
    }


def from_json(content: Mapping[str, Any]) -> Change:
    """Return the change that `as_json` wrote."""
    merger = content["merger"]
    return Change(
        kind=content["kind"],
        vsv_names=dict(content["vsv_names"]),
        organisations=tuple(
            OrganisationTable(lvr_id, name, kind, tuple(_row(*row) for row in rows))
            for lvr_id, name, kind, rows in content["organisations"]
        ),
        merger=merger and Merger(tuple(merger[0]), merger[1], date.fromisoformat(merger[2]), merger[3]),
    )


def _row(code: str, share: str, start: str, until: str | None) -> Row:
    return Row(date.fromisoformat(start), code, Decimal(share), date.fromisoformat(until) if until else None)
