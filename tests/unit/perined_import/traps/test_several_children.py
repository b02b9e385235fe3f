"""Twins and triplets: one delivery, whatever the layout, and whichever child stands first in the file."""

import itertools

import pytest

from perined_import.outcome import counted
from tests.kernset_intake import batch, one_row, rows
from tests.kernset_messages import bsn, child, values
from tests.unit.perined_import.traps.cases import ORDINARY
from tests.unit.perined_import.traps.test_traps import LAYOUTS, table

FIRST = child(order="1", bsn=bsn(601), weight="2100", place="169813005", supervisor="11")
SECOND = child(
    order="2",
    bsn=bsn(602),
    birth="20210804235900",
    pushing="20210804234000",
    weight="2600",
    mode="3311000146109",
    instrument="61586001",
    died="true",
    augmented="true",
)
THIRD = child(
    order="3",
    bsn=bsn(603),
    birth="20210805001000",
    pushing=None,
    weight="1900",
    mode="274130007",
    pain_relief="false",
    method="18946005",
    relief_period="Uitdr",
)
# By hand: when, where, line, age, gestation and second stage of the first; the heaviest; the foremost mode.
TRIPLETS = {
    "birth_time": 1415,
    "place": "home",
    "line": "primary",
    "second_stage_min": 45,
    "gestation_days": 273,
    "maternal_age": 27,
    "birth_weight_g": 2600,
    "mode": "emergency_caesarean",
    "perinatal_death": True,
    "augmented": True,
    "epidural": True,
    "children": 3,
    "blood_loss_ml": 1300,
    "pph": True,
}


def shown(row, expected):
    counted(row)
    return {name: row[name] for name in expected}


@pytest.mark.parametrize("order", list(itertools.permutations((FIRST, SECOND, THIRD))), ids=str)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_triplets_in_any_order_are_one_delivery(layout, order):
    v = values(born_children="3", loss="1300", children=order)
    row = one_row(("b.xml", LAYOUTS[layout](v)))
    assert shown(row, TRIPLETS) == TRIPLETS
    assert row["birth_date"].isoformat() == "2021-08-04"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("stated", "orders", "children"),
    [
        ("2", ("1", "2"), 2),
        (None, ("1", "2"), 2),
        ("1", ("1", "2"), 2),
        ("3", ("1", "2"), 3),
        (None, (None, None), 2),
    ],
)
def test_the_number_of_children_is_the_larger_of_stated_and_numbered(layout, stated, orders, children):
    born = [child(order=order, bsn=bsn(610 + n)) for n, order in enumerate(orders)]
    row = one_row(("b.xml", LAYOUTS[layout](values(born_children=stated, children=tuple(born)))))
    assert row["children"] == children


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_times_the_first_is_number_one(layout):
    late = child(order="1", birth="20210804", bsn=bsn(621), place="40")
    early = child(order="2", birth="20210804", bsn=bsn(622), place="23")
    row = one_row(("b.xml", LAYOUTS[layout](values(born_children="2", children=(early, late)))))
    assert (row["place"], row["second_stage_min"]) == ("on_the_way", None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_termination_of_one_of_two_leaves_a_delivery_that_counts(layout):
    ended = child(order="2", bsn=bsn(632), mode="10", weight="600")
    row = one_row(("b.xml", LAYOUTS[layout](values(born_children="2", children=(child(), ended)))))
    assert shown(row, ["termination", "mode", "eligible"]) == {
        "termination": False,
        "mode": "spontaneous",
        "eligible": True,
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_child_twice_is_one(layout):
    row = one_row(("b.xml", LAYOUTS[layout](values(born_children=None, children=(child(), child())))))
    assert row["children"] == 1


@pytest.mark.parametrize("key", ["bevalling_id", "pseudoniem", "partusnummer", "dossiernummer", None])
@pytest.mark.parametrize("turned", [False, True])
def test_in_a_table_children_are_joined_and_blood_loss_counts_once(key, turned):
    own = {key: "D-1"} if key else {}
    common = ORDINARY | own | {"bloedverlies": "1300", "aantal_kinderen": "2"}
    first = common | {"rangnummer": "1", "geboortegewicht": "2100", "plaats": "thuis", "lijn": "1"}
    second = common | {
        "rangnummer": "2",
        "geboortegewicht": "2600",
        "geboortedatum": "05-08-2021 00:05",
        "type_partus": "sectio secundair",
    }
    cells = [second, first] if turned else [first, second]
    found = batch(("levering.csv", table(*cells)))
    assert found.problems == [] and (found.read, found.merged) == (2, 1)
    (row,) = rows(found)
    expected = {
        "children": 2,
        "birth_weight_g": 2600,
        "mode": "emergency_caesarean",
        "place": "home",
        "line": "primary",
        "birth_time": 1415,
        "blood_loss_ml": 1300,
        "pph": True,
    }
    assert shown(row, expected) == expected


def test_a_later_child_alone_is_a_delivery_with_a_warning():
    found = batch(("levering.csv", table(ORDINARY | {"rangnummer": "2", "aantal_kinderen": ""})))
    assert [warning.code for warning in found.warnings] == ["order_without_first"]
    assert (len(found.frame), found.merged) == (1, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ending", ["2", "21", "22", "23", "3", "31", "32", "4", "5"])
def test_an_ending_that_is_no_birth_is_set_aside_in_every_layout(layout, ending):
    found = batch(("b.xml", LAYOUTS[layout](values(ending=ending))))
    assert (found.read, found.set_aside, found.rejected_units, found.warnings) == (1, 1, 0, [])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "v", [values(children=None, loss=None), values(children=(), loss=None)], ids=["no group", "empty"]
)
def test_a_message_without_birth_is_set_aside(layout, v):
    found = batch(("b.xml", LAYOUTS[layout](v)))
    assert (found.read, found.set_aside, found.rejected_units) == (1, 1, 0)


@pytest.mark.parametrize("layout", ["hl7v3", "ada-lite"])
def test_blood_loss_without_a_birth_date_is_rejected_not_set_aside(layout):
    found = batch(("b.xml", LAYOUTS[layout](values(children=(), loss="300"))))
    assert [problem.code for problem in found.rejected[0].problems] == ["no_birth_date"]


def test_a_womans_birth_date_never_stands_in_a_problem():
    for layout in LAYOUTS.values():
        found = batch(("b.xml", layout(values(born="19940231"))))
        (warning,) = found.warnings
        assert warning.code == "dropped" and warning.value == "…"
        assert "1994" not in repr(found.warnings)
