"""Everything that writes cases: one function per deed, one transaction, with its audit record inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import policies
from cases.case_format import CaseReading, write_case
from cases.case_problems import Problem
from cases.case_schema import FORMAT
from cases.draft_checks import TEXTS, check_draft, harmless_keys, too_early, traces
from cases.errors import CaseRefused, SectionEdited
from cases.models import Case, Status
from cases.partial_saving import keep_what_can_be, moved_before_birth
from cases.prefill import PrefilledCase, prefilled_data
from cases.screening.facts import CaseFacts
from cases.sections import (
    START,
    Draft,
    Entered,
    Section,
    differences,
    fingerprint,
    merged,
    place_of,
)
from cases.storage import data_of, load_draft, load_facts, store
from cases.store_findings import screen_and_store
from cases.submission import ready
from fluxus.organisations import audit
from fluxus.organisations.access import require_permission
from fluxus.organisations.errors import Refused
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission


@transaction.atomic
def create_case(*, entered: Entered, vsv: Vsv, by: Any) -> Case:
    """Start a draft from the birth: its time, place and mode. Raises CaseRefused with every problem."""
    require_permission(by, Permission.ENTER_CASE, vsv)
    case = Case(vsv=vsv, created_by=by)
    _store_checked(case, merged(START, Draft({"format": FORMAT}), entered), START)
    audit.record("case.created", by=by, target=case, vsv=vsv)
    return case


@dataclass(frozen=True)
class Saved:
    """What came of saving: the case as it now is, what was refused (by path), what is kept but unlikely."""

    case: Case
    draft: Draft
    facts: CaseFacts
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    written: bool = False


@transaction.atomic
def save_section(
    *,
    case: Case,
    section: Section,
    entered: Entered,
    by: Any,
    seen: str = "",
    declared: frozenset[str] = frozenset(),
    theirs: frozenset[str] = frozenset(),
) -> Saved:
    """Save what can be saved of one section of a draft; what cannot is refused and keeps what stood there.

    ``seen``: the fingerprint of the section as it was shown; when a colleague saved it since, SectionEdited
    is raised and nothing is written. ``theirs``: paths of which the colleague's answer is to stay.
    ``declared``: keys of what looks as if it leads to a person and was said not to.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("vsv").get(pk=case.pk)
    policies.check_can_edit(by, case)
    before = load_facts(case)
    draft = Draft(data_of(case, before), case.stated)
    entered = entered.without(theirs)
    _check_not_edited(section, draft, entered, seen)
    harmless = declared & harmless_keys(entered)
    check = partial(check_draft, texts=section.questions, harmless=harmless | set(case.harmless))
    kept = keep_what_can_be(section, draft, entered, check)
    facts, warnings = kept.reading.facts, _warnings(section, kept.reading)
    if facts is None or not _differs(kept.draft, facts, draft, before):
        return Saved(case, draft, before, kept.refused, warnings)
    warnings += moved_before_birth(draft.data, kept.draft.data)
    fresh = harmless - set(case.harmless)
    if fresh:
        case.harmless = sorted(fresh.union(case.harmless))
        audit.record("case.declared", by=by, target=case, vsv=case.vsv, details={"number": len(fresh)})
    review = kept.draft.data.get("review") or {}
    store(case, facts, review, stated=kept.draft.stated, before=before)
    audit.record("case.saved", by=by, target=case, vsv=case.vsv, details={"section": section.id})
    stored = Draft(data_of(case, facts), kept.draft.stated)
    return Saved(case, stored, facts, kept.refused, warnings, written=True)


def _warnings(section: Section, reading: CaseReading) -> tuple[Problem, ...]:
    """Return what is unlikely in this section; the rest was told where it was typed."""
    return tuple(warning for warning in reading.warnings if place_of(warning.path)[0] == section.id)


def _differs(draft: Draft, facts: CaseFacts, was: Draft, before: CaseFacts) -> bool:
    """Whether there is anything to write."""
    review, old = draft.data.get("review") or {}, was.data.get("review") or {}
    return facts != before or draft.stated != was.stated or review != old


def _check_not_edited(section: Section, draft: Draft, entered: Entered, seen: str) -> None:
    """Raise SectionEdited when the section is not what was shown, and differs from what was typed."""
    mark = fingerprint(section, draft)
    if not seen or seen == mark:
        return
    mine = merged(section, draft, entered)
    paths = differences(section, mine, draft)
    if paths:
        raise SectionEdited(
            _("A colleague saved this section in between. Compare both, then save again to keep yours."),
            mine=mine,
            theirs=draft,
            paths=paths,
            seen=mark,
        )


@transaction.atomic
def submit_case(*, case: Case, by: Any) -> Case:
    """Submit a draft: it is screened, and its 45 findings are kept with the rule set that made them.

    Raises CaseRefused with everything that is missing: a blood-loss record, when the bleeding was under
    control (a time, never, or stated to be unknown), what went well.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    policies.check_can_edit(by, case)
    reading, problems = ready(load_draft(case))
    if reading.facts is None or problems:
        raise CaseRefused(problems)
    case.status = Status.SUBMITTED
    case.submitted_at = timezone.now()
    case.save()
    profile, version = screen_and_store(case, reading.facts)
    details = {"rule_set": profile, "version": version}
    audit.record("case.submitted", by=by, target=case, vsv=case.vsv, details=details)
    announce_data_changed("case", by=by, vsv=case.vsv)
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: Any) -> Case:
    """Make a submitted case a draft again; its findings stay until it is submitted anew."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    policies.check_can_reopen(by, case)
    case.status = Status.DRAFT
    case.save()
    audit.record("case.reopened", by=by, target=case, vsv=case.vsv)
    return case


@transaction.atomic
def mark_discussed(*, case: Case, by: Any) -> Case:
    """Note that a submitted case was discussed."""
    policies.check_can_review(by, case)
    case.status = Status.DISCUSSED
    case.save()
    audit.record("case.discussed", by=by, target=case, vsv=case.vsv)
    return case


@transaction.atomic
def import_case(
    *,
    facts: CaseFacts,
    vsv: Vsv,
    by: Any,
    went_well: str = "",
    stated: Mapping[str, str] | None = None,
) -> Case:
    """Keep a case that came as a file, as a draft. Raises CaseRefused (traces of people, too early).

    ``stated``: the questions that the file answers with *unknown*.
    """
    require_permission(by, Permission.ENTER_CASE, vsv)
    case = Case(vsv=vsv, created_by=by)
    data = write_case(facts) | ({"review": {"went_well": went_well}} if went_well else {})
    problems = [*too_early(facts), *traces(data, TEXTS)]
    if problems:
        raise CaseRefused(problems)
    store(case, facts, data.get("review", {}), stated=stated or {})
    audit.record("case.imported", by=by, target=case, vsv=vsv)
    return case


@transaction.atomic
def open_case_for_delivery(
    *, delivery: PrefilledCase, vsv: Vsv, by: Any, entered: Entered | None = None
) -> Case:
    """Return the case of a delivery from an import; it is made, filled in as far as the registry goes, once.

    ``entered``: what somebody added or corrected in the questions that start a case. Raises CaseRefused when
    that and the registry together lack what makes a case (time of birth, place, mode).
    """
    require_permission(by, Permission.ENTER_CASE, vsv)
    existing = Case.objects.filter(vsv=vsv, delivery_key=delivery.delivery_key).first()
    if existing is not None:
        policies.check_takes_part(by, existing)
        return existing
    case = Case(vsv=vsv, created_by=by, delivery_key=delivery.delivery_key)
    draft = Draft(prefilled_data(delivery))
    _store_checked(case, draft if entered is None else merged(START, draft, entered), START)
    audit.record("case.opened_for_delivery", by=by, target=case, vsv=vsv)
    return case


@transaction.atomic
def invite(*, case: Case, user: Any, by: Any) -> Case:
    """Let a colleague of the same VSV take part in a case."""
    if not policies.takes_part(by, case):
        policies.check_can_review(by, case)
    require_permission(by, Permission.REVIEW_CASE, case.vsv)
    if user is None or not policies.may_be_invited(user, case):
        raise Refused(_("There is no colleague with this address who can enter cases in this VSV: check it."))
    case.invited.add(user)
    audit.record("case.invited", by=by, target=case, vsv=case.vsv, details={"user": user.pk})
    return case


def note_seen(*, case: Case, by: Any) -> None:
    """Leave a record that somebody looked at a case."""
    audit.record("case.seen", by=by, target=case, vsv=case.vsv)


def note_export(*, case: Case, by: Any) -> None:
    """Leave a record that somebody took a case out of the application."""
    audit.record("case.exported", by=by, target=case, vsv=case.vsv)


def _store_checked(case: Case, draft: Draft, section: Section) -> None:
    """Keep the case when nothing is wrong with it, else raise CaseRefused with every problem."""
    reading = check_draft(draft, texts=section.questions)
    if reading.facts is None:
        raise CaseRefused(reading.problems)
    store(case, reading.facts, draft.data.get("review") or {}, stated=draft.stated)
