"""What the screening found in a case, and what a reviewer decided about it."""

from django.conf import settings
from django.db import models

from cases.models.case import Case


class Category(models.TextChoices):
    """The three groups of checks."""

    DELAY = "delay"
    PROTOCOL = "protocol"
    ESCALATION = "escalation"


class Result(models.TextChoices):
    """Four results, never two."""

    FLAGGED = "flagged"
    MET = "met"
    NOT_ASSESSABLE = "not_assessable"
    NOT_APPLICABLE = "not_applicable"


class Finding(models.Model):
    """The result of one check, with the rule set, the limit and the mark that produced it.

    An old case keeps its old verdict until someone asks for it to be screened again. ``value`` and ``limit``
    are as the engine gave them: a number, an answer, or nothing.
    """

    scope = "case__vsv"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    check_id = models.CharField(max_length=3)
    category = models.CharField(max_length=10, choices=Category.choices)
    severity = models.CharField(max_length=10)
    result = models.CharField(max_length=20, choices=Result.choices)
    value = models.JSONField(null=True)
    limit = models.JSONField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    mark = models.CharField(max_length=1, blank=True)
    rule_set_profile = models.CharField(max_length=40)
    rule_set_version = models.CharField(max_length=40)
    evidence = models.JSONField(default=list)
    explanation_nl = models.TextField()
    explanation_en = models.TextField()

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "check_id"], name="one_finding_per_check"),
        ]
        indexes = [models.Index(fields=["check_id", "result"])]

    def __str__(self) -> str:
        return f"{self.case} {self.check_id}"


class ReviewStatus(models.TextChoices):
    """What a reviewer can decide about a flag."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_ASSESSABLE = "not_assessable"


class Review(models.Model):
    """The decision about one flagged finding; a rejected one has a reason.

    The standard type, the domain and the relation to the outcome are those of the Dutch perinatal audit.
    """

    scope = "finding__case__vsv"

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="review")
    status = models.CharField(max_length=20, choices=ReviewStatus.choices)
    reason = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    standard = models.CharField(max_length=20, blank=True, default="")
    domain = models.CharField(max_length=20, blank=True, default="")
    relation = models.CharField(max_length=20, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.finding} {self.status}"
