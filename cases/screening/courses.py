"""PURE. The possible courses of a bleeding: for a case with unknowns, which moments can go together.

A course fixes what is discrete (which records and vital signs lie before the end of the bleeding, what the
incomplete rows show) and leaves spans for the moments in it. Whatever lies in the spans, in the order of
the volumes and not after the end of the bleeding, is possible; nothing else is.
Minutes that no check can tell apart are represented by one of them (``Minutes``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

from cases.screening.facts import BloodLoss, CaseFacts

LAST_TRIGGER: Final = 1440
"""Records later than 24 hours after birth trigger nothing."""


class Span(NamedTuple):
    """A moment lies somewhere from ``low`` to ``high`` (none when low > high), or ``never``."""

    low: float
    high: float
    never: bool

    @property
    def ever(self) -> bool:
        """Whether there is a moment at all."""
        return self.low <= self.high


NOT_REACHED: Final = Span(1, 0, True)


def at(moment: float | None) -> Span:
    """Return the span of a known moment; None: never."""
    return NOT_REACHED if moment is None else Span(moment, moment, False)


class LossCourse(NamedTuple):
    """The bleeding ended from ``low`` to ``high`` (inf: never); ``spans``: when each volume was reached.

    ``added``: further records are possible in this course; ``shown``: the most that a record up to the end
    can show (ml; inf: no limit).
    """

    low: float
    high: float
    spans: Mapping[int, Span]
    added: bool
    shown: float


class Losses:
    """The blood-loss records of a case, ready for the courses."""

    def __init__(self, facts: CaseFacts, volumes: Sequence[int], minutes: "Minutes") -> None:
        self.records = sorted(facts.blood_loss, key=lambda record: (record.time, record.cumulative_ml))
        self.total = facts.outcome.total_loss_ml
        self.incomplete = "blood_loss" in facts.incomplete
        self.volumes = sorted(set(volumes))
        self.minutes = minutes
        self.highest = max((record.cumulative_ml for record in self.records), default=0)
        controlled = facts.birth.bleeding_controlled
        if controlled is None:
            self.first_end: float = self.records[0].time if self.records else 0
            self.last_end: float = inf
        else:
            self.first_end = self.last_end = controlled

    def courses(self) -> Iterator[LossCourse]:
        """Yield every possible course."""
        for low, high in self._ranges():
            upto = [record for record in self.records if record.time <= low]
            recorded = list(self._recorded(low, high, upto))
            yield from recorded
            if self.incomplete:
                yield from self._with_more_records(low, high, upto, recorded)

    def _ranges(self) -> list[tuple[float, float]]:
        """Cut the possible ends of the bleeding where another record or the second day begins."""
        starts = {self.first_end, *(record.time for record in self.records), LAST_TRIGGER + 1}
        inside = sorted(start for start in starts if self.first_end <= start <= self.last_end)
        ends = [start - 1 for start in inside[1:]] + [self.last_end]
        return list(zip(inside, ends, strict=True))

    def _afterwards(self, upto: Sequence[BloodLoss]) -> int:
        """Return the loss that was measured afterwards: in later records (on any day) or as the total."""
        later = [record.cumulative_ml for record in self.records[len(upto) :]]
        return max([*later, self.total or 0])

    def _recorded(self, low: float, high: float, upto: Sequence[BloodLoss]) -> Iterator[LossCourse]:
        """Yield the courses that need no further records."""
        highest = max((record.cumulative_ml for record in upto), default=0)
        afterwards = self._afterwards(upto)
        fixed = {volume: at(reached(upto, volume)) for volume in self.volumes}
        moved = [volume for volume in self.volumes if highest < volume <= afterwards]
        if not moved:
            yield LossCourse(low, high, fixed, False, highest)
            return
        start = upto[-1].time + 1 if upto else 1
        if low < start:  # there is no such minute: at the end itself
            for end in range(int(low), int(min(high, start - 1)) + 1):
                lost = dict.fromkeys(moved, at(end if end <= LAST_TRIGGER else None))
                yield LossCourse(end, end, {**fixed, **lost}, False, highest)
        for minute in self.minutes.between(start, min(high, LAST_TRIGGER)):
            lost = dict.fromkeys(moved, at(minute))
            yield LossCourse(max(low, minute), high, {**fixed, **lost}, False, highest)
        if high > LAST_TRIGGER:
            lost = dict.fromkeys(moved, NOT_REACHED)
            yield LossCourse(max(low, start, LAST_TRIGGER + 1), high, {**fixed, **lost}, False, highest)

    def _with_more_records(
        self, low: float, high: float, upto: Sequence[BloodLoss], recorded: Sequence[LossCourse]
    ) -> Iterator[LossCourse]:
        """Yield the courses in which records may have been left out, between their neighbours."""
        shown = self._most_shown(upto)
        if any(shown < volume <= self._afterwards(upto) for volume in self.volumes):
            courses = recorded  # more was lost than a record can show: all at one minute
        else:
            spans = dict.fromkeys(self.volumes, NOT_REACHED)
            courses = [LossCourse(low, high, spans, True, shown)]
        for course in courses:
            spans = {volume: self._between(volume, course, upto, shown) for volume in self.volumes}
            yield LossCourse(course.low, course.high, spans, True, shown)

    def _most_shown(self, upto: Sequence[BloodLoss]) -> float:
        """Return the most that a further record can show: no more than the next one, or the total."""
        if len(upto) < len(self.records):
            return self.records[len(upto)].cumulative_ml
        return inf if self.total is None else max(self.total, self.highest)

    def _between(self, volume: int, course: LossCourse, upto: Sequence[BloodLoss], shown: float) -> Span:
        """Return when a volume can have been reached when there may be further records."""
        if volume > shown and not any(record.cumulative_ml >= volume for record in upto):
            return course.spans[volume]
        below = [record.time for record in upto if record.cumulative_ml < volume]
        earliest = max(below[-1], 0) if below else 0
        above = [record.time for record in upto if record.cumulative_ml >= volume]
        if above:
            last = above[0]
            if last <= LAST_TRIGGER:
                return Span(min(earliest, last), last, False)
            return Span(earliest, LAST_TRIGGER, True) if earliest <= LAST_TRIGGER else NOT_REACHED
        known = course.spans[volume]
        latest = known.high if known.ever else min(course.high, LAST_TRIGGER)
        surely = volume <= self._afterwards(upto)
        if earliest <= latest:
            return Span(earliest, latest, not (surely and (known.ever or course.high <= LAST_TRIGGER)))
        return at(course.high) if surely and course.high <= LAST_TRIGGER else NOT_REACHED

    def finals(self, given: int | None) -> tuple[float, bool]:
        """Return the known total (or highest) loss and whether further records can make it higher."""
        if given is not None:
            return given, False
        last = self.records[-1].time if self.records else 0
        return self.highest, self.incomplete and self.last_end >= max(last, 0)


def reached(records: Sequence[BloodLoss], volume: int) -> int | None:
    """Return the first minute with at least this volume, None when not within 24 hours after birth."""
    for record in records:
        if record.cumulative_ml >= volume:
            return record.time if record.time <= LAST_TRIGGER else None
    return None


class Minutes:
    """The minutes that checks can tell apart: those within ``reach`` of a recorded moment.

    No limit is longer than ``reach``, so that every minute of a stretch between two such zones compares alike
    with everything recorded: the first one stands for all.
    """

    def __init__(self, marks: Iterable[int], reach: int) -> None:
        self.zones: list[tuple[float, float]] = []
        for mark in sorted(set(marks)):
            if self.zones and mark - reach <= self.zones[-1][1] + 1:
                self.zones[-1] = (self.zones[-1][0], mark + reach)
            else:
                self.zones.append((mark - reach, mark + reach))

    def between(self, low: float, high: float) -> Iterable[int]:
        """Return the minutes from low to high (both included) that can be told apart, in order."""
        if low > high:
            return ()
        if low == high:
            return (int(low),)
        return self._many(low, high)

    def _many(self, low: float, high: float) -> Iterator[int]:
        here = low
        for start, end in self.zones:
            if here > high:
                return
            if end < here:
                continue
            if start > here:  # the stretch before this zone
                yield int(here)
                here = start
            if here > high:
                return
            yield from range(int(here), int(min(end, high)) + 1)
            here = end + 1
        if here <= high:
            yield int(here)
