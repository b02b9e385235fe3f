"""PURE. The typed frame of reports: from rows (dicts with None for unknown), and back."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import.kernset import COLUMNS, REPORT_COLUMNS

_BY_KIND: Final[Mapping[str, Any]] = {
    "whole": "Int32",
    "decimal": "Float64",
    "flag": "boolean",
    "date": "datetime64[s]",
    "time": "Int32",
    "text": "object",
}
DTYPES: Final[dict[str, Any]] = {
    **{
        column.name: pd.CategoricalDtype(column.allowed) if column.kind == "code" else _BY_KIND[column.kind]
        for column in COLUMNS
    },
    **dict.fromkeys(("care_periods", "birth_orders", "coarse", "file", "position"), "Int32"),
    **dict.fromkeys(("record_key", "link_key", "sent_at"), "Int64"),
    "low_risk_at_start": "boolean",
    "identified": "boolean",
    "is_birth": "boolean",
    "vsv_code": "object",
}


def column_of(name: str, values: list[Any]) -> pd.Series:
    """Return one column in its own type; None is unknown."""
    return pd.Series(values, dtype=DTYPES[name])


def from_tuples(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return the frame of rows whose values stand in the order of `REPORT_COLUMNS`."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in REPORT_COLUMNS)
    pairs = zip(REPORT_COLUMNS, columns, strict=True)
    return pd.DataFrame({name: column_of(name, list(values)) for name, values in pairs})


def from_rows(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the frame of rows given as dicts."""
    return from_tuples([tuple(row[name] for name in REPORT_COLUMNS) for row in rows])


def known(dtype: str, values: Any) -> pd.Series:
    """Return values of an Int32, Int64 or boolean column that are all known."""
    return _masked(dtype, values, np.zeros(len(values), dtype=bool))


def unknown(dtype: Any, length: int) -> pd.Series:
    """Return a column that is unknown throughout."""
    if dtype in ("Int32", "Int64", "Float64", "boolean"):
        plain = {"boolean": "bool"}.get(dtype, dtype.lower())
        return _masked(dtype, np.zeros(length, dtype=plain), np.ones(length, dtype=bool))
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Series(pd.Categorical.from_codes(np.full(length, -1, dtype=np.int8), dtype=dtype))
    if dtype == "object":
        return pd.Series(np.full(length, None, dtype=object), dtype=object)
    return pd.Series(np.full(length, np.datetime64("NaT", "s")))


def _masked(dtype: str, values: Any, missing: Any) -> pd.Series:
    if dtype == "boolean":
        return pd.Series(pd.arrays.BooleanArray(values, missing))
    if dtype == "Float64":
        return pd.Series(pd.arrays.FloatingArray(values, missing))
    return pd.Series(pd.arrays.IntegerArray(values, missing))


def completed(columns: Mapping[str, pd.Series], length: int) -> pd.DataFrame:
    """Return the frame of these columns, with the others unknown."""
    pairs = {
        name: columns[name] if name in columns else unknown(dtype, length) for name, dtype in DTYPES.items()
    }
    return pd.DataFrame(pairs, copy=False)


def parts(series: pd.Series) -> tuple[Any, Any]:
    """Return a column of numbers or flags as plain values (0 or False where unknown) and a mask."""
    return series.to_numpy(dtype=series.dtype.numpy_dtype, na_value=0), series.isna().to_numpy()


def values_of(series: pd.Series) -> list[Any]:
    """Return a column as plain values: None for unknown, dates as date, flags as bool."""
    if series.dtype.kind == "M":
        missing = series.isna().to_numpy()
        days = series.to_numpy().astype("datetime64[D]").astype(object)
        days[missing] = None
        return list(days)
    if isinstance(series.dtype, pd.CategoricalDtype):
        names = np.array([*series.cat.categories, None], dtype=object)
        return list(names[series.cat.codes.to_numpy()])
    if series.dtype == object:
        return list(series)
    return list(series.to_numpy(dtype=object, na_value=None))


def to_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the frame as dicts with None for unknown."""
    names = list(frame.columns)
    columns = [values_of(frame[name]) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def drained(frame: pd.DataFrame, rows: Any, more: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return some rows (by position) of a frame, and ``more`` below them.

    The frame's columns go over one by one, and it is empty afterwards: at no time are there two.
    """
    columns: dict[str, pd.Series] = {}
    for name in list(frame.columns):
        values = frame.pop(name).array.take(rows)
        taken = pd.Series(values, dtype=DTYPES.get(name, values.dtype))
        if more is not None:
            taken = pd.concat([taken, more[name]], ignore_index=True)
        columns[name] = taken
    return pd.DataFrame(columns, copy=False)


def concat(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Join frames below each other, with a new index."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return from_tuples([])
    return filled[0].reset_index(drop=True) if len(filled) == 1 else pd.concat(filled, ignore_index=True)
