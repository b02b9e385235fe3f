"""From the quality result to what the page shows: every text in the reader's language, nothing left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import sources
from dashboards.presenters import told
from dashboards.quality import charts, wording
from dashboards.quality.about import ABOUT, COMPLETENESS_STEPS, COMPLETENESS_THRESHOLD
from dashboards.quality.measures import (
    COMPLETENESS,
    LAG_WORK,
    MEASURES,
    MISSING,
    Judged,
    Measure,
    judged,
)
from dashboards.quality.result import Compared, QualityResult, Quarter, Sent
from dashboards.wording import number, percent
from fluxus.charts import Chart
from perined_import.models import NationalReference

YEAR = 4
"""Quarters."""


@dataclass(frozen=True)
class Verdict:
    """The word of a verdict and how it is coloured."""

    word: str
    tag: str


@dataclass(frozen=True)
class Card:
    """One measure: figure, verdict, country, what it is, why it matters, and what to do."""

    id: str
    title: str
    verdict: Verdict
    said: str
    interval: str
    national: str
    published: str
    definition: str
    why: str
    threshold: str
    steps: list[str]
    notes: list[str]
    open: bool


@dataclass(frozen=True)
class Line:
    """One row of a table: a heading, and cells of a text with a verdict (None: without)."""

    title: str
    cells: list[tuple[str, Verdict | None]]
    url: str = ""


@dataclass(frozen=True)
class QualityPage:
    """All that the page shows."""

    summary: list[tuple[Verdict, int]]
    cards: list[Card]
    charts: list[Chart]
    complete: list[Line]
    complete_threshold: str
    complete_steps: list[str]
    headings: list[str]
    organisations: list[Line]


def quality_page(result: QualityResult) -> QualityPage:
    """Return the page in the language of this request."""
    cards = [_card(result, each) for each in MEASURES] + [_months_card(result)]
    pictures = [_trend(result)] if result.trend else []
    if result.bins:
        pictures.insert(0, _histogram(result))
    return QualityPage(
        summary=_summary(result),
        cards=cards,
        charts=pictures,
        complete=[_complete(result, each) for each in COMPLETENESS],
        complete_threshold=told(COMPLETENESS_THRESHOLD),
        complete_steps=[told(step) for step in COMPLETENESS_STEPS],
        headings=[told(each.label) for each in MEASURES],
        organisations=[_organisation(result, n, one) for n, one in enumerate(result.sent)],
    )


def _verdict(one: Judged) -> Verdict:
    return Verdict(told(wording.verdict(one)), "unknown" if one.hidden else wording.TAGS[one.state])


def _summary(result: QualityResult) -> list[tuple[Verdict, int]]:
    """How many of the measures are good, worth a look, need work."""
    all_of_them = [found.own for found in result.measures.values()] + [result.months]
    states = [one.state for one in all_of_them if not one.hidden]
    return [
        (Verdict(told(words), wording.TAGS[state]), states.count(state))  # type: ignore[arg-type]
        for state, words in wording.STATES.items()
        if states.count(state)  # type: ignore[arg-type]
    ]


def _card(result: QualityResult, measure: Measure) -> Card:
    found = result.measures[measure.id]
    return _filled(
        result,
        found.own,
        national="" if found.own.hidden else told(wording.national(found.country, rounded=not result.whole)),
        notes=_notes(result, measure, found),
    )


def _filled(result: QualityResult, own: Judged, *, national: str, notes: list[str]) -> Card:
    about = ABOUT[own.measure.id]
    published = sources.reference(result.period, f"quality_{own.measure.id}")
    few = [told(wording.least())] if own.state == "few" and not own.hidden else []
    return Card(
        id=own.measure.id,
        title=told(own.measure.label),
        verdict=_verdict(own),
        said=told(wording.said(own)),
        interval=told(wording.interval(own)),
        national=national,
        published=_published(published) if published else "",
        definition=told(about.definition),
        why=told(about.why),
        threshold=told(about.threshold),
        steps=[told(step) for step in about.steps],
        notes=few + notes,
        open=own.state in ("look", "work") and not own.hidden,
    )


def _published(found: NationalReference) -> str:
    return f"{told(percent(float(found.percentage) / 100))} ({found.source})"


def _notes(result: QualityResult, measure: Measure, found: Compared) -> list[str]:
    if found.own.hidden:
        return []
    if measure.id == "at_1000":
        counts = result.counts
        known = counts["with_ml"] + counts["flag_only"]
        text = told(wording.heap_consequence(counts["at_1000"], counts["pph"], known))
        return [text] if text and result.whole else []
    if measure.id == "duplicates":
        return [f"{told(month.label)}: {told(number(many))}" for month, many in result.duplicates]
    return []


def _months_card(result: QualityResult) -> Card:
    notes = [told(wording.gap(gap, _name(one), result.whole)) for one, gap in result.gaps]
    return _filled(result, result.months, national="", notes=notes)


def _name(one: Sent) -> str:
    return one.reporter.name or _("organisation not named")


def _complete(result: QualityResult, measure: Measure) -> Line:
    found = result.measures[measure.id]
    national = told(wording.national(found.country, rounded=not result.whole))
    return Line(
        told(measure.label),
        [(told(wording.cell(found.own)), _verdict(found.own)), (national, None)],
    )


def _organisation(result: QualityResult, place: int, one: Sent) -> Line:
    figures = [result.measures[each.id].by_reporter[place] for each in MEASURES]
    cells: list[tuple[str, Verdict | None]] = [
        (told(number(one.reports)) if one.reports is not None else _("too small"), None),
        (_last(one), _lag(one)),
    ]
    cells += [(told(wording.cell(each)), _unless_few(each)) for each in figures]
    return Line(_name(one), cells, one.reporter.lvr_id)


def _unless_few(one: Judged) -> Verdict | None:
    """A row of small practices would else be full of *too few births*."""
    return None if one.hidden or one.state in ("few", "none") else _verdict(one)


def _last(one: Sent) -> str:
    if one.last is None or one.behind is None:
        return _("never sent anything")
    return f"{told(one.last.label)} ({told(wording.lag(one.behind))})"


def _lag(one: Sent) -> Verdict | None:
    if one.behind is None or one.late is None:
        return None
    state = "good" if not one.late else "look" if one.behind <= LAG_WORK else "work"
    return Verdict(told(wording.STATES[state]), wording.TAGS[state])


def _histogram(result: QualityResult) -> Chart:
    names = (_("exactly 500 or exactly 1000 ml"), _("other amounts"))
    rows = charts.steps(result.bins)
    heaped, total = sum(row[1] for row in rows), sum(row[1] + row[2] for row in rows)
    sentence = _(
        "%(heaped)s of %(total)s amounts are exactly 500 or exactly 1000 ml (hatched). "
        "Weighed loss falls smoothly from left to right; towers at round numbers show estimating. "
        "The lower the hatched parts, the better."
    ) % {"heaped": told(number(heaped)), "total": told(number(total))}
    return Chart(
        id="spread",
        figure=charts.histogram(
            result.bins, names, _("blood loss in ml, steps of 50, %(period)s") % {"period": _period(result)}
        ),
        title=_("How the blood loss is spread"),
        sentence=sentence,
        headers=[_("ml"), names[0], names[1]],
        rows=[[_edge(edge), heap, rest] for edge, heap, rest in rows],
        download_name=f"fluxus-spread-{result.period.code}",
    )


def _edge(edge: int) -> str:
    if edge >= charts.LAST_BIN:
        return _("%(ml)s or more") % {"ml": edge}
    return f"{edge}–{edge + charts.BIN_ML - 1}"


def _period(result: QualityResult) -> str:
    return told(result.period.label)


def _trend(result: QualityResult) -> Chart:
    said = [_("The lower the line, the better: missing is not no.")]
    ends = (result.trend[:YEAR], result.trend[-YEAR:])
    if len(result.trend) >= 2 * YEAR and not any(each.own.hidden for end in ends for each in end):
        first, last = (_together(end) for end in ends)
        said.insert(
            0,
            _("The first four quarters together: %(first)s; the last four: %(last)s.")
            % {"first": first, "last": last},
        )
    names = (result.chosen.name if result.chosen else result.vsv.name, _("national"))
    good = _("good: up to %(share)s") % {"share": told(percent(MISSING.good, 0))}
    return Chart(
        id="missing-trend",
        figure=charts.trend(
            [(each.quarter, _rate(each.own), _rate(each.country)) for each in result.trend],
            names,
            _hovers(result.trend),
            (MISSING.good, good),
        ),
        title=_("Share of missing blood loss per quarter"),
        sentence=" ".join(said),
        headers=[_("quarter"), names[0], names[1]],
        rows=[
            [
                told(each.quarter.label),
                told(wording.cell(each.own)),
                told(wording.national(each.country, rounded=not result.whole)),
            ]
            for each in result.trend
        ],
        download_name="fluxus-missing-per-quarter",
    )


def _together(quarters: Sequence[Quarter]) -> str:
    events = sum(each.own.events for each in quarters)
    return told(wording.cell(judged(MISSING, events, sum(each.own.total for each in quarters))))


def _rate(one: Judged) -> float | None:
    return None if one.hidden else one.rate


def _hovers(quarters: Sequence[Quarter]) -> list[Any]:
    return [f"{told(each.quarter.label)}<br>{told(wording.cell(each.own))}" for each in quarters]


def language() -> str:
    """Return the language of this request."""
    return get_language() or "nl"
