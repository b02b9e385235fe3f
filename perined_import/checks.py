"""PURE. Column-wise judgement of a frame of units (messages or rows), whatever layout they came from.

A finding of the gate "rows" rejects its units; a warning leaves them, some after dropping a value.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from perined_import.frames import values_of
from perined_import.kernset import COLUMNS, PPH_ML, Column
from perined_import.readers.finding import Finding
from perined_import.readers.source import Context

LVR_LENGTH = 10
"""LVR ids have four digits; nothing that is longer than this is stored as one."""


def check(frame: pd.DataFrame, context: Context) -> list[Finding]:
    """Return everything wrong with a frame of units. Values that are impossible but harmless are dropped.

    Set-aside units are hardly judged: nothing of them is counted.
    """
    births = frame["is_birth"].to_numpy(dtype=bool)
    return [
        finding
        for rule in (_ranges, _dates, _places, _lvr_ids, _contradictions)
        for finding in rule(frame, births, context)
        if len(finding.rows)
    ]


def _finding(
    code: str, column: str, frame: pd.DataFrame, wrong: Any, shown: str | None = None, **params: Any
) -> Finding:
    rows = np.flatnonzero(np.asarray(wrong, dtype=bool))
    values = [_plain(value) for value in values_of(frame[shown or column].iloc[rows])] if len(rows) else []
    return Finding(code, column, rows, values, params)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _true(condition: pd.Series) -> Any:
    """Return a condition as plain booleans: unknown is not wrong."""
    return condition.fillna(False).to_numpy(dtype=bool)


def _ranges(frame: pd.DataFrame, births: Any, _: Context) -> Iterator[Finding]:
    for column in COLUMNS:
        if column.low is None or column.high is None:
            continue
        yield from _range(frame, births, column)


def _range(frame: pd.DataFrame, births: Any, column: Column) -> Iterator[Finding]:
    values = frame[column.name]
    outside = births & _true((values < column.low) | (values > column.high))
    if column.mend:
        yield _finding("dropped", column.name, frame, outside)
        if outside.any():
            frame[column.name] = values.mask(outside)
        return
    yield _finding("out_of_range", column.name, frame, outside, low=column.low, high=column.high)
    if column.unlikely_above is not None:
        unlikely = births & ~outside & _true(values > column.unlikely_above)
        yield _finding("unlikely", column.name, frame, unlikely)


def _dates(frame: pd.DataFrame, births: Any, context: Context) -> Iterator[Finding]:
    born, year = frame["birth_date"], frame["birth_year"]
    yield _finding("no_birth_date", "birth_date", frame, births & (born.isna() & year.isna()).to_numpy())
    future = _true(born > np.datetime64(context.today))
    yield _finding("future_date", "birth_date", frame, births & future)
    yield _finding("future_date", "birth_year", frame, births & _true(year > context.today.year))
    period = context.period
    if period is None:
        return
    outside = _true((born < np.datetime64(period.start)) | (born > np.datetime64(period.end)))
    yield _finding("outside_period", "birth_date", frame, births & outside, period=period.code)
    first = period.start.year + (period.start.timetuple().tm_yday > 1)
    last = period.end.year - ((period.end.month, period.end.day) != (12, 31))
    outside = _true((year < first) | (year > last))
    yield _finding("outside_period", "birth_year", frame, births & outside, period=period.code)


def _places(frame: pd.DataFrame, births: Any, context: Context) -> Iterator[Finding]:
    named = frame["vsv_code"]
    unknown = named.notna() & ~named.isin(context.vsv_codes)
    yield _finding("unknown_vsv", "vsv", frame, births & unknown.to_numpy(dtype=bool), "vsv_code")


def _lvr_ids(frame: pd.DataFrame, _: Any, __: Context) -> Iterator[Finding]:
    """Find what is too long for an LVR id, or holds what cannot be seen; units set aside are kept as well."""
    for name in ("reporting_lvr_id", "hospital_lvr_id"):
        texts = frame[name].dropna()
        wrong = {text for text in texts.unique() if len(text) > LVR_LENGTH or not text.isprintable()}
        if wrong:
            yield _finding("bad_lvr_id", name, frame, frame[name].isin(wrong))


def _contradictions(frame: pd.DataFrame, births: Any, _: Context) -> Iterator[Finding]:
    loss, flag = frame["blood_loss_ml"], frame["pph_flag"]
    differ = _true((loss > PPH_ML) != flag) & flag.notna().to_numpy() & loss.notna().to_numpy()
    yield _finding("loss_contradicts_flag", "blood_loss_ml", frame, births & differ)
