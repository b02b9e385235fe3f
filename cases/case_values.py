"""PURE. Reads and writes one value of the case format: what is allowed follows from its key.

A reader returns the value of the facts (times: whole minutes since birth) or raises ``BadValue``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Final
from zoneinfo import ZoneInfo

from cases import case_problems as words
from cases.case_problems import BadValue, shown
from cases.case_schema import NEVER_CODE, Key, Kind
from cases.screening.facts import NEVER, Answer
from fluxus.texts import Text

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
WEEK: Final = 7 * 24 * 60
_TIME: Final = re.compile(
    r"(?P<minute>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:(?P<second>[0-9]{2}(\.[0-9]{1,9})?))?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_GESTATION: Final = re.compile(r"([0-9]{2})\+([0-6])")
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Clock:
    """Both in minutes since the epoch; ``birth`` None: not known (yet), moments stay on the epoch."""

    now: int
    birth: int | None = None


def epoch_minutes(moment: datetime) -> int:
    """Return an aware moment as whole minutes since 1970 (seconds are dropped)."""
    return (moment.astimezone(UTC) - EPOCH) // timedelta(minutes=1)


def moment_of(minutes: int) -> datetime:
    """Return minutes since 1970 as an aware moment in UTC, in which subtraction is about instants."""
    return EPOCH + timedelta(minutes=minutes)


@lru_cache(maxsize=4096)
def read_instant(raw: str) -> int:
    """Return an ISO 8601 time with offset as minutes since 1970, or raise ``BadValue``."""
    match = _TIME.fullmatch(raw)
    if match is None:
        raise BadValue(words.BAD_TIME.format(value=shown(raw)))
    if match["offset"] is None:
        raise BadValue(words.NO_OFFSET.format(value=match["minute"]))
    try:
        moment = datetime.fromisoformat(match["minute"] + match["offset"].replace("Z", "+00:00"))
    except ValueError:
        raise BadValue(words.BAD_TIME.format(value=shown(raw))) from None
    if (match["second"] or "0").strip("0."):
        raise BadValue(words.SECONDS.format(value=shown(raw)))
    if moment.year < EPOCH.year + 1:
        raise BadValue(words.BAD_TIME.format(value=shown(raw)))
    return int((moment - EPOCH) // timedelta(minutes=1))


def write_instant(minutes: int) -> str:
    """Return minutes since 1970 as the time on the clock in Amsterdam, with its offset."""
    return moment_of(minutes).astimezone(AMSTERDAM).isoformat(timespec="minutes")


def range_text(key: Key) -> Text:
    """Return the allowed range of a number in words."""
    unit = f" {key.unit}" if key.unit else ""
    return words.RANGE.format(low=f"{key.low:g}", high=_plain(key.high), unit=unit)


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _refuse(template: Text, key: Key, raw: object) -> BadValue:
    span = range_text(key)
    value = shown(raw)
    return BadValue(
        Text(template.nl.format(value=value, range=span.nl), template.en.format(value=value, range=span.en))
    )


def _time(key: Key, raw: object, clock: Clock) -> int:
    if not isinstance(raw, str):
        raise BadValue(words.BAD_TIME.format(value=shown(raw)))
    minutes = read_instant(raw)
    if minutes > clock.now:
        raise BadValue(words.IN_FUTURE.format(value=raw))
    if clock.birth is None:
        return minutes
    if minutes < clock.birth - WEEK:
        raise BadValue(words.LONG_BEFORE.format(value=raw))
    return minutes - clock.birth


def _time_or_never(key: Key, raw: object, clock: Clock) -> float:
    return NEVER if raw == NEVER_CODE else _time(key, raw, clock)


def _number(key: Key, raw: object, clock: Clock) -> float:
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        raise _refuse(words.NOT_NUMBER, key, raw)
    if not key.low <= raw <= key.high:
        raise _refuse(words.OUT_OF_RANGE, key, raw)
    return float(raw)


def _whole(key: Key, raw: object, clock: Clock) -> int:
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        raise _refuse(words.NOT_WHOLE, key, raw)
    if not key.low <= raw <= key.high:
        raise _refuse(words.OUT_OF_RANGE, key, raw)
    if raw != int(raw):
        raise _refuse(words.NOT_WHOLE, key, raw)
    return int(raw)


def _code(key: Key, raw: object, clock: Clock) -> str | None:
    if not isinstance(raw, str) or raw not in key.codes:
        raise BadValue(words.BAD_CODE.format(value=shown(raw), codes=", ".join(key.codes)))
    return None if raw == Answer.UNKNOWN else raw


def _answer(key: Key, raw: object, clock: Clock) -> Answer:
    return Answer(_code(key, raw, clock) or Answer.UNKNOWN)


def _codes(key: Key, raw: object, clock: Clock) -> frozenset[str]:
    if not isinstance(raw, list):
        raise BadValue(words.NOT_LIST.format(value=shown(raw)))
    for code in raw:
        _code(key, code, clock)
    return frozenset(raw)


def _text(key: Key, raw: object, clock: Clock) -> str:
    if not isinstance(raw, str):
        raise BadValue(words.NOT_TEXT.format(value=shown(raw)))
    if len(raw) > key.high:
        raise BadValue(words.TOO_LONG.format(value=len(raw), limit=int(key.high)))
    if _UNREADABLE.search(raw):
        raise BadValue(words.CONTROL.format(value=shown(raw)))
    return raw


def _gestation(key: Key, raw: object, clock: Clock) -> int:
    match = _GESTATION.fullmatch(raw) if isinstance(raw, str) else None
    days = int(match[1]) * 7 + int(match[2]) if match else 0
    if not key.low <= days <= key.high:
        raise BadValue(words.BAD_GESTATION.format(value=shown(raw)))
    return days


READERS: Final[dict[Kind, Callable[[Key, object, Clock], object]]] = {
    Kind.TIME: _time,
    Kind.TIME_OR_NEVER: _time_or_never,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.ANSWER: _answer,
    Kind.TEXT: _text,
    Kind.GESTATION: _gestation,
}


def read_value(key: Key, raw: object, clock: Clock) -> object:
    """Return what ``raw`` (never None) means, or raise ``BadValue`` with the sentence that says why not."""
    return READERS[key.kind](key, raw, clock)


def write_value(key: Key, value: object, birth: int) -> object:
    """Return a value of the facts as the case format writes it; ``birth`` in minutes since 1970."""
    if key.kind in (Kind.TIME, Kind.TIME_OR_NEVER) and isinstance(value, int | float):
        return write_instant(birth + int(value)) if isfinite(value) else NEVER_CODE
    if key.kind is Kind.CODES and isinstance(value, frozenset):
        return [code for code in key.codes if code in value]
    if key.kind is Kind.GESTATION and isinstance(value, int):
        return f"{value // 7}+{value % 7}"
    return value.value if isinstance(value, Answer) else value
