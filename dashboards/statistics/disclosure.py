"""PURE. Small numbers about others: which cells are hidden, and which more so that none can be worked out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Cell = tuple[float, float]
"""Events and total of one unit."""


@dataclass(frozen=True)
class SmallNumbers:
    """A cell is small with 1 to ``largest_count`` events or non-events, or fewer than ``least_total``."""

    largest_count: int = 4
    least_total: int = 10


@dataclass(frozen=True)
class Hidden:
    """Positions of the cells to hide, and whether the total that they add up to must be hidden too."""

    cells: frozenset[int]
    total: bool


DEFAULT = SmallNumbers()


def is_small(cell: Cell, rules: SmallNumbers = DEFAULT) -> bool:
    """Return whether one cell is too small to show. An empty cell (total 0) hides nothing."""
    events, total = cell
    if not total:
        return False
    few = any(0 < part <= rules.largest_count for part in (events, total - events))
    return few or total < rules.least_total


def hide(cells: Sequence[Cell], own: Collection[int] = (), rules: SmallNumbers = DEFAULT) -> Hidden:
    """Return what to hide from somebody who knows the total of ``cells`` and those at positions ``own``.

    A small cell is hidden. What is hidden adds up to total minus shown, so one hidden cell, or a few that
    are small together, take the smallest shown one with them; when none is left, the total is hidden.
    """
    others = [i for i, cell in enumerate(cells) if i not in own and cell[1]]
    hidden = {i for i in others if is_small(cells[i], rules)}
    spare = sorted((i for i in others if i not in hidden), key=lambda i: (cells[i][1], cells[i][0], i))
    while hidden and _gives_away([cells[i] for i in hidden], rules):
        if not spare:
            return Hidden(frozenset(hidden), total=True)
        hidden.add(spare.pop(0))
    return Hidden(frozenset(hidden), total=False)


def rest_is_small(total: Cell, own: Cell, rules: SmallNumbers = DEFAULT) -> bool:
    """Return whether a total, less one's own part, is too small to show."""
    return is_small((total[0] - own[0], total[1] - own[1]), rules)


def _gives_away(cells: list[Cell], rules: SmallNumbers) -> bool:
    together = (sum(k for k, _ in cells), sum(n for _, n in cells))
    return len(cells) == 1 or is_small(together, rules)
