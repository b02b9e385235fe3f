"""PURE. The sections of the form as data: questions and lists, how far each is, what an edit changes."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cases.case_schema import OBJECTS, ROWS, Kind
from cases.questions import (
    AMBULANCE,
    NOT_HOSPITAL,
    QUESTIONS,
    Condition,
    Data,
    Draft,
    Need,
    answer_at,
    applies,
    is_answered,
    key_of,
    put,
)
from fluxus.texts import Text

TICKS: Final = "incomplete_sections"
LIST_REQUIRED: Final = "blood_loss"
"""The list without which nothing can be screened."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form: its questions by path, its lists by name."""

    id: str
    title: Text
    intro: Text
    questions: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    when: Condition | None = None

    def applies(self, draft: Draft) -> bool:
        """Whether this page makes sense for the case."""
        return self.when is None or self.when.holds(draft)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed in one section.

    ``values`` by path (None: emptied), ``stated`` by path (unknown, not_applicable), ``rows`` only for the
    lists that are replaced, ``complete`` the lists said to be complete (None: those ticks stay as they are).
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    complete: frozenset[str] | None = None
    stated: Mapping[str, str] = field(default_factory=dict)

    def paths(self) -> frozenset[str]:
        """Return the questions and lists that it is about."""
        return frozenset(self.values) | frozenset(self.stated) | frozenset(self.rows)

    def without(self, paths: Collection[str]) -> "Entered":
        """Return the same without these questions and lists; ``incomplete_sections``: without the ticks."""
        rest = self.only(path for path in self.paths() if path not in paths)
        return replace(rest, complete=None) if TICKS in paths else rest

    def only(self, paths: Iterable[str]) -> "Entered":
        """Return the same for these questions and lists alone; the ticks stay in."""
        kept = frozenset(paths)
        return Entered(
            {path: value for path, value in self.values.items() if path in kept},
            {name: rows for name, rows in self.rows.items() if name in kept},
            self.complete,
            {path: code for path, code in self.stated.items() if path in kept},
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions (or lists) of those that are asked have an answer, and which have none.

    ``required``: those of ``missing`` without which the case is not submitted.
    """

    answered: int
    total: int
    applies: bool = True
    missing: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is left to fill in."""
        return self.answered == self.total


def _of(part: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{part}.{name}" for name in names or (key.name for key in OBJECTS[part]))


SECTIONS: Final = (
    Section(
        "woman",
        Text("Vrouw en zwangerschap", "Woman and pregnancy"),
        Text("Wat vooraf bekend was.", "What was known beforehand."),
        _of("mother"),
    ),
    Section(
        "birth",
        Text("Bevalling", "Birth"),
        Text("Het kind is geboren: daar begint de klok.", "The child was born: that starts the clock."),
        ("label", *_of("birth", "time", "place", "mode", "prophylaxis_declined")),
    ),
    Section(
        "third_stage",
        Text("Nageboortetijdperk", "Third stage"),
        Text(
            "De placenta, het geboortekanaal en de bloeding.",
            "Placenta, genital tract and bleeding.",
        ),
        _of(
            "birth",
            "placenta_delivered",
            "placenta_removal",
            "placenta_complete",
            "perineum",
            "bleeding_started",
            "bleeding_controlled",
            "causes",
        ),
    ),
    Section(
        "timeline",
        Text("Tijdlijn", "Timeline"),
        Text(
            "Typ wat er in het dossier staat, in willekeurige volgorde. Tijden als 2105, 21:05 of +12.",
            "Type what the record says, in any order. Times as 2105, 21:05 or +12.",
        ),
        ("clear_fluids_before_blood_ml",),
        tuple(ROWS),
    ),
    Section(
        "transfer",
        Text("Vervoer en overname", "Transfer and takeover"),
        Text("Wanneer de tweede lijn de zorg overnam.", "When secondary care took over."),
        ("secondary_care_takeover", AMBULANCE, *_of("ambulance")),
        when=NOT_HOSPITAL,
    ),
    Section(
        "outcome",
        Text("Uitkomst en nazorg", "Outcome and aftercare"),
        Text("Hoe het afliep en wat er daarna gebeurde.", "How it ended and what was done afterwards."),
        (*_of("outcome"), *_of("aftercare")),
    ),
    Section(
        "went_well",
        Text("Wat ging goed", "What went well"),
        Text(
            "Eerst wat goed ging, dan pas de bespreekpunten.",
            "First what went well, only then the points to discuss.",
        ),
        ("review.went_well", "review.learning_point", "review.grade"),
    ),
)
START: Final = Section(
    "start",
    Text("Nieuwe casus", "New case"),
    Text("De geboorte: daar begint de klok.", "The birth: that starts the clock."),
    ("birth.time", "birth.place", "birth.mode", "label"),
)
BY_ID: Final = {section.id: section for section in SECTIONS}
SECTION_OF: Final = {
    name: section.id for section in SECTIONS for name in (*section.questions, *section.lists)
}


def place_of(path: str) -> tuple[str, str]:
    """Return the section and the id of the element where a path of the case format is filled in.

    ``mother.parity`` → ``("woman", "id_mother__parity")``; a list or one of its rows →
    ``("timeline", "complete__calls")``. What stands on no page leads to the first section.
    """
    name = path.partition("[")[0]
    if name not in SECTION_OF:
        name = name.partition(".")[0]
    if name in ROWS:
        return SECTION_OF[name], f"complete__{name}"
    if name not in SECTION_OF:
        return SECTIONS[0].id, ""
    first = "_0" if name != AMBULANCE and key_of(name).kind is Kind.CODES else ""  # a group of ticks
    return SECTION_OF[name], f"id_{name.replace('.', '__')}{first}"


def progress(section: Section, draft: Draft) -> Progress:
    """Return how far a section is: answers out of the questions that are asked, and lists that are complete.

    What was stated to be unknown or not to apply is answered; optional questions do not count.
    """
    if not section.applies(draft):
        return Progress(0, 0, applies=False)
    asked = [p for p in section.questions if QUESTIONS[p].need is not Need.OPTIONAL and applies(p, draft)]
    unanswered = [path for path in asked if not is_answered(path, draft)]
    open_lists = [name for name in section.lists if name in incomplete(draft.data)]
    required = [path for path in unanswered if QUESTIONS[path].need is Need.REQUIRED]
    if LIST_REQUIRED in section.lists and not draft.data.get(LIST_REQUIRED):
        required.append(LIST_REQUIRED)
    total = len(asked) + len(section.lists)
    missing = (*unanswered, *open_lists)
    return Progress(total - len(missing), total, missing=missing, required=tuple(required))


def required_missing(draft: Draft) -> tuple[str, ...]:
    """Return the questions and lists without which the case is not submitted, in the order of the form."""
    return tuple(name for section in SECTIONS for name in progress(section, draft).required)


def incomplete(data: Data) -> frozenset[str]:
    """Return the lists that may lack rows."""
    named = frozenset(data.get(TICKS) or ())
    return named | {name for name in ROWS if data.get(name) is None}


def merged(section: Section, draft: Draft, entered: Entered) -> Draft:
    """Return the draft with what was entered in one section in place of what stood there."""
    case: dict[str, Any] = {name: dict(v) if isinstance(v, dict) else v for name, v in draft.data.items()}
    stated = dict(draft.stated)
    given = dict(entered.values) | dict.fromkeys(entered.stated)
    for path in sorted(section.questions, key=lambda path: path != AMBULANCE):
        if path in given:
            stated.pop(path, None)
            put(case, path, given[path])
    _forget_hospital(draft.data, case)
    for name in section.lists:
        if name in entered.rows:
            case[name] = entered.rows[name]
    if entered.complete is not None:
        still_open = (incomplete(draft.data) | set(section.lists)) - entered.complete
        case[TICKS] = [name for name in ROWS if name in still_open]
    stated |= {path: code for path, code in entered.stated.items() if path in section.questions}
    return Draft(case, stated)


def _forget_hospital(before: Data, case: dict[str, Any]) -> None:
    """A hospital takes over at birth by itself; a case that turns out to be from elsewhere does not."""
    birth, now = before.get("birth") or {}, case.get("birth") or {}
    moved = birth.get("place") == "hospital" and now.get("place") != "hospital"
    if moved and case.get("secondary_care_takeover") == birth.get("time"):
        case.pop("secondary_care_takeover", None)


def part_of(section: Section, draft: Draft) -> dict[str, Any]:
    """Return what the form of a section shows, by path: values or what was stated, and the ticks.

    Not the rows of its lists: each row notices edits by itself.
    """
    shown: dict[str, Any] = {path: answer_at(draft, path) for path in section.questions}
    if section.lists:
        shown[TICKS] = sorted(incomplete(draft.data) & set(section.lists))
    return shown


def fingerprint(section: Section, draft: Draft) -> str:
    """Return a short mark of what a section shows, by which a colleague's edit in between is noticed."""
    words = json.dumps(part_of(section, draft), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def differences(section: Section, ours: Draft, theirs: Draft) -> list[str]:
    """Return the paths of a section in which two versions of a case differ, in the form's order."""
    mine, other = part_of(section, ours), part_of(section, theirs)
    return [name for name in mine if mine[name] != other[name]]


def after(section: Section, draft: Draft, sections: Iterable[Section] = SECTIONS) -> Section | None:
    """Return the next section that applies; None after the last."""
    following = False
    for candidate in sections:
        if following and candidate.applies(draft):
            return candidate
        following = following or candidate is section
    return None
