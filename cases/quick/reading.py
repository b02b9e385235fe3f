"""PURE. What a quick line says: rows of the lists and answers outside them, with notes to show with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fluxus.texts import Text


@dataclass(frozen=True, slots=True)
class QuickRow:
    """A row in the case format, and the list that it belongs to."""

    section: str
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """A value outside the lists: ``path`` as in ``birth.bleeding_controlled``, value in the case format."""

    path: str
    value: Any


Item = QuickRow | QuickAnswer


@dataclass(frozen=True, slots=True)
class Reading:
    """One line: what it says, in the order of the line, and what is worth a remark."""

    items: tuple[Item, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines in the order in which they were typed: those that were read, and those that could not be."""

    readings: tuple[tuple[str, Reading], ...]
    unread: tuple[tuple[str, Text], ...]
