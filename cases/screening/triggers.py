"""PURE. Triggers of one case: at which minutes each can fall, and when the bleeding can have ended then.

For a fixed trigger every check depends on the end of the bleeding only through "still active at a moment",
so its earliest and latest end say everything.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Final, Generic, NamedTuple, TypeVar

from cases.screening.courses import NOT_REACHED, LossCourse, Minutes, Span, at
from cases.screening.signs import FirstSigns, Signs, first_signs

Key = TypeVar("Key")


class Moment(NamedTuple, Generic[Key]):
    """A trigger (None: not reached), and the earliest and the latest end of the bleeding that go with it.

    ``added``: only with entries that are not recorded.
    """

    key: Key
    low: float
    high: float
    added: bool


class Relation(Generic[Key]):
    """All possible values of a trigger, each with the ends of the bleeding that go with it."""

    def __init__(self, moments: Iterable[Moment[Key]]) -> None:
        merged: dict[tuple[Key, bool], tuple[float, float]] = {}
        for key, low, high, added in moments:
            seen = merged.get((key, added))
            merged[key, added] = (low, high) if seen is None else (min(seen[0], low), max(seen[1], high))
        self.moments = [
            Moment(key, low, high, added)
            for (key, added), (low, high) in merged.items()
            if not added or merged.get((key, False)) != (low, high)
        ]
        self.values = {moment.key for moment in self.moments}


class Run(NamedTuple):
    """A trigger at any minute from ``first`` to ``last`` (both inf: not reached).

    The bleeding then ended from ``low`` to ``high``, and at least ``shift`` minutes after the trigger.
    ``tag`` tells apart what else the trigger says.
    """

    first: float
    last: float
    low: float
    high: float
    added: bool
    shift: int
    tag: bool = False


def never(low: float, high: float, *, added: bool) -> Run:
    """Return the run of a trigger that is not reached."""
    return Run(inf, inf, low, high, added, 0)


def spread(runs: Iterable[Run], minutes: Minutes) -> Iterator[tuple[int | None, Run, float]]:
    """Yield (minute or None, run, earliest end) for all runs, each minute once for runs alike.

    Of runs that differ only in their earliest end, the one with the smallest says all.
    """
    alike: dict[tuple[float, bool, int, bool], list[Run]] = {}
    for run in set(runs):
        if run.first == inf:
            yield None, run, run.low
        elif run.first <= run.last:
            alike.setdefault((run.high, run.added, run.shift, run.tag), []).append(run)
    for group in alike.values():
        covered: list[tuple[float, float]] = []
        for run in sorted(group, key=lambda run: (run.low, run.first, -run.last)):
            for first, last in _uncovered(run.first, run.last, covered):
                for minute in minutes.between(first, last):
                    yield minute, run, max(run.low, minute + run.shift)
            covered = _joined(covered, (run.first, run.last))


def _uncovered(
    first: float, last: float, covered: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Yield the parts of [first, last] outside the covered intervals (sorted, apart from each other)."""
    for start, end in covered:
        if end < first:
            continue
        if start > last:
            break
        if start > first:
            yield first, start - 1
        first = end + 1
    if first <= last and first != inf:
        yield first, last


def _joined(covered: list[tuple[float, float]], more: tuple[float, float]) -> list[tuple[float, float]]:
    first, last = more
    apart = [(start, end) for start, end in covered if end < first - 1 or start > last + 1]
    close = [(start, end) for start, end in covered if not (end < first - 1 or start > last + 1)]
    joined = (min([first, *(start for start, _ in close)]), max([last, *(end for _, end in close)]))
    return sorted([*apart, joined])


def relation(runs: Iterable[Run], minutes: Minutes) -> "Relation[int | None]":
    """Return all possible moments of a trigger."""
    return Relation(Moment(minute, low, run.high, run.added) for minute, run, low in spread(runs, minutes))


@dataclass(frozen=True, slots=True)
class Volumes:
    """The volumes (ml) behind the triggers; ``signs`` None: profile without the WHO trigger."""

    treatment: int
    alarm: int
    shock: int
    signs: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """One course with its signs: spans of the treatment and alarm volume, first raised index, first sign."""

    low: float
    high: float
    treatment: Span
    alarm: Span
    shock: Span
    sign: Span
    added: bool
    order: int
    """-1: treatment volume below the alarm volume, 0: the same, 1: above."""
    blind: bool
    """Further records make that nobody measured pulse and pressure between the first loss and the end."""

    def treatment_given_alarm(self, minute: float) -> Span:
        """Return when the treatment volume was reached if the alarm volume was reached at this minute."""
        low, high, never = self.treatment
        if self.order < 0:
            return Span(low, min(high, minute), False)
        return at(minute) if self.order == 0 else Span(max(low, minute), high, never)


class Row(NamedTuple):
    """A row of vital signs: what it can show, and whether pulse and pressure were both ``measured``."""

    minute: int
    options: frozenset[Signs]
    measured: bool


Rows = list[Row]
NO_SIGNS: Final = FirstSigns(None, None)


def sign_courses(
    losses: Iterator[LossCourse], rows: Rows, volumes: Volumes, *, more_rows: bool
) -> Iterator[Course]:
    """Yield the courses with every possible first raised index and first sign.

    ``losses`` are cut after each row; ``rows`` stand in order of time; ``more_rows``: they are incomplete.
    """
    order = (volumes.treatment > volumes.alarm) - (volumes.treatment < volumes.alarm)
    for loss in losses:
        before = [row for row in rows if row.minute < loss.low]
        for groups in _groups(loss, before, volumes):
            yield from _with_signs(loss, before, groups, volumes, order, more_rows)


def _groups(loss: LossCourse, before: Rows, volumes: Volumes) -> Iterator[dict[int, Span]]:
    """Yield the parts of the spans of the sign volumes in which the same rows count."""
    parts = [{volumes.shock: span} for span in _parts(loss.spans[volumes.shock], before)]
    if volumes.signs in (None, volumes.shock):
        yield from parts
        return
    for span in _parts(loss.spans[volumes.signs], before):
        for part in parts:
            yield {**part, volumes.signs: span}


def _parts(span: Span, before: Rows) -> Iterator[Span]:
    """Cut a span after each row that lies in it, so that within a part the same rows come at or after it."""
    if span.ever:
        low = span.low
        for minute, _, _ in before:
            if low <= minute < span.high:
                yield Span(low, minute, False)
                low = minute + 1
        yield Span(low, span.high, False)
    if span.never:
        yield NOT_REACHED


def _with_signs(
    loss: LossCourse, before: Rows, groups: dict[int, Span], volumes: Volumes, order: int, more_rows: bool
) -> Iterator[Course]:
    shock_part = groups[volumes.shock]
    sign_part = NOT_REACHED if volumes.signs is None else groups[volumes.signs]
    treatment_span = _fitting(loss.spans[volumes.treatment], volumes.treatment, groups)
    alarm_span = _fitting(loss.spans[volumes.alarm], volumes.alarm, groups)
    fits = (treatment_span, alarm_span)
    if not all(span.ever or span.never for span in fits):
        return
    measured = any(row.measured and row.minute >= shock_part.high for row in before)
    blind = loss.added and shock_part.ever and not measured and shock_part.low < loss.high
    shown = _shown(before, shock_part, sign_part)
    firsts = first_signs(shown) if shown else {NO_SIGNS}
    for first in firsts:
        shock, sign = at(first.shock), at(first.sign)
        yield Course(loss.low, loss.high, *fits, shock, sign, added=loss.added, order=order, blind=blind)
    for first in _last_of(firsts) if more_rows else ():
        shock = _earlier(first.shock, shock_part, loss.high)
        sign = _earlier(first.sign, sign_part, loss.high)
        yield Course(loss.low, loss.high, *fits, shock, sign, added=True, order=order, blind=blind)


def _last_of(firsts: set[FirstSigns]) -> list[FirstSigns]:
    """Return the pairs that no other pair outlasts: added rows can only come before them."""

    def late(moment: int | None) -> float:
        return inf if moment is None else moment

    def outlasts(one: FirstSigns, other: FirstSigns) -> bool:
        return one != other and all(late(a) >= late(b) for a, b in zip(one, other, strict=True))

    return [first for first in firsts if not any(outlasts(other, first) for other in firsts)]


def _shown(before: Rows, shock_part: Span, sign_part: Span) -> list[tuple[int, frozenset[Signs]]]:
    """Return what each row can show that counts: only rows after enough blood was lost."""
    shown = []
    for minute, options, _ in before:
        shock = shock_part.ever and minute >= shock_part.high
        sign = sign_part.ever and minute >= sign_part.high
        if shock or sign:
            shown.append(
                (minute, frozenset(Signs(option.shock and shock, option.sign and sign) for option in options))
            )
    return shown


def _fitting(span: Span, volume: int, groups: dict[int, Span]) -> Span:
    """Return the part of a span that agrees with the order of the volumes."""
    low, high, never = span
    for other, part in groups.items():
        if other == volume:
            return part
        if other < volume:
            if not part.ever:
                return NOT_REACHED
            low = max(low, part.low)
        elif part.ever:
            high, never = min(high, part.high), False
    return Span(low, high, never)


def _earlier(first: int | None, part: Span, end: float) -> Span:
    """Return when the first sign can have been, when rows may have been left out."""
    if not part.ever:
        return NOT_REACHED
    earliest = max(part.low, 0)
    latest = end - 1 if first is None else first
    return Span(earliest, latest, first is None) if earliest <= latest else at(first)


Reader = Callable[[Course], Iterator[Run]]


def _run(course: Course, first: float, last: float, shift: int, *, tag: bool = False) -> Run:
    return Run(first, last, course.low, course.high, course.added, shift, tag)


def _never(course: Course) -> Run:
    return never(course.low, course.high, added=course.added)


def _latest(*spans: Span) -> float:
    """Return the last moment that none of the spans has to precede (inf: they can stay away)."""
    return min(inf if span.never else span.high for span in spans)


def _either(course: Course, loss: Span, sign: Span) -> Iterator[Run]:
    """Yield the earlier of a volume (at the end at the latest) and a sign (before the end)."""
    if loss.ever:
        yield _run(course, loss.low, min(loss.high, _latest(sign)), 0)
    if sign.ever:
        yield _run(course, sign.low, min(sign.high, course.high - 1, _latest(loss)), 1)
    if loss.never and sign.never:
        yield _never(course)


def treatment(course: Course) -> Iterator[Run]:
    """Yield tP."""
    return _either(course, course.treatment, course.sign)


def alarm(course: Course) -> Iterator[Run]:
    """Yield tA."""
    return _either(course, course.alarm, course.shock)


def shock(course: Course) -> Iterator[Run]:
    """Yield tSI."""
    return _either(course, NOT_REACHED, course.shock)


def referral(course: Course, wait: int) -> Iterator[Run]:
    """Yield trig1: the earlier of tA and tP + wait, the latter only if the bleeding is active then."""
    treated, sign = course.treatment, course.sign
    alarmed = min(_latest(course.alarm, course.shock), course.high - 1)
    if treated.ever and course.order < 0:
        yield _run(course, treated.low + wait, min(min(treated.high, _latest(sign)) + wait, alarmed), 1)
    if sign.ever:
        yield _run(course, sign.low + wait, min(min(sign.high, _latest(treated)) + wait, alarmed), 1)
    if course.alarm.ever:
        spans = (sign,) if course.order == 0 else (sign, treated)
        if course.order < 0 and treated.ever:
            spans = (sign, Span(treated.low, treated.high, False))
        yield _run(
            course, course.alarm.low, min(course.alarm.high, _latest(course.shock), _latest(*spans) + wait), 0
        )
    if course.shock.ever:
        last = min(course.shock.high, course.high - 1, _latest(course.alarm), _latest(sign, treated) + wait)
        yield _run(course, course.shock.low, last, 1)
    if course.alarm.never and course.shock.never:
        lost = treated if course.order < 0 else NOT_REACHED
        if course.low <= _latest(lost, sign) + wait:
            yield _never(course)


class Line(NamedTuple):
    """The trigger of the first infusion: a minute, and whether it is tP in secondary care (else tA)."""

    minute: int
    treatment: bool


def line(course: Course, takeover: float) -> Iterator[Run]:
    """Yield the trigger of D02: tP (tagged) when secondary care was there at tP, else tA.

    ``takeover`` inf: never.
    """
    for run in treatment(course):
        if run.first != inf and run.last >= takeover:
            yield run._replace(first=max(run.first, takeover), tag=True)
    by_loss = _latest_alarm_before(course, takeover, at_alarm=True)
    by_shock = _latest_alarm_before(course, takeover, at_alarm=False)
    if course.alarm.ever:
        yield _run(course, course.alarm.low, min(course.alarm.high, _latest(course.shock), by_loss), 0)
    if course.shock.ever:
        last = min(course.shock.high, course.high - 1, _latest(course.alarm), by_shock)
        yield _run(course, course.shock.low, last, 1)
    if course.alarm.never and course.shock.never:
        lost = course.treatment if course.order < 0 else NOT_REACHED
        early = any(span.ever and span.low < takeover for span in (lost, course.sign))
        if early or (lost.never and course.sign.never):
            yield _never(course)


def _latest_alarm_before(course: Course, takeover: float, *, at_alarm: bool) -> float:
    """Return the last tA at which tP can be absent, or have come before takeover."""
    lost, sign = course.treatment, course.sign
    if sign.ever and sign.low < takeover:
        return inf
    if lost.never and sign.never and not (at_alarm and course.order <= 0):
        return inf
    if lost.ever and lost.low < takeover:
        return inf if course.order < 0 else takeover - 1
    return -inf
