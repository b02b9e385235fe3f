"""PURE. Which delivery, and which child, a statement belongs to; one that cannot be placed is not guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from perined_import.readers.fhir.deliveries import FOCUS, Birth, Deliveries, Delivery
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.scopes import Resource
from perined_import.readers.fhir.values import when

DAYS_BEFORE: Final = 7
DAYS_AFTER: Final = 42
"""Without a reference to the delivery, a statement must be dated around it (a labour, a lying-in period)."""
PREGNANCY_DAYS: Final = 300


@dataclass(frozen=True)
class Place:
    """Where a statement belongs; ``woman`` is known also where the delivery is not.

    ``is_sure`` when it says so itself: by a reference, by the child, or by its date.
    """

    delivery: Delivery | None = None
    birth: Birth | None = None
    woman: Resource | None = None
    is_sure: bool = True


def place(statement: Resource, deliveries: Deliveries) -> Place:
    """Return where a statement of the delivery itself belongs.

    In this order: what it says to be about (focus, partOf), the child it is about, its maternal record, the
    woman. The last two only when it cannot be meant for another delivery.
    """
    who = deliveries.subject(statement)
    references = list(_explicit(statement.node))
    if references:
        return _by_reference(references, statement, deliveries, who)
    births = deliveries.of_child(who) if who is not None else []
    record = deliveries.record_of(statement)
    if births:
        if len(births) > 1 and record is not None:
            births = [one for one in births if one[0].record == record]
        return Place(*births[0], births[0][0].mother) if len(births) == 1 else Place(woman=None)
    if record is not None:
        candidates = deliveries.of_record(record)
    else:
        candidates = deliveries.of_mother(who) if who is not None else []
    at = when(statement)
    fitting = _fitting(candidates, None if at is None else at.day)
    if len(fitting) != 1:
        return Place(woman=who)
    dated = at is not None and at.day is not None and fitting[0].day is not None
    return Place(fitting[0], _only_birth(fitting[0]), who, dated)


def _explicit(node: Node) -> Iterator[Node]:
    """Yield the references by which a statement says what it is part of or about."""
    yield from node.all("partOf")
    yield from (one for one in node.all("focus") if "Procedure/" in (one.text("reference") or ""))
    for ending in (FOCUS, "condition-partOf"):
        for extension in node.extension(ending):
            yield from (one for one in extension.all("valueReference") if not _is_fetus(one))


def _is_fetus(reference: Node) -> bool:
    # Before birth a child is a part of the body; that says nothing about which delivery.
    return (reference.text("reference") or "").rsplit("/", 2)[-2:-1] == ["BodySite"]


def _by_reference(
    references: list[Node], statement: Resource, deliveries: Deliveries, who: Resource | None
) -> Place:
    places = [found for one in references if (found := _follow(one, statement, deliveries)) is not None]
    whole = {delivery for delivery, _ in places}
    if len(whole) != 1:
        return Place(woman=who)
    births = [birth for _, birth in places if birth is not None]
    delivery = whole.pop()
    return Place(delivery, births[0] if births else _only_birth(delivery), delivery.mother or who)


def _follow(
    reference: Node, owner: Resource, deliveries: Deliveries, steps: int = 3
) -> tuple[Delivery, Birth | None] | None:
    """Follow a reference to a delivery or birth, also through a procedure that is part of one."""
    found = deliveries.scope.resolve(reference, owner)
    if found is None or steps == 0:
        return None
    known = deliveries.of_procedure(found)
    if known is not None or found.kind != "Procedure":
        return known
    further = (_follow(one, found, deliveries, steps - 1) for one in found.node.all("partOf"))
    return next((one for one in further if one is not None), None)


def _fitting(candidates: list[Delivery], day: date | None) -> list[Delivery]:
    """Return the deliveries around whose date a day lies; all of them for an unknown day."""
    if day is None:
        return candidates
    return [
        one for one in candidates if one.day is None or -DAYS_BEFORE <= (day - one.day).days <= DAYS_AFTER
    ]


def _only_birth(delivery: Delivery) -> Birth | None:
    return delivery.births[0] if len(delivery.births) == 1 else None


def in_pregnancy(statement: Resource, delivery: Delivery, deliveries: Deliveries) -> bool:
    """Say whether a statement about the woman belongs to the pregnancy of this delivery.

    By its maternal record; without one by its date, or because she has no other delivery here.
    """
    if delivery.mother is None or deliveries.subject(statement) is not delivery.mother:
        return False
    record = deliveries.record_of(statement)
    if record is not None:
        return record == delivery.record
    at = when(statement)
    if at is None or at.day is None or delivery.day is None:
        return len(deliveries.of_mother(delivery.mother)) == 1
    return 0 <= (delivery.day - at.day).days <= PREGNANCY_DAYS
