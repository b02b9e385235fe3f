"""The empty table to fill in: headings that are recognised, and a sheet that explains each column."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from fluxus.texts import Text
from perined_import.codes import TABLE_WORDS
from perined_import.kernset import COLUMNS, IDENTIFIERS, TABLE_ONLY, Column
from perined_import.readers.sheets import GUIDE
from perined_import.value_words import column_label, value_word

DATA_SHEET: Final = "levering"
_KEY: Final = "pseudonym"
_LEFT_OUT: Final = {*IDENTIFIERS, "birth_year", "gestation_weeks", "age_at_conception"} - {_KEY}
"""A table needs one identifier, and the exact column rather than a coarse stand-in."""

_KINDS: Final[Mapping[str, Text]] = {
    "whole": Text("heel getal, zonder punt of eenheid", "whole number, without point or unit"),
    "decimal": Text("getal, met komma of punt", "number, with comma or point"),
    "flag": Text("1 of ja, 0 of nee; leeg is onbekend", "1 or ja, 0 or nee; empty is unknown"),
    "date": Text("datum: dd-mm-jjjj, met of zonder tijd", "date: dd-mm-yyyy, with or without time"),
    "code": Text("een van de woorden of codes hiernaast", "one of the words or codes beside this"),
    "text": Text("tekst", "text"),
}
_REQUIRED: Final[Mapping[str, Text]] = {
    "birth_date": Text("verplicht (of een kolom jaar)", "required (or a column jaar)"),
    "blood_loss_ml": Text("verplicht: deze of fluxus", "required: this one or fluxus"),
    "pph_flag": Text("verplicht: deze of bloedverlies", "required: this one or bloedverlies"),
    "reporting_lvr_id": Text(
        "verplicht: deze, ziekenhuis_lvr of vsv", "required: this, ziekenhuis_lvr or vsv"
    ),
    "hospital_lvr_id": Text("verplicht: deze, lvr of vsv", "required: this, lvr or vsv"),
    "vsv": Text("verplicht: deze, lvr of ziekenhuis_lvr", "required: this, lvr or ziekenhuis_lvr"),
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "pseudonym": "P0001",
    "birth_date": "31-01-2025 04:15",
    "reporting_lvr_id": "0123",
    "hospital_lvr_id": "0123",
    "line": "tweede lijn",
    "place": "ziekenhuis",
    "mode": "spontaan",
    "blood_loss_ml": "450",
    "pph_flag": "0",
    "parity": "1",
    "previous_pph": "nee",
    "maternal_age": "31",
    "bmi": "23,4",
    "gestation_days": "39+2",
    "children": "1",
    "birth_weight_g": "3450",
    "placenta": "spontaan",
    "perineum": "gaaf",
    "episiotomy": "nee",
    "birth_order": "1",
}
_HEADER: Final = (
    Text("kolom", "column"),
    Text("wat het is", "what it is"),
    Text("eenheid", "unit"),
    Text("hoe het geschreven wordt", "how it is written"),
    Text("waarden", "values"),
    Text("nodig", "needed"),
    Text("voorbeeld", "example"),
)


@dataclass(frozen=True)
class Explained:
    """One column of the template: its heading and what the explanation says of it."""

    heading: str
    cells: tuple[str, ...]
    example: str


def columns() -> list[Column]:
    """Return the columns that the template has, the identifier first."""
    known = [one for one in (*TABLE_ONLY, *COLUMNS) if one.headings and one.name not in _LEFT_OUT]
    return sorted(known, key=lambda one: one.name != _KEY)


def headings() -> list[str]:
    """Return the headings, each one that is recognised."""
    return [one.headings[0] for one in columns()]


def explained(language: str | None) -> list[Explained]:
    """Return what the explanation says of each column."""
    return [_explained(one, language) for one in columns()]


def as_csv() -> str:
    """Return the template as a CSV: its headings and nothing below, so that no example is ever counted."""
    return "\ufeff" + ";".join(headings()) + "\r\n"


def as_xlsx(language: str | None) -> bytes:
    """Return the template as a spreadsheet: a sheet to fill in, and one that explains each column."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = DATA_SHEET
    _write_headings(sheet)
    guide = book.create_sheet(GUIDE)
    guide.append([text.in_language(language) for text in _HEADER])
    for one in explained(language):
        guide.append([one.heading, *one.cells, one.example])
    for cell in guide[1]:
        cell.font = Font(bold=True)
    for row in guide.iter_rows(min_row=1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    for letter, width in zip("ABCDEFG", (24, 28, 10, 34, 60, 34, 20), strict=True):
        guide.column_dimensions[letter].width = width
    guide.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_headings(sheet: Any) -> None:
    sheet.append(headings())
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings(), start=1):
        sheet.cell(1, number).font = Font(bold=True)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = max(len(heading) + 3, 12)
        dimension.number_format = "@"


def _explained(column: Column, language: str | None) -> Explained:
    unit = column_label(column.name, language).removeprefix(column.label.in_language(language)).strip(" ()")
    needed = _REQUIRED.get(column.name)
    cells = (
        column.label.in_language(language),
        unit,
        _KINDS[column.kind].in_language(language),
        _values(column, language),
        needed.in_language(language) if needed else "",
    )
    return Explained(column.headings[0], cells, _EXAMPLES.get(column.name, ""))


def _values(column: Column, language: str | None) -> str:
    """Return the range of a number, or per value of a code column the words and codes that mean it."""
    if column.low is not None and column.high is not None:
        return f"{column.low:g}–{column.high:g}"
    if column.kind != "code":
        return ""
    words: dict[str, list[str]] = {}
    for word, value in TABLE_WORDS[column.name].items():
        words.setdefault(value, []).append(word)
    return "; ".join(
        f"{value_word(column.name, value).in_language(language)}: {', '.join(found)}"
        for value, found in words.items()
    )
