"""Values as people type them."""

from datetime import UTC, datetime

import pytest

from cases.case_problems import BadValue
from cases.case_schema import OBJECTS, ROWS, Key
from cases.questions import STATED
from cases.typed_values import stated_in, to_format, to_stated, to_typed, when

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


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (["-", "obesity"], "none of these"),
        (["obesity", "unknown"], "unknown"),
        (["-", "not_applicable"], "none of these"),
        (["obesity", "not_applicable"], "n/a"),
    ],
)
def test_what_goes_with_no_other_choice(chosen: list[str], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        to_format(key("mother", "risk_factors"), chosen, BIRTH)


@pytest.mark.parametrize("typed", ["nooit", "Never", " NOOIT "])
def test_never_can_be_typed(typed: str) -> None:
    assert to_format(key("birth", "bleeding_controlled"), typed, BIRTH) == "never"
    with pytest.raises(BadValue):
        to_format(key("birth", "bleeding_started"), typed, BIRTH)


@pytest.mark.parametrize(
    ("part", "name", "typed", "code"),
    [
        ("mother", "parity", "?", "unknown"),
        ("mother", "parity", " Onbekend ", "unknown"),
        ("mother", "parity", "nvt", "not_applicable"),
        ("mother", "parity", "N.v.t.", "not_applicable"),
        ("mother", "parity", "n/a", "not_applicable"),
        ("mother", "parity", "2", None),
        ("mother", "parity", "", None),
        ("mother", "parity", None, None),
        ("mother", "age_band", "unknown", "unknown"),
        ("mother", "asthma", "unknown", "unknown"),
        ("mother", "asthma", "not_applicable", None),  # a value of the case format itself
        ("mother", "risk_factors", ["unknown"], "unknown"),
        ("mother", "risk_factors", ["obesity"], None),
        ("mother", "risk_factors", [], None),
        ("birth", "bleeding_started", "?", "unknown"),
        ("outcome", "total_loss_note", "?", None),
    ],
)
def test_what_is_stated_instead_of_a_value(part: str, name: str, typed: object, code: str | None) -> None:
    assert stated_in(key(part, name), typed, STATED) == code


def test_what_may_not_be_stated_is_refused() -> None:
    with pytest.raises(BadValue, match='"nvt" is no answer here'):
        stated_in(key("birth", "bleeding_controlled"), "nvt", ("unknown",))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", STATED)
@pytest.mark.parametrize(
    ("part", "name"), [("mother", "parity"), ("mother", "age_band"), ("mother", "risk_factors")]
)
def test_what_was_stated_is_typed_back(part: str, name: str, code: str, language: str) -> None:
    asked = key(part, name)
    assert stated_in(asked, to_stated(asked, code, language), STATED) == code


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
