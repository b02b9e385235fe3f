"""PURE. The curves of a picture: blood loss with the method of each record, pulse, pressure, shock index."""

from collections.abc import Sequence
from typing import Any, Final

from cases.labels import code_label
from cases.picture.axis import Axis
from cases.picture.marks import entry
from cases.screening.facts import CaseFacts, Vitals
from cases.timeline.events import clock
from fluxus.charts import COLOURS
from fluxus.texts import Text

Trace = dict[str, Any]
METHODS: Final = {
    "weighed": ("circle", "●"),
    "collector": ("square", "■"),
    "estimated": ("circle-open", "○"),
    None: ("diamond-open", "◇"),
}
NO_METHOD: Final = Text("onbekend hoe", "method unknown")
BORN: Final = Text("geboorte", "birth")
PULSE: Final = Text("pols", "pulse")
SYSTOLIC: Final = Text("bovendruk", "systolic")
DIASTOLIC: Final = Text("onderdruk", "diastolic")
INDEX: Final = Text("shockindex", "shock index")
SIGNS: Final = (
    ("heart_rate", PULSE, "vital", "solid", "circle"),
    ("systolic", SYSTOLIC, "ink", "dash", "triangle-down"),
    ("diastolic", DIASTOLIC, "ink_soft", "dot", "triangle-up"),
)
HOVER: Final = "%{customdata[0]}<extra></extra>"


def method_words(method: str | None) -> Text:
    """Return how a volume was measured, in words."""
    return NO_METHOD if method is None else code_label(method)


def loss_traces(facts: CaseFacts, axis: Axis, language: str) -> list[Trace]:
    """Return the filled curve from the birth on, and the marks of the records and of the birth."""
    rows = [row for row in facts.blood_loss if axis.shows(row.time)]
    places = [axis.at(row.time) for row in rows]
    volumes = [row.cumulative_ml for row in rows]
    begin = [axis.at(0)] if rows and rows[0].time > 0 else []
    said = [
        f"{clock(facts.birth.time, row.time)} · {row.cumulative_ml} ml · "
        f"{method_words(row.method).in_language(language)}"
        for row in rows
    ]
    born = f"{clock(facts.birth.time, 0)} · {BORN.in_language(language)}"
    curve = {
        "type": "scatter",
        "mode": "lines",
        "x": [*begin, *places],
        "y": [*(0 for _ in begin), *volumes],
        "line": {"color": COLOURS["blood"], "width": 3},
        "fill": "tozeroy",
        "fillcolor": COLOURS["blood_soft"],
        "hoverinfo": "skip",
    }
    records = {
        "type": "scatter",
        "mode": "markers",
        "name": "blood_loss",
        "x": [axis.at(0), *places],
        "y": [0, *volumes],
        "customdata": [[born, "birth"]]
        + [[words, entry("blood_loss", row.index)] for words, row in zip(said, rows, strict=True)],
        "marker": {
            "symbol": ["line-ns-open", *(METHODS[row.method][0] for row in rows)],
            "size": 10,
            "color": [COLOURS["ink"], *(COLOURS["blood"] for _ in rows)],
            "line": {"width": 2},
        },
        "cliponaxis": False,
        "hovertemplate": HOVER,
    }
    return [curve, records]


def sign_traces(facts: CaseFacts, axis: Axis, language: str) -> list[Trace]:
    """Return pulse and pressure on the second axis."""
    traces = []
    for attribute, name, colour, dash, symbol in SIGNS:
        rows = [r for r in facts.vitals if getattr(r, attribute) is not None and axis.shows(r.time)]
        said = name.in_language(language)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": attribute,
                "x": [axis.at(row.time) for row in rows],
                "y": [getattr(row, attribute) for row in rows],
                "yaxis": "y2",
                "customdata": [
                    [
                        f"{clock(facts.birth.time, row.time)} · {said} {getattr(row, attribute)}",
                        entry("vitals", row.index),
                    ]
                    for row in rows
                ],
                "line": {"color": COLOURS[colour], "dash": dash, "width": 1.5},
                "marker": {"symbol": symbol, "size": 6, "color": COLOURS[colour]},
                "cliponaxis": False,
                "hovertemplate": HOVER,
            }
        )
    return [trace for trace in traces if trace["x"]]


def with_index(facts: CaseFacts) -> list[Vitals]:
    """Return the vital signs that have a shock index."""
    return [row for row in facts.vitals if row.heart_rate is not None and row.systolic]


def raised(row: Vitals) -> bool:
    """Whether the shock index is 0.9 or more, in whole numbers."""
    return 10 * (row.heart_rate or 0) >= 9 * (row.systolic or 1)


def index_of(row: Vitals) -> float:
    """Return the shock index: pulse divided by systolic pressure."""
    return (row.heart_rate or 0) / (row.systolic or 1)


def index_trace(facts: CaseFacts, axis: Axis, language: str) -> list[Trace]:
    """Return the shock index as marks: filled when it is 0.9 or more."""
    rows = [row for row in with_index(facts) if axis.shows(row.time)]
    if not rows:
        return []
    said = INDEX.in_language(language)
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "shock_index",
            "x": [axis.at(row.time) for row in rows],
            "y": [round(index_of(row), 2) for row in rows],
            "yaxis": "y3",
            "customdata": [
                [
                    f"{clock(facts.birth.time, row.time)} · {said} {number(index_of(row), language)}",
                    entry("vitals", row.index),
                ]
                for row in rows
            ],
            "line": {"color": COLOURS["line"], "width": 1},
            "marker": {
                "symbol": ["diamond" if raised(row) else "diamond-open" for row in rows],
                "size": 8,
                "color": COLOURS["point"],
            },
            "cliponaxis": False,
            "hovertemplate": HOVER,
        }
    ]


def number(value: float, language: str) -> str:
    """Return two decimals as the language writes them."""
    return f"{value:.2f}" if language.startswith("en") else f"{value:.2f}".replace(".", ",")


def highest(values: Sequence[float], least: float) -> float:
    """Return the top of an axis that shows all of the values."""
    return max([least, *values]) * 1.08
