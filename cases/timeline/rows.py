"""The rows of the timeline as its page shows them: one table of everything that happened, by time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import labels
from cases.case_schema import NEVER_CODE, ROWS
from cases.case_values import AMSTERDAM, moment_of, read_instant
from cases.forms import birth_of, words
from cases.models import Case
from cases.questions import value_at
from cases.sections import place_of
from cases.timeline import words as row_words
from cases.timeline.edit import mark_of

MOMENTS: Final = (
    "birth.time",
    "birth.placenta_delivered",
    "birth.bleeding_started",
    "birth.bleeding_controlled",
    "secondary_care_takeover",
    "ambulance.requested",
    "ambulance.on_scene",
    "ambulance.departed",
    "ambulance.at_hospital",
    "clear_fluids_before_blood_ml",
)
"""What stands on the timeline and is filled in on other pages."""


@dataclass(frozen=True)
class ShownRow:
    """One event of the table. ``name`` is its list, empty for a moment of another section (with ``url``)."""

    name: str
    index: int
    was: str
    moment: int | None
    time: str
    day: str
    minutes: str
    kind: str
    css: str
    what: str
    detail: str
    url: str = ""
    fresh: bool = False

    @property
    def id(self) -> str:
        """The id of the row on the page."""
        return f"row-{self.name}-{self.index}"

    @property
    def key(self) -> str:
        """List, place and mark in one word, by which a deed names the row."""
        return f"{self.name}:{self.index}:{self.was}"

    @property
    def label(self) -> str:
        """The row in a few words, for the names of its buttons."""
        return f"{self.time} {self.kind} {self.what}".strip()


@dataclass
class Frame:
    """What every row needs to be shown: the case and its birth."""

    case: Case
    birth: datetime
    fresh: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def when(self, moment: int | None) -> dict[str, Any]:
        """Return clock, day (when another than that of the birth) and minutes since birth."""
        if moment is None:
            return {"moment": None, "time": "?", "day": "", "minutes": ""}
        local = moment_of(moment).astimezone(AMSTERDAM)
        minutes = int((moment_of(moment) - self.birth).total_seconds() // 60)
        other_day = local.date() != self.birth.astimezone(AMSTERDAM).date()
        return {
            "moment": moment,
            "time": f"{local:%H:%M}",
            "day": date_format(local, "D j b") if other_day else "",
            "minutes": f"{minutes:+d} min",
        }


def shown_rows(case: Case, data: Mapping[str, Any], fresh: Iterable[tuple[str, str]] = ()) -> list[ShownRow]:
    """Return every event by time, those without a time last. ``fresh``: list and mark of what is new."""
    birth = birth_of(data)
    if birth is None:
        return []
    frame = Frame(case, birth, frozenset(fresh))
    found = [_row(frame, name, index, row) for name in ROWS for index, row in enumerate(data.get(name) or ())]
    found = _with_steps(found, data)
    found += [row for path in MOMENTS if (row := _moment(frame, path, data)) is not None]
    return sorted(found, key=lambda row: (row.moment is None, row.moment or 0))


def _row(frame: Frame, name: str, index: int, row: Mapping[str, Any]) -> ShownRow:
    mark = mark_of(row)
    return ShownRow(
        name=name,
        index=index,
        was=mark,
        **frame.when(row_words.moment_of_row(name, row)),
        kind=words(row_words.KINDS[name]),
        css=name,
        what=words(row_words.what(name, row)),
        detail=words(row_words.detail(name, row)),
        fresh=(name, mark) in frame.fresh,
    )


def _with_steps(rows: list[ShownRow], data: Mapping[str, Any]) -> list[ShownRow]:
    """Say at each record of blood loss how much more it is than the one before it."""
    losses = {index: row["cumulative_ml"] for index, row in enumerate(data.get("blood_loss") or ())}
    in_order = sorted(
        (row for row in rows if row.name == "blood_loss"),
        key=lambda row: (row.moment or 0, losses[row.index]),
    )
    added = {
        later.index: losses[later.index] - losses[earlier.index]
        for earlier, later in zip(in_order, in_order[1:], strict=False)
    }
    return [
        replace(row, detail=" · ".join(filter(None, [row.detail, f"+{added[row.index]}"])))
        if row.name == "blood_loss" and row.index in added
        else row
        for row in rows
    ]


def _moment(frame: Frame, path: str, data: Mapping[str, Any]) -> ShownRow | None:
    value = value_at(data, path)
    if value is None or (path == "secondary_care_takeover" and value == value_at(data, "birth.time")):
        return None
    is_time = isinstance(value, str) and value != NEVER_CODE
    what = words(labels.KEYS[path]).partition(" (")[0]
    section, anchor = place_of(path)
    detail = "" if is_time else _("never") if value == NEVER_CODE else f"{value} ml"
    if path == "ambulance.requested" and value_at(data, "ambulance.urgency"):
        detail = value_at(data, "ambulance.urgency")
    if path.startswith("ambulance.") and path != "ambulance.requested":
        what = f"{words(labels.KEYS['ambulance']).partition(' ')[0]}: {what.lower()}"
    url = reverse("cases:section", kwargs={"number": frame.case.number, "section": section})
    return ShownRow(
        name="",
        index=MOMENTS.index(path),
        was="",
        **frame.when(read_instant(value) if is_time else None),
        kind=words(row_words.MOMENT),
        css="moment",
        what=what,
        detail=detail,
        url=f"{url}#{anchor}",
        fresh=(path, "") in frame.fresh,
    )
