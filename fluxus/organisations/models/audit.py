"""What was done or seen, by whom, in which role: only ever added to (NEN 7513)."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Somebody tried to change or delete an audit record."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Audit records are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Audit records are never deleted.")


class AuditEvent(models.Model):
    """One event. No foreign keys: a record outlives whatever it is about."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    event = models.CharField(_("event"), max_length=60, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=20, default="success")
    user_id = models.BigIntegerField(_("user"), null=True, db_index=True)
    role = models.CharField(_("role"), max_length=60, blank=True)
    vsv_id = models.BigIntegerField(_("VSV"), null=True, db_index=True)
    target_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    target_id = models.CharField(_("object"), max_length=60, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.target_type} {self.target_id}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new record; an existing one is refused."""
        if not self._state.adding:
            raise AppendOnlyError("Audit records are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: nothing is ever taken out."""
        raise AppendOnlyError("Audit records are never deleted.")
