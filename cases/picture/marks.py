"""PURE. What a picture marks below the curves, by lane: drugs, things done, blood, help, people, moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final

from cases.labels import code_label
from cases.picture.short_words import short
from cases.screening.facts import Call, CaseFacts
from cases.timeline.events import CALLED, MOMENTS, PRESENT, STEPS, TAKEOVER, Event, clock, events
from fluxus.texts import Text

LANES: Final = {
    "medication": Text("middelen", "drugs"),
    "interventions": Text("handelingen", "done"),
    "blood": Text("bloed, lab", "blood, lab"),
    "calls": Text("hulp", "help"),
    "staff": Text("aanwezig", "present"),
    "course": Text("verloop", "course"),
}
COLOURS: Final = {
    "medication": "drug",
    "interventions": "ink_soft",
    "blood": "blood",
    "calls": "call",
    "staff": "call",
    "course": "good",
}
TICK, ARRIVAL, ADVICE, MOMENT = "line-ns-open", "triangle-right", "circle-open", "diamond"
LAB: Final = Text("lab", "lab")
AMBULANCE: Final = Text("ambulance", "ambulance")
AMBU: Final = Text("ambu", "ambu")
UNTIL: Final = Text("tot {time}", "until {time}")
STAYED: Final = Text("bleef", "stayed")


@dataclass(frozen=True, slots=True)
class Point:
    """One moment of a mark with its shape, and what is read on hovering."""

    minute: int
    shape: str
    hover: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry (``"calls:0"``) in a lane: its moments, joined by a line, and its words, the longest first.

    ``bar``: it lasts from the first to the last moment (None: to the end of the picture).
    """

    entries: tuple[str, ...]
    lane: str
    points: tuple[Point, ...]
    words: tuple[Text, ...]
    bar: bool = False
    until: int | None = None


def marks(facts: CaseFacts) -> dict[str, list[Mark]]:
    """Return the marks of each lane that has any, by time."""
    found: dict[str, list[Mark]] = {lane: [] for lane in LANES}
    for mark in (*_done(facts), *_calls(facts), *_staff(facts), *_ambulance(facts), *_course(facts)):
        found[mark.lane].append(mark)
    return {
        lane: sorted(there, key=lambda mark: mark.points[0].minute) for lane, there in found.items() if there
    }


def entry(kind: str, index: int | None) -> str:
    """Return the name under which a finding points at an entry of the case."""
    return kind if index is None else f"{kind}:{index}"


def _done(facts: CaseFacts) -> Iterator[Mark]:
    codes = {("medication", row.index): short(row.drug) for row in facts.medication}
    codes |= {("interventions", row.index): short(row.kind) for row in facts.interventions}
    codes |= {("blood_products", row.index): short(row.product) for row in facts.blood_products}
    codes |= {("labs", row.index): LAB for row in facts.labs}
    for event in events(facts):
        if event.minute is None or (event.kind, event.index) not in codes:
            continue
        lane = event.kind if event.kind in LANES else "blood"
        words = codes[event.kind, event.index]
        point = Point(event.minute, TICK, hover(facts, event))
        yield Mark((entry(event.kind, event.index),), lane, (point,), (words,))


def hover(facts: CaseFacts, event: Event) -> Text:
    """Return time, what happened and the detail in one line."""
    time = "?" if event.minute is None else clock(facts.birth.time, event.minute)
    return Text(
        " · ".join(part for part in (time, event.what.nl, event.detail.nl) if part),
        " · ".join(part for part in (time, event.what.en, event.detail.en) if part),
    )


def _said(facts: CaseFacts, minute: int, *parts: Text) -> Text:
    time = clock(facts.birth.time, minute)
    return Text(" · ".join([time, *(p.nl for p in parts)]), " · ".join([time, *(p.en for p in parts)]))


ASKED: Final = Text("{who} geroepen, {time}", "{who} called, {time}")
CAME: Final = Text("{who} gekomen; geroepen om {time}", "{who} arrived; called at {time}")


def _calls(facts: CaseFacts) -> Iterator[Mark]:
    for call in facts.calls:
        who = code_label(call.role)
        points = []
        if call.called is not None:
            shape = ADVICE if call.mode == "phone" else TICK
            said = Text(CALLED.nl.format(who=who.nl), CALLED.en.format(who=who.en))
            points.append(Point(call.called, shape, _said(facts, call.called, said, *_how(call))))
        if call.arrived is not None:
            time = "?" if call.called is None else clock(facts.birth.time, call.called)
            came = Text(CAME.nl.format(who=who.nl, time=time), CAME.en.format(who=who.en, time=time))
            points.append(Point(call.arrived, ARRIVAL, _said(facts, call.arrived, came)))
        if points:
            yield Mark((entry("calls", call.index),), "calls", tuple(points), (short(call.role),))


def _how(call: Call) -> list[Text]:
    return [code_label("phone")] if call.mode == "phone" else []


def _staff(facts: CaseFacts) -> Iterator[Mark]:
    """People who were there from the same minute to the same minute share a bar."""
    groups: dict[tuple[int, int | None], list[tuple[str, str]]] = {}
    for row in facts.staff:
        if row.present_from is not None:
            key = (row.present_from, row.present_until)
            groups.setdefault(key, []).append((entry("staff", row.index), row.role))
    for (start, until), people in groups.items():
        roles = [role for _entry, role in people]
        full = Text(
            ", ".join(code_label(role).nl for role in roles), ", ".join(code_label(role).en for role in roles)
        )
        end = STAYED if until is None else UNTIL.format(time=clock(facts.birth.time, until))
        points = [Point(start, TICK, _said(facts, start, full, PRESENT, end))]
        names = tuple(name for name, _role in people)
        yield Mark(names, "staff", tuple(points), _people(roles), bar=True, until=until)


def _people(roles: list[str]) -> tuple[Text, ...]:
    shorts = [short(role) for role in roles]
    every = Text(", ".join(word.nl for word in shorts), ", ".join(word.en for word in shorts))
    if len(roles) == 1:
        return (every,)
    some = Text(f"{shorts[0].nl} +{len(roles) - 1}", f"{shorts[0].en} +{len(roles) - 1}")
    return every, some


def _ambulance(facts: CaseFacts) -> Iterator[Mark]:
    run = facts.ambulance
    if run is None:
        return
    points = []
    for name, step in STEPS.items():
        minute = getattr(run, name)
        if minute is not None:
            shape = ARRIVAL if name in ("on_scene", "at_hospital") else TICK
            points.append(Point(minute, shape, _said(facts, minute, AMBULANCE, step)))
    if points:
        code = run.urgency or ""
        words = (Text(f"ambu {code}".strip(), f"ambu {code}".strip()), AMBU)
        ordered = tuple(sorted(points, key=lambda point: point.minute))
        yield Mark(("ambulance",), "calls", ordered, words)


IN_SHORT: Final = {
    "bleeding_started": Text("begin bloeding", "bleeding starts"),
    "placenta_delivered": Text("placenta", "placenta"),
    "bleeding_controlled": Text("onder controle", "under control"),
    "takeover": Text("overname", "takeover"),
}


def _course(facts: CaseFacts) -> Iterator[Mark]:
    for name, minute, words in moments(facts):
        point = Point(minute, MOMENT, _said(facts, minute, words))
        yield Mark((f"moment:{name}",), "course", (point,), (IN_SHORT[name],))


def moments(facts: CaseFacts) -> Iterator[tuple[str, int, Text]]:
    """Return name, minute and words of the moments outside the lists that came."""
    for name, words in MOMENTS.items():
        moment = getattr(facts.birth, name)
        if moment is not None and isfinite(moment):
            yield name, int(moment), words
    if facts.secondary_care_takeover:
        yield "takeover", facts.secondary_care_takeover, TAKEOVER
