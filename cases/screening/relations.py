"""PURE. A trigger with unknowns: at which minutes it can fall, and when the bleeding can have ended then.

For a fixed trigger every check depends on the end of the bleeding only through "still active at a moment",
so its earliest and latest end say everything.
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Generic, NamedTuple, TypeVar

from cases.screening.courses import Minutes

Key = TypeVar("Key")


class Moment(NamedTuple, Generic[Key]):
    """A trigger (None: not reached), and the earliest and the latest end of the bleeding that go with it.

    ``added``: only with entries that are not recorded.
    """

    key: Key
    low: float
    high: float
    added: bool


class Relation(Generic[Key]):
    """All possible values of a trigger, each with the ends of the bleeding that go with it."""

    def __init__(self, moments: Iterable[Moment[Key]]) -> None:
        merged: dict[tuple[Key, bool], tuple[float, float]] = {}
        for key, low, high, added in moments:
            seen = merged.get((key, added))
            merged[key, added] = (low, high) if seen is None else (min(seen[0], low), max(seen[1], high))
        self.moments = [
            Moment(key, low, high, added)
            for (key, added), (low, high) in merged.items()
            if not added or merged.get((key, False)) != (low, high)
        ]
        self.values = {moment.key for moment in self.moments}


class Run(NamedTuple):
    """A trigger at any minute from ``first`` to ``last`` (both inf: not reached).

    The bleeding then ended from ``low`` to ``high``, and at least ``shift`` minutes after the trigger.
    ``tag`` tells apart what else the trigger says.
    """

    first: float
    last: float
    low: float
    high: float
    added: bool
    shift: int
    tag: bool = False


def never(low: float, high: float, *, added: bool) -> Run:
    """Return the run of a trigger that is not reached."""
    return Run(inf, inf, low, high, added, 0)


def spread(runs: Iterable[Run], minutes: Minutes) -> Iterator[tuple[int | None, Run, float]]:
    """Yield (minute or None, run, earliest end) for all runs, each minute once for runs alike.

    Of runs that differ only in their earliest end, the one with the smallest says all.
    """
    alike: dict[tuple[float, bool, int, bool], list[Run]] = {}
    for run in set(runs):
        if run.first == inf:
            yield None, run, run.low
        elif run.first <= run.last:
            alike.setdefault((run.high, run.added, run.shift, run.tag), []).append(run)
    for group in alike.values():
        covered: list[tuple[float, float]] = []
        for run in sorted(group, key=lambda run: (run.low, run.first, -run.last)):
            if any(start <= run.first and run.last <= end for start, end in covered):
                continue
            for first, last in _uncovered(run.first, run.last, covered):
                for minute in minutes.between(first, last):
                    yield minute, run, max(run.low, minute + run.shift)
            covered = _joined(covered, (run.first, run.last))


def _uncovered(
    first: float, last: float, covered: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Yield the parts of [first, last] outside the covered intervals (sorted, apart from each other)."""
    for start, end in covered:
        if end < first:
            continue
        if start > last:
            break
        if start > first:
            yield first, start - 1
        first = end + 1
    if first <= last and first != inf:
        yield first, last


def _joined(covered: list[tuple[float, float]], more: tuple[float, float]) -> list[tuple[float, float]]:
    first, last = more
    apart = [(start, end) for start, end in covered if end < first - 1 or start > last + 1]
    close = [(start, end) for start, end in covered if not (end < first - 1 or start > last + 1)]
    joined = (min([first, *(start for start, _ in close)]), max([last, *(end for _, end in close)]))
    return sorted([*apart, joined])


def relation(runs: Iterable[Run], minutes: Minutes) -> Relation[int | None]:
    """Return all possible moments of a trigger."""
    return Relation(Moment(minute, low, run.high, run.added) for minute, run, low in spread(runs, minutes))
