"""PURE. What every reader works with: a readable source, the limits, and how a bad file is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO, Final

from fluxus.periods import Period
from perined_import.problems import Problem, shorten

MB: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much is read before a file is refused (settings of the installation)."""

    file_bytes: int = 1024 * MB
    message_bytes: int = 50 * MB
    rows: int = 5_000_000
    unpacked_bytes: int = 2048 * MB
    ratio: int = 100
    line_bytes: int = 1 * MB
    sheet_cells: int = 10_000_000
    """Rows times columns of one sheet of a workbook, which is in memory as a whole."""
    workbook_bytes: int = 512 * MB
    """The XML of one workbook, unpacked; and the texts of one of its sheets."""
    members: int = 200_000
    messages: int = 500_000
    """Messages of one upload, which are in memory as a whole; a gigabyte holds fewer real ones."""
    rejected_share: float = 0.05
    rejected_minimum: int = 20
    problems: int = 1000
    """Warnings of one kind that are kept one by one; how many more there were is said once."""
    rejected_kept: int = 300_000
    """Rejected units that are kept with their problems and cells."""


@dataclass(frozen=True)
class Source:
    """One file, or one member of a ZIP: a name and a stream that can be read again from the start."""

    name: str
    stream: BinaryIO
    member: str = ""
    tell: Callable[[int], None] = field(default=lambda _: None, compare=False)
    """Hears from the reader how many bytes were read; may raise, to end the work."""

    def telling(self, tell: Callable[[int], None]) -> "Source":
        """Return the same source, with somebody who hears how far its reader is."""
        return replace(self, tell=tell)


@dataclass(frozen=True)
class Context:
    """What a reader must know besides the file.

    ``key`` makes identifiers unreadable; ``kinds`` says of known LVR ids whether they are a hospital or a
    practice; ``vsv_codes`` are the codes that exist; ``period`` limits a table's births.
    ``mapping`` says of heading keys (`kernset.heading_key`) which column they hold, "" for none: it beats the
    known headings. ``sheet`` is the chosen sheet of a workbook. With ``asks`` a file that a person could help
    to read raises Question; without, it is refused like any other.
    """

    key: bytes
    today: date
    reference_date: date | None = None
    period: Period | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    vsv_codes: frozenset[str] = frozenset()
    vsv_given: bool = False
    limits: Limits = Limits()
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    asks: bool = False


class FileRefused(Exception):
    """A whole file cannot be read; ``problems`` lists everything of the gate that failed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].problem.en)
        self.problems = problems


class Question(FileRefused):
    """A file that can be read once a person says which sheet is meant, or what its headings are.

    Whoever cannot ask has the refusal in ``problems``. What is asked is in `as_json`: either
    ``{"sheets": [names], "file": name}`` or ``{"headings": [{"key", "name", "column"}, ...],
    "missing": ["date" | "loss" | "place", ...], "file": name}``.
    """

    def __init__(self, problems: list[Problem], asked: Mapping[str, Any]) -> None:
        super().__init__(problems)
        self._asked = dict(asked)

    def as_json(self) -> dict[str, Any]:
        """Return what is asked, as it is stored."""
        return self._asked


def refuse(code: str, source: Source, value: object = "", **params: Any) -> FileRefused:
    """Return the refusal of a file for one reason."""
    return FileRefused(
        [Problem(code, file=source.name, member=source.member, value=shorten(value), params=params)]
    )
