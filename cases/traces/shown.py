"""What in a text may lead to a person, as a page shows it: the place marked, a sentence, and a tick.

For a page with a text box that was refused::

    traces = shown_traces("review__went_well", text, case.harmless)   # None: nothing was found
    {% if traces %}{% include "cases/traces.html" %}{% endif %}        # inside the form, below the box

What is ticked comes back as ``declared``: ``declared_in(request.POST)`` gives the keys for the service, which
adds them to what was declared before. The box must be sent along again: the text was not stored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import get_language

from cases.free_text import Found, marked, refused_traces

AROUND: Final = 60
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """One thing that was found; ``id`` is that of its tick box."""

    id: str
    words: str
    sentence: str
    key: str
    may_be_harmless: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class ShownTraces:
    """A text in pieces, marked or not, and what was found in it, each once."""

    field: str
    pieces: list[tuple[str, bool]]
    items: list[ShownTrace]


def shown_traces(
    field: str, text: str, harmless: Collection[str] = frozenset(), ticked: Collection[str] = frozenset()
) -> ShownTraces | None:
    """Return what in this text may lead to a person and was not declared harmless; None: nothing.

    ``field``: the name of the box on the page. ``ticked``: what was ticked just now, which keeps its tick
    when the text was refused for something else. Long stretches without anything are shortened.
    """
    found = refused_traces(text, harmless)
    if not found:
        return None
    pieces = [
        (words if trace else _shortened(words), trace is not None) for words, trace in marked(text, found)
    ]
    once = {trace.key: trace for trace in found}
    items = [
        _shown(f"declared__{field}__{number}", trace, trace.key in ticked)
        for number, trace in enumerate(once.values(), 1)
    ]
    return ShownTraces(field, pieces, items)


def declared_in(posted: QueryDict) -> frozenset[str]:
    """Return what was ticked as leading to nobody, as keys of ``free_text.Found``."""
    return frozenset(key for key in posted.getlist("declared") if len(key) <= LONGEST_KEY)


def _shown(field_id: str, trace: Found, ticked: bool) -> ShownTrace:
    sentence = trace.text.in_language(get_language())
    return ShownTrace(field_id, trace.words, sentence, trace.key, trace.may_be_harmless, ticked)


def _shortened(words: str) -> str:
    return words if len(words) <= 2 * AROUND else f"{words[:AROUND].rstrip()} … {words[-AROUND:].lstrip()}"
