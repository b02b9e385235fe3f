"""The picture of a case: blood loss, pulse and pressure, and below on the same axis what was done."""

from math import ceil, floor, isfinite
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.screening.facts import CaseFacts
from cases.timeline_events import Event, clock, events
from fluxus.charts import COLOURS, Chart, base_layout

VOLUMES = (500, 1000, 1500, 2000)
SIGN_TICKS = (60, 100, 140, 180)
SPACINGS = (15, 30, 60, 120, 240, 480)
MOST_TICKS = 9
LANES = {
    "calls": (0, "call"),
    "staff": (0, "call"),
    "ambulance": (0, "call"),
    "interventions": (1, "ink_soft"),
    "blood_products": (1, "ink_soft"),
    "labs": (1, "ink_soft"),
    "medication": (2, "drug"),
}
ROOM_PER_LETTER = 0.018
"""The part of the width that one letter beside a mark takes."""
MEASURED = ("weighed", "collector")


def timeline_chart(facts: CaseFacts, *, number: str) -> Chart:
    """Return the timeline of one case; its table lists every event with its time."""
    language = get_language()
    happened = events(facts)
    figure = go.Figure(layout=_layout(facts))
    figure.add_trace(_blood_loss(facts))
    figure.add_traces(_signs(facts))
    figure.add_traces(_marks(facts, happened))
    return Chart(
        id="timeline",
        figure=figure,
        title=_("Timeline of case %(number)s") % {"number": number},
        sentence=_sentence(facts),
        headers=[_("Time"), _("Minutes after birth"), _("Kind"), _("What"), _("Detail")],
        rows=[
            [
                "?" if event.minute is None else clock(facts.birth.time, event.minute),
                "?" if event.minute is None else event.minute,
                event.heading.in_language(language),
                event.what.in_language(language),
                event.detail.in_language(language),
            ]
            for event in happened
        ],
        download_name=f"fluxus-{number}",
    )


def _span(facts: CaseFacts) -> tuple[int, int]:
    """Return the minutes to show: from a little before birth to a little after the last thing done."""
    minutes = [0, *(row.time for row in facts.blood_loss), *(row.time for row in facts.vitals)]
    moments = [row.time for row in (*facts.medication, *facts.interventions)]
    moments += [moment for call in facts.calls for moment in (call.called, call.arrived)]
    moments += [row.started for row in facts.blood_products]
    minutes += [moment for moment in moments if moment is not None]
    controlled = facts.birth.bleeding_controlled
    if controlled is not None and isfinite(controlled):
        minutes.append(int(controlled))
    return max(min(minutes), -60) - 5, max(*minutes, 30) + 10


def _ticks(facts: CaseFacts) -> dict[str, Any]:
    start, end = _span(facts)
    spacing = next((step for step in SPACINGS if (end - start) / step <= MOST_TICKS), SPACINGS[-1])
    values = [step * spacing for step in range(ceil(start / spacing), floor(end / spacing) + 1)]
    return {
        "tickvals": values,
        "ticktext": [clock(facts.birth.time, value) for value in values],
        "range": [start, end],
        "gridcolor": COLOURS["line"],
        "zeroline": True,
        "zerolinecolor": COLOURS["ink_soft"],
    }


def _layout(facts: CaseFacts) -> dict[str, Any]:
    highest = max([row.cumulative_ml for row in facts.blood_loss] + [1000])
    shown = [volume for volume in VOLUMES if volume <= highest * 1.15]
    plain = {"gridcolor": COLOURS["line"], "zeroline": False, "automargin": True}
    return base_layout(
        xaxis=_ticks(facts) | {"anchor": "y3"},
        yaxis=plain
        | {
            "domain": [0.34, 1],
            "range": [0, highest * 1.15],
            "tickvals": shown,
            "ticktext": [f"{volume} ml" for volume in shown],
        },
        yaxis2=plain
        | {
            "overlaying": "y",
            "side": "right",
            "range": [30, 220],
            "tickvals": SIGN_TICKS,
            "tickmode": "array",
            "showgrid": False,
        },
        yaxis3=plain
        | {
            "domain": [0, 0.28],
            "range": [-0.6, 2.6],
            "tickvals": [0, 1, 2],
            "ticktext": [_("help"), _("done"), _("drugs")],
            "showgrid": False,
        },
        hovermode="closest",
    )


def _times(facts: CaseFacts, minutes: list[int]) -> list[str]:
    return [clock(facts.birth.time, minute) for minute in minutes]


def _blood_loss(facts: CaseFacts) -> go.Scatter:
    minutes = [row.time for row in facts.blood_loss]
    symbols = ["circle" if row.method in MEASURED else "circle-open" for row in facts.blood_loss]
    return go.Scatter(
        x=minutes,
        y=[row.cumulative_ml for row in facts.blood_loss],
        customdata=_times(facts, minutes),
        mode="lines+markers",
        name=_("blood loss"),
        line={"color": COLOURS["blood"], "width": 3},
        marker={"symbol": symbols, "size": 10},
        fill="tozeroy",
        fillcolor=COLOURS["blood_soft"],
        hovertemplate="%{customdata} · %{y} ml<extra></extra>",
    )


def _signs(facts: CaseFacts) -> list[go.Scatter]:
    lines = (
        ("heart_rate", _("pulse"), COLOURS["vital"], "solid"),
        ("systolic", _("systolic"), COLOURS["ink"], "dash"),
        ("diastolic", _("diastolic"), COLOURS["ink_soft"], "dot"),
    )
    traces = []
    for attribute, name, colour, dash in lines:
        rows = [row for row in facts.vitals if getattr(row, attribute) is not None]
        minutes = [row.time for row in rows]
        text = ["" for _row in rows[:-1]] + [name] * bool(rows)
        traces.append(
            go.Scatter(
                x=minutes,
                y=[getattr(row, attribute) for row in rows],
                text=text,
                customdata=_times(facts, minutes),
                mode="lines+markers+text",
                marker={"size": 4},
                textposition="top left",
                textfont={"color": colour},
                name=name,
                yaxis="y2",
                line={"color": colour, "dash": dash, "width": 1.5},
                hovertemplate=f"%{{customdata}} · {name} %{{y}}<extra></extra>",
            )
        )
    return traces


def _marks(facts: CaseFacts, happened: list[Event]) -> list[go.Scatter]:
    language = get_language()
    start, end = _span(facts)
    room = (end - start) * ROOM_PER_LETTER
    traces = []
    for lane in (2, 1, 0):
        here = [e for e in happened if LANES.get(e.kind, (None,))[0] == lane]
        shown = [e for e in here if e.minute is not None and start <= e.minute <= end]
        minutes = [event.minute for event in shown if event.minute is not None]
        colours = [COLOURS[LANES[event.kind][1]] for event in shown]
        names = [_short(event.what.in_language(language)) for event in shown]
        hover = [
            f"{time} · {event.what.in_language(language)}"
            for time, event in zip(_times(facts, minutes), shown, strict=True)
        ]
        traces.append(
            go.Scatter(
                x=minutes,
                y=[lane] * len(shown),
                text=_words_with_room(names, minutes, room, end),
                customdata=hover,
                mode="markers+text",
                textposition="middle right",
                textfont={"size": 12},
                yaxis="y3",
                marker={"symbol": "line-ns-open", "size": 14, "color": colours, "line": {"width": 3}},
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    return traces


def _short(words: str) -> str:
    """Return the first word: what stands beside a mark; the rest is read on hovering and in the table."""
    return words.partition(" ")[0].rstrip(",")


def _words_with_room(words: list[str], minutes: list[int], room: float, end: float) -> list[str]:
    """Return the words of the marks that have room up to the next mark; ``room`` is that of one letter."""
    following = [*minutes[1:], end]
    return [
        word if after - minute >= room * (len(word) + 2) else ""
        for word, minute, after in zip(words, minutes, following, strict=False)
    ]


def _sentence(facts: CaseFacts) -> str:
    if not facts.blood_loss:
        return _("No blood loss has been filled in yet.")
    last = facts.blood_loss[-1]
    said = _("%(ml)d ml was reached at %(time)s, %(minutes)d minutes after birth.")
    reached = said % {
        "ml": last.cumulative_ml,
        "time": clock(facts.birth.time, last.time),
        "minutes": last.time,
    }
    return reached + " " + _("A filled dot is weighed or from a calibrated bag, an open dot is estimated.")
