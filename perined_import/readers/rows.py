"""PURE. A CSV, read by the letter → its rows, with the row numbers a spreadsheet shows; rows → chunks."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from perined_import.problems import Problem, shorten
from perined_import.readers.source import FileRefused, Limits, Source, refuse
from perined_import.readers.text import encoding_of, lines

DELIMITERS: Final = (";", "\t", ",")
CHUNK: Final = 20_000
_SHOWN: Final = 50
"""A wrong number of fields is listed for so many rows."""


class Part(Protocol):
    """Some rows of a table, asked column by column.

    ``numbers``: of each row, as the spreadsheet shows it (the heading is row 1); ``read``: bytes so far.
    """

    numbers: npt.NDArray[np.int32]
    read: int

    def coded(self, field: int) -> tuple[Any, list[Any]]:
        """Return for each row which of the different cells it holds, and those (for `text`)."""

    def text(self, raw: Any) -> str:
        """Return a cell as text."""

    def cells(self, field: int) -> Sequence[str]:
        """Return the text of each row."""

    def row_hashes(self) -> Any:
        """Return a number per row that is equal for rows with equal cells."""


class Chunk:
    """Some rows that were read cell by cell."""

    def __init__(self, numbers: list[int], rows: list[list[str]], read: int) -> None:
        self.numbers = np.array(numbers, dtype=np.int32)
        self.read = read
        self._rows = rows
        self._columns = list(zip(*rows, strict=True))

    def coded(self, field: int) -> tuple[Any, list[Any]]:
        """Return for each row which of the different cells it holds, and those."""
        codes, unique = pd.factorize(np.array(self._columns[field], dtype=object))
        return codes, list(unique)

    def text(self, raw: Any) -> str:
        """Return a cell as text, which it is."""
        return str(raw)

    def cells(self, field: int) -> Sequence[str]:
        """Return the text of each row."""
        return self._columns[field]

    def row_hashes(self) -> Any:
        """Return a number per row that is equal for rows with equal cells."""
        return np.fromiter((hash(tuple(row)) for row in self._rows), dtype=np.int64, count=len(self._rows))


def delimiter_of(heading: str) -> str:
    """Return the separator that divides the heading most (semicolon before tab before comma)."""
    return max(DELIMITERS, key=lambda mark: (heading.count(mark), -DELIMITERS.index(mark)))


def csv_rows(source: Source, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells), the heading first; blank rows count but are not yielded.

    Raises FileRefused for endless lines, unbalanced quotes, and NULs or mixed character sets.
    """
    encoding = encoding_of(source, limits)
    text = lines(source, encoding, limits)
    first = next((line for line in text if line.strip()), "")
    reader = csv.reader(_chain(first, text), delimiter=delimiter_of(first), strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cells):
                yield number, cells
    except csv.Error as error:
        code = "long_line" if "field limit" in str(error) else "unbalanced_quotes"
        raise refuse(code, source, number + 1) from error


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def chunks(
    source: Source, numbered: Iterator[tuple[int, list[str]]], limits: Limits
) -> tuple[list[str], Iterator[Chunk]]:
    """Split numbered rows into the heading and chunks of rows with as many fields as the heading.

    Raises FileRefused (here, or while iterating) for too many rows, and for rows with another number of
    fields: all of them are listed, up to a bound.
    """
    try:
        _, heading = next(numbered)
    except StopIteration:
        raise refuse("empty_file", source) from None
    while heading and not heading[-1].strip():
        heading.pop()
    return heading, _chunks(source, numbered, len(heading), limits)


def _chunks(
    source: Source, numbered: Iterator[tuple[int, list[str]]], width: int, limits: Limits
) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    wrong: list[Problem] = []
    count = 0
    for number, cells in numbered:
        count += 1
        if count > limits.rows:
            raise refuse("too_many_rows", source, limit=limits.rows)
        if len(cells) != width and not _fits(cells, width):
            wrong.append(_field_count(source, number, len(cells), width))
            if len(wrong) >= _SHOWN:
                break
            continue
        numbers.append(number)
        rows.append(cells)
        if len(rows) >= CHUNK:
            yield Chunk(numbers, rows, source.stream.tell())
            numbers, rows = [], []
    if wrong:
        raise FileRefused(wrong)
    if count == 0:
        raise refuse("no_rows", source)
    if rows:
        yield Chunk(numbers, rows, source.stream.tell())


def _fits(cells: list[str], width: int) -> bool:
    """Cut empty fields beyond the heading (a separator at the end of the line); say whether that was all."""
    if len(cells) < width or any(cells[width:]):
        return False
    del cells[width:]
    return True


def _field_count(source: Source, number: int, found: int, expected: int) -> Problem:
    return Problem(
        "field_count",
        file=source.name,
        member=source.member,
        row=number,
        value=shorten(found),
        params={"expected": expected},
    )
