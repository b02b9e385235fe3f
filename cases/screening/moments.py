"""PURE. The recorded minutes of a case, and all of the facts that its triggers rest on."""

from collections.abc import Hashable
from dataclasses import astuple
from math import isinf
from typing import Final

from cases.screening.care import EVER_DECISIVE
from cases.screening.facts import CaseFacts

MOMENTS: Final = {
    **dict.fromkeys(("blood_loss", "vitals", "medication", "interventions"), ("time",)),
    "calls": ("called", "arrived"),
    "staff": ("present_from", "present_until"),
    "labs": ("sampled", "resulted"),
    "blood_products": ("started",),
}


def recorded_moments(facts: CaseFacts, takeover: int | None) -> frozenset[int]:
    """Return every recorded minute of a case."""
    ambulance = () if facts.ambulance is None else astuple(facts.ambulance)
    rows = ((row, names) for section, names in MOMENTS.items() for row in getattr(facts, section))
    recorded = [getattr(row, name) for row, names in rows for name in names]
    recorded += [value for value in ambulance if isinstance(value, int)]
    birth = (facts.birth.placenta_delivered, facts.birth.bleeding_controlled, takeover)
    recorded += [int(value) for value in birth if value is not None and not isinf(value)]
    return frozenset(value for value in recorded if value is not None)


def decisive_moments(facts: CaseFacts) -> frozenset[int]:
    """Return the minutes at which something was done that can be a decisive step."""
    rows = (row for row in facts.interventions if row.kind in EVER_DECISIVE)
    return frozenset(row.time for row in rows if row.time is not None)


def basis(facts: CaseFacts) -> tuple[Hashable, ...]:
    """Return all that a timeline rests on: facts with the same basis have the same triggers.

    The last item is the takeover.
    """
    birth = facts.birth
    return (
        (birth.place, birth.mode, birth.bleeding_controlled),
        (facts.blood_loss, facts.vitals, facts.outcome.total_loss_ml),
        facts.incomplete & {"blood_loss", "vitals"},
        (recorded_moments(facts, None), decisive_moments(facts)),
        facts.secondary_care_takeover,
    )
