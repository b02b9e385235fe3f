"""PURE. Triggers of one case: at which minutes each can fall, and when the bleeding can have ended then.

For a fixed trigger every check depends on the end of the bleeding only through "still active at a moment",
so its earliest and latest end say everything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Final, Generic, NamedTuple, TypeVar

from cases.screening.courses import NOT_REACHED, LossCourse, Span, at, minutes
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

    def __init__(self, moments: Iterator[Moment[Key]]) -> None:
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
    for first in first_signs(shown) if shown else (NO_SIGNS,):
        shock, sign = at(first.shock), at(first.sign)
        yield Course(loss.low, loss.high, *fits, shock, sign, added=loss.added, order=order, blind=blind)
        if more_rows:
            shock = _earlier(first.shock, shock_part, loss.high)
            sign = _earlier(first.sign, sign_part, loss.high)
            yield Course(loss.low, loss.high, *fits, shock, sign, added=True, order=order, blind=blind)


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


Moments = Iterator[Moment[int | None]]
Reader = Callable[[Course, int], Moments]


def _either(course: Course, loss: Span, sign: Span, horizon: int) -> Moments:
    """Yield the earlier of a volume and a sign before the end."""
    low, high, added = course.low, course.high, course.added
    for minute in minutes(loss.low, loss.high, horizon):
        if sign.can_wait(minute):
            yield Moment(minute, max(low, minute), high, added)
    for minute in minutes(sign.low, min(sign.high, high - 1), horizon):
        if loss.can_wait(minute):
            yield Moment(minute, max(low, minute + 1), high, added)
    if loss.never and sign.never:
        yield Moment(None, low, high, added)


def treatment(course: Course, horizon: int) -> Moments:
    """Yield tP."""
    return _either(course, course.treatment, course.sign, horizon)


def alarm(course: Course, horizon: int) -> Moments:
    """Yield tA."""
    return _either(course, course.alarm, course.shock, horizon)


def shock(course: Course, horizon: int) -> Moments:
    """Yield tSI."""
    return _either(course, NOT_REACHED, course.shock, horizon)


def referral(course: Course, horizon: int, wait: int) -> Moments:
    """Yield trig1: the earlier of tA and tP + wait, the latter only if the bleeding is active then."""
    yield from _referral_after_treatment(course, horizon, wait)
    yield from _referral_at_alarm(course, horizon, wait)
    if course.alarm.never and course.shock.never:
        lost = course.treatment if course.order < 0 else NOT_REACHED
        latest = min(inf if lost.never else lost.high, inf if course.sign.never else course.sign.high)
        if course.low <= latest + wait:
            yield Moment(None, course.low, course.high, course.added)


def _referral_after_treatment(course: Course, horizon: int, wait: int) -> Moments:
    sources = ((course.treatment, course.sign, course.order < 0), (course.sign, course.treatment, True))
    for source, other, alarm_can_follow in sources:
        for minute in minutes(source.low, source.high, horizon):
            moment = minute + wait
            if not (moment < course.high and other.can_wait(minute) and course.shock.can_wait(moment)):
                continue
            if alarm_can_follow and course.alarm.can_wait(moment):
                yield Moment(moment, max(course.low, moment + 1), course.high, course.added)


def _referral_at_alarm(course: Course, horizon: int, wait: int) -> Moments:
    for minute in minutes(course.alarm.low, course.alarm.high, horizon):
        lost = course.treatment_given_alarm(minute)
        treated_later = all(span.can_wait(minute - wait) for span in (lost, course.sign))
        if treated_later and course.shock.can_wait(minute):
            yield Moment(minute, max(course.low, minute), course.high, course.added)
    for minute in minutes(course.shock.low, min(course.shock.high, course.high - 1), horizon):
        spans = (course.treatment, course.sign)
        if all(span.can_wait(minute - wait) for span in spans) and course.alarm.can_wait(minute):
            yield Moment(minute, max(course.low, minute + 1), course.high, course.added)


class Line(NamedTuple):
    """The trigger of the first infusion: a minute, and whether it is tP in secondary care (else tA)."""

    minute: int
    treatment: bool


def line(course: Course, horizon: int, takeover: float) -> Iterator[Moment[Line | None]]:
    """Yield the trigger of D02: tP when secondary care was there at tP, else tA (``takeover`` inf: never)."""
    for moment in treatment(course, horizon):
        if moment.key is not None and moment.key >= takeover:
            yield Moment(Line(moment.key, True), *moment[1:])
    low, high, added = course.low, course.high, course.added
    early_sign = course.sign.ever and course.sign.low < takeover
    for minute in minutes(course.alarm.low, course.alarm.high, horizon):
        lost = course.treatment_given_alarm(minute)
        if course.shock.can_wait(minute) and (early_sign or _before(lost, takeover, course.sign)):
            yield Moment(Line(minute, False), max(low, minute), high, added)
    for minute in minutes(course.shock.low, min(course.shock.high, high - 1), horizon):
        if course.alarm.can_wait(minute) and (early_sign or _before(course.treatment, takeover, course.sign)):
            yield Moment(Line(minute, False), max(low, minute + 1), high, added)
    if course.alarm.never and course.shock.never:
        lost = course.treatment if course.order < 0 else NOT_REACHED
        if early_sign or _before(lost, takeover, course.sign):
            yield Moment(None, low, high, added)


def _before(lost: Span, takeover: float, sign: Span) -> bool:
    """Whether the treatment trigger can lie before takeover by its volume, or be absent."""
    return (lost.ever and lost.low < takeover) or (lost.never and sign.never)
