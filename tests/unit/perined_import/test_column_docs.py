"""The page that says where each column comes from, held against the columns and the readers themselves."""

import re
from pathlib import Path

import pytest

from perined_import.kernset import COLUMNS, TABLE_ONLY
from perined_import.readers import ada, fhir, hl7v3

PAGE = Path(__file__).parents[3] / "docs" / "perined-kolommen.md"
CODE = re.compile(r"`([^`]+)`")
SOURCES = {
    "hl7v3": sorted(Path(hl7v3.__file__).parent.glob("hl7v3*.py")),
    "ada": [Path(ada.__file__)],
    "fhir": sorted(Path(fhir.__file__).parent.glob("*.py")),
}
WHOLE = ("kolom", "hl7v3", "ada", "tabel", "fhir", "afleiding", "valkuil")
SHORT = ("kolom", "tabel", "waarvoor")


def _rows():
    """Yield each row of the page's tables as a dict, by the kind of table."""
    for line in PAGE.read_text().splitlines():
        if not line.startswith("| `"):
            continue
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        names = WHOLE if len(cells) == len(WHOLE) else SHORT
        assert len(cells) == len(names), line
        yield dict(zip(names, cells, strict=True))


ROWS = {CODE.findall(row["kolom"])[0]: row for row in _rows()}


def _headings(row):
    return set() if row["tabel"] == "-" else set(row["tabel"].split(", "))


def test_every_column_stands_on_the_page_once_and_no_other():
    names = [CODE.findall(row["kolom"])[0] for row in _rows()]
    assert sorted(names) == sorted(column.name for column in (*COLUMNS, *TABLE_ONLY))
    assert all("hl7v3" in ROWS[column.name] for column in COLUMNS)


@pytest.mark.parametrize("column", (*COLUMNS, *TABLE_ONLY), ids=lambda column: column.name)
def test_every_known_heading_stands_with_its_column(column):
    # A termination is a word in the column of the mode.
    shared = (
        next(one.headings for one in COLUMNS if one.name == "mode") if column.name == "termination" else ()
    )
    assert _headings(ROWS[column.name]) == {*column.headings, *shared}


@pytest.mark.parametrize("layout", SOURCES)
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_code_on_the_page_is_one_its_reader_knows(layout, column):
    source = "\n".join(path.read_text() for path in SOURCES[layout])
    cell = ROWS[column.name][layout]
    unknown = [
        code for code in CODE.findall(cell) if f'"{code}"' not in source and code not in _words(source)
    ]
    assert unknown == []
    assert cell == "-" or CODE.findall(cell), "a layout that brings a column says under which code"


def _words(source):
    """Return what stands in the source within longer texts: paths, lists of codes."""
    return set(re.findall(r"[\w.-]+", source))


def test_every_cell_says_something():
    assert all(all(row.values()) for row in ROWS.values())
