"""PURE. Who gave birth, when, and which of the deliveries in a bundle is reported: a scope → deliveries.

A bundle may hold earlier deliveries of the same woman. Within one maternal record the last is the one that is
reported; those before it are history, and so is one that lies before the record began.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from perined_import.readers.fhir import codes_32 as codes
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.scopes import Resource, Scope
from perined_import.readers.fhir.values import (
    identifier,
    is_about,
    rank,
    silent_moment,
    snomed,
    was_done,
    when,
)
from perined_import.readers.moments import Moment

EARLIER_DAYS: Final = 112
"""Two births of one woman further apart than 16 weeks are two deliveries; closer, two reports of one."""

Record = Resource | str
"""A maternal record, or only the reference to one that is not in the bundle."""


@dataclass(eq=False)
class Birth:
    """One child that is born: the procedure and the child, as far as they are there."""

    procedure: Resource | None = None
    child: Resource | None = None

    def day(self) -> Moment | None:
        """Return the birth date of the child, or else the moment of the birth."""
        own = None if self.child is None else silent_moment([self.child.node.text("birthDate")])
        return own or (None if self.procedure is None else when(self.procedure))


@dataclass(eq=False)
class Delivery:
    """A delivery: reported here, or history. ``record`` is the maternal record it stands in."""

    procedure: Resource | None = None
    mother: Resource | None = None
    record: Record | None = None
    births: list[Birth] = field(default_factory=list)
    is_history: bool = False
    is_bare: bool = False
    """Only a maternal record, without a delivery."""

    @property
    def day(self) -> date | None:
        """The date of the first birth, as far as it is known."""
        days = [moment.day for birth in self.births if (moment := birth.day()) and moment.day]
        if not days and self.procedure is not None and (moment := when(self.procedure)) and moment.day:
            days = [moment.day]
        return min(days, default=None)


class Deliveries:
    """The deliveries of one scope; ``reported`` are those that make a message, in the order of the file."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.all: list[Delivery] = []
        self._of_procedure: dict[Resource, tuple[Delivery, Birth | None]] = {}
        self._of_child: dict[Resource, list[tuple[Delivery, Birth]]] = defaultdict(list)
        self._of_record: dict[Record, list[Delivery]] = defaultdict(list)
        self._of_mother: dict[Resource, list[Delivery]] = defaultdict(list)
        self._same: dict[tuple[str, str], Resource] = {}
        self._women = self._keepers()
        self._mothers = self._related_mothers()
        self._procedures()
        self._births()
        self._without_procedure()
        for delivery in self.all:
            self._find_mother(delivery)
        self._children_without_birth()
        self._bare_records()
        for delivery in self.all:
            if delivery.mother is not None and not delivery.is_bare:
                self._of_mother[delivery.mother].append(delivery)
        self._tell_history()

    @property
    def reported(self) -> list[Delivery]:
        """The deliveries (and maternal records without one) of which this file is a report."""
        return [one for one in self.all if not one.is_history]

    def of_procedure(self, procedure: Resource) -> tuple[Delivery, Birth | None] | None:
        """Return the delivery or birth that a procedure is."""
        return self._of_procedure.get(procedure)

    def of_child(self, child: Resource) -> list[tuple[Delivery, Birth]]:
        """Return the births of a child."""
        return self._of_child.get(child, [])

    def of_record(self, record: Record) -> list[Delivery]:
        """Return the deliveries in a maternal record."""
        return self._of_record.get(record, [])

    def of_mother(self, mother: Resource) -> list[Delivery]:
        """Return the deliveries of a woman, without maternal records that hold none."""
        return self._of_mother.get(mother, [])

    def subject(self, resource: Resource, *names: str) -> Resource | None:
        """Return the person a resource is about; two resources with the same BSN are one person."""
        for name in names or ("subject", "patient"):
            found = self.scope.resolve(resource.node.first(name), resource)
            if found is not None and found.kind in ("Patient", "RelatedPerson"):
                return self._person(found)
        return None

    def record_of(self, resource: Resource) -> Record | None:
        """Return the maternal record a resource stands in: its context, or that of its encounter."""
        return self._record(resource.node.first("context"), resource)

    # --- finding them ----------------------------------------------------------------------------------
    def _add(self, delivery: Delivery) -> Delivery:
        self.all.append(delivery)
        if delivery.record is not None:
            self._of_record[delivery.record].append(delivery)
        return delivery

    def _person(self, found: Resource) -> Resource:
        bsn = identifier(found.node, codes.BSN)
        return found if bsn is None else self._same.setdefault((found.kind, bsn), found)

    def _record(self, reference: Node | None, owner: Resource) -> Record | None:
        if reference is None:
            return None
        found = self.scope.resolve(reference, owner)
        if found is not None and found.kind == "EpisodeOfCare":
            return found
        if found is not None and found.kind == "Encounter":
            return self._record(found.node.first("episodeOfCare"), found)
        text = reference.text("reference") or ""
        return text.split("/_history/")[0] if found is None and "EpisodeOfCare/" in text else None

    def _procedures(self) -> None:
        for one in self.scope.of_kind("Procedure"):
            if is_about(one.node, codes.DELIVERY) and was_done(one):
                delivery = self._add(Delivery(one, self.subject(one), self.record_of(one)))
                self._of_procedure[one] = (delivery, None)

    def _births(self) -> None:
        for one in self.scope.of_kind("Procedure"):
            if is_about(one.node, codes.BIRTH) and was_done(one):
                delivery = self._delivery_of(one)
                child = self.subject(one)
                birth = Birth(one)
                is_her = child in self._women or (child is delivery.mother and child not in self._mothers)
                if child is not None and not is_her:
                    birth.child = child
                    self._of_child[child].append((delivery, birth))
                delivery.births.append(birth)
                self._of_procedure[one] = (delivery, birth)

    def _delivery_of(self, birth: Resource) -> Delivery:
        for reference in birth.node.all("partOf"):
            whole = self.scope.resolve(reference, birth)
            if whole is not None and whole in self._of_procedure:
                return self._of_procedure[whole][0]
        # [inferred] a birth that is part of nothing belongs to the delivery of its maternal record.
        record = self.record_of(birth)
        same = self.of_record(record) if record is not None else []
        return same[0] if len(same) == 1 else self._add(Delivery(record=record))

    def _without_procedure(self) -> None:
        """Make a delivery where blood loss or the mode is told and no procedure says that there was one."""
        people = {one.mother for one in self.all} | set(self._of_child)
        for one in self.scope.of_kind("Observation"):
            told = is_about(one.node, codes.BLOOD_LOSS) or is_about(one.node, codes.MODE)
            if not told or not rank(one) or one.node.first("focus") or any(one.node.extension(FOCUS)):
                continue
            record, who = self.record_of(one), self.subject(one)
            if record is None and who is not None and who not in people:
                self._add(Delivery(mother=who))
                people.add(who)
            elif record is not None and not self.of_record(record):
                self._add(Delivery(mother=who, record=record))

    def _find_mother(self, delivery: Delivery) -> None:
        """Find the woman: the subject, unless that is the child; then her record, or the child's mother."""
        children = [birth.child for birth in delivery.births if birth.child is not None]
        if delivery.mother is not None and delivery.mother not in children:
            return
        delivery.mother = None
        if isinstance(delivery.record, Resource):
            keeper = self.subject(delivery.record, "patient")
            if keeper is not None and keeper not in children:
                delivery.mother = keeper
                return
        delivery.mother = next((self._mothers[one] for one in children if one in self._mothers), None)

    def _related_mothers(self) -> dict[Resource, Resource]:
        """Return child → who is related to it as the mother."""
        made: dict[Resource, Resource] = {}
        for one in self.scope.of_kind("RelatedPerson"):
            roles = {coding.text("code") for coding in one.node.all("relationship", "coding")}
            child = self.subject(one, "patient")
            if roles & {"MTH", "NMTH"} and child is not None:
                made.setdefault(child, self._person(one))
        return {child: mother for child, mother in made.items() if child not in self._women}

    def _keepers(self) -> set[Resource]:
        """Return the women a maternal record is kept of: a person who is one is nobody's newborn here."""
        found = (
            self.subject(one, "patient")
            for one in self.scope.of_kind("EpisodeOfCare")
            if codes.PREGNANCY_RECORD in snomed(one.node, "type")
        )
        return {one for one in found if one is not None}

    def _children_without_birth(self) -> None:
        """[inferred] Take whom a birth weight is told of as the child, where no birth names one."""
        known = {one.mother for one in self.all} | set(self._of_child) | self._women
        for one in self.scope.of_kind("Observation"):
            child = self.subject(one) if is_about(one.node, codes.BIRTH_WEIGHT, codes.LOINC) else None
            record = self.record_of(one)
            if child is None or child in known or record is None or not rank(one):
                continue
            deliveries = self.of_record(record)
            if len(deliveries) != 1:
                continue
            births = deliveries[0].births
            if not births:
                births.append(Birth(child=child))
            elif len(births) == 1 and births[0].child is None:
                births[0].child = child
            else:
                continue
            self._of_child[child].append((deliveries[0], births[0]))
            known.add(child)

    def _bare_records(self) -> None:
        """Add a maternal record without a delivery: a woman who was referred, or whose pregnancy ended."""
        for one in self.scope.of_kind("EpisodeOfCare"):
            types = snomed(one.node, "type")
            who = self.subject(one, "patient")
            usable = one.node.text("status") not in ("entered-in-error", "cancelled")
            about_her = codes.PREGNANCY_RECORD in types or (not types and who not in self._of_child)
            if usable and about_her and not self._current(one):
                self._add(Delivery(mother=who, record=one, is_bare=True))

    def _current(self, record: Resource) -> bool:
        began = silent_moment([record.node.text("period", "start")])
        for one in self.of_record(record):
            before = (
                began is not None and began.day is not None and one.day is not None and one.day < began.day
            )
            one.is_history = one.is_history or before
        return any(not one.is_history for one in self.of_record(record))

    def _tell_history(self) -> None:
        for one in self.all:
            if one.mother is None:
                others = self.of_record(one.record) if one.record is not None else []
            else:
                others = self.of_mother(one.mother)
            later = (other for other in others if not other.is_history and not other.is_bare)
            one.is_history = one.is_history or any(_comes_after(other, one) for other in later)


def _comes_after(other: Delivery, one: Delivery) -> bool:
    """Say whether ``other`` makes ``one`` history: in the same record (or outside any), and later."""
    if other is one or one.is_bare:
        return False
    if one.procedure is None and not one.births:
        return bool(other.births)  # blood loss of some time, beside a delivery that is told in full
    if other.record != one.record and one.record is not None:
        return False
    if other.day is None or one.day is None:
        # Without a date and a child it is what is told about earlier times.
        return bool(other.day and not one.day) or bool(other.births and not one.births and not one.day)
    return (other.day - one.day).days > EARLIER_DAYS


FOCUS: Final = "observation-focusSTU3"
"""The extension by which a statement of STU3 says which procedure it is about."""
