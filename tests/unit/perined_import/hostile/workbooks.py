"""Workbooks made by hand, so that anything can be wrong with them."""

import io
import zipfile
from functools import cache

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = ("geboortedatum", "lvr", "bloedverlies")
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="46"/></cellXfs></styleSheet>'
)


@cache
def _parts():
    book = openpyxl.Workbook()
    book.active.append(["x"])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(place, value):
    """Return a cell with a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number, day="2021-08-04", lvr="0010", loss="<v>500</v>", kind=""):
    """Return a row; ``loss``: what is inside its third cell, ``kind``: that cell's further attributes."""
    cells = text(f"A{number}", day) + text(f"B{number}", lvr) + f'<c r="C{number}"{kind}>{loss}</c>'
    return f'<row r="{number}">{cells}</row>'


def sheet(*rows):
    """Return a sheet with the headings and these rows."""
    head = "".join(text(f"{letter}1", name) for letter, name in zip("ABC", HEADINGS, strict=True))
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>{"".join(rows)}</sheetData></worksheet>'
    )


def workbook(content, shared=None, target="worksheets/sheet1.xml", styles=None, book=None, extra=()):
    """Return an XLSX with one sheet."""
    parts = dict(_parts())
    parts.pop("xl/worksheets/sheet1.xml")
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"/xl/worksheets/sheet1.xml", f"/xl/{target}".encode())
    for name, changed in (
        ("xl/sharedStrings.xml", shared),
        ("xl/styles.xml", styles),
        ("xl/workbook.xml", book),
        (f"xl/{target}", content),
    ):
        if changed is not None:
            parts[name] = changed if isinstance(changed, bytes) else changed.encode()
    return zipped(*parts.items(), *extra)


def saved(*lines, prepare=None):
    """Return a workbook as a spreadsheet program saves it."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    if prepare is not None:
        prepare(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """Return a ZIP of (name or ZipInfo, content) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content, method)
    return buffer.getvalue()
