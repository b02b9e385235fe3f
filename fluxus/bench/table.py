"""PURE. The lines of the measurements, as the table that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADING: Final = "| what | figure | beside | goal | peak memory |\n|---|---|---|---|---|"
BEGIN, END = "<!-- measured:begin -->", "<!-- measured:end -->"


@dataclass(frozen=True)
class Line:
    """One row: what, how much (with unit), beside what, what was aimed at, and the peak in megabytes."""

    what: str
    figure: str
    beside: str = ""
    goal: str = ""
    peak_mb: int | None = None

    def __str__(self) -> str:
        peak = "" if self.peak_mb is None else f"{self.peak_mb} MB"
        return f"| {self.what} | {self.figure} | {self.beside} | {self.goal} | {peak} |"


def write_into(page: Path, heading: str, lines: Iterable[Line]) -> None:
    """Put the table between the marks of a page. Raises ValueError where the page has no marks."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no {BEGIN} and {END}: put them where the table belongs.")
    table = "\n".join(["", heading, "", HEADING, *map(str, lines), ""])
    page.write_text(f"{before}{begin}\n{table}\n{end}{after}", encoding="utf-8")
