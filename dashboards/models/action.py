"""An action for improvement, its log and the measurements of what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dashboards.models.choices import (
    ActionType,
    Decision,
    LogKind,
    MeasureKind,
    Origin,
    Rule,
    Stage,
    Trigger,
)
from dashboards.models.kept import Kept
from fluxus.organisations.models import Vsv


class Actions(models.QuerySet["ActionItem"]):
    """Actions, by where they stand."""

    def running(self) -> "Actions":
        """Return those that are being done or checked: new figures concern them."""
        return self.filter(decision="", stage__in=[Stage.DO, Stage.CHECK])


class ActionItem(models.Model):
    """One plan-do-check-act cycle. People are roles here ("klinisch verloskundige"), never names.

    The measure is the pass rate of a check or an outcome of the births. The baseline is worked out while the
    item is a concept and frozen when it leaves that stage: counts, interval and definition stay as they were.
    """

    scope = "vsv"

    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(_("title"), max_length=120)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.OWN)
    origin_note = models.CharField(_("what it grew from"), max_length=300, blank=True, default="")
    problem = models.TextField(_("problem"), blank=True, default="", max_length=2000)
    cause = models.TextField(_("cause (ask why five times)"), blank=True, default="", max_length=2000)
    aim = models.TextField(_("aim (specific, measurable, by when)"), blank=True, default="", max_length=1000)
    change_idea = models.TextField(_("what we will change"), blank=True, default="", max_length=2000)
    action_type = models.CharField(_("kind of change"), max_length=20, choices=ActionType, blank=True)
    balancing = models.CharField(_("what must not get worse"), max_length=300, blank=True, default="")
    owner = models.CharField(_("owner (a role, no name)"), max_length=80, blank=True, default="")
    co_owners = models.CharField(_("co-owners per organisation"), max_length=300, blank=True, default="")

    measure_kind = models.CharField(_("kind of measure"), max_length=10, choices=MeasureKind, blank=True)
    measure_id = models.CharField(_("measure"), max_length=20, blank=True, default="")
    target = models.DecimalField(_("target (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    prediction = models.DecimalField(
        _("prediction (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    rule = models.CharField(_("how it is judged"), max_length=12, choices=Rule, default=Rule.DIFFERENCE)

    baseline_period = models.CharField(_("period of the baseline"), max_length=20, blank=True, default="")
    baseline_events = models.PositiveIntegerField(null=True, blank=True)
    baseline_total = models.PositiveIntegerField(null=True, blank=True)
    baseline_lower = models.FloatField(null=True, blank=True)
    baseline_upper = models.FloatField(null=True, blank=True)
    baseline_sigma_z = models.FloatField(null=True, blank=True)
    baseline_definition = models.CharField(max_length=80, blank=True, default="")
    baseline_frozen_at = models.DateTimeField(null=True, blank=True)

    start_date = models.DateField(_("start"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    check_date = models.DateField(_("check date"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.CONCEPT)

    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decision_reason = models.TextField(_("reason"), blank=True, default="", max_length=1000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Actions.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("check_date", "pk")
        indexes = [models.Index(fields=["vsv", "stage"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Whether the cycle ended with a decision."""
        return bool(self.decision)


class ActionLog(Kept):
    """One line of what was done or decided, by whom and when."""

    scope = "item__vsv"

    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=LogKind, default=LogKind.DONE)
    text = models.CharField(_("what was done"), max_length=1000)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"


class Measurement(Kept):
    """What the figures said at one moment, with everything the verdict rests on."""

    scope = "item__vsv"

    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="measurements")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    trigger = models.CharField(max_length=10, choices=Trigger)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=15, blank=True, default="")
    rule = models.CharField(max_length=12, choices=Rule)
    check_date = models.DateField()
    events = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    quarters = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    least_total = models.PositiveSmallIntegerField()
    difference = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    mid_p = models.FloatField(null=True)
    sigma_z = models.FloatField()
    run_side = models.CharField(max_length=5, blank=True, default="")
    run_length = models.PositiveSmallIntegerField(null=True)
    run_since = models.CharField(max_length=10, blank=True, default="")
    as_intended = models.BooleanField(null=True)
    definition = models.CharField(max_length=80)
    data_until = models.DateField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.item_id} {self.state} {self.events}/{self.total}"
