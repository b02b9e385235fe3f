"""Who may do what with a case, in pairs: ``can_…`` for the page, ``check_can_…`` for the service."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cases.case_problems import Problem, shown
from cases.errors import CaseRefused
from cases.models import Case, Status
from cases.perspectives.queries import must_give_first
from fluxus.organisations.access import has_permission, vsvs_with
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.texts import Text

OTHER_VSV = Text(
    "het bestand is voor VSV {value}, waarin u geen casussen kunt invoeren; haal de sleutel vsv weg",
    "the file is for VSV {value}, in which you cannot enter cases; remove the key vsv",
)


def may_enter(user: Any, vsv: Vsv | None) -> bool:
    """Whether somebody can start a case in this VSV."""
    return vsv is not None and has_permission(user, Permission.ENTER_CASE, vsv)


def vsv_for_file(user: Any, code: str | None, current: Vsv) -> Vsv:
    """Return the VSV that a case file is for: the one that it names, else the current one.

    Raises CaseRefused when it names one in which this person cannot enter cases.
    """
    if code is None or code == current.code:
        return current
    named = vsvs_with(user, Permission.ENTER_CASE).filter(code=code).first()
    if named is None:
        raise CaseRefused([Problem("vsv", OTHER_VSV.format(value=shown(code)))])
    return named


def takes_part(user: Any, case: Case) -> bool:
    """Whether somebody made the case or was invited to it."""
    return case.created_by_id == user.pk or case.invited.filter(pk=user.pk).exists()


def may_be_invited(user: Any, case: Case) -> bool:
    """Whether somebody can take part in a case of this VSV."""
    return has_permission(user, Permission.SEE_OWN_CASES, case.vsv)


def check_takes_part(user: Any, case: Case) -> None:
    """Raise Refused when somebody else of the VSV has this case already."""
    if not takes_part(user, case):
        raise Refused(
            _("A colleague has opened case %(number)s for this delivery: ask to be invited.")
            % {"number": case.number}
        )


def check_can_edit(user: Any, case: Case) -> None:
    """Raise PermissionDenied for who has no part in the case, Refused when it was submitted already."""
    if not (has_permission(user, Permission.ENTER_CASE, case.vsv) and takes_part(user, case)):
        raise PermissionDenied("edit case")
    if case.status != Status.DRAFT:
        raise Refused(
            _("Case %(number)s was submitted: open it again to change it.") % {"number": case.number}
        )


def can_edit(user: Any, case: Case) -> bool:
    """Whether somebody can change what is recorded now."""
    return _passes(check_can_edit, user, case)


def check_can_reopen(user: Any, case: Case) -> None:
    """Raise unless a submitted, not yet discussed case can be opened again by who has a part in it."""
    if not (has_permission(user, Permission.ENTER_CASE, case.vsv) and takes_part(user, case)):
        raise PermissionDenied("reopen case")
    if case.status != Status.SUBMITTED:
        raise Refused(_("Only a case that was submitted and not yet discussed can be opened again."))
    _check_gave_view(user, case)


def can_reopen(user: Any, case: Case) -> bool:
    """Whether somebody can open a case again."""
    return _passes(check_can_reopen, user, case)


def check_can_review(user: Any, case: Case) -> None:
    """Raise unless somebody may decide about the findings of a submitted case."""
    board = has_permission(user, Permission.SEE_ALL_CASES, case.vsv)
    if not (has_permission(user, Permission.REVIEW_CASE, case.vsv) and (board or takes_part(user, case))):
        raise PermissionDenied("review case")
    if case.status == Status.DRAFT:
        raise Refused(_("Submit the case first: only then there are points to discuss."))
    _check_gave_view(user, case)


def can_review(user: Any, case: Case) -> bool:
    """Whether somebody can decide about the findings now."""
    return _passes(check_can_review, user, case)


def _check_gave_view(user: Any, case: Case) -> None:
    """Who was asked for her own view of a case does nothing else to it first."""
    if must_give_first(user, case):
        raise Refused(_("Give your own view first: until then the decisions of others stay out of sight."))


def _passes(check: Any, user: Any, case: Case) -> bool:
    try:
        check(user, case)
    except (PermissionDenied, Refused):
        return False
    return True
