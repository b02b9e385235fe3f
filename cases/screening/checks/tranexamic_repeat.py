"""PURE. P09: tranexamic acid not repeated although the bleeding went on half an hour after the first dose."""

from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import NamedTuple

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import doses
from cases.screening.checks.plain_delay import TXA, concluded
from cases.screening.checks.tranexamic_acid import Doses, choices
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.view import View
from fluxus.texts import Text


class _Course(NamedTuple):
    """The first dose, and whether a later one can follow or lack."""

    first: float
    can_repeat: bool
    can_lack: bool


def _courses(view: View, given: Doses) -> Iterator[_Course]:
    """Yield what can have happened with these doses; times that no comparison tells apart stand once."""
    same = view.rules.minutes("txa_same_dose_min")
    first = given.first
    times = [row.time for row in given.dated if row.time is not None]
    loose = bool(given.undated) or given.more
    if times:
        repeated = max(times) > first + same
        placed = first + same < 0 and bool(given.undated)  # undated doses can only come later
        yield _Course(first, repeated or loose, not (repeated or placed))
    if not loose or first <= 0:
        return
    for minute in sorted(_moments(view, times, same)):
        if 0 <= minute < first:
            repeated = bool(times) and max(times) > minute + same
            more = len(given.undated) > 1 or given.more
            yield _Course(minute, repeated or more, not repeated)


def _moments(view: View, times: list[int], same: int) -> set[float]:
    wait = view.rules["txa_repeat_min"]
    latest = view.rules["txa_window_min"] - wait
    ends = [end - wait + step for end in view.end if end != inf for step in (-1, 0, 1)]
    recorded = [time - same + step for time in times for step in (-1, 0)]
    before = [min(times) - 1] if times else []
    return {0, latest, latest + 1, *ends, *recorded, *before}


def _surely_repeated(view: View, given: Doses) -> bool:
    """Whether the recorded doses suffice, whatever times are missing."""
    latest = view.rules["txa_window_min"] - view.rules["txa_repeat_min"]
    courses = list(_courses(view, replace(given, more=False)))
    return bool(courses) and all(course.first <= latest and not course.can_lack for course in courses)


def repeated(view: View) -> Judged:
    """P09: a second dose, more than ten minutes after the first, where the bleeding went on."""
    wait = view.rules.parameters["txa_repeat_min"]
    window = view.rules["txa_window_min"]
    low, high = view.end
    every = choices(view)
    bits = p.FLAGGED | p.NOT_APPLICABLE if every is None else 0
    for given in every or ():
        if not given.dated and not given.undated:
            bits |= p.NOT_APPLICABLE
        bits |= p.MET if _surely_repeated(view, given) else 0
        for first, can_repeat, can_lack in _courses(view, given):
            due = first + wait.value
            if due > window:
                bits |= p.NOT_APPLICABLE
                continue
            if can_repeat:
                bits |= p.MET_BY_ADDING
            if can_lack:
                bits |= (p.FLAGGED if high > due else 0) | (p.NOT_APPLICABLE if low <= due else 0)
        if p.settled(bits):
            break
    return _found(view, bits)


def _found(view: View, bits: int) -> Judged:
    wait = view.rules.parameters["txa_repeat_min"]
    rows = [row for row in doses(view.facts) if row.purpose in ("treatment", None)]
    words = Text(
        "{count} giften tranexaminezuur (afspraak: herhalen als het {wait} min na de eerste nog bloedt).",
        "{count} doses of tranexamic acid (agreed: repeat if bleeding goes on {wait} min after the first).",
    )
    if len(rows) == 1:
        words = Text(
            "Eén gift tranexaminezuur; {wait} min daarna bloedde het nog en is niet herhaald genoteerd.",
            "One dose of tranexamic acid; {wait} min later the bleeding went on and no repeat is recorded.",
        )
    text = saying.fill(words, count=len(rows), wait=saying.number(wait.value))
    evidence = tuple(Evidence("medication", row.index) for row in rows)
    found = Judged(Result.MET, text, len(rows), 2, "doses", wait.mark, evidence)
    unknown = saying.unknown_done(view, view.care.tranexamic_acid, TXA, ("medication",))
    if not view.end_is_known:
        unknown.append(saying.UNKNOWN_END)
    otherwise = saying.OVER_FIRST if rows else saying.never_done(TXA)
    times = [row.time for row in rows if row.time is not None]
    if times and min(times) + wait.value > view.rules["txa_window_min"]:
        otherwise = saying.LATE_WINDOW
    return concluded(view, bits, found, unknown, otherwise)
