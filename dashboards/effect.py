"""PURE. What the figures say after an action: too early, changed, or no change shown.

The rule is chosen before the action starts and looked at once, on the check date: looking every quarter would
give about three times as many false alarms. Looking earlier gives figures and an interval, no verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dashboards.statistics.inputs import Interval
from dashboards.statistics.intervals import newcombe_difference
from dashboards.statistics.runs import Run, shift
from dashboards.statistics.spc import p_prime_chart
from fluxus.periods import Period, following, unit_of

Kind = Literal["outcome", "process"]
Rule = Literal["difference", "shift"]
State = Literal["early", "changed", "not_shown"]
Direction = Literal["lower", "higher"]

FROZEN_QUARTERS: Final = 12
"""sigma_z of the baseline comes from at most the first so many quarters."""


@dataclass(frozen=True)
class Settings:
    """How long and how much is needed after an action before anything may be said."""

    least_quarters: Mapping[Kind, int]
    least_total: int = 40
    shift_length: int = 8


DEFAULT: Final = Settings(least_quarters={"outcome": 4, "process": 2})


@dataclass(frozen=True)
class QuarterCount:
    """Events out of total in one quarter that is over and delivered."""

    quarter: Period
    events: int
    total: int


@dataclass(frozen=True)
class Baseline:
    """The frozen figure before the action, and how far its quarters vary beyond chance (at least 1)."""

    events: int
    total: int
    sigma_z: float = 1.0


@dataclass(frozen=True)
class Effect:
    """The verdict with everything that it rests on.

    ``reason`` names what is missing when it is early. ``difference`` is after minus before as a fraction,
    ``interval`` its Newcombe interval with half-width times sigma_z; ``mid_p`` is for reference only.
    """

    state: State
    reason: Literal["", "quarters", "points", "denominator", "date"]
    rule: Rule
    baseline: Baseline
    events: int
    total: int
    quarters: int
    needed: int
    difference: float | None
    interval: Interval
    mid_p: float | None
    run: Run | None
    run_since: Period | None
    as_intended: bool | None


def sigma_z(before: Sequence[QuarterCount]) -> float:
    """Return how far the quarters before the action vary beyond chance (Laney), at least 1."""
    chart = p_prime_chart(
        [each.events for each in before], [each.total for each in before], freeze=FROZEN_QUARTERS
    )
    return chart.sigma_z[0] or 1.0


def quarters_after(start: date, counts: Sequence[QuarterCount], until: date) -> list[QuarterCount]:
    """Return the quarters with any births or cases that lie wholly from the start up to ``until``."""
    return [c for c in counts if c.quarter.start >= start and c.quarter.end <= until and c.total]


def needed_quarters(kind: Kind, rule: Rule, settings: Settings = DEFAULT) -> int:
    """Return how many quarters after the start a verdict needs."""
    return settings.shift_length if rule == "shift" else settings.least_quarters[kind]


def earliest_check_date(start: date, kind: Kind, rule: Rule, settings: Settings = DEFAULT) -> date:
    """Return the first day on which enough whole quarters after the start can be over."""
    quarter = unit_of(start, "quarter")
    first = quarter if quarter.start == start else following(quarter)
    return following(first, needed_quarters(kind, rule, settings)).start


def judge(
    *,
    baseline: Baseline,
    counts: Sequence[QuarterCount],
    start: date,
    check_date: date,
    today: date,
    kind: Kind,
    rule: Rule,
    intended: Direction,
    settings: Settings = DEFAULT,
) -> Effect:
    """Return what the delivered quarters say about an action that started on ``start``.

    ``counts`` may hold any quarters; those that are over by the check date decide. Raises ValueError
    for impossible counts.
    """
    after = quarters_after(start, counts, min(check_date, today) - timedelta(days=1))
    events, total = sum(each.events for each in after), sum(each.total for each in after)
    found = newcombe_difference(baseline.events, baseline.total, events, total)
    interval = _widen(found.difference, Interval(found.lower, found.upper), max(1.0, baseline.sigma_z))
    runs = _runs(baseline, after, settings.shift_length)
    run = runs[-1] if runs and rule == "shift" else None
    needed = needed_quarters(kind, rule, settings)
    state: State = "early"
    reason = _missing(after, total, needed, rule, today < check_date, settings)
    if not reason:
        changed = run is not None if rule == "shift" else _without_zero(interval)
        state = "changed" if changed else "not_shown"
    return Effect(
        state=state,
        reason=reason,
        rule=rule,
        baseline=baseline,
        events=events,
        total=total,
        quarters=len(after),
        needed=needed,
        difference=found.difference,
        interval=interval,
        mid_p=found.mid_p,
        run=run,
        run_since=after[run.start].quarter if run else None,
        as_intended=_as_intended(state, rule, run, found.difference, intended),
    )


def _runs(baseline: Baseline, after: Sequence[QuarterCount], length: int) -> list[Run]:
    centre = baseline.events / baseline.total if baseline.total else None
    return shift([each.events / each.total for each in after], centre, length)


def _missing(
    after: Sequence[QuarterCount], total: int, needed: int, rule: Rule, before_check: bool, settings: Settings
) -> Literal["", "quarters", "points", "denominator", "date"]:
    if len(after) < needed:
        return "points" if rule == "shift" else "quarters"
    if total < settings.least_total:
        return "denominator"
    return "date" if before_check else ""


def _widen(middle: float | None, interval: Interval, factor: float) -> Interval:
    if middle is None or interval.lower is None or interval.upper is None:
        return interval
    lower = middle - (middle - interval.lower) * factor
    upper = middle + (interval.upper - middle) * factor
    return Interval(max(-1.0, lower), min(1.0, upper))


def _without_zero(interval: Interval) -> bool:
    return (
        interval.lower is not None
        and interval.upper is not None
        and (interval.lower > 0 or interval.upper < 0)
    )


def _as_intended(
    state: State, rule: Rule, run: Run | None, difference: float | None, intended: Direction
) -> bool | None:
    if state != "changed":
        return None
    lower = run.side == "below" if rule == "shift" and run else (difference or 0.0) < 0
    return lower == (intended == "lower")
