"""How well blood loss is registered: counts per reporting organisation and month, kept ready."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import Vsv


class QualityCount(models.Model):
    """Live reports of one reporting organisation in one month (0: only the year is known).

    A report is a message or a delivery of a table as this organisation sent it, before linking. All counts
    but ``reports`` and ``duplicates`` are of eligible births.
    """

    lvr_id = models.CharField(max_length=10, blank=True)
    """The reporter, else the hospital; empty: neither was named."""
    vsv = models.ForeignKey(Vsv, on_delete=models.CASCADE, null=True, related_name="+")
    """Named by the file or the command; empty: the attribution of the organisation says it."""
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    """Reports beyond the first of those that look the same in every way."""
    eligible = models.PositiveIntegerField(default=0)
    with_ml = models.PositiveIntegerField(default=0)
    flag_only = models.PositiveIntegerField(default=0)
    """No millilitres, but a flag that says yes or no."""
    at_500 = models.PositiveIntegerField(default=0)
    at_1000 = models.PositiveIntegerField(default=0)
    round_100 = models.PositiveIntegerField(default=0)
    """Millilitres that are a multiple of 100."""
    near_500 = models.PositiveIntegerField(default=0)
    """From 400 up to 600 ml, 500 included: what a peak at 500 is measured against."""
    near_1000 = models.PositiveIntegerField(default=0)
    """From 900 up to 1100 ml."""
    both_known = models.PositiveIntegerField(default=0)
    """Millilitres and flag both known."""
    differ = models.PositiveIntegerField(default=0)
    """Of those, the ones that contradict each other."""
    pph = models.PositiveIntegerField(default=0)
    without_time = models.PositiveIntegerField(default=0)
    without_place = models.PositiveIntegerField(default=0)
    without_line = models.PositiveIntegerField(default=0)
    without_mode = models.PositiveIntegerField(default=0)
    without_parity = models.PositiveIntegerField(default=0)
    without_age = models.PositiveIntegerField(default=0)
    without_gestation = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("quality count")
        verbose_name_plural = _("quality counts")
        constraints = [
            models.UniqueConstraint(
                fields=["vsv", "lvr_id", "year", "month"], name="one_quality_count_per_month_and_vsv"
            ),
            models.UniqueConstraint(
                fields=["lvr_id", "year", "month"],
                condition=models.Q(vsv=None),
                name="one_quality_count_per_month",
            ),
        ]
        indexes = [models.Index(fields=["year", "month"], name="quality_by_month")]

    def __str__(self) -> str:
        return f"{self.lvr_id} {self.year}-{self.month:02}: {self.reports}"
