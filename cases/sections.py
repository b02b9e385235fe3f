"""PURE. The sections of the form as data: which questions, in which order, when they apply; how far each is.

A *question* is a path of the case format (``mother.parity``); ``data`` is a case as the format writes it,
with its ``review``. A section also takes whole lists of the timeline.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cases.case_schema import OBJECTS, REVIEW, ROWS, TOP, Key
from fluxus.texts import Text

Data = Mapping[str, Any]
UNKNOWN: Final = "unknown"
AMBULANCE: Final = "ambulance"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the value at ``path`` is one of ``codes`` (or, ``negated``, is not)."""

    path: str
    codes: tuple[str, ...]
    negated: bool = False

    def holds(self, data: Data) -> bool:
        """Whether it holds for this case."""
        return (value_at(data, self.path) in self.codes) is not self.negated


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form."""

    id: str
    title: Text
    intro: Text
    questions: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed in one section: values by path, rows by list, and the lists said to be complete."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions (or lists) of those that apply have an answer."""

    answered: int
    total: int
    applies: bool = True

    @property
    def done(self) -> bool:
        """Whether nothing is left to fill in."""
        return self.answered == self.total


NOT_HOSPITAL: Final = Condition("birth.place", ("hospital",), negated=True)
AMBULANCE_USED: Final = Condition(AMBULANCE, ("yes",))


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
CONDITIONS: Final = dict.fromkeys(_of("ambulance"), AMBULANCE_USED)
OPTIONAL: Final = frozenset(
    {
        "label",
        "outcome.total_loss_ml",
        "outcome.total_loss_note",
        "review.learning_point",
        "review.grade",
        "clear_fluids_before_blood_ml",
        "ambulance.at_hospital",
        "ambulance.departed",
    }
)
_KEYS: Final[dict[str, Key]] = (
    {key.name: key for key in TOP}
    | {f"{part}.{key.name}": key for part, keys in OBJECTS.items() for key in keys}
    | {f"review.{key.name}": key for key in REVIEW}
)


def key_of(path: str) -> Key:
    """Return the key that a question asks (``ambulance`` itself is none: was one used?)."""
    return _KEYS[path]


def value_at(data: Data, path: str) -> Any:
    """Return the value at a path; None when it is not known. For ``ambulance``: yes, no or unknown."""
    if path == AMBULANCE:
        if AMBULANCE not in data:
            return UNKNOWN
        return "no" if data[AMBULANCE] is None else "yes"
    part, _, name = path.rpartition(".")
    holder = data.get(part) if part else data
    return (holder or {}).get(name)


def applies(path: str, data: Data) -> bool:
    """Whether a question makes sense for this case."""
    condition = CONDITIONS.get(path)
    return condition is None or condition.holds(data)


def progress(section: Section, data: Data) -> Progress:
    """Return how far a section is: answers out of the questions that apply, and lists that are complete."""
    if section.when is not None and not section.when.holds(data):
        return Progress(0, 0, applies=False)
    asked = [path for path in section.questions if path not in OPTIONAL and applies(path, data)]
    answered = sum(value_at(data, path) not in (None, "", UNKNOWN) for path in asked)
    open_lists = set(incomplete(data)) & set(section.lists)
    return Progress(answered + len(section.lists) - len(open_lists), len(asked) + len(section.lists))


def incomplete(data: Data) -> frozenset[str]:
    """Return the lists that may lack rows."""
    named = frozenset(data.get("incomplete_sections") or ())
    return named | {name for name in ROWS if data.get(name) is None}


def merged(section: Section, data: Data, entered: Entered) -> dict[str, Any]:
    """Return the case with what was entered in one section in place of what stood there."""
    case: dict[str, Any] = {name: dict(v) if isinstance(v, dict) else v for name, v in data.items()}
    if AMBULANCE in entered.values:
        _set_ambulance(case, entered.values[AMBULANCE])
    for path in section.questions:
        if path in entered.values and path != AMBULANCE:
            _set(case, path, entered.values[path])
    for name in section.lists:
        case[name] = entered.rows.get(name, [])
    if section.lists:
        still_open = (incomplete(data) | set(section.lists)) - entered.complete
        case["incomplete_sections"] = sorted(still_open)
    return case


def _set_ambulance(case: dict[str, Any], used: str) -> None:
    if used == "yes":
        case[AMBULANCE] = case.get(AMBULANCE) or {}
    elif used == "no":
        case[AMBULANCE] = None
    else:
        case.pop(AMBULANCE, None)


def _set(case: dict[str, Any], path: str, value: Any) -> None:
    part, _, name = path.rpartition(".")
    if part == AMBULANCE and case.get(AMBULANCE) is None:
        return
    holder = case if not part else case.setdefault(part, {})
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value


def part_of(section: Section, data: Data) -> dict[str, Any]:
    """Return what a section shows of a case, by path and by list."""
    shown: dict[str, Any] = {path: value_at(data, path) for path in section.questions}
    shown |= {name: data.get(name) for name in section.lists}
    if section.lists:
        shown["incomplete_sections"] = sorted(incomplete(data) & set(section.lists))
    return shown


def fingerprint(section: Section, data: Data) -> str:
    """Return a short mark of what a section shows, by which a colleague's edit in between is noticed."""
    words = json.dumps(part_of(section, data), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def differences(section: Section, ours: Data, theirs: Data) -> list[str]:
    """Return the paths and lists of a section in which two versions of a case differ, in the form's order."""
    mine, other = part_of(section, ours), part_of(section, theirs)
    return [name for name in mine if mine[name] != other[name]]


def after(section: Section, data: Data, sections: Iterable[Section] = SECTIONS) -> Section | None:
    """Return the next section that applies; None after the last."""
    following = False
    for candidate in sections:
        if following and (candidate.when is None or candidate.when.holds(data)):
            return candidate
        following = following or candidate is section
    return None
