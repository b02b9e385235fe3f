"""PURE. Findings (which rows, what is wrong) → rejected units and warnings of a batch, within bounds."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from perined_import.batch import Batch, RejectedUnit
from perined_import.frames import parts
from perined_import.kernset import BY_NAME
from perined_import.problems import CATALOGUE, Problem, shorten
from perined_import.readers.finding import Finding
from perined_import.readers.source import Limits
from perined_import.readers.table import TableReading

_DATES: Final = frozenset({"birth_date", "birth_year"})


class Notes:
    """Writes what is found into a batch: every rejected unit that the limits keep, and per kind of warning
    so many, with the number of the others said once.
    """

    def __init__(self, batch: Batch, limits: Limits) -> None:
        self._batch = batch
        self._limits = limits
        self._warned: Counter[tuple[str, str]] = Counter()

    def settle(self, frame: pd.DataFrame, findings: list[Finding], reading: TableReading | None) -> Any:
        """Note the problems of the units that are rejected, and the warnings; return a mask of the former."""
        rejecting = _one_problem_per_date([one for one in findings if _gate(one) != "warning"])
        rejected = np.zeros(len(frame), dtype=bool)
        for finding in rejecting:
            rejected[finding.rows] = True
        self._batch.rejected_units += int(rejected.sum())
        self._reject(frame, rejecting, reading)
        self.warn(frame, [one for one in findings if _gate(one) == "warning"], reading)
        return rejected

    def warn(self, frame: pd.DataFrame, findings: Iterable[Finding], reading: TableReading | None) -> None:
        """Note warnings about rows of a frame."""
        for finding in findings:
            name = _column(finding, reading)
            kind = (finding.code, name)
            room = max(self._limits.problems - self._warned[kind], 0)
            self._warned[kind] += len(finding.rows)
            told = self._teller(frame, finding, name)
            pairs = zip(finding.rows[:room].tolist(), finding.values[:room], strict=True)
            self._batch.warnings.extend(told(row, value) for row, value in pairs)

    def close(self) -> None:
        """Say once per kind of warning how many more there were."""
        more = {
            kind: count - self._limits.problems
            for kind, count in self._warned.items()
            if count > self._limits.problems
        }
        if not more:
            return
        warnings = self._batch.warnings
        last = {(one.code, one.column): number for number, one in enumerate(warnings)}
        for kind in sorted(more, key=lambda one: last.get(one, -1), reverse=True):
            params = {"kind": kind[0]}
            closing = Problem("more_of_this_kind", column=kind[1], value=str(more[kind]), params=params)
            warnings.insert(last.get(kind, len(warnings) - 1) + 1, closing)

    def _reject(self, frame: pd.DataFrame, findings: Iterable[Finding], reading: TableReading | None) -> None:
        units: dict[int, RejectedUnit] = {}
        files, positions = _places(frame)
        room = self._limits.rejected_kept - len(self._batch.rejected)
        for finding in findings:
            told = self._teller(frame, finding, _column(finding, reading))
            for row, value in zip(finding.rows.tolist(), finding.values, strict=True):
                if row not in units:
                    if len(units) >= room:
                        continue
                    cells = reading.cells(row) if reading is not None else {}
                    units[row] = RejectedUnit(int(files[row]), int(positions[row]), [], cells)
                units[row].problems.append(told(row, value))
        self._batch.rejected.extend(units.values())

    def _teller(self, frame: pd.DataFrame, finding: Finding, column: str) -> Callable[[int, object], Problem]:
        """Return the function that says a finding of one row."""
        files, positions = _places(frame)

        def told(row: int, value: object) -> Problem:
            file, position = self._batch.files[int(files[row])], int(positions[row])
            row_number, message = (position, None) if file.layout == "table" else (None, position)
            return Problem(
                finding.code,
                file.name,
                file.member,
                row_number,
                message,
                column,
                shorten(value),
                finding.params,
            )

        return told


def _places(frame: pd.DataFrame) -> tuple[Any, Any]:
    """Return of each row the file and the position in it, as plain numbers."""
    return parts(frame["file"])[0], parts(frame["position"])[0]


def _gate(finding: Finding) -> str:
    return CATALOGUE[finding.code].gate


def _column(finding: Finding, reading: TableReading | None) -> str:
    """Return a column as the reader of the problem knows it: its own heading, or our name for it."""
    if reading is not None and finding.column in reading.headings.names:
        return reading.headings.names[finding.column]
    return BY_NAME[finding.column].label.nl if finding.column in BY_NAME else finding.column


def _one_problem_per_date(findings: list[Finding]) -> list[Finding]:
    """A date that cannot be read is not missing as well."""
    told = [one.rows for one in findings if one.column in _DATES and one.code != "no_birth_date"]
    if not told:
        return findings
    return [one.without(np.concatenate(told)) if one.code == "no_birth_date" else one for one in findings]
