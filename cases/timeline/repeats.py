"""PURE. A deed that comes again because its answer got lost: what of it stands in the case already.

It is not done twice, but it is answered as it would have been: with what was read, what stays text, and what
was not stored, so that nothing that was typed is dropped. Its own rows are not taken for a colleague's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import quick
from cases.questions import Draft, value_at
from cases.quick import QuickAnswer, QuickRow, Reading
from cases.timeline.edit import Data, Row, filled, mark_of, marks
from cases.timeline.lines import Lines, Read, why_not
from fluxus.texts import Text

Pair = tuple[str, str]
ListedRow = tuple[str, dict[str, Any]]
ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Own:
    """Of what changed since the page was shown: the rows that this deed wrote, and how many it replaced."""

    rows: tuple[ListedRow, ...] = ()
    replaced: int = 0


def own_of_lines(
    readings: Iterable[tuple[str, Reading]], came: Iterable[ListedRow], known: Collection[Pair]
) -> Own:
    """Return which of the rows that came were written by these lines, with calls that got their arrival."""
    typed = [(item.section, item.row) for _line, reading in readings for item in _rows(reading)]
    present = {row.get("present_from") for name, row in typed if name == "staff"}
    rows, replaced = [], 0
    for name, row in came:
        without = {key: value for key, value in row.items() if key != ARRIVED}
        completed = name == "calls" and row.get(ARRIVED) in present - {None}
        was_shown = completed and (name, mark_of(without)) in known
        if was_shown or _among(name, row, typed) or (completed and _among(name, without, typed)):
            rows.append((name, row))
            replaced += was_shown
    return Own(tuple(rows), replaced)


def own_of_row(
    data: Data, came: Iterable[ListedRow], known: Collection[Pair], name: str, row: Row | None, was: str = ""
) -> Own:
    """Return the same for one row that was added, put in the place of ``was``, or (None) taken away."""
    typed = [] if row is None else [(name, row)]
    rows = [each for each in came if _among(*each, typed)]
    gone = (name, was) in known and (name, was) not in marks(data)
    return Own(tuple(rows[-1:]), int(gone))


def places(data: Data, rows: Iterable[ListedRow]) -> tuple[tuple[str, int], ...]:
    """Return list and place of rows as they stand in the case."""
    return tuple((name, place) for name, row in rows for place in _where(data, name, row)[-1:])


def read_before(lines: Lines, data: Data, birth: datetime) -> tuple[Read, ...]:
    """Return the lines that were read, as far as what they said stands in the case. ``birth`` is aware."""
    return tuple(
        Read(line, quick.in_words(reading, birth), _answers(reading))
        for line, reading in lines.readings
        if all(_stands(item, data) for item in reading.items)
    )


def unread_before(lines: Lines, draft: Draft, waiting: Collection[str]) -> tuple[tuple[str, Text], ...]:
    """Return the lines that stay as text; ``waiting``: the texts that wait in the case to be mended."""
    every = [line for line, _ in (*lines.unread, *lines.readings)]
    return tuple((line, why_not(line, draft)) for line in every if line in waiting)


def _rows(reading: Reading) -> list[QuickRow]:
    return [item for item in reading.items if isinstance(item, QuickRow)]


def _answers(reading: Reading) -> tuple[str, ...]:
    return tuple(item.path for item in reading.items if isinstance(item, QuickAnswer))


def _among(name: str, row: Row, typed: Iterable[tuple[str, Mapping[str, Any]]]) -> bool:
    return any(name == other and filled(row) == filled(each) for other, each in typed)


def _where(data: Data, name: str, row: Row) -> list[int]:
    return [place for place, each in enumerate(data.get(name) or ()) if filled(each) == filled(row)]


def _stands(item: quick.Item, data: Data) -> bool:
    if not isinstance(item, QuickRow):
        return bool(value_at(data, item.path) == item.value)
    if item.section == "calls" and ARRIVED not in item.row:
        calls = [{k: v for k, v in filled(call).items() if k != ARRIVED} for call in data.get("calls") or ()]
        return filled(item.row) in calls
    return bool(_where(data, item.section, item.row))
