"""The local rule sets of a VSV, and who signed them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from fluxus.organisations.models import Vsv


class LocalRuleSet(models.Model):
    """A VSV's own version of a national rule set: what differs, why, and from which day on.

    ``changes``: parameter → {"value": number, "reason": words}. ``switched_off``: check → reason. ``base``:
    the national list as it was when this version was made, so that what was signed keeps its meaning when the
    national list is renewed: parameter → [value, unit, mark, source]. It judges births from ``valid_from``
    on, once all professions have signed (``signed_at``); what is signed never changes again. In a draft
    ``valid_from`` is the earliest day wished for (empty: as soon as it is signed).
    """

    scope = "vsv"
    signatures: models.QuerySet["Signature"]

    class Status(models.TextChoices):
        """How far a local rule set is."""

        DRAFT = "draft"
        SIGNED = "signed"
        WITHDRAWN = "withdrawn"

    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, related_name="rule_sets")
    number = models.PositiveIntegerField()
    profile = models.CharField(max_length=40)
    base_version = models.CharField(max_length=40)
    version = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    changes = models.JSONField(default=dict)
    switched_off = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["vsv", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["vsv", "number"], name="one_rule_set_per_number"),
            models.UniqueConstraint(
                fields=["vsv"], condition=models.Q(status="draft"), name="one_draft_rule_set_per_vsv"
            ),
        ]

    def __str__(self) -> str:
        return self.version


class Profession(models.TextChoices):
    """Who signs a rule set before its first use."""

    GYNAECOLOGIST = "gynaecologist"
    MIDWIFE = "midwife"
    ANAESTHESIOLOGIST = "anaesthesiologist"


class Signature(models.Model):
    """One profession agrees with a local rule set as it stands."""

    scope = "rule_set__vsv"

    rule_set = models.ForeignKey(LocalRuleSet, on_delete=models.CASCADE, related_name="signatures")
    profession = models.CharField(max_length=20, choices=Profession.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "profession"], name="one_signature_per_profession"),
            models.UniqueConstraint(fields=["rule_set", "by"], name="one_signature_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set} {self.profession}"
