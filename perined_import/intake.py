"""PURE. Files → one batch of reports, with every unit accounted for: the way in, whatever the layout.

read = accepted + merged + set aside + rejected: what is accepted and what merges across reports is settled
when the batch is linked with what is already there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from perined_import import frames
from perined_import.checks import check
from perined_import.grouping import add_content_keys, group
from perined_import.kernset import BY_NAME, REPORT_COLUMNS
from perined_import.problems import CATALOGUE, Problem, shorten
from perined_import.readers import ada, hl7v3, table
from perined_import.readers.derive import Fault, row_of
from perined_import.readers.detect import is_zip_of_files, layout_of, members, sha256
from perined_import.readers.source import MB, Context, FileRefused, Source, refuse
from perined_import.readers.table import Finding, TableReading


@dataclass
class FileRead:
    """One file (or ZIP member): its fingerprint and what it held."""

    name: str
    member: str
    sha256: str
    size: int
    layout: str = ""
    units: int = 0
    known: bool = False


@dataclass
class RejectedUnit:
    """A message or row that is not taken: all its problems, and a row's cells under their own headings."""

    file: int
    position: int
    problems: list[Problem]
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Batch:
    """What a set of files comes to."""

    files: list[FileRead] = field(default_factory=list)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    messages: int = 0
    rows: int = 0
    merged: int = 0
    set_aside: int = 0
    rejected_units: int = 0
    rejected_files: int = 0
    rejected: list[RejectedUnit] = field(default_factory=list)
    refusals: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    supplement: int | None = None

    @property
    def read(self) -> int:
        """The number of units: messages and rows."""
        return self.messages + self.rows

    @property
    def problems(self) -> list[Problem]:
        """Everything that stands in the way, files first."""
        return self.refusals + [problem for unit in self.rejected for problem in unit.problems]


class Intake:
    """Collects files into a batch. ``known`` says which contents were received before (SHA-256)."""

    def __init__(self, context: Context, known: Iterable[str] = ()) -> None:
        self.context = context
        self.batch = Batch()
        self._known = set(known)
        self._messages: list[tuple[Any, ...]] = []
        self._faults: list[tuple[int, Fault]] = []
        self._frames: list[pd.DataFrame] = []

    def add(self, source: Source, size: int) -> None:
        """Read one file; what is wrong with it ends in the batch."""
        limits = self.context.limits
        try:
            if size > limits.file_bytes:
                raise refuse("too_large", source, limit=limits.file_bytes // MB)
            parts: Iterator[Source] = members(source, limits) if is_zip_of_files(source) else iter((source,))
            for part in parts:
                self._add_part(part)
        except FileRefused as error:
            self._refuse(error)

    def finish(self) -> Batch:
        """Judge what was collected and return the batch."""
        if self._messages:
            self._finish_messages()
        self.batch.frame = frames.concat(self._frames)
        self._judge_whole()
        return self.batch

    # --- one file --------------------------------------------------------------------------------------
    def _refuse(self, error: FileRefused) -> None:
        self.batch.refusals.extend(error.problems)
        self.batch.rejected_files += 1

    def _add_part(self, part: Source) -> None:
        fingerprint = sha256(part.stream)
        size = part.stream.seek(0, 2)
        part.stream.seek(0)
        record = FileRead(part.name, part.member, fingerprint, size, known=fingerprint in self._known)
        self.batch.files.append(record)
        if record.known:
            return
        self._known.add(fingerprint)
        try:
            record.layout = layout_of(part)
            number = len(self.batch.files) - 1
            if record.layout in ("table", "spreadsheet"):
                self._add_table(part, record, number)
            else:
                self._add_messages(part, record, number)
        except FileRefused as error:
            self._refuse(error)

    def _add_messages(self, part: Source, record: FileRead, number: int) -> None:
        limits = self.context.limits
        reference = self.context.reference_date
        found = hl7v3.read(part, limits) if record.layout == "hl7v3" else ada.read(part, limits, reference)
        rows: list[tuple[Any, ...]] = []
        faults: list[tuple[int, Fault]] = []
        for position, message in enumerate(found, start=1):
            row, wrong = row_of(message, self.context)
            row["file"], row["position"] = number, position
            faults.extend((len(self._messages) + len(rows), fault) for fault in wrong)
            rows.append(tuple(row[name] for name in REPORT_COLUMNS))
        # Only a file that could be read to its end counts.
        self._messages.extend(rows)
        self._faults.extend(faults)
        record.units = len(rows)
        self.batch.messages += len(rows)

    def _add_table(self, part: Source, record: FileRead, number: int) -> None:
        reading = table.read(part, self.context, record.layout == "spreadsheet")
        record.layout = "table"
        frame = reading.frame
        frame["file"] = pd.Series(number, index=frame.index, dtype="Int32")
        record.units = len(frame)
        self.batch.rows += len(frame)
        findings = [*reading.findings, *check(frame, self.context)]
        rejected = self._settle(frame, findings, reading)
        grouped = group(reading, ~rejected, self.context)
        self._warn(frame, grouped.findings)
        self.batch.merged += grouped.merged
        self.batch.warnings.extend(reading.warnings)
        if reading.headings.ignored:
            self._file_warning("ignored_columns", part, ", ".join(reading.headings.ignored))
        if reading.headings.supplement is not None:
            self.batch.supplement = reading.headings.supplement
        self._frames.append(grouped.frame)

    def _file_warning(self, code: str, part: Source, value: str) -> None:
        self.batch.warnings.append(Problem(code, part.name, part.member, value=value))

    # --- all of them -----------------------------------------------------------------------------------
    def _finish_messages(self) -> None:
        frame = frames.from_tuples(self._messages)
        findings = [
            Finding(fault.code, fault.column, np.array([row]), [fault.value]) for row, fault in self._faults
        ]
        without = np.flatnonzero((frame["is_birth"] & frame["reporting_lvr_id"].isna()).to_numpy(dtype=bool))
        findings.append(Finding("no_lvr_id", "reporting_lvr_id", without, [""] * len(without)))
        findings.extend(check(frame, self.context))
        rejected = self._settle(frame, findings, None)
        kept = frame[~rejected].reset_index(drop=True)
        add_content_keys(kept)
        self.batch.set_aside += int((~kept["is_birth"].astype(bool)).sum())
        self._frames.append(kept)

    def _settle(self, frame: pd.DataFrame, findings: list[Finding], reading: TableReading | None) -> Any:
        """Note the problems of the units that are rejected, and the warnings of the others."""
        rejected = np.zeros(len(frame), dtype=bool)
        for finding in findings:
            if CATALOGUE[finding.code].gate != "warning":
                rejected[finding.rows] = True
        self.batch.rejected_units += int(rejected.sum())
        self._reject(frame, [one for one in findings if CATALOGUE[one.code].gate != "warning"], reading)
        self._warn(frame, [one for one in findings if CATALOGUE[one.code].gate == "warning"])
        return rejected

    def _reject(self, frame: pd.DataFrame, findings: list[Finding], reading: TableReading | None) -> None:
        units: dict[int, RejectedUnit] = {}
        for finding in findings:
            for row, value in zip(finding.rows.tolist(), finding.values, strict=True):
                if row not in units:
                    if len(self.batch.rejected) >= self.context.limits.problems:
                        continue
                    units[row] = RejectedUnit(
                        int(frame["file"].iloc[row]),
                        int(frame["position"].iloc[row]),
                        [],
                        _cells(reading, row),
                    )
                    self.batch.rejected.append(units[row])
                units[row].problems.append(self._problem(frame, finding, row, value, reading))

    def _warn(self, frame: pd.DataFrame, findings: list[Finding]) -> None:
        for finding in findings:
            for row, value in zip(finding.rows.tolist(), finding.values, strict=True):
                if len(self.batch.warnings) >= self.context.limits.problems:
                    return
                self.batch.warnings.append(self._problem(frame, finding, row, value, None))

    def _problem(
        self, frame: pd.DataFrame, finding: Finding, row: int, value: object, reading: TableReading | None
    ) -> Problem:
        file = self.batch.files[int(frame["file"].iloc[row])]
        position = int(frame["position"].iloc[row])
        is_row = file.layout == "table"
        column = finding.column
        if reading is not None:
            column = reading.headings.names.get(column, column)
        elif column in BY_NAME:
            column = BY_NAME[column].label.nl
        return Problem(
            finding.code,
            file.name,
            file.member,
            row=position if is_row else None,
            message=None if is_row else position,
            column=column,
            value=shorten(value),
            params=finding.params,
        )

    def _judge_whole(self) -> None:
        """Refuse a batch of which too much was rejected, or of which nothing is left."""
        batch, limits = self.batch, self.context.limits
        if batch.refusals or all(file.known for file in batch.files):
            return
        share = batch.rejected_units / batch.read if batch.read else 1.0
        if batch.rejected_units == batch.read:
            batch.refusals.append(Problem("nothing_left"))
        elif batch.read >= limits.rejected_minimum and share > limits.rejected_share:
            params = {"total": batch.read, "limit": f"{limits.rejected_share * 100:g}"}
            batch.refusals.append(
                Problem("too_many_rejected", value=str(batch.rejected_units), params=params)
            )


def _cells(reading: TableReading | None, row: int) -> dict[str, str]:
    """Return a rejected row under its own headings: known columns only, the identifier as its hash."""
    if reading is None:
        return {}
    headings = reading.headings
    cells: dict[str, str] = {}
    for name in headings.fields:
        if name == headings.identifier:
            value = reading.identifier.iloc[row]
            cells[headings.names[name]] = "" if value is pd.NA else table.written_hash(int(value))
        else:
            column = reading.texts[name]
            cells[headings.names[name]] = column.texts[column.codes[row]]
    return cells
