"""PURE. What every reader works with: a readable source, the limits, and how a bad file is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    members: int = 200_000
    rejected_share: float = 0.05
    rejected_minimum: int = 20
    problems: int = 1000


@dataclass(frozen=True)
class Source:
    """One file, or one member of a ZIP: a name and a stream that can be read again from the start."""

    name: str
    stream: BinaryIO
    member: str = ""


@dataclass(frozen=True)
class Context:
    """What a reader must know besides the file.

    ``key`` makes identifiers unreadable; ``kinds`` says of known LVR ids whether they are a hospital or a
    practice; ``vsv_codes`` are the codes that exist; ``period`` limits a table's births.
    """

    key: bytes
    today: date
    reference_date: date | None = None
    period: Period | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    vsv_codes: frozenset[str] = frozenset()
    vsv_given: bool = False
    limits: Limits = Limits()


class FileRefused(Exception):
    """A whole file cannot be read; ``problems`` lists everything of the gate that failed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].problem.en)
        self.problems = problems


def refuse(code: str, source: Source, value: object = "", **params: Any) -> FileRefused:
    """Return the refusal of a file for one reason."""
    return FileRefused(
        [Problem(code, file=source.name, member=source.member, value=shorten(value), params=params)]
    )
