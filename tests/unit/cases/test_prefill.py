"""What a registry knows becomes the start of a case."""

from datetime import UTC, datetime

import pytest

from cases.case_codes import AGE_BANDS, BMI_BANDS
from cases.case_format import read_case
from cases.prefill import PrefilledCase, band, prefilled_data


def test_everything_known() -> None:
    delivery = PrefilledCase(
        "key",
        datetime(2025, 3, 9, 22, 40, tzinfo=UTC),
        "home",
        "spontaneous",
        parity=1,
        gestation_days=281,
        fetuses=1,
        blood_loss_ml=1400,
        maternal_age=33,
        bmi=24.95,
        placenta_removal="manual",
        perineum=("second",),
    )
    data = prefilled_data(delivery)
    facts = read_case(data, draft=True).facts
    assert facts is not None
    assert data["birth"]["time"] == "2025-03-09T23:40+01:00"
    assert (facts.mother.age_band, facts.mother.bmi_band) == ("30-34", "18.5-24.9")
    assert facts.mother.gestation_days == 281
    assert facts.outcome.total_loss_ml == 1400


def test_nothing_known_is_left_out() -> None:
    assert prefilled_data(PrefilledCase("key")) == {"format": "fluxus-case/1"}


@pytest.mark.parametrize(
    ("value", "bands", "expected"),
    [
        (None, AGE_BANDS, None),
        (12, AGE_BANDS, "<20"),
        (20, AGE_BANDS, "20-24"),
        (44.9, AGE_BANDS, "40-44"),
        (45, AGE_BANDS, ">=45"),
        (18.49, BMI_BANDS, "<18.5"),
        (18.5, BMI_BANDS, "18.5-24.9"),
        (25, BMI_BANDS, "25-29.9"),
        (60, BMI_BANDS, ">=35"),
    ],
)
def test_band(value: float | None, bands: tuple[str, ...], expected: str | None) -> None:
    assert band(value, bands) == expected
