"""Lines as people read them out of a record."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import quick_words
from cases.case_codes import (
    CALLED,
    DRUG_UNITS,
    INTERVENTIONS,
    METHODS,
    PRODUCTS,
    PURPOSES,
    ROUTES,
    TESTS,
    UNITS,
)
from cases.case_format import read_case
from cases.case_problems import BadValue
from cases.quick_entry import read_line, read_lines
from tests.unit.cases.example_case import small_case

BIRTH = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)


def at(clock: str) -> str:
    day = "2025-03-10" if clock < "12" else "2025-03-09"
    return f"{day}T{clock}+01:00"


LINES = [
    ("2350 500 gewogen", "blood_loss", {"time": at("23:50"), "cumulative_ml": 500, "method": "weighed"}),
    ("2350 500ml geschat", "blood_loss", {"time": at("23:50"), "cumulative_ml": 500, "method": "estimated"}),
    ("+35 1050", "blood_loss", {"time": at("00:15"), "cumulative_ml": 1050}),
    ("0010 800 cc zak", "blood_loss", {"time": at("00:10"), "cumulative_ml": 800, "method": "collector"}),
    (
        "0020 rr 95/60 p 125",
        "vitals",
        {"time": at("00:20"), "systolic": 95, "diastolic": 60, "heart_rate": 125},
    ),
    ("0020 95/- pols 125", "vitals", {"time": at("00:20"), "systolic": 95, "heart_rate": 125}),
    ("0020 RR 95", "vitals", {"time": at("00:20"), "systolic": 95}),
    (
        "0020 p 110, sat 97, temp 36,2 urine 150 ml",
        "vitals",
        {"time": at("00:20"), "heart_rate": 110, "spo2": 97, "temperature_c": 36.2, "urine_ml": 150},
    ),
    (
        "0055 txa 1 iv",
        "medication",
        {
            "time": at("00:55"),
            "drug": "tranexamic_acid",
            "dose": 1,
            "unit": "g",
            "route": "iv_bolus",
            "purpose": "treatment",
        },
    ),
    (
        "2341 oxytocine 10 ie im preventief",
        "medication",
        {
            "time": at("23:41"),
            "drug": "oxytocin",
            "dose": 10,
            "unit": "IU",
            "route": "im",
            "purpose": "prophylaxis",
        },
    ),
    ("2341 oxy", "medication", {"time": at("23:41"), "drug": "oxytocin"}),
    (
        "0010 methergin 0,2mg im",
        "medication",
        {
            "time": at("00:10"),
            "drug": "methylergometrine",
            "dose": 0.2,
            "unit": "mg",
            "route": "im",
            "purpose": "treatment",
        },
    ),
    ("? massage", "interventions", {"kind": "uterine_massage"}),
    ("2350 Infuus", "interventions", {"time": at("23:50"), "kind": "iv_line"}),
    (
        "2350 inspectie geboortekanaal",
        "interventions",
        {"time": at("23:50"), "kind": "genital_tract_inspection"},
    ),
    (
        "0012 aios gebeld 0027",
        "calls",
        {"role": "resident", "called": at("00:12"), "arrived": at("00:27"), "mode": "in_person"},
    ),
    ("0012 gyn overleg", "calls", {"role": "gynaecologist", "called": at("00:12"), "mode": "phone"}),
    (
        "0012 mbp gebeld",
        "calls",
        {"role": "massive_transfusion_protocol", "called": at("00:12"), "mode": "in_person"},
    ),
    ("0040 gynaecoloog aanwezig", "staff", {"role": "gynaecologist", "present_from": at("00:40")}),
    (
        "0040 tweede verloskundige er +90",
        "staff",
        {"role": "second_midwife", "present_from": at("00:40"), "present_until": at("01:10")},
    ),
    (
        "0040 lab hb 5,9 fib kruis",
        "labs",
        {
            "sampled": at("00:40"),
            "haemoglobin_mmol_l": 5.9,
            "tests": ["haemoglobin", "fibrinogen", "crossmatch"],
        },
    ),
    ("0040 bloedafname", "labs", {"sampled": at("00:40")}),
    ("0110 2 ec", "blood_products", {"started": at("01:10"), "product": "red_cells", "units": 2}),
    (
        "0110 fibrinogeen gegeven 2 g",
        "blood_products",
        {"started": at("01:10"), "product": "fibrinogen", "units": 2},
    ),
]


@pytest.mark.parametrize(("line", "section", "row"), LINES)
def test_read(line: str, section: str, row: dict) -> None:
    found = read_line(line, BIRTH)
    assert (found.section, dict(found.row)) == (section, row)


def test_what_is_read_is_a_case() -> None:
    rows, problems = read_lines(
        "\n\n".join(line for line, _section, _row in LINES if "800" not in line), BIRTH
    )
    assert problems == []
    lists: dict[str, list] = {}
    for found in rows:
        lists.setdefault(found.section, []).append(dict(found.row))
    assert read_case(small_case(**lists)).problems == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gewogen 500", "start with a time"),
        ("9999 500", "start with a time"),
        ("2350", "cannot be read"),
        ("2350 hallo", '"hallo" cannot be read'),
        ("2350 500 gewogen hallo", '"hallo" cannot be read'),
        ("2350 txa 1 iv snel", '"snel" cannot be read'),
        ("2350 gynaecoloog", "cannot be read"),
        (f"2350 {'9' * 5000}", "cannot be read"),
    ],
)
def test_refused(line: str, words: str) -> None:
    rows, problems = read_lines(line, BIRTH)
    assert rows == []
    assert [words in problem.en for problem in problems] == [True]


def test_every_code_can_be_typed() -> None:
    for table, codes in (
        (quick_words.DRUGS, DRUG_UNITS),
        (quick_words.UNITS, UNITS),
        (quick_words.ROUTES, ROUTES),
        (quick_words.PURPOSES, PURPOSES),
        (quick_words.METHODS, METHODS),
        (quick_words.INTERVENTIONS, INTERVENTIONS),
        (quick_words.ROLES, CALLED),
        (quick_words.TESTS, TESTS),
        (quick_words.PRODUCTS, PRODUCTS),
    ):
        assert set(table) == set(codes)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(["2350", "txa", "1", "iv", "gyn", "gebeld", "0010", "rr", "95/60", "ec", "lab", "hb"])
    )
)
def test_any_line_is_read_or_refused(words: str | list[str]) -> None:
    line = words if isinstance(words, str) else " ".join(words)
    with suppress(BadValue):
        read_line(line, BIRTH)
