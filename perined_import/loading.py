"""Bulk loading of reports: COPY on PostgreSQL, executemany elsewhere, in bounded pieces.

Values are turned into plain ones column by column; no model instance is made for a row.
"""

import csv
import io
import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from perined_import import frames
from perined_import.kernset import TECHNICAL, VALUE_NAMES
from perined_import.models import DeliveryShare, Report
from perined_import.placing import Placed

_PIECE = 50_000
_NOT_STORED = ("vsv_code", "is_birth", "file", "position")
FRAME_COLUMNS = (
    *VALUE_NAMES,
    "pph",
    "eligible",
    "in_denominator",
    *(name for name in TECHNICAL if name not in _NOT_STORED),
)
COLUMNS = (
    *FRAME_COLUMNS,
    "upload_id",
    "file_id",
    "position",
    "role",
    "live",
    "delivery_key",
    "vsv_id",
    "vsv_named",
    "split",
    "attributed_lvr_id",
)
_TIMES = [f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(24 * 60)]


def new_delivery_key() -> str:
    """Return a random id for a delivery, without meaning."""
    return secrets.token_hex(8)


def store(
    frame: pd.DataFrame,
    placed: Placed,
    *,
    upload_id: int | None,
    file_ids: Sequence[int],
    roles: Sequence[int],
    live: bool,
    delivery_keys: Sequence[str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Add the rows of a frame (with its outcome columns) as reports, and the shares of those divided.

    ``file_ids`` turns the frame's file numbers into ids.
    """
    for start in range(0, len(frame), _PIECE):
        piece = frame.iloc[start : start + _PIECE]
        stop = start + len(piece)
        keys = delivery_keys[start:stop] if delivery_keys is not None else _keys(len(piece))
        split = [row in placed.shares for row in range(start, stop)]
        files = [None if file is None else file_ids[file] for file in frames.values_of(piece["file"])]
        columns = [
            *(_plain(piece[name], name) for name in FRAME_COLUMNS),
            [upload_id] * len(piece),
            files,
            frames.values_of(piece["position"]),
            roles[start:stop],
            [live] * len(piece),
            keys,
            placed.vsv_ids[start:stop],
            placed.named[start:stop],
            split,
            placed.lvr_ids[start:stop],
        ]
        _insert(zip(*columns, strict=True))
        _store_shares(
            keys, {row - start: placed.shares[row] for row in range(start, stop) if split[row - start]}
        )
        if progress is not None:
            progress(stop)


def _keys(count: int) -> list[str]:
    text = secrets.token_hex(8 * count)
    return [text[16 * n : 16 * n + 16] for n in range(count)]


def _plain(series: pd.Series, name: str) -> list[Any]:
    if name == "birth_date":
        days = series.to_numpy().astype("datetime64[D]")
        text = np.datetime_as_string(days).astype(object)
        text[np.isnat(days)] = None
        return list(text)
    values = frames.values_of(series)
    if name == "birth_time":
        return [None if value is None else _TIMES[value] for value in values]
    return values


def _insert(rows: Iterator[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Report._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            text.seek(0)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", text)
            return
        marks = ", ".join(["%s"] * len(COLUMNS))
        # The names are our own columns; every value is a parameter.
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _store_shares(keys: Sequence[str], shares: dict[int, tuple[Any, ...]]) -> None:
    if not shares:
        return
    wanted = {keys[row]: parts for row, parts in shares.items()}
    ids: dict[str, int] = {}
    names = list(wanted)
    for start in range(0, len(names), 500):
        found = Report.objects.filter(delivery_key__in=names[start : start + 500], split=True)
        ids.update(found.order_by("pk").values_list("delivery_key", "pk"))
    DeliveryShare.objects.bulk_create(
        (
            DeliveryShare(delivery_id=ids[key], vsv_id=part.vsv_id, share=part.share)
            for key, parts in wanted.items()
            for part in parts
        ),
        batch_size=2000,
    )
