"""PURE. Who reports, where the birth was, who supervised, and from whom to whom a woman was referred."""

from typing import Final

from perined_import.readers.fhir import codes_32 as codes
from perined_import.readers.fhir.deliveries import Birth, Deliveries, Delivery
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.scopes import Resource, Scope
from perined_import.readers.fhir.values import Faults, coded, identifier

RESPONSIBLE: Final = "RESP"
ROLE: Final = "practitionerrole-reference"


def reporter(delivery: Delivery, deliveries: Deliveries) -> tuple[str | None, Resource | None]:
    """Return the LVR id and the organisation that keeps the maternal record.

    [inferred] Without one: who performed the delivery, or the sender of a message bundle.
    """
    scope = deliveries.scope
    owners: list[tuple[Resource, tuple[str, ...]]] = []
    if isinstance(delivery.record, Resource):
        owners.append((delivery.record, ("managingOrganization",)))
    if delivery.procedure is not None:
        owners.append((delivery.procedure, ("performer", "onBehalfOf")))
        owners.append((delivery.procedure, ("performer", "actor")))
    for header in scope.of_kind("MessageHeader"):
        owners.extend((header, (name,)) for name in ("responsible", "sender"))
    for owner, path in owners:
        for reference in owner.node.all(*path):
            lvr_id = _lvr(reference, owner, scope)
            if lvr_id is not None:
                return lvr_id, scope.resolve(reference, owner)
    return None, None


def _lvr(reference: Node | None, owner: Resource, scope: Scope) -> str | None:
    """Return the LVR id of an organisation or location, or of the organisation that manages a location."""
    if reference is None:
        return None
    found = scope.resolve(reference, owner)
    if found is None:
        return identifier(reference, codes.LVR)
    own = identifier(found.node, codes.LVR)
    if own is None and found.kind == "Location":
        return _lvr(found.node.first("managingOrganization"), found, scope)
    return own


def kind_of(organisation: Resource | None) -> str | None:
    """Return hospital or practice, by the type of an organisation."""
    if organisation is None:
        return None
    types = {coding.text("code") for coding in organisation.node.all("type", "coding")}
    if types & codes.HOSPITALS:
        return "hospital"
    return "practice" if types & codes.PRACTICES else None


def hospital(birth: Birth, place: str | None, scope: Scope) -> str | None:
    """Return the LVR id of the hospital of birth.

    [inferred] Without a location it is that of the hospital whose performer was responsible.
    """
    if birth.procedure is None or place in codes.ELSEWHERE:
        return None
    found = _lvr(birth.procedure.node.first("location"), birth.procedure, scope)
    if found is None and place == codes.IN_HOSPITAL:
        leader = responsible(birth)
        reference = None if leader is None else leader.first("onBehalfOf")
        if reference is not None and kind_of(scope.resolve(reference, birth.procedure)) == "hospital":
            return _lvr(reference, birth.procedure, scope)
    return found


def responsible(birth: Birth) -> Node | None:
    """Return the performer of a birth who was responsible (supervisor)."""
    performers = () if birth.procedure is None else birth.procedure.node.all("performer")
    for performer in performers:
        if any(coding.text("code") == RESPONSIBLE for coding in performer.all("role", "coding")):
            return performer
    return None


def led_by(birth: Birth, organisation: Resource | None, scope: Scope) -> bool:
    """Say whether the responsible performer of a birth worked for this organisation."""
    leader = responsible(birth)
    if leader is None or organisation is None or birth.procedure is None:
        return False
    return scope.resolve(leader.first("onBehalfOf"), birth.procedure) is organisation


def supervisor(birth: Birth, scope: Scope, faults: Faults) -> str | None:
    """Return the role of the supervisor in codes of 2.3 (40170)."""
    leader, owner = responsible(birth), birth.procedure
    if leader is None or owner is None:
        return None
    for actor in leader.all("actor"):
        direct = scope.resolve(actor, owner)
        roles = [scope.resolve(one.first("valueReference"), owner) for one in actor.extension(ROLE)]
        for role in (direct, *roles):
            if role is not None and role.kind == "PractitionerRole":
                return _role(role, leader, owner, scope, faults)
    return None


def _role(role: Resource, leader: Node, owner: Resource, scope: Scope, faults: Faults) -> str | None:
    specialties = list(role.node.all("specialty")) + list(role.node.all("code"))
    written = {coding.text("code") for one in specialties for coding in one.all("coding")}
    if written & codes.MIDWIVES:
        own = scope.resolve(role.node.first("organization"), role)
        kind = kind_of(own) or kind_of(scope.resolve(leader.first("onBehalfOf"), owner))
        return codes.MIDWIFE_IN.get(kind or "")
    known = written & codes.SUPERVISORS.keys()
    if known:
        return codes.SUPERVISORS[min(known, key=lambda code: code or "")]  # type: ignore[index]
    for one in specialties:
        coded(one, codes.SUPERVISORS, "line", faults)
    return None


def referrals(delivery: Delivery, deliveries: Deliveries) -> list[tuple[str | None, bool | None]]:
    """Return (perinatal period, from first to second line) of each referral in this pregnancy.

    [inferred] The period is an extension of the published profile; the direction follows from the kinds of
    the organisations. A consultation is no transfer.
    """
    scope = deliveries.scope
    made: list[tuple[str | None, bool | None]] = []
    for one in scope.of_kind("ReferralRequest"):
        if one.node.text("status") in ("draft", "cancelled", "entered-in-error"):
            continue
        if delivery.record is None or deliveries.record_of(one) != delivery.record:
            continue
        kinds = {
            coding.text("code") or ""
            for extension in one.node.extension("bc-referralrequest-contacttype")
            for coding in extension.all("valueCodeableConcept", "coding")
        }
        if any(codes.CONSULT in kind for kind in kinds):
            continue
        periods = [
            coding.text("code")
            for extension in one.node.extension("bc-referralrequest-periodOfTransfer")
            for coding in extension.all("valueCodeableConcept", "coding")
        ]
        period = next((code for code in periods if code in codes.PERIODS), None)
        made.append((period, _forward(one, scope)))
    return made


def _forward(referral: Resource, scope: Scope) -> bool | None:
    giver = kind_of(scope.resolve(referral.node.first("requester", "agent"), referral))
    taker = kind_of(scope.resolve(referral.node.first("recipient"), referral))
    return {("practice", "hospital"): True, ("hospital", "practice"): False}.get((giver or "", taker or ""))
