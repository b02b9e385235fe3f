"""PURE. Finds names of people in free text: after a title or a role, or with initials."""

import re
from collections.abc import Iterator
from typing import Final

from cases.traces import words as known

Span = tuple[int, int]
"""The characters from the first up to the second."""
UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
LETTER: Final = r"[^\W\d_]"

_WORD: Final = rf"{UPPER}(?:{LETTER}|['-](?={LETTER})){{1,40}}"
_PREFIX: Final = rf"(?:(?i:{known.PREFIXES})[ ]{{1,3}}){{0,3}}"
_PREFIX_WORDS: Final = frozenset(known.PREFIXES.split("|"))
_INITIALS: Final = rf"(?:{UPPER}\.[ -]?){{1,5}}"
_FULL_NAME: Final = rf"{_PREFIX}{_WORD}(?:[ ]{_PREFIX}{_WORD}){{0,3}}"
_TITLE: Final = re.compile(
    rf"(?<!\w)(?:(?:(?i:{'|'.join(known.SHORT_TITLES)})(?!\w)\.?[ ]{{0,3}}){{1,3}}\n?"
    rf"|(?i:{'|'.join(known.FORMS_OF_ADDRESS)})[ ]{{1,3}}"
    rf"|(?P<role>(?i:{'|'.join(known.ROLES)})(?::[ ]?|[ ]{{1,3}})))"
)
_NAME: Final = re.compile(rf"(?:{_INITIALS})?(?P<name>{_FULL_NAME})|(?P<letters>{_INITIALS})(?!\w)")
_ONE_WORD: Final = re.compile(rf"{_WORD}")


def names_after_titles(text: str) -> Iterator[Span]:
    """Find a title or a role with the name after it: *mevr. Jansen*, *dr. De Vries*, *verloskundige Anna*."""
    for title in _TITLE.finditer(text):
        name = _NAME.match(text, title.end())
        if name is None:
            continue
        if name["letters"] is not None:
            if title["role"] is None:
                yield title.start(), name.end()
            continue
        end = _end_of_name(text, name, capitals=title["role"] is None)
        if end is not None:
            yield title.start(), end


def _end_of_name(text: str, name: re.Match[str], *, capitals: bool) -> int | None:
    """Return where the name ends, before a word that is none; None: no word of it is one.

    ``capitals``: a word all in capitals can be a name here (from four letters on).
    """
    end = None
    for word in _ONE_WORD.finditer(text, name.start("name"), name.end("name")):
        lower = word.group().lower()
        if lower in _PREFIX_WORDS and word.end() < name.end("name"):
            continue
        shaped = not word.group().isupper() or (capitals and len(lower) > 3)
        if not shaped or {lower, lower.split("-")[0]} & known.NOT_NAMES:
            break
        end = word.end()
    return end


_WITH_INITIALS: Final = re.compile(
    rf"(?<![\w.])(?P<letters>{_INITIALS})(?P<prefix>{_PREFIX})(?P<name>{UPPER}(?:[^\W\d_A-ZÀ-ÖØ-Þ]|['-]){{1,40}})"
)


def names_with_initials(text: str) -> Iterator[Span]:
    """Find initials with a name after them and no title: *J. Jansen*, *A.B. de Vries*."""
    for match in _WITH_INITIALS.finditer(text):
        letters = re.sub(r"[^\w]", "", match["letters"])
        word = match["name"].lower()
        if letters in known.NO_INITIALS or {word, word.split("-")[0]} & known.NOT_NAMES:
            continue
        before = re.search(r"([^\W\d_]+)[ ]?$", text[max(0, match.start() - 30) : match.start()])
        ends_sentence = before is not None and before[1].lower() in known.BEFORE_A_LETTER
        if len(letters) == 1 and not match["prefix"] and ends_sentence:
            continue
        yield match.span()
