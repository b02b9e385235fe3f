"""Published national figures, each with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NationalReference(models.Model):
    """A percentage that was published for one or more years."""

    outcome = models.CharField(_("outcome"), max_length=40)
    year_from = models.PositiveSmallIntegerField(_("from"))
    year_to = models.PositiveSmallIntegerField(_("until"))
    percentage = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(blank=True, max_length=300)

    class Meta:
        verbose_name = _("national figure")
        verbose_name_plural = _("national figures")
        ordering = ("outcome", "year_from")

    def __str__(self) -> str:
        return f"{self.outcome} {self.year_from}–{self.year_to}: {self.percentage} %"
