"""PURE. What follows, or stands out, when lines come in beside what is there: arrivals, and a doubtful order.

Rows are compared as instants; nothing is reordered or changed here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from cases.case_values import AMSTERDAM, moment_of, read_instant
from cases.labels import code_label
from cases.quick.reading import Item, QuickRow
from cases.quick.spoken import time_of
from fluxus.texts import Text

Data = Mapping[str, Any]
ARRIVED: Final = Text(
    "{role}: de oproep van {called} krijgt als aankomst {arrived}",
    "{role}: the call of {called} gets {arrived} as its arrival",
)
GOES_BACK: Final = Text(
    "{later} ligt vóór {earlier}, de tijd van de regel erboven; klopt dat?",
    "{later} lies before {earlier}, the time of the line above it; is that right?",
)
LOSS_FALLS: Final = Text(
    "het bloedverlies daalt van {high} ml ({before}) naar {low} ml ({after}); "
    "geef steeds het totaal tot dan toe",
    "the blood loss falls from {high} ml ({before}) to {low} ml ({after}); always give the total so far",
)
BEFORE_CALL: Final = Text(
    "{role} is er om {present}, vóór de oproep van {called}; klopt dat?",
    "{role} is there at {present}, before the call of {called}; is that right?",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The call ``data["calls"][index]``; ``row``: its new content, with the arrival; ``text`` says so."""

    index: int
    row: Mapping[str, Any]
    text: Text


def arrivals(data: Data, items: Sequence[Item]) -> tuple[Arrival, ...]:
    """Return the calls that get their arrival from someone's presence among ``items``.

    ``data``: the case in the case format with the items already in it. Per presence it is the last open call
    of that role to come, not after the presence; each call gets one arrival. Phone calls stay as they are.
    """
    found: dict[int, Arrival] = {}
    for _, row in _rows(items, "staff"):
        present = _minutes(row.get("present_from"))
        if present is None:
            continue
        open_calls = [
            (called, index)
            for index, call in enumerate(data.get("calls") or [])
            if index not in found
            and call.get("role") == row["role"]
            and call.get("mode") == "in_person"
            and call.get("arrived") is None
            and (called := _minutes(call.get("called"))) is not None
            and called <= present
        ]
        if open_calls:
            called, index = max(open_calls)
            call = {**data["calls"][index], "arrived": row["present_from"]}
            text = _said(ARRIVED, row["role"], called=_clock(called), arrived=_clock(present))
            found[index] = Arrival(index, call, text)
    return tuple(found.values())


def order_notes(
    data: Data, items: Sequence[Item], birth: datetime, previous: str | None = None
) -> list[Text]:
    """Return what is doubtful in the order of ``items``: said, never mended.

    ``data``: the case before the items came in; ``previous``: the time of the line that was typed just before
    them, in the case format. A line before the one above it, loss that falls, someone there before the call.
    """
    return [
        *_going_back(items, previous),
        *_falling(data, items),
        *_before_call(data, items),
    ]


def _going_back(items: Sequence[Item], previous: str | None) -> Iterator[Text]:
    times = [_minutes(previous), *(_minutes(time_of(item)) for item in items)]
    known = [time for time in times if time is not None]
    for earlier, later in pairwise(known):
        if later < earlier:
            yield GOES_BACK.format(later=_clock(later), earlier=_clock(earlier))


def _falling(data: Data, items: Sequence[Item]) -> Iterator[Text]:
    """Yield each fall between neighbours in time of which at least one is new."""
    new = [dict(row) for _, row in _rows(items, "blood_loss")]
    rows = [*({**row, "old": True} for row in data.get("blood_loss") or []), *new]
    timed = [(_minutes(row.get("time")), row.get("cumulative_ml"), row.get("old", False)) for row in rows]
    known = [(time, amount, old) for time, amount, old in timed if time is not None and amount is not None]
    for (before, high, one), (after, low, two) in pairwise(sorted(known)):
        if low < high and not (one and two):
            yield LOSS_FALLS.format(high=high, low=low, before=_clock(before), after=_clock(after))


def _before_call(data: Data, items: Sequence[Item]) -> Iterator[Text]:
    """Yield each presence with a call of that role later, and none earlier: new ones only."""
    staff = [*((False, row) for row in data.get("staff") or []), *_rows(items, "staff")]
    calls = [*((False, row) for row in data.get("calls") or []), *_rows(items, "calls")]
    for new, row in staff:
        present = _minutes(row.get("present_from"))
        called = [
            (time, fresh)
            for fresh, call in calls
            if call.get("role") == row.get("role")
            and call.get("mode") != "phone"
            and (time := _minutes(call.get("called"))) is not None
        ]
        if present is None or not called or min(called)[0] <= present:
            continue
        first, fresh = min(called)
        if new or fresh:
            yield _said(BEFORE_CALL, str(row["role"]), present=_clock(present), called=_clock(first))


def _rows(items: Sequence[Item], section: str) -> list[tuple[bool, Mapping[str, Any]]]:
    """Return the rows of one list among the items, each marked as new."""
    return [(True, item.row) for item in items if isinstance(item, QuickRow) and item.section == section]


def _said(template: Text, role: str, **values: str) -> Text:
    label = code_label(role)
    return Text(template.nl.format(role=label.nl, **values), template.en.format(role=label.en, **values))


def _minutes(value: object) -> int | None:
    return read_instant(value) if isinstance(value, str) else None


def _clock(minutes: int) -> str:
    return f"{moment_of(minutes).astimezone(AMSTERDAM):%H:%M}"
