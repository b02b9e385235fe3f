"""PURE. What of a comparison somebody may see: own counts whole, small numbers of others never."""

from collections.abc import Collection
from dataclasses import replace

from dashboards.comparison import Comparison, Figure, Target, Unit, whole
from dashboards.statistics.disclosure import Cell, hide, rest_is_small
from dashboards.wording import NO_VERDICT_REASONS


def for_viewer(comparison: Comparison, *, named: Collection[int] = ()) -> Comparison:
    """Return the comparison for somebody who knows the own units and may know who the ``named`` ids are.

    Small cells of others are hidden with whatever would give them back. Others stand in order of births and
    events, so that their place says nothing about who they are.
    """
    target, units = comparison.target, list(comparison.units)
    added = [unit for unit in units if unit.unit_id in target.unit_ids]
    apart = [unit for unit in units if unit.unit_id not in target.unit_ids]
    hidden, total_hidden = _hidden_ids(added)
    hidden |= _hidden_ids(apart)[0]
    shown = [_shown(unit, unit.unit_id in named, unit.unit_id in hidden) for unit in units]
    total_hidden = total_hidden and target.source == "data"
    if total_hidden:
        reason = (NO_VERDICT_REASONS["target_hidden"],)
        shown = [replace(unit, verdict=None, stands_out=False, reasons=reason) for unit in shown]
    shown.sort(key=lambda u: (not u.own, u.figure is None, *_size(u), u.name))
    return replace(
        comparison,
        units=tuple(shown),
        target=_safe(target, [unit for unit in added if unit.own], total_hidden),
        unattributed=None,
    )


def _hidden_ids(units: list[Unit]) -> tuple[set[int | None], bool]:
    cells: list[Cell] = [(u.figure.events, u.figure.total) if u.figure else (0, 0) for u in units]
    found = hide(cells, {i for i, unit in enumerate(units) if unit.own})
    return {units[i].unit_id for i in found.cells}, found.total


def _shown(unit: Unit, named: bool, hidden: bool) -> Unit:
    """Own units whole; others without severity and data quality, unnamed unless allowed, empty if hidden."""
    if unit.own:
        return unit
    shown = replace(unit, companions=(), known=None)
    if not named:
        shown = replace(shown, unit_id=None, code="", name="")
    if hidden:
        shown = replace(shown, figure=None, verdict=None, stands_out=False, reasons=(), hidden=True)
    return shown


def _size(unit: Unit) -> tuple[float, float]:
    return (unit.figure.total, unit.figure.events) if unit.figure else (0.0, 0.0)


def _safe(target: Target, own: list[Unit], total_hidden: bool) -> Target:
    """Take out every national count from which, less one's own, a small number of others would follow.

    A published rate stays: it is no sum of the units.
    """
    companions = tuple(
        _unless_small(figure, [unit.companions[i] for unit in own])
        for i, figure in enumerate(target.companions)
    )
    known = _unless_small(target.known, [unit.known for unit in own if unit.known])
    safe = replace(target, companions=companions, known=known)
    return replace(safe, rate=None, events=None, total=None) if total_hidden else safe


def _unless_small(total: Figure | None, own: list[Figure]) -> Figure | None:
    if total is None:
        return None
    mine = (sum(figure.events for figure in own), sum(figure.total for figure in own))
    return None if rest_is_small((whole(total.events), whole(total.total)), mine) else total
