"""PURE. Which reports are about the same delivery, and which of several versions of one record counts.

A link key (keyed hash of the woman) alone is no key: she gives birth again. So it holds only within one day
of the group's earliest birth date.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

WINDOW: Final = timedelta(days=1)
Item = TypeVar("Item")


def windows(births: Iterable[tuple[date, Item]]) -> list[list[Item]]:
    """Split the births of one link key into deliveries: each holds what lies within a day of its earliest.

    Independent of the order of the input.
    """
    groups: list[list[Item]] = []
    earliest: date | None = None
    for born, item in sorted(births, key=lambda pair: pair[0]):
        if earliest is None or born - earliest > WINDOW:
            groups.append([])
            earliest = born
        groups[-1].append(item)
    return groups


def delivery_numbers(keys: Sequence[Hashable | None], births: Sequence[date | None]) -> npt.NDArray[np.int64]:
    """Return for each row a number, equal for rows of one delivery (equal key, within the window).

    A row without key or birth date is a delivery of its own. Only keys that occur more than once cost time.
    """
    numbers = np.arange(len(keys), dtype=np.int64)
    first_row: dict[Hashable, int] = {}
    repeated: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        if key is None or births[row] is None:
            continue
        first = first_row.setdefault(key, row)
        if first != row:
            repeated.setdefault(key, [first]).append(row)
    for rows in repeated.values():
        for group in windows((born, row) for row in rows if (born := births[row]) is not None):
            numbers[group] = group[0]
    return numbers


class Version(NamedTuple):
    """One version of a record: when its message was made, and where it came in."""

    sent_at: int | None
    upload: int
    file: str
    position: int
    item: Any


def newest(versions: Iterable[Version]) -> Version:
    """Return the version that counts: the newest by creation time; without a time or on a tie the later
    upload, then the lexically later file name, then the later message.

    Independent of the order of the input.
    """
    ordered = sorted(versions, key=lambda one: (one.upload, one.file, one.position))
    winner = ordered[0]
    for candidate in ordered[1:]:
        times = (candidate.sent_at, winner.sent_at)
        if times[0] is None or times[1] is None or times[0] >= times[1]:
            winner = candidate
    return winner
