"""What the pages of patterns and actions read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards import measures, sources
from dashboards.effect import Baseline, Effect, QuarterCount
from dashboards.models import ActionItem, Measurement, PatternDecision, Stage
from dashboards.patterns import Proposal, Record, of_haemorrhages, proposals
from dashboards.statistics.inputs import Interval
from dashboards.statistics.runs import Run
from fluxus.organisations.access import visible_to
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, months_before, parse

PATTERN_YEARS = 5
"""How far back the run chart behind a proposed pattern looks."""
SOON = timedelta(days=31)


@dataclass(frozen=True)
class DueAction:
    """An action that asks for attention, for the home page and the board."""

    item: ActionItem
    text: str
    url: str
    overdue: bool


def actions_for(user: Any, permission: Permission = Permission.SEE_ACTIONS) -> QuerySet[ActionItem]:
    """Return the actions that this person may see, or for which the given permission is held."""
    items = ActionItem.objects.select_related("vsv").prefetch_related("measurements")
    return visible_to(user, items, permission)


def records(
    vsv: Vsv, period: Period, *, with_near_misses: bool = False, check_id: str | None = None
) -> Sequence[Record]:
    """Return the findings of a period, of one check or all; near misses (up to 1000 ml) when asked for."""
    found = sources.finding_records(vsv, period.start, period.end, check_id)
    return found if with_near_misses else of_haemorrhages(found)


def proposed(vsv: Vsv, today: date) -> list[Proposal]:
    """Return the patterns to propose: not put aside, and no open action on the same check yet."""
    start = months_before(today, 12 * PATTERN_YEARS)
    found = proposals(of_haemorrhages(sources.finding_records(vsv, start, today)), today=today)
    aside = set(PatternDecision.objects.filter(vsv=vsv, until__gte=today).values_list("check_id", flat=True))
    taken = set(
        ActionItem.objects.filter(vsv=vsv, measure_kind="check", decision="").values_list(
            "measure_id", flat=True
        )
    )
    return [each for each in found if each.check_id not in aside | taken]


def latest(item: ActionItem) -> Measurement | None:
    """Return the newest measurement of an action."""
    return next(iter(item.measurements.all()), None)


def verdict(item: ActionItem) -> Measurement | None:
    """Return the measurement that gave the verdict on the present check date, if there is one."""
    given = [
        each
        for each in item.measurements.all()
        if each.state != "early" and each.check_date == item.check_date
    ]
    return given[-1] if given else None


def series(item: ActionItem, today: date) -> list[QuarterCount]:
    """Return the quarters from the start of the baseline until today."""
    if not item.measure_id or not item.baseline_period:
        return []
    chosen = measures.measure(item.measure_kind, item.measure_id)
    return measures.counts(item.vsv, chosen, parse(item.baseline_period).start, today)


def effect_of(kept: Measurement) -> Effect:
    """Return a kept measurement as the effect that it was."""
    item, run = kept.item, None
    if kept.run_length:
        run = Run(0, kept.run_length, "above" if kept.run_side == "above" else "below")
    return Effect(
        state=kept.state,  # type: ignore[arg-type]  # stored from an Effect, so it is one of its states
        reason=kept.reason,  # type: ignore[arg-type]  # the same
        rule=kept.rule,  # type: ignore[arg-type]  # the same
        baseline=Baseline(item.baseline_events or 0, item.baseline_total or 0, kept.sigma_z),
        events=kept.events,
        total=kept.total,
        quarters=kept.quarters,
        needed=kept.needed,
        difference=kept.difference,
        interval=Interval(kept.lower, kept.upper),
        mid_p=kept.mid_p,
        run=run,
        run_since=parse(kept.run_since) if kept.run_since else None,
        as_intended=kept.as_intended,
    )


def due_text(item: ActionItem, today: date) -> tuple[str, bool]:
    """Return in words whether an action is due or overdue, and whether it is overdue."""
    if item.is_closed or item.stage == Stage.CONCEPT:
        return "", False
    if item.check_date and item.check_date <= today and verdict(item) is None:
        late = (today - item.check_date).days
        words = ngettext("Check is %(days)s day overdue", "Check is %(days)s days overdue", late)
        return (words % {"days": late} if late else _("Check is due today")), late > 0
    if item.check_date and item.check_date <= today:
        return _("Figures are in: decide (act)"), False
    if item.stage in (Stage.PLAN, Stage.DO) and item.deadline and item.deadline < today:
        return _("Deadline has passed"), True
    if item.check_date and item.check_date - today <= SOON:
        return _("To be checked within a month"), False
    return "", False


def due_actions(*, vsv: Vsv, today: date) -> list[DueAction]:
    """Return the open actions of a VSV that ask for attention, the overdue first."""
    found = []
    running = ActionItem.objects.filter(vsv=vsv, decision="").exclude(stage=Stage.CONCEPT)
    for item in running.prefetch_related("measurements"):
        text, overdue = due_text(item, today)
        if text:
            found.append(DueAction(item, text, reverse("dashboards:action", args=[item.pk]), overdue))
    return sorted(found, key=lambda due: (not due.overdue, due.item.check_date or today))
