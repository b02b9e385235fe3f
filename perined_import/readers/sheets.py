"""PURE. A spreadsheet (XLSX) → the rows of the one sheet that is meant, as a CSV would write them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, Final

import python_calamine

from perined_import.problems import Problem, shorten
from perined_import.readers.source import Context, Question, Source, refuse
from perined_import.readers.workbook import checked_copy

_BLANK_ROWS: Final = 1000
"""A spreadsheet that shows nothing for so many rows is over."""
GUIDE: Final = "uitleg"
"""The sheet of our own template that explains the columns; it holds no deliveries."""
_LOOKED_AT: Final = 1000
"""So many rows are looked at to see whether a sheet holds anything."""


def spreadsheet_rows(source: Source, context: Context) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells as text) of an XLSX file: of the chosen sheet, or the only one with data.

    Raises FileRefused when it cannot be read or is far too large unpacked, Question when several sheets hold
    data and none of them was chosen.
    """
    number = 0
    with checked_copy(source, context.limits) as copy:
        rows = _rows(copy, source, context)
        while True:
            try:
                found = next(rows, None)
            except _UNREADABLE as error:
                raise refuse("bad_cell", source, number + 1) from error
            except BaseException as error:
                if type(error).__name__ != "PanicException":  # of Rust, which cannot be imported
                    raise
                raise refuse("bad_spreadsheet", source) from error
            if found is None:
                return
            number, texts = found
            yield number, texts


_UNREADABLE: Final = (python_calamine.CalamineError, ValueError, OverflowError)
"""What comes of dates and durations that no calendar holds."""


def _rows(copy: BinaryIO, source: Source, context: Context) -> Iterator[tuple[int, list[str]]]:
    try:
        book = python_calamine.load_workbook(copy)
        sheet = book.get_sheet_by_name(_sheet(book, source, context))
        skipped = sheet.start[0] if sheet.start else 0
        rows = sheet.iter_rows()
    except (*_UNREADABLE, OSError) as error:
        raise refuse("bad_spreadsheet", source) from error
    blank = 0
    for number, cells in enumerate(rows, start=skipped + 1):
        texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if any(texts):
            blank = 0
            yield number, texts
            continue
        blank += 1
        if blank > _BLANK_ROWS:
            return


def _sheet(book: Any, source: Source, context: Context) -> str:
    """Return the name of the sheet to read."""
    names: Sequence[str] = [
        sheet.name for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not names:
        raise refuse("bad_spreadsheet", source)
    if context.sheet in names:
        return context.sheet
    if len(names) == 1:
        return names[0]
    filled = [name for name in names if name != GUIDE and _holds_data(book.get_sheet_by_name(name))]
    if len(filled) > 1:
        problem = Problem("several_sheets", source.name, source.member, value=shorten(", ".join(filled)))
        raise Question([problem], {"sheets": filled, "file": source.member or source.name})
    return filled[0] if filled else names[0]


def _holds_data(sheet: Any) -> bool:
    """Say whether a sheet shows anything in its first rows."""
    for number, cells in enumerate(sheet.iter_rows()):
        if number >= _LOOKED_AT:
            break
        if any(cell not in ("", None) for cell in cells):
            return True
    return False


def cell_text(value: Any) -> str:
    """Return a spreadsheet's cell as a CSV would write it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
