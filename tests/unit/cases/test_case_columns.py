"""Facts survive the columns of the database."""

from datetime import UTC, datetime

import pytest

from cases.case_columns import columns_of, facts_of, rows_of
from cases.case_format import read_case
from tests.unit.cases.example_case import full_case, small_case

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def at_home(**changes: object) -> dict:
    data = small_case(**changes)
    data["birth"] |= {"place": "home", "placenta_delivered": "never", "bleeding_controlled": "never"}
    return data


@pytest.mark.parametrize(
    "data",
    [
        full_case(),
        small_case(),
        at_home(),
        at_home(ambulance=None),
        at_home(ambulance={}),
        at_home(secondary_care_takeover="2025-03-10T00:30+01:00", mother={"risk_factors": []}),
    ],
)
def test_there_and_back(data: dict) -> None:
    facts = read_case(data, now=NOW).facts
    assert facts is not None
    assert facts_of(columns_of(facts), rows_of(facts), vsv=facts.vsv) == facts


def test_columns() -> None:
    facts = read_case(full_case(), now=NOW).facts
    assert facts is not None
    columns = columns_of(facts)
    assert columns["birth_time"] == datetime(2025, 10, 25, 21, 10, tzinfo=UTC)
    assert columns["placenta_delivered"] == datetime(2025, 10, 25, 21, 31, tzinfo=UTC)
    assert columns["placenta_delivered_never"] is False
    assert columns["gestation_days"] == 289
    assert columns["risk_factors"] == ["previous_pph", "obesity"]
    assert columns["ambulance_urgency"] == "A1"
    assert rows_of(facts)["blood_loss"][0] == {
        "position": 1,
        "time": datetime(2025, 10, 25, 21, 35, tzinfo=UTC),
        "cumulative_ml": 400,
        "method": "estimated",
    }
