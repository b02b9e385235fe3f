"""A record that comes again in a later table keeps its delivery, so that a case goes on pointing at it.

The keys are looked up while the rows are stored, out of sight; only what came into use since then is looked
at once more when the upload begins to count.
"""

from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from perined_import.loading import new_delivery_keys
from perined_import.models import Report, Upload
from perined_import.models.report import counting_uploads


def delivery_keys_for(frame: pd.DataFrame, upload: Upload) -> Any:
    """Return the delivery key of each row (fixed-width bytes): that of its record in the tables of its source
    that count now, else a new one.
    """
    keys = new_delivery_keys(len(frame))
    earlier = counting_uploads().filter(source_key=upload.source_key, pk__lt=upload.pk)
    if not upload.source_key or upload.supplement_of_id is not None or not earlier.exists():
        return keys
    known = Report.objects.filter(upload__in=earlier.values("pk"), live=True, record_key__isnull=False)
    records, stored = _as_arrays(known.order_by().values_list("record_key", "delivery_key"))
    own = frame["record_key"].to_numpy(dtype=np.int64, na_value=0)
    if len(records):
        at = np.minimum(np.searchsorted(records, own), len(records) - 1)
        same = (records[at] == own) & frame["record_key"].notna().to_numpy()
        keys[same] = stored[at[same]]
    return keys


def _as_arrays(rows: Any) -> tuple[Any, Any]:
    """Return record keys in order and the (lowest) delivery key of each, of pairs that are read in pieces."""
    pieces: list[Any] = []
    piece: list[tuple[int, str]] = []
    kind = np.dtype([("record", np.int64), ("key", "S16")])
    for row in rows.iterator(chunk_size=20_000):
        piece.append(row)
        if len(piece) == 200_000:
            pieces.append(np.array(piece, dtype=kind))
            piece = []
    pieces.append(np.array(piece, dtype=kind))
    found = np.concatenate(pieces)
    found = found[np.lexsort((found["key"], found["record"]))]
    records, first = np.unique(found["record"], return_index=True)
    return records, found["key"][first]


def keep_delivery_keys(upload: Upload) -> None:
    """Take over the keys of the records that an upload replaces, where they came into use after its check."""
    if not upload.source_key or upload.supplement_of_id is not None:
        return
    since = Upload.objects.filter(
        status=Upload.Status.COMMITTED,
        source_key=upload.source_key,
        pk__lt=upload.pk,
        committed_at__gte=upload.created_at,
    )
    if not since.exists():
        return
    report, own = (connection.ops.quote_name(one._meta.db_table) for one in (Report, Upload))
    with connection.cursor() as cursor:
        # Only our own tables' names are put into the text. A join: neither database may look row by row.
        cursor.execute(
            f"UPDATE {report} SET delivery_key = e.delivery_key FROM ("  # noqa: S608
            f" SELECT record_key, MIN(delivery_key) AS delivery_key FROM {report}"
            f" WHERE record_key IS NOT NULL AND (replaced_by_id = %s OR upload_id IN ("
            f" SELECT id FROM {own} WHERE superseded_by_id = %s)) GROUP BY record_key) AS e"
            f" WHERE {report}.upload_id = %s AND {report}.record_key = e.record_key"
            f" AND {report}.delivery_key <> e.delivery_key",
            [upload.pk, upload.pk, upload.pk],
        )
