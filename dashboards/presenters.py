"""From results to what a page shows: every text in the reader's language, nothing left to work out."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import charts, exports
from dashboards.benchmark import BenchmarkResult
from dashboards.comparison import Figure
from dashboards.outcomes import COMPANIONS
from dashboards.trend import LEAST_USEFUL, Trend
from dashboards.wording import Sentence, count_of, day, figure, number, percent
from fluxus.charts import Chart
from fluxus.texts import Text


def told(text: Text) -> str:
    """Return a text in the language of this request."""
    return text.in_language(get_language())


@dataclass(frozen=True)
class Said:
    """A sentence ready for the page."""

    lead: str
    rest: str

    @classmethod
    def of(cls, sentence: Sentence | None) -> "Said | None":
        """Return the sentence in the language of this request; None for None."""
        return cls(told(sentence.lead), told(sentence.rest)) if sentence else None


@dataclass(frozen=True)
class Companion:
    """A figure beside the main one, with the national percentage."""

    label: str
    counts: str
    percentage: str
    national: str


@dataclass(frozen=True)
class BenchmarkPage:
    """All that the benchmark page shows."""

    verdict: Said | None
    spread: Said | None
    stands_out: bool
    counts: str
    chance: str
    chart: Chart
    companions: list[Companion]
    known: Companion | None
    national: str
    data_until: str
    provisional: bool


def benchmark_page(result: BenchmarkResult) -> BenchmarkPage:
    """Return the benchmark in the language of this request."""
    focus, target = result.focus, result.comparison.target
    return BenchmarkPage(
        verdict=Said.of(result.verdict),
        spread=Said.of(result.spread_verdict),
        stands_out=focus is not None and focus.stands_out,
        counts=_counts(focus.figure) if focus and focus.figure else "",
        chance=told(result.chance.text) if result.comparison.with_verdict else "",
        chart=_funnel(result),
        companions=_companions(result),
        known=_known(result),
        national=_national(result),
        data_until=told(day(result.data_until)) if result.data_until else "",
        provisional=target.provisional,
    )


def trend_chart(shown: Trend, result: BenchmarkResult) -> Chart:
    """Return the own figure per quarter with what it says, and how often chance alone would signal."""
    language = get_language() or "nl"
    centre = shown.points[0].centre if shown.points else None
    said = [told(shown.sentence.text)] if shown.sentence else [_few_points(shown)]
    if shown.provisional:
        said.append(_("The limits are provisional until there are 12 quarters."))
    if shown.open_quarters:
        said.append(_("The last quarter is provisional (open circle): no rule is applied to it."))
    said.append(_("Of stable series of 20 quarters about 1 in 9 gives a signal by chance alone."))
    return Chart(
        id="trend",
        figure=charts.trend_figure(
            shown, language, _("usual level %(rate)s") % {"rate": told(percent(centre))}
        ),
        title=_("Your own figure per quarter"),
        sentence=" ".join(said),
        headers=[_("quarter"), _("count"), _("births"), _("percentage"), _("lower limit"), _("upper limit")],
        rows=[
            [
                told(each.quarter.label),
                told(number(each.events)),
                told(number(each.total)),
                *(told(percent(value)) for value in (point.value, point.lower, point.upper)),
            ]
            for each, point in zip(shown.counts, shown.points, strict=True)
        ],
        download_name=f"fluxus-{result.outcome.id}-quarters",
    )


def _few_points(shown: Trend) -> str:
    return _("Too few quarters for a statement: usable points %(points)s, needed %(least)s.") % {
        "points": shown.useful,
        "least": LEAST_USEFUL,
    }


def _counts(shown: Figure) -> str:
    return told(figure(shown.events, shown.total, shown.interval))


def _national(result: BenchmarkResult) -> str:
    target = result.comparison.target
    if target.rate is None:
        return _("There is no national figure for this period.")
    if target.source == "reference":
        return _("National figure %(rate)s: %(source)s.") % {
            "rate": told(percent(target.rate)),
            "source": target.label,
        }
    return _("National figure %(rate)s: the mean of the loaded data, %(events)s of %(total)s births.") % {
        "rate": told(percent(target.rate)),
        "events": told(number(target.events)),
        "total": told(number(target.total)),
    }


def _companions(result: BenchmarkResult) -> list[Companion]:
    focus, national = result.focus, result.comparison.target.companions
    if focus is None or not focus.companions:
        return []
    return [
        _companion(told(outcome.short), mine, whole)
        for outcome, mine, whole in zip(COMPANIONS, focus.companions, national, strict=True)
    ]


def _known(result: BenchmarkResult) -> Companion | None:
    focus = result.focus
    if focus is None or focus.known is None:
        return None
    return _companion(_("blood loss known"), focus.known, result.comparison.target.known)


def _companion(label: str, mine: Figure, whole: Figure | None) -> Companion:
    hidden = _("hidden (privacy)")
    return Companion(
        label=label,
        counts=told(count_of(mine.events, mine.total)),
        percentage=told(percent(mine.rate)),
        national=told(percent(whole.rate)) if whole else hidden,
    )


def _funnel(result: BenchmarkResult) -> Chart:
    language = get_language() or "nl"
    x_title = _("births with known blood loss, %(period)s") % {"period": told(result.period.label)}
    anonymous = any(not unit.name for unit in result.comparison.units)
    parts = [
        _("Every dot is a VSV; others are anonymous.") if anonymous else _("Every dot is a VSV."),
        told(result.chance.text) if result.comparison.with_verdict else "",
    ]
    return Chart(
        id="funnel",
        figure=charts.funnel_figure(result.comparison, result.focus, language, x_title),
        title=told(result.outcome.label),
        sentence=" ".join(part for part in parts if part),
        headers=exports.headings(language),
        rows=exports.rows(result, language),
        download_name=f"fluxus-{result.outcome.id}-{result.period.code}",
    )
