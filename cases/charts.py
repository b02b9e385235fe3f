"""The picture of a case with its sentence, its legend and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.picture import curves, drawing
from cases.screening.facts import CaseFacts
from cases.timeline.events import Event, clock, events


@dataclass(frozen=True)
class Picture:
    """What components/chart.html and cases/picture_update.html need; ``figure_json`` is for charts.js."""

    figure_json: dict[str, Any]
    title: str
    sentence: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]
    legend: Sequence[tuple[str, str]] = ()
    download_name: str = "fluxus"
    id: str = field(default="timeline")

    @property
    def figure_id(self) -> str:
        """The id of the element that carries the figure."""
        return f"{self.id}-figure"


def timeline_chart(facts: CaseFacts, *, number: str, look: str = "entry") -> Picture:
    """Return the timeline of one case; its table lists every event.

    ``look``: "entry" (small, above a form), "findings" (room for a band), "paper" (without any date).
    """
    language = get_language() or "nl"
    happened = events(facts)
    return Picture(
        figure_json=drawing.figure(facts, language=language, look=look),
        title=_("Timeline of case %(number)s") % {"number": number},
        sentence=_sentence(facts, happened),
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
        legend=_legend(facts, language),
        download_name=f"fluxus-{number}",
    )


def _legend(facts: CaseFacts, language: str) -> list[tuple[str, str]]:
    """Return every sign of the picture with its words."""
    unknown = any(row.method is None for row in facts.blood_loss)
    methods = [
        (sign, curves.method_words(method).in_language(language))
        for method, (_symbol, sign) in curves.METHODS.items()
        if method is not None or unknown
    ]
    return [
        *methods,
        ("◆", _("shock index 0.9 or more")),
        ("▸", _("arrived")),
        ("|", _("called, given or done")),
    ]


def _sentence(facts: CaseFacts, happened: Sequence[Event]) -> str:
    if not happened:
        return _(
            "Nothing has been filled in yet. Every row draws itself here: blood loss, pulse and pressure, "
            "what was given and done, who was called and came."
        )
    said = [_reached(facts)]
    undated = sum(event.minute is None for event in happened)
    if undated:
        words = ngettext(
            "%(n)d row has no time: it stands in the table only.",
            "%(n)d rows have no time: they stand in the table only.",
            undated,
        )
        said.append(words % {"n": undated})
    return " ".join(said)


def _reached(facts: CaseFacts) -> str:
    if not facts.blood_loss:
        return _("No blood loss has been filled in yet.")
    last = facts.blood_loss[-1]
    said = _("%(ml)d ml was reached at %(time)s, %(minutes)d minutes after birth.")
    values = {"ml": last.cumulative_ml, "time": clock(facts.birth.time, last.time), "minutes": last.time}
    return said % values
