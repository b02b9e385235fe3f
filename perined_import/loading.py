"""Bulk loading of reports: COPY on PostgreSQL, executemany elsewhere, committed piece by piece.

Nobody sees the rows until their upload counts, so other writers need not wait for more than one piece. Values
are turned into plain ones column by column; no model instance is made for a row.
"""

import io
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, transaction

from perined_import import frames
from perined_import.copy_text import copy_text
from perined_import.kernset import TECHNICAL, VALUE_NAMES
from perined_import.models import DeliveryShare, Report
from perined_import.placing import Placed
from perined_import.progress import QUIET, Progress

PIECES = {"postgresql": 100_000, "sqlite": 10_000}
"""Rows at once. SQLite lets in one writer at a time: 10,000 rows keep another waiting for a moment."""
_NOT_STORED = ("vsv_code", "is_birth", "file", "position")
FRAME_COLUMNS = (
    *VALUE_NAMES,
    "pph",
    "eligible",
    "in_denominator",
    *(name for name in TECHNICAL if name not in _NOT_STORED),
)
_TIMES = [f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(24 * 60)]
Columns = dict[str, Any]


def new_delivery_key() -> str:
    """Return a random id for a delivery, without meaning."""
    return secrets.token_hex(8)


def new_delivery_keys(count: int) -> Any:
    """Return as many of them as fixed-width bytes."""
    return np.frombuffer(secrets.token_hex(8 * count).encode(), dtype="S16").copy()


def store(
    frame: pd.DataFrame,
    placed: Placed,
    *,
    upload_id: int | None,
    file_ids: Sequence[int],
    roles: Any,
    delivery_keys: Any = None,
    progress: Progress = QUIET,
) -> None:
    """Add the rows of a frame (with its outcome columns) as live reports, and the shares of those divided.

    ``file_ids`` turns the frame's file numbers into ids; ``roles`` and ``delivery_keys`` (fixed-width bytes;
    None: new ones) hold one value per row. Each piece is a transaction (within one at hand: a savepoint).
    """
    if not len(frame):
        return
    progress.begin("store", len(frame))
    whole = _about(frame, placed, upload_id, file_ids, roles)
    whole["delivery_key"] = new_delivery_keys(len(frame)) if delivery_keys is None else delivery_keys
    size = PIECES[connection.vendor]
    for start in range(0, len(frame), size):
        piece = slice(start, min(start + size, len(frame)))
        columns = _of_frame(frame.iloc[piece]) | {name: column[piece] for name, column in whole.items()}
        with transaction.atomic():
            insert(Report._meta.db_table, columns)
            rows = np.flatnonzero(columns["split"]).tolist()
            _store_shares({columns["delivery_key"][row].decode(): placed.shares[start + row] for row in rows})
        progress.at(piece.stop)


def _of_frame(frame: pd.DataFrame) -> Columns:
    columns = {name: frame[name] for name in FRAME_COLUMNS}
    minutes = frame["birth_time"].to_numpy(dtype=np.int16, na_value=-1)
    columns["birth_time"] = pd.Series(pd.Categorical.from_codes(minutes, _TIMES))
    return columns


def _about(
    frame: pd.DataFrame, placed: Placed, upload_id: int | None, file_ids: Sequence[int], roles: Any
) -> Columns:
    """Return what is stored beside the values of the frame: whose row it is, its role, where it counts."""
    split = np.zeros(len(frame), dtype=bool)
    split[list(placed.shares)] = True
    files = frame["file"].to_numpy(dtype=np.int64, na_value=-1)
    return {
        "upload_id": pd.Series([upload_id], dtype="Int64").repeat(len(frame)),
        "file_id": pd.Series([*file_ids, None], dtype="Int64").iloc[files],
        "position": frame["position"],
        "role": np.asarray(roles, dtype=np.int16),
        "live": np.ones(len(frame), dtype=bool),
        "vsv_id": _numbers(placed.vsv_ids),
        "vsv_named": np.asarray(placed.named, dtype=bool),
        "split": split,
        "attributed_lvr_id": pd.Series(np.asarray(placed.lvr_ids, dtype=object)),
    }


def _numbers(ids: Sequence[int | None]) -> pd.Series:
    """Return ids with None among them as a column; few distinct ones, so looked up and not converted."""
    codes, distinct = pd.factorize(np.asarray(ids, dtype=object))
    return pd.Series([*map(int, distinct), None], dtype="Int64").iloc[codes]


def insert(table: str, columns: Columns) -> None:
    """Add rows given as columns. Columns that are wholly unknown are left to their default, which is null."""
    known = {name: column for name, column in columns.items() if not pd.isna(column).all()}
    names = ", ".join(map(connection.ops.quote_name, known))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.BytesIO(copy_text(known.values())))
            return
        marks = ", ".join(["%s"] * len(known))
        # The names are our own columns; every value is a parameter.
        rows = zip(*map(_values, known.values()), strict=True)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _values(column: Any) -> list[Any]:
    """Return a column as what SQLite stores."""
    if isinstance(column, pd.Series):
        if column.dtype.kind == "M":
            texts = np.datetime_as_string(column.to_numpy().astype("datetime64[D]")).astype(object)
            texts[column.isna().to_numpy()] = None
            return list(texts)
        return frames.values_of(column)
    return np.char.decode(column).tolist() if column.dtype.kind == "S" else column.tolist()


def _store_shares(shares: Mapping[str, Sequence[Any]]) -> None:
    """Store the shares of divided deliveries, which are just in, by their keys."""
    keys = list(shares)
    ids: dict[str, int] = {}
    for start in range(0, len(keys), 5000):
        found = Report.objects.filter(delivery_key__in=keys[start : start + 5000], split=True)
        ids.update(found.order_by("pk").values_list("delivery_key", "pk"))  # the newest row of a key
    parts = [(ids[key], part.vsv_id, part.share) for key, of_key in shares.items() for part in of_key]
    if parts:
        delivery, vsv, share = zip(*parts, strict=True)
        columns = {"delivery_id": np.array(delivery), "vsv_id": _numbers(vsv), "share": np.array(share)}
        insert(DeliveryShare._meta.db_table, columns)
