"""Findings as pages show them: groups, on what they rest, what was decided, and what waits for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cases import review_words
from cases.forms import words
from cases.models import Category, Finding, Result, Review
from cases.picture import evidence
from cases.picture.axis import Axis
from cases.review_words import STATUSES
from cases.screening.checks import CHECK_BY_ID, TOGETHER
from cases.screening.facts import CaseFacts
from cases.screening.findings import CATEGORIES, RESULTS, SEVERITIES
from cases.screening.rules import MARKS
from fluxus.texts import Text

FOLDED = (Result.MET, Result.NOT_ASSESSABLE, Result.NOT_APPLICABLE)
SIGNS = {Result.FLAGGED: "▲", Result.MET: "✓", Result.NOT_ASSESSABLE: "?", Result.NOT_APPLICABLE: "–"}
UNITS = {
    "min": Text("{n} min", "{n} min"),
    "ml": Text("{n} ml", "{n} ml"),
    "g": Text("{n} g", "{n} g"),
    "g/l": Text("{n} g/l", "{n} g/l"),
    "people": Text("personen: {n}", "people: {n}"),
    "lines": Text("infusen: {n}", "lines: {n}"),
    "doses": Text("doses: {n}", "doses: {n}"),
}
FOUND = Text("gevonden {value}", "found {value}")
LIMIT = Text("grens {value}", "limit {value}")


@dataclass(frozen=True)
class Lit:
    """Where a finding lies on the picture: two places of its axis, for a script, and words for the band."""

    start: str
    end: str
    words: str


@dataclass(frozen=True)
class ShownFinding:
    """One finding with its words; ``entries``: what it rests on, as the marks of the picture name it."""

    finding: Finding
    label: str
    sentence: str
    mark: str
    source: str
    severity: str
    measured: str
    decision: str = ""
    reason: str = ""
    judged: str = ""
    entries: str = ""
    evidence: str = ""
    lit: Lit | None = None

    @property
    def check(self) -> str:
        """The id of the check."""
        return self.finding.check_id


@dataclass
class Point:
    """One point to discuss: a flagged finding and the other faces of the same missing entry."""

    faces: list[ShownFinding] = field(default_factory=list)


@dataclass
class Group:
    """One of the three groups of findings."""

    category: str
    title: str
    points: list[Point] = field(default_factory=list)
    folded: list[tuple[str, str, list[ShownFinding]]] = field(default_factory=list)

    @property
    def flags(self) -> int:
        """How many findings are flagged."""
        return sum(len(point.faces) for point in self.points)


def shown(finding: Finding, language: str) -> ShownFinding:
    """Return a finding in the language of the page."""
    return ShownFinding(**_words(finding, language))


def on_picture(finding: Finding, facts: CaseFacts, axis: Axis, language: str) -> ShownFinding:
    """Return a finding with what it rests on, in words and as a place on the picture."""
    return ShownFinding(
        **_words(finding, language),
        entries=" ".join(dict.fromkeys(evidence.names(finding.evidence))),
        evidence=words(evidence.in_words(facts, finding.evidence)),
        lit=_lit(finding, facts, axis),
    )


def _words(finding: Finding, language: str) -> dict[str, Any]:
    check = CHECK_BY_ID[finding.check_id]
    review = getattr(finding, "review", None)
    english = language.startswith("en")
    return {
        "finding": finding,
        "label": words(check.label),
        "sentence": finding.explanation_en if english else finding.explanation_nl,
        "mark": words(MARKS[finding.mark]) if finding.mark in MARKS else "",
        "source": check.source,
        "severity": words(SEVERITIES[finding.severity]),
        "measured": measured(finding, language),
        "decision": words(STATUSES[review.status]) if review else "",
        "reason": words(review_words.REASONS[review.reason]) if review and review.reason else "",
        "judged": _judged(review) if review else "",
    }


def _judged(review: Review) -> str:
    """Return standard, domain and relation of a confirmed point in words."""
    chosen = (
        review_words.STANDARDS.get(review.standard),
        review_words.DOMAINS.get(review.domain),
        review_words.RELATIONS.get(review.relation),
    )
    related = words(Text("relatie met de uitkomst: {value}", "relation to the outcome: {value}"))
    said = [words(text) for text in chosen[:2] if text]
    if chosen[2]:
        said.append(related.format(value=words(chosen[2])))
    return " · ".join(said)


def measured(finding: Finding, language: str) -> str:
    """Return value and limit with their unit: *gevonden 40 min · grens 30 min*; empty without numbers."""
    unit = UNITS.get(finding.unit)
    if unit is None:
        return ""
    pairs = ((FOUND, finding.value), (LIMIT, finding.limit))
    return " · ".join(
        words(said).format(value=words(unit).format(n=number(value, language)))
        for said, value in pairs
        if isinstance(value, int | float) and not isinstance(value, bool)
    )


def number(value: float, language: str) -> str:
    """Return a number as the language writes it."""
    return f"{value:g}" if language.startswith("en") else f"{value:g}".replace(".", ",")


def _lit(finding: Finding, facts: CaseFacts, axis: Axis) -> Lit | None:
    label = CHECK_BY_ID[finding.check_id].label
    found = evidence.band(
        facts,
        check=finding.check_id,
        label=label,
        evidence=finding.evidence,
        value=finding.value,
        unit=finding.unit,
    )
    if found is None:
        return None
    return Lit(f"{axis.at(found.start):.2f}", f"{axis.at(found.end):.2f}", words(found.words))


def groups(found: Iterable[ShownFinding]) -> list[Group]:
    """Return delay, protocol and escalation: flags first, the rest folded but counted."""
    found = list(found)
    by_category = {category: Group(category, words(CATEGORIES[category])) for category in Category.values}
    for point in points([item for item in found if item.finding.result == Result.FLAGGED]):
        by_category[point.faces[0].finding.category].points.append(point)
    for category, group in by_category.items():
        for result in FOLDED:
            items = [i for i in found if i.finding.category == category and i.finding.result == result]
            if items:
                group.folded.append((result.value, words(RESULTS[result]), items))
    return list(by_category.values())


def points(flagged: list[ShownFinding]) -> list[Point]:
    """Return one point per flag, those that can rest on the same missing entry together."""
    found: list[Point] = []
    for item in flagged:
        partners = {other for pair in TOGETHER if item.check in pair for other in pair - {item.check}}
        point = next((p for p in found if any(face.check in partners for face in p.faces)), None)
        if point is None:
            point = Point()
            found.append(point)
        point.faces.append(item)
    return found


def result_counts(findings: Iterable[Finding]) -> list[tuple[str, str, int, str]]:
    """Return each result with its words, its number and its sign."""
    results = [finding.result for finding in findings]
    return [
        (result.value, words(RESULTS[result]), results.count(result), SIGNS[result])
        for result in (Result.FLAGGED, *FOLDED)
    ]


@dataclass(frozen=True)
class Decided:
    """How many flags have a decision, and the check of the next that has none ("" when all have one)."""

    done: int
    total: int
    following: str = ""


def decided(found: Iterable[Group], after: str = "") -> Decided:
    """Return how far the decisions are, in the order of the page; the search goes on past ``after``."""
    faces = [face for group in found for point in group.points for face in point.faces]
    waiting = [face.check for face in faces if not face.decision]
    order = [face.check for face in faces]
    here = order.index(after) if after in order else -1
    later = [check for check in waiting if order.index(check) > here]
    return Decided(len(faces) - len(waiting), len(faces), (later or waiting or [""])[0])
