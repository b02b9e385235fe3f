"""PURE. What a kernset message says, as plain texts and codes: the same for HL7v3 and ADA."""

from dataclasses import dataclass, field

from perined_import.readers.moments import Moment


@dataclass(slots=True)
class Amount:
    """A number as written, with its unit."""

    text: str
    unit: str = ""


@dataclass(slots=True)
class Child:
    """One birth (uitkomst per kind). Codes as in the source; None where absent."""

    birth: Moment | None = None
    order: str | None = None
    bsn: str | None = None
    weight: Amount | None = None
    mode: str | None = None
    presentation: str | None = None
    instruments: list[tuple[str | None, bool | None]] = field(default_factory=list)
    caesarean_decision: str | None = None
    place: str | None = None
    hospital: str | None = None
    supervisor: str | None = None
    died: bool | None = None
    augmented: bool | None = None
    pushing: Moment | None = None
    episiotomy: bool | None = None
    pain_relief: bool | None = None
    analgesia: list[tuple[str | None, str | None]] = field(default_factory=list)
    """(method, period)"""


@dataclass(slots=True)
class Message:
    """One CareProvisionEvent or kernset root."""

    sent_at: int | None = None
    lvr_id: str | None = None
    record_number: str | None = None
    partus_number: str | None = None
    bsn: str | None = None
    born: Moment | None = None
    height: Amount | None = None
    weights: list[tuple[Moment | None, Amount]] = field(default_factory=list)
    """(date of the check, weight), in the order of the message"""
    due: Moment | None = None
    parity: str | None = None
    earlier_losses: list[str | None] = field(default_factory=list)
    """One per earlier delivery"""
    earlier_haemorrhage: bool | None = None
    ending: str | None = None
    care_periods: set[str] = field(default_factory=set)
    referrals: list[tuple[str | None, bool | None]] = field(default_factory=list)
    """(perinatal period, from first to second line)"""
    number_of_children: str | None = None
    risk_at_start: str | None = None
    interventions: list[str | None] = field(default_factory=list)
    started: str | None = None
    medication: bool | None = None
    medicines: list[str | None] = field(default_factory=list)
    placenta: str | None = None
    blood_loss: Amount | None = None
    haemorrhage: bool | None = None
    perineum: list[str | None] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """(code, column, value) of what could not be read, such as a date"""
