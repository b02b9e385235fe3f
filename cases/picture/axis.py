"""PURE. The time axis of a picture: minutes since birth, long silences folded, and the clock on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import ceil, floor
from typing import Final

from cases.case_values import AMSTERDAM
from fluxus.texts import Text

SPACINGS: Final = (5, 10, 15, 30, 60, 120, 240, 480)
LONGEST_SILENCE: Final = 90
"""Minutes without anything: longer than this is folded."""
FOLDED: Final = 20
"""The minutes of the axis that a folded silence takes."""
BEFORE, AFTER, LEAST = 5, 10, 30
EARLIEST: Final = -60
"""What was done longer before the birth stands in the table only."""
DAYS: Final = (
    ("ma", "Mon"), ("di", "Tue"), ("wo", "Wed"), ("do", "Thu"), ("vr", "Fri"), ("za", "Sat"), ("zo", "Sun"),
)  # fmt: skip
MONTHS: Final = (
    ("jan", "Jan"), ("feb", "Feb"), ("mrt", "Mar"), ("apr", "Apr"), ("mei", "May"), ("jun", "Jun"),
    ("jul", "Jul"), ("aug", "Aug"), ("sep", "Sep"), ("okt", "Oct"), ("nov", "Nov"), ("dec", "Dec"),
)  # fmt: skip
CLOCK_BACK: Final = Text("klok terug", "clocks back")
CLOCK_ON: Final = Text("klok vooruit", "clocks on")
NEXT_DAY: Final = Text("volgende dag", "next day")


@dataclass(frozen=True, slots=True)
class Fold:
    """A silence from minute ``start`` to ``end`` that the axis shows shorter."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The minutes from ``start`` to ``end`` with folds; ``at`` gives the place of a minute."""

    start: int
    end: int
    folds: tuple[Fold, ...] = ()

    def at(self, minute: float) -> float:
        """Return where a minute stands: minutes since birth, less what was folded before it."""
        place = minute
        for fold in self.folds:
            if minute >= fold.end:
                place -= fold.end - fold.start - FOLDED
            elif minute > fold.start:
                part = (minute - fold.start) / (fold.end - fold.start)
                return place - (minute - fold.start) + part * FOLDED
        return place

    @property
    def length(self) -> float:
        """The minutes that the axis shows."""
        return self.at(self.end) - self.at(self.start)

    def shows(self, minute: float) -> bool:
        """Whether a minute lies on the axis."""
        return self.start <= minute <= self.end


def axis_of(minutes: Iterable[float]) -> Axis:
    """Return the axis for these moments: from a little before the first to a little after the last."""
    known = sorted({0, *(floor(minute) for minute in minutes if minute >= EARLIEST)})
    folds = tuple(Fold(a + 5, b - 5) for a, b in pairwise(known) if b - a > LONGEST_SILENCE)
    return Axis(known[0] - BEFORE, max(known[-1], LEAST) + AFTER, folds)


def ticks(axis: Axis, most: int) -> list[int]:
    """Return the minutes of at most about ``most`` ticks, none in a folded silence, and none too close."""
    spacing = next((step for step in SPACINGS if axis.length / step <= most), SPACINGS[-1])
    room = axis.length / (most * 1.5)
    found: list[int] = []
    for step in range(ceil(axis.start / spacing), floor(axis.end / spacing) + 1):
        minute = step * spacing
        if any(fold.start < minute < fold.end for fold in axis.folds):
            continue
        if not found or axis.at(minute) - axis.at(found[-1]) >= room:
            found.append(minute)
    return found


def local(birth: datetime, minute: float) -> datetime:
    """Return what clock and calendar in Amsterdam show at a minute since birth."""
    return (birth + timedelta(minutes=minute)).astimezone(AMSTERDAM)


def midnights(birth: datetime, axis: Axis) -> list[tuple[int, Text]]:
    """Return the minutes at which a new day starts, with the day and date."""
    found = []
    day = local(birth, axis.start).date() + timedelta(days=1)
    while (minute := _minute(birth, datetime.combine(day, time(), AMSTERDAM))) <= axis.end:
        nl, en = zip(DAYS[day.weekday()], MONTHS[day.month - 1], strict=True)
        found.append((minute, Text(f"{nl[0]} {day.day} {nl[1]}", f"{en[0]} {day.day} {en[1]}")))
        day += timedelta(days=1)
    return found


def clock_changes(birth: datetime, axis: Axis) -> list[tuple[int, Text]]:
    """Return the minutes at which the clock is put back or forward: always at a whole hour in UTC."""
    found = []
    hour = local(birth, axis.start).astimezone(UTC).replace(minute=0) + timedelta(hours=1)
    while (minute := _minute(birth, hour)) <= axis.end:
        before, after = local(birth, minute - 1).utcoffset(), local(birth, minute).utcoffset()
        if before != after and before is not None and after is not None:
            found.append((minute, CLOCK_BACK if after < before else CLOCK_ON))
        hour += timedelta(hours=1)
    return found


def _minute(birth: datetime, moment: datetime) -> int:
    return (moment.astimezone(UTC) - birth.astimezone(UTC)) // timedelta(minutes=1)
