"""Cases as pages show them: steps, groups of findings, two versions side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels, review_words
from cases.case_schema import ROWS
from cases.forms import words
from cases.models import Case, Category, Finding, Result
from cases.review_words import STATUSES
from cases.screening.checks import CHECK_BY_ID, TOGETHER
from cases.screening.findings import CATEGORIES, RESULTS
from cases.screening.rules import MARKS
from cases.sections import AMBULANCE, SECTIONS, Progress, Section, differences, incomplete, progress, value_at
from fluxus.texts import Text

LASTING_HARM = frozenset({"sheehan", "renal_failure"})
FOLDED = (Result.MET, Result.NOT_ASSESSABLE, Result.NOT_APPLICABLE)


@dataclass(frozen=True)
class Step:
    """One section in the list on the left."""

    section: Section
    title: str
    progress: Progress
    current: bool


def steps(data: Mapping[str, Any], current: Section | None) -> list[Step]:
    """Return every section with how far it is."""
    return [
        Step(section, words(section.title), progress(section, data), section is current)
        for section in SECTIONS
    ]


def open_lists(data: Mapping[str, Any]) -> list[str]:
    """Return the names of the lists that may lack rows, in the order of the timeline."""
    named = incomplete(data)
    return [words(labels.LISTS[name]) for name in ROWS if name in named]


def needs_calamity_notice(data: Mapping[str, Any]) -> bool:
    """Whether the woman died or was lastingly harmed: then the calamity route comes first."""
    complications = value_at(data, "outcome.complications") or ()
    return value_at(data, "outcome.death") == "yes" or bool(LASTING_HARM.intersection(complications))


@dataclass(frozen=True)
class ShownFinding:
    """One finding with its words."""

    finding: Finding
    label: str
    sentence: str
    mark: str
    source: str
    decision: str
    reason: str


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


def shown(finding: Finding, language: str) -> ShownFinding:
    """Return a finding in the language of the page."""
    check = CHECK_BY_ID[finding.check_id]
    review = getattr(finding, "review", None)
    english = language.startswith("en")
    return ShownFinding(
        finding=finding,
        label=words(check.label),
        sentence=finding.explanation_en if english else finding.explanation_nl,
        mark=words(MARKS[finding.mark]) if finding.mark in MARKS else "",
        source=check.source,
        decision=words(STATUSES[review.status]) if review else "",
        reason=words(review_words.REASONS[review.reason]) if review and review.reason else "",
    )


def groups(findings: Iterable[Finding], language: str) -> list[Group]:
    """Return delay, protocol and escalation: flags first, the rest folded but counted."""
    found = [shown(finding, language) for finding in findings]
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
        check = item.finding.check_id
        partners = {other for pair in TOGETHER if check in pair for other in pair - {check}}
        point = next((p for p in found if any(face.finding.check_id in partners for face in p.faces)), None)
        if point is None:
            point = Point()
            found.append(point)
        point.faces.append(item)
    return found


def result_counts(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return each result with its words and its number."""
    results = [finding.result for finding in findings]
    return [
        (result.value, words(RESULTS[result]), results.count(result)) for result in (Result.FLAGGED, *FOLDED)
    ]


def subtitle(case: Case) -> str:
    """Return status, place and mode of a case in words."""
    status = {"draft": _("draft"), "submitted": _("submitted"), "discussed": _("discussed")}[case.status]
    place, mode = labels.code_label(case.place), labels.code_label(case.mode)
    return " · ".join([status, words(place), words(mode)])


def side_by_side(
    section: Section, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Return what differs between two versions of a section, in words."""
    return [
        {
            "label": words(labels.where(name)) if name != "incomplete_sections" else _("Complete lists"),
            "mine": in_words(_at(mine, name)),
            "theirs": in_words(_at(theirs, name)),
        }
        for name in differences(section, mine, theirs)
    ]


def _at(data: Mapping[str, Any], name: str) -> Any:
    return value_at(data, name) if "." in name or name == AMBULANCE else data.get(name)


def in_words(value: Any) -> str:
    """Return a value of the case format as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ngettext("%(n)d row", "%(n)d rows", len(value)) % {"n": len(value)}
    if isinstance(value, list):
        return ", ".join(words(_code(code)) for code in value) or "–"
    return words(_code(str(value)))


def _code(code: str) -> Text:
    return labels.LISTS.get(code) or labels.code_label(code) if code in ROWS else labels.code_label(code)
