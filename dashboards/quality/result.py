"""The data quality of a VSV or one of its organisations in a period: queries and measures in, a result out.

Page and CSV file render the `QualityResult` of this module. Members of a VSV and whoever imports its data see
true counts; of somebody else's VSV small numbers are hidden, with whatever would give them back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboards.quality.measures import (
    COMPLETENESS,
    MEASURES,
    MISSING,
    MONTHS,
    Judged,
    Measure,
    judge,
    judged,
)
from dashboards.quality.months import Gap, Looked, is_late, look, months_behind
from dashboards.statistics.disclosure import hide, is_small, rest_is_small
from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission, roles_with
from fluxus.periods import Period, unit_of
from perined_import.quality import queries
from perined_import.quality.queries import MonthRow, Reporter

TREND_QUARTERS = 20
ALL = (*MEASURES, *COMPLETENESS)


@dataclass(frozen=True)
class Compared:
    """One measure of the unit at hand, of the country, and of each organisation (in the order of the "
    "result)."""

    own: Judged
    country: Judged
    by_reporter: tuple[Judged, ...]


@dataclass(frozen=True)
class Sent:
    """One organisation: its reports in the period, its last month with births, and how far that is behind."""

    reporter: Reporter
    reports: int | None
    last: Period | None
    behind: int | None
    late: bool | None
    """Whether so long a silence is more than chance; None: too few births to say."""
    looked: Looked


@dataclass(frozen=True)
class Quarter:
    """The missing share of one quarter; None: too small to show."""

    quarter: Period
    own: Judged
    country: Judged


@dataclass(frozen=True)
class QualityResult:
    """Everything the page shows. ``whole``: this person sees true counts. ``until``: last day with data."""

    vsv: Vsv
    period: Period
    whole: bool
    until: date | None
    chosen: Reporter | None
    counts: Mapping[str, int]
    measures: Mapping[str, Compared]
    months: Judged
    sent: tuple[Sent, ...]
    duplicates: tuple[tuple[Period, int], ...]
    bins: Mapping[tuple[int, bool], int]
    trend: tuple[Quarter, ...]

    @property
    def gaps(self) -> list[tuple[Sent, Gap]]:
        """The months that stand out, by organisation."""
        return [(one, gap) for one in self.sent for gap in one.looked.gaps]


def sees_whole(user: Any, vsv: Vsv) -> bool:
    """Whether this person sees true counts: a member of the VSV, or somebody who imports its data."""
    held = access.active_memberships(user).filter(role__in=roles_with(Permission.SEE_DATA_QUALITY))
    return held.filter(vsv=vsv).exists() or access.has_permission(user, Permission.IMPORT, vsv)


def data_span() -> tuple[date, date] | None:
    """Return the first and last day of the months with reports; a bare year stands for the whole year."""
    return span_of(queries.country_rows())


def span_of(rows: Iterable[MonthRow]) -> tuple[date, date] | None:
    """Return the first and the last day that some months cover, bare years as whole ones."""
    covered = [one.month or unit_of(date(one.year, 1, 1), "year") for one in rows if one.counts["reports"]]
    if not covered:
        return None
    return min(each.start for each in covered), max(each.end for each in covered)


def quality(user: Any, vsv: Vsv, *, period: Period, lvr_id: str = "") -> QualityResult | None:
    """Return the quality of a VSV, or of one of its organisations; None: it has no such organisation."""
    organisations = queries.reporters(user, vsv)
    rows = queries.month_rows(user, vsv, organisations)
    if any(not row.lvr_id or row.lvr_id not in {one.lvr_id for one in organisations} for row in rows):
        organisations += _unknown(rows, organisations)
    chosen = next((one for one in organisations if one.lvr_id == lvr_id), None) if lvr_id else None
    if lvr_id and chosen is None:
        return None
    everywhere = queries.country_rows()
    until = span[1] if (span := span_of(everywhere)) else None
    mine = [row for row in rows if chosen is None or row.lvr_id == chosen.lvr_id]
    shown = [one for one in organisations if chosen is None or one is chosen]
    inside = [row for row in mine if row.lies_in(period)]
    whole = sees_whole(user, vsv)
    sent = _without_small([_sent(one, rows, period, until) for one in organisations], whole)
    sent = tuple(one for one in sent if one.reporter in shown)
    looked = sum(one.looked.months for one in sent)
    return QualityResult(
        vsv=vsv,
        period=period,
        whole=whole,
        until=until,
        chosen=chosen,
        counts=queries.added(inside),
        measures=_measures(rows, everywhere, period, organisations, chosen, whole),
        months=judged(MONTHS, sum(len(one.looked.gaps) for one in sent), looked),
        sent=sent,
        duplicates=_by_month(inside) if whole else (),
        bins=queries.loss_bins(vsv, shown, period) if whole else {},
        trend=_trend(mine, everywhere, until, whole) if whole or chosen is None else (),
    )


def _unknown(rows: Iterable[MonthRow], known: Sequence[Reporter]) -> list[Reporter]:
    """Reporters that a file put under this VSV while no table knows them; without an LVR id: unnamed."""
    ids = {row.lvr_id for row in rows} - {one.lvr_id for one in known}
    return [Reporter(lvr_id, lvr_id, "") for lvr_id in sorted(ids)]


def _measures(
    rows: Sequence[MonthRow],
    everywhere: Sequence[MonthRow],
    period: Period,
    organisations: Sequence[Reporter],
    chosen: Reporter | None,
    whole: bool,
) -> dict[str, Compared]:
    """Judge all measures. What is hidden follows from all organisations, also when only one is shown."""
    inside = [row for row in rows if row.lies_in(period)]
    own = queries.added(inside)
    country = queries.added(row for row in everywhere if row.lies_in(period))
    apart = [queries.added(row for row in inside if row.lvr_id == one.lvr_id) for one in organisations]
    found = {each.id: _compared(each, own, country, apart, whole) for each in ALL}
    if chosen is None:
        return found
    place = organisations.index(chosen)
    return {name: _alone(one, place) for name, one in found.items()}


def _compared(
    measure: Measure,
    own: Mapping[str, int],
    country: Mapping[str, int],
    apart: Sequence[Mapping[str, int]],
    whole: bool,
) -> Compared:
    mine, national = judge(measure, own), judge(measure, country)
    cells = [judge(measure, one) for one in apart]
    if not whole:
        hidden = hide([(one.events, one.total) for one in cells])
        cells = [replace(one, hidden=True) if n in hidden.cells else one for n, one in enumerate(cells)]
        mine = replace(mine, hidden=hidden.total or is_small((mine.events, mine.total)))
    return Compared(mine, _country(national, mine), tuple(cells))


def _alone(found: Compared, place: int) -> Compared:
    """One of the organisations in the place of the whole."""
    mine = found.by_reporter[place]
    return Compared(mine, _country(found.country, mine), (mine,))


def _country(national: Judged, mine: Judged) -> Judged:
    rest = rest_is_small((national.events, national.total), (mine.events, mine.total))
    return replace(national, hidden=national.hidden or rest or mine.hidden)


def _without_small(sent: Sequence[Sent], whole: bool) -> tuple[Sent, ...]:
    """Take out small numbers of reports, with what would give them back."""
    if whole:
        return tuple(sent)
    hidden = hide([(one.reports or 0, one.reports or 0) for one in sent]).cells
    return tuple(replace(one, reports=None) if n in hidden else one for n, one in enumerate(sent))


def _sent(one: Reporter, rows: Sequence[MonthRow], period: Period, until: date | None) -> Sent:
    its = [row for row in rows if row.lvr_id == one.lvr_id]
    reports = {row.month.start: row.counts["reports"] for row in its if row.month is not None}
    number = sum(row.counts["reports"] for row in its if row.lies_in(period))
    last = max((row.month for row in its if row.month and row.counts["reports"]), default=None)
    left = _left(one)
    end = min(until, left) if until and left else until
    looked = look(one.lvr_id, reports, period, end) if end else Looked(0, ())
    behind = months_behind(last.start, end) if last and end else None
    behind = None if behind is None else max(0, behind)
    late = is_late(reports, last.start, behind) if last and behind is not None else None
    return Sent(one, number, last, behind, late, looked)


def _left(one: Reporter) -> date | None:
    """Return the last day on which an organisation belonged to the VSV; None: it still does."""
    ends = [until for _since, until in one.runs]
    return None if not ends or None in ends else max(day for day in ends if day is not None)


def _by_month(rows: Iterable[MonthRow]) -> tuple[tuple[Period, int], ...]:
    found: dict[Period, int] = {}
    for row in rows:
        if row.month is not None and row.counts["duplicates"]:
            found[row.month] = found.get(row.month, 0) + row.counts["duplicates"]
    return tuple(sorted(found.items()))


def _trend(
    mine: Sequence[MonthRow], everywhere: Sequence[MonthRow], until: date | None, whole: bool
) -> tuple[Quarter, ...]:
    months_seen = [row.month for row in mine if row.month is not None]
    if not months_seen or until is None:
        return ()
    last = unit_of(until, "quarter")
    run = Period(unit_of(min(months_seen).start, "quarter").start, last.end, "quarter")
    return tuple(
        _quarter(each, mine, everywhere, whole) for each in list(run.units("quarter"))[-TREND_QUARTERS:]
    )


def _quarter(
    quarter: Period, mine: Sequence[MonthRow], everywhere: Sequence[MonthRow], whole: bool
) -> Quarter:
    own = queries.added(row for row in mine if row.month and row.lies_in(quarter))
    country = queries.added(row for row in everywhere if row.month and row.lies_in(quarter))
    found = _compared(MISSING, own, country, (own,), whole)
    return Quarter(quarter, found.own, found.country)
