"""A row written as a line is read back as the same row."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_codes import DRUG_UNITS, TEST_OF_VALUE
from cases.case_schema import IN_ORDER, ROWS, Key, Kind
from cases.case_values import epoch_minutes, write_instant
from cases.quick import as_line, read_line
from tests.unit.cases.quick.lines import BIRTH, pair, said
from tests.unit.cases.quick.lines import ROWS as LINES

BIRTHS = st.sampled_from(
    [
        BIRTH,
        datetime(2025, 10, 25, 23, 50, tzinfo=UTC),
        datetime(2025, 3, 29, 23, 50, tzinfo=UTC),
        datetime(2024, 2, 28, 23, 30, tzinfo=UTC),
        datetime(2024, 12, 31, 22, 59, tzinfo=UTC),
    ]
)
MINUTES = st.integers(-300, 300) | st.integers(-7 * 1440, 7 * 1440)


def values(key: Key, birth: datetime) -> st.SearchStrategy[Any]:
    """Return everything that a key can hold."""
    if key.kind is Kind.TIME:
        return MINUTES.map(lambda minutes: write_instant(epoch_minutes(birth + timedelta(minutes=minutes))))
    if key.kind is Kind.WHOLE:
        return st.integers(int(key.low), int(key.high))
    if key.kind is Kind.NUMBER:
        return st.integers(round(key.low * 10), round(min(key.high, 5000) * 10)).map(lambda n: n / 10)
    if key.kind is Kind.CODES:
        return st.lists(st.sampled_from(key.codes), unique=True)
    return st.sampled_from(key.codes)


@st.composite
def rows(draw: st.DrawFn, section: str) -> tuple[datetime, dict[str, Any]]:
    """Return a valid row of a list, with any of what is not required left out."""
    birth = draw(BIRTHS)
    keys = ROWS[section]
    row = {key.name: draw(values(key, birth)) for key in keys if key.required or draw(st.integers(0, 2)) > 0}
    moments = [name for name in IN_ORDER.get(section, ()) if name in row]
    for name, moment in zip(
        moments, sorted((row[n] for n in moments), key=datetime.fromisoformat), strict=True
    ):
        row[name] = moment
    if "drug" in row and "unit" in row:
        row["unit"] = DRUG_UNITS[row["drug"]]
    return birth, row


def same(section: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the format means it: a dose has its drug's unit, a result is that test done."""
    row = dict(row)
    if section == "medication" and "dose" in row:
        row["unit"] = DRUG_UNITS[row["drug"]]
    if section == "labs" and row.get("tests") is not None:
        row["tests"] = {*row["tests"], *(test for key, test in TEST_OF_VALUE.items() if key in row)}
    return row


def is_empty(section: str, row: dict[str, Any]) -> bool:
    return section == "vitals" and set(row) == {"time"}


@pytest.mark.parametrize("section", ROWS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_any_row(section: str, language: str) -> None:
    @settings(max_examples=120, deadline=None)
    @given(rows(section))
    def check(case: tuple[datetime, dict[str, Any]]) -> None:
        birth, row = case
        if is_empty(section, row):
            return
        line = as_line(section, row, birth, language)
        (found,) = [pair(item) for item in read_line(line, birth).items]
        assert (found[0], same(section, found[1])) == (section, same(section, row)), line

    check()


@pytest.mark.parametrize(("line", "section", "row"), LINES)
def test_what_was_read_is_written_and_read_again(line: str, section: str, row: dict[str, Any]) -> None:
    for language in ("nl", "en"):
        (again,) = said(as_line(section, row, BIRTH, language))
        assert (again[0], same(section, again[1])) == (section, same(section, row))


def test_lines_look_like_what_people_type() -> None:
    time = "2025-03-10T00:30+01:00"
    row = {"time": time, "drug": "methylergometrine", "dose": 0.2, "unit": "mg", "route": "im"}
    line = "00:30 methylergometrine 0,2 mg im"
    assert as_line("medication", {**row, "purpose": "treatment"}, BIRTH) == line
    assert as_line("medication", row, BIRTH) == f"{line} doel onbekend"
    assert as_line("medication", row, BIRTH, "en-gb") == f"{line.replace(',', '.')} purpose unknown"
    call = {"role": "gynaecologist", "called": time, "mode": "phone"}
    assert as_line("calls", call, BIRTH) == "00:30 gynaecoloog telefonisch"
    assert as_line("vitals", {"time": time, "systolic": 95, "diastolic": 60}, BIRTH) == "00:30 rr 95/60"
