"""What a heading in somebody's table means, where the known headings do not say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import Vsv


class ColumnMapping(models.Model):
    """One heading that a VSV (empty: the national data managers) was asked about, and the answer."""

    vsv = models.ForeignKey(Vsv, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    heading = models.CharField(_("heading"), max_length=100)
    """As `perined_import.kernset.heading_key` writes it."""
    column = models.CharField(_("column"), max_length=40, blank=True)
    """One of the columns that a table may bring; empty: pay no attention to this heading."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    scope = "vsv"

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ("heading",)
        constraints = [
            models.UniqueConstraint(fields=["vsv", "heading"], name="one_answer_per_heading"),
            models.UniqueConstraint(
                fields=["heading"], condition=models.Q(vsv=None), name="one_national_answer_per_heading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading} = {self.column or '-'}"
