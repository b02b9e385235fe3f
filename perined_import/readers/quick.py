"""PURE. An ordinary CSV → its heading and parts, read as bytes: each different text is made once.

A cell of up to eight bytes is one number, so that equal cells are found as numbers.
"""

import csv
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import.readers.blocks import BLOCK, Block, Blocks, Unusual
from perined_import.readers.rows import delimiter_of
from perined_import.readers.source import Limits, Source
from perined_import.readers.text import encoding_of

_WORD: Final = 8
_WORDS: Final = 8
"""Longer cells (more than 64 bytes) are compared as texts."""
_KEPT_BYTES: Final = np.array([(1 << (8 * count)) - 1 for count in range(_WORD + 1)], dtype="<u8")
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_BOM: Final = b"\xef\xbb\xbf"


class QuickPart:
    """Some rows of the file, asked column by column (the counterpart of `rows.Chunk`)."""

    def __init__(self, block: Block, encoding: str, width: int) -> None:
        self.numbers = block.numbers
        self.read = block.read
        self._block = block
        self._encoding = encoding
        self._width = width
        data = block.data
        self._windows = np.lib.stride_tricks.sliding_window_view(data, _WORD).view("<u8").reshape(-1)

    def text(self, raw: Any) -> str:
        """Return the bytes of a cell as text."""
        text: str = raw.decode(self._encoding)
        return text.replace('""', '"') if '"' in text else text

    def coded(self, field: int) -> tuple[Any, list[Any]]:
        """Return for each row which of the different cells it holds, and those (for `text`)."""
        starts, lengths = self._cells(field)
        longest = int(lengths.max())
        if longest > _WORD * _WORDS:
            return _factorized(self._slices(starts, lengths))
        words = self._words(starts, lengths, longest)
        if len(words) == 1:
            codes, unique = pd.factorize(words[0])
            return codes, unique.view(f"S{_WORD}").tolist()
        codes, unique = pd.factorize(_mixed(words))
        first = np.empty(len(unique), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
        chosen = [word[first] for word in words]
        if any((one[codes] != word).any() for one, word in zip(chosen, words, strict=True)):
            return _factorized(self._slices(starts, lengths))  # two texts with one mixed number
        return codes, _joined(chosen)

    def cells(self, field: int) -> list[str]:
        """Return the text of each row."""
        starts, lengths = self._cells(field)
        longest = int(lengths.max())
        if longest > _WORD * _WORDS:
            raws = self._slices(starts, lengths)
        else:
            raws = _joined(self._words(starts, lengths, longest))
        together = b"\n".join(raws)
        if b'"' not in together and together.count(b"\n") == len(raws) - 1:
            return together.decode(self._encoding).split("\n")
        return [self.text(raw) for raw in raws]

    def row_hashes(self) -> Any:
        """Return a number per row that is equal for rows with equal cells."""
        if self._block.quoted:
            raise Unusual  # a cell may be written in two ways
        starts, ends = self._block.starts[0], self._block.ends[self._width - 1]
        rows = self._slices(starts, ends - starts)
        return np.fromiter(map(hash, rows), dtype=np.int64, count=len(rows))

    def _cells(self, field: int) -> tuple[Any, Any]:
        """Return where the cells of a field begin and how long they are, without the quotes around them."""
        starts, ends = self._block.starts[field], self._block.ends[field]
        if self._block.quoted:
            around = (self._block.data[starts] == ord('"')).astype(np.int32)
            starts, ends = starts + around, ends - around
        return starts, ends - starts

    def _words(self, starts: Any, lengths: Any, longest: int) -> list[Any]:
        words = []
        for offset in range(0, max(longest, 1), _WORD):
            left = lengths - offset if offset == 0 else np.maximum(lengths - offset, 0)
            words.append(self._windows[starts + offset] & _KEPT_BYTES[np.minimum(left, _WORD)])
        return words

    def _slices(self, starts: Any, lengths: Any) -> list[bytes]:
        raw = self._block.data.tobytes()
        return [
            raw[start : start + length]
            for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
        ]


def _mixed(words: list[Any]) -> Any:
    total = words[0]
    with np.errstate(over="ignore"):
        for word in words[1:]:
            total = (total ^ (total >> np.uint64(29))) * _FACTOR + word
    return total


def _joined(words: list[Any]) -> list[bytes]:
    """Return cells given in words as bytes; there are no NULs in a text, so those behind it fall away."""
    raws: list[bytes] = np.stack(words, axis=1).view(f"S{_WORD * len(words)}").reshape(-1).tolist()
    return raws


def _factorized(raws: list[bytes]) -> tuple[Any, list[Any]]:
    codes, unique = pd.factorize(np.array(raws, dtype=object))
    return codes, list(unique)


def quick_parts(source: Source, limits: Limits, size: int = BLOCK) -> tuple[list[str], Iterator[QuickPart]]:
    """Return the heading and the parts of a CSV, exactly as `rows.csv_rows` and `rows.chunks` read it.
    ``size``: bytes read at once.

    Raises Unusual, here or while iterating, for what only those can judge; FileRefused for NULs, unknown or
    mixed character sets and too large files.
    """
    encoding = encoding_of(source, limits)
    source.stream.seek(0)
    line = source.stream.readline(min(limits.line_bytes, 1 << 20))
    if encoding == "utf-8-sig":
        line, encoding = line.removeprefix(_BOM), "utf-8"
    text = line.decode(encoding)
    if not text.strip() or not text.endswith("\n") or "\r" in text[:-2] or text.count('"') % 2:
        raise Unusual
    delimiter = delimiter_of(text)
    try:
        heading = next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unusual from error
    while heading and not heading[-1].strip():
        heading.pop()
    if not heading:
        raise Unusual
    blocks = Blocks(source.stream, delimiter, len(heading), limits.line_bytes, size)
    return heading, _parts(blocks, encoding, len(heading), limits)


def _parts(blocks: Blocks, encoding: str, width: int, limits: Limits) -> Iterator[QuickPart]:
    count = 0
    for block in blocks:
        count += len(block.numbers)
        if count > limits.rows:
            raise Unusual
        yield QuickPart(block, encoding, width)
    if not count:
        raise Unusual
