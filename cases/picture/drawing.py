"""PURE. The picture as plain values for plotly: panels above each other on one time axis, per width.

The figure has ``data`` and ``layout`` (the curves) and ``widths``: what is added from a width of the plot on
(the marks with the words that fit there, the ticks, the heights). static/js/charts.js puts them together.
"""

from dataclasses import dataclass
from typing import Any, Final

from cases.picture import curves, notes
from cases.picture.axis import Axis, axis_of, ticks
from cases.picture.lanes import Lanes, arranged, lane_traces, word_notes
from cases.picture.marks import LANES, marks
from cases.screening.facts import CaseFacts
from cases.timeline.events import clock
from fluxus.charts import COLOURS, base_layout
from fluxus.texts import Text

VOLUMES: Final = (1000, 2000, 500, 1500, 3000, 4000, 5000, 7500, 10000, 15000)
"""The volume lines, the most important first: those without room for their number are left out."""
LINE: Final = 13
"""The least pixels between two volume lines."""
CAPTION, TICKS, BOTTOM, RIGHT = 18, 26, 6, 14
LIT: Final = ("y", "y2", "y3", "y4")
"""One empty trace per axis, in which the evidence of a finding lights up."""


@dataclass(frozen=True, slots=True)
class Size:
    """How a picture is laid out from ``at`` pixels on; ``width``: of the whole, ``left``: of the names.

    ``ticks``, ``rows`` (of a lane): at most; ``loss``, ``signs``, ``index``, ``row``, ``top``: heights in
    pixels.
    """

    at: int
    width: int
    left: int
    font: int
    ticks: int
    loss: int
    signs: int
    index: int
    rows: int
    row: int = 17
    top: int = 40

    @property
    def plot(self) -> int:
        """The pixels of the time axis."""
        return self.width - self.left - RIGHT


SIZES: Final = (
    Size(0, 280, 76, 11, 3, 160, 80, 40, 5),
    Size(400, 400, 78, 11, 5, 180, 84, 40, 5),
    Size(560, 560, 92, 12, 7, 200, 90, 42, 5),
    Size(760, 760, 92, 12, 9, 220, 96, 44, 5),
)
SMALL: Final = (
    Size(0, 280, 76, 11, 3, 120, 52, 30, 4, row=15, top=20),
    Size(400, 400, 78, 11, 5, 120, 52, 30, 4, row=15, top=20),
    Size(560, 560, 84, 11, 7, 140, 60, 30, 4, row=15, top=20),
    Size(760, 760, 84, 11, 9, 150, 64, 32, 4, row=15, top=20),
)
PAPER: Final = (Size(0, 700, 78, 10, 9, 120, 56, 28, 4, row=14, top=20),)
LOOKS: Final = {"entry": SMALL, "findings": SIZES, "paper": PAPER}
"""Small above a form; with room for the band of a finding; and for paper, without any date."""


def figure(facts: CaseFacts, *, language: str, look: str = "entry") -> dict[str, Any]:
    """Return the picture in one of ``LOOKS``."""
    shown = marks(facts)
    axis = _axis(facts, shown)
    signs = curves.sign_traces(facts, axis, language)
    index = curves.index_trace(facts, axis, language)
    data = [*curves.loss_traces(facts, axis, language), *signs, *index]
    widths = []
    for size in LOOKS[look]:
        lanes = arranged(shown, axis, width=size.plot, font=size.font, most=size.rows, language=language)
        sheet = _Sheet(facts, axis, size, lanes, language, bool(signs), bool(index), look == "paper")
        traces = lane_traces(lanes, axis, bar=size.row - 4, language=language)
        widths.append(
            {
                "from": size.at,
                "height": sheet.height,
                "data": [*traces, *(_lit(name) for name in LIT if name in sheet.panels)],
                "layout": sheet.layout(),
            }
        )
    layout = base_layout(hovermode="closest", uirevision="case", hoverdistance=12)
    return {"data": data, "layout": layout, "widths": widths}


def axis_for(facts: CaseFacts) -> Axis:
    """Return the time axis of the picture of a case, for what is to stand on it."""
    return _axis(facts, marks(facts))


def _axis(facts: CaseFacts, shown: dict[str, list[Any]]) -> Axis:
    minutes: list[float] = [row.time for row in facts.blood_loss]
    minutes += [row.time for row in facts.vitals]
    minutes += [point.minute for lane in shown.values() for mark in lane for point in mark.points]
    minutes += [mark.until for lane in shown.values() for mark in lane if mark.until is not None]
    return axis_of(minutes)


def _lit(name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"lit-{name}",
        "x": [],
        "y": [],
        "yaxis": name,
        "marker": {
            "symbol": "circle-open",
            "size": 19,
            "color": COLOURS["point"],
            "line": {"width": 3},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


class _Sheet:
    """The layout of one width: which panel stands where."""

    def __init__(
        self,
        facts: CaseFacts,
        axis: Axis,
        size: Size,
        lanes: Lanes,
        language: str,
        signs: bool,
        index: bool,
        paper: bool,
    ) -> None:
        self.facts, self.axis, self.size, self.lanes = facts, axis, size, lanes
        self.language, self.paper = language, paper
        heights = [("caption", CAPTION), ("y", size.loss)]
        heights += [("caption2", CAPTION), ("y2", size.signs)] if signs else []
        heights += [("caption3", CAPTION), ("y3", size.index)] if index else []
        heights += [("ticks", TICKS), ("y4", max(lanes.count, 1) * size.row)]
        self.inner = sum(height for _name, height in heights)
        self.panels: dict[str, tuple[float, float]] = {}
        top = 0
        for name, height in heights:
            self.panels[name] = (1 - (top + height) / self.inner, 1 - top / self.inner)
            top += height
        self.height = self.inner + size.top + BOTTOM
        self.lowest = "y3" if index else "y2" if signs else "y"

    def layout(self) -> dict[str, Any]:
        """Return axes, lines and notes."""
        axes = {f"yaxis{name[1:]}": self._panel(name) for name in LIT if name in self.panels}
        return axes | {
            "xaxis": self._time_axis(),
            "margin": {"l": self.size.left, "r": RIGHT, "t": self.size.top, "b": BOTTOM},
            "font": base_layout()["font"] | {"size": self.size.font},
            "shapes": notes.lines(self.facts, self.axis),
            "annotations": [
                *notes.captions(self.panels, self.size.font, self.language),
                *notes.days(self.facts, self.axis, self.size.font, self.language, paper=self.paper),
                *notes.silences(self.axis, self.panels["y"], self.size.font, self.language),
                *word_notes(self.lanes, self.axis, font=self.size.font),
            ],
        }

    def _time_axis(self) -> dict[str, Any]:
        minutes = ticks(self.axis, self.size.ticks)
        return {
            "anchor": self.lowest,
            "tickvals": [self.axis.at(minute) for minute in minutes],
            "ticktext": [clock(self.facts.birth.time, minute) for minute in minutes],
            "tickangle": 0,
            "range": [self.axis.at(self.axis.start), self.axis.at(self.axis.end)],
            "gridcolor": COLOURS["line"],
            "linecolor": COLOURS["ink_soft"],
            "ticks": "outside",
            "ticklen": 4,
            "zeroline": False,
        }

    def _panel(self, name: str) -> dict[str, Any]:
        low, high = self.panels[name]
        plain = {"domain": [max(low, 0), min(high, 1)], "zeroline": False, "fixedrange": True}
        own: dict[str, Any] = getattr(self, f"_{name}")()
        return plain | {"gridcolor": COLOURS["line"]} | own

    def _y(self) -> dict[str, Any]:
        top = curves.highest([row.cumulative_ml for row in self.facts.blood_loss], 1000)
        shown: list[int] = []
        for volume in VOLUMES:
            pixels = [abs(volume - other) / top * self.size.loss for other in (0, *shown)]
            if volume <= top and min(pixels) >= LINE:
                shown.append(volume)
        shown.sort()
        return {
            "range": [0, top],
            "tickvals": shown,
            "ticktext": [f"{volume} ml" for volume in shown],
            "griddash": "dash",
        }

    def _y2(self) -> dict[str, Any]:
        rows = self.facts.vitals
        values = [v for r in rows for v in (r.heart_rate, r.systolic, r.diastolic) if v is not None]
        low, top = min([50, *(value - 6 for value in values)]), max([150, *(value + 8 for value in values)])
        return {"range": [low, top], "tickvals": [tick for tick in (60, 100, 140, 180) if low <= tick <= top]}

    def _y3(self) -> dict[str, Any]:
        values = [curves.index_of(row) for row in curves.with_index(self.facts)]
        return {
            "range": [min([0.5, *values]) - 0.1, max([1.3, *values]) + 0.15],
            "tickvals": [0.9],
            "ticktext": [Text("0,9", "0.9").in_language(self.language)],
            "griddash": "dash",
            "gridcolor": COLOURS["point"],
        }

    def _y4(self) -> dict[str, Any]:
        centres = self.lanes.centres
        return {
            "range": [-max(self.lanes.count, 1) + 0.5, 0.5],
            "tickvals": [-centre for centre in centres.values()],
            "ticktext": [LANES[lane].in_language(self.language) for lane in centres],
            "showgrid": False,
        }
