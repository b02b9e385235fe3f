"""One case on at most two pages, without anything that leads to a person: no date, no label, no names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import labels
from cases.case_values import AMSTERDAM
from cases.finding_presenters import Group, ShownFinding
from cases.forms import words
from cases.models import Case
from cases.screening.facts import CaseFacts
from cases.screening.findings import Derived, Value
from cases.screening.rules import MARKS, RuleSet
from cases.timeline.events import Event, clock, events

MOST_ROWS, MOST_FLAGS, MOST_LETTERS, MOST_NAMED = 60, 26, 500, 45
LEAVE_OUT = ("staff", "vitals", "labs")
"""The lists of which rows are left out first when a case is too long for two pages."""


@dataclass(frozen=True)
class PrintedRow:
    """One row of the timeline: time of the day, minutes since birth, and what happened."""

    time: str
    minute: str
    what: str


def heading(case: Case) -> str:
    """Return status, quarter of birth, setting and mode."""
    born = case.birth_time.astimezone(AMSTERDAM)
    quarter = _("born in quarter %(quarter)d of %(year)d") % {
        "quarter": (born.month + 2) // 3,
        "year": born.year,
    }
    status = {"draft": _("draft"), "submitted": _("submitted"), "discussed": _("discussed")}[case.status]
    place, mode = words(labels.code_label(case.place)), words(labels.code_label(case.mode))
    return " · ".join([status, quarter, place, mode])


def derived_words(derived: Derived, rules: RuleSet) -> list[str]:
    """Return the derived moments in words, in minutes after birth, and the total."""
    alarm, theatre, mtp = (
        f"{rules[key]:g} ml" for key in ("alarm_loss_ml", "theatre_loss_ml", "mtp_loss_ml")
    )
    moments = (
        (_("treatment starts"), derived.tP),
        (alarm, derived.t1000),
        (theatre, derived.t1500),
        (mtp, derived.t2000),
        (_("shock index 0.9"), derived.tSI),
        (_("alarm"), derived.tA),
        (_("secondary care took over"), derived.t2),
        (_("bleeding under control"), derived.tc),
    )
    said = [f"{name}: {_moment(value)}" for name, value in moments if value is not None]
    total = "?" if derived.final_ml is None else derived.final_ml
    return [*said, _("total blood loss: %(ml)s ml") % {"ml": total}]


def _moment(value: Value) -> str:
    if isinstance(value, int | float):
        return _("%(n)d min") % {"n": value}
    return {"never": _("never")}.get(str(value), _("at an unknown moment"))


@dataclass(frozen=True)
class PrintedTimeline:
    """The rows in two columns, and what was left out in words ("" when nothing was)."""

    columns: tuple[list[PrintedRow], list[PrintedRow]]
    left_out: str


def timeline(facts: CaseFacts, language: str, most: int = MOST_ROWS) -> PrintedTimeline:
    """Return the timeline, at most ``most`` rows; of people, signs and lab rows are left out first."""
    happened = events(facts)
    order = {kind: place for place, kind in enumerate(reversed(LEAVE_OUT), 1)}
    first = sorted(range(len(happened)), key=lambda n: (order.get(happened[n].kind, 0), n))
    kept = sorted(first[:most])
    rows = [_row(facts, happened[n], language) for n in kept]
    half = (len(rows) + 1) // 2
    out = Counter(words(happened[n].heading) for n in first[most:])
    said = ", ".join(f"{name} {number}" for name, number in out.items())
    left_out = _("Not printed: %(n)d rows (%(lists)s).") % {"n": out.total(), "lists": said} if out else ""
    return PrintedTimeline((rows[:half], rows[half:]), left_out)


def _row(facts: CaseFacts, event: Event, language: str) -> PrintedRow:
    said = [event.what.in_language(language), event.detail.in_language(language)]
    time = "?" if event.minute is None else clock(facts.birth.time, event.minute)
    minute = "?" if event.minute is None else f"{event.minute:+d}"
    return PrintedRow(time, minute, " · ".join(part for part in said if part))


@dataclass(frozen=True)
class PrintedFindings:
    """The flags, how many more there are, and the labels of the rest per result with their number."""

    flags: list[ShownFinding]
    more: int
    rest: list[tuple[str, int, str]]


def findings(groups: Sequence[Group], most: int = MOST_FLAGS) -> PrintedFindings:
    """Return at most ``most`` flags, and the other findings as counts with a short list."""
    flags = [face for group in groups for point in group.points for face in point.faces]
    rest: dict[str, list[str]] = {}
    for group in groups:
        for _result, name, items in group.folded:
            rest.setdefault(name, []).extend(item.check for item in items)
    named = [(name, len(checks), ", ".join(sorted(checks)[:MOST_NAMED])) for name, checks in rest.items()]
    return PrintedFindings(flags[:most], max(0, len(flags) - most), named)


def shortened(text: str, most: int = MOST_LETTERS) -> str:
    """Return a text of at most ``most`` letters, with a sentence when something was left out."""
    if len(text) <= most:
        return text
    left_out = _("(%(n)d letters not printed)") % {"n": len(text) - most}
    return f"{text[:most].rstrip()} … {left_out}"


def marks() -> list[tuple[str, str]]:
    """Return every mark with its words."""
    return [(mark, words(text)) for mark, text in MARKS.items()]
