"""PURE. What a screening returns: derived values and 45 findings, each with its evidence and its sentence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fluxus.texts import Text


class Result(StrEnum):
    """The four results of a check, never two."""

    FLAGGED = "flagged"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSABLE = "not_assessable"


RESULTS: Final = {
    Result.FLAGGED: Text("bespreekpunt", "point to discuss"),
    Result.MET: Text("volgens afspraak", "as agreed"),
    Result.NOT_APPLICABLE: Text("n.v.t.", "not applicable"),
    Result.NOT_ASSESSABLE: Text("niet te beoordelen", "not assessable"),
}

CATEGORIES: Final = {
    "delay": Text("vertraging", "delay"),
    "protocol": Text("protocolafwijking", "protocol deviation"),
    "escalation": Text("onvoldoende opschaling", "insufficient escalation"),
}

SEVERITIES: Final = {
    "high": Text("hoog", "high"),
    "medium": Text("midden", "medium"),
    "low": Text("laag", "low"),
}

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An entry of the case: the name of its section and its place in the file as given (None: no list)."""

    kind: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. ``value`` and ``limit`` are in ``unit``; ``mark`` is that of what decided."""

    check: str
    category: str
    result: Result
    severity: str
    value: Value
    limit: float | None
    unit: str
    mark: str
    evidence: tuple[Evidence, ...]
    explanation: Text


@dataclass(frozen=True, slots=True)
class Derived:
    """Minutes since birth; None: not reached; "unknown": reached at an unknown moment; tc may be "never"."""

    tP: Value
    t1000: Value
    t1500: Value
    t2000: Value
    tTXA: Value
    tSI: Value
    tA: Value
    t2: Value
    tc: Value
    final_ml: Value

    def as_dict(self) -> dict[str, Value]:
        """Return the values under the names that the case format gives them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Screening:
    """All 45 findings, in the order of the specification, with the rule set that produced them."""

    rule_set_profile: str
    rule_set_version: str
    derived: Derived
    findings: tuple[Finding, ...]

    def finding(self, check: str) -> Finding:
        """Return the finding of one check by its id."""
        return next(finding for finding in self.findings if finding.check == check)
