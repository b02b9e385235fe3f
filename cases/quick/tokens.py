"""PURE. A typed line as words: lower case, punctuation away, what is glued together taken apart.

``Oxy 10ie i.m.,`` → ``oxy 10 ie i.m`` · ``p110,rr95/60`` → ``p 110 rr 95/60`` · ``hb=5,1`` → ``hb 5,1``.
"""

import re
from functools import lru_cache
from typing import Final

from cases.quick.kinds import JOINERS, KINDS, QUANTITY_UNITS

LONGEST: Final = 400
"""Characters of a line; more is a text, not a line."""
NUMBER: Final = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,4})?")
PRESSURE: Final = re.compile(r"([0-9]{1,3})/([0-9]{1,3}|-|–|\?)")
_CLOCK: Final = re.compile(r"[0-9]{1,2}[:.hu]?[0-9]{2}(?:u|uur)?")
_ALIKE: Final = str.maketrans(
    {"μ": "µ", "’": "'", "‘": "'", "“": '"', "”": '"', "\t": " ", "−": "-", ";": " "}
)
_COMMA: Final = re.compile(r",(?![0-9])|(?<![0-9]),")
_EQUALS: Final = re.compile(r"=|(?<=[^\W\d_]):|(?<=[^\W\d_])\+(?=[^\W\d_])")
_PARTS: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:/(?:[0-9]+|-|–|\?))?|[^0-9]+")
_BULLETS: Final = "•*·>()[]{}"
_ENDS: Final = ".,:!" + _BULLETS


def words_of(typed: str) -> list[str]:
    """Return the words of what was typed, as they stand in the tables."""
    plain = _EQUALS.sub(" ", _COMMA.sub(" ", typed.lower().translate(_ALIKE)))
    found: list[str] = []
    for word in plain.split():
        bare = word if word in JOINERS else word.lstrip(_BULLETS).rstrip(_ENDS)
        if bare and bare not in JOINERS:
            found += _split(bare)
    return found


@lru_cache(maxsize=4096)
def phrase(words: str) -> tuple[str, ...]:
    """Return a word of the tables as the words of a line would be."""
    plain = words.lower().translate(_ALIKE)
    return tuple(word.rstrip(_ENDS) for word in plain.split() if word not in JOINERS)


def number(word: str) -> int | float:
    """Return the number that a word is (``NUMBER`` matches it)."""
    plain = word.replace(",", ".")
    return float(plain) if "." in plain else int(plain)


SINGLE: Final = frozenset(
    phrase(name)[0]
    for codes in KINDS.values()
    for names in codes.values()
    for name in names.all
    if len(phrase(name)) == 1
) | frozenset(QUANTITY_UNITS)
"""Every word that can stand alone."""
KNOWN: Final = SINGLE | frozenset(
    word
    for codes in KINDS.values()
    for names in codes.values()
    for name in names.all
    for word in phrase(name)
)
"""Every word that occurs in the tables."""


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[str, ...]:
    """Return the parts of a word (``oxytocinepomp``), when each is a number or can stand alone."""
    if word in KNOWN or len(word) > 40 or _CLOCK.fullmatch(word) or word[0] in "+-":
        return (word,)
    pairs = [(word[:end], word[end:]) for end in range(3, len(word) - 2)]
    if "/" in word and all(part in SINGLE for part in word.split("/")):
        return tuple(word.split("/"))
    if compound := next((pair for pair in pairs if SINGLE.issuperset(pair)), None):
        return compound
    parts = _PARTS.findall(word)
    whole = len(parts) > 1 and all(part[0].isdigit() or part in SINGLE for part in parts)
    return tuple(parts) if whole else (word,)
