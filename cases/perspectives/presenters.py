"""How far the views on a case are, and both beside each other once they can be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.forms import words
from cases.models import CareLine, Case, Finding, Perspective, Result
from cases.perspectives import policies as policies
from cases.perspectives import queries as queries
from cases.perspectives import words as perspective_words
from cases.perspectives.compare import Comparison, Judged, Pair, compare
from cases.perspectives.page import shown_finding
from cases.screening.checks import CHECKS
from cases.screening.findings import RESULTS


@dataclass(frozen=True)
class LineShown:
    """How far one line is, in words, with what may be done about it."""

    line: str
    title: str
    asked: bool
    given: bool
    perspective: Perspective | None


@dataclass(frozen=True)
class PerspectivesBlock:
    """How far both views are, for ``cases/perspectives_block.html``; it holds no word of their content."""

    lines: list[LineShown]
    asked: bool
    open: bool
    own: Perspective | None
    may_ask: bool
    may_open_one: bool
    may_take_back: bool
    colleagues: list[str]
    lines_to_ask: list[tuple[str, str]]


def perspectives_block(user: Any, case: Case) -> PerspectivesBlock:
    """Return how far both views on a case are, and what this person may do about them."""
    statuses = queries.line_statuses(case)
    lines = [
        LineShown(
            each.line.value,
            words(perspective_words.LINES[each.line]).capitalize(),
            each.perspective is not None,
            each.given,
            each.perspective,
        )
        for each in statuses
    ]
    may_ask = policies.can_ask(user, case)
    own = queries.own_view(user, case)
    taken = {each.perspective.person_id for each in statuses if each.perspective is not None}
    people = queries.colleagues(case.vsv).exclude(pk__in=taken) if may_ask else []
    return PerspectivesBlock(
        lines=lines,
        asked=bool(taken),
        open=queries.are_open(case),
        own=own,
        may_ask=may_ask,
        may_open_one=policies.can_open_one(user, case),
        may_take_back=own is not None and policies.can_take_back(user, case, own),
        colleagues=[person.email for person in people],
        lines_to_ask=[
            (each.line.value, words(perspective_words.VIEWS[each.line]))
            for each in statuses
            if each.perspective is None
        ],
    )


@dataclass(frozen=True)
class Said:
    """What one line said of a check, in words; ``code`` is empty when it said nothing."""

    code: str
    opinion: str
    reason: str
    note: str


@dataclass(frozen=True)
class ShownPair:
    """One check with what both lines think of it; ``said`` in the order of the views."""

    check_id: str
    label: str
    sentence: str
    result: str
    same: bool
    said: list[Said]


@dataclass(frozen=True)
class BothViews:
    """The views that can be read, beside each other; there is one when the board opened the only one."""

    views: list[tuple[str, Perspective]]
    differing: list[ShownPair]
    same: list[ShownPair]
    agreed: int
    judged: int


def both_views(case: Case) -> BothViews:
    """Return the open views on a case, differences first."""
    views = queries.open_views(case)
    findings = {finding.check_id: finding for finding in queries.findings_of(case)}
    by_line = {view.line: _judged(view) for view in views}
    first, second = (by_line.get(line.value, {}) for line in CareLine)
    flagged = frozenset(check for check, finding in findings.items() if finding.result == Result.FLAGGED)
    found: Comparison = compare([check.id for check in CHECKS], flagged, first, second)
    present = [line.value for line in CareLine if line.value in by_line]
    return BothViews(
        views=[(words(perspective_words.LINES[view.line]).capitalize(), view) for view in views],
        differing=[_shown_pair(pair, findings, present) for pair in found.differing],
        same=[_shown_pair(pair, findings, present) for pair in found.same],
        agreed=found.agreed,
        judged=found.judged,
    )


def _judged(view: Perspective) -> dict[str, Judged]:
    return {each.check_id: Judged(each.opinion, each.reason, each.note) for each in view.judgements.all()}


def _shown_pair(pair: Pair, findings: Mapping[str, Finding], present: list[str]) -> ShownPair:
    finding = findings.get(pair.check_id)
    shown = shown_finding(finding) if finding else None
    judged = {"primary": pair.primary, "secondary": pair.secondary}
    return ShownPair(
        check_id=pair.check_id,
        label=shown.label if shown else pair.check_id,
        sentence=shown.sentence if shown else "",
        result=words(RESULTS[Result(finding.result)]) if finding else "",
        same=pair.same,
        said=[_said(judged[line], pair.flagged) for line in present],
    )


def _said(judged: Judged | None, flagged: bool) -> Said:
    if judged is None or not judged.opinion:
        nothing = perspective_words.NO_OPINION if flagged else perspective_words.NO_DOUBT
        return Said("", words(nothing), "", judged.note if judged else "")
    reason = perspective_words.WHY_REJECTED.get(judged.reason)
    return Said(
        judged.opinion,
        words(perspective_words.OPINIONS[judged.opinion]),
        words(reason) if reason else "",
        judged.note,
    )
