"""PURE. The rule sets of the demo: one that a showcase VSV agreed on and signed, and a draft under way."""

from dataclasses import dataclass, field
from typing import Final

from fluxus.demo.names import HIGHER


@dataclass(frozen=True, slots=True)
class DemoChange:
    """Another value for one threshold, with the reason that the VSV gave."""

    key: str
    value: str
    reason: str


@dataclass(frozen=True)
class DemoRuleSet:
    """A local version. ``signed_days_ago``: when it was signed, before today.

    ``signers``: profession → function in the address of the account; fewer than three leave a draft.
    """

    landscape: str
    source: str
    signed_days_ago: int
    changes: tuple[DemoChange, ...]
    signers: dict[str, str]
    switched_off: dict[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, str]:
        """Return the form of this version as somebody fills it in."""
        typed = {f"value__{change.key}": change.value for change in self.changes}
        typed |= {f"reason__{change.key}": change.reason for change in self.changes}
        typed |= dict.fromkeys([f"off__{check}" for check in self.switched_off], "on")
        return typed | {f"off_reason__{check}": reason for check, reason in self.switched_off.items()}


_LAB: Final = DemoChange(
    "lab_min", "20", "De kruisproef wordt door de bode opgehaald; twintig minuten is hier haalbaar."
)
_BEDSIDE: Final = DemoChange(
    "gynaecologist_bedside_min", "20", "De achterwacht komt van huis en woont binnen twintig minuten."
)
_OXYGEN: Final = {"P23": "Zuurstof bij een normale saturatie is omstreden; wij geven haar op indicatie."}

DEMO_RULE_SETS: Final = (
    DemoRuleSet(
        landscape=HIGHER,
        source="nl",
        signed_days_ago=240,
        changes=(_LAB, _BEDSIDE),
        switched_off=_OXYGEN,
        signers={
            "gynaecologist": "gynaecoloog",
            "midwife": "verloskundige",
            "anaesthesiologist": "anesthesioloog",
        },
    ),
    DemoRuleSet(
        landscape=HIGHER,
        source="last",
        signed_days_ago=9,
        changes=(
            _LAB,
            _BEDSIDE,
            DemoChange("vitals_gap_min", "10", "Op de verloskamers meet de bewaking elke tien minuten mee."),
            DemoChange("mtp_loss_ml", "1500", "Ontdooien van plasma duurt hier lang; liever eerder bellen."),
        ),
        switched_off=_OXYGEN,
        signers={"gynaecologist": "gynaecoloog"},
    ),
)
"""In the order in which they were made."""
