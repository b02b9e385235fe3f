"""PURE. The questions of a case as data: how needed an answer is, when it is asked, what it may say.

A *question* is a path of the case format (``mother.parity``). ``data`` is a case as the format writes it,
with its ``review``; ``stated`` tells what was looked up and has no value from what nobody looked up yet.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cases.case_schema import NEVER_CODE, OBJECTS, REVIEW, TOP, Key, Kind
from cases.typed_values import WITH_NONE

Data = Mapping[str, Any]
UNKNOWN: Final = "unknown"
NOT_APPLICABLE: Final = "not_applicable"
STATED: Final = (UNKNOWN, NOT_APPLICABLE)
NO_VALUE: Final = ("", *STATED)
AMBULANCE: Final = "ambulance"
FLUIDS_FROM_ML: Final = 1500
"""From this loss on the clear fluid is asked, also without blood products (local choice)."""


class Need(StrEnum):
    """How needed an answer is."""

    REQUIRED = "required"
    ASKED = "asked"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Draft:
    """A case being filled in. ``stated``: path → ``unknown`` or ``not_applicable``, for what has no value."""

    data: dict[str, Any] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer at ``path`` is one of ``codes`` (or, ``negated``, is none of them).

    A question without an answer has the code ``""``; one that was stated to be unknown has ``unknown``.
    ``same_as``: the value at that path is one of the codes too.
    """

    path: str
    codes: tuple[str, ...]
    negated: bool = False
    same_as: str = ""

    def codes_in(self, draft: Draft) -> tuple[str, ...]:
        """Return the codes that count in this case."""
        return (*self.codes, *answers_at(draft, self.same_as)) if self.same_as else self.codes

    def holds(self, draft: Draft) -> bool:
        """Whether it holds for this case."""
        return bool(answers_at(draft, self.path) & set(self.codes_in(draft))) is not self.negated


@dataclass(frozen=True, slots=True)
class Question:
    """One question; it is asked when all of ``when`` holds."""

    path: str
    need: Need = Need.ASKED
    when: tuple[Condition, ...] = ()

    def applies(self, draft: Draft) -> bool:
        """Whether it is asked in this case."""
        return all(condition.holds(draft) for condition in self.when)


def _highest_ml(data: Data) -> int | None:
    return max((row.get("cumulative_ml") or 0 for row in data.get("blood_loss") or ()), default=None)


def _last_ml(data: Data) -> Any:
    """Return the last cumulative record; without any record the total that was given."""
    last = _highest_ml(data)
    return value_at(data, "outcome.total_loss_ml") if last is None else last


def _asks_fluids(data: Data) -> str:
    lost = value_at(data, "outcome.total_loss_ml") or _highest_ml(data) or 0
    return "yes" if data.get("blood_products") or lost >= FLUIDS_FROM_ML else "no"


DERIVED: Final[dict[str, Callable[[Data], Any]]] = {
    "derived.last_ml": _last_ml,
    "derived.asks_fluids": _asks_fluids,
}
"""What conditions look at and nobody types."""
NOT_HOSPITAL: Final = Condition("birth.place", ("hospital",), negated=True)
HIGH_RISK: Final = Condition("mother.high_risk_known", ("yes",))
PLACENTA_CAME: Final = Condition("birth.placenta_delivered", (NEVER_CODE,), negated=True)
AMBULANCE_USED: Final = Condition(AMBULANCE, ("yes",))
TAKEN_OVER: Final = Condition("secondary_care_takeover", ("", NOT_APPLICABLE), negated=True)
SHE_LIVES: Final = Condition("outcome.death", ("yes",), negated=True)
TOTAL_DIFFERS: Final = Condition("outcome.total_loss_ml", NO_VALUE, negated=True, same_as="derived.last_ml")


def _conditions() -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield the questions that depend on another answer."""
    yield "mother.prevention_plan", (HIGH_RISK,)
    yield "mother.deviation_documented", (HIGH_RISK, NOT_HOSPITAL)
    yield "birth.placenta_removal", (PLACENTA_CAME,)
    yield "birth.placenta_complete", (PLACENTA_CAME,)
    yield "clear_fluids_before_blood_ml", (Condition("derived.asks_fluids", ("yes",)),)
    yield "secondary_care_takeover", (NOT_HOSPITAL,)
    yield AMBULANCE, (NOT_HOSPITAL,)
    for key in OBJECTS[AMBULANCE]:
        yield f"{AMBULANCE}.{key.name}", (NOT_HOSPITAL, AMBULANCE_USED)
    yield "aftercare.sbar_handover", (NOT_HOSPITAL, TAKEN_OVER)
    for name in ("haemoglobin_checked", "debrief_team", "debrief_woman", "thrombosis_risk_assessed"):
        yield f"aftercare.{name}", (SHE_LIVES,)
    yield "aftercare.iron_plan", (SHE_LIVES,)
    yield "outcome.total_loss_note", (TOTAL_DIFFERS,)


REQUIRED: Final = frozenset(
    {
        "birth.time",
        "birth.place",
        "birth.mode",
        "birth.bleeding_controlled",
        "outcome.total_loss_note",
        "review.went_well",
    }
)
"""Without these a case is not submitted (the note only when the total differs)."""
OPTIONAL: Final = frozenset(
    {
        "label",
        "outcome.total_loss_ml",
        "review.learning_point",
        "review.grade",
        "ambulance.at_hospital",
        "ambulance.departed",
    }
)
NOT_ASKED: Final = frozenset({"vsv", "incomplete_sections"})
"""Keys of the format that are no question: the VSV of the user, and a tick per list."""


def _questions() -> dict[str, Question]:
    paths = [key.name for key in TOP if key.name not in NOT_ASKED]
    paths += [AMBULANCE, *(f"{part}.{key.name}" for part, keys in OBJECTS.items() for key in keys)]
    paths += [f"review.{key.name}" for key in REVIEW]
    when = dict(_conditions())
    need = dict.fromkeys(OPTIONAL, Need.OPTIONAL) | dict.fromkeys(REQUIRED, Need.REQUIRED)
    return {path: Question(path, need.get(path, Need.ASKED), when.get(path, ())) for path in paths}


_KEYS: Final[dict[str, Key]] = (
    {key.name: key for key in TOP}
    | {f"{part}.{key.name}": key for part, keys in OBJECTS.items() for key in keys}
    | {f"review.{key.name}": key for key in REVIEW}
)
QUESTIONS: Final = _questions()


def key_of(path: str) -> Key:
    """Return the key that a question asks (``ambulance`` itself is none: was one used?)."""
    return _KEYS[path]


def is_text(path: str) -> bool:
    """Whether a question is answered in words of one's own."""
    return path != AMBULANCE and key_of(path).kind is Kind.TEXT


def may_state(path: str) -> tuple[str, ...]:
    """Return what may be stated instead of a value: unknown, not applicable, both or nothing."""
    if path == "birth.bleeding_controlled":
        return (UNKNOWN,)
    if path in REQUIRED or path.startswith("review.") or is_text(path):
        return ()
    return (UNKNOWN,) if path == AMBULANCE else STATED


def value_at(data: Data, path: str) -> Any:
    """Return the value at a path; None when it is not known. For ``ambulance``: yes, no or unknown."""
    if path in DERIVED:
        return DERIVED[path](data)
    if path == AMBULANCE:
        if AMBULANCE not in data:
            return UNKNOWN
        return "no" if data[AMBULANCE] is None else "yes"
    part, _, name = path.rpartition(".")
    holder = data.get(part) if part else data
    return (holder or {}).get(name)


def put(case: dict[str, Any], path: str, value: Any) -> None:
    """Put an answer in a case (None: none); what belongs to an ambulance goes nowhere without one."""
    if path == AMBULANCE:
        _put_ambulance(case, value)
        return
    part, _, name = path.rpartition(".")
    if part and case.get(part) is None and (part == AMBULANCE or value is None):
        return
    if part:
        case[part] = dict(case.get(part) or {})
    holder = case[part] if part else case
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value


def _put_ambulance(case: dict[str, Any], used: str | None) -> None:
    if used == "yes":
        case[AMBULANCE] = case.get(AMBULANCE) or {}
    elif used == "no":
        case[AMBULANCE] = None
    else:
        case.pop(AMBULANCE, None)


def has_value(data: Data, path: str) -> bool:
    """Whether a question has an answer; an empty list is one only where *none* can be chosen."""
    value = value_at(data, path)
    if value == []:
        return key_of(path).name in WITH_NONE
    return value not in (None, "", UNKNOWN)


def stated_in_file(data: Data) -> dict[str, str]:
    """Return the questions that a case file answers with *unknown*, as a draft states it."""
    closed = [path for path in QUESTIONS if path != AMBULANCE and UNKNOWN in key_of(path).codes]
    return {path: UNKNOWN for path in closed if value_at(data, path) == UNKNOWN}


def with_stated(data: dict[str, Any], stated: Mapping[str, str]) -> dict[str, Any]:
    """Return a case with *unknown* written out where it was stated and the case format has that answer."""
    written = {name: dict(v) if isinstance(v, dict) else v for name, v in data.items()}
    for path, code in stated.items():
        if code == UNKNOWN and path != AMBULANCE and UNKNOWN in key_of(path).codes:
            put(written, path, UNKNOWN)
    return written


def answer_at(draft: Draft, path: str) -> Any:
    """Return the value of a question, else what was stated, else None."""
    return value_at(draft.data, path) if has_value(draft.data, path) else draft.stated.get(path)


def answers_at(draft: Draft, path: str) -> set[str]:
    """Return the answer as codes: ``{""}`` without one, ``{"unknown"}`` when that was stated."""
    value = value_at(draft.data, path)
    if value in (None, "", UNKNOWN, []):
        return {draft.stated.get(path, "")}
    if isinstance(value, list):
        return set(value)
    return {f"{value:g}" if isinstance(value, float) else str(value)}


def applies(path: str, draft: Draft) -> bool:
    """Whether a question makes sense for this case."""
    return QUESTIONS[path].applies(draft)


def is_answered(path: str, draft: Draft) -> bool:
    """Whether a question has an answer, be it that it was looked up and is unknown or does not apply."""
    return has_value(draft.data, path) or path in draft.stated
