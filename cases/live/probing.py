"""PURE. Which unknowns a check hangs on, found by trying: fill in, and look which checks can be judged then.

Trying starts from a case in which everything is filled in, for there the engine is quickest: what cannot be
taken away again without making a check not assessable is what that check needs. That these needs also
suffice is tried from the other side, in every typical way of filling them in.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from math import inf
from time import thread_time
from typing import Final

from cases.live.missing import CAUSES, TAKEOVER, Put, Thing, put_all
from cases.screening.checks import Check
from cases.screening.engine import results
from cases.screening.facts import CaseFacts
from cases.screening.findings import Result
from cases.screening.moments import basis
from cases.screening.rules import RuleSet
from cases.screening.timeline import Timeline
from cases.screening.view import View

READERS: Final = {
    CAUSES: frozenset(["D01", "D05", "D11", "P03", "P04", "P05", "P08", "E09"]),
    TAKEOVER: frozenset(
        ["D02", "D03", "D05", "D06", "D09", "D10", "D11", "D12", "P07", "P08", "P10", "P13", "P19"]
        + [f"E0{number}" for number in range(1, 10)]
    ),
}
"""The checks that read what a finished case settles when it is left out (no takeover; cause unknown: tone).

In a draft such a question may just not have been reached: until it is answered it counts as unknown, so that
a half-filled form accuses nobody.
"""
MOVING: Final = frozenset(
    {"birth.bleeding_controlled", "birth.placenta_delivered", "blood_loss", "vitals", TAKEOVER}
)
"""The things on which the triggers hang, or the minutes that are told apart."""
MOST_WAYS: Final = 6
"""Combinations of typical ways that are tried for one set of things."""

NOT_ASSESSABLE: Final = Result.NOT_ASSESSABLE
Paths = frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """What one check needs; ``sure``: whatever way these are filled in, it can be judged then."""

    check: str
    paths: Paths
    sure: bool


class TooLong(Exception):
    """There was no time left to try further."""


class Probe:
    """A case with its unknown things, screened again and again with some of them filled in.

    Raises TooLong once ``clock`` (seconds of work of this thread) has passed ``until``.
    """

    def __init__(
        self,
        facts: CaseFacts,
        rules: RuleSet,
        things: Iterable[Thing],
        *,
        until: float = inf,
        clock: Callable[[], float] = thread_time,
    ) -> None:
        self.until = until
        self.clock = clock
        self.facts = facts
        self.rules = rules
        self.things = {thing.path: thing for thing in things}
        self._timelines: dict[Hashable, Timeline] = {}
        self._first: dict[Hashable, Timeline] = {}
        self._moving = [path for path, thing in self.things.items() if _moves(thing)]
        self._still = tuple(path for path in self.things if path not in self._moving)

    def pause(self) -> None:
        """Stop when there is no time left."""
        if self.clock() > self.until:
            raise TooLong

    def view(self, facts: CaseFacts) -> View:
        """Return a view that shares its triggers with earlier ones where those are the same."""
        self.pause()
        key = basis(facts)
        if key not in self._timelines:
            made = Timeline(facts, self.rules)
            made.borrow(self._first.setdefault(key[:-1], made))
            self._timelines[key] = made
        return View(facts, self.rules, self._timelines[key])

    def filled(self, paths: Collection[str], ways: Mapping[str, int] | None = None) -> CaseFacts:
        """Return the facts with some things filled in, each in its usual way or the one named."""
        chosen = [
            thing.ways[ways.get(path, 0) if ways else 0]
            for path, thing in self.things.items()
            if path in paths and not thing.is_list
        ]
        complete = Put("", "incomplete", self.facts.incomplete.difference(paths))
        facts = put_all(self.facts, [complete, *(fill for fill in chosen if isinstance(fill, Put))])
        for fill in chosen:
            if not isinstance(fill, Put):
                facts = fill(facts)
        return facts

    def results(
        self, checks: Collection[Check], paths: Collection[str] = (), ways: Mapping[str, int] | None = None
    ) -> dict[str, Result]:
        """Return the results when some things are filled in; what a draft leaves out is unknown."""
        facts = self.filled(paths, ways)
        return self.doubted(facts, checks, paths, results(self.view(facts), checks))

    def doubted(
        self, facts: CaseFacts, checks: Collection[Check], paths: Collection[str], found: dict[str, Result]
    ) -> dict[str, Result]:
        """Return results of facts in which only ``paths`` were filled in, without those that can change."""
        for path, readers in READERS.items():
            if path in self.things and path not in paths:
                told = [c for c in checks if c.id in readers and found[c.id] is not NOT_ASSESSABLE]
                self._doubt(path, facts, told, found)
        return found

    def _doubt(self, path: str, facts: CaseFacts, checks: Iterable[Check], found: dict[str, Result]) -> None:
        """Take back the results that another answer to an open question would change."""
        if path == TAKEOVER:  # a takeover at any minute can excuse: nothing is flagged before it is known
            found |= {c.id: NOT_ASSESSABLE for c in checks if found[c.id] is Result.FLAGGED}
        told = [check for check in checks if found[check.id] is not NOT_ASSESSABLE]
        for fill in self.things[path].ways:
            if not told:
                return
            changed = fill(facts)
            other = results(self.view(changed), told) if changed != facts else {}
            found |= {check: NOT_ASSESSABLE for check, result in other.items() if result is not found[check]}
            told = [check for check in told if found[check.id] is not NOT_ASSESSABLE]

    def needs(self, checks: Collection[Check]) -> list[Need]:
        """Return what each check needs that can be judged when everything is filled in."""
        every = frozenset(self.things)
        final = self.results(checks, every)
        within = [check for check in checks if final[check.id] is not NOT_ASSESSABLE]
        needed: dict[str, set[str]] = {check.id: set() for check in within}
        for path in self._moving:
            self._find_needed((path,), within, every, needed)
        self._find_needed(self._still, within, every, needed)
        groups: dict[Paths, list[Check]] = {}
        for check in within:
            groups.setdefault(frozenset(needed[check.id]), []).append(check)
        return [need for paths, group in groups.items() for need in self._sufficient(paths, group)]

    def _sufficient(self, paths: Paths, checks: list[Check]) -> Iterable[Need]:
        """Yield the needs of checks that need these things, with more where these do not suffice."""
        usual = self.results(checks, paths)
        for check in checks:
            if usual[check.id] is NOT_ASSESSABLE:
                yield self._smallest(check, paths)
        enough = [check for check in checks if usual[check.id] is not NOT_ASSESSABLE]
        settled = self._whatever(paths, enough)
        for check in enough:
            yield Need(check.id, paths, check.id in settled)

    def _find_needed(
        self, paths: tuple[str, ...], checks: list[Check], every: Paths, needed: dict[str, set[str]]
    ) -> None:
        """Note which of these things each check needs; what it can miss together is looked at no further."""
        without = self.results(checks, every - set(paths))
        left = [check for check in checks if without[check.id] is NOT_ASSESSABLE]
        if not left:
            return
        if len(paths) == 1:
            for check in left:
                needed[check.id].update(paths)
            return
        for part in _halves(paths):
            self._find_needed(part, left, every, needed)

    def _smallest(self, check: Check, necessary: Paths) -> Need:
        """Return a need from which nothing can be left out: things that can stand in for one another."""
        still = tuple(path for path in self._still if path not in necessary)
        kept = self._without(check, frozenset(self.things), still)
        for path in reversed([path for path in self._moving if path not in necessary]):
            kept = self._without(check, kept, (path,))
        return Need(check.id, kept, bool(self._whatever(kept, [check])))

    def _without(self, check: Check, kept: Paths, paths: tuple[str, ...]) -> Paths:
        """Return what is kept of the things when of these all that the check can miss are left out."""
        if not paths:
            return kept
        if self.results([check], kept - set(paths))[check.id] is not NOT_ASSESSABLE:
            return kept - set(paths)
        for part in _halves(paths) if len(paths) > 1 else ():
            kept = self._without(check, kept, part)
        return kept

    def _whatever(self, paths: Paths, checks: list[Check]) -> set[str]:
        """Return the checks that can be judged in every typical way of filling things in."""
        names = [path for path in self.things if path in paths]
        choices = product(*(range(len(self.things[path].ways)) for path in names))
        left = list(checks)
        for choice in islice(choices, 1, MOST_WAYS):
            if not left:
                break
            found = self.results(left, paths, dict(zip(names, choice, strict=True)))
            left = [check for check in left if found[check.id] is not NOT_ASSESSABLE]
        return {check.id for check in left}


def _moves(thing: Thing) -> bool:
    """Whether the triggers hang on it: those are worked out anew when it is filled in."""
    return thing.rows > 0 or thing.path in MOVING


def _halves(paths: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    middle = len(paths) // 2
    return paths[:middle], paths[middle:]
