"""Every trap of one birth, in every layout in which it can occur."""

import csv
import io

import pytest

from perined_import.kernset import COLUMNS, of_kind
from perined_import.outcome import counted
from tests.kernset_intake import batch, rows
from tests.kernset_messages import ada, hl7
from tests.unit.perined_import.traps.birth_traps import BIRTH_TRAPS
from tests.unit.perined_import.traps.cases import ABSENT, CONTRADICTION, FLAVOUR, PRESENT, WRONG
from tests.unit.perined_import.traps.delivery_traps import DELIVERY_TRAPS

TRAPS = [*DELIVERY_TRAPS, *BIRTH_TRAPS]
OLD_CODES = {
    "177184002": "48782003",
    "3311000146109": "8561000146109",
    "11466000": "200146002",
    "177141003": "200148001",
    "274130007": "200149009",
    "22232009": "32",
    "23": "22",
}


def in_22(v):
    """Return the same message with the codes of 2.2."""
    children = [
        one | {name: OLD_CODES.get(one[name], one[name]) for name in ("mode", "place")}
        for one in v["children"] or ()
    ]
    return v | {"children": tuple(children)}


LAYOUTS = {
    "hl7v3": hl7,
    "ada": lambda v: ada(v, full=True),
    "ada 2.2": lambda v: ada(in_22(v), full=True, root="kernset_aanleverbericht"),
    "ada-lite": ada,
}


def table(*cells):
    """Return a CSV with these rows (dicts of heading → cell)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(cells[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue().encode()


def hold(one, found):
    """Assert that what was read is what the specification asks for."""
    if one.rejected:
        assert [problem.code for unit in found.rejected for problem in unit.problems] == [one.rejected]
        assert (found.rejected_units, len(found.frame)) == (1, 0)
        return
    assert found.problems == []
    (row,) = rows(found)
    counted(row)
    expected = {one.column: one.outcome} | one.also
    shown = {
        name: row[name].isoformat() if name == "birth_date" and row[name] else row[name] for name in expected
    }
    assert shown == expected
    assert [type(value) for value in shown.values()] == [type(value) for value in expected.values()]
    assert tuple(warning.code for warning in found.warnings) == one.warned
    assert all(warning.problem.nl and warning.problem.en for warning in found.warnings)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("one", [one for one in TRAPS if one.message], ids=lambda one: one.name)
def test_in_messages(layout, one):
    hold(one, batch(("bericht.xml", LAYOUTS[layout](one.values()))))


@pytest.mark.parametrize("one", [one for one in TRAPS if one.cells is not None], ids=lambda one: one.name)
def test_in_tables(one):
    hold(one, batch(("levering.csv", table(one.row()))))


# What a column cannot have: a flag says nothing wrong, a date of a year is no contradiction of itself, ...
CANNOT = {
    FLAVOUR: {"birth_year", "birth_time", "reporting_lvr_id", "hospital_lvr_id", "episiotomy"},
    CONTRADICTION: {
        *of_kind("time", "text"),
        "birth_date",
        "parity",
        "bmi",
        "place",
        "birth_weight_g",
        "augmented",
        "placenta",
        "perinatal_death",
        "transferred_third_stage",
        "termination",
    },
    PRESENT: set(),
    ABSENT: set(),
    WRONG: set(),
}


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@pytest.mark.parametrize("kind", CANNOT)
def test_every_column_is_tried_in_every_way(column, kind):
    tried = any((one.column, one.kind) == (column.name, kind) for one in TRAPS)
    assert tried or column.name in CANNOT[kind]
