"""PURE. A time as a person types it while reading a record aloud ↔ an instant.

``2105``, ``21:05``, ``21.05``, ``9:05`` and ``+12`` (minutes after birth, ``-30`` before) are read; the date
follows from the birth: the one moment with that time from four hours before birth to twenty hours after it,
so that after midnight means the next day. Else the date is needed: ``26-10 21:05``, ``26-10-2025 21:05``.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from cases.case_problems import BadValue, shown
from cases.case_values import AMSTERDAM
from fluxus.texts import Text

BEFORE: Final = timedelta(hours=4)
DAY: Final = timedelta(days=1)
MOST_MINUTES: Final = 7 * 24 * 60
FIRST_YEAR: Final = 1971
LAST_YEAR: Final = 9998
"""The case format knows no earlier time, and arithmetic no later one."""

NOT_A_TIME: Final = Text(
    "{value} is geen tijd; typ bijvoorbeeld 2105, 21:05, +12 (minuten na de geboorte) of 26-10 21:05",
    "{value} is not a time; type for example 2105, 21:05, +12 (minutes after birth) or 26-10 21:05",
)
NOT_A_BIRTH_TIME: Final = Text(
    "{value} is geen tijd; typ bijvoorbeeld 2105 of 21:05",
    "{value} is not a time; type for example 2105 or 21:05",
)
SKIPPED: Final = Text(
    "{value} bestond die nacht niet: de klok sprong van 02:00 naar 03:00; verbeter de tijd",
    "{value} did not exist that night: the clock went from 02:00 to 03:00; mend the time",
)
TWICE: Final = (
    Text(
        "{clock} komt die nacht twee keer; gelezen als de eerste keer. Bedoelt u de tweede, typ {other}",
        "{clock} comes twice that night; read as the first time. If you mean the second, type {other}",
    ),
    Text(
        "{clock} komt die nacht twee keer; gelezen als de tweede keer. Bedoelt u de eerste, typ {other}",
        "{clock} comes twice that night; read as the second time. If you mean the first, type {other}",
    ),
)
_MINUTES: Final = re.compile(r"([+-])\s?([0-9]{1,5})(?:\s?(?:min|minuten|minutes))?")
_CLOCK: Final = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})(?:[-/](?P<year>[0-9]{4}))?\s+)?"
    r"(?P<hour>[0-9]{1,2})[:.hu]?(?P<minute>[0-9]{2})(?:\s?(?:uur|u))?(?:\s?(?P<offset>[+-]0[12]):?00)?"
)


def read_typed_time(typed: str, birth: datetime) -> datetime:
    """Return what was typed as an aware moment in UTC, or raise ``BadValue``. ``birth`` is aware."""
    words = typed.strip().lower()
    minutes = _MINUTES.fullmatch(words)
    if minutes is not None and int(minutes[2]) <= MOST_MINUTES:
        return birth.astimezone(UTC) + timedelta(minutes=int(minutes[1] + minutes[2]))
    match = _clock(words)
    if match is None:
        raise BadValue(NOT_A_TIME.format(value=shown(typed)))
    clock = time(int(match["hour"]), int(match["minute"]))
    moments = _moments(match, clock, birth, typed)
    if not moments:
        raise BadValue(SKIPPED.format(value=shown(typed)))
    return moments[0]


def twice_note(typed: str, moment: datetime) -> list[Text]:
    """Return what to say when a clock time comes twice that night: which was taken, how to type the other.

    ``moment`` is what ``typed`` was read as. Nothing is said when the typed words leave no doubt.
    """
    match = _clock(typed.strip().lower())
    if match is None or match["offset"]:
        return []
    local = moment.astimezone(AMSTERDAM)
    both = instants(local.date(), local.time())
    if len(both) < 2:
        return []
    other = both[0] if moment == both[1] else both[1]
    day = f"{match['day']}-{match['month']} " if match["day"] else ""
    words = f"{day}{local:%H:%M} {other.astimezone(AMSTERDAM).strftime('%z')[:3]}:00"
    return [TWICE[both.index(moment.astimezone(UTC))].format(clock=f"{local:%H:%M}", other=words)]


def time_length(words: Sequence[str]) -> int:
    """Return how many words at the start are one typed time (0: none), by their looks alone."""
    if not words or words[0][0] not in "+-0123456789":
        return 0
    for length in range(min(len(words), 3), 0, -1):
        typed = " ".join(words[:length])
        if _MINUTES.fullmatch(typed) or _clock(typed) is not None:
            return length
    return 0


def _clock(typed: str) -> re.Match[str] | None:
    """Return the parts of a typed clock time that can be on a clock."""
    match = _CLOCK.fullmatch(typed)
    return None if match is None or int(match["hour"]) > 23 or int(match["minute"]) > 59 else match


def _moments(match: re.Match[str], clock: time, birth: datetime, typed: str) -> list[datetime]:
    """Return the moments that the typed words can mean, the likeliest first."""
    local = birth.astimezone(AMSTERDAM)
    if match["day"] is None:
        dates = [local.date() + timedelta(days=days) for days in (-1, 0, 1)]
        start = birth.astimezone(UTC) - BEFORE
        found = [moment for day in dates for moment in instants(day, clock) if start <= moment < start + DAY]
    else:
        day = _date(match, local.date(), typed)
        found = instants(day, clock)
    found = [moment for moment in found if _has_offset(moment, match["offset"])]
    return sorted(found, key=lambda moment: (moment < birth, moment))


def read_birth_time(day: date, typed: str) -> datetime:
    """Return the typed time on that day as an aware moment in UTC, or raise ``BadValue``.

    In the hour that comes twice the first is meant, unless the offset is typed with it: ``02:30 +01:00``.
    """
    match = _clock(typed.strip().lower())
    if match is None or match["day"]:
        raise BadValue(NOT_A_BIRTH_TIME.format(value=shown(typed)))
    moments = instants(day, time(int(match["hour"]), int(match["minute"])))
    found = [moment for moment in moments if _has_offset(moment, match["offset"])]
    if not found:
        raise BadValue(SKIPPED.format(value=shown(typed)))
    return found[0]


def write_birth_time(moment: datetime) -> tuple[date, str]:
    """Return day and time to type, which are read back as the same moment."""
    local = moment.astimezone(AMSTERDAM)
    plain = f"{local:%H:%M}"
    if read_birth_time(local.date(), plain) == moment:
        return local.date(), plain
    return local.date(), f"{plain} {local.strftime('%z')[:3]}:00"


def _has_offset(moment: datetime, offset: str | None) -> bool:
    return offset is None or moment.astimezone(AMSTERDAM).strftime("%z") == f"{offset}00"


def _date(match: re.Match[str], birth: date, typed: str) -> date:
    """Return the typed date; without a year the one nearest to the birth."""
    years = [int(match["year"])] if match["year"] else [birth.year, birth.year + 1, birth.year - 1]
    found = []
    for year in years:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        try:
            found.append(date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    if not found:
        raise BadValue(NOT_A_TIME.format(value=shown(typed)))
    return min(found, key=lambda day: abs(day - birth))


def instants(day: date, clock: time) -> list[datetime]:
    """Return the moments (UTC) at which Amsterdam clocks show this: one, two in autumn, none in spring."""
    found = set()
    for fold in (0, 1):
        moment = datetime.combine(day, clock.replace(fold=fold), AMSTERDAM).astimezone(UTC)
        if moment.astimezone(AMSTERDAM).time() == clock:
            found.add(moment)
    return sorted(found)


def write_typed_time(moment: datetime, birth: datetime) -> str:
    """Return the shortest way to type ``moment`` that is read back as the same moment."""
    local = moment.astimezone(AMSTERDAM)
    offset = local.strftime("%z")
    ways = (f"{local:%H:%M}", f"{local:%H:%M} {offset[:3]}:00", f"{local:%d-%m-%Y %H:%M}")
    for way in ways:
        if _reads_as(way, birth, moment):
            return way
    return f"{local:%d-%m-%Y %H:%M} {offset[:3]}:00"


def _reads_as(typed: str, birth: datetime, moment: datetime) -> bool:
    try:
        return read_typed_time(typed, birth) == moment
    except BadValue:
        return False
