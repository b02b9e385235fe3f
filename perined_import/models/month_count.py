"""Counts per VSV, organisation, month and stratum: what dashboards read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import Vsv


class MonthCount(models.Model):
    """Counts in millionths of a delivery (it may count for several VSVs in shares), never percentages.

    ``month`` 0 is a birth of which only the year is known. ``parity_group``: 0, 1 (or more), 9 unknown.
    """

    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, null=True, related_name="+")
    lvr_id = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null: unknown
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    parity_group = models.PositiveSmallIntegerField()
    plural = models.BooleanField()
    deliveries = models.BigIntegerField()
    eligible = models.BigIntegerField()
    known = models.BigIntegerField()
    pph = models.BigIntegerField()
    pph_1500 = models.BigIntegerField()
    pph_2000 = models.BigIntegerField()

    scope = "vsv"

    class Meta:
        verbose_name = _("count of a month")
        verbose_name_plural = _("counts of months")
        indexes = [models.Index(fields=["year", "month"], name="month_count_period")]

    def __str__(self) -> str:
        return f"{self.vsv_id} {self.year}-{self.month}: {self.deliveries}"
