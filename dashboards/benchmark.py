"""A VSV beside the country: queries and statistics in, one frozen result out.

Page, CSV file, print and command line all render the `BenchmarkResult` of this module.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils import timezone

from dashboards import sources
from dashboards.comparison import Comparison, Target, Unit, compare, pooled_target, whole
from dashboards.effect import QuarterCount
from dashboards.outcomes import PPH, Outcome
from dashboards.trend import Trend, trend
from dashboards.viewing import for_viewer
from dashboards.wording import (
    Sentence,
    chance_sentence,
    no_verdict,
    spread_sentence,
    verdict_sentence,
)
from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission, roles_with
from fluxus.periods import Period, unit_of

By = Literal["vsv", "organisation"]
TargetSource = Literal["data", "reference"]


@dataclass(frozen=True)
class BenchmarkResult:
    """Everything a benchmark shows. ``data_until`` is the end of the last month with births."""

    outcome: Outcome
    period: Period
    by: By
    closed: bool
    data_until: date | None
    comparison: Comparison
    focus: Unit | None = None

    @property
    def verdict(self) -> Sentence | None:
        """Question A about the unit in focus, or why there is no statement; None without a unit."""
        if self.focus is None or self.focus.figure is None:
            return None
        return self.verdict_of(self.focus)

    @property
    def spread_verdict(self) -> Sentence | None:
        """Question B about the unit in focus; None when there is nothing to say."""
        return spread_sentence(self.focus.verdict, self.focus.stands_out) if self.focus else None

    @property
    def chance(self) -> Sentence:
        """How many units chance alone would put outside the lines."""
        by_chance = self.comparison.by_chance
        return chance_sentence(
            units=self.comparison.with_verdict,
            by_chance=by_chance.low + by_chance.high,
            outside=self.comparison.outside,
        )

    def showing(self, comparison: Comparison, vsv_id: int | None = None) -> "BenchmarkResult":
        """Return this result with another comparison, the unit ``vsv_id`` in focus when it is there."""
        focus = next((u for u in comparison.units if vsv_id is not None and u.unit_id == vsv_id), None)
        return replace(self, comparison=comparison, focus=focus)

    def verdict_of(self, unit: Unit) -> Sentence:
        """Question A about any unit with figures."""
        target = self.comparison.target
        if unit.verdict is None or unit.figure is None or target.rate is None:
            return no_verdict(unit.reasons)
        by_chance = self.comparison.by_chance
        return verdict_sentence(
            unit.verdict,
            events=unit.figure.events,
            total=unit.figure.total,
            target=target.rate,
            interval=unit.figure.interval,
            units=self.comparison.with_verdict,
            by_chance=by_chance.high if unit.verdict.startswith("high") else by_chance.low,
        )


def benchmark(
    *,
    period: Period,
    by: By = "vsv",
    outcome: Outcome = PPH,
    target: TargetSource = "data",
    own: Collection[int] = (),
    today: date | None = None,
) -> BenchmarkResult:
    """Return every unit beside the national figure, with true counts: for the command line and services.

    ``own`` marks units by id. What a person may see of it is `benchmark_for`. The period is closed when it
    is over and the loaded data reach its last month.
    """
    counts, span = sources.unit_counts(period, by), sources.data_span()
    until = span[1] if span else None
    closed = is_closed(period, until, today or timezone.localdate())
    chosen = pooled_target(counts, outcome, closed=closed)
    if target == "reference":
        chosen = _reference(period, outcome, chosen)
    comparison = compare(counts, outcome, chosen, closed=closed, own=own)
    return BenchmarkResult(outcome, period, by, closed, until, comparison)


def benchmark_for(
    user: Any,
    *,
    vsv_id: int | None,
    period: Period,
    outcome: Outcome = PPH,
    target: TargetSource = "data",
    today: date | None = None,
) -> BenchmarkResult:
    """Return the benchmark as this person may see it; the VSV ``vsv_id`` is in focus when it is visible.

    Own VSVs are those of one's own memberships; a national membership makes no VSV one's own. Others carry
    a name only where the person has SEE_ALL_VSVS, and small numbers of others are hidden from everybody.
    """
    own = own_vsv_ids(user)
    named = set(access.vsvs_with(user, Permission.SEE_ALL_VSVS).values_list("pk", flat=True))
    whole = benchmark(period=period, outcome=outcome, target=target, own=own, today=today)
    return whole.showing(for_viewer(whole.comparison, named=named), vsv_id)


def trend_of(vsv: Vsv, *, outcome: Outcome = PPH, today: date | None = None) -> Trend | None:
    """Return a VSV's own figure per quarter over all loaded data; None without births. For members only."""
    span = sources.data_span(vsv)
    if span is None:
        return None
    last = unit_of(min(span[1], today or timezone.localdate()), "quarter")
    found = sources.quarter_counts(vsv, unit_of(span[0], "quarter").start, last.end)
    counts = [
        QuarterCount(
            quarter,
            whole(getattr(each, outcome.numerator)),
            whole(getattr(each, outcome.denominator)),
        )
        for quarter, each in found
    ]
    return trend(counts, delivered_until=span[1])


def own_vsv_ids(user: Any) -> set[int]:
    """Return the VSVs of which this person is a member and may see the benchmark."""
    held = access.active_memberships(user).filter(role__in=roles_with(Permission.SEE_BENCHMARK))
    return set(held.exclude(vsv=None).values_list("vsv_id", flat=True))


def is_closed(period: Period, data_until: date | None, today: date) -> bool:
    """Return whether the period is over and the loaded data reach its last month."""
    if data_until is None or not period.is_closed(today):
        return False
    return (data_until.year, data_until.month) >= (period.end.year, period.end.month)


def _reference(period: Period, outcome: Outcome, data: Target) -> Target:
    """The published figure in place of the mean; companions and known share stay those of the data."""
    found = sources.reference(period, outcome.id)
    return replace(
        data,
        source="reference",
        rate=float(found.percentage) / 100 if found else None,
        events=None,
        total=None,
        label=f"{found.source} ({found.year_from}–{found.year_to})" if found else "",
        provisional=False,
    )
