"""PURE. What each word of the code columns was taken to mean, for the person who looks before it counts."""

from collections import Counter
from typing import Final

from perined_import.codes import TABLE_WORDS
from perined_import.kernset import BY_NAME
from perined_import.problems import shorten
from perined_import.readers.cells import CellError, code
from perined_import.readers.table import TableReading

CODES_SHOWN: Final = 40


class CodesRead:
    """What each word of the code columns was taken to mean, over all tables of a batch."""

    def __init__(self) -> None:
        self._rows: dict[str, Counter[str]] = {}

    def add(self, reading: TableReading) -> None:
        """Count the words of one table."""
        for name, column in reading.texts.items():
            if BY_NAME[name].kind != "code":
                continue
            counted = self._rows.setdefault(name, Counter())
            for text, rows in zip(column.texts, column.counts(), strict=True):
                counted[text] += rows

    def listed(self) -> list[list[str | int | None]]:
        """Return [column, text, value or None, rows]: per column what is not understood, then the rest."""
        listed: list[list[str | int | None]] = []
        for name, counted in self._rows.items():
            words = [(text, _meaning(name, text), rows) for text, rows in counted.items() if text]
            words.sort(key=lambda word: (word[1] is not None, -word[2], word[0]))
            listed.extend([name, shorten(text), value, rows] for text, value, rows in words[:CODES_SHOWN])
        return listed


def _meaning(name: str, text: str) -> str | None:
    try:
        return code(text, TABLE_WORDS[name])
    except CellError:
        return None
