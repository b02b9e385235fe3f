"""When an action may change, move or end. Every refusal is a sentence that says how to mend it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import measures, sources
from dashboards.effect import earliest_check_date
from dashboards.models import (
    ActionItem,
    Decision,
    Measurement,
    PatternAnswer,
    Stage,
)
from dashboards.wording import day
from fluxus.periods import PeriodError, parse

EDITABLE: Final = (
    "title",
    "origin",
    "origin_note",
    "problem",
    "cause",
    "aim",
    "change_idea",
    "action_type",
    "balancing",
    "owner",
    "co_owners",
    "measure_kind",
    "measure_id",
    "target",
    "prediction",
    "rule",
    "baseline_period",
    "start_date",
    "deadline",
    "check_date",
)
FROZEN: Final = ("measure_kind", "measure_id", "rule", "baseline_period", "start_date")
"""Fixed once the baseline is frozen (the start only once the action runs)."""
TEXTS: Final = (
    "title",
    "origin_note",
    "problem",
    "cause",
    "aim",
    "change_idea",
    "balancing",
    "owner",
    "co_owners",
)
ORDER: Final = (Stage.CONCEPT, Stage.PLAN, Stage.DO, Stage.CHECK)


def apply(item: ActionItem, changes: Mapping[str, Any]) -> list[str]:
    """Put the changes into the item (not yet saved) and return every problem with them."""
    problems = _frozen(item, changes)
    for name in EDITABLE:
        if name in changes:
            setattr(item, name, changes[name])
    problems += _fields(item) + _measure(item) + _percentages(item)
    for name in TEXTS:
        problems += check_text(getattr(item, name))
    return problems or _dates(item)


def check_open(item: ActionItem) -> list[str]:
    """Return why nothing can change any more; empty while the cycle is open."""
    return [_("This cycle is closed; open a next one to go on.")] if item.is_closed else []


def check_text(text: str) -> list[str]:
    """Return what in a free text leads to a person."""
    return [found.in_language(get_language()) for found in sources.traces_of_people(text)]


def check_move(item: ActionItem, to: str, today: date) -> list[str]:
    """Return everything that is missing for a move to the stage ``to``."""
    if to == Stage.ACT:
        return [_("A cycle ends with a decision: make permanent, adapt or stop, with a reason.")]
    if to not in ORDER:
        return [_("There is no stage '%(stage)s'.") % {"stage": to}]
    here, there = ORDER.index(Stage(item.stage)), ORDER.index(Stage(to))
    if there == here or there > here + 1:
        return [_("An action moves one stage at a time: concept, plan, do, check.")]
    if there < here:
        if to == Stage.CONCEPT:
            return [_("The baseline is frozen, so this cannot become a concept again; stop it instead.")]
        return []
    needed = {Stage.PLAN: _for_plan, Stage.DO: _for_do, Stage.CHECK: _for_check}[ORDER[there]]
    return needed(item, today)


def check_decision(item: ActionItem, decision: str, reason: str, last: Measurement | None) -> list[str]:
    """Return everything that is missing for a decision."""
    problems = []
    if decision not in Decision.values:
        problems.append(_("Choose: make permanent, adapt or stop."))
    if not reason.strip():
        problems.append(_("Give the reason for the decision."))
    if decision == Decision.ADOPT and last is None:
        problems.append(_("Nothing has been measured yet; check the figures before making this permanent."))
    if item.stage == Stage.CONCEPT and decision in (Decision.ADOPT, Decision.ADAPT):
        problems.append(_("A concept can only be stopped; it has not been carried out."))
    return problems + check_text(reason)


def check_answer(check_id: str, answer: str, reason: str) -> list[str]:
    """Return what is wrong with an answer to a proposed pattern."""
    problems = []
    if check_id not in sources.check_ids():
        problems.append(_("There is no check '%(check)s'.") % {"check": check_id})
    if answer not in PatternAnswer.values:
        problems.append(_("Choose: later, or no with a reason."))
    if answer == PatternAnswer.NO and not reason.strip():
        problems.append(_("Say why this pattern needs no action."))
    return problems + check_text(reason)


def _frozen(item: ActionItem, changes: Mapping[str, Any]) -> list[str]:
    if not item.baseline_frozen_at:
        return []
    fixed = [name for name in FROZEN if name != "start_date" or item.stage != Stage.PLAN]
    moved = [name for name in fixed if name in changes and changes[name] != getattr(item, name)]
    return [
        _("'%(field)s' is fixed since the baseline was frozen; stop this cycle and open a new one.")
        % {"field": item._meta.get_field(name).verbose_name}
        for name in moved
    ]


def _fields(item: ActionItem) -> list[str]:
    """Lengths, choices and types, as the fields themselves say."""
    problems = []
    try:
        item.clean_fields(exclude={"vsv", "created_by", "decided_by", "previous"})
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = item._meta.get_field(name).verbose_name
            problems += [f"{str(label).capitalize()}: {message}" for message in messages]
    return problems


def _measure(item: ActionItem) -> list[str]:
    problems = []
    if bool(item.measure_kind) != bool(item.measure_id):
        problems.append(_("Choose a measure from the list."))
    elif item.measure_id and not measures.exists(item.measure_kind, item.measure_id):
        problems.append(_("There is no measure '%(measure)s'.") % {"measure": item.measure_id})
    if item.baseline_period:
        try:
            if parse(item.baseline_period).kind == "month":
                problems.append(
                    _("The baseline '%(period)s' must be whole quarters or years, such as 2024-Q1..2025-Q4.")
                    % {"period": item.baseline_period}
                )
        except PeriodError as problem:
            problems.append(problem.text.in_language(get_language()))
    return problems


def _percentages(item: ActionItem) -> list[str]:
    wrong = [
        name
        for name in ("target", "prediction")
        if getattr(item, name) is not None and not 0 <= getattr(item, name) <= 100
    ]
    return [
        _("%(field)s must lie between 0 and 100, not %(value)s.")
        % {"field": item._meta.get_field(name).verbose_name, "value": getattr(item, name)}
        for name in wrong
    ]


def _dates(item: ActionItem) -> list[str]:
    problems = []
    if item.start_date and item.deadline and item.deadline < item.start_date:
        problems.append(_("The deadline lies before the start; choose a later deadline."))
    if item.start_date and item.baseline_period and parse(item.baseline_period).end >= item.start_date:
        problems.append(
            _("The baseline %(period)s runs past the start of the action; end it before the start.")
            % {"period": item.baseline_period}
        )
    if item.start_date and item.check_date and item.measure_id:
        chosen = measures.measure(item.measure_kind, item.measure_id)
        earliest = earliest_check_date(item.start_date, chosen.effect_kind, item.rule)
        if item.check_date < earliest:
            problems.append(
                _(
                    "The check date is too early for a verdict: enough whole quarters after the start are "
                    "over on %(day)s. Choose that day or later."
                )
                % {"day": day(earliest).in_language(get_language())}
            )
    return problems


def _for_plan(item: ActionItem, today: date) -> list[str]:
    missing = {
        _("Say what the problem is."): item.problem,
        _("Name an owner (a role)."): item.owner,
        _("Choose what it is measured by."): item.measure_id,
        _("Set a deadline."): item.deadline,
        _("Set a check date."): item.check_date,
    }
    problems = [sentence for sentence, value in missing.items() if not value]
    if item.measure_id and not item.baseline_total:
        problems.append(
            _("The baseline %(period)s holds no births or cases; choose another period.")
            % {"period": item.baseline_period}
        )
    return problems


def _for_do(item: ActionItem, today: date) -> list[str]:
    missing = {
        _("Say what you will change."): item.change_idea,
        _("Choose the kind of change."): item.action_type,
        _("Set a target."): item.target is not None,
        _("Write down a prediction: what percentage do you expect?"): item.prediction is not None,
        _("Set the start."): item.start_date,
    }
    return [sentence for sentence, value in missing.items() if not value] + _dates(item)


def _for_check(item: ActionItem, today: date) -> list[str]:
    if item.start_date and item.start_date > today:
        return [_("The action starts on %(day)s; check after that.") % {"day": item.start_date}]
    return []
