"""PURE. How large the sheets of a workbook are, before a library makes room for them.

A sheet is held as a full rectangle: a file of a few kilobytes with one cell in the last corner asks for more
memory than there is. So the cells that hold something are looked for in the XML first.
"""

import re
import zipfile
import zlib
from typing import Final

from perined_import.readers.source import Limits, Source, refuse

_PLACED: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["']""")
"""Where a cell says that it stands: its column and row."""
_FILLED: Final = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["'][^<>]*(?<!/)>"""
    rb"""\s*<(?:\w+:)?(?:v|is|f)\b"""
)
"""The same of a cell with a value, text or formula: what is only formatted takes no room, but costs time to
tell apart."""
_NO_SHEETS: Final = ("xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml")
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 4096


def check_sheet_sizes(source: Source, limits: Limits) -> None:
    """Refuse a workbook with a sheet of more cells (rows times columns) than the limit, or damaged inside."""
    try:
        with zipfile.ZipFile(source.stream) as archive:
            for name in archive.namelist():
                if name.endswith(".xml") and name not in _NO_SHEETS:
                    _check(archive, name, source, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise refuse("bad_spreadsheet", source) from error
    finally:
        source.stream.seek(0)


def _check(archive: zipfile.ZipFile, name: str, source: Source, limits: Limits) -> None:
    if any(_area(archive, name, pattern) <= limits.sheet_cells for pattern in (_PLACED, _FILLED)):
        return
    raise refuse("too_many_cells", source, limit=limits.sheet_cells)


def _area(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> int:
    """Return rows times columns of the cells that a pattern finds, or a lower bound of the number of cells.

    A cell closes two elements, or four with a text inside; cells need not say where they stand.
    """
    columns, rows = {b""}, {b"0"}
    closed = 0
    kept = b""
    with archive.open(name) as member:
        while fresh := member.read(_CHUNK):
            closed += fresh.count(b"</")
            text = kept + fresh
            if found := pattern.findall(text):
                letters, digits = zip(*found, strict=True)
                columns.update(letters)
                rows.update(digits)
                rows = {max(rows, key=int)}
            kept = text[-_OVERLAP:]
    return max(int(max(rows, key=int)) * max(map(_number, columns)), closed // 8)


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, XFD 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
