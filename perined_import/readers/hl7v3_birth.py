"""PURE. HL7v3: the delivery (organizer 236973005) and each birth in it (procedure Baring).

Episiotomy and pain relief are negations: negationInd="false" is yes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from perined_import.readers.hl7v3_nodes import (
    BSN,
    CODE,
    COMPONENT,
    LVR,
    METHOD,
    NS,
    RELATED,
    VALUE,
    amount,
    boolean,
    code_of,
    coded,
    down,
    extension,
    first,
    keep,
    keep_moment,
    moment_of,
    negated,
    related,
    take_related,
    value_code,
    value_of,
)
from perined_import.readers.message import Child, Message


def take_delivery(node: Any, message: Message) -> None:
    """Fill what a message says of the delivery and of each birth."""
    take_related(node, COMPONENT, _DELIVERY, message)


def _diagnosis(node: Any, message: Message) -> None:
    take_related(node, COMPONENT, _DIAGNOSES, message)


def _intervention(node: Any, message: Message) -> None:
    message.interventions.extend(coded(method) for method in node.iterchildren(METHOD))


def _medication(node: Any, message: Message) -> None:
    _MEDICATION(node, message)
    for link in node.iterchildren(NS + RELATED):
        consumable = down(link, "substanceAdministration", "consumable")
        if consumable is not None:
            message.medicines.extend(coded(code) for code in consumable.iter(CODE))


def _perineum(node: Any, message: Message) -> None:
    message.perineum.extend(coded(value) for value in node.iterchildren(VALUE))


def _birth(node: Any, message: Message) -> None:
    child = Child()
    message.children.append(child)
    holder = down(node, "subject", "personalRelationship", "relationshipHolder")
    child.bsn = extension(holder, BSN)
    born, deceased = down(holder, "birthTime"), down(holder, "deceasedInd")
    if born is not None:
        child.birth = moment_of(born.get("value"), "birth_date", message)
    if deceased is not None:
        child.died = {"true": True, "false": False}.get(deceased.get("value") or "")
    child.supervisor = code_of(down(node, "responsibleParty", "assignedEntity"))
    facility = down(node, "location", "healthCareFacility")
    child.place, child.hospital = code_of(facility), extension(facility, LVR)
    take_related(node, RELATED, _CHILD, child, message)


def _pain_relief(node: Any, child: Child, _: Message) -> None:
    given = negated(node)
    if given is not None:
        child.pain_relief = given or bool(child.pain_relief)
    methods = [coded(method) for method in node.iterchildren(METHOD)]
    if methods:
        periods = [value_code(one) for code, one in related(node, RELATED) if code == "PijnbestrPeriode"]
        child.analgesia.extend((method, period) for method in methods for period in periods or [None])


def _instrument(node: Any, child: Child, _: Message) -> None:
    if negated(node) is False:
        return
    outcomes = [boolean(one) for code, one in related(node, RELATED) if code == "KuVerlSucces"]
    succeeded = outcomes[0] if outcomes else None
    child.instruments.extend((coded(method), succeeded) for method in node.iterchildren(METHOD))


def _caesarean(node: Any, child: Child, _: Message) -> None:
    if negated(node) is False:
        return
    decision = coded(first(node, METHOD))  # 2.2
    for link in node.iterchildren(NS + RELATED):
        if link.get("typeCode") == "FLFS":
            decision = next((value_code(statement) for statement in link), decision)
    child.caesarean_decision = decision


_MEDICATION: Final = keep("medication", boolean)
_DIAGNOSES: Final[Mapping[str, Callable[..., None]]] = {"47821001": keep("haemorrhage", boolean)}
_DELIVERY: Final[Mapping[str, Callable[..., None]]] = {
    "NBorn16": keep("number_of_children", value_of),
    "PRN5102": keep("risk_at_start", value_code),
    "BeginDeliv": keep("started", value_code),
    "PRN520102": _intervention,
    "439401001": _diagnosis,
    "Medic3stage": _medication,
    "AfterBirthMethod": keep("placenta", value_code),
    "364332008": keep("blood_loss", amount),
    "364297003": _perineum,
    "PartusNr": keep("partus_number", extension),
    "Baring": _birth,
}
_CHILD: Final[Mapping[str, Callable[..., None]]] = {
    "BirthOrderNumber": keep("order", value_of),
    "PRN540201": keep("augmented", boolean),
    "PRN530401": keep_moment("pushing", "second_stage_min"),
    "PRN540701": keep("episiotomy", negated),
    "278414003": _pain_relief,
    "364336006": keep("mode", value_code),
    "LigGbrt": keep("presentation", value_code),
    "3311000146109": _instrument,
    "8561000146109": _instrument,
    "11466000": _caesarean,
    "200146002": _caesarean,
    "SectioCae": _caesarean,
    "8339-4": keep("weight", amount),
}
