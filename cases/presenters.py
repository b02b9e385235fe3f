"""Cases as pages show them: steps, what keeps a draft from being submitted, two versions side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels
from cases.case_problems import Problem
from cases.case_schema import ROWS
from cases.forms import words
from cases.models import Case
from cases.questions import Draft, value_at
from cases.sections import (
    SECTIONS,
    Progress,
    Section,
    differences,
    incomplete,
    part_of,
    place_of,
    progress,
)
from cases.submission import ready
from fluxus.texts import Text

LASTING_HARM = frozenset({"sheehan", "renal_failure"})
GRAVE = ("outcome.death", "outcome.hysterectomy")


@dataclass(frozen=True)
class Step:
    """One section in the list on the left."""

    section: Section
    title: str
    progress: Progress
    current: bool


def steps(draft: Draft, current: Section | None) -> list[Step]:
    """Return every section with how far it is."""
    return [
        Step(section, words(section.title), progress(section, draft), section is current)
        for section in SECTIONS
    ]


def open_lists(data: Mapping[str, Any]) -> list[str]:
    """Return the names of the lists that may lack rows, in the order of the timeline."""
    named = incomplete(data)
    return [words(labels.LISTS[name]) for name in ROWS if name in named]


def needs_calamity_notice(data: Mapping[str, Any]) -> bool:
    """Whether the woman died or was lastingly harmed: then the calamity route comes first."""
    complications = value_at(data, "outcome.complications") or ()
    grave = any(value_at(data, path) == "yes" for path in GRAVE)
    return grave or bool(LASTING_HARM.intersection(complications))


@dataclass(frozen=True)
class Placed:
    """Something to mend: what it is about, the sentence, and where: a section and the id of an element."""

    label: str
    sentence: str
    section: str
    element: str


def placed(problems: Iterable[Problem]) -> list[Placed]:
    """Return problems with the place where each is mended."""
    return [
        Placed(words(labels.where(problem.path)), words(problem.text), *place_of(problem.path))
        for problem in problems
    ]


@dataclass(frozen=True)
class BeforeSubmitting:
    """What to know before a draft is submitted: what keeps it back, and what stays not assessable or unread.

    ``unread``: lines of the record that could not be read; they do not keep it back, and count for nothing.
    """

    required: list[Placed]
    open_lists: list[str]
    unread: list[str]


def before_submitting(case: Case, draft: Draft) -> BeforeSubmitting:
    """Return everything to name at the button that submits a draft."""
    unread = [line.text for line in case.unread_lines.all()]
    return BeforeSubmitting(placed(ready(draft)[1]), open_lists(draft.data), unread)


def subtitle(case: Case) -> str:
    """Return status, place and mode of a case in words."""
    status = {"draft": _("draft"), "submitted": _("submitted"), "discussed": _("discussed")}[case.status]
    place, mode = labels.code_label(case.place), labels.code_label(case.mode)
    return " · ".join([status, words(place), words(mode)])


def side_by_side(section: Section, mine: Draft, theirs: Draft) -> list[dict[str, str]]:
    """Return what differs between two versions of a section: its path, its label and both in words."""
    ours, others = part_of(section, mine), part_of(section, theirs)
    return [
        {
            "path": name,
            "label": words(labels.where(name)) if name != "incomplete_sections" else _("Complete lists"),
            "mine": in_words(ours[name]),
            "theirs": in_words(others[name]),
        }
        for name in differences(section, mine, theirs)
    ]


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
