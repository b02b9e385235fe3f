"""PURE. What is good registration: the measures as data, with one evaluator for all.

Every threshold stands here with its reason. A verdict is never about people: *good*, *worth a look*, *needs
work*, or *too few births*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from dashboards.statistics.disclosure import DEFAULT
from dashboards.statistics.inputs import NO_INTERVAL, Interval
from dashboards.statistics.intervals import wilson_interval
from fluxus.texts import Text

State = Literal["good", "look", "work", "few", "none"]
LEAST: Final = DEFAULT.least_total
"""Fewer births than this: no verdict."""


@dataclass(frozen=True)
class Measure:
    """A share: ``plus`` less ``minus``, of ``total`` (names of counts); lower is better for all.

    Up to ``good`` the verdict is good, above ``work`` it needs work. ``sampled``: the births stand for a way
    of working, so *needs work* asks that chance is excluded (lower bound above ``good``); else it is a plain
    count of what can be mended. ``expected``: the share when all is weighed to 10 ml.
    """

    id: str
    label: Text
    plus: str
    total: str
    good: float
    work: float
    minus: tuple[str, ...] = ()
    sampled: bool = True
    expected: float | None = None

    def events_of(self, counts: Mapping[str, int]) -> int:
        """Return the numerator."""
        return counts[self.plus] - sum(counts[name] for name in self.minus)

    def total_of(self, counts: Mapping[str, int]) -> int:
        """Return the denominator."""
        return counts[self.total]


@dataclass(frozen=True)
class Judged:
    """A measure of one unit and period. ``hidden``: too small to show to this person."""

    measure: Measure
    events: int
    total: int
    interval: Interval
    state: State
    hidden: bool = False

    @property
    def rate(self) -> float | None:
        """The share as a fraction; None without births."""
        return self.events / self.total if self.total else None

    @property
    def expected(self) -> float | None:
        """How many there would be with honest weighing."""
        share = self.measure.expected
        return None if share is None else self.total * share


def judge(measure: Measure, counts: Mapping[str, int]) -> Judged:
    """Return numerator, denominator, interval and verdict of one measure."""
    return judged(measure, measure.events_of(counts), measure.total_of(counts))


def judged(measure: Measure, events: int, total: int) -> Judged:
    """Return the verdict on ``events`` of ``total``. Raises ValueError for impossible counts."""
    interval = wilson_interval(events, total) if measure.sampled else NO_INTERVAL
    return Judged(measure, events, total, interval, _state(measure, events, total, interval))


def _state(measure: Measure, events: int, total: int, interval: Interval) -> State:
    if not total:
        return "none"
    if total < LEAST:
        return "few"
    rate = events / total
    if rate <= measure.good:
        return "good"
    by_chance = measure.sampled and (interval.lower is None or interval.lower <= measure.good)
    return "look" if rate <= measure.work or by_chance else "work"


MISSING: Final = Measure(
    "missing",
    Text("bloedverlies ontbreekt", "blood loss missing"),
    plus="eligible",
    minus=("with_ml", "flag_only"),
    total="eligible",
    good=0.02,
    work=0.05,
)
AT_500: Final = Measure(
    "at_500",
    Text("precies 500 ml", "exactly 500 ml"),
    plus="at_500",
    total="near_500",
    good=0.10,
    work=0.25,
    expected=1 / 21,
)
AT_1000: Final = Measure(
    "at_1000",
    Text("precies 1000 ml", "exactly 1000 ml"),
    plus="at_1000",
    total="near_1000",
    good=0.10,
    work=0.25,
    expected=1 / 21,
)
MEASURES: Final = (
    MISSING,
    Measure(
        "flag_only",
        Text("wel een vlag, geen milliliters", "a flag, but no millilitres"),
        plus="flag_only",
        total="eligible",
        good=0.01,
        work=0.05,
    ),
    AT_1000,
    AT_500,
    Measure(
        "round_100",
        Text("veelvoud van 100 ml", "a multiple of 100 ml"),
        plus="round_100",
        total="with_ml",
        good=0.20,
        work=0.50,
        expected=1 / 10,
    ),
    Measure(
        "differ",
        Text("vlag en milliliters spreken elkaar tegen", "flag and millilitres contradict each other"),
        plus="differ",
        total="both_known",
        good=0.0,
        work=0.01,
        sampled=False,
    ),
    Measure(
        "duplicates",
        Text("lijkt dubbel", "looks like a duplicate"),
        plus="duplicates",
        total="reports",
        good=0.0,
        work=0.005,
        sampled=False,
    ),
)
"""What the page shows one by one, the most telling first."""


def _complete(column: str, label: Text) -> Measure:
    return Measure(
        f"without_{column}", label, plus=f"without_{column}", total="eligible", good=0.02, work=0.10
    )


COMPLETENESS: Final = (
    _complete("time", Text("geboortetijd", "time of birth")),
    _complete("place", Text("plaats van geboorte", "place of birth")),
    _complete("line", Text("verantwoordelijke lijn", "responsible line of care")),
    _complete("mode", Text("wijze van bevallen", "mode of birth")),
    _complete("parity", Text("pariteit", "parity")),
    _complete("age", Text("leeftijd van de vrouw", "age of the woman")),
    _complete("gestation", Text("zwangerschapsduur", "gestation")),
)
"""Columns without which a comparison of like with like cannot be made."""
MONTHS: Final = Measure(
    "months",
    Text("maand ontbreekt of is opvallend klein", "month missing or strikingly small"),
    plus="flagged",
    total="months",
    good=0.0,
    work=0.05,
    sampled=False,
)
"""Months of organisations, not births."""
LAG_WORK: Final = 2
"""Months behind the newest month in the database, where chance does not explain it: more needs work."""
