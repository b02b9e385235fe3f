"""Reading the choices of a page from its address: what is wrong comes back as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards.outcomes import OUTCOMES, PPH, Outcome
from fluxus.periods import Period, PeriodError, last_units, parse, unit_of


@dataclass(frozen=True)
class BenchmarkChoice:
    """What somebody asked of the benchmark; ``problems`` are sentences about what could not be read."""

    period: Period
    outcome: Outcome
    target: str
    problems: tuple[str, ...]


def read_benchmark(asked: Any, *, today: date, data_until: date | None) -> BenchmarkChoice:
    """Return the choice in a query string; what cannot be read is told and replaced by the default."""
    problems: list[str] = []
    period = read_period(asked.get("period", ""), default_year(today, data_until), problems)
    outcome = OUTCOMES.get(asked.get("outcome") or PPH.id)
    if outcome is None:
        problems.append(
            _("There is no outcome '%(outcome)s'; choose one from the list.") % {"outcome": asked["outcome"]}
        )
    target = asked.get("target") or "data"
    if target not in ("data", "reference"):
        problems.append(
            _("There is no national figure '%(target)s'; choose one from the list.") % {"target": target}
        )
        target = "data"
    return BenchmarkChoice(period, outcome or PPH, target, tuple(problems))


def read_period(text: str, default: Period, problems: list[str]) -> Period:
    """Return the period written in ``text``, or the default; a sentence is added when it cannot be read."""
    if not text.strip():
        return default
    try:
        return parse(text)
    except PeriodError as problem:
        problems.append(problem.text.in_language(get_language()))
        return default


def default_year(today: date, data_until: date | None) -> Period:
    """Return the newest year that is over and that the data reach to the end, else the last year over."""
    last = last_units(1, "year", today)
    if data_until is None:
        return last
    reached = unit_of(data_until, "year")
    complete = reached if data_until.month == 12 else last_units(1, "year", reached.start)
    return min(last, complete)


def suggestions(span: tuple[date, date] | None, today: date) -> Sequence[tuple[str, str]]:
    """Return (code, label) of the periods that are offered: years, three years together, recent quarters."""
    if span is None:
        return []
    years = list(Period(unit_of(span[0], "year").start, unit_of(span[1], "year").end, "year").units("year"))
    offered = years[::-1]
    if len(years) >= 3:
        offered.append(Period(years[-3].start, years[-1].end, "year"))
    quarters = last_units(8, "quarter", min(today, span[1]))
    offered += list(quarters.units("quarter"))[::-1]
    language = get_language()
    return [(period.code, period.label.in_language(language)) for period in offered]
