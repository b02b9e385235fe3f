"""PURE. Single values of a FHIR statement: codes, amounts, moments, yes or no; whether it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from perined_import.readers.fhir import codes_32 as codes
from perined_import.readers.fhir.nodes import Node
from perined_import.readers.fhir.scopes import Resource
from perined_import.readers.message import Amount
from perined_import.readers.moments import AMSTERDAM, Moment, NotAMomentError, RelativeDateError, ada_moment

_OBSERVATION_RANKS: Final[Mapping[str | None, int]] = {
    "final": 2,
    "amended": 2,
    "corrected": 2,
    "preliminary": 1,
    None: 1,  # [inferred] a status that was left out takes nothing away
}
"""Any other (registered, cancelled, entered-in-error, unknown) is not used."""
_DONE: Final = frozenset({"completed", "in-progress", None})
_UNITS: Final[Mapping[str, str]] = {"mL": "ml", "ML": "ml", "gram": "g", "gr": "g"}
NO_UNIT: Final = "?"
"""Stands for a unit that was left out: no unit of anything, so the value is refused."""

Fault = tuple[str, str, str]


@dataclass(slots=True)
class Faults:
    """What was wrong while reading one report: (code, column, value)."""

    found: list[Fault] = field(default_factory=list)

    def add(self, code: str, column: str, value: str) -> None:
        """Note a fault once."""
        if (code, column, value) not in self.found:
            self.found.append((code, column, value))


def rank(statement: Resource) -> int:
    """Return how much an observation weighs: 2 final, 1 preliminary, 0 not used."""
    return _OBSERVATION_RANKS.get(statement.node.text("status"), 0)


def was_done(procedure: Resource) -> bool | None:
    """Say whether a procedure was done: False if it says not, None if it says nothing that counts."""
    node = procedure.node
    if node.text("status") == "entered-in-error":
        return None
    if node.text("notDone") == "true":
        return False
    return True if node.text("status") in _DONE else None


def holds(condition: Resource) -> bool | None:
    """Say whether a problem is there: False if it was refuted, None if it is uncertain or a mistake."""
    status = condition.node.text("verificationStatus")
    return {"refuted": False, "confirmed": True, "unknown": True, None: True}.get(status)


def is_about(node: Node, code: str, systems: frozenset[str] = codes.SNOMED) -> bool:
    """Say whether one of the codings of ``node.code`` is this one."""
    return any(
        one.text("code") == code and one.text("system") in systems for one in node.all("code", "coding")
    )


def snomed(node: Node, *path: str) -> list[str]:
    """Return the SNOMED codes on a path to a CodeableConcept."""
    return [one.text("code") or "" for one in node.all(*path, "coding") if one.text("system") in codes.SNOMED]


def coded(
    concept: Node | None,
    table: Mapping[str, str],
    column: str,
    faults: Faults,
    systems: frozenset[str] = codes.SNOMED,
) -> str | None:
    """Return the code of 2.3 for a CodeableConcept; one that is in no table is noted and unknown."""
    if concept is None:
        return None
    codings = [(one.text("system"), one.text("code")) for one in concept.all("coding")]
    for system, code in codings:
        if code and system in systems and code in table:
            return table[code]
        if code and system in codes.NULL_FLAVOR:
            if code == "OTH" and "OTH" in table:
                return table["OTH"]
            if code != "OTH":
                return codes.ABSENT
    unknown = next((code for _, code in codings if code), None)
    if unknown is not None:
        faults.add("unknown_code", column, unknown)
    return None


def coded_value(node: Node, table: Mapping[str, str], column: str, faults: Faults) -> str | None:
    """Return the coded value of a statement in codes of 2.3; absent for a reason is unknown."""
    if node.first("dataAbsentReason") is not None:
        return codes.ABSENT
    return coded(node.first("valueCodeableConcept"), table, column, faults)


def amount(node: Node) -> Amount | None:
    """Return the quantity of a statement, its unit as UCUM writes it.

    A comparator stays before the number, so that "> 1000" is refused as no number. A unit that is absent, or
    that contradicts its code, becomes one that belongs to nothing.
    """
    quantity = node.first("valueQuantity")
    number = None if quantity is None else quantity.text("value")
    if quantity is None or number is None:
        return None
    written = [text for text in (quantity.text("code"), quantity.text("unit")) if text]
    units = dict.fromkeys(_UNITS.get(text, text) for text in written)
    return Amount((quantity.text("comparator") or "") + number, "/".join(units) or NO_UNIT)


def count(node: Node) -> str | None:
    """Return a number without a unit."""
    found = node.text("valueInteger") or node.text("valueQuantity", "value")
    return None if found is None else (node.text("valueQuantity", "comparator") or "") + found


def moment(text: str | None, column: str, faults: Faults) -> Moment | None:
    """Return a date, a moment or a year; what is none is noted."""
    try:
        return ada_moment(text, None)
    except (NotAMomentError, RelativeDateError):
        faults.add("not_a_date", column, text or "")
        return None


def silent_moment(texts: Iterable[str | None]) -> Moment | None:
    """Return the first of these that is a date or a moment; others are passed over."""
    for text in texts:
        made = moment(text, "", Faults())
        if made is not None:
            return made
    return None


def boolean(text: str | None) -> bool | None:
    """Return yes or no."""
    return {"true": True, "false": False}.get(text or "")


def stamp(text: str | None) -> int | None:
    """Return an instant as yyyymmddHHMMSS in Amsterdam, as a number."""
    try:
        made = datetime.fromisoformat(text or "")
        local = made.astimezone(AMSTERDAM) if made.tzinfo else made
    except (ValueError, OverflowError):
        return None
    return int(local.strftime("%Y%m%d%H%M%S"))


def when(statement: Resource) -> Moment | None:
    """Return when a statement was made or a procedure done, if it says so."""
    node = statement.node
    return silent_moment(
        node.text(*path)
        for path in (
            ("effectiveDateTime",),
            ("effectivePeriod", "start"),
            ("performedDateTime",),
            ("performedPeriod", "start"),
            ("onsetDateTime",),
        )
    )


def identifier(node: Node | None, systems: frozenset[str]) -> str | None:
    """Return the identifier of one of these kinds."""
    for one in () if node is None else node.all("identifier"):
        if one.text("system") in systems and one.text("value"):
            return one.text("value")
    return None
