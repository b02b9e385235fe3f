"""PURE. Dates and times as the layouts write them; arithmetic on instants in the zone Europe/Amsterdam."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

_HL7 = re.compile(
    r"(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})?(?:\.\d+)?)?)?)?)?([+-]\d{4})?", re.ASCII
)
_ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_RELATIVE = re.compile(r"T(?:([+-])(\d{1,6})([DMY]))?(?:\{(\d{2}):(\d{2})(?::\d{2})?\})?", re.ASCII)


class NotAMomentError(ValueError):
    """A text that is no date."""


class RelativeDateError(ValueError):
    """A date relative to T, and no reference date was given."""


@dataclass(frozen=True)
class Moment:
    """A calendar date (or only its year) with a time of day where one was given, in Amsterdam."""

    year: int
    day: date | None = None
    minute: int | None = None
    """Minutes since local midnight."""
    fold: int | None = None
    """In the hour that an autumn night has twice: 0 first, 1 second; None where nothing says which."""

    def instant(self, fold: int = 0) -> datetime | None:
        """Return the moment on the time line, if there is a time; ``fold`` is for one without its own."""
        if self.day is None or self.minute is None:
            return None
        hour, minute = divmod(self.minute, 60)
        used = fold if self.fold is None else self.fold
        local = datetime(self.day.year, self.day.month, self.day.day, hour, minute, fold=used)
        return local.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def minutes_between(start: Moment | None, end: Moment | None) -> int | None:
    """Return whole minutes from start to end; None unless both carry a time.

    Where the end lies in the hour that comes twice, the second is meant if the first is before the start.
    """
    first = start.instant() if start is not None else None
    last = end.instant() if end is not None else None
    if first is None or last is None:
        return None
    if end is not None and last < first:
        last = max(last, end.instant(fold=1) or last)
    return round((last - first).total_seconds() / 60)


def hl7_stamp(text: str | None) -> int | None:
    """Read a full HL7 time stamp as the number yyyymmddHHMMSS on the clock of Amsterdam; None when empty.

    Raises NotAMomentError for less than a date.
    """
    if not text:
        return None
    found = _HL7.fullmatch(text.strip())
    if found is None or found[3] is None:
        raise NotAMomentError(text)
    moment = _moment(found, text)
    if moment.day is None or moment.minute is None:
        return int(f"{moment.day:%Y%m%d}000000") if moment.day else None
    return int(f"{moment.day:%Y%m%d}{moment.minute // 60:02}{moment.minute % 60:02}{found[6] or '00'}")


def hl7_moment(text: str | None) -> Moment | None:
    """Read an HL7 time stamp (yyyy, yyyymm, yyyymmdd, yyyymmddHH[MM[SS]][+zzzz]); None when empty."""
    if not text:
        return None
    found = _HL7.fullmatch(text.strip())
    if found is None:
        raise NotAMomentError(text)
    return _moment(found, text)


def ada_moment(text: str | None, reference: date | None) -> Moment | None:
    """Read an ISO date (and time) or a relative ADA date such as ``T-78D{05:00}``; None when empty.

    Raises RelativeDateError for a relative one without ``reference``, NotAMomentError for anything else.
    """
    if not text:
        return None
    text = text.strip()
    relative = _RELATIVE.fullmatch(text)
    if relative is not None:
        if reference is None:
            raise RelativeDateError(text)
        return _relative(relative, reference)
    found = _ISO.fullmatch(text)
    if found is None:
        raise NotAMomentError(text)
    return _moment(found, text)


def _relative(found: re.Match[str], reference: date) -> Moment:
    sign, amount, unit, hour, minute = found.groups()
    steps = int(f"{sign or '+'}{amount or 0}")
    try:
        day = shifted(reference, steps, unit or "D")
    except (ValueError, OverflowError) as error:
        raise NotAMomentError(found.group()) from error
    if hour is None:
        return Moment(day.year, day)
    if int(hour) > 23 or int(minute) > 59:
        raise NotAMomentError(found.group())
    return Moment(day.year, day, int(hour) * 60 + int(minute))


def shifted(day: date, steps: int, unit: str) -> date:
    """Return the day ``steps`` days, months or years on; 29 February falls back to the 28th."""
    if unit == "D":
        return day + timedelta(days=steps)
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _moment(found: re.Match[str], text: str) -> Moment:
    year, month, day, hour, minute, second, zone = found.groups()
    if day is None:
        return Moment(int(year))
    try:
        if hour is None:
            return Moment(int(year), date(int(year), int(month), int(day)))
        local = datetime(
            int(year), int(month), int(day), int(hour), int(minute or 0), min(int(second or 0), 59)
        )
        if minute is None:  # an hour is no time of birth
            return Moment(local.year, local.date())
        if zone:
            local = local.replace(tzinfo=_zone(zone)).astimezone(AMSTERDAM)
    except (ValueError, OverflowError) as error:
        raise NotAMomentError(text) from error
    return Moment(local.year, local.date(), local.hour * 60 + local.minute, local.fold if zone else None)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def whole_years(born: date, on: date) -> int:
    """Return the age in whole years; born on 29 February has a birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
