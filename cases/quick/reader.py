"""PURE. Reads a quick line by the table of forms: one evaluator, whatever the line is about.

The whole line is one form, or else the fewest forms that together use every word. More than one such reading,
or none: the line is refused with a sentence. Nothing is guessed and no word is passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.case_problems import BadValue, shown
from cases.case_values import AMSTERDAM
from cases.quick import refusals as say
from cases.quick.grammar import FORMS, Form
from cases.quick.kinds import CONTINUES
from cases.quick.lexer import UNKNOWN_TIME, Lexeme, lexemes
from cases.quick.reading import Block, Item, QuickRow, Reading
from cases.quick.rows import Built, Line, Misfit, build, checked, moment_typed
from cases.quick.tokens import LONGEST, words_of
from cases.quick.written import as_text
from cases.typed_time import time_length
from fluxus.texts import Text

MOST_FORMS: Final = 12
MOST_READINGS: Final = 8
MERGED: Final = ("blood_loss", "vitals", "labs")
"""Values of one minute make one row, also when something else stands between them."""
Parse = tuple[Built, ...]


def read_line(line: str, birth: datetime) -> Reading:
    """Return what a line says, or raise ``BadValue`` with the sentence why not. ``birth`` is aware."""
    return _read(line, birth)[0]


def read_block(text: str, birth: datetime) -> Block:
    """Read a pasted block, one moment per line; empty lines are passed over, what cannot be read is kept.

    A line that starts with a sign of continuation (``"``, ``idem``, ``...``) has the time of the line above.
    """
    readings: list[tuple[str, Reading]] = []
    unread: list[tuple[str, Text]] = []
    above: Line | None = None
    for line in (each.strip() for each in text.splitlines()):
        if not line:
            continue
        continued = _continued(line) if above is not None else None
        try:
            if continued is not None and above is not None:
                readings.append((line, _parse(words_of(continued), above, "")))
            else:
                reading, above = _read(line, birth)
                readings.append((line, reading))
        except BadValue as bad:
            unread.append((line, bad.text))
            if continued is None:
                above = _time_of(line, birth)
    return Block(tuple(readings), tuple(unread))


def _continued(line: str) -> str | None:
    """Return what follows a sign of continuation."""
    plain = line.lower().replace("“", '"').replace("”", '"').replace("„", '"')
    for sign in CONTINUES:
        rest = plain.removeprefix(sign)
        if rest != plain and (not sign.isalpha() or rest[:1].isspace()):
            return rest
    return None


def _time_of(line: str, birth: datetime) -> Line | None:
    try:
        return _start(words_of(line[:LONGEST]), birth)[0]
    except BadValue:
        return None


def _read(line: str, birth: datetime) -> tuple[Reading, Line]:
    if len(line) > LONGEST:
        raise BadValue(say.TOO_LONG.format(value=len(line), limit=LONGEST))
    words = words_of(line)
    start, length, notes = _start(words, birth)
    clock = " ".join(words[:length])
    reading = _parse(words[length:], start, clock)
    return Reading(reading.items, (*notes, *reading.notes)), start


def _start(words: Sequence[str], birth: datetime) -> tuple[Line, int, list[Text]]:
    """Return the time that a line starts with, how many words it is, and what to say about it."""
    if words and words[0] == UNKNOWN_TIME:
        return Line(birth), 1, []
    length = time_length(words[:3])
    if not length:
        return Line(birth, timed=False), 0, []
    notes: list[Text] = []
    moment = moment_typed(" ".join(words[:length]), birth, notes)
    return Line(birth, time=moment), length, notes


def _parse(words: Sequence[str], line: Line, clock: str) -> Reading:
    if not words:
        raise BadValue(say.NOTHING.format(value=shown(clock)) if clock else say.NO_TIME)
    whole = _Whole(words, line)
    found = [parse for parse in whole.single() or whole.several() if not _is_bad(parse)]
    if len(found) > 1:
        raise BadValue(_two_ways(found, line.birth))
    if not found:
        raise BadValue(whole.why(clock))
    notes = tuple(note for built in found[0] for note in built.notes)
    return Reading(_merged([item for built in found[0] for item in built.items]), notes)


@dataclass(slots=True)
class _Whole:
    """One line without its time, and what was wrong with the ways to read it."""

    words: Sequence[str]
    line: Line
    refused: list[Text]
    stopped: tuple[int, Form | None]
    has_time: bool

    def __init__(self, words: Sequence[str], line: Line) -> None:
        self.words, self.line, self.refused, self.stopped = words, line, [], (0, None)
        self.has_time = False

    def single(self) -> list[Parse]:
        """Return the ways to read all words as one form."""
        found: list[Parse] = []
        for form in FORMS:
            chosen = list(lexemes(form, self.words, 0))
            end = chosen[-1].end if chosen else 0
            self.has_time |= any(lexeme.kind == "time" for lexeme in chosen)
            if end > self.stopped[0]:
                self.stopped = (end, form)
            if end == len(self.words):
                built = self._build(form, chosen, alone=True)
                if built is not None:
                    found.append((built,))
        self.refused = [*_why_bad(found), *self.refused]
        return found

    def several(self) -> list[Parse]:
        """Return the ways to read the words as the fewest forms, one after the other."""
        reached: dict[int, list[Parse]] = {0: [()]}
        parts: dict[int, list[tuple[int, Built]]] = {}
        for _ in range(MOST_FORMS):
            after: dict[int, list[Parse]] = {}
            for place, parses in reached.items():
                if place not in parts:
                    parts[place] = list(self._parts(place))
                for end, built in parts[place]:
                    more = [(*parse, built) for parse in parses]
                    after[end] = sorted([*after.get(end, []), *more], key=_is_bad)[:MOST_READINGS]
            if len(self.words) in after:
                found = after[len(self.words)]
                self.refused = [*_why_bad(found), *self.refused]
                return found
            reached = after
        return []

    def _parts(self, start: int) -> Iterator[tuple[int, Built]]:
        """Yield the forms that can begin at a place, each with the place where it ends."""
        for form in FORMS:
            chosen: list[Lexeme] = []
            for lexeme in lexemes(form, self.words, start):
                chosen.append(lexeme)
                if start and chosen[0].kind not in form.heads and chosen[0].kind != "number":
                    break
                built = self._build(form, chosen, alone=False)
                if built is not None:
                    yield lexeme.end, built

    def _build(self, form: Form, chosen: Sequence[Lexeme], *, alone: bool) -> Built | None:
        try:
            return build(form, chosen, self.line, alone=alone)
        except Misfit as misfit:
            if alone and misfit.text is not None:
                self.refused.append(misfit.text)
        except BadValue as bad:
            return Built((), bad=bad.text)
        return None

    def why(self, clock: str) -> Text:
        """Return the sentence that says why no way to read the words was found."""
        unknown = say.unknown_word(self.words)
        if unknown is not None:
            return unknown
        if not self.line.timed and not self.has_time:
            return say.NO_TIME
        text = self.refused[0] if self.refused else self._stopped_at()
        if self.line.time is not None and clock.isdigit() and len(clock) == 3:
            local = self.line.time.astimezone(AMSTERDAM)
            more = say.AS_TIME.format(typed=clock, clock=f"{local:%H:%M}")
            return Text(text.nl + more.nl, text.en + more.en)
        return text

    def _stopped_at(self) -> Text:
        end, form = self.stopped
        if form is None or end >= len(self.words):
            return say.NO_SENSE.format(value=shown(" ".join(self.words)))
        return say.NO_PLACE.format(value=shown(self.words[end]), examples=say.examples(form))


def _is_bad(parse: Parse) -> bool:
    """Return whether a part of this reading cannot be so; it still keeps longer readings away."""
    return any(built.bad is not None for built in parse)


def _why_bad(found: Sequence[Parse]) -> list[Text]:
    return [built.bad for parse in found for built in parse if built.bad is not None]


def _two_ways(found: Sequence[Parse], birth: datetime) -> Text:
    """Return the sentence that offers both readings as lines that leave no doubt."""
    items = [[item for built in parse for item in built.items] for parse in found[:2]]
    one, two = (as_text(each, birth) for each in items)
    return Text(*(say.AMBIGUOUS[i].format(one=one[i], two=two[i]) for i in (0, 1)))


def _merged(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items with the vital signs, and the results, of one minute in one row."""
    merged: list[Item] = []
    for item in items:
        place = next((i for i, other in enumerate(merged) if _goes_with(other, item)), None)
        if place is None:
            merged.append(item)
        else:
            merged[place] = _union(merged[place], item)
    return tuple(merged)


def _goes_with(one: Item, two: Item) -> bool:
    return (
        isinstance(one, QuickRow)
        and isinstance(two, QuickRow)
        and one.section == two.section
        and one.section in MERGED
    )


def _union(one: Item, two: Item) -> QuickRow:
    """Return two rows of one list as one; the same value twice is refused."""
    assert isinstance(one, QuickRow) and isinstance(two, QuickRow)
    row = dict(one.row)
    if one.row.keys() & {"tests"} != two.row.keys() & {"tests"}:
        raise BadValue(say.TOGETHER)
    for name, value in two.row.items():
        if name == "tests" and value and row.get(name):
            row[name] = list(dict.fromkeys([*row[name], *value]))
        elif row.setdefault(name, value) != value:
            raise BadValue(say.TWICE.format(value=shown(value), first=shown(row[name])))
    return QuickRow(one.section, checked(one.section, row))
