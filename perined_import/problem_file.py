"""The problem file: what was not taken, to mend and to send again as a supplement of its upload.

Rows keep their own headings and order, and get one column more: what is wrong. A file has one heading, so
rows of files with other headings make a part of their own. No cell can be taken for a formula: those that
could are written with an apostrophe, which the reader takes off again. Messages have no columns; for them
the file says where and what, and they are mended where they were made.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from django.db.models import prefetch_related_objects
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from fluxus.texts import Text
from perined_import.found import as_problems
from perined_import.models import RejectedUnit, Upload, UploadFile

FORMATS: Final = ("xlsx", "csv")
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
_AT_ONCE: Final = 1000
_FILE: Final = Text("bestand", "file")
_MESSAGE: Final = Text("bericht", "message")
_PROBLEM: Final = Text("probleem", "problem")
_REMEDY: Final = Text("oplossing", "remedy")


@dataclass(frozen=True)
class Part:
    """Files with the same headings: one problem file. Without headings: messages."""

    headings: tuple[str, ...]
    files: tuple[UploadFile, ...]


def parts(upload: Upload) -> list[Part]:
    """Return the problem files that an upload comes to, in the order of its files."""
    with_some = upload.rejected.order_by("file", "position")
    grouped: dict[tuple[str, ...], list[UploadFile]] = {}
    for file in upload.files.filter(pk__in=with_some.values("file").distinct()):
        first = with_some.filter(file=file).first()
        if first is not None:
            grouped.setdefault(tuple(name for name, _text in first.cells), []).append(file)
    return [Part(headings, tuple(files)) for headings, files in grouped.items()]


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def rows(upload: Upload, part: Part, language: str | None) -> Iterator[list[str]]:
    """Yield the heading and the rows of one part, every cell safe, without holding them all in memory."""
    if part.headings:
        # Read back by its number, so this heading is the same in every language.
        heading = [*part.headings, f"probleem (levering {upload.pk})"]
    else:
        heading = [text.in_language(language) for text in (_FILE, _MESSAGE, _PROBLEM, _REMEDY)]
    yield [safe_cell(name) for name in heading]
    for unit in _units(upload, part):
        yield [safe_cell(text) for text in _row(unit, part, language)]


def _units(upload: Upload, part: Part) -> Iterator[RejectedUnit]:
    units = upload.rejected.filter(file__in=part.files).select_related("file").order_by("file", "position")
    held: list[RejectedUnit] = []
    for unit in units.iterator(chunk_size=_AT_ONCE):
        held.append(unit)
        if len(held) == _AT_ONCE:
            prefetch_related_objects(held, "problems")
            yield from held
            held = []
    prefetch_related_objects(held, "problems")
    yield from held


def _row(unit: RejectedUnit, part: Part, language: str | None) -> list[str]:
    problems = list(as_problems(unit.problems.all()))
    said = " ".join(one.problem.in_language(language) for one in problems)
    mend = " ".join(dict.fromkeys(one.remedy.in_language(language) for one in problems))
    if not part.headings:
        return [str(unit.file), str(unit.position), said, mend]
    written = dict(unit.cells)
    return [*(written.get(name, "") for name in part.headings), f"{said} {mend}"]


class _Line:
    """Gives back what a csv.writer writes."""

    def write(self, text: str) -> str:
        return text


def as_csv(lines: Iterable[list[str]]) -> Iterator[str]:
    """Yield a CSV with semicolons as Dutch spreadsheets expect it: a BOM, and quotes where needed."""
    writer: Any = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"
    for line in lines:
        yield writer.writerow(line)


def as_xlsx(lines: Iterable[list[str]], title: str, file: IO[bytes]) -> None:
    """Write a spreadsheet of which every cell is text; the file is left at its start."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append([_text_cell(sheet, text) for text in line])
    book.save(file)
    file.seek(0)


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # whatever it looks like
    cell.number_format = "@"
    return cell
