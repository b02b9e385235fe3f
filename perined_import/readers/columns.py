"""PURE. What is kept of a table while it is read: each different text of a column once, identifiers as keyed
hashes, and which rows are the same.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import.keys import hasher, is_usable
from perined_import.readers.cells import cleaned
from perined_import.readers.rows import Part

HASH: Final = re.compile(r"#([0-9a-f]{16})", re.ASCII)
"""How our own problem file writes an identifier: its keyed hash, which may come back."""


class TextColumn:
    """The texts of one column, each different one kept once, and per row which of them it holds."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._seen: dict[Any, int] = {}
        self._codes: list[Any] = []
        self._whole: Any = None
        self._texts: list[str] | None = None

    def add(self, part: Part, field: int) -> None:
        """Add the cells of some rows."""
        codes, unique = part.coded(field)
        places = np.fromiter((self._place(part, raw) for raw in unique), dtype=np.int32, count=len(unique))
        self._codes.append(places.astype(np.min_scalar_type(len(self._index)))[codes])

    def _place(self, part: Part, raw: Any) -> int:
        place = self._seen.get(raw)
        if place is None:
            place = self._seen[raw] = self._index.setdefault(cleaned(part.text(raw)), len(self._index))
        return place

    def finish(self) -> None:
        """Let go of what was only needed while reading."""
        self._whole = np.concatenate(self._codes) if self._codes else np.array([], dtype=np.int32)
        self._texts = list(self._index)
        self._codes, self._seen, self._index = [], {}, {}

    @property
    def texts(self) -> list[str]:
        """The different texts, in the order in which they first stood."""
        return self._texts or []

    @property
    def codes(self) -> Any:
        """For each row, which of the texts it holds."""
        return self._whole

    def at(self, row: int) -> str:
        """The text of a row."""
        return self.texts[int(self._whole[row])]

    def counts(self) -> list[int]:
        """How many rows hold each of the texts."""
        counted: list[int] = np.bincount(self._whole, minlength=len(self.texts)).tolist()
        return counted


class IdentifierColumn:
    """The identifiers of the rows as keyed hashes; the texts are not kept."""

    def __init__(self, key: bytes, kind: str) -> None:
        self._hashed = hasher(key, kind)
        self._values: list[Any] = []
        self._missing: list[Any] = []

    def add(self, cells: Sequence[str]) -> None:
        """Add the identifiers of some rows; what identifies nothing is unknown."""
        texts = [cell if cell.isalnum() else cleaned(cell) for cell in cells]
        missing = np.fromiter((not _usable(text) for text in texts), dtype=bool, count=len(texts))
        values = self._hashed(texts)
        for row in [row for row, text in enumerate(texts) if text[:1] == "#"]:
            if own := HASH.fullmatch(texts[row]):
                values[row] = int.from_bytes(bytes.fromhex(own[1]), "big", signed=True)
        values[missing] = 0
        self._values.append(values)
        self._missing.append(missing)

    def series(self) -> pd.Series:
        """Return them as Int64."""
        return pd.Series(pd.arrays.IntegerArray(np.concatenate(self._values), np.concatenate(self._missing)))


def _usable(text: str) -> bool:
    return bool(text) and (text[0] not in "0* " or is_usable(text))


def written_hash(value: int) -> str:
    """Return an identifier's hash as the problem file writes it."""
    return "#" + value.to_bytes(8, "big", signed=True).hex()


class RepeatedRows:
    """Finds rows that are equal in every cell."""

    def __init__(self) -> None:
        self._hashes: list[Any] = []

    def add(self, part: Part) -> None:
        """Look at some rows."""
        self._hashes.append(part.row_hashes())

    def found(self) -> dict[int, int]:
        """Return row → the first row that is equal to it."""
        if not self._hashes:
            return {}
        codes, unique = pd.factorize(np.concatenate(self._hashes))
        if len(unique) == len(codes):
            return {}
        first = np.empty(len(unique), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
        earlier = first[codes]
        rows = np.flatnonzero(earlier != np.arange(len(codes)))
        return dict(zip(rows.tolist(), earlier[rows].tolist(), strict=True))
