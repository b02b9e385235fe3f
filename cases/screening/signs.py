"""PURE. Abnormal vital signs, also when a row lacks a value: any allowed value may stand in its place."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import lru_cache
from math import inf
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


class Row(NamedTuple):
    """A row of vital signs: what it can show, and whether pulse and pressure were both ``measured``."""

    minute: int
    options: frozenset[Signs]
    measured: bool


class Source(NamedTuple):
    """The first sign of one kind can lie from ``first`` to ``last``.

    The other kind then comes at ``other`` at the latest (inf: it can stay away); ``early``: it can lie before
    takeover.
    """

    first: float
    last: float
    other: float
    early: bool = False


class Firsts(NamedTuple):
    """The possible first raised shock index and first abnormal sign among the rows that count.

    ``*_last``: the first sure one, which no completion outlasts (inf: none). ``shock_last_early``: the same
    for the shock index when the first sign lies before takeover (-inf: it cannot).
    """

    shock: tuple[Source, ...]
    shock_last: float
    sign: tuple[Source, ...]
    sign_last: float
    shock_last_early: float


NOTHING_SHOWN = Firsts((), inf, (), inf, -inf)


class FirstSigns:
    """Finds the first signs among the rows of a case, from the minutes on from which each kind counts.

    What a row lacks can always be so normal that it shows no more than it surely shows: the absence of one
    kind never hangs on the other. Only a row that shows one kind may have to show the other as well.
    """

    def __init__(self, rows: Iterable[Row], takeover: float) -> None:
        self.rows = sorted(rows, key=lambda row: row.minute)
        self.takeover = takeover
        self._found: dict[tuple[int, int], Firsts] = {}

    def among(self, shock_from: float, sign_from: float) -> Firsts:
        """Return the possible first signs when each kind counts from a minute on (inf: not at all)."""
        key = (self._count_before(shock_from), self._count_before(sign_from))
        if key not in self._found:
            self._found[key] = self._among(*key)
        return self._found[key]

    def _count_before(self, minute: float) -> int:
        return bisect_left(self.rows, minute, key=lambda row: row.minute)

    def _among(self, shock_from: int, sign_from: int) -> Firsts:
        shown = []
        for place, row in enumerate(self.rows):
            shock, sign = place >= shock_from, place >= sign_from
            if shock or sign:
                shown.append((row.minute, {Signs(o.shock and shock, o.sign and sign) for o in row.options}))
        shock_last = min((minute for minute, options in shown if all(o.shock for o in options)), default=inf)
        sign_last = min((minute for minute, options in shown if all(o.sign for o in options)), default=inf)
        signs = tuple(
            Source(minute, minute, shock_last if Signs(False, True) in options else min(minute, shock_last))
            for minute, options in shown
            if minute <= sign_last and any(o.sign for o in options)
        )
        early = [source for source in signs if source.first < self.takeover]
        shocks = tuple(
            Source(
                minute,
                minute,
                sign_last if Signs(True, False) in options else min(minute, sign_last),
                any(self._fits(minute, options, source) for source in early),
            )
            for minute, options in shown
            if minute <= shock_last and any(o.shock for o in options)
        )
        last_early = max((source.other for source in early), default=-inf)
        return Firsts(shocks, shock_last, signs, sign_last, last_early)

    @staticmethod
    def _fits(minute: int, options: Collection[Signs], sign: Source) -> bool:
        """Whether the first shock index can be raised in this row and the first sign come from ``sign``."""
        if sign.first == minute:
            return Signs(True, True) in options
        return sign.first > minute or sign.other >= minute
