"""PURE. Columns as the text that PostgreSQL's COPY reads: whole columns at a time, nothing per row in Python.

Each column becomes fixed-width bytes; put side by side in one block, the padding (NUL, which no text in a
database can hold) is dropped in one pass.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

UNKNOWN: Final = b"\\N"
_FEW: Final = 20_000
"""A range of whole numbers up to this wide is looked up, a wider one is written number by number."""


def copy_text(columns: Iterable[Any]) -> bytes:
    """Return columns (Series or arrays of one length) as lines of COPY's text format."""
    texts = [column_text(column) for column in columns]
    width = sum(text.dtype.itemsize + 1 for text in texts)
    block = np.zeros((len(texts[0]), width), dtype=np.uint8)
    at = 0
    for text in texts:
        size = text.dtype.itemsize
        block[:, at : at + size] = np.ascontiguousarray(text).view(np.uint8).reshape(len(text), size)
        block[:, at + size] = ord("\t")
        at += size + 1
    block[:, -1] = ord("\n")
    return block.tobytes().translate(None, b"\0")


def column_text(column: Any) -> Any:
    """Return one column as fixed-width bytes, padded with NUL; unknown is ``\\N``."""
    dtype = column.dtype
    if dtype.kind == "S":
        return column
    if isinstance(dtype, pd.CategoricalDtype):
        return _looked_up(column.cat.codes.to_numpy(), map(_escaped, column.cat.categories))
    if dtype.kind == "M":
        days = column.to_numpy().astype("datetime64[D]")
        return _dates(days)
    if dtype.kind == "b":
        known = column.astype("boolean") if isinstance(column, pd.Series) else pd.array(column)
        return _looked_up(known.to_numpy(dtype=np.int8, na_value=-1), (b"f", b"t"))
    if dtype.kind in "iu":
        return _whole_numbers(column)
    codes, distinct = pd.factorize(column)
    written = (
        (repr(float(one)).encode() for one in distinct) if dtype.kind == "f" else map(_escaped, distinct)
    )
    return _looked_up(codes, written)


def _looked_up(codes: Any, texts: Iterable[bytes]) -> Any:
    """Return the text of each code; -1 (the last of the table) is unknown."""
    return np.array([*texts, UNKNOWN])[codes]


def _escaped(text: Any) -> bytes:
    for plain, written in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(plain, written)
    return bytes(text.encode())


def _dates(days: Any) -> Any:
    missing = np.isnat(days)
    numbers = days.astype(np.int64)
    if missing.all():
        return np.full(len(days), UNKNOWN)
    first, last = numbers[~missing].min(), numbers[~missing].max()
    table = np.append(np.datetime_as_string(np.arange(first, last + 1).astype("datetime64[D]")), "").astype(
        "S"
    )
    table[-1] = UNKNOWN
    return table[np.where(missing, -1, numbers - first)]


def _whole_numbers(column: Any) -> Any:
    missing = np.asarray(pd.isna(column), dtype=bool)
    if missing.all():
        return np.full(len(missing), UNKNOWN)
    numbers = (
        column.to_numpy(dtype=np.int64, na_value=0)
        if isinstance(column, pd.Series)
        else column.astype(np.int64)
    )
    known = numbers[~missing]
    low, high = int(known.min()), int(known.max())
    if high - low <= _FEW:
        table = np.append((np.arange(high - low + 1) + low).astype("S21"), UNKNOWN)
        table = table.astype(f"S{max(map(len, table.tolist()))}")
        return table[np.where(missing, -1, numbers - low)]
    text = numbers.astype("S20")
    text[missing] = UNKNOWN
    return text
