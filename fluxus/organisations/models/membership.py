"""Which person plays which role, where and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models.organisation import Vsv
from fluxus.organisations.permissions import ROLE_LABELS, Role


class Membership(models.Model):
    """A role of a person in one VSV, or in all of them (``vsv`` empty: national)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    vsv = models.ForeignKey(Vsv, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, role.value.replace("_", " ")) for role in Role]
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    scope = "vsv"

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("user", "vsv", "role")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} in {self.vsv_id or 'all VSVs'}"

    @property
    def label(self) -> str:
        """The role's name in the language at hand."""
        return ROLE_LABELS[Role(self.role)].in_language(get_language())
