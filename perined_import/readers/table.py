"""PURE. A table (CSV or spreadsheet) → rows in the delivery columns, column by column.

Cells are read by exact rules, but each different text of a column only once: a million rows hold a few
thousand different weights. Identifiers become keyed hashes as they are read. An ordinary CSV is read as bytes
(`quick`); any other by the letter (`rows`), to the same end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import import frames
from perined_import.codes import TOP
from perined_import.kernset import AGE_COARSE, BY_NAME, GESTATION_COARSE
from perined_import.problems import Problem, shorten
from perined_import.readers.blocks import Unusual
from perined_import.readers.cells import SHOWS_THOUSANDS, CellError, reader_of
from perined_import.readers.columns import IdentifierColumn, RepeatedRows, TextColumn, written_hash
from perined_import.readers.finding import Finding
from perined_import.readers.headings import Headings, match
from perined_import.readers.quick import quick_parts
from perined_import.readers.rows import Part, chunks, csv_rows
from perined_import.readers.sheets import spreadsheet_rows
from perined_import.readers.source import Context, FileRefused, Source

CHILD_YEARS: Final = 30
MOTHERS_SHARE: Final = 0.2
"""From this share of impossible birth dates on, the column is taken to hold the mother's."""
_LVR_IDS: Final = ("reporting_lvr_id", "hospital_lvr_id")


@dataclass
class TableReading:
    """What a table holds: rows (one unit each), what was wrong, and the texts for the problem file."""

    source: Source
    headings: Headings
    frame: pd.DataFrame
    findings: list[Finding]
    warnings: list[Problem]
    texts: dict[str, TextColumn]
    birth_order: Any
    """Int32 series: rangnummer"""
    identifier: Any
    """Int64 series: keyed hash of the delivery's identifier"""
    repeated: dict[int, int]
    """Row → the earlier row that is identical in every cell (only where rows carry no identifier)"""

    def cells(self, row: int) -> dict[str, str]:
        """Return a row under its own headings: known columns only, the identifier as its hash."""
        cells: dict[str, str] = {}
        for name, heading in self.headings.names.items():
            if name == self.headings.identifier:
                value = self.identifier.iat[row]
                cells[heading] = "" if value is pd.NA else written_hash(int(value))
            else:
                cells[heading] = self.texts[name].at(row)
        return cells


def read(source: Source, context: Context, spreadsheet: bool = False) -> TableReading:
    """Read a whole table. Raises FileRefused when the file or its columns cannot be used."""
    if spreadsheet:
        return _read(source, context, *chunks(source, spreadsheet_rows(source, context), context.limits))
    try:
        return _read(source, context, *quick_parts(source, context.limits))
    except Unusual:
        return read_by_the_letter(source, context)


def read_by_the_letter(source: Source, context: Context) -> TableReading:
    """Read a CSV cell by cell: what it means is what this says, however it is written."""
    return _read(source, context, *chunks(source, csv_rows(source, context.limits), context.limits))


def _read(source: Source, context: Context, heading: list[str], parts: Iterator[Part]) -> TableReading:
    headings = match(heading, source, context)
    fields, identifier = headings.fields, headings.identifier
    texts = {name: TextColumn() for name in fields if name != identifier}
    hashes = IdentifierColumn(context.key, identifier) if identifier else None
    of_children = identifier is None and {"birth_date", "birth_order"} <= fields.keys()
    repeated = RepeatedRows()
    numbers: list[Any] = []
    for part in parts:
        for name, column in texts.items():
            column.add(part, fields[name])
        if hashes is not None and identifier is not None:
            hashes.add(part.cells(fields[identifier]))
        if of_children:
            repeated.add(part)
        numbers.append(part.numbers)
        source.tell(part.read)
    for column in texts.values():
        column.finish()
    positions = np.concatenate(numbers)
    reading = TableReading(
        source,
        headings,
        pd.DataFrame(index=pd.RangeIndex(len(positions))),
        [],
        [],
        texts,
        frames.unknown("Int32", len(positions)),
        hashes.series() if hashes is not None else frames.unknown("Int64", len(positions)),
        repeated.found(),
    )
    _fill(reading, positions, context)
    return reading


def _fill(reading: TableReading, positions: Any, context: Context) -> None:
    columns: dict[str, pd.Series] = {}
    for name, column in reading.texts.items():
        _fill_column(reading, columns, name, column, context)
    if "vsv" in columns:
        columns["vsv_code"] = columns.pop("vsv")
    if "birth_order" in columns:
        reading.birth_order = columns.pop("birth_order")
    _fall_back(columns, "gestation_days", "gestation_weeks", GESTATION_COARSE)
    _fall_back(columns, "maternal_age", "age_at_conception", AGE_COARSE)
    columns["position"] = frames.known("Int32", positions)
    columns["is_birth"] = frames.known("boolean", np.ones(len(positions), dtype=bool))
    if "birth_date" in columns:
        _judge_birth_dates(reading, columns, context)
        if "birth_year" in columns:
            columns["birth_year"] = columns["birth_year"].mask(columns["birth_date"].notna())
    reading.frame = frames.completed(columns, len(positions))


def _fill_column(
    reading: TableReading, columns: dict[str, pd.Series], name: str, column: TextColumn, context: Context
) -> None:
    kind = BY_NAME[name].kind
    texts, codes = column.texts, column.codes
    values, bad = _parsed(name, kind, texts)
    for wrong_code in sorted(set(bad.values())):
        wrong = np.array([bad.get(number) == wrong_code for number in range(len(texts))])
        rows = np.flatnonzero(wrong[codes])
        shown = [texts[number] for number in codes[rows].tolist()]
        reading.findings.append(Finding(wrong_code, name, rows, shown))
    if name == "mode":
        ended = pd.array([None if value is None else value == TOP for value in values], dtype="boolean")
        columns["termination"] = pd.Series(ended.take(codes))
        values = ["other" if value == TOP else value for value in values]
    if kind == "date":
        minutes = pd.array([value and value[1] for value in values], dtype="Int32")
        columns["birth_time"] = pd.Series(minutes.take(codes))
        values = [value and value[0] for value in values]
    if name in _LVR_IDS:
        values = _padded(reading, name, values, context)
    if kind == "text":
        values = [value or None for value in values]
    dtype = frames.DTYPES.get(name, "object" if kind == "text" else "Int32")
    unique = pd.Series(_within_type(values, str(dtype)), dtype=dtype)
    columns[name] = pd.Series(unique.array.take(codes), dtype=dtype)


def _within_type(values: list[Any], dtype: str) -> list[Any]:
    """Keep absurd numbers inside the type, where the range check still finds them."""
    if dtype != "Int32":
        return values
    return [None if value is None else max(min(value, 2_000_000_000), -2_000_000_000) for value in values]


def _parsed(name: str, kind: str, texts: list[str]) -> tuple[list[Any], dict[int, str]]:
    """Return the value of each text, and for those that cannot be read the code of the problem."""
    read_cell = reader_of(name, kind)
    thousands = kind == "whole" and any(SHOWS_THOUSANDS.fullmatch(text) for text in texts)
    values: list[Any] = []
    bad: dict[int, str] = {}
    for number, text in enumerate(texts):
        try:
            values.append(read_cell(text, True) if thousands else read_cell(text))
        except CellError as error:
            values.append(None)
            bad[number] = error.code
    return values, bad


def _fall_back(columns: dict[str, pd.Series], name: str, coarser: str, mark: int) -> None:
    """Use a coarser column where nothing better is there, and mark those rows."""
    if coarser not in columns:
        return
    stand_in = columns.pop(coarser)
    length = len(stand_in)
    better = columns[name] if name in columns else frames.unknown("Int32", length)
    used = better.isna() & stand_in.notna()
    columns[name] = better.fillna(stand_in)
    coarse = columns.get("coarse", frames.known("Int32", np.zeros(length, dtype=np.int32)))
    columns["coarse"] = coarse + used.astype("Int32") * mark


def _judge_birth_dates(reading: TableReading, columns: dict[str, pd.Series], context: Context) -> None:
    """Reject birth dates that cannot be the child's; refuse the column when they are many."""
    born = columns["birth_date"].to_numpy()
    known = ~np.isnat(born)
    wrong = born < np.datetime64(date(context.today.year - CHILD_YEARS, 1, 1))
    if "birth_year" in columns:
        years = born.astype("datetime64[Y]").astype(np.int64) + 1970
        stated, missing = frames.parts(columns["birth_year"])
        wrong |= known & ~missing & (np.abs(years - stated) > 1)
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return
    if len(rows) > MOTHERS_SHARE * max(int(known.sum()), 1):
        column = reading.headings.names["birth_date"]
        example = frames.parts(columns["position"])[0][rows[0]]
        source, params = reading.source, {"column": column}
        problem = Problem(
            "mothers_birth_date", source.name, source.member, 1, None, column, str(example), params
        )
        raise FileRefused([problem])
    shown = [day.isoformat() for day in frames.values_of(columns["birth_date"].iloc[rows])]
    reading.findings.append(Finding("implausible_date", "birth_date", rows, shown))


def _padded(reading: TableReading, name: str, lvr_ids: list[Any], context: Context) -> list[Any]:
    """Give LVR ids the leading zeros back that a spreadsheet took, where only the padded id is known."""
    return [_padded_one(reading, name, lvr_id, context) for lvr_id in lvr_ids]


def _padded_one(reading: TableReading, name: str, short: str, context: Context) -> str:
    padded = short.zfill(4)
    if not (short.isdigit() and len(short) < 4 and padded in context.kinds and short not in context.kinds):
        return short
    reading.warnings.append(
        Problem(
            "padded_lvr",
            reading.source.name,
            reading.source.member,
            column=reading.headings.names[name],
            value=shorten(short),
            params={"chosen": padded},
        )
    )
    return padded
