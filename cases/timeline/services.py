"""Writes the rows of the timeline: lines as they are read aloud, and rows one by one.

Each deed takes a ``token`` made by the browser; a request that comes twice is done once. ``known`` are the
rows that the page showed, so that what a colleague did in between is told and never written over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import EditedMeanwhile
from cases.forms import birth_of
from cases.models import Case, UnreadLine
from cases.queries import unread_lines
from cases.questions import Draft
from cases.timeline import edit as timeline_edit
from cases.timeline import repeats
from cases.timeline.deeds import Deed, Known, RowChanged, Written, done_before, open_draft
from cases.timeline.edit import RowGone
from cases.timeline.lines import HeldLine, Read, read_lines, read_text
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.texts import Text

LONGEST_BLOCK = 40_000
"""Characters in one block of lines: more is no record of one birth."""


class TooMuchAtOnce(Refused):
    """More text than one record can hold: nothing was written, and the text stays with who typed it."""


@dataclass(frozen=True)
class Added(Written):
    """What became of lines: those that were read, that stay as text, and that were not stored at all."""

    read: tuple[Read, ...] = ()
    unread: tuple[tuple[str, Text], ...] = ()
    held: tuple[HeldLine, ...] = ()
    notes: tuple[Text, ...] = ()


@transaction.atomic
def add_lines(
    *,
    case: Case,
    text: str,
    by: Any,
    declared: frozenset[str] = frozenset(),
    known: Known = (),
    token: str = "",
) -> Added:
    """Add lines as they are read out of a record; those that cannot be read are kept as text.

    Not stored are lines that can lead to a person (unless ``declared`` harmless, by key): they are ``held``.
    """
    opened = open_draft(case, by, known)
    if done_before(opened.case, token):
        return _added_before(opened, text, declared)
    return _add(opened, text, declared)


def _add(opened: Deed, text: str, declared: frozenset[str]) -> Added:
    if len(text) > LONGEST_BLOCK:
        too_long = _("%(length)d characters are too many at once: add at most %(limit)d, in parts.")
        raise TooMuchAtOnce(too_long % {"length": len(text), "limit": LONGEST_BLOCK})
    case, draft = opened.case, opened.draft
    lines = read_text(text, birth_of(draft.data), harmless=declared | frozenset(case.harmless))
    outcome = read_lines(lines.readings, draft, opened.check)
    unread = (*lines.unread, *outcome.refused)
    case.harmless = sorted({*case.harmless, *(declared & lines.declared)})
    written = opened.keep(
        outcome.draft, "case.lines_added", rows=len(outcome.rows), unread=len(unread), held=len(lines.held)
    )
    last = unread_lines(case).count()
    UnreadLine.objects.bulk_create(
        UnreadLine(case=case, text=line, position=last + number) for number, (line, _why) in enumerate(unread)
    )
    return Added(
        **vars(written) | {"rows": outcome.rows},
        read=outcome.read,
        unread=unread,
        held=lines.held,
        notes=outcome.notes,
    )


def _added_before(opened: Deed, text: str, declared: frozenset[str]) -> Added:
    """Answer lines that were added already: their answer got lost, and with it what was not stored."""
    case, draft = opened.case, opened.draft
    birth = birth_of(draft.data)
    lines = read_text(text, birth, harmless=declared | frozenset(case.harmless))
    waiting = set(unread_lines(case).values_list("text", flat=True))
    own = repeats.own_of_lines(lines.readings, opened.not_shown(), opened.known)
    return Added(
        **vars(opened.as_it_is(own)),
        read=repeats.read_before(lines, draft.data, birth),
        unread=repeats.unread_before(lines, draft, waiting),
        held=lines.held,
    )


@transaction.atomic
def mend_line(
    *,
    case: Case,
    line: int,
    text: str,
    by: Any,
    declared: frozenset[str] = frozenset(),
    known: Known = (),
    token: str = "",
) -> Added:
    """Read a line again that could not be read; ``line`` is its key. What is held leaves it as it was."""
    opened = open_draft(case, by, known)
    if done_before(opened.case, token):
        return _added_before(opened, text, declared)
    old = unread_lines(opened.case).filter(pk=line).first()
    if old is None:
        raise EditedMeanwhile(
            _("This line was mended or removed in between: see the table. What you typed stands in the box.")
        )
    added = _add(opened, text, declared)
    if not added.held:
        old.delete()
    return added


@transaction.atomic
def remove_line(*, case: Case, line: int, by: Any, known: Known = ()) -> tuple[Written, str]:
    """Remove a line that could not be read; return it, so that it can be put back by adding it."""
    opened = open_draft(case, by, known)
    old = unread_lines(opened.case).filter(pk=line).first()
    text = old.text if old else ""
    if old is not None:
        old.delete()
        audit.record("case.line_removed", by=by, target=opened.case, vsv=opened.case.vsv)
    return opened.as_it_is(), text


@transaction.atomic
def add_row(
    *,
    case: Case,
    name: str,
    row: Mapping[str, Any],
    by: Any,
    place: int | None = None,
    known: Known = (),
    token: str = "",
) -> Written:
    """Add one row to a list, at its end or (a row that was removed) at ``place``."""
    opened = open_draft(case, by, known)
    if done_before(opened.case, token):
        return opened.row_again(name, row)
    count = len(opened.draft.data.get(name) or ())
    place = count if place is None else max(0, min(place, count))
    data = timeline_edit.with_row(opened.draft.data, name, row, place)
    return _with_rows(opened, data, "case.row_added", name, place)


put_back_row = add_row


@transaction.atomic
def change_row(
    *,
    case: Case,
    name: str,
    index: int,
    was: str,
    row: Mapping[str, Any],
    by: Any,
    known: Known = (),
    token: str = "",
) -> Written:
    """Change one row. ``was``: its mark as shown at place ``index``. Raises RowChanged, CaseRefused."""
    opened = open_draft(case, by, known)
    if done_before(opened.case, token):
        return opened.row_again(name, row, was)
    place = _place(opened, name, index, was)
    data = timeline_edit.with_changed(opened.draft.data, name, place, row)
    return _with_rows(opened, data, "case.row_changed", name, place)


@transaction.atomic
def remove_row(
    *, case: Case, name: str, index: int, was: str, by: Any, known: Known = (), token: str = ""
) -> tuple[Written, dict[str, Any] | None]:
    """Remove one row and return it as well, for who wants it back. Raises RowChanged."""
    opened = open_draft(case, by, known)
    if done_before(opened.case, token):
        return opened.row_again(name, None, was), None
    place = _place(opened, name, index, was)
    removed = dict(opened.draft.data[name][place])
    data = timeline_edit.with_changed(opened.draft.data, name, place, None)
    return _with_rows(opened, data, "case.row_removed", name, None), removed


@transaction.atomic
def complete_all(*, case: Case, by: Any, known: Known = ()) -> Written:
    """Say that the lists hold everything that the record holds."""
    opened = open_draft(case, by, known)
    draft = Draft({**opened.draft.data, "incomplete_sections": []}, opened.draft.stated)
    return opened.keep(draft, "case.saved", section="timeline")


def _place(opened: Deed, name: str, index: int, was: str) -> int:
    known = [mark for list_name, mark in opened.known if list_name == name]
    rows: list[dict[str, Any]] = list(opened.draft.data.get(name) or [])
    try:
        return timeline_edit.place_of(rows, index, was, known)
    except RowGone as gone:
        raise RowChanged(gone) from None


def _with_rows(opened: Deed, data: dict[str, Any], event: str, name: str, place: int | None) -> Written:
    written = opened.keep(Draft(data, opened.draft.stated), event, list=name)
    changed = () if place is None else ((name, place),)
    return Written(**vars(written) | {"rows": changed})
