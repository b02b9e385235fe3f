"""PURE. How sure a percentage, a ratio or a difference is."""

from dataclasses import dataclass
from math import sqrt

from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dashboards.statistics.inputs import NO_INTERVAL, Interval, Number, count, counts, tail, whole

BYAR_FROM = 10
"""From this many observed events Byar's approximation takes over from the exact Poisson interval."""


@dataclass(frozen=True)
class Difference:
    """After minus before as a fraction, with its interval and the conditional mid-p (for reference)."""

    difference: float | None
    lower: float | None
    upper: float | None
    mid_p: float | None


NO_DIFFERENCE = Difference(None, None, None, None)


def wilson_interval(events: Number, total: Number, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval of a proportion, as fractions (Wilson 1927).

    Without a known total above 0 both bounds are None. Raises ValueError for impossible counts.
    """
    alpha = 2 * tail(confidence)
    k, n = counts(events, total)
    if k is None or not n:
        return NO_INTERVAL
    lower, upper = proportion_confint(k, n, alpha=alpha, method="wilson")
    return Interval(max(0.0, float(lower)), min(1.0, float(upper)))


def ratio_interval(observed: Number, expected: Number, confidence: float = 0.95) -> Interval:
    """Return the interval of observed / expected: exact Poisson below 10 observed, Byar from 10.

    Without a known expected number above 0 both bounds are None. Raises ValueError for negative numbers.
    Source: Garwood 1936; Breslow and Day 1987, p. 69 (Byar).
    """
    one_tail = tail(confidence)
    o, e = count(observed, "observed"), count(expected, "expected")
    if o is None or not e:
        return NO_INTERVAL
    if o < BYAR_FROM:
        lower = stats.chi2.ppf(one_tail, 2 * o) / 2 if o else 0.0
        upper = stats.chi2.isf(one_tail, 2 * o + 2) / 2
    else:
        z = stats.norm.isf(one_tail)
        lower = o * (1 - 1 / (9 * o) - z / (3 * sqrt(o))) ** 3
        upper = (o + 1) * (1 - 1 / (9 * (o + 1)) + z / (3 * sqrt(o + 1))) ** 3
    return Interval(float(lower) / e, float(upper) / e)


def newcombe_difference(
    events_before: Number,
    total_before: Number,
    events_after: Number,
    total_after: Number,
    confidence: float = 0.95,
) -> Difference:
    """Return the difference of two proportions, after minus before (Newcombe 1998, method 10).

    All fields are None when either total is 0 or unknown. Raises ValueError for impossible counts;
    they must be whole, because the mid-p counts tables.
    """
    alpha = 2 * tail(confidence)
    k0, n0 = counts(events_before, total_before, "_before")
    k1, n1 = counts(events_after, total_after, "_after")
    if k0 is None or k1 is None or not n0 or not n1:
        return NO_DIFFERENCE
    lower, upper = confint_proportions_2indep(
        k1, n1, k0, n0, method="newcomb", compare="diff", alpha=alpha, correction=False
    )
    return Difference(k1 / n1 - k0 / n0, float(lower), float(upper), _mid_p(k0, n0, k1, n1))


def _mid_p(k0: float, n0: float, k1: float, n1: float) -> float:
    """Twice the smaller one-sided conditional mid-p, at most 1."""
    before, births_before = whole(k0, "events_before"), whole(n0, "total_before")
    after, births_after = whole(k1, "events_after"), whole(n1, "total_after")
    table = stats.hypergeom(births_before + births_after, before + after, births_after)
    half = table.pmf(after) / 2
    return float(min(1.0, 2 * min(table.cdf(after) - half, table.sf(after) + half)))
