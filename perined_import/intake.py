"""PURE. Files → one batch of reports, with every unit accounted for: the way in, whatever the layout.

read = accepted + merged + set aside + rejected: what is accepted and what merges across reports is settled
when the batch is linked with what is already there.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import import frames
from perined_import.batch import Batch, FileRead, RejectedUnit
from perined_import.checks import check
from perined_import.grouping import add_content_keys, group
from perined_import.kernset import REPORT_COLUMNS
from perined_import.noting import Notes
from perined_import.problems import Problem, shorten
from perined_import.progress import QUIET, Progress
from perined_import.readers import ada, fhir, hl7v3, table
from perined_import.readers.codes_read import CodesRead
from perined_import.readers.derive import Fault, row_of
from perined_import.readers.detect import is_zip_of_files, layout_of, members, sha256
from perined_import.readers.finding import Finding
from perined_import.readers.message import Message
from perined_import.readers.source import MB, Context, FileRefused, Question, Source, refuse

_EXPERIMENTAL: Final = frozenset({"fhir"})
"""Layouts that the field does not deliver yet."""
_TOLD_EVERY: Final = 200
"""Messages between two reports of progress."""
_NAMED: Final = 30
"""So many columns that are not used are named."""
_FAULTS: Final = 200
"""So many faults of one message are told; a message with more is not mended one by one."""


class Intake:
    """Collects files into a batch. ``known`` says which contents were received before (SHA-256).

    ``progress`` hears how many bytes were read, of the files added so far or of ``total``; what it raises
    ends the work. With ``context.asks`` a Question comes out of `add`.
    """

    def __init__(
        self, context: Context, known: Iterable[str] = (), progress: Progress = QUIET, total: int = 0
    ) -> None:
        self.context = context
        self.batch = Batch()
        self._known = set(known)
        self._messages: list[tuple[Any, ...]] = []
        self._faults: list[tuple[int, Fault]] = []
        self._frames: list[pd.DataFrame] = []
        self._notes = Notes(self.batch, context.limits)
        self._codes = CodesRead()
        self._progress = progress
        self._total = total
        self._begun = self._done = self._told = 0

    def add(self, source: Source, size: int) -> None:
        """Read one file; what is wrong with it ends in the batch."""
        limits = self.context.limits
        self._begin(size)
        try:
            if size > limits.file_bytes:
                raise refuse("too_large", source, limit=limits.file_bytes // MB)
            if is_zip_of_files(source, limits):
                for part in members(source, limits):
                    self._add_part(part, 0)
                    self._tell(min(source.stream.tell(), size))
            else:
                self._add_part(source, size)
        except FileRefused as error:
            self._refuse(error)
        self._tell(size)
        self._done += size

    def finish(self) -> Batch:
        """Judge what was collected and return the batch."""
        self._progress.begin("judge", self.batch.read)
        if self._messages:
            self._finish_messages()
        self.batch.frame = frames.concat(self._frames)
        self._frames.clear()
        self.batch.codes = self._codes.listed()
        self._notes.close()
        self._judge_whole()
        self._progress.at(self.batch.read)
        return self.batch

    # --- one file --------------------------------------------------------------------------------------
    def _begin(self, size: int) -> None:
        """Tell the size of the work: what is announced, or what was added so far."""
        total = max(self._total, self._done + size)
        if total != self._begun:
            self._progress.begin("read", total)
            self._begun = total
        self._progress.at(self._done)

    def _tell(self, read: int) -> None:
        """Tell how many bytes are read of the file at hand; one that is read again does not go back."""
        self._told = max(self._told, self._done + read)
        self._progress.at(self._told)

    def _refuse(self, error: FileRefused) -> None:
        if isinstance(error, Question) and self.context.asks:
            raise error
        self.batch.refusals.extend(error.problems)
        self.batch.rejected_files += 1

    def _add_part(self, part: Source, told: int) -> None:
        """Read a file or a member of a ZIP; ``told``: the bytes of it that count as progress."""
        fingerprint = sha256(part.stream)
        size = part.stream.seek(0, 2)
        part.stream.seek(0)
        record = FileRead(part.name, part.member, fingerprint, size, known=fingerprint in self._known)
        self.batch.files.append(record)
        if record.known:
            return
        self._known.add(fingerprint)
        part = part.telling(lambda read: self._tell(min(read, told)))
        try:
            record.layout = layout_of(part)
            number = len(self.batch.files) - 1
            if record.layout in ("table", "spreadsheet"):
                self._add_table(part, record, number)
            else:
                self._add_messages(part, record, number)
        except FileRefused as error:
            self._refuse(error)

    def _messages_of(self, part: Source, layout: str) -> Iterator[Message]:
        limits = self.context.limits
        if layout == "hl7v3":
            return hl7v3.read(part, limits)
        if layout == "ada":
            return ada.read(part, limits, self.context.reference_date)
        return iter(fhir.read(part, limits))

    def _add_messages(self, part: Source, record: FileRead, number: int) -> None:
        rows: list[tuple[Any, ...]] = []
        faults: list[tuple[int, Fault]] = []
        for position, message in enumerate(self._messages_of(part, record.layout), start=1):
            if len(self._messages) + position > self.context.limits.messages:
                raise refuse("too_many_messages", part, limit=self.context.limits.messages)
            row, wrong = row_of(message, self.context)
            row["file"], row["position"] = number, position
            faults.extend((len(self._messages) + len(rows), fault) for fault in wrong[:_FAULTS])
            rows.append(tuple(row[name] for name in REPORT_COLUMNS))
            if position % _TOLD_EVERY == 0:
                part.tell(part.stream.tell())
        # Only a file that could be read to its end counts.
        self._messages.extend(rows)
        self._faults.extend(faults)
        record.units = len(rows)
        self.batch.messages += len(rows)
        self.batch.experimental |= record.layout in _EXPERIMENTAL

    def _add_table(self, part: Source, record: FileRead, number: int) -> None:
        reading = table.read(part, self.context, record.layout == "spreadsheet")
        record.layout = "table"
        frame = reading.frame
        frame["file"] = pd.Series(number, index=frame.index, dtype="Int32")
        record.units = len(frame)
        self.batch.rows += len(frame)
        findings = [*reading.findings, *check(frame, self.context)]
        rejected = self._notes.settle(frame, findings, reading)
        self._codes.add(reading)
        reading.texts.clear()
        del frame
        grouped = group(reading, ~rejected, self.context)
        self._notes.warn(reading.frame, grouped.findings, None)
        self.batch.merged += grouped.merged
        self.batch.warnings.extend(reading.warnings)
        if reading.headings.ignored:
            self._file_warning("ignored_columns", part, _listed(reading.headings.ignored))
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
        rejected = self._notes.settle(frame, findings, None)
        kept = frame[~rejected].reset_index(drop=True)
        add_content_keys(kept)
        self.batch.set_aside += int((~kept["is_birth"].astype(bool)).sum())
        self._frames.append(kept)

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


def _listed(names: Sequence[str]) -> str:
    """Return names as they are told: so many, each bounded."""
    told = ", ".join(map(shorten, names[:_NAMED]))
    return told if len(names) <= _NAMED else f"{told}, …"


__all__ = ["Batch", "FileRead", "Intake", "RejectedUnit"]
