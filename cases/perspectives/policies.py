"""Who may ask for, write, open and read the views on a case, in pairs: ``can_…`` and ``check_can_…``."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cases import policies, queries
from cases.models import Case, Perspective, Status
from cases.perspectives import queries as perspective_queries
from fluxus.organisations.access import has_permission
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


def _manages(user: Any, case: Case) -> bool:
    """The board, who entered the case, and who was let in otherwise than by being asked for a view."""
    if not has_permission(user, Permission.REVIEW_CASE, case.vsv):
        return False
    if has_permission(user, Permission.SEE_ALL_CASES, case.vsv) or case.created_by_id == user.pk:
        return True
    joined = case.perspectives.filter(person=user, joined=True).exists()
    return policies.takes_part(user, case) and not joined


def check_can_ask(user: Any, case: Case) -> None:
    """Raise unless somebody may ask colleagues for their view on this case now."""
    if not _manages(user, case):
        raise PermissionDenied("ask for a view")
    if case.status == Status.DRAFT:
        raise Refused(_("Submit the case first: only then there are points to give a view on."))
    if case.status == Status.DISCUSSED:
        raise Refused(_("The case was discussed already: a view of before that cannot be given any more."))
    if perspective_queries.are_open(case):
        raise Refused(_("The views on this case can be read already: nobody can be asked any more."))


def can_ask(user: Any, case: Case) -> bool:
    """Whether somebody may ask colleagues for their view now."""
    return _passes(check_can_ask, user, case)


def check_can_change_asked(user: Any, case: Case, perspective: Perspective) -> None:
    """Raise unless an invitation may be sent again, withdrawn or moved: nothing was given yet."""
    check_can_ask(user, case)
    if perspective.given_at is not None:
        raise Refused(_("This view was given already: it cannot be withdrawn or moved."))


def check_can_write(user: Any, case: Case, perspective: Perspective) -> None:
    """Raise unless this is somebody's own view, not given yet, on a submitted case."""
    if perspective.person_id != user.pk or not has_permission(user, Permission.SEE_OWN_CASES, case.vsv):
        raise PermissionDenied("write a view")
    if case.status == Status.DRAFT:
        raise Refused(_("The case was opened again: wait until it is submitted."))
    if perspective.given_at is not None:
        raise Refused(_("You gave your view already."))


def check_can_take_back(user: Any, case: Case, perspective: Perspective) -> None:
    """Raise unless somebody may change her own given view: the other one was not given yet."""
    if perspective.person_id != user.pk or not has_permission(user, Permission.SEE_OWN_CASES, case.vsv):
        raise PermissionDenied("change a view")
    if perspective.given_at is None:
        raise Refused(_("You have not given your view yet: you can still change it."))
    if perspective_queries.are_open(case):
        raise Refused(_("Both views can be read now: yours is fixed."))


def can_take_back(user: Any, case: Case, perspective: Perspective) -> bool:
    """Whether somebody may still change her own given view."""
    return _passes(check_can_take_back, user, case, perspective)


def check_can_open_one(user: Any, case: Case) -> None:
    """Raise unless the board may open the only view that was given, without waiting for another."""
    board = has_permission(user, Permission.SEE_ALL_CASES, case.vsv)
    if not (board and has_permission(user, Permission.REVIEW_CASE, case.vsv)):
        raise PermissionDenied("open a view")
    if perspective_queries.are_open(case):
        raise Refused(_("The views on this case can be read already."))
    if not any(status.given for status in perspective_queries.line_statuses(case)):
        raise Refused(_("No view was given yet."))


def can_open_one(user: Any, case: Case) -> bool:
    """Whether the board may open the only view."""
    return _passes(check_can_open_one, user, case)


def can_read(user: Any, case: Case) -> bool:
    """Whether somebody may read the views: they are open, and the case is in sight."""
    return perspective_queries.are_open(case) and queries.cases_for(user).filter(pk=case.pk).exists()


def _passes(check: Any, *arguments: Any) -> bool:
    try:
        check(*arguments)
    except (PermissionDenied, Refused):
        return False
    return True
