"""PURE. What a change of the table does to the counts: sums per VSV and year are moved, not made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from perined_import.attribution import Share


class Figures(NamedTuple):
    """Counts in millionths of a delivery. ``known`` is the denominator of ``pph``."""

    deliveries: int = 0
    eligible: int = 0
    known: int = 0
    pph: int = 0

    def plus(self, other: "Figures", times: int = 1) -> "Figures":
        """Return the sum with ``times`` the other."""
        return Figures(*(one + times * two for one, two in zip(self, other, strict=True)))


Unit = tuple[int | None, int]
"""A VSV (None: not attributed) and a year."""


@dataclass
class Moved:
    """What births move between VSVs: the difference per VSV and year, and how many births that are."""

    difference: dict[Unit, Figures] = field(default_factory=dict)
    births: int = 0
    """Whole deliveries of which at least a part goes elsewhere."""
    seen: int = 0
    """Whole deliveries that were looked at."""

    def look(self, year: int, births: Figures, before: Sequence[Share], after: Sequence[Share]) -> None:
        """Take in deliveries of one year (whole ones) that were attributed alike, before and after."""
        self.seen += births.deliveries
        parts = _parts(after)
        for vsv_id, share in _parts(before).items():
            parts[vsv_id] = parts.get(vsv_id, 0) - share
        moving = {vsv_id: share for vsv_id, share in parts.items() if share}
        self.births += births.deliveries if moving else 0
        for vsv_id, share in moving.items():
            unit = (vsv_id, year)
            self.difference[unit] = self.difference.get(unit, Figures()).plus(births, share)


def _parts(shares: Sequence[Share]) -> dict[int | None, int]:
    parts: dict[int | None, int] = {}
    for vsv_id, share in shares:
        parts[vsv_id] = parts.get(vsv_id, 0) + share
    return parts


def applied(before: Mapping[Unit, Figures], moved: Moved) -> dict[Unit, tuple[Figures, Figures]]:
    """Return (before, after) of every VSV and year in which something moves."""
    return {
        unit: (before.get(unit, Figures()), before.get(unit, Figures()).plus(difference))
        for unit, difference in moved.difference.items()
    }
