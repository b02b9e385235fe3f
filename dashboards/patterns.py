"""PURE. From findings on cases to patterns across cases: counts, pass rates and proposals to the board.

Pass rate = met / (met + flagged not rejected). Assessable rate = (met + flagged) / applicable. A pattern is
proposed when one check was flagged in at least 3 cases of the last 12 months and in at least 30 % of its last
10 assessable cases, or when its run chart shows a shift to a lower pass rate. The numbers are settings.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, Protocol
from zoneinfo import ZoneInfo

from dashboards.effect import QuarterCount
from dashboards.statistics.inputs import Interval
from dashboards.statistics.intervals import wilson_interval
from dashboards.statistics.runs import Run, run_rules, shift
from dashboards.statistics.spc import run_chart
from fluxus.periods import Period, following, months_before, unit_of

PPH_ML: Final = 1000
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
Judged = Literal["flagged", "met", "rejected", "not_assessable", "not_applicable"]


class Record(Protocol):
    """One finding on one submitted case; ``result`` as screened, ``review_status`` as reviewed or empty."""

    @property
    def case_number(self) -> str: ...
    @property
    def birth_time(self) -> datetime: ...
    @property
    def place(self) -> str: ...
    @property
    def office_hours(self) -> bool: ...
    @property
    def check_id(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def review_status(self) -> str | None: ...
    @property
    def final_ml(self) -> int | None: ...


@dataclass(frozen=True)
class Settings:
    """When a pattern is proposed."""

    least_cases: int = 3
    months: int = 12
    last_cases: int = 10
    least_share: float = 0.30
    shift_length: int = 8
    least_points: int = 10


DEFAULT: Final = Settings()


@dataclass(frozen=True)
class CheckCounts:
    """How one check came out over the cases. ``rejected``: flagged, but a reviewer saw no deviation."""

    check_id: str
    category: str
    severity: str
    flagged: int
    met: int
    rejected: int
    not_assessable: int
    not_applicable: int

    @property
    def judged(self) -> int:
        """Denominator of the pass rate."""
        return self.met + self.flagged

    @property
    def pass_rate(self) -> float | None:
        """Met of judged, as a fraction."""
        return self.met / self.judged if self.judged else None

    @property
    def pass_interval(self) -> Interval:
        """Wilson 95 % interval of the pass rate."""
        return wilson_interval(self.met, self.judged)

    @property
    def applicable(self) -> int:
        """Denominator of the assessable rate."""
        return self.judged + self.rejected + self.not_assessable

    @property
    def assessable_rate(self) -> float | None:
        """Assessable of applicable, as a fraction."""
        return (self.judged + self.rejected) / self.applicable if self.applicable else None


@dataclass(frozen=True)
class Proposal:
    """A pattern for the board, with the counts that made it one and the cases behind it, newest first."""

    check_id: str
    category: str
    severity: str
    cases_flagged: int
    last_flagged: int
    last_judged: int
    shift: Run | None
    shift_since: Period | None
    case_numbers: tuple[str, ...]
    outside_office_hours: int


def judged(record: Record) -> Judged:
    """Return the result after review: a rejected flag and one judged not assessable leave the flags."""
    if record.result == "flagged" and record.review_status in ("rejected", "not_assessable"):
        return "rejected" if record.review_status == "rejected" else "not_assessable"
    return record.result  # type: ignore[return-value]  # the engine's four results are four of these five


def count_checks(records: Iterable[Record]) -> list[CheckCounts]:
    """Return the counts per check, most flagged first."""
    by_check: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_check[record.check_id].append(record)
    counted = [_counts(of_check) for of_check in by_check.values()]
    return sorted(counted, key=lambda each: (-each.flagged, each.check_id))


def break_down(
    records: Iterable[Record], key: Callable[[Record], Hashable]
) -> Mapping[Hashable, list[CheckCounts]]:
    """Return the counts per check within each value of ``key``, such as the place of birth."""
    groups: dict[Hashable, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return {value: count_checks(group) for value, group in groups.items()}


def of_haemorrhages(records: Iterable[Record]) -> list[Record]:
    """Return the findings on cases above 1000 ml; a case whose final loss is unknown stays in."""
    return [record for record in records if record.final_ml is None or record.final_ml > PPH_ML]


def birth_date(record: Record) -> date:
    """Return the day of birth where the birth was."""
    return record.birth_time.astimezone(AMSTERDAM).date()


def quarter_counts(records: Sequence[Record], *, until: date) -> list[QuarterCount]:
    """Return met of judged per quarter of one check, empty ones included, for quarters over by ``until``."""
    tally: Counter[tuple[Period, Judged]] = Counter()
    for record in records:
        tally[unit_of(birth_date(record), "quarter"), judged(record)] += 1
    if not tally:
        return []
    quarter, series = min(period for period, _ in tally), []
    while quarter.end <= until:
        met = tally[quarter, "met"]
        series.append(QuarterCount(quarter, met, met + tally[quarter, "flagged"]))
        quarter = following(quarter)
    return series


def proposals(records: Iterable[Record], *, today: date, settings: Settings = DEFAULT) -> list[Proposal]:
    """Return the checks that the rule proposes, most flagged cases first."""
    by_check: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_check[record.check_id].append(record)
    found = [_proposal(of_check, today, settings) for of_check in by_check.values()]
    proposed = [each for each in found if each is not None]
    return sorted(proposed, key=lambda each: (-each.cases_flagged, each.check_id))


def _proposal(records: list[Record], today: date, settings: Settings) -> Proposal | None:
    newest_first = sorted(records, key=lambda r: (r.birth_time, r.case_number), reverse=True)
    since = months_before(today, settings.months)
    flagged = [r for r in newest_first if judged(r) == "flagged"]
    recent = [r for r in flagged if birth_date(r) > since]
    last = [r for r in newest_first if judged(r) in ("met", "flagged")][: settings.last_cases]
    last_flagged = sum(judged(r) == "flagged" for r in last)
    often = len({r.case_number for r in recent}) >= settings.least_cases
    run, quarter = _shift_down(quarter_counts(records, until=today), settings)
    if not (often and last_flagged >= settings.least_share * len(last)) and run is None:
        return None
    return Proposal(
        check_id=records[0].check_id,
        category=records[0].category,
        severity=records[0].severity,
        cases_flagged=len({r.case_number for r in recent}),
        last_flagged=last_flagged,
        last_judged=len(last),
        shift=run,
        shift_since=quarter,
        case_numbers=tuple(r.case_number for r in (recent or flagged)),
        outside_office_hours=sum(not r.office_hours for r in recent),
    )


def _shift_down(series: list[QuarterCount], settings: Settings) -> tuple[Run | None, Period | None]:
    """The run below the centre that reaches the last useful point, when there are enough points."""
    rates = [each.events / each.total if each.total else None for each in series]
    centre = run_chart(rates).points[0].centre if rates else None
    if run_rules(rates, centre).useful < settings.least_points:
        return None, None
    runs = shift(rates, centre, 1)
    last = runs[-1] if runs else None
    if last is None or last.side == "above" or last.length < settings.shift_length:
        return None, None
    return last, series[last.start].quarter


def _counts(records: list[Record]) -> CheckCounts:
    tally = Counter(judged(record) for record in records)
    newest = max(records, key=lambda r: r.birth_time)
    return CheckCounts(
        check_id=newest.check_id,
        category=newest.category,
        severity=newest.severity,
        flagged=tally["flagged"],
        met=tally["met"],
        rejected=tally["rejected"],
        not_assessable=tally["not_assessable"],
        not_applicable=tally["not_applicable"],
    )
