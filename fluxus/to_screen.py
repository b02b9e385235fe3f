"""Where import and cases meet: each haemorrhage in the registry becomes a case, filled in as far as it goes.

The two apps do not know each other: this is the one place that translates between them.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.prefill import PrefilledCase
from cases.queries import delivery_keys_with_case
from fluxus.organisations.models import Vsv
from perined_import.queries import PphDelivery, pph_deliveries_to_screen

# What the registry does not tell apart, or the case format does not have, is asked (None).
PLACES: Final[Mapping[tuple[str | None, str | None], str]] = {
    ("home", "primary"): "home",
    ("home", None): "home",
    ("birth_centre", "primary"): "birth_centre",
    ("birth_centre", None): "birth_centre",
    ("hospital", "primary"): "midwife_led_hospital",
    ("hospital", "secondary"): "hospital",
}
MODES: Final = frozenset({"spontaneous", "vacuum", "forceps", "planned_caesarean", "emergency_caesarean"})
CAESAREANS: Final = frozenset({"planned_caesarean", "emergency_caesarean"})
PLACENTA: Final[Mapping[str, str]] = {
    "spontaneous": "spontaneous",
    "cct": "controlled_cord_traction",
    "manual": "manual",
    "caesarean": "caesarean",
}
# A third-degree tear has a letter in the case format, which the registry's export does not always have.
PERINEUM: Final = frozenset({"intact", "first", "second", "fourth"})


def waiting(vsv: Vsv) -> list[PphDelivery]:
    """Return the haemorrhages of a VSV for which nobody opened a case, newest first."""
    return pph_deliveries_to_screen(vsv, screened=delivery_keys_with_case(vsv))


def as_case(delivery: PphDelivery) -> PrefilledCase:
    """Return a delivery of the registry in the terms of a case; what cannot be told is None."""
    place = PLACES.get((delivery.place, delivery.line))
    if delivery.mode in CAESAREANS:
        place = "hospital"
    return PrefilledCase(
        delivery_key=delivery.delivery_key,
        birth_time=None if delivery.birth_time is None else _moment(delivery, delivery.birth_time),
        place=place,
        mode=delivery.mode if delivery.mode in MODES else None,
        parity=delivery.parity,
        gestation_days=delivery.gestation_days,
        fetuses=delivery.children,
        blood_loss_ml=delivery.blood_loss_ml,
        maternal_age=delivery.maternal_age,
        bmi=delivery.bmi,
        placenta_removal=PLACENTA.get(delivery.placenta or ""),
        perineum=[delivery.perineum] if delivery.perineum in PERINEUM else None,
    )


def _moment(delivery: PphDelivery, at: time) -> datetime:
    local = datetime.combine(delivery.birth_date, at.replace(second=0, microsecond=0))
    return local.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def initial_of(delivery: PphDelivery) -> dict[str, Any]:
    """Return what the form that starts a case can show at once even when the time of birth is not known."""
    return {} if delivery.birth_time else {"birth__date": delivery.birth_date}
