"""PURE. From lines as they were typed to a case with them: what is read, what stays text, what is kept out.

Lines that were read hold codes and numbers only. What cannot be read stays as text, and text is searched
for what can lead to a person: such a line is *held*: not kept, but given back to who typed it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cases import quick
from cases.case_format import read_case
from cases.case_problems import Problem
from cases.case_values import moment_of, read_instant
from cases.free_text import Found, find_traces
from cases.labels import KEYS, where
from cases.questions import AMBULANCE, Draft, value_at
from cases.quick import QuickAnswer, QuickRow, Reading
from cases.sections import BY_ID, SECTION_OF, Entered, merged
from fluxus.texts import Text

LONGEST_LINE: Final = 500
TOO_LONG: Final = Text(
    "deze regel is {value} tekens lang, meer dan {limit}; splits haar",
    "this line has {value} characters, more than {limit}; split it",
)
READABLE_NOW: Final = Text(
    "deze regel is nu te lezen: kies Verbeter", "this line can be read now: choose Mend"
)
REPLACED: Final = Text(
    "{what} stond er al anders ({before}) en is nu vervangen",
    "{what} stood there differently ({before}) and was replaced",
)
Check = Callable[[Mapping[str, Any]], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line that is not stored, and what in it can lead to a person."""

    line: str
    found: tuple[Found, ...]

    @property
    def too_long(self) -> Text | None:
        """Say how long this line is, where nothing but its length keeps it out."""
        if self.found:
            return None
        sizes = {"value": len(self.line), "limit": LONGEST_LINE}
        return Text(TOO_LONG.nl.format(**sizes), TOO_LONG.en.format(**sizes))


@dataclass(frozen=True, slots=True)
class Lines:
    """A text line by line; ``declared``: keys of what was found and declared harmless."""

    readings: tuple[tuple[str, Reading], ...]
    unread: tuple[tuple[str, Text], ...]
    held: tuple[HeldLine, ...]
    declared: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """One line that became part of the case, in words; ``answers`` are the paths outside the lists."""

    line: str
    words: Text
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case with the lines in it: which rows (list, place) are new, which lines the case cannot hold."""

    draft: Draft
    rows: tuple[tuple[str, int], ...]
    read: tuple[Read, ...]
    refused: tuple[tuple[str, Text], ...]
    notes: tuple[Text, ...]


def read_text(text: str, birth: datetime, harmless: Collection[str] = ()) -> Lines:
    """Return the lines of a text: read, not readable, and held. ``harmless``: keys declared so."""
    block = quick.read_block(text, birth)
    unread, held, declared = [], [], set()
    for line, why in block.unread:
        found = find_traces(line)
        harmful = tuple(f for f in found if not (f.may_be_harmless and f.key in harmless))
        declared |= {f.key for f in found} - {f.key for f in harmful}
        if harmful or len(line) > LONGEST_LINE:
            held.append(HeldLine(line, harmful))
        else:
            unread.append((line, why))
    return Lines(tuple(block.readings), tuple(unread), tuple(held), frozenset(declared))


def problems_of(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what the case format says against a draft."""
    return read_case(data, draft=True).problems


def read_lines(
    readings: tuple[tuple[str, Reading], ...], draft: Draft, check: Check = problems_of
) -> Outcome:
    """Return the draft with the lines in it, in their order; a line that the case cannot hold is refused."""
    whole = _Adding(draft)
    for line, reading in readings:
        whole.add(line, reading)
    if not check(whole.draft.data):
        return whole.outcome(())
    one_by_one, refused = _Adding(draft), []
    for line, reading in readings:
        tried = one_by_one.copy()
        tried.add(line, reading)
        problems = check(tried.draft.data)
        if problems:
            refused.append((line, problems[0].text))
        else:
            one_by_one = tried
    return one_by_one.outcome(tuple(refused))


def why_not(text: str, draft: Draft) -> Text:
    """Return why a line that stayed text could not be read, as things are now."""
    birth = _birth(draft)
    block = quick.read_block(text, birth)
    if block.unread:
        return block.unread[0][1]
    refused = read_lines(block.readings, draft).refused
    return refused[0][1] if refused else READABLE_NOW


def _birth(draft: Draft) -> datetime:
    return moment_of(read_instant(value_at(draft.data, "birth.time")))


class _Adding:
    """A draft to which lines are added one after the other."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.birth = _birth(draft)
        self.rows: list[tuple[str, int]] = []
        self.read: list[Read] = []
        self.notes: list[Text] = []
        self.previous: str | None = None

    def copy(self) -> "_Adding":
        """Return the same, to try a line on."""
        other = _Adding(self.draft)
        other.rows, other.read, other.notes = [*self.rows], [*self.read], [*self.notes]
        other.previous = self.previous
        return other

    def add(self, line: str, reading: Reading) -> None:
        """Add one line with what is worth a remark."""
        answers = []
        order = quick.order_notes(self.draft.data, reading.items, self.birth, self.previous)
        self.notes += [*reading.notes, *order]
        times = [quick.time_of(item) for item in reading.items]
        self.previous = next((time for time in reversed(times) if time is not None), self.previous)
        for item in reading.items:
            if isinstance(item, QuickRow):
                self._row(item)
            else:
                self._answer(item)
                answers.append(item.path)
        self._complete_calls(reading)
        self.read.append(Read(line, quick.in_words(reading, self.birth), tuple(answers)))

    def _row(self, item: QuickRow) -> None:
        rows = [*(self.draft.data.get(item.section) or []), dict(item.row)]
        self.rows.append((item.section, len(rows) - 1))
        self.draft = Draft({**self.draft.data, item.section: rows}, self.draft.stated)

    def _answer(self, item: QuickAnswer) -> None:
        before = value_at(self.draft.data, item.path)
        if before is not None and before != item.value:
            self.notes.append(_replaced(item.path, before))
        values = {item.path: item.value}
        if item.path.startswith(f"{AMBULANCE}."):
            values[AMBULANCE] = "yes"
        self.draft = merged(BY_ID[SECTION_OF[item.path]], self.draft, Entered(values))

    def _complete_calls(self, reading: Reading) -> None:
        """A presence is the arrival of whoever was called and had not come yet."""
        for arrival in quick.arrivals(self.draft.data, reading.items):
            calls = [*self.draft.data["calls"]]
            calls[arrival.index] = dict(arrival.row)
            self.rows.append(("calls", arrival.index))
            self.draft = Draft({**self.draft.data, "calls": calls}, self.draft.stated)
            self.notes.append(arrival.text)

    def outcome(self, refused: tuple[tuple[str, Text], ...]) -> Outcome:
        """Return what became of the lines."""
        return Outcome(
            self.draft, tuple(self.rows), tuple(self.read), refused, tuple(dict.fromkeys(self.notes))
        )


def _replaced(path: str, before: Any) -> Text:
    name = KEYS.get(path, where(path))
    shown = before[11:16] if isinstance(before, str) and len(before) > 15 else str(before)
    return Text(
        REPLACED.nl.format(what=name.nl, before=shown), REPLACED.en.format(what=name.en, before=shown)
    )
