"""PURE. The triggers in one course: treatment (tP), alarm (tA), shock index (tSI), referral (trig1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

from cases.screening.courses import NOT_REACHED, LossCourse, Span
from cases.screening.relations import Run, never
from cases.screening.signs import NOTHING_SHOWN, Firsts, FirstSigns, Source


@dataclass(frozen=True, slots=True)
class Volumes:
    """The volumes (ml) behind the triggers; ``signs`` None: profile without the WHO trigger."""

    treatment: int
    alarm: int
    shock: int
    signs: int | None

    @property
    def order(self) -> int:
        """Return -1: treatment volume below the alarm volume, 0: the same, 1: above."""
        return (self.treatment > self.alarm) - (self.treatment < self.alarm)


@dataclass(frozen=True, slots=True)
class Course:
    """One course with its signs: spans of the treatment and alarm volume, first raised index, first sign.

    ``shock_part``: where the volume was reached from which a raised index counts.
    """

    loss: LossCourse
    treatment: Span
    alarm: Span
    signs: Firsts
    added: bool
    order: int
    shock_part: Span

    @property
    def low(self) -> float:
        """Return the earliest end of the bleeding."""
        return self.loss.low

    @property
    def high(self) -> float:
        """Return the latest end of the bleeding (inf: never)."""
        return self.loss.high


def sign_courses(
    losses: Iterator[LossCourse], signs: FirstSigns, volumes: Volumes, *, more_rows: bool
) -> Iterator[Course]:
    """Yield the courses with their signs; ``more_rows``: rows of vital signs may have been left out."""
    for loss in losses:
        for parts in _parts_of(loss, signs, volumes):
            treated = _fitting(loss.spans[volumes.treatment], volumes.treatment, parts)
            alarmed = _fitting(loss.spans[volumes.alarm], volumes.alarm, parts)
            if not all(span.ever or span.never for span in (treated, alarmed)):
                continue
            shock_part = parts[volumes.shock]
            sign_part = NOT_REACHED if volumes.signs is None else parts[volumes.signs]
            found = NOTHING_SHOWN
            if shock_part.ever or sign_part.ever:
                found = signs.among(*(part.high if part.ever else inf for part in (shock_part, sign_part)))
            course = Course(loss, treated, alarmed, found, loss.added, volumes.order, shock_part)
            yield course
            if more_rows:
                yield _with_more_rows(course, sign_part, signs.takeover)


def _parts_of(loss: LossCourse, signs: FirstSigns, volumes: Volumes) -> Iterator[dict[int, Span]]:
    """Yield the parts of the spans of the sign volumes in which the same rows count."""
    parts = [{volumes.shock: span} for span in _parts(loss.spans[volumes.shock], loss.high, signs)]
    if volumes.signs in (None, volumes.shock):
        yield from parts
        return
    for span in _parts(loss.spans[volumes.signs], loss.high, signs):
        for part in parts:
            yield {**part, volumes.signs: span}


def _parts(span: Span, end: float, signs: FirstSigns) -> Iterator[Span]:
    """Cut a span after each row that lies in it, so that within a part the same rows come at or after it."""
    if span.ever:
        low = span.low
        for row in signs.rows if span.low < span.high else ():
            if low <= row.minute < min(span.high, end):
                yield Span(low, row.minute, False)
                low = row.minute + 1
        yield Span(low, span.high, False)
    if span.never:
        yield NOT_REACHED


def _fitting(span: Span, volume: int, parts: dict[int, Span]) -> Span:
    """Return the part of a span that agrees with the order of the volumes."""
    low, high, can_miss = span
    for other, part in parts.items():
        if other == volume:
            return part
        if other < volume:
            if not part.ever:
                return NOT_REACHED
            low = max(low, part.low)
        elif part.ever:
            high, can_miss = min(high, part.high), False
    return Span(low, high, can_miss)


def _with_more_rows(course: Course, sign_part: Span, takeover: float) -> Course:
    """Return the course with rows added: a first sign at any minute up to the first sure one."""
    known = course.signs
    sign = _anywhere(sign_part, known.sign_last, known.shock_last)
    early = any(source.first < takeover for source in sign)
    shock = _anywhere(course.shock_part, known.shock_last, known.sign_last, early=early)
    found = Firsts(shock, known.shock_last, sign, known.sign_last, known.shock_last if early else -inf)
    return replace(course, signs=found, added=True)


def _anywhere(part: Span, last: float, other: float, *, early: bool = False) -> tuple[Source, ...]:
    first = max(part.low, 0)
    return (Source(first, last, other, early),) if part.ever and first <= last else ()


Reader = Callable[[Course], Iterator[Run]]


def _run(course: Course, first: float, last: float, shift: int, *, tag: bool = False) -> Run:
    return Run(first, last, course.low, course.high, course.added, shift, tag)


def _latest(*spans: Span) -> float:
    """Return the last moment that none of the spans has to precede (inf: they can stay away)."""
    return min((inf if span.never else span.high for span in spans), default=inf)


def _never(course: Course, end: float) -> Iterator[Run]:
    """Yield that the trigger is not reached, possible when the bleeding can have ended by ``end``."""
    if course.low <= end:
        yield never(course.low, min(course.high, end), added=course.added)


def _either(course: Course, loss: Span, sources: tuple[Source, ...], sure: float) -> Iterator[Run]:
    """Yield the earlier of a volume (at the end at the latest) and a sign (before the end)."""
    if loss.ever:
        yield _run(course, loss.low, min(loss.high, sure), 0)
    yield from _signed(course, sources, min(course.high - 1, _latest(loss)))
    if loss.never:
        yield from _never(course, sure)


def _signed(course: Course, sources: tuple[Source, ...], last: float) -> Iterator[Run]:
    """Yield a first sign from each source that does not come after ``last``."""
    low, high, added = course.loss.low, course.loss.high, course.added
    for source in sources:
        if source.first <= last:
            yield Run(source.first, min(source.last, last), low, high, added, 1)


def treatment(course: Course) -> Iterator[Run]:
    """Yield tP."""
    return _either(course, course.treatment, course.signs.sign, course.signs.sign_last)


def alarm(course: Course) -> Iterator[Run]:
    """Yield tA."""
    return _either(course, course.alarm, course.signs.shock, course.signs.shock_last)


def shock(course: Course) -> Iterator[Run]:
    """Yield tSI."""
    return _either(course, NOT_REACHED, course.signs.shock, course.signs.shock_last)


def _treatment_given_alarm(course: Course) -> Span:
    """Return when the treatment volume was reached if the alarm volume was, for comparing with the alarm."""
    low, high, can_miss = course.treatment
    return Span(low, high, can_miss and course.order > 0)


def referral(course: Course, wait: int) -> Iterator[Run]:
    """Yield trig1: the earlier of tA and tP + wait, the latter only if the bleeding is active then."""
    lost, signs = course.treatment, course.signs
    alarmed = min(_latest(course.alarm), course.high - 1)
    if lost.ever and course.order < 0:
        last = min(lost.high, signs.sign_last) + wait
        yield _run(course, lost.low + wait, min(last, alarmed, signs.shock_last), 1)
    treated = _latest(lost)
    for source in signs.sign:
        last = min(source.last, treated) + wait
        yield _run(course, source.first + wait, min(last, alarmed, source.other), 1)
    if course.alarm.ever:
        before = inf if course.order == 0 else _latest(_treatment_given_alarm(course))
        last = min(course.alarm.high, signs.shock_last, min(before, signs.sign_last) + wait)
        yield _run(course, course.alarm.low, last, 0)
    low, high, added = course.loss.low, course.loss.high, course.added
    for source in signs.shock:
        last = min(source.last, alarmed, min(treated, source.other) + wait)
        if source.first <= last:
            yield Run(source.first, last, low, high, added, 1)
    if course.alarm.never:
        before = treated if course.order < 0 else inf
        yield from _never(course, min(signs.shock_last, min(before, signs.sign_last) + wait))


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
    lost, signs = course.treatment, course.signs
    early_loss = lost.ever and lost.low < takeover
    before = inf if course.order < 0 else takeover - 1  # tP by volume comes with or after the alarm
    if course.alarm.ever:
        first, last = course.alarm.low, min(course.alarm.high, signs.shock_last)
        yield _run(course, first, min(last, signs.shock_last_early), 0)
        if early_loss:
            yield _run(course, first, min(last, before), 0)
        if _treatment_given_alarm(course).never:
            yield from _untreated(course, first, last, signs.sign_last, 0)
    end = min(_latest(course.alarm), course.high - 1)
    for source in signs.shock:
        if source.first > end:
            continue
        first, last = source.first, min(source.last, end)
        if source.early:
            yield _run(course, first, last, 1)
        if early_loss:
            yield _run(course, first, min(last, before), 1)
        if lost.never:
            yield from _untreated(course, first, last, source.other, 1)
    if course.alarm.never:
        yield from _no_line(course, takeover)


def _untreated(course: Course, first: float, last: float, end: float, shift: int) -> Iterator[Run]:
    """Yield an alarm in a bleeding that ended before the first sign could trigger treatment."""
    if course.low <= end:
        yield Run(first, min(last, end - shift), course.low, min(course.high, end), course.added, shift)


def _no_line(course: Course, takeover: float) -> Iterator[Run]:
    """Yield that D02 has no trigger: no tA, and tP before takeover or not at all."""
    lost = course.treatment if course.order < 0 else NOT_REACHED
    signs = course.signs
    if lost.ever and lost.low < takeover:
        yield from _never(course, signs.shock_last)
    if signs.shock_last_early > -inf:
        yield from _never(course, signs.shock_last_early)
    if lost.never:
        yield from _never(course, min(signs.shock_last, signs.sign_last))
