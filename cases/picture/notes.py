"""PURE. What stands beside curves and marks: names of panels, midnight, clock changes, silences."""

from typing import Any, Final

from cases.picture.axis import NEXT_DAY, Axis, clock_changes, midnights
from cases.picture.marks import moments
from cases.screening.facts import CaseFacts
from fluxus.charts import COLOURS
from fluxus.texts import Text

Note = dict[str, Any]
CAPTIONS: Final = {
    "caption": Text("bloedverlies (ml)", "blood loss (ml)"),
    "caption2": Text("pols ●  bovendruk ▼  onderdruk ▲", "pulse ●  systolic ▼  diastolic ▲"),
    "caption3": Text("shockindex (grens 0,9)", "shock index (limit 0.9)"),
}
SILENCE: Final = Text("{n} min zonder regels", "{n} min without rows")
ACROSS: Final = ("takeover", "bleeding_controlled")
"""The moments that are drawn through all panels."""


def captions(panels: dict[str, tuple[float, float]], font: int, language: str) -> list[Note]:
    """Return the name above each panel."""
    return [
        {
            "text": words.in_language(language),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": panels[name][0],
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": font, "color": COLOURS["ink_soft"]},
        }
        for name, words in CAPTIONS.items()
        if name in panels
    ]


def days(facts: CaseFacts, axis: Axis, font: int, language: str, *, paper: bool) -> list[Note]:
    """Return what stands above midnight (on paper no date) and where the clock changes."""
    found = [
        (minute, NEXT_DAY if paper else words, "date") for minute, words in midnights(facts.birth.time, axis)
    ]
    found += [(minute, words, "clock") for minute, words in clock_changes(facts.birth.time, axis)]
    notes = []
    for minute, words, name in found:
        part = (axis.at(minute) - axis.at(axis.start)) / axis.length
        notes.append(
            {
                "name": name,
                "text": words.in_language(language),
                "x": axis.at(minute),
                "xanchor": "left" if part < 0.2 else "right" if part > 0.8 else "center",
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": font, "color": COLOURS["ink_soft"]},
            }
        )
    return notes


def silences(axis: Axis, panel: tuple[float, float], font: int, language: str) -> list[Note]:
    """Return how long each folded silence lasted."""
    return [
        {
            "text": SILENCE.format(n=fold.end - fold.start).in_language(language),
            "x": (axis.at(fold.start) + axis.at(fold.end)) / 2,
            "y": sum(panel) / 2,
            "yref": "paper",
            "textangle": -90,
            "showarrow": False,
            "font": {"size": font, "color": COLOURS["ink_soft"]},
        }
        for fold in axis.folds
    ]


def lines(facts: CaseFacts, axis: Axis) -> list[Note]:
    """Return the lines through all panels, and the shade of a folded silence."""
    birth = facts.birth.time
    found = [
        (minute, "ink_soft", "dash") for minute, _ in (*midnights(birth, axis), *clock_changes(birth, axis))
    ]
    found += [
        (minute, "good", "dot") for name, minute, _ in moments(facts) if name in ACROSS and axis.shows(minute)
    ]
    plain = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    shades = [
        plain
        | {
            "type": "rect",
            "x0": axis.at(fold.start),
            "x1": axis.at(fold.end),
            "fillcolor": COLOURS["line"],
            "opacity": 0.5,
            "line": {"width": 0},
        }
        for fold in axis.folds
    ]
    return shades + [
        plain
        | {
            "type": "line",
            "x0": axis.at(minute),
            "x1": axis.at(minute),
            "line": {"color": COLOURS[colour], "width": 1, "dash": dash},
        }
        for minute, colour, dash in found
    ]
