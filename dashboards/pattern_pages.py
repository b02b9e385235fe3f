"""What the pages about patterns show, in the reader's language."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import charts, sources
from dashboards.effect import QuarterCount
from dashboards.patterns import (
    CheckCounts,
    Proposal,
    Record,
    break_down,
    count_checks,
    judged,
    quarter_counts,
)
from dashboards.presenters import told
from dashboards.statistics.runs import run_rules, shift
from dashboards.statistics.spc import run_chart
from dashboards.wording import count_of, percent, percentage, share, trend_sentence
from fluxus.charts import Chart

BARS = 15
LEAST_POINTS = 10
CATEGORIES = ("delay", "protocol", "escalation")


@dataclass(frozen=True)
class Row:
    """One check in a table: counts as numbers, rates in words with their counts and interval."""

    check_id: str
    label: str
    flagged: int
    met: int
    rejected: int
    not_assessable: int
    not_applicable: int
    pass_rate: str
    pass_counts: str
    interval: str
    assessable: str


@dataclass(frozen=True)
class Group:
    """The checks of one category, or the values of one way of splitting."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class ProposalCard:
    """A proposed pattern with why, and the cases behind it."""

    check_id: str
    label: str
    why: list[str]
    cases: list["CaseLink"]


@dataclass(frozen=True)
class CaseLink:
    """A case by its number; ``visible`` when this person may open it."""

    number: str
    result: str
    visible: bool


def label(check_id: str) -> str:
    """Return what a check is called, with its id."""
    return told(sources.check_label(check_id))


def groups(records: Sequence[Record]) -> list[Group]:
    """Return the counts per check within each category."""
    counted = count_checks(records)
    titles = {"delay": _("Delay"), "protocol": _("Protocol"), "escalation": _("Escalation")}
    return [
        Group(titles[category], [row(each) for each in counted if each.category == category])
        for category in CATEGORIES
        if any(each.category == category for each in counted)
    ]


def row(each: CheckCounts, name: str | None = None) -> Row:
    """Return one check, or one group of cases called ``name``, as a row."""
    interval = each.pass_interval
    low, high = percentage(interval.lower), percentage(interval.upper)
    return Row(
        check_id=each.check_id,
        label=label(each.check_id) if name is None else name,
        flagged=each.flagged,
        met=each.met,
        rejected=each.rejected,
        not_assessable=each.not_assessable,
        not_applicable=each.not_applicable,
        pass_rate=told(percent(each.pass_rate, 0)),
        pass_counts=told(count_of(each.met, each.judged)) if each.judged else "",
        interval=_("%(low)s to %(high)s%%") % {"low": told(low), "high": told(high)} if each.judged else "–",
        assessable=told(percent(each.assessable_rate, 0)),
    )


def proposal_card(found: Proposal, visible: Collection[str]) -> ProposalCard:
    """Return a proposed pattern in words."""
    often = _(
        "Point for discussion in %(cases)s cases of the last 12 months, "
        "and in %(counts)s of the last assessable ones."
    )
    counts = told(share(found.last_flagged, found.last_judged))
    why = [often % {"cases": found.cases_flagged, "counts": counts}]
    if found.outside_office_hours:
        why.append(
            _("%(counts)s outside office hours.")
            % {"counts": told(count_of(found.outside_office_hours, found.cases_flagged))}
        )
    if found.shift is not None and found.shift_since is not None:
        why.append(
            _("Its pass rate has been lower since %(quarter)s: %(length)s quarters in a row.")
            % {"quarter": told(found.shift_since.label), "length": found.shift.length}
        )
    links = [CaseLink(number, "flagged", number in visible) for number in found.case_numbers]
    return ProposalCard(found.check_id, label(found.check_id), why, links)


def pareto(records: Sequence[Record], period: str) -> Chart | None:
    """Return the picture of the most flagged checks; None without a flag."""
    counted = [each for each in count_checks(records) if each.flagged][:BARS]
    if not counted:
        return None
    names = [f"{each.check_id} {label(each.check_id)}" for each in counted]
    parts = (_("point for discussion"), _("as agreed"))
    return Chart(
        id="pareto",
        figure=charts.pareto_figure(
            names, [each.flagged for each in counted], [each.met for each in counted], parts
        ),
        title=_("Where the points for discussion are"),
        sentence=_("Number of cases per check, %(period)s; the checks with the most points on top.")
        % {"period": period},
        headers=[_("check"), *parts, _("not assessable")],
        rows=[
            [name, each.flagged, each.met, each.not_assessable]
            for name, each in zip(names, counted, strict=True)
        ],
        download_name="fluxus-patterns",
    )


def splits(records: Sequence[Record]) -> list[Group]:
    """Return one check split by place of birth and by office hours."""
    hours: Mapping[Hashable, str] = {True: _("office hours"), False: _("evening, night and weekend")}
    by_place = break_down(records, lambda record: record.place)
    by_hours = break_down(records, lambda record: record.office_hours)
    return [
        Group(
            _("By place of birth"),
            [row(counted[0], told(sources.code_label(str(place)))) for place, counted in by_place.items()],
        ),
        Group(_("By time of birth"), [row(counted[0], hours[value]) for value, counted in by_hours.items()]),
    ]


def trend(records: Sequence[Record], until: date) -> Chart | None:
    """Return the run chart of the pass rate per quarter; None with fewer than two quarters."""
    series = quarter_counts(records, until=until)
    shown = [each for each in series if each.total]
    if len(shown) < 2:
        return None
    rates = [each.events / each.total if each.total else None for each in series]
    centre = run_chart(rates).points[0].centre
    middle = _("median %(rate)s") % {"rate": told(percent(centre, 0))}
    return Chart(
        id="trend",
        figure=charts.series_figure(series, centre, middle, None, "", get_language() or "nl"),
        title=_("Pass rate per quarter"),
        sentence=_run_words(series, rates, centre),
        headers=[_("quarter"), _("as agreed"), _("assessable"), _("pass rate")],
        rows=[
            [
                told(each.quarter.label),
                each.events,
                each.total,
                told(percent(each.events / each.total, 0)),
            ]
            for each in shown
        ],
        download_name="fluxus-trend",
    )


def _run_words(series: Sequence[QuarterCount], rates: Sequence[float | None], centre: float | None) -> str:
    """Return what the run rules say; with fewer than ten usable points only how many there are."""
    rules = run_rules(rates, centre)
    if rules.useful < LEAST_POINTS or rules.longest_run_max is None:
        return _("Too few quarters for a statement: usable points %(points)s, needed %(least)s.") % {
            "points": rules.useful,
            "least": LEAST_POINTS,
        }
    runs = shift(rates, centre, rules.longest_run_max + 1)
    last = runs[-1] if runs else None
    since = series[last.start].quarter if last else None
    said = trend_sentence(run=last, run_since=since, outside=[], few_crossings=rules.signal)
    return told(said.text)


def cases(records: Sequence[Record], visible: Collection[str]) -> list[CaseLink]:
    """Return the flagged cases first, then those not assessable, newest first."""
    shown = [r for r in records if judged(r) in ("flagged", "not_assessable")]
    newest = sorted(shown, key=lambda r: r.birth_time, reverse=True)
    ordered = sorted(newest, key=lambda r: judged(r) != "flagged")
    return [CaseLink(r.case_number, judged(r), r.case_number in visible) for r in ordered]
