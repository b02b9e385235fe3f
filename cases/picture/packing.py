"""PURE. Where words beside marks go: in rows below each other, shortened, or left out; never cut off.

All lengths are pixels from the left edge of the plot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HALF_MARK: Final = 5
"""Half the width of a mark."""
GAP: Final = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A mark from ``start`` to ``end`` with the lengths of its words, the longest first.

    ``inside``: the words stand on the mark (a bar), not behind its end.
    """

    start: float
    end: float
    words: tuple[float, ...]
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The row of a mark; ``word``: which of its words fits (None: none); ``left``: they stand before it."""

    row: int
    word: int | None
    left: bool = False


def packed(boxes: Sequence[Box], width: float, most: int) -> list[Place]:
    """Return a place for each box (sorted by start), in at most ``most`` rows of ``width`` pixels."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    places = []
    for box in boxes:
        place, extent = _place(box, width, taken)
        taken[place.row].append(extent)
        places.append(place)
    return places


def _place(
    box: Box, width: float, taken: list[list[tuple[float, float]]]
) -> tuple[Place, tuple[float, float]]:
    for word, length in enumerate(box.words):
        for row, extents in enumerate(taken):
            for left in (False, True):
                extent = _extent(box, length, left=left)
                inside = extent[0] >= -HALF_MARK and extent[1] <= width
                if inside and all(_free(extent, other) for other in extents):
                    return Place(row, word, left), extent
    bare = (box.start - HALF_MARK, box.end + HALF_MARK)
    free = (row for row, extents in enumerate(taken) if all(_free(bare, other) for other in extents))
    return Place(next(free, len(taken) - 1), None), bare


def _extent(box: Box, length: float, *, left: bool) -> tuple[float, float]:
    if left:
        return box.start - HALF_MARK - GAP - length, box.end + HALF_MARK
    if box.inside:
        return box.start - HALF_MARK, max(box.end, box.start + GAP + length)
    return box.start - HALF_MARK, box.end + HALF_MARK + GAP + length


def _free(mine: tuple[float, float], other: tuple[float, float]) -> bool:
    return mine[1] + GAP <= other[0] or mine[0] >= other[1] + GAP


def rows_used(places: Sequence[Place]) -> int:
    """Return how many rows the places take."""
    return max((place.row for place in places), default=-1) + 1
