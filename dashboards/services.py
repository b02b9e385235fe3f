"""Everything that is written here: actions, their log, measurements, decisions, answers to patterns."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import measures, queries, rules, sources
from dashboards.effect import DEFAULT, Baseline, Effect, judge
from dashboards.models import (
    ActionItem,
    ActionLog,
    Decision,
    LogKind,
    MeasureKind,
    Measurement,
    Origin,
    PatternAnswer,
    PatternDecision,
    Stage,
)
from dashboards.wording import share
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from fluxus.periods import last_units, parse

BASELINE_QUARTERS = 8
PUT_ASIDE = {PatternAnswer.LATER: timedelta(days=91), PatternAnswer.NO: timedelta(days=365)}


@transaction.atomic
def open_action(*, vsv: Vsv, by: Any, changes: Mapping[str, Any]) -> ActionItem:
    """Open an action as a concept with the fields given (see `rules.EDITABLE`).

    With a measure and no period of its own the baseline is that of the last eight quarters.
    Raises Refused with every problem at once.
    """
    item = ActionItem(vsv=vsv, created_by=by)
    problems = rules.apply(item, changes)
    if problems:
        raise Refused(problems)
    _take_baseline(item)
    item.save()
    audit.record("action.opened", by=by, target=item, vsv=vsv, details={"origin": item.origin})
    return item


@transaction.atomic
def open_action_from_pattern(*, vsv: Vsv, check_id: str, by: Any, today: date | None = None) -> ActionItem:
    """Open an action from a proposed pattern: title, counts and measure are filled in.

    Raises Refused when the check is no proposed pattern now.
    """
    today = today or timezone.localdate()
    found = next((each for each in queries.proposed(vsv, today) if each.check_id == check_id), None)
    if found is None:
        raise Refused(
            _("%(check)s is no proposed pattern now; open an action from 'Improve' instead.")
            % {"check": check_id}
        )
    label = sources.check_label(check_id).in_language(get_language())
    counted = share(found.last_flagged, found.last_judged).in_language(get_language())
    changes = {
        "title": label[:120],
        "origin": Origin.PATTERN,
        "origin_note": _("%(check)s: point for discussion in %(counts)s of the last assessable cases")
        % {"check": check_id, "counts": counted},
        "measure_kind": MeasureKind.CHECK,
        "measure_id": check_id,
    }
    return open_action(vsv=vsv, by=by, changes=changes)


@transaction.atomic
def edit_action(*, item: ActionItem, changes: Mapping[str, Any], by: Any) -> ActionItem:
    """Change fields of an open action. Measure, baseline and rule cannot change once the baseline is frozen.

    Raises Refused with every problem at once.
    """
    item = _locked(item)
    before = {name: getattr(item, name) for name in rules.EDITABLE}
    problems = rules.check_open(item) or rules.apply(item, changes)
    if problems:
        raise Refused(problems)
    changed = [name for name in rules.EDITABLE if getattr(item, name) != before[name]]
    if not changed:
        return item
    _take_baseline(item)
    item.save()
    if "check_date" in changed and item.stage != Stage.CONCEPT:
        words = _("Check date from %(old)s to %(new)s")
        _log(item, by, LogKind.EDIT, words % {"old": before["check_date"], "new": item.check_date})
    audit.record("action.edited", by=by, target=item, vsv=item.vsv, details={"fields": changed})
    return item


@transaction.atomic
def move_stage(*, item: ActionItem, to: str, by: Any) -> ActionItem:
    """Move an action one stage on, or back. Raises Refused that names everything that is missing.

    Leaving concept freezes the baseline.
    """
    item = _locked(item)
    problems = rules.check_open(item) or rules.check_move(item, to, timezone.localdate())
    if problems:
        raise Refused(problems)
    before, item.stage = item.stage, to
    if before == Stage.CONCEPT:
        item.baseline_frozen_at = timezone.now()
    item.save()
    _log(item, by, LogKind.STAGE, f"{Stage(before).label} → {Stage(to).label}")
    audit.record("action.moved", by=by, target=item, vsv=item.vsv, details={"from": before, "to": to})
    return item


@transaction.atomic
def log_done(*, item: ActionItem, text: str, by: Any) -> ActionLog:
    """Write down what was done. Raises Refused for an empty text or one that leads to a person."""
    problems = rules.check_open(item) or rules.check_text(text)
    if not text.strip():
        problems = [_("Write down what was done.")]
    if problems:
        raise Refused(problems)
    line = _log(item, by, LogKind.DONE, text.strip()[:1000])
    audit.record("action.logged", by=by, target=item, vsv=item.vsv)
    return line


@transaction.atomic
def recheck_actions(
    *, vsv: Vsv, by: Any, trigger: str = "person", today: date | None = None
) -> list[Measurement]:
    """Look again at the figures of every running action of a VSV; return the measurements that are new.

    Called after every committed import and submitted case. A measurement is kept when the figures or the
    state differ from the last one. Once the check date gave its verdict no further one is made: looking again
    and again would find a change by chance.
    """
    today = today or timezone.localdate()
    running = ActionItem.objects.running().select_for_update().filter(vsv=vsv)
    found = [_measure(item, by, trigger, today) for item in running]
    return [each for each in found if each is not None]


@transaction.atomic
def decide_act(*, item: ActionItem, decision: str, reason: str, by: Any) -> ActionItem:
    """End a cycle: make permanent, adapt or stop, with the reason. Adapting opens the next cycle.

    Returns the next cycle's concept when adapting, else the item. Raises Refused with what is missing.
    """
    item = _locked(item)
    problems = rules.check_open(item) or rules.check_decision(item, decision, reason, queries.latest(item))
    if problems:
        raise Refused(problems)
    item.stage, item.decision, item.decision_reason = Stage.ACT, decision, reason.strip()
    item.decided_by, item.decided_at = by, timezone.now()
    item.save()
    _log(item, by, LogKind.DECISION, f"{Decision(decision).label}: {reason.strip()}"[:1000])
    audit.record("action.decided", by=by, target=item, vsv=item.vsv, details={"decision": decision})
    return _next_cycle(item, by) if decision == Decision.ADAPT else item


@transaction.atomic
def answer_pattern(
    *, vsv: Vsv, check_id: str, answer: str, reason: str, by: Any, today: date | None = None
) -> PatternDecision:
    """Put a proposed pattern aside: later (a quarter), or no with a reason (a year). Raises Refused."""
    problems = rules.check_answer(check_id, answer, reason)
    if problems:
        raise Refused(problems)
    kept = PatternDecision.objects.create(
        vsv=vsv,
        check_id=check_id,
        answer=answer,
        reason=reason.strip(),
        until=(today or timezone.localdate()) + PUT_ASIDE[PatternAnswer(answer)],
        by=by,
    )
    details = {"check": check_id, "answer": answer}
    audit.record("pattern.answered", by=by, target=kept, vsv=vsv, details=details)
    return kept


def _locked(item: ActionItem) -> ActionItem:
    return ActionItem.objects.select_for_update(of=("self",)).select_related("vsv").get(pk=item.pk)


def _log(item: ActionItem, by: Any, kind: str, text: str) -> ActionLog:
    return ActionLog.objects.create(item=item, by=by, kind=kind, text=text)


def _take_baseline(item: ActionItem) -> None:
    """Work the baseline out anew while it is not frozen."""
    if item.baseline_frozen_at or not item.measure_id:
        return
    if not item.baseline_period:
        item.baseline_period = last_units(BASELINE_QUARTERS, "quarter", timezone.localdate()).code
    chosen = measures.measure(item.measure_kind, item.measure_id)
    found = measures.baseline(item.vsv, chosen, parse(item.baseline_period))
    item.baseline_events, item.baseline_total = found.events, found.total
    item.baseline_lower, item.baseline_upper = found.interval.lower, found.interval.upper
    item.baseline_sigma_z, item.baseline_definition = found.sigma_z, found.definition


def _measure(item: ActionItem, by: Any, trigger: str, today: date) -> Measurement | None:
    if queries.verdict(item) is not None or item.start_date is None or item.check_date is None:
        return None
    chosen = measures.measure(item.measure_kind, item.measure_id)
    until = min(item.check_date, today)
    effect = judge(
        baseline=Baseline(item.baseline_events or 0, item.baseline_total or 0, item.baseline_sigma_z or 1.0),
        counts=measures.counts(item.vsv, chosen, item.start_date, until),
        start=item.start_date,
        check_date=item.check_date,
        today=today,
        kind=chosen.effect_kind,
        rule=item.rule,  # type: ignore[arg-type]  # one of the two choices
        intended=chosen.intended,
    )
    if _same(queries.latest(item), effect, item.check_date):
        return None
    definition = measures.definition(item.vsv, chosen, item.start_date, until)
    kept = _keep(item, effect, by, trigger, definition, measures.data_until(item.vsv, chosen))
    details = {"state": effect.state, "events": effect.events, "total": effect.total}
    audit.record("action.measured", by=by, target=item, vsv=item.vsv, details=details)
    return kept


def _same(last: Measurement | None, effect: Effect, check_date: date) -> bool:
    return last is not None and (last.state, last.reason, last.events, last.total, last.check_date) == (
        effect.state,
        effect.reason,
        effect.events,
        effect.total,
        check_date,
    )


def _keep(
    item: ActionItem, effect: Effect, by: Any, trigger: str, definition: str, data_until: date | None
) -> Measurement:
    return Measurement.objects.create(
        item=item,
        by=by if getattr(by, "pk", None) else None,
        trigger=trigger,
        state=effect.state,
        reason=effect.reason,
        rule=effect.rule,
        check_date=item.check_date,
        events=effect.events,
        total=effect.total,
        quarters=effect.quarters,
        needed=effect.needed,
        least_total=DEFAULT.least_total,
        difference=effect.difference,
        lower=effect.interval.lower,
        upper=effect.interval.upper,
        mid_p=effect.mid_p,
        sigma_z=effect.baseline.sigma_z,
        run_side=effect.run.side if effect.run else "",
        run_length=effect.run.length if effect.run else None,
        run_since=effect.run_since.code if effect.run_since else "",
        as_intended=effect.as_intended,
        definition=definition,
        data_until=data_until,
    )


def _next_cycle(item: ActionItem, by: Any) -> ActionItem:
    """Open the next cycle with what stays the same; dates and baseline are for the board to set anew."""
    kept = ("title", "problem", "cause", "aim", "owner", "co_owners", "measure_kind", "measure_id", "rule")
    following = ActionItem(
        vsv=item.vsv, created_by=by, previous=item, origin=item.origin, origin_note=item.origin_note
    )
    for name in kept:
        setattr(following, name, getattr(item, name))
    _take_baseline(following)
    following.save()
    audit.record("action.opened", by=by, target=following, vsv=item.vsv, details={"previous": item.pk})
    return following
