"""What the board and the page of an action show, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import charts, measures, queries
from dashboards.measures import Measure
from dashboards.models import ActionItem, Decision, Measurement, Stage
from dashboards.presenters import Said, told
from dashboards.wording import day, effect_figures, effect_sentence, number, percent, share
from fluxus.charts import Chart
from fluxus.periods import parse

COLUMNS = (
    (Stage.PLAN, (Stage.CONCEPT, Stage.PLAN)),
    (Stage.DO, (Stage.DO,)),
    (Stage.CHECK, (Stage.CHECK,)),
    (Stage.ACT, (Stage.ACT,)),
)
LEAST_P = 0.001
NEXT = {Stage.CONCEPT: Stage.PLAN, Stage.PLAN: Stage.DO, Stage.DO: Stage.CHECK}


@dataclass(frozen=True)
class ItemCard:
    """An action on the board."""

    item: ActionItem
    measure: str
    baseline: str
    due: str
    overdue: bool
    state: str
    state_kind: str
    figures: str
    decision: str


@dataclass(frozen=True)
class Column:
    """A column of the board."""

    title: str
    cards: list[ItemCard]


@dataclass(frozen=True)
class Told:
    """One measurement in words."""

    said: Said
    figures: str
    at: Any
    mid_p: str
    definition: str
    definition_changed: bool
    data_until: Any


@dataclass(frozen=True)
class ItemPage:
    """All that the page of an action shows."""

    card: ItemCard
    measure: str
    baseline: str
    baseline_label: str
    target: str
    prediction: str
    chart: Chart | None
    latest: Told | None
    earlier: list[Told]
    next_stage: str
    next_label: str
    decisions: list[tuple[str, str]]


def board(items: Sequence[ActionItem], today: date) -> list[Column]:
    """Return the four columns; concepts stand with the plans."""
    cards = [item_card(item, today) for item in items]
    return [
        Column(str(title.label), [each for each in cards if each.item.stage in stages])
        for title, stages in COLUMNS
    ]


def item_card(item: ActionItem, today: date) -> ItemCard:
    """Return one action as a card."""
    due, overdue = queries.due_text(item, today)
    last = queries.latest(item)
    state, kind = _state(last)
    return ItemCard(
        item=item,
        measure=_measure_name(item),
        baseline=told(share(item.baseline_events or 0, item.baseline_total or 0)),
        due=due,
        overdue=overdue,
        state=state,
        state_kind=kind,
        figures=_arrow(item, last),
        decision=str(Decision(item.decision).label) if item.decision else "",
    )


def item_page(item: ActionItem, today: date) -> ItemPage:
    """Return one action with its chart and what the figures say."""
    kept = [_told(each) for each in item.measurements.all()] if item.measure_id else []
    following = NEXT.get(Stage(item.stage)) if not item.is_closed else None
    return ItemPage(
        card=item_card(item, today),
        measure=_measure_name(item),
        baseline=told(share(item.baseline_events or 0, item.baseline_total or 0)),
        baseline_label=told(parse(item.baseline_period).label) if item.baseline_period else "",
        target=told(percent(float(item.target) / 100, 0)) if item.target is not None else "–",
        prediction=told(percent(float(item.prediction) / 100, 0)) if item.prediction is not None else "–",
        chart=_chart(item, today),
        latest=kept[0] if kept else None,
        earlier=kept[1:],
        next_stage=following.value if following else "",
        next_label=str(following.label) if following else "",
        decisions=[(value, str(label)) for value, label in Decision.choices],
    )


def _chosen(item: ActionItem) -> Measure | None:
    return measures.measure(item.measure_kind, item.measure_id) if item.measure_id else None


def _measure_name(item: ActionItem) -> str:
    chosen = _chosen(item)
    if chosen is None:
        return _("no measure yet")
    name = told(chosen.label)
    return f"{chosen.id} {name}" if item.measure_kind == "check" else name


def _state(last: Measurement | None) -> tuple[str, str]:
    if last is None:
        return "", ""
    return {
        "early": (_("too early"), "unknown"),
        "changed": (_("changed"), "good" if last.as_intended else "point"),
        "not_shown": (_("no change shown"), "unknown"),
    }[last.state]


def _arrow(item: ActionItem, last: Measurement | None) -> str:
    if last is None or not last.total or not item.baseline_total:
        return ""
    before = percent((item.baseline_events or 0) / item.baseline_total, 0)
    return f"{told(before)} → {told(percent(last.events / last.total, 0))}"


def _told(kept: Measurement) -> Told:
    effect, chosen = queries.effect_of(kept), _chosen(kept.item)
    what = chosen.denominator if chosen else measures.CASES
    said = effect_sentence(effect, check_date=kept.check_date, what=what, least_total=kept.least_total)
    lead_and_rest = Said.of(said)
    return Told(
        said=lead_and_rest or Said("", ""),
        figures=told(effect_figures(effect)),
        at=kept.at,
        mid_p=_mid_p(kept.mid_p),
        definition=kept.definition,
        definition_changed=bool(kept.definition) and kept.definition != kept.item.baseline_definition,
        data_until=kept.data_until,
    )


def _mid_p(value: float | None) -> str:
    if value is None:
        return ""
    return f"< {told(number(LEAST_P, 3))}" if value < LEAST_P else told(number(value, 3))


def _chart(item: ActionItem, today: date) -> Chart | None:
    series = queries.series(item, today)
    found = [each for each in series if each.total]
    if len(found) < 2:
        return None
    counted = told(share(item.baseline_events or 0, item.baseline_total or 0))
    rate = (item.baseline_events or 0) / item.baseline_total if item.baseline_total else None
    started = ""
    if item.start_date:
        started = _("action started %(day)s") % {"day": told(day(item.start_date))}
    return Chart(
        id="effect",
        figure=charts.series_figure(
            series,
            rate,
            _("baseline %(counts)s") % {"counts": counted},
            item.start_date,
            started,
            get_language() or "nl",
        ),
        title=_measure_name(item),
        sentence=_("Per quarter. The dashed line is the baseline, %(counts)s, over %(period)s.")
        % {"counts": counted, "period": told(parse(item.baseline_period).label)},
        headers=[_("quarter"), _("count"), _("of"), _("percentage")],
        rows=[
            [told(each.quarter.label), each.events, each.total, told(percent(each.events / each.total))]
            for each in found
        ],
        download_name=f"fluxus-action-{item.pk}",
    )
