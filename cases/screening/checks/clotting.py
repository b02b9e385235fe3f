"""PURE. P14: a low fibrinogen that was not treated in time."""

from collections.abc import Iterator
from math import inf
from typing import Final, NamedTuple

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.checks.plain_delay import concluded
from cases.screening.facts import Lab
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.possible import Done
from cases.screening.view import BLOOD_ACCEPTED, NO, YES, View
from fluxus.texts import Text

LOWEST_FIBRINOGEN: Final = 0.1


class _Result(NamedTuple):
    """A result that is or can be low, known from ``first`` to ``last`` minutes after birth.

    ``sure``: it is low; ``listed``: nothing has to be added for it, as a test that is not listed would be.
    """

    lab: Lab
    first: float
    last: float
    sure: bool
    listed: bool


LEFT_OUT: Final = _Result(Lab(-1, None), 0, inf, False, False)
"""A low result that may have been left out of the list."""


def _results(view: View) -> Iterator[_Result]:
    limit = view.rules["fibrinogen_g_l"]
    for lab in view.facts.labs:
        value = lab.fibrinogen_g_l
        sure = value is not None
        tested = sure or lab.tests is None or "fibrinogen" in lab.tests
        if tested and (LOWEST_FIBRINOGEN if value is None else value) < limit:
            listed = sure or lab.tests is not None
            first, last = (lab.sampled or 0, inf) if lab.resulted is None else (lab.resulted, lab.resulted)
            yield _Result(lab, first, last, sure, listed)
    if view.care.lacks("labs"):
        yield LEFT_OUT


def _when_low(result: _Result, end: float, start: float, wait: float) -> int:
    """Return the possible results for a low result, given the end of the bleeding and the treatment."""
    bits = 0
    over = end != inf
    if over and result.last >= end:  # known only when the bleeding was over
        bits |= p.NOT_APPLICABLE
    active = min(result.last, end - 1)
    if start != inf and max(result.first, start - wait) <= active:
        bits |= p.MET
    late = min(active, start - wait - 1)
    if result.first <= late:  # not treated within the limit of some moment at which the bleeding was active
        if result.first + wait < end:
            bits |= p.FLAGGED
        if over and late + wait >= end:
            bits |= p.NOT_APPLICABLE
    return bits


def _shown(results: list[_Result], each: list[int]) -> bool:
    """Whether a listed result is met whatever dates are missing, and none that is sure can flag."""
    if any(bits & p.FLAGGED for result, bits in zip(results, each, strict=True) if result.sure):
        return False
    return any(bits == p.MET for result, bits in zip(results, each, strict=True) if result.listed)


def _ends(view: View, results: list[_Result], wait: float) -> set[float]:
    low, high = view.end
    marks = {moment for result in results for moment in (result.first, result.last) if moment != inf}
    marks |= {moment + wait for moment in marks} | {0, wait}
    near = {mark + step for mark in marks for step in (0, 1)}
    return {low, high, *(end for end in near if low <= end <= high)}


def _starts(done: Done, results: list[_Result], wait: float, end: float) -> set[tuple[float, bool]]:
    """Return the possible starts of the treatment that can be told apart; true: recorded."""
    latest = done.certain_by
    dated = {event.first for event in done.events if event.dated and event.first <= latest}
    found = {(moment, True) for moment in dated}
    if done.extra or any(not event.dated for event in done.events):
        marks = {m for result in results for m in (result.first, result.last) if m != inf}
        marks |= {end} if end != inf else set()
        near = {mark + shift + step for mark in marks for shift in (0, wait) for step in (-1, 0, 1)}
        found |= {(start, False) for start in {0, *near} if 0 <= start < latest}
        found.add((min(latest, max([0, *marks]) + wait + 2), False))
    if done.can_be_absent():
        found.add((inf, True))
    return found


def low_fibrinogen(view: View) -> Judged:
    """P14: every low result while the bleeding is active, treated within the limit."""
    if BLOOD_ACCEPTED.holds(view) == NO:
        return Judged(Result.NOT_APPLICABLE, BLOOD_ACCEPTED.otherwise, evidence=BLOOD_ACCEPTED.evidence)
    results = list(_results(view))
    wait = view.rules["fibrinogen_treatment_min"]
    done = view.care.clotting_product
    bits = p.NOT_APPLICABLE if BLOOD_ACCEPTED.holds(view) & NO or not results else 0
    for end in _ends(view, results, wait) if results else ():
        for start, dated in _starts(done, results, wait, end):
            each = [_when_low(result, end, start, wait) for result in results]
            some = _together(results, each)
            if some & p.MET and not (dated and _shown(results, each)):
                some = some & ~p.MET | p.MET_BY_ADDING
            bits |= some
        if p.settled(bits):
            break
    return _found(view, bits, results)


def _together(results: list[_Result], each: list[int]) -> int:
    """Return the possible results of several low results: one flagged flags, else one met is met."""
    pairs = zip(results, each, strict=True)
    each = [bits if result.sure else bits | p.NOT_APPLICABLE for result, bits in pairs]
    found = p.FLAGGED if any(one & p.FLAGGED for one in each) else 0
    unflagged = [one & ~p.FLAGGED for one in each]
    if all(unflagged):
        found |= p.MET if any(one & p.MET for one in unflagged) else 0
        found |= p.NOT_APPLICABLE if all(one & p.NOT_APPLICABLE for one in unflagged) else 0
    return found


def _found(view: View, bits: int, results: list[_Result]) -> Judged:
    limit = view.rules.parameters["fibrinogen_treatment_min"]
    done = view.care.clotting_product
    what = Text("fibrinogeen of plasma", "fibrinogen or plasma")
    start = min((event for event in done.events if event.dated), key=lambda e: e.first, default=None)
    low = [result for result in results if result.sure and result.first == result.last]
    unknown = [BLOOD_ACCEPTED.missing] if BLOOD_ACCEPTED.holds(view) == YES | NO else []
    unknown += saying.unknown_done(view, done, what, ("blood_products", "labs"))
    if len(low) < len(results):
        unknown.append(Text("waarde of tijd van de fibrinogeenuitslag", "the fibrinogen value or its time"))
    if not view.end_is_known:
        unknown.append(saying.UNKNOWN_END)
    otherwise = Text(
        "Er was geen laag fibrinogeen terwijl het bloedde.", "There was no low fibrinogen while it bled."
    )
    if not low:
        words = saying.absent_at(what, p.result_of(bits), Text("de uitslag", "the result"), limit)
        found = Judged(Result.MET, words, None, limit.value, "min", limit.mark)
        return concluded(view, bits, found, unknown, otherwise)
    shown = _worst(low, view, bits, start.first if start else inf)
    name = saying.fill(
        Text("de uitslag fibrinogeen {value} g/l", "the fibrinogen result of {value} g/l"),
        value=saying.number(shown.lab.fibrinogen_g_l or 0),
    )
    value = None if start is None else int(start.first - shown.first)
    words = (
        saying.absent_at(what, p.result_of(bits), name, limit)
        if value is None or start is None
        else saying.elapsed(saying.event_name(start, what), value, name, limit)
    )
    evidence = (Evidence("labs", shown.lab.index), *saying.evidence_of(start))
    found = Judged(Result.MET, words, value, limit.value, "min", limit.mark, evidence)
    return concluded(view, bits, found, unknown, otherwise)


def _worst(low: list[_Result], view: View, bits: int, start: float) -> _Result:
    """Return the low result to show: when flagged, one that was treated late while the bleeding went on."""
    wait = view.rules["fibrinogen_treatment_min"]
    active = [result for result in low if result.first < view.end[1]] or low
    if p.result_of(bits) is Result.FLAGGED:
        late = [r for r in active if start > r.first + wait and view.end[1] > r.first + wait]
        active = late or active
    return min(active, key=lambda result: result.first)
