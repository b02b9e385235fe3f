"""PURE. Finds in free text what can lead to a person, so that it is refused before it is saved.

Looks for citizen service numbers (the 11-test), names after a title or a role, dates of birth, telephone
numbers, e-mail addresses, addresses and record numbers (``trace_kinds``). It cannot find everything: the
page asks for care as well. What is found can be declared harmless, word for word; a citizen service number
cannot.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cases.case_problems import shown
from cases.traces.kinds import TRACES, Trace, is_bsn
from fluxus.texts import Text

__all__ = ["Found", "find_traces", "is_bsn", "marked", "refused_traces", "traces_of_people"]

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        "\uff20": "@",
        "\r": "\n",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
"""One character for one, so that places stay the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can lead to a person: the characters ``start`` up to ``end`` of the text.

    ``text``: what is wrong and how to mend it. ``key`` is what is declared when it is harmless: "kind:words".
    """

    kind: str
    start: int
    end: int
    words: str
    text: Text
    key: str
    may_be_harmless: bool


def find_traces(text: str) -> list[Found]:
    """Return everything in ``text`` that can lead to a person, in its order, none over another."""
    plain = text.translate(_PLAIN)
    taken = bytearray(len(text))
    traces: list[Found] = []
    for trace in TRACES:
        for start, end in trace.find(plain):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                traces.append(_found(text, start, end, trace))
    return sorted(traces, key=lambda found: found.start)


def _found(text: str, start: int, end: int, trace: Trace) -> Found:
    end = start + len(text[start:end].rstrip())
    words = text[start:end]
    key = f"{trace.kind}:{' '.join(words.lower().split())}"
    said = trace.said.format(value=shown(words))
    return Found(trace.kind, start, end, words, said, key, trace.may_be_harmless)


def refused_traces(text: str, harmless: Collection[str] = frozenset()) -> list[Found]:
    """Return what was found and not declared harmless; ``harmless`` holds keys of ``Found``."""
    return [found for found in find_traces(text) if not (found.may_be_harmless and found.key in harmless)]


def traces_of_people(text: str, harmless: Collection[str] = frozenset()) -> list[Text]:
    """Return one sentence for everything that can lead to a person and was not declared harmless."""
    return [found.text for found in refused_traces(text, harmless)]


def marked(text: str, found: Collection[Found]) -> list[tuple[str, Found | None]]:
    """Return the text in pieces, each with what was found in it or None; joined they are the text again."""
    pieces: list[tuple[str, Found | None]] = []
    place = 0
    for item in sorted(found, key=lambda item: item.start):
        pieces += [(text[place : item.start], None), (text[item.start : item.end], item)]
        place = item.end
    pieces.append((text[place:], None))
    return [(piece, item) for piece, item in pieces if piece]
