"""What can be done to accounts and memberships."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fluxus.organisations import audit
from fluxus.organisations.access import active_memberships
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Membership, Vsv
from fluxus.organisations.permissions import Role


@transaction.atomic
def create_user(*, email: str, password: str | None, by: Any, is_active: bool = True) -> User:
    """Create an account that logs in with ``email``; without a password it cannot be used until one is set.

    Raises Refused when the address is already in use.
    """
    email = email.strip().lower()
    if get_user_model().objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already an account for %(email)s.") % {"email": email})
    user = get_user_model().objects.create_user(
        username=email, email=email, password=password, is_active=is_active
    )
    audit.record("user_created", by=by, target=user)
    return user


@transaction.atomic
def add_membership(
    *,
    user: User,
    role: Role,
    vsv: Vsv | None,
    by: Any,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Give a person a role in a VSV (None: nationally), from today unless told otherwise.

    Raises Refused when the period ends before it starts.
    """
    start = valid_from or timezone.localdate()
    if valid_until is not None and valid_until < start:
        raise Refused(
            _("The membership ends on %(until)s, before it starts on %(start)s.")
            % {"until": valid_until, "start": start}
        )
    membership = Membership.objects.create(
        user=user, role=role.value, vsv=vsv, valid_from=start, valid_until=valid_until
    )
    audit.record("membership_added", by=by, target=membership, vsv=vsv, details={"role": role.value})
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: Any) -> Membership:
    """End a membership with ``on`` as its last day. Raises Refused for a day before it started."""
    if on < membership.valid_from:
        raise Refused(
            _("The membership ends on %(until)s, before it starts on %(start)s.")
            % {"until": on, "start": membership.valid_from}
        )
    membership.valid_until = on
    membership.save(update_fields=["valid_until"])
    audit.record("membership_ended", by=by, target=membership, vsv=membership.vsv)
    return membership


@transaction.atomic
def invite(
    *, email: str, role: Role, vsv: Vsv | None, by: Any, valid_until: date | None = None
) -> Membership:
    """Give somebody a role, making the account when there is none yet (without a password of its own).

    Raises Refused when the person has this role here already, or the period is not one.
    """
    email = email.strip().lower()
    user = get_user_model().objects.filter(email__iexact=email).first()
    if user is None:
        user = create_user(email=email, password=None, by=by)
    elif active_memberships(user).filter(role=role.value, vsv=vsv).exists():
        raise Refused(_("%(email)s has this role already.") % {"email": email})
    return add_membership(user=user, role=role, vsv=vsv, by=by, valid_until=valid_until)


@transaction.atomic
def note_log_read(*, by: Any, exported: bool) -> None:
    """Record that somebody looked at the log (NEN 7513: reading it is an event too)."""
    audit.record("log_exported" if exported else "log_viewed", by=by)
