"""Who may do what with a rule set, in pairs: ``can_…`` for the page, ``check_can_…`` for the service."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cases.models import LocalRuleSet
from fluxus.organisations.access import active_memberships, has_permission
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission, roles_with

DRAFT, SIGNED, WITHDRAWN = (
    LocalRuleSet.Status.DRAFT,
    LocalRuleSet.Status.SIGNED,
    LocalRuleSet.Status.WITHDRAWN,
)


def check_can_start(user: Any, vsv: Vsv | None) -> None:
    """Raise PermissionDenied unless somebody manages the rule sets here, Refused when there is a draft."""
    if vsv is None or not has_permission(user, Permission.MANAGE_RULE_SETS, vsv):
        raise PermissionDenied("start rule set")
    draft = LocalRuleSet.objects.filter(vsv=vsv, status=DRAFT).first()
    if draft is not None:
        raise Refused(
            _("Version %(version)s is still a draft: change that one, or withdraw it first.")
            % {"version": draft.version}
        )


def can_start(user: Any, vsv: Vsv | None) -> bool:
    """Whether somebody can make a local version now."""
    return _passes(check_can_start, user, vsv)


def check_can_edit(user: Any, local: LocalRuleSet) -> None:
    """Raise unless somebody may change this draft."""
    if not has_permission(user, Permission.MANAGE_RULE_SETS, local.vsv):
        raise PermissionDenied("edit rule set")
    if local.status != DRAFT:
        raise Refused(
            _("Version %(version)s is signed or withdrawn and never changes: make a new version.")
            % {"version": local.version}
        )


def can_edit(user: Any, local: LocalRuleSet) -> bool:
    """Whether somebody can change this draft now."""
    return _passes(check_can_edit, user, local)


def is_of_vsv(user: Any, vsv: Vsv) -> bool:
    """Whether somebody gives care or sits in the board here, by a membership of this very VSV."""
    roles = roles_with(Permission.SIGN_RULE_SET)
    return active_memberships(user).filter(vsv=vsv, role__in=roles).exists()


def may_know_signers(user: Any, vsv: Vsv) -> bool:
    """Whether somebody sees who signed: colleagues and who manages rule sets; others see the profession."""
    return is_of_vsv(user, vsv) or has_permission(user, Permission.MANAGE_RULE_SETS, vsv)


def check_can_sign(user: Any, local: LocalRuleSet) -> None:
    """Raise unless somebody of this VSV who did not sign yet may sign this draft."""
    if not is_of_vsv(user, local.vsv):
        raise PermissionDenied("sign rule set")
    if local.status != DRAFT:
        raise Refused(
            _("Version %(version)s cannot be signed: it is signed by all, or withdrawn.")
            % {"version": local.version}
        )
    if local.signatures.filter(by=user).exists():
        raise Refused(_("You signed this version already: three different people sign."))


def can_sign(user: Any, local: LocalRuleSet) -> bool:
    """Whether somebody can sign now."""
    return _passes(check_can_sign, user, local)


def check_can_withdraw(user: Any, local: LocalRuleSet) -> None:
    """Raise unless somebody may withdraw this version."""
    if not has_permission(user, Permission.MANAGE_RULE_SETS, local.vsv):
        raise PermissionDenied("withdraw rule set")
    if local.status == WITHDRAWN:
        raise Refused(_("Version %(version)s was withdrawn already.") % {"version": local.version})


def can_withdraw(user: Any, local: LocalRuleSet) -> bool:
    """Whether somebody can withdraw this version now."""
    return _passes(check_can_withdraw, user, local)


def _passes(check: Any, user: Any, target: Any) -> bool:
    try:
        check(user, target)
    except (PermissionDenied, Refused):
        return False
    return True
