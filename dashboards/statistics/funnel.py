"""PURE. Two questions about a unit in a funnel: does it differ, and is it unusual among its like?

A: exact binomial limits around a target, interpolated (Spiegelhalter 2005, appendix A.1.1).
B: the same question after allowing for how units normally differ (Spiegelhalter 2005; arcsine scale).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, ceil, floor, pi, sin, sqrt
from typing import Literal

import numpy as np
from scipy import stats

from dashboards.statistics.inputs import NO_INTERVAL, Interval, Number, count, counts, proportion, tail, whole

Verdict = Literal["high_998", "high_95", "within", "low_95", "low_998"]

ON_THE_LINE = 1e-12
"""A dot this close to a line is on it, and a dot on a line is inside."""


@dataclass(frozen=True)
class Overdispersion:
    """How far units differ beyond chance. ``z`` has one value per unit, None where its total is 0."""

    target: float | None
    z: tuple[float | None, ...]
    z_winsorised: tuple[float | None, ...]
    phi: float | None
    tau2: float | None


@dataclass(frozen=True)
class ByChance:
    """How many units chance alone would put below and above the drawn lines."""

    low: float
    high: float


def funnel_limits(total: Number, target: Number, confidence: float = 0.95) -> Interval:
    """Return the interpolated exact binomial limits for one total, as fractions within 0 to 1.

    Both are None when the total is 0 or unknown, or the target is. Raises ValueError for a negative or
    fractional total and for a target outside 0 to 1.
    """
    one_tail = tail(confidence)
    n, p = count(total, "total"), proportion(target, "target")
    if not n or p is None:
        return NO_INTERVAL
    return _limits(whole(n, "total"), p, one_tail)


def classify(events: Number, total: Number, target: Number) -> Verdict | None:
    """Return on which side of the drawn 99.8 % and 95 % lines the unit lies; a dot on a line is inside.

    None when the total is 0, or anything is unknown.
    """
    k, n = counts(events, total)
    if k is None or not n or count(target, "target") is None:
        return None
    if side := _side(k / n, funnel_limits(n, target, 0.998)):
        return "high_998" if side > 0 else "low_998"
    if side := _side(k / n, funnel_limits(n, target, 0.95)):
        return "high_95" if side > 0 else "low_95"
    return "within"


def chance_outside(totals: Sequence[Number], target: Number, confidence: float = 0.95) -> ByChance:
    """Return the expected number of units outside the drawn lines when all have the target as true rate.

    The sum over the units of the exact binomial probability, per side: the line leans to *high* at small n.
    """
    low = high = 0.0
    for total in totals:
        limits = funnel_limits(total, target, confidence)
        if total is None or limits.lower is None or limits.upper is None or target is None:
            continue
        n = whole(total, "total")
        low += float(stats.binom.cdf(ceil(limits.lower * n - ON_THE_LINE * n) - 1, n, target))
        high += float(stats.binom.sf(floor(limits.upper * n + ON_THE_LINE * n), n, target))
    return ByChance(low, high)


def overdispersion(
    events: Sequence[Number], totals: Sequence[Number], target: Number = None, trim: float = 0.10
) -> Overdispersion:
    """Return z scores on the arcsine scale, their winsorised square mean phi, and the extra variance tau2.

    ``target`` None pools the units passed. ``trim`` is pulled in at each end (type-7 quantiles).
    phi at or below 1 gives tau2 = 0; without any unit phi and tau2 are None, and so is tau2 for a single
    unit with phi above 1. Raises ValueError for impossible counts, unequal lengths or a trim not in 0 to 0.5.
    """
    if not 0 <= trim < 0.5:
        raise ValueError(f"trim must lie between 0 and 0.5, not {trim}")
    pairs = [counts(k, n) for k, n in zip(events, totals, strict=True)]
    usable = [(k, n) for k, n in pairs if k is not None and n]
    centre = proportion(target, "target")
    if centre is None and usable:
        centre = sum(k for k, _ in usable) / sum(n for _, n in usable)
    if centre is None or not usable:
        nothing = (None,) * len(pairs)
        return Overdispersion(centre, nothing, nothing, None, None)
    z = [None if k is None or not n else _z(k, n, centre) for k, n in pairs]
    known = [value for value in z if value is not None]
    low, high = (float(cut) for cut in np.quantile(known, [trim, 1 - trim]))
    pulled_in = [None if value is None else min(max(value, low), high) for value in z]
    phi = sum(value**2 for value in pulled_in if value is not None) / len(known)
    return Overdispersion(centre, tuple(z), tuple(pulled_in), phi, _tau2(phi, [4 * n for _, n in usable]))


def overdispersed_limits(total: Number, target: Number, tau2: Number, confidence: float = 0.95) -> Interval:
    """Return limits widened by tau2 on the arcsine scale, as fractions; the angle is kept in 0 to pi/2.

    Both are None when the total is 0 or anything is unknown.
    """
    one_tail = tail(confidence)
    n, p, extra = count(total, "total"), proportion(target, "target"), count(tau2, "tau2")
    if not n or p is None or extra is None:
        return NO_INTERVAL
    middle = asin(sqrt(p))
    half = float(stats.norm.isf(one_tail)) * sqrt(1 / (4 * n) + extra)
    return Interval(sin(max(0.0, middle - half)) ** 2, sin(min(pi / 2, middle + half)) ** 2)


def stands_out(events: Number, total: Number, spread: Overdispersion, verdict: Verdict | None) -> bool:
    """Return whether a unit that differs (A) is outside the widened 99.8 % line on the same side too (B)."""
    k, n = counts(events, total)
    if verdict in (None, "within") or not spread.tau2 or k is None or not n:
        return False
    side = _side(k / n, overdispersed_limits(n, spread.target, spread.tau2, 0.998))
    return side == (1 if verdict.startswith("high") else -1)


@lru_cache(maxsize=4096)
def _limits(n: int, target: float, one_tail: float) -> Interval:
    return Interval(_bound(n, target, one_tail), _bound(n, target, 1 - one_tail))


def _bound(n: int, target: float, probability: float) -> float:
    """The number of events at which the cumulative binomial crosses the probability, interpolated, over n."""
    r = int(stats.binom.ppf(probability, n, target))
    reached, weight = stats.binom.cdf(r, n, target), stats.binom.pmf(r, n, target)
    back = (reached - probability) / weight if weight else 0.0
    return float(min(1.0, max(0.0, (r - back) / n)))


def _side(rate: float, limits: Interval) -> int:
    if limits.upper is not None and rate > limits.upper + ON_THE_LINE:
        return 1
    return -1 if limits.lower is not None and rate < limits.lower - ON_THE_LINE else 0


def _z(events: float, total: float, target: float) -> float:
    return 2 * sqrt(total) * (asin(sqrt(events / total)) - asin(sqrt(target)))


def _tau2(phi: float, weights: list[float]) -> float | None:
    if phi <= 1:
        return 0.0
    free = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    if not free:
        return None
    return max(0.0, (len(weights) * phi - (len(weights) - 1)) / free)
