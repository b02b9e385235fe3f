"""The pictures: what is drawn for whom, and nothing where there is nothing."""

from datetime import date

import pytest

from dashboards import charts
from dashboards.comparison import compare, pooled_target
from dashboards.effect import QuarterCount
from dashboards.outcomes import PPH
from dashboards.trend import trend
from dashboards.viewing import for_viewer
from fluxus.periods import following, parse
from tests.unit.dashboards.test_comparison import COUNTRY, unit


def comparison(counts, own=(), named=()):
    target = pooled_target(counts, PPH, closed=True)
    return for_viewer(compare(counts, PPH, target, closed=True, own=own), named=named)


def traces(figure, symbol):
    return [trace for trace in figure.data if trace.marker and trace.marker.symbol == symbol]


def test_own_unit_is_a_named_diamond_and_others_are_bare_circles():
    shown = comparison(COUNTRY, own={3})
    figure = charts.funnel_figure(shown, shown.units[0], "nl", "bevallingen")
    (own,) = traces(figure, "diamond")
    assert own.text == ("<b>VSV 3</b>",)
    assert own.hovertext == ("VSV 3<br>78 van 1300 (6,0 %; 95 %-interval 4,8 tot 7,4 %)",)
    (others,) = traces(figure, "circle-open")
    assert len(others.x) == len(COUNTRY) - 1
    assert not [text for text in others.hovertext if "VSV" in text]


def test_a_mark_has_its_own_shape():
    rates = [0.04, 0.05, 0.06, 0.07, 0.08] * 8
    counts = [unit(i, 2000, round(2000 * rate)) for i, rate in enumerate(rates, 1)] + [unit(99, 2000, 330)]
    figure = charts.funnel_figure(comparison(counts), None, "en", "births")
    (marked,) = traces(figure, "circle-open-dot")
    assert list(marked.y) == [0.165]
    assert "national" in " ".join(note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("counts", [[], [unit(1, 0, 0)]])
def test_nothing_to_draw(counts):
    figure = charts.funnel_figure(comparison(counts, own={1}), None, "nl", "x")
    assert not figure.layout.annotations


def test_hidden_units_are_not_drawn():
    shown = comparison([*COUNTRY, unit(20, 60, 3)], own={1})
    figure = charts.funnel_figure(shown, shown.units[0], "nl", "x")
    drawn = {x for trace in figure.data if trace.mode and "markers" in trace.mode for x in trace.x}
    assert not drawn & {60, 1200}


def test_without_figures_nobody_is_in_focus():
    shown = comparison([unit(1, 0, 0), *COUNTRY[1:]], own={1})
    assert not traces(charts.funnel_figure(shown, shown.own[0], "nl", "x"), "diamond")


def counts(events, total=100):
    first = parse("2020-Q1")
    return [QuarterCount(following(first, i), k, total) for i, k in enumerate(events)]


def test_a_series_with_baseline_and_start():
    series = counts([30, 40, 35])
    series[1] = QuarterCount(series[1].quarter, 0, 0)
    figure = charts.series_figure(series, 0.3, "nulmeting", date(2020, 5, 1), "gestart", "nl")
    assert list(figure.data[0].y) == [0.3, None, 0.35]
    assert {note.text for note in figure.layout.annotations} == {"nulmeting", "gestart"}
    bare = charts.series_figure(series, None, "", None, "", "nl")
    assert not bare.layout.annotations
    assert not charts.series_figure([], 0.3, "nulmeting", None, "", "nl").layout.annotations


@pytest.mark.parametrize(("quarters", "step"), [(8, "M3"), (9, "M12")])
def test_the_axis_names_quarters_while_they_are_few(quarters, step):
    assert charts.series_figure(counts([30] * quarters), None, "", None, "", "nl").layout.xaxis.dtick == step


def test_the_trend_marks_open_quarters_and_points_outside():
    shown = trend(counts([6, 7, 5, 6, 7, 5, 6, 7, 5, 6, 7, 5, 40, 6], 100), delivered_until=date(2023, 5, 31))
    figure = charts.trend_figure(shown, "nl", "gewoon niveau")
    symbols = figure.data[2].marker.symbol
    assert (symbols[0], symbols[12], symbols[13]) == ("circle", "diamond", "circle-open")
    assert charts.trend_figure(trend([], delivered_until=date(2023, 1, 1)), "nl", "").data[2].x == ()


def test_pareto():
    figure = charts.pareto_figure(["D01", "P02"], [3, 0], [1, 4], ("bespreekpunt", "volgens afspraak"))
    assert [list(bar.x) for bar in figure.data] == [[3, 0], [1, 4]]
    assert figure.data[0].text == ("3", "")
