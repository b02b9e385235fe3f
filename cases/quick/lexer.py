"""PURE. The words of a line as the lexemes of one form: each time the longest of the form's words that fits.

A form reads only words of its own kinds, so a word with several meanings (``infuus``, ``calcium``) is settled
by the form that can use it.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cases.case_codes import TEST_OF_VALUE
from cases.quick.grammar import FORMS, Form
from cases.quick.kinds import COMPOSITES, KINDS, QUANTITY_UNITS
from cases.quick.tokens import NUMBER, PRESSURE, number, phrase
from cases.typed_time import time_length

Value = int | float | str | tuple[int, int | None] | None
UNKNOWN_TIME: Final = "?"


class Lexeme(NamedTuple):
    """Words of one kind. ``value``: the number, the pressure, the typed time, or what a composite holds."""

    kind: str
    code: str
    value: Value
    text: str
    end: int


class _Entry(NamedTuple):
    words: tuple[str, ...]
    kind: str
    code: str


def _table(kinds: Sequence[str]) -> dict[str, list[_Entry]]:
    """Return the words of these kinds by their first word, the longest first."""
    found: dict[str, list[_Entry]] = {}
    for kind in kinds:
        for code, names in KINDS[kind].items():
            for name in names.all:
                words = phrase(name)
                found.setdefault(words[0], []).append(_Entry(words, kind, code))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry.words))
    return found


_OF_KIND: Final = {kind: _table([kind]) for kind in KINDS}
_OF_FORM: Final = {form.name: _table([kind for kind in form.kinds if kind in KINDS]) for form in FORMS}
_COMPOSITES: Final = {form.name: [kind for kind in form.kinds if kind in COMPOSITES] for form in FORMS}


def lexemes(form: Form, words: Sequence[str], start: int) -> Iterator[Lexeme]:
    """Yield the lexemes of a form from a place on, until a word does not belong to it."""
    previous = ""
    while start < len(words):
        found = _next(form, words, start, previous)
        if found is None:
            return
        yield found
        previous, start = found.kind, found.end


def _next(form: Form, words: Sequence[str], start: int, previous: str) -> Lexeme | None:
    if previous in form.labels or form.bare:
        length = time_length(words[start : start + 3])
        if words[start] == UNKNOWN_TIME and previous in form.labels:
            length = 1
        if length:
            typed = " ".join(words[start : start + length])
            return Lexeme("time", "", typed, typed, start + length)
    for kind in _COMPOSITES[form.name]:
        found = _composite(kind, words, start)
        if found is not None:
            return found
    for entry in _OF_FORM[form.name].get(words[start], ()):
        found = _entry(entry, words, start)
        if found is not None:
            return found
    kinds = form.kinds
    if "pressure" in kinds and (match := PRESSURE.fullmatch(words[start])):
        low = int(match[2]) if match[2].isdigit() else None
        return _quantity("pressure", "", (int(match[1]), low), words, start, start + 1)
    if "number" in kinds and NUMBER.fullmatch(words[start]):
        return Lexeme("number", "", number(words[start]), words[start], start + 1)
    return None


def _entry(entry: _Entry, words: Sequence[str], start: int) -> Lexeme | None:
    """Return the lexeme of a word of the tables, with its number when it is measured."""
    end = start + len(entry.words)
    if len(entry.words) > 1 and tuple(words[start:end]) != entry.words:
        return None
    if entry.kind in ("sign", "value"):
        return _measured(entry, words, start, end)
    return Lexeme(entry.kind, entry.code, None, " ".join(words[start:end]), end)


def _measured(entry: _Entry, words: Sequence[str], start: int, end: int) -> Lexeme | None:
    after = words[end] if end < len(words) else ""
    if NUMBER.fullmatch(after):
        return _quantity(entry.kind, entry.code, number(after), words, start, end + 1)
    if entry.code == "systolic" and PRESSURE.fullmatch(after):
        match = PRESSURE.fullmatch(after)
        assert match is not None
        low = int(match[2]) if match[2].isdigit() else None
        return _quantity("pressure", "", (int(match[1]), low), words, start, end + 1)
    if entry.kind == "value":
        return Lexeme("test", TEST_OF_VALUE[entry.code], None, " ".join(words[start:end]), end)
    return None


def _quantity(kind: str, code: str, value: Value, words: Sequence[str], start: int, end: int) -> Lexeme:
    """Return a lexeme with a number, and the unit behind it when there is one."""
    text = " ".join(words[start:end])
    while end < len(words) and words[end] in QUANTITY_UNITS:
        end += 1
    return Lexeme(kind, code, value, text, end)


def _composite(kind: str, words: Sequence[str], start: int) -> Lexeme | None:
    code, end, optional = "", start, 0
    for part in COMPOSITES[kind]:
        name = part.rstrip("?")
        found = _plain(name, words, end)
        if found is not None:
            code, end = found.code, found.end
            optional += part.endswith("?")
        elif not part.endswith("?"):
            return None
    if optional == 0 and any(part.endswith("?") for part in COMPOSITES[kind]):
        return None
    return Lexeme(kind, code, None, " ".join(words[start:end]), end)


def _plain(kind: str, words: Sequence[str], start: int) -> Lexeme | None:
    """Return the word of this kind that stands at a place."""
    if start >= len(words):
        return None
    if kind == "number":
        return Lexeme(kind, "", None, "", start + 1) if NUMBER.fullmatch(words[start]) else None
    for entry in _OF_KIND[kind].get(words[start], ()):
        found = _entry(entry, words, start)
        if found is not None:
            return found
    return None
