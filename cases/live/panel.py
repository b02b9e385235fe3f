"""PURE. What can be seen of a draft while it is filled in: points that hold already, and what is missing.

A point is shown only when it stays whatever is still filled in. What is missing is an ordered list of steps:
each names things to fill in and how many more checks can be judged then, after the steps before it. Following
it to the end leaves nothing open that filling in could settle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import thread_time
from typing import Final

from cases.live.missing import Thing, label_of, things
from cases.live.probing import NOT_ASSESSABLE, READERS, Need, Paths, Probe, TooLong
from cases.screening import saying
from cases.screening.checks import CHECK_BY_ID, CHECKS, TOGETHER, Check
from cases.screening.engine import screened
from cases.screening.facts import SECTIONS, CaseFacts
from cases.screening.findings import Finding, Result
from cases.screening.rules import RuleSet

KEPT: Final = 64
"""Panels kept in memory: the answer to a page that asks again is there already."""
MOST_ROWS: Final = 300
BUDGET: Final = 0.6
"""Seconds of work after which the panel says what it knows by then: one that comes late is of no use."""


@dataclass(frozen=True, slots=True)
class Step:
    """Things to fill in. ``settles``: how many more checks can surely be judged then, after earlier steps.

    ``helps``: how many more hang on it but may ask for more, depending on the answer.
    """

    things: tuple[Thing, ...]
    settles: int
    helps: int


@dataclass(frozen=True, slots=True)
class Lost:
    """What was stated to be unknown, and the checks that cannot be judged because of it."""

    things: tuple[Thing, ...] = ()
    checks: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    """The panel: points (faces of one point together), counts of the other results, and what is missing.

    ``waiting``: there is no blood-loss record yet. ``crowded``: too many rows to screen along.
    ``otherwise``: findings not assessable with their own sentence: those that no filling in settles, or all
    of them when there was no time to work out the steps (``hurried``).
    """

    points: tuple[tuple[Finding, ...], ...] = ()
    counts: Mapping[Result, int] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    otherwise: tuple[Finding, ...] = ()
    lost: Lost = field(default_factory=Lost)
    waiting: bool = False
    crowded: bool = False
    hurried: bool = False


def live(facts: CaseFacts, rules: RuleSet, stated: Mapping[str, str], *, budget: float = BUDGET) -> Live:
    """Return the panel of a draft within about ``budget`` seconds, from memory when nothing changed.

    ``stated``: path → "unknown" or "not_applicable".
    """
    if not facts.blood_loss:
        return Live(waiting=True)
    if sum(len(getattr(facts, name)) for name in SECTIONS) > MOST_ROWS:
        return Live(crowded=True)
    limits = tuple((p.key, p.value, p.mark) for p in rules.parameters.values())
    key = (facts, rules.version, limits, *sorted(rules.switched_off.items()), *sorted(stated.items()))
    try:
        return _kept(_Asked(key, facts, rules, stated, thread_time() + budget))
    except _Hurried as hurried:
        return hurried.panel


class _Hurried(Exception):
    """What is known when the time is up: shown, not kept."""

    def __init__(self, panel: Live) -> None:
        self.panel = panel


@dataclass(frozen=True)
class _Asked:
    """A panel that is asked for; equal when the key is."""

    key: tuple[object, ...]
    facts: CaseFacts = field(compare=False)
    rules: RuleSet = field(compare=False)
    stated: Mapping[str, str] = field(compare=False)
    until: float = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(asked: _Asked) -> Live:
    probe = Probe(asked.facts, asked.rules, things(asked.facts, asked.stated, asked.rules), until=asked.until)
    try:
        seen = _seen(probe)
    except TooLong:
        raise _Hurried(Live(crowded=True)) from None
    try:
        return _with_steps(seen, probe, asked.stated)
    except TooLong:
        raise _Hurried(replace(seen, hurried=True)) from None


def _seen(probe: Probe) -> Live:
    """Return the points and the counts, with every finding that cannot be judged yet."""
    screening = screened(probe.view(probe.facts), probe.pause)
    findings = {finding.check: finding for finding in screening.findings}
    found = {check: finding.result for check, finding in findings.items()}
    found = probe.doubted(probe.facts, CHECKS, (), found)
    return Live(
        points=grouped(findings[check] for check, result in found.items() if result is Result.FLAGGED),
        counts={result: list(found.values()).count(result) for result in Result},
        otherwise=tuple(
            _unsure(findings[check], probe) for check, result in found.items() if result is NOT_ASSESSABLE
        ),
    )


def _unsure(finding: Finding, probe: Probe) -> Finding:
    """Return a finding that an open question can change as one that cannot be judged yet."""
    if finding.result is NOT_ASSESSABLE:
        return finding
    open_ = [path for path, readers in READERS.items() if path in probe.things and finding.check in readers]
    text = saying.not_assessable([saying.question(label_of(path)) for path in open_])
    return replace(finding, result=NOT_ASSESSABLE, value=None, explanation=text)


def _with_steps(seen: Live, probe: Probe, stated: Mapping[str, str]) -> Live:
    """Return the panel with what is missing to judge the rest."""
    unsure = [CHECK_BY_ID[finding.check] for finding in seen.otherwise]
    needs = probe.needs(unsure)
    within = {need.check for need in needs}
    beyond = [check for check in unsure if check.id not in within]
    full = probe.filled(probe.things)
    said = [thing for thing in things(probe.facts, {}, probe.rules) if thing.path in stated]
    lost, rest = _lost(Probe(full, probe.rules, said, until=probe.until), beyond)
    words = {finding.check: finding for finding in screened(probe.view(full)).findings} if rest else {}
    return replace(
        seen,
        steps=tuple(_steps(needs, probe.things)),
        otherwise=tuple(words[check] for check in rest),
        lost=lost,
    )


def _lost(probe: Probe, checks: Sequence[Check]) -> tuple[Lost, list[str]]:
    """Return what was stated unknown and matters, and the checks that would stay open even with it."""
    needs = probe.needs(checks) if probe.things else []
    paths = {path for need in needs for path in need.paths}
    told = {need.check for need in needs}
    missed = tuple(thing for path, thing in probe.things.items() if path in paths)
    return Lost(missed, len(told)), [check.id for check in checks if check.id not in told]


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Return one point per finding, those that can rest on the same missing entry together."""
    points: list[list[Finding]] = []
    for finding in findings:
        partners = {other for pair in TOGETHER if finding.check in pair for other in pair}
        point = next((p for p in points if any(face.check in partners for face in p)), None)
        if point is None:
            points.append([finding])
        else:
            point.append(finding)
    return tuple(tuple(point) for point in points)


def _steps(needs: Sequence[Need], named: Mapping[str, Thing]) -> Iterable[Step]:
    """Yield the things to fill in, first what settles most per thing."""
    known: Paths = frozenset()
    left = list(needs)
    while left:
        options = dict.fromkeys(need.paths - known for need in left)
        best = max(options, key=lambda paths: _worth(paths | known, len(paths), left))
        known |= best
        settled = [need for need in left if need.paths <= known]
        left = [need for need in left if not need.paths <= known]
        sure = sum(need.sure for need in settled)
        if best:
            shown = tuple(thing for path, thing in named.items() if path in best)
            yield Step(shown, sure, len(settled) - sure)


def _worth(known: Paths, cost: int, left: Iterable[Need]) -> tuple[float, float, int]:
    settled = [need for need in left if need.paths <= known]
    cost = max(cost, 1)
    return sum(need.sure for need in settled) / cost, len(settled) / cost, -cost
