"""Work on an upload that goes on behind the pages: how far it is, and how it ended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from perined_import.models.upload import Upload


class ImportJob(models.Model):
    """One piece of work on an upload; at most one is open at a time (see `perined_import.jobs`)."""

    class Kind(models.TextChoices):
        """What is done."""

        CHECK = "check", _("checking")
        STORE = "store", _("storing")
        WITHDRAW = "withdraw", _("withdrawing")
        PUT_BACK = "put_back", _("putting back")

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("waiting for its turn")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    OPEN = (State.QUEUED, State.RUNNING)
    """The states of a job that is not over yet."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED, db_index=True)
    phase = models.CharField(max_length=10, blank=True)
    """A `perined_import.progress.Phase`; empty before the first."""
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    sentence = models.JSONField(default=list)
    """Why it was refused, cancelled or failed: [Dutch, English], or empty."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    task_id = models.CharField(max_length=64, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    """Who does it: a worker's id, or "command"."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    scope = "upload__vsv"

    class Meta:
        verbose_name = _("import job")
        verbose_name_plural = _("import jobs")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=models.Q(state__in=("queued", "running")),
                name="one_open_job_per_upload",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} of upload {self.upload_id}"
