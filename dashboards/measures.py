"""What an action can be measured by: the pass rate of a check, or an outcome of the births, per quarter."""

from dataclasses import dataclass
from datetime import date

from dashboards import sources
from dashboards.comparison import whole
from dashboards.effect import Direction, Kind, QuarterCount, sigma_z
from dashboards.models import MeasureKind
from dashboards.outcomes import OUTCOMES
from dashboards.patterns import of_haemorrhages, quarter_counts
from dashboards.statistics.inputs import Interval
from dashboards.statistics.intervals import wilson_interval
from dashboards.wording import fill
from fluxus.organisations.models import Vsv
from fluxus.periods import Period
from fluxus.texts import Text

AS_AGREED = Text("volgens afspraak bij '{check}'", "as agreed for '{check}'")
"""A check is named after what is wrong; its measure is the share in which it was right."""
BIRTHS, CASES = Text("bevallingen", "births"), Text("te beoordelen casussen", "assessable cases")


@dataclass(frozen=True)
class Measure:
    """One measure: what it is called, which way is better, and how the rules after an action treat it."""

    kind: str
    id: str
    label: Text
    denominator: Text
    effect_kind: Kind
    intended: Direction


@dataclass(frozen=True)
class BaselineFigure:
    """A figure over a period, with its interval, spread over the quarters and definition."""

    events: int
    total: int
    interval: Interval
    sigma_z: float
    definition: str


def measure(kind: str, measure_id: str) -> Measure:
    """Return a measure. Raises KeyError for one that does not exist."""
    if kind == MeasureKind.OUTCOME:
        outcome = OUTCOMES[measure_id]
        return Measure(kind, measure_id, outcome.label, BIRTHS, "outcome", outcome.direction)
    if kind != MeasureKind.CHECK:
        raise KeyError(kind)
    name = fill(AS_AGREED, check=sources.check_label(measure_id))
    return Measure(kind, measure_id, name, CASES, "process", "higher")


def exists(kind: str, measure_id: str) -> bool:
    """Return whether there is such a measure."""
    return measure_id in (OUTCOMES if kind == MeasureKind.OUTCOME else sources.check_ids())


def counts(vsv: Vsv, chosen: Measure, start: date, end: date) -> list[QuarterCount]:
    """Return events of total per quarter that lies wholly from start to end and for which data are in.

    Births count from the quarters that the loaded data reach to the end; cases count at once.
    """
    if chosen.kind == MeasureKind.CHECK:
        of_check = of_haemorrhages(sources.finding_records(vsv, start, end, chosen.id))
        return [each for each in quarter_counts(of_check, until=end) if each.quarter.start >= start]
    outcome, span = OUTCOMES[chosen.id], sources.data_span(vsv)
    if span is None:
        return []
    found = sources.quarter_counts(vsv, start, end)
    return [
        QuarterCount(
            quarter,
            whole(getattr(unit, outcome.numerator)),
            whole(getattr(unit, outcome.denominator)),
        )
        for quarter, unit in found
        if start <= quarter.start and quarter.end <= min(end, span[1])
    ]


def baseline(vsv: Vsv, chosen: Measure, period: Period) -> BaselineFigure:
    """Return the figure over the whole quarters of a period."""
    found = counts(vsv, chosen, period.start, period.end)
    events, total = sum(each.events for each in found), sum(each.total for each in found)
    return BaselineFigure(
        events=events,
        total=total,
        interval=wilson_interval(events, total),
        sigma_z=sigma_z(found) if found else 1.0,
        definition=definition(vsv, chosen, period.start, period.end),
    )


def definition(vsv: Vsv, chosen: Measure, start: date, end: date) -> str:
    """Return the version of the definition that made the figures of a period."""
    if chosen.kind == MeasureKind.CHECK:
        return sources.rule_set_versions(vsv, chosen.id, start, end)
    return f"{chosen.id} {OUTCOMES[chosen.id].version}"


def data_until(vsv: Vsv, chosen: Measure) -> date | None:
    """Return the last day of the last month in which this VSV has births; None for a measure of cases."""
    span = sources.data_span(vsv) if chosen.kind == MeasureKind.OUTCOME else None
    return span[1] if span else None
