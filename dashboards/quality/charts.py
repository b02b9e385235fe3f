"""PURE. The pictures of data quality: figures are drawn here, computed elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from fluxus.charts import COLOURS, base_layout
from fluxus.periods import Period

BIN_ML: Final = 50
LAST_BIN: Final = 2000
"""All from here on stand together."""
HEIGHT: Final = 340


def steps(bins: Mapping[tuple[int, bool], int]) -> list[tuple[int, int, int]]:
    """Return (lower edge, exactly 500 or 1000, all others) for every step of 50 ml up to the last."""
    found = {edge: [0, 0] for edge in range(0, LAST_BIN + 1, BIN_ML)}
    for (edge, heap), number in bins.items():
        found[min(edge, LAST_BIN)][0 if heap else 1] += number
    return [(edge, heap, rest) for edge, (heap, rest) in found.items()]


def histogram(bins: Mapping[tuple[int, bool], int], names: tuple[str, str], x_title: str) -> go.Figure:
    """Return bars of 50 ml; what is exactly 500 or 1000 stands in another colour and hatched.

    ``names`` are what that part and the rest are called.
    """
    drawn = go.Figure(layout=base_layout())
    rows = steps(bins)
    parts = ((1, names[0], COLOURS["point"], "/"), (2, names[1], COLOURS["accent"], ""))
    for place, name, colour, shape in parts:
        drawn.add_bar(
            x=[row[0] + BIN_ML / 2 for row in rows],
            y=[row[place] for row in rows],
            width=BIN_ML * 0.92,
            name=name,
            marker={"color": colour, "pattern": {"shape": shape}},
            hoverinfo="name+y",
        )
    drawn.update_layout(
        barmode="stack",
        showlegend=True,
        height=HEIGHT,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    )
    drawn.update_xaxes(title={"text": x_title, "font": {"size": 13}}, dtick=250, range=[0, LAST_BIN + BIN_ML])
    drawn.update_yaxes(rangemode="tozero")
    return drawn


def trend(
    quarters: Sequence[tuple[Period, float | None, float | None]],
    names: tuple[str, str],
    hovers: Sequence[str],
    good: tuple[float, str],
) -> go.Figure:
    """Return the missing share per quarter, the country's beside it, and the line below which it is good."""
    drawn = go.Figure(layout=base_layout())
    middles = [each.start + (each.end - each.start) / 2 for each, _own, _country in quarters]
    drawn.add_scatter(
        x=middles,
        y=[country for _quarter, _own, country in quarters],
        mode="lines",
        name=names[1],
        line={"color": COLOURS["ink_soft"], "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    drawn.add_scatter(
        x=middles,
        y=[own for _quarter, own, _country in quarters],
        mode="lines+markers",
        name=names[0],
        line={"color": COLOURS["accent"], "width": 2},
        marker={"size": 9},
        hovertext=list(hovers),
        hoverinfo="text",
    )
    drawn.add_hline(
        y=good[0],
        line={"color": COLOURS["good"], "width": 1.5, "dash": "dash"},
        annotation_text=good[1],
        annotation_position="top left",
    )
    drawn.update_layout(
        showlegend=True, height=HEIGHT, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    )
    drawn.update_xaxes(tickformat="%Y", dtick="M12", tick0="2000-01-01")
    drawn.update_yaxes(tickformat=".0%", rangemode="tozero")
    return drawn
