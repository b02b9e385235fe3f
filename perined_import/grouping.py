"""PURE. Rows of one table → reports: one per delivery and reporting organisation.

How rows belong together depends on what identifies them: a pseudonym is a woman (within a day), a delivery
number is unique per organisation and year, a record number per organisation, a delivery id per source. Rows
without any are one delivery each, unless birth order says that they are children of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from perined_import import frames
from perined_import.combining import combine_children
from perined_import.keys import keyed_hash
from perined_import.linking import WINDOW, delivery_numbers
from perined_import.readers.finding import Finding
from perined_import.readers.source import Context
from perined_import.readers.table import TableReading

_NOT_CONTENT = ("file", "position", "record_key", "identified")


@dataclass(frozen=True)
class Grouped:
    """The reports of a table, which rows were merged into another, and what is to be warned of."""

    frame: pd.DataFrame
    merged: int
    findings: list[Finding]


def mix(*parts: Any) -> Any:
    """Join 64-bit hashes into one, element by element (splitmix64 finaliser over a running sum)."""
    with np.errstate(over="ignore"):
        total = np.zeros(1, dtype=np.uint64)
        for part in parts:
            total = (total + np.asarray(part).astype(np.int64).view(np.uint64)) * np.uint64(
                0x9E3779B97F4A7C15
            )
            total = (total ^ (total >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            total = total ^ (total >> np.uint64(27))
    return total.view(np.int64)


def group(reading: TableReading, kept: Any, context: Context) -> Grouped:
    """Return the reports made of the rows that are kept (a boolean mask over the reading's frame).

    The reading's frame is used up, so that a large table is in memory once: what stays of it is file and
    position.
    """
    rows = np.flatnonzero(kept)
    positions = reading.frame[["file", "position"]]
    frame, order, identifier = reading.frame, reading.birth_order, reading.identifier
    if not kept.all():
        frame = frames.drained(frame, rows)
        order, identifier = (part.iloc[rows].reset_index(drop=True) for part in (order, identifier))
    reading.frame = positions
    frame["birth_orders"] = _order_bits(order)
    findings: list[Finding] = []
    if reading.headings.identifier:
        _set_keys(frame, identifier, reading.headings.identifier, context)
        numbers = _by_identifier(frame, identifier, order, reading.headings.identifier)
    elif order.notna().any():
        numbers = _by_birth_order(frame, order)
        numbers = _drop_repeated(numbers, rows, reading, findings)
    else:
        numbers = np.arange(len(frame))
    findings.extend(_without_first(order, numbers, rows))
    joined = _joined(frame, numbers)
    add_content_keys(joined)
    joined["children"] = joined["children"].fillna(1).astype("Int32")
    return Grouped(joined, len(rows) - len(joined), findings)


def _order_bits(order: pd.Series) -> pd.Series:
    valid = order.where((order >= 1) & (order <= 9))
    bits = np.left_shift(1, valid.fillna(1).to_numpy(dtype=np.int64) - 1)
    return pd.Series(bits, dtype="Int32").mask(valid.isna())


def _lvr_hash(frame: pd.DataFrame, context: Context) -> Any:
    """Return for each row a keyed hash of its reporter (the hospital where no reporter is named)."""
    reporter = frame["reporting_lvr_id"].fillna(frame["hospital_lvr_id"]).fillna("")
    codes, unique = pd.factorize(reporter.to_numpy())
    return np.array([keyed_hash(context.key, "lvr", text) for text in unique], dtype=np.int64)[codes]


def _years(frame: pd.DataFrame) -> Any:
    return (
        frame["birth_date"].dt.year.astype("Int32").fillna(frame["birth_year"]).fillna(0).to_numpy(np.int64)
    )


def _set_keys(frame: pd.DataFrame, identifier: pd.Series, kind: str, context: Context) -> None:
    """Set ``record_key`` (the same record sent again) and ``link_key`` (the same delivery from another)."""
    known = identifier.notna().to_numpy()
    plain = identifier.fillna(0).to_numpy(dtype=np.int64)
    lvr = _lvr_hash(frame, context)
    born = frame["birth_date"].notna().to_numpy()
    days = frame["birth_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    if kind == "pseudonym":
        # A woman gives birth again: without a full date her pseudonym identifies no delivery.
        link, linked = plain, known & born
        record, known = mix(plain, lvr, days), linked
    elif kind == "partus_number":
        link, linked = mix(plain, lvr, _years(frame)), known
        record = link
    elif kind == "record_number":
        link, linked = mix(plain, lvr), known
        record = link
    else:
        source = np.int64(np.bitwise_xor.reduce(np.unique(lvr))) if len(lvr) else np.int64(0)
        link, linked = mix(plain, np.full(len(plain), source)), known
        record = mix(link, lvr)
    frame["link_key"] = pd.Series(pd.arrays.IntegerArray(np.ascontiguousarray(link), ~linked))
    frame["record_key"] = pd.Series(pd.arrays.IntegerArray(np.ascontiguousarray(record), ~known))


def _by_identifier(frame: pd.DataFrame, identifier: pd.Series, order: pd.Series, kind: str) -> Any:
    """Number the deliveries of one organisation by identifier."""
    keys = frame["record_key"] if kind != "pseudonym" else frame["link_key"]
    again = keys.duplicated(keep=False) & keys.notna()
    numbers = np.arange(len(frame), dtype=np.int64)
    rows = np.flatnonzero(again.to_numpy())
    if len(rows):
        reporter = frame["reporting_lvr_id"].fillna(frame["hospital_lvr_id"])
        pairs = list(zip(keys.iloc[rows], reporter.iloc[rows].fillna(""), strict=True))
        births = frames.values_of(frame["birth_date"].iloc[rows])
        if kind != "pseudonym":
            births = [date(2000, 1, 1)] * len(rows)  # an identifier of a delivery needs no window
        numbers[rows] = rows[delivery_numbers(pairs, births)]
    if kind == "pseudonym":
        _year_only_children(frame, identifier, order, numbers)
    return numbers


def _year_only_children(frame: pd.DataFrame, identifier: pd.Series, order: pd.Series, numbers: Any) -> None:
    """Join later children to the first of the same woman and year where only the year is known."""
    bare = frame["birth_date"].isna() & identifier.notna() & order.notna()
    rows = np.flatnonzero(bare.to_numpy())
    orders = frames.parts(order.iloc[rows])[0]
    names = (identifier, frame["birth_year"], frame["reporting_lvr_id"])
    keys = list(zip(*(frames.values_of(part.iloc[rows]) for part in names), strict=True))
    first: dict[Any, int] = {}
    for place in np.lexsort((rows, orders)).tolist():
        if orders[place] == 1:
            first.setdefault(keys[place], rows[place])
        elif keys[place] in first:
            numbers[rows[place]] = first[keys[place]]


def _by_birth_order(frame: pd.DataFrame, order: pd.Series) -> Any:
    """Join rows without identifier: equal organisation, parity and age, born within a day, in order."""
    numbers = np.arange(len(frame), dtype=np.int64)
    later = np.flatnonzero(((order > 1) & frame["birth_date"].notna()).fillna(False).to_numpy(dtype=bool))
    if not len(later):
        return numbers
    alike = _alike(frame)
    candidates = np.flatnonzero(_near(alike, frame, later) & order.notna().to_numpy())
    born = dict(zip(candidates, frames.values_of(frame["birth_date"].iloc[candidates]), strict=True))
    open_ends: dict[tuple[Any, int], list[int]] = {}
    for row in sorted(candidates, key=lambda one: (order.iloc[one], born[one] or date.max, one)):
        number = int(order.iloc[row])
        ends = open_ends.get((alike[row], number - 1), []) if born[row] and number > 1 else []
        near = [one for one in ends if born[one] and abs(born[one] - born[row]) <= WINDOW]
        if near:
            match = min(near, key=lambda one: (abs(born[one] - born[row]), abs(one - row)))
            ends.remove(match)
            numbers[row] = numbers[match]
        open_ends.setdefault((alike[row], number), []).append(row)
    return numbers


def _near(alike: Any, frame: pd.DataFrame, later: Any) -> Any:
    """Say which rows are alike to a later child and born within a day of it: no other can be its sibling."""
    days = frame["birth_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    span = np.int64(1) << np.int64(32)
    with np.errstate(over="ignore"):  # an unknown date is the lowest number; it equals no other
        keys = alike * span + days
    near = np.unique(np.concatenate([keys[later] - 1, keys[later], keys[later] + 1]))
    return np.isin(keys, near)


def _alike(frame: pd.DataFrame) -> Any:
    keys = frame[["reporting_lvr_id", "hospital_lvr_id", "parity", "maternal_age"]]
    return keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup().to_numpy()


def _drop_repeated(numbers: Any, rows: Any, reading: TableReading, findings: list[Finding]) -> Any:
    """Join rows that are identical in every cell to the first of them."""
    if not reading.repeated:
        return numbers
    place = np.full(len(reading.frame), -1)
    place[rows] = np.arange(len(rows))
    pairs = [(row, first) for row, first in reading.repeated.items() if place[row] >= 0 and place[first] >= 0]
    repeated = np.array([place[row] for row, _ in pairs], dtype=np.int64)
    members: dict[int, list[int]] = {}
    for one in np.flatnonzero(np.isin(numbers, repeated)).tolist():
        members.setdefault(int(numbers[one]), []).append(one)
    for row, first in pairs:
        own, target = int(place[row]), int(numbers[place[first]])
        moved = members.pop(own, [])
        numbers[moved] = target
        members.setdefault(target, []).extend(moved)
    shown = reading.frame["position"]
    findings.append(
        Finding(
            "duplicate_row",
            "",
            np.array([row for row, _ in pairs]),
            [int(shown.iloc[one]) for _, one in pairs],
        )
    )
    return numbers


def _joined(frame: pd.DataFrame, numbers: Any) -> pd.DataFrame:
    """Return one row per delivery; only those of several rows cost time."""
    together = pd.Series(numbers).duplicated(keep=False).to_numpy()
    if not together.any():
        return frame
    groups: dict[int, list[dict[str, Any]]] = {}
    several = frames.to_rows(frame[together])
    for number, row in zip(numbers[together], several, strict=True):
        groups.setdefault(int(number), []).append(row)
    combined = frames.from_rows(combine_children(rows) for rows in groups.values())
    return frames.drained(frame, np.flatnonzero(~together), combined)


def _without_first(order: pd.Series, numbers: Any, rows: Any) -> Iterable[Finding]:
    """Warn of later children whose delivery shows no first."""
    orders, _ = frames.parts(order)
    later = np.flatnonzero(orders > 1)
    alone = later[~np.isin(numbers[later], numbers[orders == 1])]
    if len(alone):
        yield Finding("order_without_first", "birth_order", rows[alone], orders[alone].tolist())


def add_content_keys(frame: pd.DataFrame) -> None:
    """Give rows without identifier a record key made of their content.

    So an unchanged row that is sent again keeps its delivery.
    """
    bare = frame["record_key"].isna()
    frame["identified"] = (~bare).astype("boolean")
    if not bare.any():
        return
    part = frame[[name for name in frame.columns if name not in _NOT_CONTENT]]
    part = part if bare.all() else part[bare]
    content = pd.util.hash_pandas_object(part, index=False).to_numpy().view(np.int64)
    nth = pd.Series(content).groupby(content).cumcount().to_numpy(dtype=np.int64)
    frame.loc[bare, "record_key"] = pd.array(mix(content, nth), dtype="Int64")
