"""PURE. A scope of FHIR resources → one Message per delivery that is reported in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from perined_import.readers.fhir import codes_32 as codes
from perined_import.readers.fhir.deliveries import Birth, Deliveries, Delivery
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.people import hospital, led_by, referrals, reporter, supervisor
from perined_import.readers.fhir.scopes import Resource, Scope
from perined_import.readers.fhir.statements import Statements
from perined_import.readers.fhir.values import (
    Faults,
    amount,
    boolean,
    coded,
    coded_value,
    count,
    identifier,
    moment,
    silent_moment,
    snomed,
    stamp,
    when,
)
from perined_import.readers.message import Child, Message
from perined_import.readers.moments import AMSTERDAM, Moment

PERINATAL_DAYS: Final = 28
"""[inferred] A child that died within four weeks counts as a perinatal death."""
LED_SECOND_STAGE: Final = "4"
PHASE: Final = "bc-procedure-partusphase"
_MINUTES = re.compile(r"\d{1,4}", re.ASCII)


def messages(scope: Scope) -> Iterator[Message]:
    """Yield the reports of one bundle, in its order."""
    deliveries = Deliveries(scope)
    statements = Statements(deliveries)
    headers = [one.node.text("timestamp") for one in scope.of_kind("MessageHeader")]
    sent = next((made for text in (*headers, scope.sent) if (made := stamp(text)) is not None), None)
    reported = deliveries.reported
    for delivery in reported:
        yield _Report(delivery, deliveries, statements).message(sent, is_first=delivery is reported[0])


class _Report:
    """Makes one message; collects what was wrong on the way."""

    def __init__(self, delivery: Delivery, deliveries: Deliveries, statements: Statements) -> None:
        self.delivery, self.deliveries, self.told = delivery, deliveries, statements
        self.faults = Faults()

    def message(self, sent: int | None, is_first: bool) -> Message:
        """Return the message."""
        made = Message(sent_at=sent)
        made.lvr_id, organisation = reporter(self.delivery, self.deliveries)
        self._woman(made)
        self._delivery(made)
        births = self.delivery.births
        made.children = [self._child(birth) for birth in births]
        _number(made.children)
        if any(led_by(birth, organisation, self.deliveries.scope) for birth in births):
            made.care_periods.add(LED_SECOND_STAGE)  # [inferred] 3.2 has no 20355
        self.told.note_lost(self.delivery, self.faults, is_first)
        made.faults = self.faults.found
        return made

    def _woman(self, made: Message) -> None:
        delivery, told, faults = self.delivery, self.told, self.faults
        if isinstance(delivery.record, Resource):
            # [inferred] 84211 has no element in 3.2: the number of the maternal record takes its place.
            numbers = (one.text("value") for one in delivery.record.node.all("identifier"))
            made.record_number = next((number for number in numbers if number), None)
        woman = None if delivery.mother is None else delivery.mother.node
        if woman is None:
            return
        made.bsn = identifier(woman, codes.BSN)
        made.born = moment(woman.text("birthDate"), "maternal_age", faults)
        parity = told.of_woman(delivery, codes.PARITY, codes.LOINC)
        made.parity = told.chosen(parity, "parity", count, faults)
        due = told.of_woman(delivery, codes.DUE)
        text = told.chosen(due, "gestation_days", lambda node: node.text("valueDateTime"), faults)
        made.due = moment(text, "gestation_days", faults)
        height = told.of_woman(delivery, codes.HEIGHT, codes.LOINC)
        made.height = told.chosen(height, "bmi", amount, faults)
        for one in told.of_woman(delivery, codes.WEIGHT, codes.LOINC):
            weight = amount(one.node)
            if weight is not None:
                made.weights.append((when(one), weight))
        made.earlier_losses, made.earlier_haemorrhage = told.earlier(delivery)
        made.referrals = referrals(delivery, self.deliveries)

    def _delivery(self, made: Message) -> None:
        delivery, told, faults = self.delivery, self.told, self.faults
        made.blood_loss = told.blood_loss(delivery, faults)
        made.haemorrhage = told.haemorrhage(delivery)
        number = told.observations(delivery, codes.CHILDREN)
        made.number_of_children = told.chosen(number, "children", count, faults)
        placenta = told.observations(delivery, codes.PLACENTA)
        made.placenta = told.chosen(
            placenta, "placenta", lambda node: coded_value(node, codes.PLACENTAS, "placenta", faults), faults
        )
        start = told.observations(delivery, codes.START)
        made.started = told.chosen(
            start, "onset", lambda node: coded_value(node, codes.STARTS, "onset", faults), faults
        )
        for code, done, one, _ in told.procedures(delivery):
            if not done:
                continue
            if code in codes.INTERVENTIONS:
                made.interventions.append(codes.INTERVENTIONS[code])
            elif code == codes.BREAKING_MEMBRANES and codes.START_PHASE in _phases(one):
                made.interventions.append("408818004")
        made.perineum = [*self._perineum(), *told.tears(delivery)]

    def _perineum(self) -> Iterator[str]:
        """Yield what the inspection of the perineum found; the check-up weeks later is another statement."""
        parts = {codes.PERINEUM_PART: codes.PERINEUMS, codes.SPHINCTER_PART: codes.SPHINCTERS}
        for one in self.told.observations(self.delivery, codes.PERINEUM):
            for component in one.node.all("component"):
                for about in snomed(component, "code"):
                    if about in parts:
                        found = coded_value(component, parts[about], "perineum", self.faults)
                        if found is not None:
                            yield found

    def _child(self, birth: Birth) -> Child:
        delivery, told, faults = self.delivery, self.told, self.faults
        person = birth.child.node if birth.child is not None else Node()
        child = Child(
            birth=_born(birth, person, faults),
            order=person.text("multipleBirthInteger"),
            bsn=identifier(person, codes.BSN),
        )
        self._outcome(birth, child)
        child.place = self._coded(birth, codes.PLACE, codes.PLACES, "place")
        child.hospital = hospital(birth, child.place, self.deliveries.scope)
        child.supervisor = supervisor(birth, self.deliveries.scope, faults)
        weight = told.observations(delivery, codes.BIRTH_WEIGHT, birth)
        child.weight = told.chosen(weight, "birth_weight_g", amount, faults)
        child.died = self._died(birth, person, child.birth)
        pushing = told.observations(delivery, codes.PUSHING, birth)
        child.pushing = told.chosen(
            pushing, "second_stage_min", lambda node: self._pushing(node, child.birth), faults
        )
        self._procedures(birth, child)
        return child

    def _coded(self, birth: Birth, code: str, table: Mapping[str, str], column: str) -> str | None:
        found = self.told.observations(self.delivery, code, birth)
        return self.told.chosen(
            found, column, lambda node: coded_value(node, table, column, self.faults), self.faults
        )

    def _outcome(self, birth: Birth, child: Child) -> None:
        """Fill the mode, the presentation, and the instrument that stands in the place of a mode."""
        child.mode = self._coded(birth, codes.MODE, codes.MODES, "mode")
        child.presentation = self._coded(birth, codes.PRESENTATION, codes.PRESENTATIONS, "mode")
        for one in self.told.observations(self.delivery, codes.MODE, birth):
            for code in snomed(one.node, "valueCodeableConcept"):
                if code in codes.INSTRUMENTS:
                    child.instruments.append((codes.INSTRUMENTS[code], None))

    def _died(self, birth: Birth, person: Node, born: Moment | None) -> bool | None:
        told = [
            boolean(one.node.text("valueBoolean"))
            for code in sorted(codes.DEATHS)
            for one in self.told.observations(self.delivery, code, birth)
        ]
        known = [answer for answer in told if answer is not None]
        if known:
            return any(known)
        died = silent_moment([person.text("deceasedDateTime")])
        if died is not None and died.day is not None and born is not None and born.day is not None:
            return True if (died.day - born.day).days <= PERINATAL_DAYS else None
        return boolean(person.text("deceasedBoolean"))

    def _pushing(self, node: Node, born: Moment | None) -> Moment | None:
        """Return when pushing began; without that, [inferred] the birth less the duration that is told."""
        began = moment(node.text("valueDateTime"), "second_stage_min", self.faults)
        if began is not None or born is None:
            return began
        for component in node.all("component"):
            lasted = amount(component)
            instant = born.instant()
            is_duration = codes.SECOND_STAGE_PART in snomed(component, "code")
            if not is_duration or lasted is None or instant is None:
                continue
            if lasted.unit == "min" and _MINUTES.fullmatch(lasted.text):
                local = (instant - timedelta(minutes=int(lasted.text))).astimezone(AMSTERDAM)
                return Moment(local.year, local.date(), local.hour * 60 + local.minute)
        return None

    def _procedures(self, birth: Birth, child: Child) -> None:
        for code, done, one, is_own in self.told.procedures(self.delivery, birth):
            own = is_own or len(self.delivery.births) == 1
            if code in codes.EPISIOTOMIES and done is not None:
                child.episiotomy = child.episiotomy or done
            elif code == codes.AUGMENTATION and done is not None:
                child.augmented = child.augmented or done
            elif code in codes.ANALGESIA or code == codes.PAIN_RELIEF:
                self._pain_relief(code, done, one, child)
            elif code in codes.INSTRUMENTS and (own or child.mode in codes.MODES_WITH_INSTRUMENT):
                _instrument(code, done, one, child)
            elif code in codes.CAESAREANS and done and own:
                self._caesarean(code, one, child)

    def _pain_relief(self, code: str, done: bool | None, one: Resource, child: Child) -> None:
        if done is None:
            return
        child.pain_relief = child.pain_relief or done
        if done and code in codes.ANALGESIA:
            phases = [
                coded(extension.first("valueCodeableConcept"), codes.PHASES, "epidural", self.faults)
                for extension in one.node.extension(PHASE)
            ]
            child.analgesia.extend((codes.ANALGESIA[code], phase) for phase in phases or [None])

    def _caesarean(self, code: str, one: Resource, child: Child) -> None:
        """Say which caesarean it was, where the mode does not; a mode that says otherwise stays."""
        if child.mode in (None, codes.ABSENT, "11466000"):
            child.mode = codes.CAESAREANS[code]
        for extension in one.node.extension("bc-procedure-decisionMoment"):
            decided = coded(extension.first("valueCodeableConcept"), codes.DECISIONS, "mode", self.faults)
            child.caesarean_decision = child.caesarean_decision or decided


def _phases(procedure: Resource) -> list[str]:
    return [
        code
        for extension in procedure.node.extension(PHASE)
        for code in snomed(extension, "valueCodeableConcept")
    ]


def _instrument(code: str, done: bool | None, one: Resource, child: Child) -> None:
    """Add an instrument; one that was given up, or that the outcome calls unsuccessful, did not succeed."""
    outcomes = [
        boolean(extension.text("valueBoolean"))
        for outcome in one.node.all("outcome")
        for extension in outcome.extension("bc-procedure-success")
    ]
    given_up = one.node.text("status") == "aborted"
    if done is False or (done is None and not given_up):
        return
    child.instruments.append((codes.INSTRUMENTS[code], False if given_up else next(iter(outcomes), None)))


def _born(birth: Birth, person: Node, faults: Faults) -> Moment | None:
    """Return the moment of birth: the child's birth date, with a time where one is told of that same day.

    The time is an extension of the date, or the moment of the birth as a procedure (the end of a period).
    """
    written = moment(person.text("birthDate"), "birth_date", faults)
    timed = [
        extension.text("valueDateTime")
        for date in person.all("birthDate")
        for extension in date.extension("patient-birthTime")
    ]
    if birth.procedure is not None:
        node = birth.procedure.node
        timed += [node.text("performedDateTime"), node.text("performedPeriod", "end")]
        if written is None:
            timed.append(node.text("performedPeriod", "start"))
    for text in timed:
        found = silent_moment([text])
        if found is None:
            continue
        if written is None:
            written = found
        if written.minute is None and found.minute is not None and found.day == written.day:
            return found
    return written


def _number(children: list[Child]) -> None:
    """Number the children of a multiple birth that has no numbers, so that no two become one. [inferred]"""
    if len(children) < 2 or any(child.order is not None for child in children):
        return
    late = (9999, 9999)
    order = sorted(
        range(len(children)),
        key=lambda n: (
            (born.day.toordinal(), born.minute if born.minute is not None else late[1])
            if (born := children[n].birth) is not None and born.day is not None
            else (late[0] * 1000, late[1])
        ),
    )
    for number, n in enumerate(order, start=1):
        children[n] = replace(children[n], order=str(number))
