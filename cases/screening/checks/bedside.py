"""PURE. Who and what was there: P06 (inspection), P10 (lines), P13 (laboratory set), E06 (hands), E08."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Final

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import INSPECTION, presence, when
from cases.screening.checks.plain_delay import concluded
from cases.screening.facts import Lab, Staff
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged, there
from cases.screening.possible import Done, Event
from cases.screening.view import EITHER, NO, VAGINAL, YES, Condition, View
from fluxus.texts import Text

INSPECTED: Final = Text("inspectie van het geboortekanaal", "inspection of the genital tract")
FIRST_DOSE: Final = Text("het eerste behandelende uterotonicum", "the first therapeutic uterotonic")


def _first_doses(view: View) -> set[tuple[float, bool]]:
    """Return the possible moments of the first therapeutic uterotonic that can be told apart.

    True: an entry has to be added or dated for it.
    """
    done = view.care.uterotonic
    latest = done.certain_by
    moved = any(event.certain and not event.dated for event in done.events)
    found = {(e.first, moved) for e in done.events if e.dated and e.first <= latest}
    if done.extra or any(not event.dated for event in done.events):
        wait = view.rules["inspection_min"]
        placenta = view.facts.birth.placenta_delivered
        marks = [mark for mark in (*view.end, placenta) if mark is not None and mark != inf]
        near = {mark - wait + step for mark in marks for step in (-1, 0, 1)} | {0, max([0, *marks]) + 1}
        found |= {(min(moment, latest), True) for moment in near if moment >= 0}
    return found


def tract_inspected(view: View) -> Judged:
    """P06: inspection or suturing when the bleeding went on after the first therapeutic uterotonic."""
    if VAGINAL.holds(view) == NO:
        return Judged(Result.NOT_APPLICABLE, VAGINAL.otherwise)
    limit = view.rules.parameters["inspection_min"]
    done = view.care.steps(INSPECTION)
    placenta, given = view.care.placenta, view.care.uterotonic
    low, high = view.end
    bits = 0 if given.sure else p.NOT_APPLICABLE
    earliest = min((event.first for event in given.events if event.certain), default=inf)
    out = given.sure and placenta.can_be_by(earliest + limit.value)
    if out and any(event.shown for event in done.events):
        bits |= p.MET  # whatever the dates of the doses are
    for first, added in _first_doses(view):
        due = first + limit.value
        if placenta.certain_by > due:
            bits |= p.NOT_APPLICABLE
        if placenta.can_be_by(due):
            bits |= there(done, due, low, high, added=added)
        if p.settled(bits):
            break
    return _inspection_found(view, bits, done)


def _inspection_found(view: View, bits: int, done: Done) -> Judged:
    limit = view.rules.parameters["inspection_min"]
    given = view.care.uterotonic
    unknown = saying.unknown_done(view, given, FIRST_DOSE, ("medication",))
    unknown += saying.unknown_done(view, done, INSPECTED, ("interventions",))
    if view.facts.birth.placenta_delivered is None:
        unknown.append(Text("tijd waarop de placenta kwam", "the time at which the placenta came"))
    if not view.end_is_known:
        unknown.append(saying.UNKNOWN_END)
    first = min((e for e in given.events if e.dated), key=lambda e: e.first, default=None)
    event = min((e for e in done.events if e.dated), key=lambda e: e.first, default=None)
    value = None if event is None or first is None else int(event.first - first.first)
    if value is None or event is None:
        words = saying.absent(INSPECTED, p.result_of(bits), FIRST_DOSE, limit)
    else:
        words = saying.elapsed(saying.event_name(event, INSPECTED), value, FIRST_DOSE, limit)
    evidence = saying.evidence_of(first, event)
    found = Judged(Result.MET, words, value, limit.value, "min", limit.mark, evidence)
    over = low_end_over(view, first, limit.value)
    otherwise = saying.never_done(FIRST_DOSE) if first is None else over
    return concluded(view, bits, found, unknown, otherwise)


def low_end_over(view: View, first: Event | None, wait: float) -> Text:
    """Return why the inspection was not due: the bleeding was over, or the placenta was still in."""
    if first is not None and view.care.placenta.certain_by > first.first + wait:
        return Text("De placenta was toen nog niet geboren.", "The placenta had not been delivered by then.")
    return saying.OVER_FIRST


ONE_LINE: Final = Condition(
    lambda view: YES if view.care.line.events else EITHER if view.care.line.extra else NO,
    Text("Geen infuus genoteerd; dat wordt bij D02 beoordeeld.", "No line recorded; that is judged by D02."),
    Text("de volledige lijst handelingen", "the complete list of interventions"),
)


def second_line(view: View) -> Done:
    """Return the second and further infusion lines."""
    events = sorted(view.care.line.events, key=lambda event: event.first if event.dated else inf)
    return Done(events[1:], extra=view.care.line.extra)


def counting_lines(judge: Callable[[View], Judged]) -> Callable[[View], Judged]:
    """Return a judge whose value is the number of lines, against two."""

    def judged(view: View) -> Judged:
        found = judge(view)
        if found.result in (Result.NOT_APPLICABLE,):
            return found
        found.unit, found.limit = "lines", 2
        if found.result is Result.NOT_ASSESSABLE:
            return found
        events = view.care.line.events
        found.value = len(events)
        seen = dict.fromkeys((*found.evidence, *saying.evidence_of(*events)))
        return replace(found, evidence=tuple(seen))

    return judged


def _has(lab: Lab, *tests: str) -> int:
    """Return whether a sample was tested for one of these; EITHER: its tests are not known."""
    values = {
        "haemoglobin": lab.haemoglobin_mmol_l,
        "fibrinogen": lab.fibrinogen_g_l,
        "viscoelastic": lab.fibtem_a5_mm,
    }
    if any(test in (lab.tests or ()) or values.get(test) is not None for test in tests):
        return YES
    return EITHER if lab.tests is None else NO


LAB_SET: Final = (("haemoglobin",), ("fibrinogen", "viscoelastic"), ("crossmatch",))


def lab_set(view: View) -> Done:
    """Return when haemoglobin, fibrinogen and cross-match were all sampled (the last may be before birth)."""
    samples = {event.index for event in view.care.sample.events}
    parts: list[list[tuple[int, Lab]]] = []
    for tests in LAB_SET:
        rows = [row for row in view.facts.labs if tests == ("crossmatch",) or row.index in samples]
        parts.append([(_has(row, *tests), row) for row in rows])
    extra = view.care.lacks("labs")
    if not all(any(has & YES for has, _ in part) for part in parts):
        return Done((), extra=extra)
    certain = all(any(has == YES for has, _ in part) for part in parts)
    rows = [min((row for has, row in part if has & YES), key=_sampled) for part in parts]
    complete = max(rows, key=_sampled)
    if not certain:  # tests that are not listed would have to be added
        return Done((), extra=True)
    moment = complete.sampled
    return Done((when(moment, "labs", complete.index, ""),), extra=extra)


def _sampled(lab: Lab) -> float:
    return inf if lab.sampled is None else lab.sampled


def _present(row: Staff, minute: float) -> int:
    """Return whether someone was present at a minute: YES, NO or EITHER (the start is not known)."""
    until = inf if row.present_until is None else row.present_until
    if row.present_from is not None:
        return YES if row.present_from <= minute <= until else NO
    if not 0 <= minute <= until:
        return NO
    return YES if until == minute else EITHER


def hands(view: View) -> Judged:
    """E06: people at the bedside ten minutes after 1000 ml: two in primary care, three in secondary."""
    relation = view.time.t1000
    wait = view.rules["hands_at_min"]
    bits = 0
    for key, low, high, added in relation.moments:
        if key is None or low <= key + wait:
            bits |= p.NOT_APPLICABLE
        if key is not None and high > key + wait:
            here = [_present(row, key + wait) for row in view.facts.staff]
            need = view.rules["hands_secondary" if view.time.secondary(key + wait) else "hands_primary"]
            if sum(one & YES for one in here) >= need:
                dated = sum(_recorded(row, key + wait) for row in view.facts.staff) >= need
                bits |= p.MET if dated and not added else p.MET_BY_ADDING
            elif view.care.lacks("staff") and key + wait >= 0:
                bits |= p.MET_BY_ADDING
            if sum(one == YES for one in here) < need:
                bits |= p.FLAGGED
        if p.settled(bits):
            break
    return _hands_found(view, bits)


def _recorded(row: Staff, minute: float) -> bool:
    return row.present_from is not None and _present(row, minute) == YES


def _hands_found(view: View, bits: int) -> Judged:
    keys = {key for key in view.time.t1000.values if key is not None}
    if not keys:
        return Judged(Result.NOT_APPLICABLE, saying.UNREACHED["t1000"])
    minute = min(keys) + view.rules["hands_at_min"]
    secondary = view.time.secondary(minute)
    limit = view.rules.parameters["hands_secondary" if secondary else "hands_primary"]
    here = [row for row in view.facts.staff if _present(row, minute) == YES]
    template = Text(
        "{count} mensen aan bed, {wait} min na {trigger} {limit}.",
        "{count} people at the bedside {wait} min after {trigger} {limit}.",
    )
    trigger = saying.trigger(view, "t1000", min(keys))
    wait = saying.number(view.rules["hands_at_min"])
    limit_words = saying.limit_words(limit)
    words = saying.fill(template, count=len(here), wait=wait, trigger=trigger.words, limit=limit_words)
    evidence = (*trigger.evidence, *(Evidence("staff", row.index) for row in here))
    value = len(here) if len(keys) == 1 else None
    found = Judged(Result.MET, words, value, limit.value, "people", limit.mark, evidence)
    unknown = saying.unknown_trigger(view, "t1000", view.time.t1000)
    done = Done(e for row in view.facts.staff for e in presence(row))
    unknown += saying.unknown_done(view, done, Text("aanwezigheid", "presence"), ("staff",))
    return concluded(view, bits, found, unknown, saying.OVER_FIRST)


INVOLVED: Final = Condition(
    lambda view: YES if view.care.gynaecologist.sure else EITHER if view.care.gynaecologist.possible else NO,
    Text("Er was geen gynaecoloog betrokken; zie E02.", "No gynaecologist was involved; see E02."),
    Text("of een gynaecoloog betrokken was", "whether a gynaecologist was involved"),
)


def gynaecologist_at_bedside(view: View) -> Done:
    """Return when a gynaecologist was at the bedside: in ``staff``, or arrived after a call to come."""
    present = (row for row in view.facts.staff if row.role == "gynaecologist")
    staff = [replace(event, what="") for row in present for event in presence(row)]
    arrived = [
        when(row.arrived, "calls", row.index, "", certain=row.mode is not None)
        for row in view.facts.calls
        if row.role == "gynaecologist" and row.arrived is not None and row.mode in ("in_person", None)
    ]
    return Done((*staff, *arrived), extra=view.care.lacks("calls", "staff"))
