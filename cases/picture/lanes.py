"""PURE. The lanes below the curves: marks in rows, each with as many words as fit."""

from dataclasses import dataclass
from typing import Any, Final

from cases.picture.axis import Axis
from cases.picture.curves import HOVER
from cases.picture.marks import COLOURS as LANE_COLOURS
from cases.picture.marks import LANES, Mark
from cases.picture.packing import HALF_MARK, Box, Place, packed, rows_used
from fluxus.charts import COLOURS

LETTER: Final = 0.62
"""The mean width of a letter, in the size of the type: a little wide, so that nothing is cut."""


SIZES: Final = {"line-ns-open": 13, "triangle-right": 11, "circle-open": 9}
"""Of the marks, in pixels."""


@dataclass(frozen=True, slots=True)
class Row:
    """A mark in a row of the whole picture (0: the highest), with the words that fit."""

    mark: Mark
    row: int
    words: str
    left: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """All marks in their rows; ``centres``: the middle row of each lane; ``count``: rows in all."""

    rows: tuple[Row, ...]
    centres: dict[str, float]
    count: int


def arranged(
    marks: dict[str, list[Mark]], axis: Axis, *, width: float, font: int, most: int, language: str
) -> Lanes:
    """Return the marks in rows for a plot of ``width`` pixels; at most ``most`` rows in a lane."""
    rows: list[Row] = []
    centres: dict[str, float] = {}
    first = 0
    for lane in LANES:
        here = [mark for mark in marks.get(lane, ()) if _is_shown(mark, axis)]
        if not here:
            continue
        places = packed([_box(mark, axis, width, font, language) for mark in here], width, most)
        rows += [
            Row(mark, first + place.row, _words(mark, place, language), place.left)
            for mark, place in zip(here, places, strict=True)
        ]
        used = rows_used(places)
        centres[lane] = first + (used - 1) / 2
        first += used
    return Lanes(tuple(rows), centres, first)


def _is_shown(mark: Mark, axis: Axis) -> bool:
    """Whether any of a mark lies on the axis: what was long before the birth stands in the table only."""
    lasts = mark.bar and (mark.until is None or mark.until > axis.start)
    return lasts or any(axis.shows(point.minute) for point in mark.points)


def _words(mark: Mark, place: Place, language: str) -> str:
    return "" if place.word is None else mark.words[place.word].in_language(language)


def _box(mark: Mark, axis: Axis, width: float, font: int, language: str) -> Box:
    scale = width / axis.length
    begin, end = extent(mark, axis)
    lengths = tuple(len(words.in_language(language)) * font * LETTER for words in mark.words)
    return Box((begin - axis.at(axis.start)) * scale, (end - axis.at(axis.start)) * scale, lengths, mark.bar)


def extent(mark: Mark, axis: Axis) -> tuple[float, float]:
    """Return the places on the axis where a mark begins and ends."""
    places = [axis.at(max(point.minute, axis.start)) for point in mark.points]
    if mark.bar:
        places.append(axis.at(axis.end if mark.until is None else min(mark.until, axis.end)))
    return min(places), max(places)


def lane_traces(lanes: Lanes, axis: Axis, *, bar: int, language: str) -> list[dict[str, Any]]:
    """Return the bars and joining lines, the words, and the marks on the fourth axis."""
    return [_joins(lanes, axis, bar=bar), _joins(lanes, axis, bar=0), _marks(lanes, axis, language)]


def word_notes(lanes: Lanes, axis: Axis, *, font: int) -> list[dict[str, Any]]:
    """Return the words beside the marks as notes: unlike texts of a trace they can be shifted by pixels."""
    notes = []
    for row in lanes.rows:
        if not row.words:
            continue
        begin, end = extent(row.mark, axis)
        place = begin if row.left or row.mark.bar else end
        shift = 1 if row.mark.bar else HALF_MARK
        notes.append(
            {
                "text": row.words,
                "x": place,
                "y": -row.row,
                "yref": "y4",
                "showarrow": False,
                "xanchor": "right" if row.left else "left",
                "xshift": -HALF_MARK if row.left else shift,
                "font": {"size": font, "color": COLOURS[LANE_COLOURS[row.mark.lane]]},
            }
        )
    return notes


def _joins(lanes: Lanes, axis: Axis, *, bar: int) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for row in lanes.rows:
        begin, end = extent(row.mark, axis)
        if row.mark.bar is bool(bar) and end > begin:
            x += [begin, end, None]
            y += [-row.row, -row.row, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "yaxis": "y4",
        "line": {"color": COLOURS["accent_soft" if bar else "call"], "width": bar or 1.5},
        "hoverinfo": "skip",
    }


def _marks(lanes: Lanes, axis: Axis, language: str) -> dict[str, Any]:
    points = [(row, point) for row in lanes.rows for point in row.mark.points if axis.shows(point.minute)]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "marks",
        "x": [axis.at(point.minute) for _row, point in points],
        "y": [-row.row for row, _point in points],
        "yaxis": "y4",
        "customdata": [[p.hover.in_language(language), " ".join(row.mark.entries)] for row, p in points],
        "marker": {
            "symbol": [point.shape for _row, point in points],
            "size": [SIZES.get(point.shape, 10) for _row, point in points],
            "color": [COLOURS[LANE_COLOURS[row.mark.lane]] for row, _point in points],
            "line": {"width": [2.5 if p.shape.endswith("-open") else 0 for _row, p in points]},
        },
        "cliponaxis": False,
        "hovertemplate": HOVER,
    }
