"""PURE. Units beside the national figure: rates, intervals and the two verdicts.

**Rounding.** A practice that belongs to two VSVs gives each a share of its births, so counts can be
fractions. A unit's events, births and so on are each rounded to the nearest whole number (a half goes up)
before anything is computed from them, so that *k of n* on the page is exactly what the verdict rests on. The
national figure is the sum of the counts before rounding: shares of a birth add up to one there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Final, Literal, Protocol

from dashboards.outcomes import COMPANIONS, Outcome
from dashboards.statistics.funnel import (
    ByChance,
    Overdispersion,
    Verdict,
    chance_outside,
    classify,
    overdispersion,
    stands_out,
)
from dashboards.statistics.inputs import Interval
from dashboards.statistics.intervals import wilson_interval
from dashboards.wording import NO_VERDICT_REASONS, fill, number, percentage
from fluxus.texts import Text


class Counts(Protocol):
    """What the imports count per unit; ``unit_id`` None without a code is the group of no unit."""

    @property
    def unit_id(self) -> int | None: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def eligible(self) -> float: ...
    @property
    def known(self) -> float: ...
    @property
    def pph(self) -> float: ...
    @property
    def pph_1500(self) -> float: ...
    @property
    def pph_2000(self) -> float: ...


@dataclass(frozen=True)
class Settings:
    """When there are enough data for a verdict."""

    least_expected: int = 10
    least_births: int = 100
    least_known: float = 0.95


DEFAULT: Final = Settings()


@dataclass(frozen=True)
class Figure:
    """A proportion with its numerator, denominator and Wilson 95 % interval."""

    events: float
    total: float

    @property
    def rate(self) -> float | None:
        """Events of total as a fraction; None without births."""
        return self.events / self.total if self.total else None

    @property
    def interval(self) -> Interval:
        """Wilson 95 % interval."""
        return wilson_interval(self.events, self.total)


@dataclass(frozen=True)
class Target:
    """The national figure, from the loaded data or a published reference; ``rate`` None without one.

    ``unit_ids`` are the units that it adds up; a reference adds up none.
    """

    source: Literal["data", "reference"]
    rate: float | None
    events: float | None
    total: float | None
    label: str
    companions: tuple[Figure | None, ...] = ()
    known: Figure | None = None
    provisional: bool = False
    unit_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Unit:
    """One unit: its figures, both verdicts and, without a verdict, the reasons. Hidden: no figures at all."""

    unit_id: int | None
    code: str
    name: str
    own: bool
    figure: Figure | None
    known: Figure | None
    companions: tuple[Figure, ...]
    verdict: Verdict | None
    stands_out: bool
    reasons: tuple[Text, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Comparison:
    """All units beside the target; ``unattributed`` are births of no unit, in no verdict."""

    target: Target
    units: tuple[Unit, ...]
    unattributed: Unit | None
    spread: Overdispersion
    by_chance: ByChance

    @property
    def with_verdict(self) -> int:
        """How many units have a verdict."""
        return sum(unit.verdict is not None for unit in self.units)

    @property
    def outside(self) -> int:
        """How many of them lie outside the 95 % lines."""
        return sum(unit.verdict not in (None, "within") for unit in self.units)

    @property
    def own(self) -> tuple[Unit, ...]:
        """The viewer's own units."""
        return tuple(unit for unit in self.units if unit.own)


def _is_unit(each: "Counts | Unit") -> bool:
    """Whether these are counts of a unit (an organisation may be known by its code only)."""
    return each.unit_id is not None or bool(each.code)


def whole(value: float) -> int:
    """Round to the nearest whole number, a half up."""
    return floor(value + 0.5)


def pooled_target(
    counts: Sequence[Counts], outcome: Outcome, *, closed: bool, settings: Settings = DEFAULT
) -> Target:
    """Return the mean of the loaded data: all units with blood loss known well enough.

    In a period that is not closed, or when no unit qualifies, it is provisional: drawn, never judged by.
    """
    units = [each for each in counts if _is_unit(each)]
    enough = [each for each in units if each.eligible and each.known >= settings.least_known * each.eligible]
    used = enough or units
    total = sum(getattr(each, outcome.denominator) for each in used)
    events = sum(getattr(each, outcome.numerator) for each in used)
    return Target(
        source="data",
        rate=events / total if total else None,
        events=events,
        total=total,
        label="",
        companions=tuple(_pooled(used, companion) for companion in COMPANIONS),
        known=Figure(sum(u.known for u in units), sum(u.eligible for u in units)),
        provisional=not closed or not enough,
        unit_ids=frozenset(each.unit_id for each in used if each.unit_id is not None),
    )


def compare(
    counts: Sequence[Counts],
    outcome: Outcome,
    target: Target,
    *,
    closed: bool,
    own: Collection[int] = (),
    settings: Settings = DEFAULT,
) -> Comparison:
    """Return every unit beside the target. ``own`` are the viewer's unit ids. No unit is ranked."""
    units = [_unit(each, outcome, target, closed, own, settings) for each in counts]
    named = [unit for unit in units if _is_unit(unit)]
    judged = [unit for unit in named if unit.verdict is not None and unit.figure]
    figures = [unit.figure for unit in judged if unit.figure]
    spread = overdispersion([f.events for f in figures], [f.total for f in figures], target.rate)
    marked = {unit.code for unit in judged if unit.figure and _b(unit, unit.figure, spread)}
    return Comparison(
        target=target,
        units=tuple(replace(unit, stands_out=unit.code in marked) for unit in named),
        unattributed=next((unit for unit in units if not _is_unit(unit)), None),
        spread=spread,
        by_chance=chance_outside([f.total for f in figures], target.rate),
    )


def _unit(
    counts: Counts, outcome: Outcome, target: Target, closed: bool, own: Collection[int], settings: Settings
) -> Unit:
    figure = _figure(counts, outcome)
    known = Figure(whole(counts.known), whole(counts.eligible))
    reasons = _reasons(figure, known, target, closed, settings)
    verdict = None if reasons else classify(figure.events, figure.total, target.rate)
    return Unit(
        unit_id=counts.unit_id,
        code=counts.code,
        name=counts.name,
        own=counts.unit_id is not None and counts.unit_id in own,
        figure=figure,
        known=known,
        companions=tuple(_figure(counts, companion) for companion in COMPANIONS),
        verdict=verdict if _is_unit(counts) else None,
        stands_out=False,
        reasons=reasons,
    )


def _figure(counts: Counts, outcome: Outcome) -> Figure:
    total = whole(getattr(counts, outcome.denominator))
    return Figure(min(whole(getattr(counts, outcome.numerator)), total), total)


def _pooled(used: Sequence[Counts], outcome: Outcome) -> Figure:
    return Figure(
        sum(getattr(each, outcome.numerator) for each in used),
        sum(getattr(each, outcome.denominator) for each in used),
    )


def _reasons(
    figure: Figure, known: Figure, target: Target, closed: bool, settings: Settings
) -> tuple[Text, ...]:
    """Every reason against a verdict, as sentence parts; empty when there is none."""
    if target.rate is None:
        return (NO_VERDICT_REASONS["no_target"],)
    expected = figure.total * target.rate
    unexpected = figure.total - expected
    share = known.rate
    broken = {
        "not_closed": not closed,
        "few_births": figure.total < settings.least_births,
        "few_expected": expected < settings.least_expected,
        "few_unexpected": unexpected < settings.least_expected,
        "blood_loss_unknown": share is not None and share < settings.least_known,
    }
    values: dict[str, dict[str, object]] = {
        "not_closed": {},
        "few_births": {"n": number(figure.total), "least": settings.least_births},
        "few_expected": {"e": number(expected, 1), "least": settings.least_expected},
        "few_unexpected": {"e": number(unexpected, 1), "least": settings.least_expected},
        "blood_loss_unknown": {"q": percentage(share), "least": percentage(settings.least_known, 0)},
    }
    return tuple(
        fill(NO_VERDICT_REASONS[name], **values[name]) for name, is_broken in broken.items() if is_broken
    )


def _b(unit: Unit, figure: Figure, spread: Overdispersion) -> bool:
    return stands_out(figure.events, figure.total, spread, unit.verdict)
