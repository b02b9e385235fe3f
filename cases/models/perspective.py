"""Two views on one case: how the first line and the second line each see it, before they see each other's."""

from django.conf import settings
from django.db import models

from cases.models.case import Case


class CareLine(models.TextChoices):
    """From which side of the care somebody looks."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Opinion(models.TextChoices):
    """What somebody thinks of a finding: the three of a review about a flag, doubt about any other result."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_ASSESSABLE = "not_assessable"
    DOUBTED = "doubted"


class Perspective(models.Model):
    """How one line sees a case. ``given_at`` empty: asked, and still being written.

    Nobody but ``person`` reads it before both lines have given theirs, or the board opened the only one
    (``opened_at``). ``joined``: being asked made this person take part in the case. ``harmless``:
    keys of what looked in it as if it led to a person and was declared not to.
    """

    scope = "case__vsv"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="perspectives")
    line = models.CharField(max_length=10, choices=CareLine.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="perspectives"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    joined = models.BooleanField(default=False)
    went_well = models.TextField(blank=True, default="", max_length=4000)
    learning_point = models.TextField(blank=True, default="", max_length=4000)
    missed = models.TextField(blank=True, default="", max_length=4000)
    grade = models.CharField(max_length=1, blank=True, default="")
    harmless = models.JSONField(default=list)

    class Meta:
        ordering = ["case", "line"]
        constraints = [
            models.UniqueConstraint(fields=["case", "line"], name="one_perspective_per_line"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.line}"


class Judgement(models.Model):
    """What one line thinks of one check of the screening; an empty opinion: only a note so far."""

    scope = "perspective__case__vsv"

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="judgements")
    check_id = models.CharField(max_length=3)
    opinion = models.CharField(max_length=20, choices=Opinion.choices, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["perspective", "check_id"]
        constraints = [
            models.UniqueConstraint(fields=["perspective", "check_id"], name="one_judgement_per_check"),
        ]

    def __str__(self) -> str:
        return f"{self.perspective} {self.check_id}"
