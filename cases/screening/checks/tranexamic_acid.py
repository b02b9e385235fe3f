"""PURE. Tranexamic acid: absent or wrong dose (P07), and not repeated (P09).

Doses are whole micrograms inside this module. Every choice of which doses without purpose were treatment is
tried; doses without a time, and doses that may have been left out, can stand anywhere from birth on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from typing import Final

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import doses
from cases.screening.checks.plain_delay import TXA, concluded
from cases.screening.facts import Medication
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.timeline import HOUR
from cases.screening.view import NO, TAKEN_OVER, TXA_ALLOWED, YES, View
from fluxus.texts import Text

MICROGRAMS: Final = 1_000_000
MOST_CHOICES: Final = 10
"""More doses without purpose or time than this are not told apart: then everything is possible."""


@dataclass(frozen=True, slots=True)
class Doses:
    """Doses for treatment in one completion; ``more``: doses may have been left out."""

    dated: tuple[Medication, ...]
    undated: tuple[Medication, ...]
    more: bool

    @property
    def first(self) -> float:
        """Return the first recorded moment (inf: none)."""
        return min((row.time for row in self.dated if row.time is not None), default=inf)


def choices(view: View) -> Iterator[Doses] | None:
    """Yield every choice of the doses for treatment; None: too many to tell apart."""
    rows = doses(view.facts)
    sure = [row for row in rows if row.purpose == "treatment"]
    open_ = [row for row in rows if row.purpose is None]
    if len(open_) + sum(row.time is None for row in sure) > MOST_CHOICES:
        return None
    more = view.care.lacks("medication")
    return (
        _split([*sure, *chosen], more)
        for size in range(len(open_) + 1)
        for chosen in combinations(open_, size)
    )


def _split(rows: Sequence[Medication], more: bool) -> Doses:
    dated = tuple(row for row in rows if row.time is not None)
    return Doses(dated, tuple(row for row in rows if row.time is None), more)


Sums = set[tuple[int, bool]]
"""Possible sums of doses: the known part, and whether an unknown dose comes on top."""


def _plus(sums: Sums, row: Medication) -> Sums:
    if row.dose is None:
        return {(known, True) for known, _ in sums}
    return {(known + round(row.dose * MICROGRAMS), more) for known, more in sums}


def _with_any(sums: Sums, rows: Sequence[Medication]) -> Sums:
    """Return the sums with any of the rows in or out."""
    for row in rows:
        sums = sums | _plus(sums, row)
    return sums


def _within(rows: Sequence[Medication], last: float) -> Sums:
    sums: Sums = {(0, False)}
    for row in rows:
        if row.time is not None and row.time <= last:
            sums = _plus(sums, row)
    return sums


def _possible_sums(given: Doses, same: int) -> Sums:
    """Return the possible sums of the doses that count as the first, whatever the missing times are."""
    found: Sums = set()
    first = given.first
    unknown: Sums = {(0, True)}
    if given.dated:
        base = _within(given.dated, first + same)
        found |= base
        if first + same >= 0:
            found |= _with_any(base, given.undated)
            if given.more:
                found |= {(known, True) for known, _ in _with_any(base, given.undated)}
    if first > 0 and (given.undated or given.more):  # an undated dose was the first
        ends = {same, first - 1 + same, *(row.time for row in given.dated if row.time is not None)}
        for last in (end for end in ends if same <= end <= first - 1 + same):
            base = _within(given.dated, last) if given.dated else {(0, False)}
            for place, row in enumerate(given.undated):
                others = (*given.undated[:place], *given.undated[place + 1 :])
                found |= _with_any(_plus(base, row), others)
            if given.more:
                found |= {(known, True) for known, _ in _with_any(base, given.undated) | unknown}
    return found


def _dose_bits(view: View, given: Doses) -> int:
    """Return the possible results for a dose that was given."""
    low = round(view.rules["txa_dose_min_g"] * MICROGRAMS)
    high = round(view.rules["txa_dose_max_g"] * MICROGRAMS)
    same = view.rules.minutes("txa_same_dose_min")
    sums = _possible_sums(given, same)
    right = any(known <= high and (unknown or low <= known) for known, unknown in sums)
    wrong = any(unknown or not low <= known <= high for known, unknown in sums)
    bits = p.FLAGGED if wrong else 0
    if right:
        recorded = _possible_sums(replace(given, more=False), same)
        fits = all(known <= high and (unknown or low <= known) for known, unknown in recorded)
        shown = bool(recorded) and fits
        bits |= p.MET if shown else p.MET_BY_ADDING
    return bits


def dose_given(view: View) -> Judged:
    """P07: tranexamic acid absent, or the doses within ten minutes of the first not about 1 g."""
    for condition in (TAKEN_OVER, TXA_ALLOWED):
        if condition.holds(view) == NO:
            return Judged(Result.NOT_APPLICABLE, condition.otherwise, evidence=condition.evidence)
    every = choices(view)
    given_bits, absent = (p.FLAGGED | p.MET_BY_ADDING, True) if every is None else _given(view, every)
    bits = p.NOT_APPLICABLE if TXA_ALLOWED.holds(view) & NO else 0
    for moment in view.time.txa.moments:
        late = inf if moment.key is None else view.time.late(moment.key)
        due = late + view.rules["hospital_persistence_min"]
        if due > view.rules["txa_window_min"]:
            bits |= p.NOT_APPLICABLE
            continue
        bits |= _adding(given_bits, moment.added)
        if absent:
            bits |= _adding(_absent(view, late, due, moment.low, moment.high), moment.added)
        if p.settled(bits):
            break
    return _dose_found(view, bits)


def _given(view: View, every: Iterator[Doses]) -> tuple[int, bool]:
    bits, absent = 0, False
    for given in every:
        empty = not given.dated and not given.undated
        absent = absent or empty
        if not empty or given.more:
            bits |= _dose_bits(view, given)
    return bits, absent


def _adding(bits: int, added: bool) -> int:
    return bits & ~p.MET | p.MET_BY_ADDING if added and bits & p.MET else bits


def _absent(view: View, late: float, due: float, low: float, high: float) -> int:
    """Return the possible results when no dose was for treatment: those without purpose were preventive."""
    rows = [row for row in doses(view.facts) if row.purpose != "treatment"]
    inside = any(row.time is not None and late - HOUR <= row.time <= late for row in rows)
    if inside:
        return p.MET
    movable = any(row.time is None for row in rows) or view.care.lacks("medication")
    bits = p.MET_BY_ADDING if movable and late >= 0 else 0
    return bits | (p.FLAGGED if high > due else 0) | (p.NOT_APPLICABLE if low <= due else 0)


def _dose_found(view: View, bits: int) -> Judged:
    rows = [row for row in doses(view.facts) if row.purpose in ("treatment", None)]
    dated = _split(rows, False).dated
    unknown = _unknown_doses(view)
    keys = view.time.txa.values
    trigger = saying.trigger(view, "txa", min(k for k in keys if k is not None)) if keys != {None} else None
    shown = trigger.evidence if trigger is not None and len(keys) == 1 else ()
    if not rows:
        return concluded(view, bits, _absent_words(view, bits, trigger, shown), unknown, _why_not(view))
    same = view.rules.minutes("txa_same_dose_min")
    first = min((row.time for row in dated if row.time is not None), default=0)
    together = [row for row in dated if (row.time or 0) <= first + same] or rows[:1]
    known = [row.dose for row in together if row.dose is not None]
    value = round(sum(known), 6) if len(known) == len(together) else None
    key = "txa_dose_max_g" if value is not None and value > view.rules["txa_dose_max_g"] else "txa_dose_min_g"
    limit = view.rules.parameters[key]
    span = saying.fill(
        Text("{low}–{high} g", "{low}–{high} g"),
        low=saying.number(view.rules["txa_dose_min_g"]),
        high=saying.number(view.rules["txa_dose_max_g"]),
    )
    words = saying.fill(
        Text(
            "Tranexaminezuur {dose} g binnen {same} min (afspraak {span}).",
            "Tranexamic acid {dose} g within {same} min (agreed {span}).",
        ),
        dose=Text("?", "?") if value is None else saying.number(value),
        same=same,
        span=span,
    )
    evidence = (*shown, *(Evidence("medication", row.index) for row in together))
    found = Judged(Result.MET, words, value, limit.value, "g", limit.mark, evidence)
    return concluded(view, bits, found, unknown, _why_not(view))


def _absent_words(
    view: View, bits: int, trigger: saying.Trigger | None, shown: tuple[Evidence, ...]
) -> Judged:
    limit = view.rules.parameters["hospital_persistence_min"]
    preventive = [row for row in doses(view.facts) if row.purpose == "prophylaxis"]
    if preventive and p.result_of(bits) is Result.MET:
        words = Text(
            "Tranexaminezuur was in het uur ervoor al preventief gegeven.",
            "Tranexamic acid had been given preventively in the hour before.",
        )
        evidence = (*shown, *(Evidence("medication", row.index) for row in preventive))
        return Judged(Result.MET, words, None, limit.value, "min", limit.mark, evidence)
    start = saying.TAKEOVER
    if trigger is not None and not (view.time.takeover or 0) > 0:
        start = trigger.words
    words = saying.absent(TXA, p.result_of(bits), start, limit)
    return Judged(Result.MET, words, None, limit.value, "min", limit.mark, shown)


def _why_not(view: View) -> Text:
    if view.time.txa.values == {None}:
        return saying.UNREACHED["txa"]
    window = view.rules["txa_window_min"] - view.rules["hospital_persistence_min"]
    if all(key is None or view.time.late(key) > window for key in view.time.txa.values):
        return saying.LATE_WINDOW
    return saying.OVER_FIRST


def _unknown_doses(view: View) -> list[Text]:
    unknown = [TXA_ALLOWED.missing] if TXA_ALLOWED.holds(view) == YES | NO else []
    unknown += saying.unknown_trigger(view, "txa", view.time.txa)
    unknown += saying.unknown_done(view, view.care.tranexamic_acid, TXA, ("medication",))
    if any(row.dose is None for row in doses(view.facts)):
        unknown.append(Text("de dosis tranexaminezuur", "the dose of tranexamic acid"))
    return unknown
