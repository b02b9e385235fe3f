"""PURE. What counts as a count: missing values become None, impossible ones are refused."""

import math
from dataclasses import dataclass

Number = float | int | None


@dataclass(frozen=True)
class Interval:
    """A lower and an upper bound; both None where there is nothing to say."""

    lower: float | None
    upper: float | None


NO_INTERVAL = Interval(None, None)


def count(value: Number, name: str) -> float | None:
    """Return the value, or None for None and NaN; a negative or infinite one is a ValueError."""
    if value is None or math.isnan(value):
        return None
    if value < 0 or math.isinf(value):
        raise ValueError(f"{name} must be a number of 0 or more, not {value}")
    return value


def counts(events: Number, total: Number, suffix: str = "") -> tuple[float | None, float | None]:
    """Return events and total with missing values as None; more events than total is a ValueError."""
    k, n = count(events, f"events{suffix}"), count(total, f"total{suffix}")
    if k is not None and n is not None and k > n:
        raise ValueError(f"events{suffix} ({k}) cannot be more than total{suffix} ({n})")
    return k, n


def whole(value: float, name: str) -> int:
    """Return the value as an int; a fraction is a ValueError, because exact methods count whole births."""
    if value != int(value):
        raise ValueError(f"{name} must be a whole number, not {value}: round shared counts first")
    return int(value)


def proportion(value: Number, name: str) -> float | None:
    """Return the value, or None when missing; outside 0 to 1 is a ValueError."""
    known = count(value, name)
    if known is not None and known > 1:
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")
    return known


def tail(confidence: float) -> float:
    """Return the probability left in one tail; a confidence outside 0 to 1 is a ValueError."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    return (1 - confidence) / 2
