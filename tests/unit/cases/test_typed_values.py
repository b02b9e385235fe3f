"""Values as people type them."""

from datetime import UTC, datetime

import pytest

from cases.case_problems import BadValue
from cases.case_schema import OBJECTS, ROWS, Key
from cases.typed_values import to_format, to_typed, when

BIRTH = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)


def key(part: str, name: str) -> Key:
    return next(k for k in (OBJECTS.get(part) or ROWS[part]) if k.name == name)


@pytest.mark.parametrize(
    ("part", "name", "typed", "value"),
    [
        ("vitals", "time", "0010", "2025-03-10T00:10+01:00"),
        ("vitals", "time", " ", None),
        ("vitals", "heart_rate", "92", 92),
        ("vitals", "temperature_c", "36,4", 36.4),
        ("vitals", "temperature_c", "36.4", 36.4),
        ("vitals", "heart_rate", "snel", "snel"),
        ("vitals", "heart_rate", "1_0", "1_0"),
        ("vitals", "heart_rate", "٣", "٣"),
        ("vitals", "heart_rate", "1.2.3", "1.2.3"),
        ("vitals", "heart_rate", "9" * 30, "9" * 30),
        ("medication", "drug", "oxytocin", "oxytocin"),
        ("mother", "risk_factors", [], None),
        ("mother", "risk_factors", ["-"], []),
        ("mother", "risk_factors", ["obesity"], ["obesity"]),
        ("mother", "gestation", "39+4", "39+4"),
    ],
)
def test_to_format(part: str, name: str, typed: object, value: object) -> None:
    assert to_format(key(part, name), typed, BIRTH) == value


def test_none_of_these_excludes_the_rest() -> None:
    with pytest.raises(BadValue, match="none of these"):
        to_format(key("mother", "risk_factors"), ["-", "obesity"], BIRTH)


@pytest.mark.parametrize(
    ("part", "name", "value", "nl", "en"),
    [
        ("vitals", "time", "2025-03-10T00:10+01:00", "00:10", "00:10"),
        ("vitals", "temperature_c", 36.4, "36,4", "36.4"),
        ("vitals", "temperature_c", 37.0, "37", "37"),
        ("vitals", "heart_rate", None, "", ""),
        ("birth", "bleeding_controlled", "never", "", ""),
        ("mother", "risk_factors", [], ["-"], ["-"]),
        ("mother", "risk_factors", None, [], []),
        ("birth", "causes", [], [], []),
        ("mother", "gestation", "39+4", "39+4", "39+4"),
    ],
)
def test_to_typed(part: str, name: str, value: object, nl: object, en: object) -> None:
    assert to_typed(key(part, name), value, BIRTH, "nl") == nl
    assert to_typed(key(part, name), value, BIRTH, "en") == en


def test_when() -> None:
    assert when("2025-03-10T00:10+01:00", BIRTH) == ("10-03 · +30 min", "10-03 · +30 min")
    assert when("2025-03-09T23:10+01:00", BIRTH) == ("09-03 · -30 min", "09-03 · -30 min")
    assert when("never", BIRTH) is None
    assert when(None, BIRTH) is None
    assert when("2025-03-10T00:10+01:00", None) is None
