"""Batches made directly, without files, for tests of storing."""

from datetime import date

import numpy as np

from perined_import import frames
from perined_import.batch import Batch, FileRead
from perined_import.kernset import REPORT_COLUMNS
from perined_import.placing import organisations
from perined_import.staging import stage

NOTHING = dict.fromkeys(REPORT_COLUMNS)


def row(day=date(2021, 8, 4), **values):
    """Return a report with a haemorrhage in hospital 0010."""
    return (
        NOTHING
        | {
            "birth_date": day,
            "reporting_lvr_id": "0010",
            "hospital_lvr_id": "0010",
            "place": "hospital",
            "blood_loss_ml": 1200,
            "children": 1,
            "is_birth": True,
            "identified": values.get("record_key") is not None,
            "file": 0,
        }
        | values
    )


def batch(rows, layout="table", name="a"):
    """Return what such rows come to as one file."""
    rows = [one | {"position": one["position"] or n} for n, one in enumerate(rows, start=2)]
    made = Batch(files=[FileRead(name, "", f"{name}{id(rows)}", 1, layout, len(rows))])
    made.frame = frames.from_rows(rows)
    bare = made.frame["record_key"].isna()  # a row without identifier has a key of its content
    keys = made.frame["record_key"].to_numpy(dtype=np.int64, na_value=0)
    made.frame["record_key"] = frames.column_of(
        "record_key", list(np.where(bare, 10_000 + np.arange(len(keys)), keys))
    )
    aside = int((~made.frame["is_birth"].astype(bool)).sum())
    made.set_aside = aside
    if layout == "table":
        made.rows = len(rows)
    else:
        made.messages = len(rows)
    return made


def staged(rows, layout="table", *, period=None, vsv=None, given=None, name="a", **options):
    """Return an upload that holds such rows and waits for confirmation."""
    return stage(
        batch(rows, layout, name),
        by=None,
        vsv=vsv,
        given=given,
        period=period,
        organisations=organisations(),
        **options,
    )
