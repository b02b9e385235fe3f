"""Slow and obvious versions of the statistics, straight from their definitions. Oracles for tests only."""

from math import comb, sqrt

Z = {0.95: 1.959963984540054, 0.998: 3.090232306167813}


def wilson(k, n, confidence):
    z = Z[confidence]
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def newcombe(k0, n0, k1, n1, confidence):
    low0, high0 = wilson(k0, n0, confidence)
    low1, high1 = wilson(k1, n1, confidence)
    p0, p1 = k0 / n0, k1 / n1
    lower = p1 - p0 - sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    upper = p1 - p0 + sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    return lower, upper


def mid_p(k0, n0, k1, n1):
    events, births = k0 + k1, n0 + n1
    ways = {k: comb(n1, k) * comb(n0, events - k) for k in range(events + 1) if k <= n1 and events - k <= n0}
    total = comb(births, events)
    below = sum(w for k, w in ways.items() if k < k1) + ways[k1] / 2
    above = sum(w for k, w in ways.items() if k > k1) + ways[k1] / 2
    return min(1.0, 2 * min(below, above) / total)


def binomial(n, p):
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def funnel_bound(n, p, probability):
    """Walk up the cumulative binomial and interpolate at the crossing."""
    reached = 0.0
    for k, weight in enumerate(binomial(n, p)):
        if reached + weight >= probability:
            return min(1.0, max(0.0, (k - (reached + weight - probability) / weight) / n))
        reached += weight
    return 1.0


def outside(n, p, lower, upper):
    weights = binomial(n, p)
    low = sum(w for k, w in enumerate(weights) if k / n < lower - 1e-12)
    high = sum(w for k, w in enumerate(weights) if k / n > upper + 1e-12)
    return low, high


def longest_run_and_crossings(values, centre):
    useful = [v > centre for v in values if v is not None and abs(v - centre) > 1e-9 * abs(centre)]
    if not useful:
        return 0, None, None
    longest = max(
        j - i for i in range(len(useful)) for j in range(i + 1, len(useful) + 1) if len(set(useful[i:j])) == 1
    )
    return len(useful), longest, sum(useful[i] != useful[i + 1] for i in range(len(useful) - 1))


def p_prime_sigma(pairs):
    """Laney's sigma_z over all points, None = missing."""
    known = [pair for pair in pairs if pair]
    centre = sum(k for k, _ in known) / sum(n for _, n in known)
    z = [pair and (pair[0] / pair[1] - centre) / sqrt(centre * (1 - centre) / pair[1]) for pair in pairs]
    steps = [abs(z[i + 1] - z[i]) for i in range(len(z) - 1) if z[i] is not None and z[i + 1] is not None]
    return sum(steps) / len(steps) / 1.128 if steps else None
