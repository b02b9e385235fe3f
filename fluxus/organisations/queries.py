"""What the administrator sees: memberships, and the log of what was done."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from fluxus.organisations import access
from fluxus.organisations.models import AuditEvent, Membership, Vsv
from fluxus.organisations.permissions import Permission


def memberships_for(user: Any) -> models.QuerySet[Membership]:
    """Return the memberships that this administrator looks after."""
    rows = Membership.objects.select_related("user", "vsv").order_by("vsv__name", "user__email")
    if access.is_national(user, Permission.MANAGE_USERS):
        return rows
    return access.visible_to(user, rows, Permission.MANAGE_USERS)


def audit_events_for(
    user: Any, *, event: str = "", start: date | None = None, end: date | None = None
) -> models.QuerySet[AuditEvent]:
    """Return the part of the log that this person may read, newest first; dates are Dutch days."""
    rows = AuditEvent.objects.order_by("-at", "-pk")
    if not access.is_national(user, Permission.SEE_AUDIT):
        own = access.vsvs_with(user, Permission.SEE_AUDIT).values("pk")
        rows = rows.filter(vsv_id__in=own)
    if event:
        rows = rows.filter(event__icontains=event)
    if start:
        rows = rows.filter(at__date__gte=start)
    if end:
        rows = rows.filter(at__date__lte=end)
    return rows


def with_names(events: list[AuditEvent]) -> list[dict[str, Any]]:
    """Return the records with the names of people and VSVs as far as these still exist."""
    users = get_user_model().objects.in_bulk({event.user_id for event in events if event.user_id})
    vsvs = Vsv.objects.in_bulk({event.vsv_id for event in events if event.vsv_id})
    return [
        {
            "event": event,
            "user": getattr(users.get(event.user_id), "email", event.user_id or ""),
            "vsv": getattr(vsvs.get(event.vsv_id), "name", event.vsv_id or ""),
        }
        for event in events
    ]
