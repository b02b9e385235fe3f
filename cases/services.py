"""Everything that writes cases: one function per deed, one transaction, with its audit record inside."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import policies
from cases.case_format import read_case, write_case
from cases.case_problems import Problem
from cases.case_schema import FORMAT, Kind
from cases.case_values import AMSTERDAM
from cases.errors import CaseRefused, EditedMeanwhile
from cases.free_text import traces_of_people
from cases.models import Case, Status
from cases.prefill import PrefilledCase, prefilled_data
from cases.screening.facts import CaseFacts
from cases.sections import BY_ID, START, Entered, Section, fingerprint, key_of, merged, value_at
from cases.storage import load_data, store
from cases.store_findings import screen_and_store
from fluxus.organisations import audit
from fluxus.organisations.access import require_permission
from fluxus.organisations.errors import Refused
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.texts import Text

TOO_EARLY = Text(
    "de geboorte is nog geen {hours} uur geleden; invoeren kan vanaf {moment}, om achteraf te leren",
    "the birth was less than {hours} hours ago; enter it from {moment}, to learn afterwards",
)
WENT_WELL = Text(
    "schrijf eerst op wat er goed ging; daarna ziet u de bespreekpunten",
    "write down first what went well; after that you see the points to discuss",
)


@transaction.atomic
def create_case(*, entered: Entered, vsv: Vsv, by: Any) -> Case:
    """Start a draft from the birth: its time, place and mode. Raises CaseRefused with every problem."""
    require_permission(by, Permission.ENTER_CASE, vsv)
    data = merged(START, {"format": FORMAT}, entered)
    case = Case(vsv=vsv, created_by=by)
    _store_checked(case, data, START)
    audit.record("case.created", by=by, target=case, vsv=vsv)
    return case


@transaction.atomic
def save_section(*, case: Case, section: Section, entered: Entered, by: Any, seen: str = "") -> Case:
    """Save one section of a draft.

    ``seen``: the fingerprint of the section as it was shown; when a colleague saved it since, EditedMeanwhile
    is raised and nothing is written. Raises CaseRefused with every problem.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    policies.check_can_edit(by, case)
    data = load_data(case)
    if seen and seen != fingerprint(section, data):
        raise EditedMeanwhile(
            _("A colleague saved this section in between. Compare both, then save again to keep yours.")
        )
    _store_checked(case, merged(section, data, entered), section)
    audit.record("case.saved", by=by, target=case, vsv=case.vsv, details={"section": section.id})
    return case


@transaction.atomic
def submit_case(*, case: Case, by: Any) -> Case:
    """Submit a draft: it is screened, and its 45 findings are kept with the rule set that made them.

    Raises CaseRefused when blood loss or what went well is missing.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    policies.check_can_edit(by, case)
    data = load_data(case)
    reading = read_case(data)
    problems = list(reading.problems)
    if not case.went_well.strip():
        problems.append(Problem("review.went_well", WENT_WELL))
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
def import_case(*, facts: CaseFacts, vsv: Vsv, by: Any, went_well: str = "") -> Case:
    """Keep a case that came as a file, as a draft. Raises CaseRefused (traces of people, too early)."""
    require_permission(by, Permission.ENTER_CASE, vsv)
    case = Case(vsv=vsv, created_by=by)
    data = write_case(facts) | ({"review": {"went_well": went_well}} if went_well else {})
    problems = [*_too_early(facts), *_traces(data, [path for s in BY_ID.values() for path in s.questions])]
    if problems:
        raise CaseRefused(problems)
    store(case, facts, data.get("review", {}))
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
    data = prefilled_data(delivery)
    _store_checked(case, data if entered is None else merged(START, data, entered), START)
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


def _store_checked(case: Case, data: Mapping[str, Any], section: Section) -> None:
    """Keep the case when nothing is wrong with it, else raise CaseRefused with every problem."""
    reading = read_case(data, draft=True)
    problems = [*reading.problems, *_traces(data, section.questions)]
    if reading.facts is not None:
        problems += _too_early(reading.facts)
    if reading.facts is None or problems:
        raise CaseRefused(problems)
    store(case, reading.facts, data.get("review") or {})


def _too_early(facts: CaseFacts) -> list[Problem]:
    hours = settings.CASE_MINIMUM_AGE_HOURS
    open_from = facts.birth.time + timedelta(hours=hours)
    if datetime.now(UTC) >= open_from:
        return []
    moment = f"{open_from.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    return [Problem("birth.time", TOO_EARLY.format(hours=hours, moment=moment))]


def _traces(data: Mapping[str, Any], paths: Iterable[str]) -> list[Problem]:
    """Return a problem for everything in the free text at these paths that can lead to a person."""
    texts = [path for path in paths if path != "ambulance" and key_of(path).kind is Kind.TEXT]
    return [Problem(path, trace) for path in texts for trace in traces_of_people(value_at(data, path) or "")]
