"""Writes the rows of the timeline: lines as they are read aloud, and rows one by one.

Each deed takes a ``token`` made by the browser; a request that comes twice is done once. ``known`` are the
rows that the page showed, so that what a colleague did in between is told and never written over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policies
from cases.case_format import read_case
from cases.case_problems import Problem
from cases.draft_checks import too_early
from cases.errors import CaseRefused, EditedMeanwhile
from cases.forms import birth_of
from cases.models import Case, Receipt, UnreadLine
from cases.questions import Draft
from cases.screening.facts import CaseFacts
from cases.storage import data_of, load_facts, store
from cases.timeline import edit as timeline_edit
from cases.timeline.edit import RowGone
from cases.timeline.lines import HeldLine, Read, read_lines, read_text
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.texts import Text

Known = Iterable[tuple[str, str]]
LONGEST_BLOCK = 40_000
"""Characters in one block of lines: more is no record of one birth."""


class TooMuchAtOnce(Refused):
    """More text than one record can hold: nothing was written, and the text stays with who typed it."""


class RowChanged(EditedMeanwhile):
    """Somebody changed or removed this row since it was shown; ``theirs``: as it is now (None: removed)."""

    def __init__(self, gone: RowGone) -> None:
        self.theirs = gone.theirs
        self.index = gone.index
        removed = _("This row was removed in between. Keep yours, or leave it removed.")
        changed = _("This row was changed in between. Compare both and choose.")
        super().__init__(removed if gone.theirs is None else changed)


@dataclass(frozen=True)
class Written:
    """A case after a deed: what it holds, and which rows (list, place) are new or changed."""

    case: Case
    draft: Draft
    facts: CaseFacts
    rows: tuple[tuple[str, int], ...] = ()
    came: tuple[tuple[str, dict[str, Any]], ...] = ()
    """The rows (list, row) that somebody else added since the page was shown."""
    went: int = 0
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Added(Written):
    """What became of lines: those that were read, that stay as text, and that were not stored at all."""

    read: tuple[Read, ...] = ()
    unread: tuple[tuple[str, Text], ...] = ()
    held: tuple[HeldLine, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass
class _Open:
    """A draft locked for one deed."""

    case: Case
    facts: CaseFacts
    draft: Draft
    by: Any
    known: tuple[tuple[str, str], ...]
    came: tuple[tuple[str, dict[str, Any]], ...] = field(default=())
    went: int = 0

    def check(self, data: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Return what is wrong with the case when it would be so."""
        reading = read_case(data, draft=True)
        return reading.problems if reading.facts is None else tuple(too_early(reading.facts))

    def keep(self, draft: Draft, event: str, **details: Any) -> Written:
        """Store the draft with its audit record. Raises CaseRefused with every problem."""
        reading = read_case(draft.data, draft=True)
        problems = reading.problems if reading.facts is None else tuple(too_early(reading.facts))
        if reading.facts is None or problems:
            raise CaseRefused(problems)
        review = draft.data.get("review") or {}
        store(self.case, reading.facts, review, stated=draft.stated, before=self.facts)
        audit.record(event, by=self.by, target=self.case, vsv=self.case.vsv, details=details)
        earlier = set(read_case(self.draft.data, draft=True).warnings)
        fresh = tuple(warning for warning in reading.warnings if warning not in earlier)
        stored = Draft(data_of(self.case, reading.facts), draft.stated)
        return Written(self.case, stored, reading.facts, came=self.came, went=self.went, warnings=fresh)

    def as_it_is(self) -> Written:
        """Return the draft without a change."""
        return Written(self.case, self.draft, self.facts, came=self.came, went=self.went)


def _open(case: Case, by: Any, known: Known) -> _Open:
    case = Case.objects.select_for_update().select_related("vsv").get(pk=case.pk)
    policies.check_can_edit(by, case)
    facts = load_facts(case)
    draft, shown = Draft(data_of(case, facts), case.stated), tuple(known)
    opened = _Open(case, facts, draft, by, shown)
    if shown:
        opened.came = tuple(timeline_edit.came_in_between(draft.data, shown))
        opened.went = timeline_edit.went_in_between(draft.data, shown)
    return opened


def _done_before(case: Case, token: str) -> bool:
    """Whether this deed was done already; if not, it is noted as done."""
    if not token:
        return False
    _receipt, is_new = Receipt.objects.get_or_create(case=case, token=token[:64])
    return not is_new


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
    opened = _open(case, by, known)
    if _done_before(opened.case, token):
        return Added(**vars(opened.as_it_is()))
    return _add(opened, text, declared)


def _add(opened: _Open, text: str, declared: frozenset[str]) -> Added:
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
    last = UnreadLine.objects.filter(case=case).count()
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
    opened = _open(case, by, known)
    if _done_before(opened.case, token):
        return Added(**vars(opened.as_it_is()))
    old = UnreadLine.objects.filter(case=opened.case, pk=line).first()
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
    opened = _open(case, by, known)
    old = UnreadLine.objects.filter(case=opened.case, pk=line).first()
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
    opened = _open(case, by, known)
    if _done_before(opened.case, token):
        return opened.as_it_is()
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
    opened = _open(case, by, known)
    if _done_before(opened.case, token):
        return opened.as_it_is()
    place = _place(opened, name, index, was)
    data = timeline_edit.with_changed(opened.draft.data, name, place, row)
    return _with_rows(opened, data, "case.row_changed", name, place)


@transaction.atomic
def remove_row(
    *, case: Case, name: str, index: int, was: str, by: Any, known: Known = (), token: str = ""
) -> tuple[Written, dict[str, Any] | None]:
    """Remove one row and return it as well, for who wants it back. Raises RowChanged."""
    opened = _open(case, by, known)
    if _done_before(opened.case, token):
        return opened.as_it_is(), None
    place = _place(opened, name, index, was)
    removed = dict(opened.draft.data[name][place])
    data = timeline_edit.with_changed(opened.draft.data, name, place, None)
    return _with_rows(opened, data, "case.row_removed", name, None), removed


@transaction.atomic
def complete_all(*, case: Case, by: Any, known: Known = ()) -> Written:
    """Say that the lists hold everything that the record holds."""
    opened = _open(case, by, known)
    draft = Draft({**opened.draft.data, "incomplete_sections": []}, opened.draft.stated)
    return opened.keep(draft, "case.saved", section="timeline")


def _place(opened: _Open, name: str, index: int, was: str) -> int:
    known = [mark for list_name, mark in opened.known if list_name == name]
    rows: list[dict[str, Any]] = list(opened.draft.data.get(name) or [])
    try:
        return timeline_edit.place_of(rows, index, was, known)
    except RowGone as gone:
        raise RowChanged(gone) from None


def _with_rows(opened: _Open, data: dict[str, Any], event: str, name: str, place: int | None) -> Written:
    written = opened.keep(Draft(data, opened.draft.stated), event, list=name)
    changed = () if place is None else ((name, place),)
    return Written(**vars(written) | {"rows": changed})
