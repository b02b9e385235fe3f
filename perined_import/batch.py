"""PURE. What a set of files comes to: reports, counts of units, what was rejected, what is worth a look."""

from dataclasses import dataclass, field

import pandas as pd

from perined_import.problems import Problem


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


@dataclass(slots=True)
class RejectedUnit:
    """A message or row that is not taken: all its problems, and a row's cells under their own headings."""

    file: int
    position: int
    problems: list[Problem]
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Batch:
    """What a set of files comes to.

    ``codes`` says what each word of the code columns was taken to mean: [column, text, value or None, rows],
    what was not understood first, then the most frequent; a table's word for a termination has the value
    "termination". ``experimental`` is set when a layout is read that the field does not deliver yet.
    ``rejected`` holds so many units as the limits keep; ``rejected_units`` counts them all.
    """

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
    codes: list[list[str | int | None]] = field(default_factory=list)
    experimental: bool = False

    @property
    def read(self) -> int:
        """The number of units: messages and rows."""
        return self.messages + self.rows

    @property
    def problems(self) -> list[Problem]:
        """Everything that stands in the way, files first."""
        return self.refusals + [problem for unit in self.rejected for problem in unit.problems]
