"""PURE. What of an edit can be kept: everything but the answers that cannot be, each refused by its path."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases.case_format import CaseReading
from cases.case_problems import Problem
from cases.case_schema import IN_ORDER, NEVER_CODE, OBJECTS, ROWS, TOP, Kind
from cases.case_values import AMSTERDAM, moment_of, read_instant
from cases.labels import where
from cases.questions import Data, Draft, answer_at
from cases.sections import Entered, Section, merged
from fluxus.texts import Text

BIRTH_TIME: Final = "birth.time"
BEFORE_BIRTH: Final = Text(
    "deze tijden liggen nu vóór de geboorte: {names}; klopt dat?",
    "these times now lie before the birth: {names}; is that right?",
)
MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What of an edit was kept: the draft with it, how that reads, and what was refused."""

    draft: Draft
    reading: CaseReading
    refused: tuple[Problem, ...] = ()


def keep_what_can_be(
    section: Section, draft: Draft, entered: Entered, check: Callable[[Draft], CaseReading]
) -> Kept:
    """Return the draft with as much of ``entered`` as ``check`` has no problems with.

    A refused answer keeps what stood there before. Every problem is told once, at the answer that caused it.
    """
    changed = changed_paths(section, draft, entered)
    refused: list[Problem] = []
    while True:
        candidate = merged(section, draft, entered.only(changed))
        reading = check(candidate)
        if not reading.problems:
            return Kept(candidate, reading, tuple(refused))
        if not changed:
            return Kept(draft, reading, (*refused, *reading.problems))
        blamed = [(problem, _blamed(problem.path, changed)) for problem in reading.problems]
        refused += [_told_at(path, problem) for problem, paths in blamed for path in paths]
        gone = {path for _, paths in blamed for path in paths}
        if not gone:
            refused += reading.problems
            gone = set(changed)
        changed -= gone


def changed_paths(section: Section, draft: Draft, entered: Entered) -> set[str]:
    """Return the questions and lists of a section that ``entered`` gives another answer."""
    after = merged(section, draft, entered)
    given = entered.paths() & {*section.questions, *section.lists}
    return {path for path in given if _answer(draft, path) != _answer(after, path)}


def _answer(draft: Draft, path: str) -> Any:
    return draft.data.get(path) or [] if path in ROWS else answer_at(draft, path)


def _blamed(path: str, changed: set[str]) -> list[str]:
    """Return the changed answers that a problem at ``path`` comes from."""
    name = path.partition("[")[0]
    if name in changed:
        return [name]
    part = name.rpartition(".")[0]
    partners = {f"{part}.{key}" for key in IN_ORDER.get(part, ())}
    if name == "birth.place":
        partners.add("birth.mode")
    return sorted(partners & changed) or sorted({BIRTH_TIME} & changed)


def _told_at(path: str, problem: Problem) -> Problem:
    """Return a problem at the answer that caused it, with the name of what it is about."""
    if problem.path.partition("[")[0] == path:
        return problem
    about = where(problem.path)
    text = Text(f"{about.nl}: {problem.text.nl}", f"{about.en}: {problem.text.en}")
    return Problem(path, text)


def moved_before_birth(before: Data, after: Data) -> tuple[Problem, ...]:
    """Return a warning when a new time of birth leaves recorded times before it that lay after it."""
    old, new = (read_instant(data["birth"]["time"]) for data in (before, after))
    if new <= old:
        return ()
    moved = [(path, time) for path, time in _times(after) if old <= read_instant(time) < new]
    if not moved:
        return ()
    named = [(where(path), f"{moment_of(read_instant(t)).astimezone(AMSTERDAM):%H:%M}") for path, t in moved]
    more = "" if len(named) <= MOST_NAMED else " …"
    nl = ", ".join(f"{text.nl} ({clock})" for text, clock in named[:MOST_NAMED]) + more
    en = ", ".join(f"{text.en} ({clock})" for text, clock in named[:MOST_NAMED]) + more
    return (Problem(BIRTH_TIME, Text(BEFORE_BIRTH.nl.format(names=nl), BEFORE_BIRTH.en.format(names=en))),)


def _times(data: Data) -> Iterator[tuple[str, str]]:
    """Yield every recorded time with its path, but that of the birth."""
    timed = (Kind.TIME, Kind.TIME_OR_NEVER)
    holders: list[tuple[str, Mapping[str, Any], tuple[Any, ...]]] = [("", data, TOP)]
    holders += [(f"{part}.", data.get(part) or {}, keys) for part, keys in OBJECTS.items()]
    for name, keys in ROWS.items():
        holders += [(f"{name}[{i}].", row, keys) for i, row in enumerate(data.get(name) or [])]
    for prefix, holder, keys in holders:
        for key in keys:
            value = holder.get(key.name)
            if key.kind in timed and value not in (None, NEVER_CODE) and f"{prefix}{key.name}" != BIRTH_TIME:
                yield f"{prefix}{key.name}", value
