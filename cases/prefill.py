"""PURE. What a registry already knows about a delivery, as the start of a case: nothing is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import case_codes as codes
from cases.case_schema import FORMAT
from cases.case_values import epoch_minutes, write_instant

FROM_REGISTRY = "Volgens de registratie"


@dataclass(frozen=True, slots=True)
class PrefilledCase:
    """One delivery in plain values; None is unknown. Codes are those of the case format.

    ``birth_time`` is aware; a registry that only knows the day leaves it out, and the time is asked.
    ``maternal_age`` in years, ``bmi`` in kg/m², ``gestation_days`` in days, ``blood_loss_ml`` in ml.
    """

    delivery_key: str
    birth_time: datetime | None = None
    place: str | None = None
    mode: str | None = None
    parity: int | None = None
    gestation_days: int | None = None
    fetuses: int | None = None
    blood_loss_ml: int | None = None
    maternal_age: int | None = None
    bmi: float | None = None
    placenta_removal: str | None = None
    perineum: Sequence[str] | None = None


def prefilled_data(delivery: PrefilledCase) -> dict[str, Any]:
    """Return the case as far as the registry goes, in the case format; what it does not know is left out."""
    gestation = delivery.gestation_days
    parts: dict[str, dict[str, Any]] = {
        "mother": {
            "age_band": band(delivery.maternal_age, codes.AGE_BANDS),
            "bmi_band": band(delivery.bmi, codes.BMI_BANDS),
            "parity": delivery.parity,
            "gestation": None if gestation is None else f"{gestation // 7}+{gestation % 7}",
            "fetuses": delivery.fetuses,
        },
        "birth": {
            "time": None
            if delivery.birth_time is None
            else write_instant(epoch_minutes(delivery.birth_time)),
            "place": delivery.place,
            "mode": delivery.mode,
            "placenta_removal": delivery.placenta_removal,
            "perineum": None if delivery.perineum is None else list(delivery.perineum),
        },
        "outcome": {
            "total_loss_ml": delivery.blood_loss_ml,
            "total_loss_note": None if delivery.blood_loss_ml is None else FROM_REGISTRY,
        },
    }
    known = {
        name: {key: value for key, value in part.items() if value is not None} for name, part in parts.items()
    }
    return {"format": FORMAT, **{name: part for name, part in known.items() if part}}


def band(value: float | None, bands: Sequence[str]) -> str | None:
    """Return the band (``<20``, ``20-24``, ``25-29.9``, ``>=35``) in which a value lies.

    A band reaches up to the start of the next, so that 24.95 belongs to ``18.5-24.9``.
    """
    if value is None:
        return None
    found = bands[0]
    for candidate in bands[1:]:
        start = float(candidate.removeprefix(">=").partition("-")[0])
        if value >= start:
            found = candidate
    return found
