"""PURE. Words to offer while a line is typed: an aid in typing and nothing else.

No dose is ever offered, and nothing follows from what care should be: only which words fit in the grammar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cases.case_codes import DRUG_UNITS, ROLES
from cases.labels import CODES, KEYS
from cases.quick.grammar import FORMS, Form
from cases.quick.kinds import COMPOSITES, KINDS, UNKNOWN
from cases.quick.lexer import Lexeme, lexemes
from cases.quick.tokens import LONGEST, phrase, words_of
from cases.quick.words import Words
from cases.typed_time import time_length
from fluxus.texts import Text

MOST: Final = 8
PROTOCOL: Final = "massive_transfusion_protocol"
COMPLETE: Final = {
    "yes": Text("placenta volledig", "placenta complete"),
    "no": Text("placenta niet volledig", "placenta not complete"),
}
VERBS: Final = ("called", "came")
"""What is offered together with a role; only people can be present."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that can be typed, what it means, and of which kind of the grammar it is."""

    text: str
    meaning: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to put in place of the unfinished word (or behind a space), and what to show for it."""

    insert: str
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    code: str
    names: Words

    def meaning(self) -> Text:
        """Return what the word stands for, as the screens say it."""
        if self.kind == "complete" and self.code in COMPLETE:
            return COMPLETE[self.code]
        for path in (self.code, f"vitals.{self.code}", f"labs.{self.code}"):
            if path in KEYS:
                return KEYS[path]
        if self.code in CODES and self.code != UNKNOWN:
            return CODES[self.code]
        return Text(self.names.nl[0], self.names.en[0])


@cache
def vocabulary() -> tuple[Word, ...]:
    """Return every word that a line can hold, in the order of the forms; one may occur with two meanings."""
    found = {
        (name, entry.kind, entry.code): Word(name, entry.meaning(), entry.kind)
        for entry in _entries(_all_kinds())
        for name in entry.names.all
    }
    return tuple(found.values())


def complete(line: str, language: str = "nl") -> list[Suggestion]:
    """Return at most eight ways to go on at the end of ``line`` (the text before the cursor).

    Behind a space the words that belong to what was begun; else the words that begin like the unfinished one.
    """
    if len(line) > LONGEST:
        return []
    typed = line.replace("\t", " ")
    before, _, unfinished = typed.rpartition(" ")
    words = words_of(before)
    words = words[1 if words[:1] == ["?"] else time_length(words[:3]) :]
    if not unfinished:
        offers = [_suggest(entry, language) for entry in _following(words) if entry.code != UNKNOWN]
        return _unique(offers) if words else []
    if unfinished[0] in "+-?0123456789":
        return []
    heads = _entries(tuple(kind for form in FORMS for kind in sorted(form.heads) if kind in KINDS))
    ranked = [
        (rank, suggestion)
        for group, entries in enumerate((_following(words), heads, _entries(_all_kinds())))
        for entry in entries
        for rank, suggestion in _matching(entry, words, unfinished.lower(), language, group)
    ]
    return _unique([suggestion for _, suggestion in sorted(ranked, key=lambda each: each[0])])


def _unique(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the first suggestions, each text once."""
    found: dict[str, Suggestion] = {}
    for each in suggestions:
        found.setdefault(each.insert, each)
    return list(found.values())[:MOST]


@cache
def _all_kinds() -> tuple[str, ...]:
    """Return the kinds in the order of the forms, parts of composites after what they belong to."""
    kinds = [
        part.rstrip("?")
        for form in FORMS
        for slot in form.slots
        for part in COMPOSITES.get(slot.kind, (slot.kind,))
    ]
    return tuple(kind for kind in dict.fromkeys(kinds) if kind in KINDS)


@cache
def _entries(kinds: tuple[str, ...]) -> tuple[_Entry, ...]:
    return tuple(_Entry(kind, code, names) for kind in kinds for code, names in KINDS[kind].items())


def _following(words: Sequence[str]) -> list[_Entry]:
    """Return the entries that can still be added to what the words have begun, the most needed first."""
    for start in range(len(words)):
        found: list[tuple[int, _Entry]] = []
        for form in FORMS:
            chosen = list(lexemes(form, words, start))
            if chosen and chosen[-1].end == len(words):
                found += _open(form, chosen)
        if found:
            return [entry for _, entry in sorted(found, key=lambda each: each[0])]
    return []


def _open(form: Form, chosen: Sequence[Lexeme]) -> Iterator[tuple[int, _Entry]]:
    """Yield what a form can still hold, with a rank. Of the units only the one that belongs to the drug."""
    used = {lexeme.kind for lexeme in chosen}
    codes_used = {(lexeme.kind, lexeme.code) for lexeme in chosen}
    drug = next((lexeme.code for lexeme in chosen if lexeme.kind == "drug"), None)
    if not used & form.heads and not _number_first(form):
        return
    for slot in form.slots:
        if slot.kind not in KINDS or (slot.kind in used and not slot.many):
            continue
        if slot.kind == "launched" and ("role", PROTOCOL) not in codes_used:
            continue
        rank = 0 if slot.kind in form.needs and not used & form.needs else 2 if slot.key == form.each else 1
        for code, names in KINDS[slot.kind].items():
            known = slot.kind != "unit" or drug is None or code == DRUG_UNITS[drug]
            if known and (slot.kind, code) not in codes_used:
                yield rank, _Entry(slot.kind, code, names)


def _number_first(form: Form) -> bool:
    """Return whether people begin this form with its number, as its examples do."""
    return form.examples[0].split()[1][0].isdigit()


def _names(names: Words, language: str) -> tuple[str, ...]:
    """Return the words with those of the language in front."""
    return names.all if not language.startswith("en") else tuple(dict.fromkeys((*names.en, *names.nl)))


def _suggest(entry: _Entry, language: str) -> Suggestion:
    name = _names(entry.names, language)[0]
    return _labelled(name, name, entry, language)


def _labelled(insert: str, name: str, entry: _Entry, language: str) -> Suggestion:
    meaning = entry.meaning().in_language(language)
    return Suggestion(insert, name if meaning.lower() == name.lower() else f"{name} · {meaning}")


def _matching(
    entry: _Entry, words: Sequence[str], unfinished: str, language: str, group: int
) -> Iterator[tuple[tuple[int, int, int], Suggestion]]:
    """Yield an entry when one of its words goes on from what was typed, with its rank; a role with its verbs.

    First what goes on from a word that was begun, then the group, then words of the language itself.
    """
    own = entry.names.en if language.startswith("en") else entry.names.nl
    for name in _names(entry.names, language):
        parts = phrase(name)
        for length in range(min(len(parts) - 1, len(words)), -1, -1):
            typed = tuple(words[len(words) - length :])
            if parts[length].startswith(unfinished) and parts[:length] == typed:
                rank = (-length, group, name not in own)
                rest = " ".join(name.split()[length:])
                yield rank, _labelled(rest, name, entry, language)
                if entry.kind == "role":
                    verbs = VERBS if entry.code in ROLES else VERBS[:1]
                    yield from ((rank, each) for each in _with_verbs(rest, verbs, language))
                return


def _with_verbs(role: str, verbs: Sequence[str], language: str) -> Iterator[Suggestion]:
    for kind in verbs:
        verb = _names(next(iter(KINDS[kind].values())), language)[0]
        yield Suggestion(f"{role} {verb}", f"{role} {verb}")
