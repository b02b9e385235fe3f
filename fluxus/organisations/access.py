"""The one place that decides whose data a person sees.

Every model with data of a VSV names the look-up path to it in the class attribute ``scope`` ("vsv",
"case__vsv"; "pk" for the VSV itself). Reading goes through ``visible_to``: what belongs to another VSV is
not forbidden but absent, so that its existence does not leak.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from fluxus.organisations.models import Membership, Vsv
from fluxus.organisations.permissions import ROLE_PERMISSIONS, Permission, Role, roles_with

M = TypeVar("M", bound=models.Model)
SESSION_KEY = "vsv"


def active_memberships(user: Any) -> models.QuerySet[Membership]:
    """Return the memberships that hold today; none for somebody who is not logged in."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Membership.objects.none()
    today = timezone.localdate()
    return Membership.objects.filter(user=user, valid_from__lte=today).exclude(valid_until__lt=today)


def is_national(user: Any, permission: Permission) -> bool:
    """Whether this person has the permission for all VSVs at once."""
    return active_memberships(user).filter(role__in=roles_with(permission), vsv=None).exists()


def vsvs_with(user: Any, permission: Permission) -> models.QuerySet[Vsv]:
    """Return the VSVs in which this person has the permission today (all for a national membership)."""
    held = active_memberships(user).filter(role__in=roles_with(permission))
    if held.filter(vsv=None).exists():
        return Vsv.objects.all()
    return Vsv.objects.filter(pk__in=held.values("vsv"))


def visible_to(user: Any, queryset: models.QuerySet[M], permission: Permission) -> models.QuerySet[M]:
    """Return the rows of the VSVs in which this person has the permission."""
    scope = getattr(queryset.model, "scope", None)
    if scope is None:
        raise TypeError(f"{queryset.model.__name__} has no scope: name the path to its VSV.")
    return queryset.filter(**{f"{scope}__in": vsvs_with(user, permission).values("pk")})


def permissions_in(user: Any, vsv: Vsv | None) -> frozenset[Permission]:
    """Return what this person may do in this VSV today; without a VSV: anywhere."""
    held = active_memberships(user)
    if vsv is not None:
        held = held.filter(models.Q(vsv=vsv) | models.Q(vsv=None))
    roles = set(held.values_list("role", flat=True))
    return frozenset(permission for role in roles for permission in ROLE_PERMISSIONS[Role(role)])


def has_permission(user: Any, permission: Permission, vsv: Vsv | None = None) -> bool:
    """Whether this person has the permission in this VSV; without a VSV: anywhere."""
    return permission in permissions_in(user, vsv)


def require_permission(user: Any, permission: Permission, vsv: Vsv | None = None) -> None:
    """Raise PermissionDenied unless ``has_permission``."""
    if not has_permission(user, permission, vsv):
        raise PermissionDenied(permission.value)


def selectable_vsvs(user: Any) -> models.QuerySet[Vsv]:
    """Return the VSVs between which this person can switch in the top bar."""
    held = active_memberships(user)
    if held.filter(vsv=None).exists():
        return Vsv.objects.all()
    return Vsv.objects.filter(pk__in=held.values("vsv"))


def current_vsv(request: HttpRequest) -> Vsv | None:
    """Return the VSV chosen in the top bar, else the first of one's own; None for national roles only.

    A choice that is no longer one's own is forgotten, not trusted.
    """
    user = request.user
    chosen = request.session.get(SESSION_KEY)
    if chosen is not None:
        vsv = selectable_vsvs(user).filter(pk=chosen).first()
        if vsv is not None:
            return vsv
        del request.session[SESSION_KEY]
    own = active_memberships(user).exclude(vsv=None).select_related("vsv").order_by("vsv__name").first()
    return own.vsv if own is not None else None


def refusal_for_htmx(request: HttpRequest, allowed: bool = True) -> HttpResponse | None:
    """Return in one sentence why a request of the page's script cannot be done as its person; else None.

    401 without a log-in (or without ``allowed``, the second factor), 409 with the log-in of somebody else.
    """
    if "HX-Request" not in request.headers:
        return None
    person = str(request.user.pk)
    if not request.user.is_authenticated or not allowed:
        status = 401
        text = _("You are logged out. What you typed is still on this page: log in and it is saved.")
    elif request.headers.get("X-Fluxus-Person", person) != person:
        status = 409
        text = _("Somebody else logged in. What you typed is still on this page: log in as yourself again.")
    else:
        return None
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def permission_required(
    permission: Permission,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a view: log-in, and the permission in the current VSV (403 without).

    A request by htmx is never sent on to the log-in page, which would end up inside the page: it gets 401,
    and 409 when somebody else logged in since its page was made (header ``X-Fluxus-Person``).

    The decorated view carries ``required_permission``, which the navigation and the access tests read.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def logged_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require_permission(request.user, permission, request.vsv)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return refusal_for_htmx(request) or logged_in(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
