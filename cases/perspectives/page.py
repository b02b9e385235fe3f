"""The page on which one line writes its view: the fields, what was typed, and what is said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from cases.case_codes import GRADES
from cases.forms import language, words
from cases.models import Finding, Perspective, Result
from cases.perspectives import words as perspective_words
from cases.perspectives.writing import Written
from cases.screening.checks import CHECK_BY_ID
from cases.screening.findings import CATEGORIES, RESULTS
from cases.screening.rules import MARKS
from cases.traces.shown import ShownTraces, shown_traces
from fluxus.texts import Text

MAY_BE_DOUBTED: Final = (Result.MET, Result.NOT_ASSESSABLE)
DOUBT: Final = Text("ik twijfel hieraan", "I doubt this")


@dataclass(frozen=True)
class ShownFinding:
    """What the screening says, without anybody's decision about it."""

    label: str
    sentence: str
    source: str


def shown_finding(finding: Finding) -> ShownFinding:
    """Return a finding in the language of the page; decisions are not even read."""
    check = CHECK_BY_ID[finding.check_id]
    mark = words(MARKS[finding.mark]) if finding.mark in MARKS else ""
    return ShownFinding(
        label=words(check.label),
        sentence=finding.explanation_en if language().startswith("en") else finding.explanation_nl,
        source=" · ".join(part for part in (check.id, mark, check.source) if part),
    )


@dataclass
class Place:
    """What is said of one field, for ``cases/problem.html``."""

    name: str
    problems: list[str] = field(default_factory=list)
    traces: ShownTraces | None = None


@dataclass(frozen=True)
class Choice:
    """One option of a field."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Box:
    """A text box; ``name`` is also its id after ``id_``."""

    name: str
    label: str
    help: str
    value: str
    rows: int
    place: Place


@dataclass(frozen=True)
class Point:
    """One finding to give an opinion on."""

    check_id: str
    label: str
    sentence: str
    source: str
    opinion: list[Choice]
    opinion_place: Place
    reasons: list[Choice]
    note: Box


@dataclass
class PointGroup:
    """The findings of one group: those flagged, and those that may be doubted, folded."""

    category: str
    title: str
    points: list[Point] = field(default_factory=list)
    others: list[tuple[str, list[Point]]] = field(default_factory=list)


class ViewForm:
    """The page on which somebody writes her view: what is stored, with what was typed and refused over it."""

    def __init__(
        self,
        perspective: Perspective,
        findings: Iterable[Finding],
        *,
        typed: Mapping[str, str] | None = None,
        written: Written | None = None,
        declared: frozenset[str] = frozenset(),
    ) -> None:
        self.perspective = perspective
        self.typed, self.declared = typed or {}, declared
        self.refused = written.refused if written else {}
        self.suspect = written.traces if written else set()
        self.judged = {each.check_id: each for each in perspective.judgements.all()}
        self.findings = list(findings)

    def place(self, name: str) -> Place:
        """What is wrong with this field, if anything."""
        text = self.typed.get(name, "")
        traces = None
        if name in self.suspect:
            traces = shown_traces(name, text, self.perspective.harmless, self.declared)
        said = {item.sentence for item in traces.items} if traces else set()
        problems = [problem for problem in self.refused.get(name, []) if problem not in said]
        return Place(name, problems, traces)

    def boxes(self) -> dict[str, Box]:
        """The boxes in the person's own words, by field."""
        asked = {
            "went_well": (_("What went well?"), _("In your own words, before you look at the points."), 4),
            "missed": (_("What did the screening not find?"), _("Leave it empty when there is nothing."), 3),
            "learning_point": (_("What can we learn from this?"), _("Name roles, never people."), 3),
        }
        return {
            name: self._box(name, label, getattr(self.perspective, name), rows, helped)
            for name, (label, helped, rows) in asked.items()
        }

    def grades(self) -> list[Choice]:
        """The grades, with none first."""
        now = self.typed.get("grade", self.perspective.grade)
        options = [("", _("no grade")), *((grade, grade) for grade in GRADES)]
        return [Choice(code, label, code == now) for code, label in options]

    def groups(self) -> list[PointGroup]:
        """Delay, protocol and escalation, each with its flags and what may be doubted."""
        by_category = {name: PointGroup(name, words(title)) for name, title in CATEGORIES.items()}
        for finding in self.findings:
            if finding.result == Result.FLAGGED:
                by_category[finding.category].points.append(self._point(finding))
        for category, group in by_category.items():
            for result in MAY_BE_DOUBTED:
                found = [f for f in self.findings if f.category == category and f.result == result]
                if found:
                    group.others.append((words(RESULTS[result]), [self._point(f) for f in found]))
        return list(by_category.values())

    def doubted(self) -> list[Point]:
        """What was not flagged and is doubted."""
        return [
            point
            for group in self.groups()
            for _label, points in group.others
            for point in points
            if any(choice.chosen for choice in point.opinion)
        ]

    def names(self) -> list[str]:
        """Every field of the form."""
        checks = [f for f in self.findings if f.result in (Result.FLAGGED, *MAY_BE_DOUBTED)]
        parts = ("opinion", "reason", "note")
        return ["went_well", "missed", "learning_point", "grade"] + [
            f"{part}__{finding.check_id}"
            for finding in checks
            for part in parts
            if part != "reason" or finding.result == Result.FLAGGED
        ]

    def placed(self) -> frozenset[str]:
        """The fields below which the page has room for a problem."""
        flags = {f"opinion__{each.check_id}" for each in self.findings if each.result == Result.FLAGGED}
        boxes = {name for name in self.names() if not name.startswith(("opinion__", "reason__", "grade"))}
        return frozenset(flags | boxes)

    def _box(self, name: str, label: str, value: str, rows: int, helped: str = "") -> Box:
        return Box(name, label, helped, self.typed.get(name, value), rows, self.place(name))

    def _point(self, finding: Finding) -> Point:
        check, judged = finding.check_id, self.judged.get(finding.check_id)
        shown = shown_finding(finding)
        flagged = finding.result == Result.FLAGGED
        opinions = perspective_words.ABOUT_A_FLAG if flagged else {"doubted": DOUBT}
        opinion = self.typed.get(f"opinion__{check}", judged.opinion if judged else "")
        reason = self.typed.get(f"reason__{check}", judged.reason if judged else "")
        reasons = {"": Text("–", "–"), **perspective_words.WHY_REJECTED} if flagged else {}
        return Point(
            check_id=check,
            label=shown.label,
            sentence=shown.sentence,
            source=shown.source,
            opinion=_choices(opinions, opinion),
            opinion_place=self.place(f"opinion__{check}"),
            reasons=_choices(reasons, reason),
            note=self._box(f"note__{check}", _("Note (no names)"), judged.note if judged else "", 2),
        )


def _choices(texts: Mapping[str, Text], chosen: str) -> list[Choice]:
    return [Choice(code, words(text), code == chosen) for code, text in texts.items()]
