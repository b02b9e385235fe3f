"""What the pages of organisations show, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fluxus.organisations.attribution_changes import roles_to_give
from fluxus.organisations.attribution_state import vsv_names
from fluxus.organisations.attribution_table import Gap, OrganisationTable, Row, gaps
from fluxus.organisations.models import Membership, Organisation
from perined_import.attributing.effect import About, Effect
from perined_import.attributing.tallies import Figures
from perined_import.attribution import WHOLE

SHOWN_TABLES = 50
BIRTHS_A_SECOND = 10_000
"""How many births saving attributes anew or counts again in a second, measured on two busy cores: 120,000
births of all organisations in 21 s, 820 births of one organisation among them in 11 s."""
AT_ONCE = 100_000
"""Above so many births the effect is worked out when asked for, not when the page opens."""


@dataclass(frozen=True)
class Counted:
    """Figures as people count: deliveries, and haemorrhages of those whose blood loss is known."""

    deliveries: float
    pph: float
    known: float

    @property
    def percent(self) -> float | None:
        """Haemorrhages per hundred deliveries with known blood loss."""
        return 100 * self.pph / self.known if self.known else None


@dataclass(frozen=True)
class EffectLine:
    """One VSV and year, before and after."""

    vsv: str
    nowhere: bool
    year: int
    before: Counted
    after: Counted

    @property
    def sides(self) -> tuple[Counted, Counted]:
        """Before and after."""
        return self.before, self.after

    @property
    def difference(self) -> float:
        """Deliveries that come (above 0) or go."""
        return round(self.after.deliveries - self.before.deliveries, 6)


@dataclass(frozen=True)
class TableChange:
    """One organisation, its rows before and after in words."""

    lvr_id: str
    name: str
    renamed_from: str
    kind: str
    kind_before: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class ChangePage:
    """Everything that the page of a proposed change shows."""

    title: str
    said: list[str]
    tables: list[TableChange]
    more_tables: int
    lines: list[EffectLine]
    total: EffectLine | None
    gaps: list[str]
    members: list[Membership]


def change_page(effect: Effect) -> ChangePage:
    """Return what a change comes to, in figures and words."""
    change = effect.wanted.change
    names = vsv_names() | dict(change.vsv_names)
    lines = _lines(effect, names)
    tables = [_table_change(one, effect.wanted.tables_now.get(one.lvr_id), names)
              for one in change.organisations[:SHOWN_TABLES]]  # fmt: skip
    return ChangePage(
        title_of(change.kind),
        [*_names_said(effect), *_said(effect, lines), *effect.sentences],
        tables,
        max(len(change.organisations) - SHOWN_TABLES, 0),
        lines,
        _total(lines),
        [said for one in change.organisations[:SHOWN_TABLES] for said in gaps_said(one)],
        roles_to_give(change.merger) if change.merger else [],
    )


def title_of(kind: str) -> str:
    """Return what a kind of change is called."""
    return {
        "rows": _("Change of an organisation"),
        "merger": _("Merger of VSVs"),
        "import": _("Table of organisations from a file"),
        "vsv": _("Name of a VSV"),
    }[kind]


def _lines(effect: Effect, names: Mapping[str, str]) -> list[EffectLine]:
    lines = [
        EffectLine(
            _("not attributed") if vsv_id is None else names[effect.codes[vsv_id]],
            vsv_id is None,
            year,
            _counted(before),
            _counted(after),
        )
        for (vsv_id, year), (before, after) in effect.units.items()
    ]
    return sorted(lines, key=lambda one: (one.nowhere, one.vsv, one.year))


def _counted(figures: Figures) -> Counted:
    return Counted(figures.deliveries / WHOLE, figures.pph / WHOLE, figures.known / WHOLE)


def _total(lines: Sequence[EffectLine]) -> EffectLine | None:
    if not lines:
        return None
    sums = [
        Counted(
            *(
                round(sum(getattr(counted, name) for counted in side), 6)
                for name in ("deliveries", "pph", "known")
            )
        )
        for side in ([line.before for line in lines], [line.after for line in lines])
    ]
    return EffectLine(_("together"), False, 0, *sums)


def _names_said(effect: Effect) -> list[str]:
    now = effect.wanted.names_now
    return [
        _("%(before)s will be called %(after)s.") % {"before": now[code], "after": name}
        if code in now
        else _("A new VSV is made: %(name)s (%(code)s).") % {"name": name, "code": code}
        for code, name in effect.wanted.change.vsv_names.items()
    ]


def _said(effect: Effect, lines: Sequence[EffectLine]) -> list[str]:
    if not effect.moved:
        return [_("No birth in the data moves: all figures stay as they are."), *_named_said(effect)]
    years = sorted({line.year for line in lines})
    vsvs = sorted({line.vsv for line in lines if not line.nowhere})
    return [
        ngettext(
            "%(number)d birth moves, wholly or in part, of %(seen)d births of the organisations concerned.",
            "%(number)d births move, wholly or in part, of %(seen)d births of the organisations concerned.",
            effect.moved,
        )
        % {"number": effect.moved, "seen": effect.looked_at},
        _("Benchmark, trend and measured effect change for %(vsvs)s over %(years)s; frozen baselines stay.")
        % {"vsvs": _listed(vsvs), "years": _run(years)},
        *_named_said(effect),
    ]


def _named_said(effect: Effect) -> list[str]:
    if not effect.named:
        return []
    return [
        ngettext(
            "%(number)d birth stays with the old VSV, because its file named that VSV.",
            "%(number)d births stay with the old VSVs, because their files named those VSVs.",
            effect.named,
        )
        % {"number": effect.named}
    ]


def _listed(names: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    rest = len(names) - most
    if rest <= 0:
        return shown or _("no VSV")
    return _("%(names)s and %(number)d more") % {"names": shown, "number": rest}


def _run(years: Sequence[int]) -> str:
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _table_change(
    after: OrganisationTable, before: OrganisationTable | None, names: Mapping[str, str]
) -> TableChange:
    kinds = dict(Organisation.Kind.choices)
    return TableChange(
        after.lvr_id,
        after.name,
        before.name if before and before.name != after.name else "",
        str(kinds[after.kind]),
        str(kinds[before.kind]) if before and before.kind != after.kind else "",
        [row_said(row, names) for row in before.rows] if before else [],
        [row_said(row, names) for row in after.rows],
    )


def row_said(row: Row, names: Mapping[str, str]) -> str:
    """Return a row of the table as one line."""
    name = names.get(row.vsv_code, row.vsv_code)
    return f"{name} · {_percent(row.share)} · {days_said(row.valid_from, row.valid_until)}"


def _percent(share: Decimal) -> str:
    """Return a share as a percentage, with as many decimals as it has."""
    return number_format(Decimal(f"{(share * 100).normalize():f}")) + " %"


def days_said(start: date | None, end: date | None) -> str:
    """Return a run of days in words; None is open on that side."""
    first = date_format(start, "j-n-Y") if start else ""
    last = date_format(end, "j-n-Y") if end else ""
    if first and last:
        return _("%(first)s up to and including %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(first)s") % {"first": first}
    return _("up to and including %(last)s") % {"last": last} if last else _("always")


def gaps_said(table: OrganisationTable) -> list[str]:
    """Return when births of an organisation count for no VSV; before its first row goes without saying."""
    found = gaps(table.rows)
    return [_gap_said(gap, table) for gap in (found if not table.rows else found[1:])]


def _gap_said(gap: Gap, table: OrganisationTable) -> str:
    values = {"days": days_said(gap.start, gap.end), "name": table.name, "share": _percent(gap.share)}
    if gap.share == 1:
        return _("%(name)s: %(days)s, births are not attributed.") % values
    return _("%(name)s: %(days)s, %(share)s of the births is not attributed.") % values


def seconds_said(work: About) -> str:
    """Return roughly how long saving takes."""
    seconds = (work.births + work.recounted) / BIRTHS_A_SECOND
    if seconds < 5:
        return _("Saving takes a few seconds at most.")
    if seconds < 90:
        return _("Saving takes about %(number)d seconds.") % {"number": round(seconds, -1) or 10}
    return _("Saving takes about %(number)d minutes; leave the page open until it is done.") % {
        "number": round(seconds / 60)
    }


def history_said(events: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the history of an organisation: when, by whom, rows before and after in words."""
    return [
        {
            "at": line["event"].at,
            "user": line["user"] or _("the command line"),
            "way": title_of(line["event"].details["way"]),
            "before": _side(line["event"].details["before"], names),
            "after": _side(line["event"].details["after"], names),
        }
        for line in events
    ]


def _side(side: Mapping[str, Any] | None, names: Mapping[str, str]) -> list[str]:
    if side is None:
        return []
    kinds = {value: str(label) for value, label in Organisation.Kind.choices}
    rows = [
        f"{names.get(code, code)} · {_percent(Decimal(share))} · "
        + days_said(date.fromisoformat(start), date.fromisoformat(until) if until else None)
        for code, share, start, until in side["rows"]
    ]
    return [f"{side['name']} ({kinds[side['kind']]})", *rows]
