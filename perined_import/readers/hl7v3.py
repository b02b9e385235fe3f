"""PURE. HL7v3 REPC_IN004014NL → Message: the woman, her pregnancy and the care; the birth is `hl7v3_birth`.

One walk over the tree; every look-up is scoped to its parent. Code 364332008 (blood loss) occurs under
earlier deliveries (248983002) and under this one (236973005), so nothing here searches the whole event.
XPaths: Nictiz HL7 mappings of Kernset Geboortezorg 2.3.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from perined_import.readers.hl7v3_birth import take_delivery
from perined_import.readers.hl7v3_nodes import (
    BSN,
    COMPONENT,
    EFFECTIVE,
    LVR,
    NS,
    PERTINENT,
    RELATED,
    amount,
    boolean,
    down,
    extension,
    first,
    keep,
    keep_moment,
    moment_of,
    path,
    related,
    take_related,
    value_code,
    value_of,
)
from perined_import.readers.message import Message
from perined_import.readers.moments import NotAMomentError, hl7_stamp
from perined_import.readers.source import Limits, Source, refuse
from perined_import.readers.xml_safety import flat_elements

_EVENT: Final = NS + "CareProvisionEvent"
_CREATED: Final = NS + "creationTime"
_WEIGHTS: Final = path(
    "h:pertinentInformation3/h:procedure[h:code/@code='18114009']"
    "/h:outboundRelationship/h:observation[h:code/@code='3141-9']"
)
"""Weights in prenatal checks: there are a dozen checks, and in most of them no weight."""


def read(source: Source, limits: Limits) -> Iterator[Message]:
    """Yield the messages of one file in order. Raises FileRefused."""
    sent_at: int | None = None
    count = 0
    for element in flat_elements(source, (_EVENT, _CREATED), limits):
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
        lvr_id = extension(down(node, "assignedPerson", "representedOrganization"), LVR)
        message.lvr_id = message.lvr_id or lvr_id
    for statement in _WEIGHTS(element):
        _weight(statement, message)
    take_related(element, PERTINENT, _TAKERS, message)
    return message


def _stamp(text: str | None) -> int | None:
    try:
        return hl7_stamp(text)
    except NotAMomentError:
        return None


def _patient(element: Any, message: Message) -> None:
    patient = down(element, "subject", "patient")
    message.bsn = extension(patient, BSN)
    born = down(patient, "patientPerson", "birthTime")
    if born is not None:
        message.born = moment_of(born.get("value"), "maternal_age", message)


def _weight(statement: Any, message: Message) -> None:
    weight = amount(statement)
    if weight is not None:
        when = first(statement.getparent().getparent(), EFFECTIVE)
        on = None if when is None else moment_of(when.get("value"), "bmi", message)
        message.weights.append((on, weight))


def _care_period(node: Any, message: Message) -> None:
    message.care_periods.add(value_code(node) or "")


def _history(node: Any, message: Message) -> None:
    for code, delivery in related(node, COMPONENT):
        if code == "236973005":
            losses = [value_of(one) for kind, one in related(delivery, RELATED) if kind == "364332008"]
            message.earlier_losses.append(losses[0] if losses else None)


def _referral(node: Any, message: Message) -> None:
    """Note a referral. Reasons come in containers only in one from first to second line."""
    period: str | None = None
    codes: set[str | None] = set()
    contained = False
    for code, statement in related(node, RELATED):
        if code == "PRN210603":
            period = value_code(statement)
        elif statement.tag == NS + "organizer":
            contained = True
            if code == "248983002":
                flags = [boolean(one) for kind, one in related(statement, COMPONENT) if kind == "47821001"]
                message.earlier_haemorrhage = message.earlier_haemorrhage or (flags[0] if flags else None)
        elif statement.tag == NS + "observation":
            codes.add(code)
    first_to_second = True if contained or "1" in codes else False if codes & {"2", "3"} else None
    message.referrals.append((period, first_to_second))


def _of_tag(tag: str, taker: Callable[..., None]) -> Callable[..., None]:
    """Return a taker that takes statements of one kind only: some codes stand in several kinds."""

    def checked(node: Any, message: Message) -> None:
        if node.tag == NS + tag:
            taker(node, message)

    return checked


_TAKERS: Final[Mapping[str, Callable[..., None]]] = {
    "Rpp": _care_period,
    "3137-7": keep("height", amount),
    "Parturit": keep("parity", value_of),
    "EDDDef": keep_moment("due", "gestation_days"),
    "EindeZw": keep("ending", value_code),
    "248983002": _of_tag("organizer", _history),
    "236973005": _of_tag("organizer", take_delivery),
    "3457005": _of_tag("act", _referral),
}
