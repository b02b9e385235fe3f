"""PURE. HL7v3 REPC_IN004014NL → Message. One walk over the tree; every look-up is scoped to its parent.

Code 364332008 (blood loss) occurs under earlier deliveries (248983002) and under this one (236973005), so
nothing here searches the whole event. Episiotomy and pain relief are negations: negationInd="false" is yes.
XPaths: Nictiz HL7 mappings of Kernset Geboortezorg 2.3.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from perined_import.readers.hl7v3_nodes import (
    CODE,
    NS,
    VALUE,
    amount,
    boolean,
    code_of,
    coded,
    down,
    extension,
    first,
    negated,
    related,
    value_code,
    value_of,
)
from perined_import.readers.message import Child, Message
from perined_import.readers.moments import Moment, NotAMomentError, hl7_moment
from perined_import.readers.source import Limits, Source, refuse
from perined_import.readers.xml_safety import elements

_EVENT: Final = NS + "CareProvisionEvent"
_CREATED: Final = NS + "creationTime"
_COMPONENT, _RELATED = NS + "component", NS + "outboundRelationship"
_METHOD, _EFFECTIVE = NS + "methodCode", NS + "effectiveTime"

LVR: Final = "2.16.840.1.113883.2.4.3.22.96.6"
BSN: Final = "2.16.840.1.113883.2.4.6.3"


def read(source: Source, limits: Limits) -> Iterator[Message]:
    """Yield the messages of one file in order. Raises FileRefused."""
    sent_at: int | None = None
    count = 0
    for element in elements(source, (_EVENT, _CREATED), limits):
        if element.tag == _CREATED:
            sent_at = _stamp(element.get("value"))
            continue
        count += 1
        message = event(element)
        message.sent_at = sent_at
        yield message
    if count == 0:
        raise refuse("no_messages", source)


def event(element: Any) -> Message:
    """Return what one CareProvisionEvent says."""
    message = Message(record_number=extension(element))
    _patient(element, message)
    for node in element.iterchildren(NS + "verifier"):
        message.lvr_id = extension(down(node, "assignedPerson", "representedOrganization"), LVR)
    for info in element.iterchildren(NS + "pertinentInformation3"):
        for node in info:
            take = _TOP.get((node.tag, code_of(node)))
            if take is not None:
                take(node, message)
    return message


def _stamp(text: str | None) -> int | None:
    digits = (text or "")[:14]
    return int(digits.ljust(14, "0")) if digits.isascii() and digits.isdigit() and len(digits) >= 8 else None


def _moment(text: str | None, column: str, message: Message) -> Moment | None:
    try:
        return hl7_moment(text)
    except NotAMomentError:
        message.faults.append(("not_a_date", column, text or ""))
        return None


def _patient(element: Any, message: Message) -> None:
    patient = down(element, "subject", "patient")
    message.bsn = extension(patient, BSN)
    born = down(patient, "patientPerson", "birthTime")
    if born is not None:
        message.born = _moment(born.get("value"), "maternal_age", message)


def _care_period(node: Any, message: Message) -> None:
    message.care_periods.add(value_code(node) or "")


def _height(node: Any, message: Message) -> None:
    message.height = amount(node)


def _parity(node: Any, message: Message) -> None:
    message.parity = value_of(node)


def _due(node: Any, message: Message) -> None:
    message.due = _moment(value_of(node), "gestation_days", message)


def _ending(node: Any, message: Message) -> None:
    message.ending = value_code(node)


def _prenatal_check(node: Any, message: Message) -> None:
    when = first(node, _EFFECTIVE)
    for code, statement in related(node, _RELATED):
        weight = amount(statement) if code == "3141-9" else None
        if weight is not None:
            on = _moment(when.get("value"), "bmi", message) if when is not None else None
            message.weights.append((on, weight))


def _history(node: Any, message: Message) -> None:
    for code, delivery in related(node, _COMPONENT):
        if code == "236973005":
            losses = [value_of(one) for kind, one in related(delivery, _RELATED) if kind == "364332008"]
            message.earlier_losses.append(losses[0] if losses else None)


def _referral(node: Any, message: Message) -> None:
    period: str | None = None
    first_to_second: bool | None = None
    for code, statement in related(node, _RELATED):
        if code == "PRN210603":
            period = value_code(statement)
        elif statement.tag == NS + "organizer":
            # Reasons come in containers only in a referral from first to second line.
            first_to_second = True
            if code == "248983002":
                flags = [boolean(one) for kind, one in related(statement, _COMPONENT) if kind == "47821001"]
                message.earlier_haemorrhage = message.earlier_haemorrhage or (flags[0] if flags else None)
        elif statement.tag == NS + "observation" and code in {"1", "2", "3"} and first_to_second is None:
            first_to_second = code == "1"
    message.referrals.append((period, first_to_second))


def _delivery(node: Any, message: Message) -> None:
    for code, statement in related(node, _COMPONENT):
        take = _DELIVERY.get(code or "")
        if take is not None:
            take(statement, message)


def _diagnosis(node: Any, message: Message) -> None:
    for code, statement in related(node, _COMPONENT):
        if code == "47821001":
            message.haemorrhage = boolean(statement)


def _number_of_children(node: Any, message: Message) -> None:
    message.number_of_children = value_of(node)


def _risk(node: Any, message: Message) -> None:
    message.risk_at_start = value_code(node)


def _start(node: Any, message: Message) -> None:
    message.started = value_code(node)


def _intervention(node: Any, message: Message) -> None:
    message.interventions.extend(coded(method) for method in node.iterchildren(_METHOD))


def _medication(node: Any, message: Message) -> None:
    message.medication = boolean(node)
    for link in node.iterchildren(_RELATED):
        consumable = down(link, "substanceAdministration", "consumable")
        if consumable is not None:
            message.medicines.extend(coded(code) for code in consumable.iter(CODE))


def _placenta(node: Any, message: Message) -> None:
    message.placenta = value_code(node)


def _blood_loss(node: Any, message: Message) -> None:
    message.blood_loss = amount(node)


def _perineum(node: Any, message: Message) -> None:
    message.perineum.extend(coded(value) for value in node.iterchildren(VALUE))


def _partus_number(node: Any, message: Message) -> None:
    message.partus_number = extension(node)


def _birth(node: Any, message: Message) -> None:
    child = Child()
    message.children.append(child)
    holder = down(node, "subject", "personalRelationship", "relationshipHolder")
    child.bsn = extension(holder, BSN)
    born, deceased = down(holder, "birthTime"), down(holder, "deceasedInd")
    if born is not None:
        child.birth = _moment(born.get("value"), "birth_date", message)
    if deceased is not None:
        child.died = {"true": True, "false": False}.get(deceased.get("value") or "")
    child.supervisor = code_of(down(node, "responsibleParty", "assignedEntity"))
    facility = down(node, "location", "healthCareFacility")
    child.place, child.hospital = code_of(facility), extension(facility, LVR)
    for code, statement in related(node, _RELATED):
        take = _CHILD.get(code or "")
        if take is not None:
            take(statement, child, message)


def _order(node: Any, child: Child, _: Message) -> None:
    child.order = value_of(node)


def _augmented(node: Any, child: Child, _: Message) -> None:
    child.augmented = boolean(node)


def _pushing(node: Any, child: Child, message: Message) -> None:
    child.pushing = _moment(value_of(node), "second_stage_min", message)


def _episiotomy(node: Any, child: Child, _: Message) -> None:
    child.episiotomy = negated(node)


def _pain_relief(node: Any, child: Child, _: Message) -> None:
    given = negated(node)
    if given is not None:
        child.pain_relief = given or bool(child.pain_relief)
    periods = [value_code(one) for code, one in related(node, _RELATED) if code == "PijnbestrPeriode"]
    for method in node.iterchildren(_METHOD):
        child.analgesia.extend((coded(method), period) for period in periods or [None])


def _mode(node: Any, child: Child, _: Message) -> None:
    child.mode = value_code(node)


def _presentation(node: Any, child: Child, _: Message) -> None:
    child.presentation = value_code(node)


def _instrument(node: Any, child: Child, _: Message) -> None:
    if negated(node) is False:
        return
    outcomes = [boolean(one) for code, one in related(node, _RELATED) if code == "KuVerlSucces"]
    succeeded = outcomes[0] if outcomes else None
    child.instruments.extend((coded(method), succeeded) for method in node.iterchildren(_METHOD))


def _caesarean(node: Any, child: Child, _: Message) -> None:
    decision = coded(first(node, _METHOD))  # 2.2
    for link in node.iterchildren(_RELATED):
        if link.get("typeCode") == "FLFS":
            decision = next((value_code(statement) for statement in link), decision)
    child.caesarean_decision = decision


def _weight(node: Any, child: Child, _: Message) -> None:
    child.weight = amount(node)


_OBSERVATION, _PROCEDURE, _ORGANIZER, _ACT = (
    NS + name for name in ("observation", "procedure", "organizer", "act")
)
_TOP: Final[dict[tuple[Any, str | None], Callable[[Any, Message], None]]] = {
    (_OBSERVATION, "Rpp"): _care_period,
    (_OBSERVATION, "3137-7"): _height,
    (_OBSERVATION, "Parturit"): _parity,
    (_OBSERVATION, "EDDDef"): _due,
    (_OBSERVATION, "EindeZw"): _ending,
    (_PROCEDURE, "18114009"): _prenatal_check,
    (_ORGANIZER, "248983002"): _history,
    (_ORGANIZER, "236973005"): _delivery,
    (_ACT, "3457005"): _referral,
}
_DELIVERY: Final[dict[str, Callable[[Any, Message], None]]] = {
    "NBorn16": _number_of_children,
    "PRN5102": _risk,
    "BeginDeliv": _start,
    "PRN520102": _intervention,
    "439401001": _diagnosis,
    "Medic3stage": _medication,
    "AfterBirthMethod": _placenta,
    "364332008": _blood_loss,
    "364297003": _perineum,
    "PartusNr": _partus_number,
    "Baring": _birth,
}
_CHILD: Final[dict[str, Callable[[Any, Child, Message], None]]] = {
    "BirthOrderNumber": _order,
    "PRN540201": _augmented,
    "PRN530401": _pushing,
    "PRN540701": _episiotomy,
    "278414003": _pain_relief,
    "364336006": _mode,
    "LigGbrt": _presentation,
    "3311000146109": _instrument,
    "8561000146109": _instrument,
    "11466000": _caesarean,
    "SectioCae": _caesarean,
    "8339-4": _weight,
}
