"""Asking for, writing, giving and opening views on a case: one function per deed, with its audit record.

Every deed locks the case first, so that asking twice, giving at the same moment and taking back cannot cross.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CareLine, Case, Judgement, Opinion, Perspective
from cases.perspectives import policies as policies
from cases.perspectives import queries as queries
from cases.perspectives.mail import Mail, mail_link
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation and its mail; ``mail.sent`` is known once the transaction is through."""

    perspective: Perspective
    mail: Mail


@transaction.atomic
def ask_view(*, case: Case, line: str, person: Any, by: Any, link: str = "") -> Asked:
    """Ask a colleague for the view of one line; she can see the case from now on.

    ``link``: the absolute address that is mailed, with ``{pk}`` for the invitation; empty: no mail. Raises
    Refused when this line was asked already, or this person cannot be asked.
    """
    case = _locked(case)
    policies.check_can_ask(by, case)
    if line not in CareLine.values:
        raise Refused(
            _("“%(code)s” is not one of the choices: choose one from the list.") % {"code": line[:40]}
        )
    if case.perspectives.filter(line=line).exists():
        raise Refused(_("This line was asked already: withdraw that invitation first, or move it."))
    perspective = _ask(case, line, person, by)
    audit.record("perspective.asked", by=by, target=case, vsv=case.vsv, details=_details(perspective))
    return Asked(perspective, mail_link(person, link.replace("{pk}", str(perspective.pk))))


@transaction.atomic
def remind(*, perspective: Perspective, by: Any, link: str = "") -> Asked:
    """Mail the link again to who has not given her view yet."""
    case = _locked(perspective.case)
    perspective = case.perspectives.select_related("person").get(pk=perspective.pk)
    policies.check_can_change_asked(by, case, perspective)
    perspective.reminded_at = timezone.now()
    perspective.save(update_fields=["reminded_at"])
    audit.record("perspective.reminded", by=by, target=case, vsv=case.vsv, details=_details(perspective))
    return Asked(perspective, mail_link(perspective.person, link.replace("{pk}", str(perspective.pk))))


@transaction.atomic
def withdraw(*, perspective: Perspective, by: Any) -> None:
    """Withdraw an invitation as long as nothing was given; what was written so far goes with it."""
    case = _locked(perspective.case)
    perspective = case.perspectives.get(pk=perspective.pk)
    policies.check_can_change_asked(by, case, perspective)
    _remove(case, perspective)
    audit.record("perspective.withdrawn", by=by, target=case, vsv=case.vsv, details=_details(perspective))


@transaction.atomic
def move(*, perspective: Perspective, person: Any, by: Any, link: str = "") -> Asked:
    """Ask another colleague instead, as long as nothing was given."""
    case = _locked(perspective.case)
    perspective = case.perspectives.get(pk=perspective.pk)
    policies.check_can_change_asked(by, case, perspective)
    _remove(case, perspective)
    moved = _ask(case, perspective.line, person, by)
    audit.record("perspective.moved", by=by, target=case, vsv=case.vsv, details=_details(moved))
    return Asked(moved, mail_link(person, link.replace("{pk}", str(moved.pk))))


@transaction.atomic
def give_view(*, perspective: Perspective, by: Any) -> Perspective:
    """Give a view: from now on it can stand beside the other. Raises Refused with all that is missing."""
    case = _locked(perspective.case)
    perspective = case.perspectives.get(pk=perspective.pk)
    policies.check_can_write(by, case, perspective)
    problems = _missing(case, perspective)
    if problems:
        raise Refused(problems)
    perspective.given_at = timezone.now()
    perspective.save(update_fields=["given_at"])
    audit.record("perspective.given", by=by, target=case, vsv=case.vsv, details=_details(perspective))
    return perspective


@transaction.atomic
def take_back(*, perspective: Perspective, by: Any) -> Perspective:
    """Make a given view one that is being written again, as long as the other was not given."""
    case = _locked(perspective.case)
    perspective = case.perspectives.get(pk=perspective.pk)
    policies.check_can_take_back(by, case, perspective)
    perspective.given_at = None
    perspective.save(update_fields=["given_at"])
    audit.record("perspective.taken_back", by=by, target=case, vsv=case.vsv, details=_details(perspective))
    return perspective


@transaction.atomic
def open_one(*, case: Case, by: Any) -> Perspective:
    """Open the only view that was given, without a second one; an invitation that waits is withdrawn."""
    case = _locked(case)
    policies.check_can_open_one(by, case)
    for waiting in case.perspectives.filter(given_at=None):
        _remove(case, waiting)
    perspective = case.perspectives.get()
    perspective.opened_at = timezone.now()
    perspective.save(update_fields=["opened_at"])
    audit.record("perspective.opened", by=by, target=case, vsv=case.vsv, details=_details(perspective))
    return perspective


def note_read(*, case: Case, by: Any) -> None:
    """Leave a record that somebody read the views on a case."""
    audit.record("perspective.read", by=by, target=case, vsv=case.vsv)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _ask(case: Case, line: str, person: Any, by: Any) -> Perspective:
    if person is None or not queries.colleagues(case.vsv).filter(pk=person.pk).exists():
        raise Refused(_("There is no colleague with this address who can enter cases in this VSV: check it."))
    if case.perspectives.filter(person=person).exists():
        raise Refused(
            _("%(email)s was asked for the other view: one person cannot give both.")
            % {"email": person.email}
        )
    joined = case.created_by_id != person.pk and not case.invited.filter(pk=person.pk).exists()
    if joined:
        case.invited.add(person)
    return Perspective.objects.create(case=case, line=line, person=person, asked_by=by, joined=joined)


def _remove(case: Case, perspective: Perspective) -> None:
    if perspective.joined:
        case.invited.remove(perspective.person_id)
    Perspective.objects.filter(pk=perspective.pk).delete()


def _details(perspective: Perspective) -> dict[str, Any]:
    return {"line": perspective.line, "user": perspective.person_id}


def _missing(case: Case, perspective: Perspective) -> list[str]:
    problems = []
    if not perspective.went_well.strip():
        problems.append(_("Write down first what went well."))
    judged = {judgement.check_id: judgement for judgement in perspective.judgements.all()}
    flagged = queries.flagged_ids(case)
    open_ones = sorted(check for check in flagged if check not in judged or not judged[check].opinion)
    if open_ones:
        problems.append(
            _("Say what you think of every point to discuss; still open: %(checks)s.")
            % {"checks": ", ".join(open_ones)}
        )
    without = sorted(check for check in flagged & judged.keys() if _lacks_reason(judged[check]))
    if without:
        problems.append(
            _("Choose the reason why this is no point to discuss: %(checks)s.")
            % {"checks": ", ".join(without)}
        )
    return problems


def _lacks_reason(judgement: Judgement) -> bool:
    return judgement.opinion == Opinion.REJECTED and not judgement.reason
