"""PURE. A VSV's own figure per quarter: what it varies by itself, and when something seems to have changed.

Laney's p' chart; centre and spread are frozen on the first 12 quarters; 3 sigma; Anhoej's run rules over the
last 20 quarters; no trend rule. The quarter that is still open is drawn and never judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboards.effect import QuarterCount
from dashboards.statistics.runs import run_rules, shift
from dashboards.statistics.spc import Point, p_prime_chart
from dashboards.wording import Sentence, trend_sentence
from fluxus.periods import Period

FROZEN: Final = 12
RULES_OVER: Final = 20
LEAST_USEFUL: Final = 10


@dataclass(frozen=True)
class Trend:
    """The drawn points with their quarters. ``sentence`` is None with too few useful points for the rules.

    ``provisional``: fewer quarters than the limits need; ``open_quarters``: not fully delivered yet.
    """

    counts: tuple[QuarterCount, ...]
    points: tuple[Point, ...]
    open_quarters: frozenset[Period]
    provisional: bool
    useful: int
    sentence: Sentence | None


def trend(counts: Sequence[QuarterCount], *, delivered_until: date) -> Trend:
    """Return the trend of quarters in order; those that end after ``delivered_until`` are open."""
    opened = [i for i, each in enumerate(counts) if each.quarter.end > delivered_until]
    chart = p_prime_chart(
        [each.events for each in counts],
        [each.total for each in counts],
        freeze=FROZEN,
        exclude=[i + 1 for i in opened],
    )
    closed = [i for i in range(len(counts)) if i not in opened]
    useful, sentence = _judge(counts, chart.points, closed[-RULES_OVER:])
    return Trend(
        counts=tuple(counts),
        points=chart.points,
        open_quarters=frozenset(counts[i].quarter for i in opened),
        provisional=len(closed) < FROZEN,
        useful=useful,
        sentence=sentence,
    )


def _judge(
    counts: Sequence[QuarterCount], points: Sequence[Point], recent: Sequence[int]
) -> tuple[int, Sentence | None]:
    if not recent:
        return 0, None
    values, centre = [points[i].value for i in recent], points[recent[0]].centre
    rules = run_rules(values, centre)
    outside = [counts[i].quarter for i in recent if points[i].outside]
    if rules.useful < LEAST_USEFUL or rules.longest_run_max is None:
        return rules.useful, None
    runs = shift(values, centre, rules.longest_run_max + 1)
    run = runs[-1] if runs else None
    since = counts[recent[run.start]].quarter if run else None
    return rules.useful, trend_sentence(run=run, run_since=since, outside=outside, few_crossings=rules.signal)
