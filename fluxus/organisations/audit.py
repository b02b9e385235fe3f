"""The one way to leave an audit record."""

from typing import Any

from django.db import models
from django.utils import timezone

from fluxus.organisations.models import AuditEvent, Membership, Vsv


def record(
    event: str,
    *,
    by: Any,
    target: models.Model | None = None,
    vsv: Vsv | None = None,
    details: dict[str, Any] | None = None,
    outcome: str = "success",
) -> AuditEvent:
    """Add one record: ``by`` (a user, or None for the system itself) did ``event`` to ``target``.

    Called inside the transaction of the service it belongs to, so that neither exists without the other.
    ``details`` holds codes and counts, never anything about a person.
    """
    return AuditEvent.objects.create(
        event=event,
        outcome=outcome,
        user_id=getattr(by, "pk", None),
        role=", ".join(_roles(by, vsv)),
        vsv_id=vsv.pk if vsv is not None else None,
        target_type=target._meta.label if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        details=details or {},
    )


def _roles(by: Any, vsv: Vsv | None) -> list[str]:
    """Return the roles in which this person could act here today."""
    if getattr(by, "pk", None) is None:
        return []
    today = timezone.localdate()
    held = Membership.objects.filter(user=by, valid_from__lte=today).exclude(valid_until__lt=today)
    if vsv is not None:
        held = held.filter(models.Q(vsv=vsv) | models.Q(vsv=None))
    return sorted(set(held.values_list("role", flat=True)))
