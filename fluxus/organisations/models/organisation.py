"""VSVs, the organisations that report births, and which of them belongs to which VSV, when and how much."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Vsv(models.Model):
    """A regional obstetric collaboration (verloskundig samenwerkingsverband)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)

    scope = "pk"

    class Meta:
        verbose_name = _("VSV")
        verbose_name_plural = _("VSVs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A hospital or practice, known by its LVR id (text: leading zeros count)."""

    class Kind(models.TextChoices):
        """What kind of place it is."""

        HOSPITAL = "hospital", _("hospital")
        PRACTICE = "practice", _("practice")

    lvr_id = models.CharField(_("LVR id"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("lvr_id",)

    def __str__(self) -> str:
        return f"{self.name} ({self.lvr_id})"


class Attribution(models.Model):
    """The share of an organisation's births that counts for a VSV, until ``valid_until`` (inclusive)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="attributions")
    vsv = models.ForeignKey(Vsv, on_delete=models.CASCADE, related_name="attributions")
    share = models.DecimalField(_("share"), max_digits=7, decimal_places=6, default=1)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    scope = "vsv"

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ("organisation", "valid_from")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=1), name="attribution_share_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="attribution_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.vsv_id} ({self.share})"


class ProposedChange(models.Model):
    """A change of the table that waits until its effect was seen; gone once saved or thrown away."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    content = models.JSONField(_("content"))
    """What `attribution_table.as_json` wrote."""
    seen = models.CharField(max_length=64)
    """What stood there when it was made: a change is not saved over somebody else's."""

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.content.get('kind')} {self.made_at:%Y-%m-%d %H:%M}"
