"""One case and the rows of its timeline."""

import secrets

from django.conf import settings
from django.db import models

from cases.models.columns import CaseColumns, row_columns
from cases.screening.facts import Answer
from fluxus.organisations.models import Vsv

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without characters that are read for one another (0/O, 1/I/L) and without U."""


def random_number() -> str:
    """Return a random case number such as ``7F3K-2Q``: it says nothing about case, person or date."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{drawn[:4]}-{drawn[4:]}"


class Status(models.TextChoices):
    """How far a case is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DISCUSSED = "discussed"


class Case(CaseColumns):
    """A case of postpartum haemorrhage, without anything that leads to a person.

    An empty column means unknown. ``incomplete`` names the lists that may lack rows. ``delivery_key`` ties
    the case to a delivery of an import, so that no delivery is screened twice. ``stated`` tells what was
    looked up and has no value from what nobody looked up yet: path → "unknown" or "not_applicable".
    ``harmless`` names what looked as if it led to a person and was declared not to: "kind:words".
    """

    scope = "vsv"

    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=7, unique=True, default=random_number)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_created"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    delivery_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  NULL: from no import
    incomplete = models.JSONField(default=list)
    stated = models.JSONField(default=dict)
    harmless = models.JSONField(default=list)
    ambulance_used = models.CharField(
        max_length=20, choices=[(a.value, a.value) for a in Answer], default=Answer.UNKNOWN
    )
    went_well = models.TextField(blank=True, default="", max_length=4000)
    learning_point = models.TextField(blank=True, default="", max_length=4000)
    grade = models.CharField(max_length=1, blank=True, default="")
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="cases_invited", blank=True)

    class Meta:
        ordering = ["-birth_time", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vsv", "delivery_key"], name="one_case_per_delivery"),
        ]
        indexes = [models.Index(fields=["vsv", "status", "birth_time"])]

    def __str__(self) -> str:
        return self.number

    @property
    def is_draft(self) -> bool:
        """Whether it can still be filled in."""
        return self.status == Status.DRAFT


class Row(models.Model):
    """What the lists have in common: the case, and the place in the list as entered."""

    scope = "case__vsv"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.position}"


class BloodLossRow(Row, row_columns("blood_loss")):
    """The cumulative blood loss read at a moment."""

    class Meta(Row.Meta):
        abstract = False


class VitalsRow(Row, row_columns("vitals")):
    """Vital signs at a moment."""

    class Meta(Row.Meta):
        abstract = False


class MedicationRow(Row, row_columns("medication")):
    """One dose."""

    class Meta(Row.Meta):
        abstract = False


class InterventionRow(Row, row_columns("interventions")):
    """One thing done."""

    class Meta(Row.Meta):
        abstract = False


class CallRow(Row, row_columns("calls")):
    """Help called."""

    class Meta(Row.Meta):
        abstract = False


class StaffRow(Row, row_columns("staff")):
    """One person present, by role."""

    class Meta(Row.Meta):
        abstract = False


class LabRow(Row, row_columns("labs")):
    """One blood sample."""

    class Meta(Row.Meta):
        abstract = False


class BloodProductRow(Row, row_columns("blood_products")):
    """One blood product."""

    class Meta(Row.Meta):
        abstract = False


class UnreadLine(models.Model):
    """A line of the record that could not be read: it stays as text until somebody mends or removes it."""

    scope = "case__vsv"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="unread_lines")
    text = models.CharField(max_length=500)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Receipt(models.Model):
    """A deed on the timeline that was done: the same request, sent again after a lost answer, does nothing.

    ``token`` is made by the browser, one for each deed.
    """

    scope = "case__vsv"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="receipts")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "token"], name="one_deed_per_token")]

    def __str__(self) -> str:
        return self.token


ROW_MODELS: dict[str, type[Row]] = {
    "blood_loss": BloodLossRow,
    "vitals": VitalsRow,
    "medication": MedicationRow,
    "interventions": InterventionRow,
    "calls": CallRow,
    "staff": StaffRow,
    "labs": LabRow,
    "blood_products": BloodProductRow,
}
