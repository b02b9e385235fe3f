"""PURE. How every chart looks, and what a page needs to show one: figure, title, sentence and table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import plotly.graph_objects as go

# The colours of static/tokens.css, for plotly, which reads no style sheet.
COLOURS: Final = {
    "ink": "#17242f",
    "ink_soft": "#4d5d6b",
    "line": "#d9e0e6",
    "surface": "#ffffff",
    "accent": "#0a5f66",
    "accent_soft": "#e0eff0",
    "blood": "#9c1c3b",
    "blood_soft": "#fbecef",
    "point": "#8f4a00",
    "point_soft": "#fdf0df",
    "good": "#1f6345",
    "unknown": "#4d5d6b",
    "vital": "#2b5fa8",
    "drug": "#6a4aa0",
    "call": "#0a5f66",
}


@dataclass(frozen=True)
class Chart:
    """One picture on a page. ``rows`` say in text what the figure shows, cell by cell as ``headers``."""

    id: str
    figure: go.Figure
    title: str
    sentence: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]
    download_name: str = "fluxus"
    config: dict[str, Any] = field(default_factory=dict)

    @property
    def figure_id(self) -> str:
        """The id of the element that carries the figure."""
        return f"{self.id}-figure"

    @property
    def figure_json(self) -> dict[str, Any]:
        """The figure as plain values, for the page's own drawing module."""
        figure: dict[str, Any] = json.loads(self.figure.to_json())
        return {"data": figure["data"], "layout": figure["layout"], "config": self.config}


def base_layout(**overrides: Any) -> dict[str, Any]:
    """Return the layout that all charts share; keyword arguments replace single settings."""
    axis = {
        "gridcolor": COLOURS["line"],
        "linecolor": COLOURS["ink_soft"],
        "zeroline": False,
        "automargin": True,
        "title": {"standoff": 8},
    }
    return {
        "template": "none",
        "font": {"family": 'system-ui, "Segoe UI", Roboto, sans-serif', "size": 14, "color": COLOURS["ink"]},
        "paper_bgcolor": COLOURS["surface"],
        "plot_bgcolor": COLOURS["surface"],
        "margin": {"l": 56, "r": 24, "t": 24, "b": 48},
        "xaxis": axis,
        "yaxis": dict(axis),
        "hoverlabel": {"bgcolor": COLOURS["surface"], "font": {"color": COLOURS["ink"]}},
        "showlegend": False,
    } | overrides
