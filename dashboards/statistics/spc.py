"""PURE. Charts of a figure over time: centre and limits; `run_rules` and `shift` tell a change from noise.

All charts share one frame: points fall into phases, a phase has a baseline (its first ``freeze`` points,
or all), and the baseline fixes centre and limits. Only the figure and the limits differ per chart.
Sources: Montgomery (p, g, t charts); Laney 2002 (p').
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

from dashboards.statistics.inputs import Number, count, counts
from dashboards.statistics.runs import Run, RunRules, run_rules, shift

__all__ = [
    "Chart",
    "Point",
    "Run",
    "RunRules",
    "g_chart",
    "p_chart",
    "p_prime_chart",
    "run_chart",
    "run_rules",
    "shift",
    "t_chart",
]

MEAN_RANGE_TO_SIGMA = 1.128
T_POWER = 1 / 3.6


@dataclass(frozen=True)
class Point:
    """One drawn point; ``value`` and limits are None where nothing can be drawn, ``phase`` starts at 1."""

    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    outside: bool
    phase: int
    included: bool


@dataclass(frozen=True)
class Chart:
    """The points in order and the widening of the limits per phase: sigma_z for p', 1 for p, else none."""

    points: tuple[Point, ...]
    sigma_z: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class _Phase:
    """A phase before its limits: 0-based positions, those of its baseline, and the values there."""

    positions: range
    baseline: tuple[int, ...]
    values: tuple[float, ...]


Limits = Callable[[int, _Phase, float], tuple[float, float] | None]


def p_chart(
    events: Sequence[Number],
    totals: Sequence[Number],
    freeze: int | None = None,
    parts: Sequence[int] = (),
    exclude: Sequence[int] = (),
    sigmas: float = 3,
) -> Chart:
    """Return a p chart: pooled centre, binomial limits that vary with the total, kept within 0 to 1.

    ``parts`` (last point of an old phase) and ``exclude`` are 1-based; ``freeze`` counts from the start of
    each phase. Raises ValueError for impossible counts or point numbers.
    """
    return _proportions(events, totals, freeze, parts, exclude, sigmas, lambda phase, centre, data: 1.0)


def p_prime_chart(
    events: Sequence[Number],
    totals: Sequence[Number],
    freeze: int | None = None,
    parts: Sequence[int] = (),
    exclude: Sequence[int] = (),
    sigmas: float = 3,
    floor_sigma_z: bool = True,
) -> Chart:
    """Return Laney's p' chart: as `p_chart`, limits times sigma_z of the baseline (floored at 1 if asked)."""

    def widen(phase: _Phase, centre: float, data: list[tuple[float, float] | None]) -> float | None:
        sigma = _sigma_z(phase, centre, data)
        return max(1.0, sigma) if sigma is not None and floor_sigma_z else sigma

    return _proportions(events, totals, freeze, parts, exclude, sigmas, widen)


def run_chart(
    values: Sequence[Number],
    freeze: int | None = None,
    parts: Sequence[int] = (),
    exclude: Sequence[int] = (),
) -> Chart:
    """Return a run chart: the unweighted median of the baseline, no limits."""
    known = [count(value, "value") for value in values]
    return _draw(known, freeze, parts, exclude, median, lambda position, phase, centre: None)


def g_chart(
    events_between: Sequence[Number],
    freeze: int | None = None,
    parts: Sequence[int] = (),
    exclude: Sequence[int] = (),
) -> Chart:
    """Return a g chart of the events between rare events: centre median, limits mean ± 3 √(m(m + 1))."""

    def limits(position: int, phase: _Phase, centre: float) -> tuple[float, float]:
        mean = fmean(phase.values)
        half = 3 * sqrt(mean * (mean + 1))
        return max(0.0, mean - half), mean + half

    known = [count(value, "events_between") for value in events_between]
    return _draw(known, freeze, parts, exclude, median, limits)


def t_chart(
    days_between: Sequence[Number],
    freeze: int | None = None,
    parts: Sequence[int] = (),
    exclude: Sequence[int] = (),
) -> Chart:
    """Return a t chart of the days between rare events: an individuals chart of days^(1/3.6), turned back."""
    known = [count(value, "days_between") for value in days_between]
    even = [None if value is None else value**T_POWER for value in known]

    def limits(position: int, phase: _Phase, centre: float) -> tuple[float, float] | None:
        sigma = _mean_range([even[i] for i in phase.baseline])
        if sigma is None:
            return None
        middle = centre**T_POWER
        return max(0.0, middle - 3 * sigma) ** (1 / T_POWER), (middle + 3 * sigma) ** (1 / T_POWER)

    def centre_of(values: Sequence[float]) -> float:
        return float(fmean(value**T_POWER for value in values) ** (1 / T_POWER))

    return _draw(known, freeze, parts, exclude, centre_of, limits)


def _proportions(
    events: Sequence[Number],
    totals: Sequence[Number],
    freeze: int | None,
    parts: Sequence[int],
    exclude: Sequence[int],
    sigmas: float,
    widen: Callable[[_Phase, float, list[tuple[float, float] | None]], float | None],
) -> Chart:
    pairs = [counts(k, n) for k, n in zip(events, totals, strict=True)]
    data = [None if k is None or not n else (k, n) for k, n in pairs]
    values = [None if pair is None else pair[0] / pair[1] for pair in data]

    def pooled(phase: _Phase) -> float:
        known = [pair for i in phase.baseline if (pair := data[i])]
        return sum(k for k, _ in known) / sum(n for _, n in known)

    phases = _phases(values, freeze, parts, exclude)
    centres = [pooled(phase) if phase.values else None for phase in phases]
    widths = [None if c is None else widen(p, c, data) for p, c in zip(phases, centres, strict=True)]

    def limits(position: int, phase: _Phase, centre: float) -> tuple[float, float] | None:
        width, pair = widths[phases.index(phase)], data[position]
        if width is None or pair is None:
            return None
        half = sigmas * width * sqrt(centre * (1 - centre) / pair[1])
        return max(0.0, centre - half), min(1.0, centre + half)

    return Chart(_points(values, phases, centres, exclude, limits), tuple(widths))


def _draw(
    values: list[float | None],
    freeze: int | None,
    parts: Sequence[int],
    exclude: Sequence[int],
    centre_of: Callable[[Sequence[float]], float],
    limits: Limits,
) -> Chart:
    phases = _phases(values, freeze, parts, exclude)
    centres = [float(centre_of(phase.values)) if phase.values else None for phase in phases]
    return Chart(_points(values, phases, centres, exclude, limits))


def _points(
    values: list[float | None],
    phases: list[_Phase],
    centres: list[float | None],
    exclude: Sequence[int],
    limits: Limits,
) -> tuple[Point, ...]:
    points = []
    for number, (phase, centre) in enumerate(zip(phases, centres, strict=True), start=1):
        for i in phase.positions:
            value, included = values[i], i + 1 not in exclude
            bounds = None if value is None or centre is None else limits(i, phase, centre)
            lower, upper = bounds or (None, None)
            outside = included and bounds is not None and not bounds[0] <= (value or 0.0) <= bounds[1]
            points.append(Point(value, centre, lower, upper, outside, number, included))
    return tuple(points)


def _phases(
    values: list[float | None], freeze: int | None, parts: Sequence[int], exclude: Sequence[int]
) -> list[_Phase]:
    size = len(values)
    if freeze is not None and freeze < 1:
        raise ValueError(f"freeze must be at least 1 point, not {freeze}")
    if list(parts) != sorted(set(parts)) or any(not 1 <= part < size for part in parts):
        raise ValueError(f"parts must be rising point numbers from 1 to {size - 1}, not {list(parts)}")
    if any(not 1 <= point <= size for point in exclude):
        raise ValueError(f"exclude must be point numbers from 1 to {size}, not {list(exclude)}")
    phases = []
    for start, stop in zip((0, *parts), (*parts, size), strict=True):
        baseline = tuple(i for i in range(start, min(stop, start + (freeze or size))) if i + 1 not in exclude)
        known = tuple(value for i in baseline if (value := values[i]) is not None)
        phases.append(_Phase(range(start, stop), baseline, known))
    return phases


def _sigma_z(phase: _Phase, centre: float, data: list[tuple[float, float] | None]) -> float | None:
    z: list[float | None] = []
    for i in phase.baseline:
        pair = data[i]
        spread = sqrt(centre * (1 - centre) / pair[1]) if pair else 0.0
        z.append(None if pair is None else (pair[0] / pair[1] - centre) / spread if spread else 0.0)
    return _mean_range(z)


def _mean_range(values: list[float | None]) -> float | None:
    """Mean moving range over 1.128; a missing value drops its two ranges; None without any range."""
    ranges = [abs(b - a) for a, b in zip(values, values[1:], strict=False) if a is not None and b is not None]
    return fmean(ranges) / MEAN_RANGE_TO_SIGMA if ranges else None
