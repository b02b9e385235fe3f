"""PURE. When something can have been done: the possible moments of actions, for one case with unknowns.

``Event`` is one entry, dated or not; ``Done`` answers what the checks ask of the first of several events.
Results of completions are bits, so that all possible results of a check are one small number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from cases.screening.findings import Result

MET: Final = 1
"""Met, and some completion that adds or dates no entry shows it."""
MET_BY_ADDING: Final = 2
FLAGGED: Final = 4
NOT_APPLICABLE: Final = 8
NOT_ASSESSABLE: Final = 16
ANY_MET: Final = MET | MET_BY_ADDING


def settled(bits: int) -> bool:
    """Whether no further completion can change the result any more: it is not assessable."""
    return bool(
        bits & NOT_ASSESSABLE or (bits & FLAGGED and bits & ~FLAGGED),
    )


def result_of(bits: int) -> Result:
    """Return the one result of all possible ones: the rule of the unknowns."""
    if bits & NOT_ASSESSABLE:
        return Result.NOT_ASSESSABLE
    if bits == FLAGGED:
        return Result.FLAGGED
    if bits == NOT_APPLICABLE:
        return Result.NOT_APPLICABLE
    if not bits & (FLAGGED | NOT_APPLICABLE) or (bits & MET and not bits & FLAGGED):
        return Result.MET
    return Result.NOT_ASSESSABLE


@dataclass(frozen=True, slots=True)
class Event:
    """One entry that may count as the action: at any minute from ``first`` to ``last`` (inf: open).

    ``certain``: it counts in every completion; ``dated``: its moment is recorded;
    ``needs_date``: it counts only from some moment on, so that without a date it shows nothing.
    """

    first: float
    last: float
    certain: bool = True
    dated: bool = True
    kind: str = ""
    index: int | None = None
    what: str = ""
    needs_date: bool = False

    @property
    def shown(self) -> bool:
        """Whether the entry counts as it stands: no date has to be found for it first."""
        return self.dated or not self.needs_date


class Done:
    """The possible moments of the first of several events; ``extra``: further events may be added.

    Added events lie from ``floor`` on (minutes since birth).
    """

    __slots__ = (
        "certain_by",
        "earliest",
        "events",
        "extra",
        "floor",
        "latest",
        "possible",
        "recorded",
        "sure",
    )

    def __init__(self, events: Iterable[Event], *, extra: bool = False, floor: float = 0) -> None:
        self.events = tuple(events)
        self.extra = extra
        self.floor = floor
        self.sure = any(event.certain for event in self.events)
        self.possible = extra or bool(self.events)
        shown = [event.first if event.dated else event.last for event in self.events if event.shown]
        self.recorded = min(shown, default=inf)
        starts = min((event.first for event in self.events), default=inf)
        self.earliest = min(starts, floor) if extra else starts
        self.certain_by = min((event.last for event in self.events if event.certain), default=inf)
        self.latest = inf if extra else max((event.last for event in self.events), default=-inf)

    def can_be_by(self, moment: float) -> bool:
        """Whether the first one can have been done by then."""
        return self.earliest <= moment

    def recorded_by(self, moment: float) -> bool:
        """Whether what is recorded can suffice by then: a known moment, or a latest possible one."""
        return self.recorded <= moment

    def can_be_late(self, moment: float) -> bool:
        """Whether the first one can have been done, but only after the moment."""
        return self.certain_by > moment and self.latest > moment and self.possible

    def can_be_absent(self) -> bool:
        """Whether it can be that it was never done."""
        return not self.sure

    def since(self, moment: float) -> "Done":
        """Return the events that lie at or after a moment; an undated one may lie before it."""
        kept = [
            event if event.first >= moment else replace(event, first=moment, certain=False, needs_date=True)
            for event in self.events
            if event.last >= moment
        ]
        return Done(kept, extra=self.extra, floor=max(self.floor, moment))

    def with_more(self, *others: "Done") -> "Done":
        """Return the union of several kinds of events."""
        every = (self, *others)
        return Done(
            [event for done in every for event in done.events],
            extra=any(done.extra for done in every),
            floor=min(done.floor for done in every if done.extra) if any(d.extra for d in every) else 0,
        )
