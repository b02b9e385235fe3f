"""What the board answered to a proposed pattern."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dashboards.models.kept import Kept
from fluxus.organisations.models import Vsv


class PatternAnswer(models.TextChoices):
    """Not now, or not at all."""

    LATER = "later", _("later")
    NO = "no", _("no, because")


class PatternDecision(Kept):
    """A proposal put aside until a day, with the reason. The newest answer counts."""

    scope = "vsv"

    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, related_name="pattern_decisions")
    check_id = models.CharField(max_length=10)
    answer = models.CharField(max_length=10, choices=PatternAnswer)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.check_id} {self.answer}"
