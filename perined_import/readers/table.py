"""PURE. A table (CSV or spreadsheet) → rows in the delivery columns, column by column.

Cells are read by exact rules, but each different text of a column only once: a million rows hold a few
thousand different weights. Identifiers become keyed hashes as they are read.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import import frames
from perined_import.codes import TABLE_WORDS, TOP
from perined_import.kernset import AGE_COARSE, BY_NAME, GESTATION_COARSE
from perined_import.keys import is_usable, keyed_hash
from perined_import.problems import Problem, shorten
from perined_import.readers.cells import SHOWS_THOUSANDS, CellError, cleaned, code, reader_of
from perined_import.readers.headings import Headings, match
from perined_import.readers.rows import chunks, csv_rows
from perined_import.readers.sheets import spreadsheet_rows
from perined_import.readers.source import Context, FileRefused, Source

HASH: Final = re.compile(r"#([0-9a-f]{16})", re.ASCII)
"""How our own problem file writes an identifier: its keyed hash, which may come back."""
CHILD_YEARS: Final = 30
CODES_SHOWN: Final = 40
MOTHERS_SHARE: Final = 0.2
"""From this share of impossible birth dates on, the column is taken to hold the mother's."""


@dataclass(frozen=True)
class Finding:
    """One kind of thing wrong in one column: the rows (positions in the frame), and the value of each."""

    code: str
    column: str
    rows: Any
    values: Sequence[object] = ()
    params: dict[str, Any] = field(default_factory=dict)

    def without(self, rows: Any) -> "Finding":
        """Return the finding without some rows."""
        left = ~np.isin(self.rows, rows)
        values = [value for value, stays in zip(self.values, left, strict=True) if stays]
        return replace(self, rows=self.rows[left], values=values)


class TextColumn:
    """The texts of one column, each different one kept once."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._codes: list[Any] = []

    def add(self, cells: Sequence[str]) -> None:
        """Add the cells of a chunk."""
        codes, unique = pd.factorize(np.array(cells, dtype=object))
        index = self._index
        place = [index.setdefault(cleaned(text), len(index)) for text in unique]
        self._codes.append(np.array(place, dtype=np.int32)[codes])

    @property
    def texts(self) -> list[str]:
        """The different texts."""
        return list(self._index)

    @property
    def codes(self) -> Any:
        """For each row, which of the texts it holds."""
        return np.concatenate(self._codes) if self._codes else np.array([], dtype=np.int32)

    def at(self, row: int) -> str:
        """The text of a row."""
        return self.texts[int(self.codes[row])]

    def counts(self) -> list[int]:
        """How many rows hold each of the texts."""
        counted: list[int] = np.bincount(self.codes, minlength=len(self._index)).tolist()
        return counted


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


class CodesRead:
    """What each word of the code columns was taken to mean, over all tables of a batch."""

    def __init__(self) -> None:
        self._rows: dict[str, Counter[str]] = {}

    def add(self, reading: "TableReading") -> None:
        """Count the words of one table."""
        for name, column in reading.texts.items():
            if BY_NAME[name].kind != "code":
                continue
            counted = self._rows.setdefault(name, Counter())
            for text, rows in zip(column.texts, column.counts(), strict=True):
                counted[text] += rows

    def listed(self) -> list[list[str | int | None]]:
        """Return [column, text, value or None, rows]: per column what is not understood, then the rest."""
        listed: list[list[str | int | None]] = []
        for name, counted in self._rows.items():
            words = [(text, _meaning(name, text), rows) for text, rows in counted.items() if text]
            words.sort(key=lambda word: (word[1] is not None, -word[2], word[0]))
            listed.extend([name, shorten(text), value, rows] for text, value, rows in words[:CODES_SHOWN])
        return listed


def _meaning(name: str, text: str) -> str | None:
    try:
        return code(text, TABLE_WORDS[name])
    except CellError:
        return None


def read(source: Source, context: Context, spreadsheet: bool = False) -> TableReading:
    """Read a whole table. Raises FileRefused when the file or its columns cannot be used."""
    numbered = spreadsheet_rows(source, context) if spreadsheet else csv_rows(source, context.limits)
    heading, parts = chunks(source, numbered, context.limits)
    headings = match(heading, source, context)
    texts = {name: TextColumn() for name in headings.fields if name != headings.identifier}
    numbers: list[int] = []
    hashes: list[Any] = []
    repeated = _Repeated(headings)
    for chunk in parts:
        cells = list(zip(*chunk.rows, strict=True))
        for name, column in texts.items():
            column.add(cells[headings.fields[name]])
        if headings.identifier:
            hashes.append(_hashes(cells[headings.fields[headings.identifier]], headings.identifier, context))
        repeated.add(chunk.rows, len(numbers))
        numbers.extend(chunk.numbers)
    reading = TableReading(
        source,
        headings,
        pd.DataFrame(frames.empty(len(numbers))),
        [],
        [],
        texts,
        pd.Series([pd.NA] * len(numbers), dtype="Int32"),
        pd.concat(hashes, ignore_index=True) if hashes else pd.Series([pd.NA] * len(numbers), dtype="Int64"),
        repeated.rows,
    )
    reading.frame["position"] = pd.Series(numbers, dtype="Int32")
    _fill(reading, context)
    return reading


class _Repeated:
    """Finds identical rows in a file whose rows are children without an identifier."""

    def __init__(self, headings: Headings) -> None:
        rich = {"birth_date", "birth_order"} <= headings.fields.keys()
        self._wanted = rich and headings.identifier is None
        self._seen: dict[int, int] = {}
        self.rows: dict[int, int] = {}

    def add(self, rows: Sequence[Sequence[str]], start: int) -> None:
        if not self._wanted:
            return
        for number, cells in enumerate(rows, start=start):
            first = self._seen.setdefault(hash(tuple(cells)), number)
            if first != number:
                self.rows[number] = first


def _hashes(cells: Sequence[str], kind: str, context: Context) -> pd.Series:
    values, missing = np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=bool)
    for row, cell in enumerate(cells):
        text = cleaned(cell)
        if not is_usable(text):
            missing[row] = True
        elif own := HASH.fullmatch(text):
            values[row] = int.from_bytes(bytes.fromhex(own[1]), "big", signed=True)
        else:
            values[row] = keyed_hash(context.key, kind, text)
    return pd.Series(pd.arrays.IntegerArray(values, missing))


def written_hash(value: int) -> str:
    """Return an identifier's hash as the problem file writes it."""
    return "#" + value.to_bytes(8, "big", signed=True).hex()


def _fill(reading: TableReading, context: Context) -> None:
    for name, column in reading.texts.items():
        _fill_column(reading, name, column)
    frame = reading.frame
    if "vsv" in reading.texts:
        frame["vsv_code"] = frame.pop("vsv")
    _fall_back(frame, "gestation_days", "gestation_weeks", GESTATION_COARSE)
    _fall_back(frame, "maternal_age", "age_at_conception", AGE_COARSE)
    if "birth_order" in frame:
        reading.birth_order = frame.pop("birth_order")
    _judge_birth_dates(reading, context)
    if "birth_date" in reading.texts:
        frame["birth_year"] = frame["birth_year"].mask(frame["birth_date"].notna())
    for name in ("reporting_lvr_id", "hospital_lvr_id"):
        if name in reading.texts:
            _pad(reading, name, context)
    frame["is_birth"] = pd.Series(True, index=frame.index, dtype="boolean")
    reading.frame = frame[list(frames.DTYPES)]


def _fill_column(reading: TableReading, name: str, column: TextColumn) -> None:
    kind = BY_NAME[name].kind
    texts, codes = column.texts, column.codes
    values, bad = _parsed(name, kind, texts)
    for wrong_code in sorted(set(bad.values())):
        wrong = np.array([bad.get(n) == wrong_code for n in range(len(texts))])
        rows = np.flatnonzero(wrong[codes])
        reading.findings.append(Finding(wrong_code, name, rows, [texts[codes[row]] for row in rows]))
    if name == "mode":
        ended = pd.array([None if value is None else value == TOP for value in values], dtype="boolean")
        reading.frame["termination"] = pd.Series(ended.take(codes))
        values = ["other" if value == TOP else value for value in values]
    if kind == "date":
        minutes = pd.array([value and value[1] for value in values], dtype="Int32")
        reading.frame["birth_time"] = pd.Series(minutes.take(codes))
        values = [value and value[0] for value in values]
    if kind == "text":
        values = [value or None for value in values]
    dtype = frames.DTYPES.get(name, "object" if kind == "text" else "Int32")
    unique = pd.Series(_within_type(values, str(dtype)), dtype=dtype)
    reading.frame[name] = unique.take(codes).reset_index(drop=True)


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


def _fall_back(frame: pd.DataFrame, name: str, coarser: str, mark: int) -> None:
    """Use a coarser column where nothing better is there, and mark those rows."""
    if coarser not in frame:
        return
    stand_in = frame.pop(coarser)
    used = frame[name].isna() & stand_in.notna()
    frame[name] = frame[name].fillna(stand_in)
    frame["coarse"] = frame["coarse"].fillna(0) + used.astype("Int32") * mark


def _judge_birth_dates(reading: TableReading, context: Context) -> None:
    """Reject birth dates that cannot be the child's; refuse the column when they are many."""
    frame = reading.frame
    if "birth_date" not in reading.texts:
        return
    born = frame["birth_date"]
    oldest = date(context.today.year - CHILD_YEARS, 1, 1)
    apart = (born.dt.year.astype("Int32") - frame["birth_year"]).abs() > 1
    wrong = (born < np.datetime64(oldest)) | apart.fillna(False).astype(bool)
    rows = np.flatnonzero(wrong.to_numpy())
    if len(rows) > MOTHERS_SHARE * max(born.notna().sum(), 1):
        column = reading.headings.names["birth_date"]
        example = int(frame["position"].iloc[rows[0]])
        source = reading.source
        params = {"column": column}
        problem = Problem(
            "mothers_birth_date", source.name, source.member, 1, None, column, str(example), params
        )
        raise FileRefused([problem])
    if len(rows):
        shown = [day.isoformat() for day in frames.values_of(born.iloc[rows])]
        reading.findings.append(Finding("implausible_date", "birth_date", rows, shown))


def _pad(reading: TableReading, name: str, context: Context) -> None:
    """Give LVR ids the leading zeros back that a spreadsheet took, where only the padded id is known."""
    series = reading.frame[name]
    for short in [one for one in series.dropna().unique() if one.isdigit() and len(one) < 4]:
        padded = short.zfill(4)
        if padded in context.kinds and short not in context.kinds:
            series = series.where(series != short, padded)
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
    reading.frame[name] = series
