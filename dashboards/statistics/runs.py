"""PURE. Runs of points on one side of a centre: the rules that tell a change from noise (Anhoej 2014)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Literal

from scipy import stats

from dashboards.statistics.inputs import Number, count

ON_THE_CENTRE = 1e-9
"""A point this close to the centre, relative to it, lies on it and is not useful."""


@dataclass(frozen=True)
class RunRules:
    """Anhoej's rules over the useful points; figures are None without any."""

    useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    signal: bool


@dataclass(frozen=True)
class Run:
    """A run on one side of the centre, from index ``start`` over ``length`` useful points."""

    start: int
    length: int
    side: Literal["above", "below"]


def run_rules(values: Sequence[Number], centre: Number) -> RunRules:
    """Return Anhoej's rules for one phase: longest run above round(log2 n) + 3, or too few crossings.

    Missing points and points on the centre are dropped and break no run.
    """
    sides = [side for side in _sides(values, centre) if side]
    useful = len(sides)
    if not useful:
        return RunRules(0, None, None, None, None, signal=False)
    crossings = sum(one != other for one, other in zip(sides, sides[1:], strict=False))
    longest = max(length for _, length, _ in _runs(sides))
    longest_max = round(log2(useful)) + 3
    crossings_min = int(stats.binom.ppf(0.05, useful - 1, 0.5))
    signal = longest > longest_max or crossings < crossings_min
    return RunRules(useful, longest, longest_max, crossings, crossings_min, signal)


def shift(values: Sequence[Number], centre: Number, length: int = 8) -> list[Run]:
    """Return every maximal run of at least ``length`` useful points on one side of the centre."""
    return [
        Run(start, points, "above" if side > 0 else "below")
        for start, points, side in _runs(_sides(values, centre))
        if points >= length
    ]


def _sides(values: Sequence[Number], centre: Number) -> list[int]:
    """1 above, -1 below, 0 for a missing point or one on the centre."""
    middle = count(centre, "centre")
    known = [count(value, "value") for value in values]
    if middle is None:
        return [0] * len(known)
    near = ON_THE_CENTRE * abs(middle)
    return [0 if v is None or abs(v - middle) <= near else 1 if v > middle else -1 for v in known]


def _runs(sides: Sequence[int]) -> list[tuple[int, int, int]]:
    """Each maximal run as (start index, useful points, side); zeros neither count nor break."""
    runs: list[tuple[int, int, int]] = []
    for i, side in enumerate(sides):
        if not side:
            continue
        if runs and runs[-1][2] == side:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, side)
        else:
            runs.append((i, 1, side))
    return runs
