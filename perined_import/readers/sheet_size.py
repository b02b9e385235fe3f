"""PURE. How large the sheets of a workbook are, before a library makes room for them.

A sheet is held as a full rectangle, and each of its cells holds its own copy of a text: a file of a few
kilobytes with one cell in the last corner, or with one long text in a million cells, asks for more memory
than there is. So positions and texts are looked for in the XML first. The numbers may be too high, never too
low.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from perined_import.readers.source import MB, Limits

Pieces = Callable[[], Iterator[bytes]]
"""Makes the content of a member of the workbook, piece by piece, from its start."""
Lengths = npt.NDArray[np.int64]
CELL_TEXT: Final = 128 * 1024
"""A cell holds 32,767 characters at most, so no more bytes than this."""
_PLACED: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["']""")
"""Where a cell says that it stands: its column and row."""
_FILLED: Final = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["'][^<>]*(?<!/)>"""
    rb"""(?!\s*</(?:\w+:)?c\s*>)"""
)
"""The same of a cell that is not empty: what is only formatted takes no room, but is slow to tell apart."""
_ODD: Final = re.compile(rb"""<[!?][^x]|=\s*"[^"<>]*>|=\s*'[^'<>]*>""")
"""What could hide a cell from `_FILLED`: comments, and attributes that hold a bracket."""
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b(?:[^<>]*?\sr\s*=\s*["'][ +]*([0-9]{1,20}))?""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*([0-9]{1,9})\b")
_VALUES: Final = re.compile(rb"<(?:\w+:)?v\b")
_TEXT: Final = re.compile(rb"<(?:\w+:)?si\b")
_COUNT: Final = re.compile(rb"""[cC]ount\s*=\s*["'][\s+]*[0-9]{8,}""")
"""A number of things that a library may make room for at once."""
_CHUNK: Final = 1 * MB


def whole_tags(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield what can be read in pieces that end where a tag begins, so that nothing hides on an edge.

    Raises ValueError for a tag or text without end.
    """
    kept = b""
    while fresh := read(_CHUNK):
        text = kept + fresh
        cut = text.rfind(b"<")
        if cut <= 0:
            if len(text) > 2 * _CHUNK:
                raise ValueError("a tag or text without end")
            kept = text
            continue
        yield text[:cut]
        kept = text[cut:]
    if kept:
        yield kept


def states_too_much(text: bytes) -> bool:
    """Say whether a piece of XML announces more things than any workbook holds."""
    return _COUNT.search(text) is not None


def fits(pieces: Pieces, limits: Limits) -> bool:
    """Say whether a sheet has at most as many cells (rows times columns) as the limit."""
    return _area(pieces, _PLACED, limits) <= limits.sheet_cells or (
        not any(_ODD.search(text) for text in pieces())
        and _area(pieces, _FILLED, limits) <= limits.sheet_cells
    )


def _area(pieces: Pieces, pattern: re.Pattern[bytes], limits: Limits) -> int:
    """Return rows times columns of the cells that a pattern finds; cells need not say where they stand."""
    columns, last, cells, placed = {b""}, 0, 0, 0
    for text in pieces():
        cells += len(_CELL.findall(text))
        if found := _PLACED.findall(text):
            placed += len(found)
        if pattern is not _PLACED:
            found = pattern.findall(text)
        if found:
            letters, digits = zip(*found, strict=True)
            columns.update(letters)
            last = max(last, max(map(int, set(digits))))
    width = max(map(_number, columns))
    if cells > placed:
        longest, rows = _unplaced(pieces)
        last, width = max(last, rows), max(width, longest)
    return max(last * width, (cells if pattern is _PLACED else 0))


def _unplaced(pieces: Pieces) -> tuple[int, int]:
    """Return the number of cells of the longest row, and the number of the last row."""
    longest = cells = last = 0
    for text in pieces():
        begins = [(found.start(), int(found[1] or 0)) for found in _ROW.finditer(text)]
        edges = [0, *(start for start, _ in begins), len(text)]
        for number, (start, stop) in enumerate(pairwise(edges)):
            cells = len(_CELL.findall(text, start, stop)) + (cells if number == 0 else 0)
            longest = max(longest, cells)
        for _, stated in begins:
            last = max(last + 1, stated)
    return longest, last


def lengths_of_texts(pieces: Pieces) -> Lengths:
    """Return at most how many bytes each shared text of a workbook takes."""
    begins: list[int] = []
    offset = 0
    for text in pieces():
        begins.extend(offset + found.start() for found in _TEXT.finditer(text))
        offset += len(text)
    edges = np.array([*begins, offset], dtype=np.int64)
    return edges[1:] - edges[:-1]


def bytes_of_texts(pieces: Pieces, lengths: Lengths) -> int:
    """Return at most how many bytes the cells of a sheet take that hold shared texts of these lengths."""
    longest, total = int(lengths.max(initial=0)), 0
    for text in pieces():
        values = len(_VALUES.findall(text))
        found = np.array([int(digits) for digits in _VALUE.findall(text)], dtype=np.int64)
        total += int(lengths[found[found < len(lengths)]].sum()) + max(values - len(found), 0) * longest
    return total


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, XFD 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
