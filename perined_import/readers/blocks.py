"""PURE. Bytes of an ordinary CSV → where its cells are, many rows at once.

Only what `rows` reads in exactly the same way is read here. Whatever is unusual (stray quotes, a lone
carriage return, a row with another number of fields) raises Unusual: the exact reader says what it means.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int32]
BLOCK: Final = 4 * 1024 * 1024
PADDING: Final = 128
"""Zero bytes behind a block, so that a cell can be read in whole words."""
LONGEST_ROW: Final = 100_000
"""A longer row is left to the exact reader, which knows the limits of a line and of a cell."""
_ODD_ROWS: Final = 5_000
_QUOTE: Final = ord('"')
_RETURN: Final = ord("\r")
_NEWLINE: Final = ord("\n")


class Unusual(Exception):
    """Not for this reader."""


@dataclass(frozen=True)
class Block:
    """Some whole rows without the blank ones: their bytes, and per field where the cells begin and end.

    ``starts`` and ``ends`` have a line per field; ``quoted`` says whether there are quotes at all.
    """

    data: npt.NDArray[np.uint8]
    numbers: Positions
    starts: Positions
    ends: Positions
    quoted: bool
    read: int


class Blocks:
    """Cuts the rows of a stream, which stands behind the heading, into blocks of ``width`` fields."""

    def __init__(
        self, stream: BinaryIO, delimiter: str, width: int, longest: int = LONGEST_ROW, size: int = BLOCK
    ) -> None:
        self._stream = stream
        self._longest = min(longest, LONGEST_ROW)
        self._size = size
        self._delimiter = ord(delimiter)
        self._width = width
        self._marks: int | None = None
        self._number = 2

    def __iter__(self) -> Iterator[Block]:
        carried = b""
        while True:
            start = self._stream.tell() - len(carried)
            fresh = self._stream.read(self._size)
            raw = carried + fresh
            if not raw:
                return
            if not fresh and not raw.endswith(b"\n"):
                raw += b"\n"
            block, used = self._block(raw, start)
            if block is not None:
                yield block
            carried = raw[used:]
            if len(carried) > self._longest or (not fresh and carried):
                raise Unusual

    def _block(self, raw: bytes, start: int) -> tuple[Block | None, int]:
        """Return the rows that end within ``raw``, and how many bytes they are."""
        data = np.frombuffer(raw + bytes(PADDING), dtype=np.uint8)
        marks, quotes = _marks(data, self._delimiter)
        newlines = np.flatnonzero(data[marks] == _NEWLINE)
        if not len(newlines):
            return None, 0
        marks = marks[: newlines[-1] + 1]
        used = int(marks[-1]) + 1
        returns = _check_returns(data[: used + 1], used)
        if quotes is not None:
            _check_quotes(data, np.flatnonzero(quotes[:used]), self._delimiter)
        ends = marks[newlines]
        begins = np.concatenate(([0], ends[:-1] + 1))
        if (ends - begins).max() > self._longest:
            raise Unusual
        kept, fields = self._fields(raw, marks, newlines, begins, ends)
        numbers = np.flatnonzero(kept) + self._number
        self._number += len(ends)
        if not len(numbers):
            return None, used
        stops = np.ascontiguousarray(fields.T.astype(np.int32))
        if returns:
            stops[-1] -= data[stops[-1] - 1] == _RETURN
        starts = np.concatenate((begins[kept][None, :].astype(np.int32), stops[:-1] + 1))
        filled = self._filled(raw, starts, stops, quotes is not None)
        block = Block(
            data,
            numbers.astype(np.int32)[filled],
            starts[:, filled],
            stops[:, filled],
            quotes is not None,
            start + used,
        )
        return (block if len(block.numbers) else None), used

    def _fields(self, raw: bytes, marks: Any, newlines: Any, begins: Any, ends: Any) -> tuple[Any, Any]:
        """Return which rows have the usual number of fields, and the ends of their fields.

        The others must be blank.
        """
        counts = np.diff(newlines, prepend=-1)
        if self._marks is None:
            self._marks = int(np.bincount(counts).argmax())
            if self._marks < max(self._width, 2):
                raise Unusual
        kept = counts == self._marks
        if kept.all():
            return kept, marks.reshape(-1, self._marks)
        odd = np.flatnonzero(~kept)
        blank = bytes((self._delimiter,)) + b"\r\n"
        if len(odd) > _ODD_ROWS or any(raw[begins[row] : ends[row]].strip(blank) for row in odd):
            raise Unusual
        return kept, marks[np.repeat(kept, counts)].reshape(-1, self._marks)

    def _filled(self, raw: bytes, starts: Positions, stops: Positions, quoted: bool) -> Any:
        """Return which rows are not blank; what stands beyond the heading must be empty."""
        separators = len(stops) - 1
        lengths = stops[-1] - starts[0]
        blank = lengths == separators
        if quoted:
            for row in np.flatnonzero((lengths > separators) & (lengths <= 3 * separators + 2)):
                text = raw[starts[0, row] : stops[-1, row]].decode("latin-1")
                blank[row] = not any(next(csv.reader([text], delimiter=chr(self._delimiter), strict=True)))
        beyond = stops[-1] - stops[self._width - 1] != separators + 1 - self._width
        if (beyond & ~blank).any():
            raise Unusual
        return slice(None) if not blank.any() else ~blank


def _marks(data: Any, delimiter: int) -> tuple[Any, Any]:
    """Return the positions of separators and line ends outside quotes, and which bytes are quotes if any."""
    wanted = data == delimiter
    wanted |= data == _NEWLINE
    quotes = data == _QUOTE
    if not quotes.any():
        return np.flatnonzero(wanted), None
    wanted &= ~np.logical_xor.accumulate(quotes)
    return np.flatnonzero(wanted), quotes


def _check_returns(data: Any, used: int) -> bool:
    """Say whether there are carriage returns; each must stand before a newline."""
    returns = np.flatnonzero(data[:used] == _RETURN)
    if len(returns) and (data[returns + 1] != _NEWLINE).any():
        raise Unusual
    return bool(len(returns))


def _check_quotes(data: Any, quotes: Any, delimiter: int) -> None:
    """Require that quotes open only at the start of a cell and close only at its end, or are doubled."""
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening == 0, _NEWLINE, data[opening - 1])
    after = data[closing + 1]
    begins = (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)
    stops = (after == delimiter) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
    if not (begins.all() and stops.all()):
        raise Unusual
