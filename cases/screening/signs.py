"""PURE. Abnormal vital signs, also when a row lacks a value: any allowed value may stand in its place."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cases.screening.facts import Vitals
from cases.screening.rules import RuleSet

HEART_RATES = range(30, 221)
SYSTOLICS = range(40, 251)
DIASTOLICS = (20, 150)  # only "below the limit or not" matters, and both ends are allowed


class Limits(NamedTuple):
    """The limits of a rule set; the last four are those of the WHO trigger, None without it."""

    index_tenths: int
    pulse: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    sign_index_tenths: int | None = None


class Signs(NamedTuple):
    """What one row can show: a raised shock index, and an abnormal sign of the WHO trigger."""

    shock: bool
    sign: bool


def limits_of(rules: RuleSet) -> Limits:
    """Return the limits for vital signs in a rule set."""
    if not rules.has_signs_trigger:
        return Limits(rules.minutes("shock_index_tenths"))
    return Limits(
        *(
            rules.minutes(key)
            for key in (
                "shock_index_tenths",
                "who_pulse",
                "who_systolic",
                "who_diastolic",
                "who_shock_index_tenths",
            )
        )
    )


def _signs(pulse: int, systolic: int, diastolic: int, limits: Limits) -> Signs:
    shock = 10 * pulse >= limits.index_tenths * systolic
    if limits.pulse is None or limits.systolic is None or limits.diastolic is None:
        return Signs(shock, False)
    sign = (
        pulse > limits.pulse
        or systolic < limits.systolic
        or diastolic < limits.diastolic
        or 10 * pulse >= (limits.sign_index_tenths or 0) * systolic
    )
    return Signs(shock, sign)


@lru_cache(maxsize=2048)
def _possible(
    pulse: int | None, systolic: int | None, diastolic: int | None, limits: Limits
) -> frozenset[Signs]:
    found: set[Signs] = set()
    most = 4 if limits.pulse is not None else 2
    for rate in (pulse,) if pulse is not None else HEART_RATES:
        for pressure in (systolic,) if systolic is not None else SYSTOLICS:
            for low in (diastolic,) if diastolic is not None else DIASTOLICS:
                found.add(_signs(rate, pressure, low, limits))
            if len(found) == most:
                return frozenset(found)
    return frozenset(found)


def possible_signs(row: Vitals, limits: Limits) -> frozenset[Signs]:
    """Return everything a row can show, given what it lacks."""
    if limits.pulse is None:
        return _possible(row.heart_rate, row.systolic, 150, limits)
    return _possible(row.heart_rate, row.systolic, row.diastolic, limits)


class FirstSigns(NamedTuple):
    """The first raised shock index and the first abnormal sign among rows, None: none."""

    shock: int | None
    sign: int | None


def first_signs(rows: Iterable[tuple[int, frozenset[Signs]]]) -> set[FirstSigns]:
    """Return every possible pair of first moments among (minute, what it can show), in order of time."""
    pairs = {FirstSigns(None, None)}
    for minute, options in rows:
        pairs = {
            FirstSigns(
                minute if shock is None and option.shock else shock,
                minute if sign is None and option.sign else sign,
            )
            for shock, sign in pairs
            for option in options
        }
    return pairs
