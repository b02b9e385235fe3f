"""What was sent in, by whom, and what was not taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import Vsv


class Upload(models.Model):
    """One delivery of files. It stays in history; its reports come and go with its status."""

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting for its turn")
        CHECKING = "checking", _("being checked")
        QUESTION = "question", _("waiting for an answer")
        PENDING = "pending", _("waiting for confirmation")
        STORING = "storing", _("being stored")
        COMMITTED = "committed", _("in use")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("stopped unexpectedly")

    vsv = models.ForeignKey(
        Vsv, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name=_("VSV")
    )
    """Whose upload it is; empty: national."""
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PENDING, db_index=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    committed_at = models.DateTimeField(_("stored"), null=True, blank=True)
    source_key = models.CharField(max_length=64, blank=True, db_index=True)
    """Tables only: names the source of which it is a whole picture."""
    source = models.JSONField(default=list)
    """Tables only: those organisations (or VSVs). A list that differs a little is the same source."""
    given_vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Where its deliveries count, when that is not left to the organisations."""
    period_asked = models.CharField(max_length=20, blank=True)
    """The period that was given with it, as written; empty: the months of its births."""
    sheet = models.CharField(max_length=100, blank=True)
    """The sheet of a spreadsheet that was chosen."""
    question = models.JSONField(default=dict)
    """What must be answered before the check can go on: {"sheets": [...]} or {"headings": [...], ...}."""
    experimental = models.BooleanField(default=False)
    """Read by a reader that was not yet tried on real deliveries (kernset 3.2)."""
    codes = models.JSONField(default=list)
    """What codes and words in the files were taken to mean: [column, text, value or null, number of rows]."""
    supplement_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="supplements"
    )
    superseded_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="superseded")
    """The later table of its source that holds the whole of its period: then none of its reports count."""
    period_start = models.DateField(_("from"), null=True)
    period_end = models.DateField(_("until"), null=True)
    messages = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    merged_rows = models.PositiveIntegerField(default=0)
    """Of the merged units, those that were joined within the file already."""
    set_aside = models.PositiveIntegerField(default=0)
    rejected_units = models.PositiveIntegerField(default=0)
    deliveries = models.PositiveIntegerField(default=0)
    pph = models.PositiveIntegerField(default=0)
    unknown_blood_loss = models.PositiveIntegerField(default=0)
    by_month = models.JSONField(default=list)
    """Per VSV and month: deliveries, PPH, unknown blood loss, as they were counted at the check."""
    scope = "vsv"

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    @property
    def read(self) -> int:
        """The number of units: messages and rows."""
        return self.messages + self.rows


class UploadFile(models.Model):
    """One file of an upload (or one member of a ZIP), known by its content."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=255)
    member = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    layout = models.CharField(max_length=10)
    units = models.PositiveIntegerField(default=0)

    scope = "upload__vsv"

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} › {self.member}" if self.member else self.name


class RejectedUnit(models.Model):
    """A message or row that was not taken, with a row's cells as they came in.

    Only columns that we know are kept (others may hold names), and an identifier only as its keyed hash.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rejected")
    file = models.ForeignKey(UploadFile, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    """Pairs of heading and text, for a database need not keep the order of an object's keys."""

    scope = "upload__vsv"

    class Meta:
        verbose_name = _("rejected row")
        verbose_name_plural = _("rejected rows")
        ordering = ("file", "position")

    def __str__(self) -> str:
        return f"{self.file_id}:{self.position}"


class FoundProblem(models.Model):
    """One thing that was found wrong in an upload, by its code in the catalogue of problems."""

    class Severity(models.TextChoices):
        """What it means for the upload."""

        REFUSAL = "refusal", _("stands in the way of everything")
        REJECTED = "rejected", _("this row or message was not taken")
        WARNING = "warning", _("worth a look")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="problems")
    unit = models.ForeignKey(RejectedUnit, on_delete=models.CASCADE, null=True, related_name="problems")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    code = models.CharField(_("kind"), max_length=40)
    file = models.CharField(_("file"), max_length=255, blank=True)
    member = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True)
    message = models.PositiveIntegerField(_("message"), null=True)
    column = models.CharField(_("column"), max_length=100, blank=True)
    value = models.CharField(_("value"), max_length=255, blank=True)
    params = models.JSONField(default=dict)

    scope = "upload__vsv"

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        ordering = ("pk",)
        indexes = [models.Index(fields=["upload", "severity", "code"], name="problem_by_kind")]

    def __str__(self) -> str:
        return f"{self.code} in upload {self.upload_id}"
