"""PURE. The pictures of this app: figures are drawn here, computed elsewhere."""

from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboards.comparison import Comparison, Figure, Unit
from dashboards.effect import QuarterCount
from dashboards.statistics.funnel import funnel_limits
from dashboards.trend import Trend
from dashboards.wording import figure, percent, share
from fluxus.charts import COLOURS, base_layout
from fluxus.texts import Text

GRID_POINTS = 90
LABEL_WIDTH = 26
"""Characters of a check's label on one line."""
FEW_QUARTERS = 8
"""Up to so many quarters each is named on the axis; beyond that only the years."""
LINES = ((0.998, "solid", Text("99,8 %", "99.8%")), (0.95, "dot", Text("95 %", "95%")))


def funnel_figure(comparison: Comparison, focus: Unit | None, language: str, x_title: str) -> go.Figure:
    """Return the funnel: lines around the target, a circle per unit, the unit in focus as a named diamond."""
    drawn = go.Figure(layout=base_layout())
    shown = [unit for unit in comparison.units if unit.figure and unit.figure.total]
    if comparison.target.rate is not None and shown:
        _add_lines(drawn, comparison, [unit.figure.total for unit in shown if unit.figure], language)
    others = [unit for unit in shown if unit is not focus]
    for marked, symbol in ((False, "circle-open"), (True, "circle-open-dot")):
        _add_units(drawn, [unit for unit in others if unit.stands_out is marked], symbol, language)
    if focus is not None and focus.figure and focus.figure.total:
        side = "left" if focus.figure.total > _right_edge(shown) / 2 else "right"
        _add_focus(drawn, focus, focus.figure, language, f"top {side}")
    drawn.update_xaxes(title={"text": x_title, "font": {"size": 13}}, range=[0, _right_edge(shown)])
    drawn.update_yaxes(tickformat=".0%", rangemode="tozero")
    drawn.update_layout(hovermode="closest", margin={"r": 106})
    return drawn


def _right_edge(units: Sequence[Unit]) -> float:
    return max((unit.figure.total for unit in units if unit.figure), default=100) * 1.08


def _grid(totals: Sequence[float]) -> list[int]:
    """Totals at which the lines are drawn: dense at the left, where they bend."""
    top, low = int(max(totals) * 1.08), max(20, int(min(totals) * 0.6))
    steps = [(top / low) ** (i / GRID_POINTS) * low for i in range(GRID_POINTS + 1)]
    return sorted({round(step) for step in steps})


def _add_lines(drawn: go.Figure, comparison: Comparison, totals: Sequence[float], language: str) -> None:
    grid, rate = _grid(totals), comparison.target.rate
    for confidence, dash, name in LINES:
        limits = [funnel_limits(n, rate, confidence) for n in grid]
        for side in ([each.lower for each in limits], [each.upper for each in limits]):
            line = {"color": COLOURS["ink_soft"], "width": 1.3, "dash": dash}
            side = [None if each is None else round(each, 5) for each in side]
            drawn.add_scatter(x=grid, y=side, mode="lines", line=line, hoverinfo="skip")
        _label(drawn, limits[-1].upper, name.in_language(language))
    drawn.add_scatter(
        x=[grid[0], grid[-1]],
        y=[rate, rate],
        mode="lines",
        line={"color": COLOURS["ink"], "width": 1.5},
        hoverinfo="skip",
    )
    national = Text("landelijk", "national").in_language(language)
    _label(drawn, rate, f"<b>{national} {percent(rate).in_language(language)}</b>")


def _label(drawn: go.Figure, y: float | None, text: str) -> None:
    """Write beside the right edge what a line is."""
    drawn.add_annotation(
        x=1,
        xref="paper",
        y=y,
        text=text,
        showarrow=False,
        xanchor="left",
        xshift=4,
        font={"size": 11},
    )


def hover(unit: Unit, language: str) -> str:
    """Return counts, percentage and interval of one unit."""
    words = (
        figure(unit.figure.events, unit.figure.total, unit.figure.interval) if unit.figure else Text("", "")
    )
    return "<br>".join(part for part in (unit.name, words.in_language(language)) if part)


def _add_units(drawn: go.Figure, units: Sequence[Unit], symbol: str, language: str) -> None:
    drawn.add_scatter(
        x=[unit.figure.total for unit in units if unit.figure],
        y=[unit.figure.rate for unit in units if unit.figure],
        mode="markers",
        marker={"symbol": symbol, "size": 10, "color": COLOURS["ink_soft"], "line": {"width": 1.5}},
        hovertext=[hover(unit, language) for unit in units],
        hoverinfo="text",
    )


def _add_focus(drawn: go.Figure, focus: Unit, shown: Figure, language: str, position: str) -> None:
    """Draw the unit in focus; its name stands at ``position``, so that it never runs out of the picture."""
    drawn.add_scatter(
        x=[shown.total],
        y=[shown.rate],
        mode="markers+text",
        marker={"symbol": "diamond", "size": 17, "color": COLOURS["accent"]},
        text=[f"<b>{focus.name}</b>"],
        textposition=position,
        textfont={"color": COLOURS["accent"]},
        hovertext=[hover(focus, language)],
        hoverinfo="text",
    )


def series_figure(
    counts: Sequence[QuarterCount],
    baseline: float | None,
    baseline_label: str,
    start: Any,
    start_label: str,
    language: str,
) -> go.Figure:
    """Return a figure per quarter with the frozen baseline as a line and the time after the start shaded."""
    shown = [each for each in counts if each.total]
    drawn = go.Figure(layout=base_layout())
    drawn.add_scatter(
        x=[each.quarter.start + (each.quarter.end - each.quarter.start) / 2 for each in counts],
        y=[each.events / each.total if each.total else None for each in counts],
        mode="lines+markers",
        line={"color": COLOURS["accent"], "width": 2},
        marker={"size": 9},
        hovertext=[_quarter_hover(each, language) for each in counts],
        hoverinfo="text",
    )
    if baseline is not None and shown:
        _add_level(drawn, baseline, baseline_label)
    if start is not None and shown:
        last = max(shown[-1].quarter.end, start)
        drawn.add_vrect(x0=start, x1=last, fillcolor=COLOURS["accent_soft"], layer="below", line_width=0)
        drawn.add_annotation(
            x=start,
            y=1,
            yref="paper",
            text=start_label,
            showarrow=False,
            xanchor="left" if start < _middle(counts) else "right",
            yanchor="top",
            font={"color": COLOURS["accent"]},
        )
    _quarter_axis(drawn, counts, language)
    return drawn


def trend_figure(shown: Trend, language: str, baseline_label: str) -> go.Figure:
    """Return the quarters with frozen centre and limits; an open quarter is an open circle."""
    drawn = go.Figure(layout=base_layout())
    middles = [each.quarter.start + (each.quarter.end - each.quarter.start) / 2 for each in shown.counts]
    for values in ([p.lower for p in shown.points], [p.upper for p in shown.points]):
        line = {"color": COLOURS["ink_soft"], "width": 1.2, "dash": "dot", "shape": "hvh"}
        drawn.add_scatter(x=middles, y=values, mode="lines", line=line, hoverinfo="skip")
    open_now = [each.quarter in shown.open_quarters for each in shown.counts]
    drawn.add_scatter(
        x=middles,
        y=[point.value for point in shown.points],
        mode="lines+markers",
        line={"color": COLOURS["accent"], "width": 2},
        marker={
            "size": [14 if point.outside else 9 for point in shown.points],
            "symbol": [
                "circle-open" if is_open else "diamond" if point.outside else "circle"
                for is_open, point in zip(open_now, shown.points, strict=True)
            ],
        },
        hovertext=[_quarter_hover(each, language) for each in shown.counts],
        hoverinfo="text",
    )
    if shown.points and shown.points[0].centre is not None:
        _add_level(drawn, shown.points[0].centre, baseline_label)
    _quarter_axis(drawn, shown.counts, language)
    return drawn


def _add_level(drawn: go.Figure, level: float, label: str) -> None:
    drawn.add_hline(
        y=level,
        line={"color": COLOURS["ink"], "width": 1.5, "dash": "dash"},
        annotation_text=label,
        annotation_position="bottom right",
    )


def _middle(counts: Sequence[QuarterCount]) -> date:
    first, last = counts[0].quarter.start, counts[-1].quarter.end
    return first + (last - first) / 2


def _quarter_axis(drawn: go.Figure, counts: Sequence[QuarterCount], language: str) -> None:
    """Name every quarter while there are few, else only the years; percentages upwards from 0."""
    few = len(counts) <= FEW_QUARTERS
    if counts:  # words beside a point must not stretch the axis into years to come
        drawn.update_xaxes(range=[counts[0].quarter.start, counts[-1].quarter.end])
    quarter = Text("kw %q %Y", "Q%q %Y").in_language(language)
    drawn.update_xaxes(tick0="2000-01-01", dtick="M3" if few else "M12", tickformat=quarter if few else "%Y")
    drawn.update_yaxes(tickformat=".0%", rangemode="tozero")


def _quarter_hover(each: QuarterCount, language: str) -> str:
    counts = share(each.events, each.total)
    return f"{each.quarter.label.in_language(language)}<br>{counts.in_language(language)}"


def pareto_figure(
    labels: Sequence[str], flagged: Sequence[int], met: Sequence[int], names: tuple[str, str]
) -> go.Figure:
    """Return one bar per check, the most flagged on top: flagged, and behind it what was met.

    ``names`` are what the two parts are called.
    """
    drawn = go.Figure(layout=base_layout())
    parts = ((flagged, COLOURS["point"], "/"), (met, COLOURS["accent_soft"], ""))
    for (values, colour, shape), name in zip(parts, names, strict=True):
        drawn.add_bar(
            x=list(values),
            y=["<br>".join(wrap(label, LABEL_WIDTH)) for label in labels],
            orientation="h",
            textangle=0,
            name=name,
            marker={"color": colour, "pattern": {"shape": shape}},
            text=[str(value) if value else "" for value in values],
            textposition="inside",
            hoverinfo="name+x",
        )
    drawn.update_layout(
        barmode="stack", showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    )
    drawn.update_layout(height=max(300, 40 * len(labels) + 110))
    drawn.update_yaxes(autorange="reversed")
    return drawn
