"""PURE. The delays that are judged as written: D04, D06, D07, D08, D09."""

from collections.abc import Iterator
from math import inf
from typing import Final, NamedTuple

from cases.labels import code_label
from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import RUNS, TRANEXAMIC_ACID, made, requested
from cases.screening.facts import Ambulance, Call
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.possible import Done
from cases.screening.view import View
from fluxus.texts import Text

BIRTH: Final = Text("de geboorte", "birth")
TXA: Final = Text("tranexaminezuur", "tranexamic acid")
NO_AMBULANCE: Final = Text(
    "Er was geen ambulance met A0, A1 of A2.", "There was no ambulance with A0, A1 or A2."
)
NOT_TRANSPORTED: Final = Text("Er was geen vervoer met de ambulance.", "There was no ambulance transport.")
AMBULANCE: Final = (Evidence("ambulance"),)


def concluded(view: View, bits: int, found: Judged, unknown: list[Text], otherwise: Text) -> Judged:
    """Return the verdict for possible results: ``found`` holds value, limit and words for met and flagged."""
    result = p.result_of(bits)
    if result is Result.NOT_APPLICABLE:
        return Judged(result, otherwise)
    if result is Result.NOT_ASSESSABLE:
        text = saying.not_assessable(unknown)
        return Judged(result, text, None, found.limit, found.unit, found.mark, found.evidence)
    found.result = result
    return found


def txa_after_three_hours(view: View) -> Judged:
    """D04: the first dose of tranexamic acid, for any purpose, more than three hours after birth."""
    limit = view.rules.parameters["txa_window_min"]
    done = view.care.medicines(TRANEXAMIC_ACID)
    bits = 0 if done.sure else p.NOT_APPLICABLE
    if done.can_be_by(limit.value):
        bits |= p.MET if done.recorded_by(limit.value) else p.MET_BY_ADDING
    if done.can_be_late(limit.value):
        bits |= p.FLAGGED
    first = min((event for event in done.events if event.dated), key=lambda e: e.first, default=None)
    unknown = saying.unknown_done(view, done, TXA, ("medication",))
    value = None if first is None else int(first.first)
    words = (
        saying.whatever(TXA, p.result_of(bits), limit, unknown)
        if value is None
        else saying.elapsed(TXA, value, BIRTH, limit)
    )
    found = Judged(Result.MET, words, value, limit.value, "min", limit.mark, saying.evidence_of(first))
    return concluded(view, bits, found, unknown, saying.never_done(TXA))


class _Journey(NamedTuple):
    """A call to come, and the shortest and longest minutes on the way that it can stand for."""

    call: Call
    shortest: float
    longest: float
    certain: bool
    dated: bool


def _journeys(view: View) -> Iterator[_Journey]:
    takeover = -inf if view.time.takeover is None else view.time.takeover
    for call in view.facts.calls:
        asked = call.role in ("gynaecologist", "anaesthesiologist") and call.mode in ("in_person", None)
        if not asked or call.arrived is None:
            continue
        for event in made(call):
            longest = call.arrived - max(event.first, takeover)
            shortest = call.arrived - max(event.last, takeover)
            yield _Journey(call, shortest, longest, call.mode is not None, event.dated)


def specialist_on_the_way(view: View) -> Judged:
    """D06: the slowest arrival of a gynaecologist or anaesthesiologist called to come at or after birth."""
    limit = view.rules.parameters["specialist_arrival_min"]
    journeys = list(_journeys(view))
    incomplete = view.care.lacks("calls")
    bits = 0 if any(journey.certain for journey in journeys) else p.NOT_APPLICABLE
    if incomplete or any(journey.longest > limit.value for journey in journeys):
        bits |= p.FLAGGED
    if not any(journey.certain and journey.shortest > limit.value for journey in journeys):
        fast = [journey for journey in journeys if journey.shortest <= limit.value]
        if any(journey.longest <= limit.value for journey in fast):
            bits |= p.MET
        elif fast or incomplete:
            bits |= p.MET_BY_ADDING
    what = Text("gynaecoloog of anesthesioloog", "gynaecologist or anaesthesiologist")
    otherwise = Text(
        "Geen gynaecoloog of anesthesioloog werd na de geboorte geroepen en kwam.",
        "No gynaecologist or anaesthesiologist was called after birth and came.",
    )
    done = Done((event for j in journeys for event in made(j.call)), extra=incomplete)
    unknown = saying.unknown_done(view, done, what, ("calls",))
    if any(not journey.certain for journey in journeys):
        unknown.append(Text("of het een oproep om te komen was", "whether it was a call to come"))
    return concluded(view, bits, _slowest(view, journeys), unknown, otherwise)


def _slowest(view: View, journeys: list[_Journey]) -> Judged:
    limit = view.rules.parameters["specialist_arrival_min"]
    dated = [journey for journey in journeys if journey.dated]
    if not dated:
        words = Text("De opgeroepen specialist was op tijd.", "The specialist who was called came in time.")
        return Judged(Result.MET, words, None, limit.value, "min", limit.mark)
    slowest = max(dated, key=lambda journey: journey.longest)
    takeover = view.time.takeover
    start = saying.CALL
    if takeover is not None and slowest.call.called is not None and takeover > slowest.call.called:
        start = saying.TAKEOVER
    name = code_label(slowest.call.role)
    value = int(slowest.longest)
    words = saying.elapsed(saying.fill(saying.PRESENT, who=name), value, start, limit)
    evidence = (Evidence("calls", slowest.call.index),)
    return Judged(Result.MET, words, value, limit.value, "min", limit.mark, evidence)


def _elapsed(run: Ambulance, moment: int | None) -> tuple[float, float]:
    """Return the shortest and longest time from request to a moment of the run (None: unknown)."""
    first, last = requested(run)
    if moment is not None:
        return moment - last, moment - first
    earlier = first if run.requested is None else last
    later = min((m for m in (run.departed, run.at_hospital) if m is not None), default=inf)
    return 0, later - earlier


def ambulance_on_scene(view: View) -> Judged:
    """D07: from request to on scene, more than 15 minutes for A0 and A1 or 30 for A2."""
    run = view.facts.ambulance
    one, two = view.rules.parameters["ambulance_a1_min"], view.rules.parameters["ambulance_a2_min"]
    missing = [Text("of er een ambulance was", "whether there was an ambulance")]
    unit = Judged(Result.MET, saying.NOTHING, None, None, "min", one.mark, AMBULANCE)
    if run is None:
        bits = p.FLAGGED | p.NOT_APPLICABLE if view.facts.ambulance_unknown else p.NOT_APPLICABLE
        return concluded(view, bits, unit, missing, NO_AMBULANCE)
    limits = {"A0": (one,), "A1": (one,), "A2": (two,), None: (one, two)}.get(run.urgency, ())
    bits = p.NOT_APPLICABLE if run.urgency not in RUNS else 0
    shortest, longest = _elapsed(run, run.on_scene)
    dated = run.requested is not None and run.on_scene is not None
    for limit in limits:
        if shortest <= limit.value:
            bits |= p.MET if longest <= limit.value else p.MET_BY_ADDING
        if longest > limit.value:
            bits |= p.FLAGGED
    if not limits:
        return concluded(view, bits, unit, missing, NO_AMBULANCE)
    limit = limits[0]
    value = int(longest) if dated else None
    words = saying.ambulance(saying.ON_SCENE, value, limit)
    found = Judged(Result.MET, words, value, limit.value, "min", limit.mark, AMBULANCE)
    unknown = _unknown_run(run, saying.ON_SCENE if run.on_scene is None else None)
    if run.urgency is None:
        unknown.append(Text("de urgentie van de ambulance", "the urgency of the ambulance"))
    return concluded(view, bits, found, unknown, NO_AMBULANCE)


def _unknown_run(run: Ambulance, other: Text | None) -> list[Text]:
    found = []
    if run.requested is None:
        found.append(Text("tijd van de aanvraag van de ambulance", "the time of the ambulance request"))
    if other is not None:
        found.append(saying.fill(Text("tijd van “{what}”", "the time of “{what}”"), what=other))
    return found


def request_to_hospital(view: View) -> Judged:
    """D08: more than 45 minutes from the request for the ambulance to the arrival in hospital."""
    run = view.facts.ambulance
    limit = view.rules.parameters["request_to_hospital_min"]
    found = Judged(Result.MET, saying.NOTHING, None, limit.value, "min", limit.mark, AMBULANCE)
    missing = [Text("of er een ambulance was", "whether there was an ambulance")]
    if run is None or run.at_hospital is None:
        bits = p.NOT_APPLICABLE | (p.FLAGGED if view.facts.ambulance_unknown and run is None else 0)
        return concluded(view, bits, found, missing, NOT_TRANSPORTED)
    shortest, longest = _elapsed(run, run.at_hospital)
    dated = run.requested is not None
    bits = 0
    if shortest <= limit.value:
        bits |= p.MET if longest <= limit.value else p.MET_BY_ADDING
    if longest > limit.value:
        bits |= p.FLAGGED
    found.value = int(longest) if dated else None
    found.text = saying.ambulance(saying.AT_HOSPITAL, found.value, limit)
    return concluded(view, bits, found, _unknown_run(run, None), NOT_TRANSPORTED)


def retained_placenta(view: View) -> Judged:
    """D09: the placenta not out by 35 minutes in primary care, and secondary care involved by then."""
    limit = view.rules.parameters["retained_placenta_referral_min"]
    if view.time.secondary(view.rules["retained_placenta_min"]):
        words = Text("De tweede lijn was er al.", "Secondary care was there already.")
        return Judged(Result.NOT_APPLICABLE, words)
    placenta, help_ = view.care.placenta, view.care.secondary_care
    bits = p.NOT_APPLICABLE if placenta.can_be_by(limit.value) else 0
    if placenta.certain_by > limit.value:
        if help_.can_be_by(limit.value):
            bits |= p.MET if help_.recorded_by(limit.value) else p.MET_BY_ADDING
        if help_.certain_by > limit.value:
            bits |= p.FLAGGED
    first = min((event for event in help_.events if event.dated), key=lambda e: e.first, default=None)
    value = None if first is None else int(first.first)
    what = Text("inschakeling van de tweede lijn", "involvement of secondary care")
    if value is None:
        words = saying.absent_at(what, p.result_of(bits), BIRTH, limit)
    else:
        words = saying.elapsed(what, value, BIRTH, limit)
    evidence = (Evidence("birth"), *saying.evidence_of(first))
    found = Judged(Result.MET, words, value, limit.value, "min", limit.mark, evidence)
    unknown = saying.unknown_done(view, help_, what, ("calls", "staff"))
    if view.facts.birth.placenta_delivered is None:
        unknown.append(Text("tijd waarop de placenta kwam", "the time at which the placenta came"))
    otherwise = Text("De placenta was op tijd geboren.", "The placenta was delivered in time.")
    return concluded(view, bits, found, unknown, otherwise)
