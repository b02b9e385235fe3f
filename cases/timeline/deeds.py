"""One deed on the timeline of a draft: it is locked, compared with what was shown, and stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases import policies
from cases.case_format import read_case
from cases.case_problems import Problem
from cases.draft_checks import too_early
from cases.errors import CaseRefused, EditedMeanwhile
from cases.models import Case, Receipt
from cases.questions import Draft
from cases.screening.facts import CaseFacts
from cases.storage import data_of, load_facts, store
from cases.timeline import edit as timeline_edit
from cases.timeline.edit import RowGone
from cases.timeline.repeats import Own, own_of_row, places
from fluxus.organisations import audit

Known = Iterable[tuple[str, str]]
NOTHING = Own()


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


@dataclass
class Deed:
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

    def as_it_is(self, own: Own = NOTHING) -> Written:
        """Return the draft without a change. ``own``: what a repeated deed wrote the first time."""
        came = tuple(each for each in self.came if each not in own.rows)
        rows, went = places(self.draft.data, own.rows), max(0, self.went - own.replaced)
        return Written(self.case, self.draft, self.facts, rows=rows, came=came, went=went)

    def row_again(self, name: str, row: Mapping[str, Any] | None, was: str = "") -> Written:
        """Return the draft as a repeated deed on one row left it: added, changed from ``was``, or removed."""
        return self.as_it_is(own_of_row(self.draft.data, self.not_shown(), self.known, name, row, was))

    def not_shown(self) -> list[tuple[str, dict[str, Any]]]:
        """Return list and row of what the page did not show: all of them, when it showed none."""
        return timeline_edit.came_in_between(self.draft.data, self.known)


def open_draft(case: Case, by: Any, known: Known) -> Deed:
    """Lock a draft for one deed; note what came and went since the page showed the rows ``known``."""
    case = Case.objects.select_for_update(of=("self",)).select_related("vsv").get(pk=case.pk)
    policies.check_can_edit(by, case)
    facts = load_facts(case)
    draft, shown = Draft(data_of(case, facts), case.stated), tuple(known)
    deed = Deed(case, facts, draft, by, shown)
    if shown:
        deed.came = tuple(timeline_edit.came_in_between(draft.data, shown))
        deed.went = timeline_edit.went_in_between(draft.data, shown)
    return deed


def done_before(case: Case, token: str) -> bool:
    """Whether this deed was done already; if not, it is noted as done."""
    if not token:
        return False
    _receipt, is_new = Receipt.objects.get_or_create(case=case, token=token[:64])
    return not is_new
