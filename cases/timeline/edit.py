"""PURE. Changes to the timeline of a case in the case format: rows found, added, changed, taken away.

A row has no number of its own: it is known by its list, its place in it and its *mark*, a short fingerprint
of its content. ``known`` are the marks that a page showed, by which what a colleague did since is noticed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from cases.case_schema import ROWS

Data = Mapping[str, Any]
Row = Mapping[str, Any]


class RowGone(LookupError):
    """The row is no longer as it was shown; ``theirs``: what stands there now (None: it was taken away)."""

    def __init__(self, theirs: dict[str, Any] | None, index: int) -> None:
        super().__init__(index)
        self.theirs = theirs
        self.index = index


def mark_of(row: Row) -> str:
    """Return the fingerprint of a row in the case format; what is not filled in does not count."""
    filled = {name: value for name, value in row.items() if value is not None}
    return hashlib.sha256(json.dumps(filled, sort_keys=True).encode()).hexdigest()[:12]


def marks(data: Data) -> list[tuple[str, str]]:
    """Return list and mark of every row of a case."""
    return [(name, mark_of(row)) for name in ROWS for row in data.get(name) or ()]


def known_words(data: Data) -> str:
    """Return the marks of all rows as one word each, for a hidden field of the page."""
    return " ".join(f"{name}:{mark}" for name, mark in marks(data))


def read_known(words: str) -> list[tuple[str, str]]:
    """Return list and mark of every row that a page showed: the inverse of ``known_words``."""
    pairs = (word.partition(":") for word in words.split())
    return [(name, mark) for name, _colon, mark in pairs]


def place_of(rows: list[dict[str, Any]], index: int, was: str, known: Iterable[str]) -> int:
    """Return where the row with mark ``was`` stands now; it stood at ``index`` when it was shown.

    ``known``: the marks of its list as shown. Raises RowGone when no row has this mark any more: a row that
    the page did not know, at its place or before it, is the changed one.
    """
    places = [place for place, row in enumerate(rows) if mark_of(row) == was]
    if places:
        return min(places, key=lambda place: abs(place - index))
    shown = set(known)
    changed = [
        place for place, row in enumerate(rows) if place <= index and shown and mark_of(row) not in shown
    ]
    if not changed:
        raise RowGone(None, index)
    raise RowGone(dict(rows[changed[-1]]), changed[-1])


def came_in_between(data: Data, known: Iterable[tuple[str, str]]) -> list[tuple[str, dict[str, Any]]]:
    """Return list and row of what a case holds and the page did not show."""
    left = list(known)
    found = []
    for name in ROWS:
        for row in data.get(name) or ():
            pair = (name, mark_of(row))
            if pair in left:
                left.remove(pair)
            else:
                found.append((name, dict(row)))
    return found


def went_in_between(data: Data, known: Iterable[tuple[str, str]]) -> int:
    """Return how many of the rows that the page showed are no longer there as they were."""
    left = list(known)
    for pair in marks(data):
        if pair in left:
            left.remove(pair)
    return len(left)


def with_row(data: Data, name: str, row: Row, place: int | None = None) -> dict[str, Any]:
    """Return the case with a row more: at the end of its list, or at ``place``."""
    rows = [dict(each) for each in data.get(name) or ()]
    rows.insert(len(rows) if place is None else place, filled(row))
    return {**data, name: rows}


def with_changed(data: Data, name: str, place: int, row: Row | None) -> dict[str, Any]:
    """Return the case with another row at ``place``; None takes it away."""
    rows = [dict(each) for each in data.get(name) or ()]
    rows[place : place + 1] = [] if row is None else [filled(row)]
    return {**data, name: rows}


def filled(row: Row) -> dict[str, Any]:
    """Return what is filled in of a row."""
    return {name: value for name, value in row.items() if value is not None}
