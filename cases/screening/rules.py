"""PURE. Rule sets: every threshold with unit, mark and source; national profiles and local overrides.

Marks: ``V`` read in the named source, ``S`` reported by another document, ``K`` general knowledge of the
source (to be confirmed by a clinician), ``L`` local choice.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from fluxus.texts import Text

PROFILES: Final = ("nl", "who2025")
_FOLDER: Final = Path(__file__).parent / "rule_sets"

MARKS: Final[Mapping[str, Text]] = {
    "V": Text("gelezen in de genoemde bron", "read in the named source"),
    "S": Text("vermeld door een ander document", "reported by another document"),
    "K": Text("nog te bevestigen door het VSV", "to be confirmed by the VSV"),
    "L": Text("lokale keuze", "local choice"),
}


class RuleSetError(ValueError):
    """A rule set that cannot be used; ``problems`` are whole English sentences, all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Parameter:
    """One threshold. ``reason`` is filled for a local override only."""

    key: str
    value: float
    unit: str
    mark: str
    source: str
    reason: str = ""


@dataclass(frozen=True)
class RuleSet:
    """A dated, versioned set of parameters; ``switched_off`` maps a check's id to the reason."""

    profile: str
    version: str
    date: str
    parameters: Mapping[str, Parameter]
    switched_off: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> float:
        """Return the value of a parameter."""
        return self.parameters[key].value

    def minutes(self, key: str) -> int:
        """Return a parameter that is compared with whole minutes or millilitres."""
        return int(self.parameters[key].value)

    def mark(self, key: str) -> str:
        """Return the mark (V, S, K or L) of a parameter."""
        return self.parameters[key].mark

    @property
    def has_signs_trigger(self) -> bool:
        """Whether treatment also starts at a smaller loss with an abnormal sign (profile who2025)."""
        return "who_loss_ml" in self.parameters

    def to_confirm(self) -> tuple[Parameter, ...]:
        """Return the parameters that clinicians sign before first use: marks K and L."""
        return tuple(parameter for parameter in self.parameters.values() if parameter.mark in "KL")


def _parameter(key: str, entry: Mapping[str, Any]) -> Parameter:
    return Parameter(key, entry["value"], entry["unit"], entry["mark"], entry["source"])


@lru_cache
def load_rule_set(profile: str = "nl") -> RuleSet:
    """Return a national rule set ("nl" or "who2025"); raises RuleSetError for another name."""
    if profile not in PROFILES:
        raise RuleSetError(
            [f"There is no rule set profile {profile!r}; choose one of {', '.join(PROFILES)}."]
        )
    data = tomllib.loads((_FOLDER / f"{profile}.toml").read_text(encoding="utf-8"))
    inherited = dict(load_rule_set(data["based_on"]).parameters) if "based_on" in data else {}
    own = {key: _parameter(key, entry) for key, entry in data["parameters"].items()}
    return RuleSet(data["profile"], data["version"], data["date"].isoformat(), inherited | own)


@dataclass(frozen=True, slots=True)
class Override:
    """A local value for one parameter, with the reason that the collaboration gave."""

    key: str
    value: float
    reason: str


def with_overrides(
    rule_set: RuleSet,
    *,
    version: str,
    overrides: tuple[Override, ...] = (),
    switched_off: Mapping[str, str] | None = None,
) -> RuleSet:
    """Return a local rule set. Overridden values carry mark L; switched-off checks keep their reason.

    Raises RuleSetError with every problem: unknown parameter, value that is not a positive number, no reason.
    """
    switched_off = {} if switched_off is None else switched_off
    problems = [problem for override in overrides for problem in _problems(rule_set, override)]
    problems += [] if problems else _falling_volumes(rule_set, overrides)
    problems += [
        f"Checks {', '.join(ids)} are switched off without a reason: say why."
        for ids in [[check for check, reason in switched_off.items() if not reason.strip()]]
        if ids
    ]
    if problems:
        raise RuleSetError(problems)
    changed = {
        override.key: replace(
            rule_set.parameters[override.key], value=override.value, mark="L", reason=override.reason
        )
        for override in overrides
    }
    return replace(
        rule_set,
        version=version,
        parameters={**rule_set.parameters, **changed},
        switched_off={**rule_set.switched_off, **switched_off},
    )


VOLUMES_IN_ORDER: Final = ("shock_index_min_loss_ml", "alarm_loss_ml", "theatre_loss_ml", "mtp_loss_ml")


def _falling_volumes(rule_set: RuleSet, overrides: tuple[Override, ...]) -> list[str]:
    """Return what is wrong when a later step of escalation would come at a smaller loss than an earlier."""
    values = {key: rule_set[key] for key in VOLUMES_IN_ORDER} | {o.key: o.value for o in overrides}
    return [
        f"{later}: {values[later]:g} ml is less than {earlier} ({values[earlier]:g} ml); give at least that."
        for earlier, later in pairwise(VOLUMES_IN_ORDER)
        if values[later] < values[earlier]
    ]


def _problems(rule_set: RuleSet, override: Override) -> list[str]:
    parameter = rule_set.parameters.get(override.key)
    if parameter is None:
        return [f"There is no parameter {override.key!r} in rule set {rule_set.profile!r}: check its name."]
    problems = []
    whole = parameter.unit not in ("g", "g/l")
    if not 0 < override.value < 100_000 or (whole and override.value != int(override.value)):
        kind = "a whole number" if whole else "a number"
        problems.append(f"{override.key}: {override.value} cannot be used; give {kind} above 0.")
    if not override.reason.strip():
        problems.append(f"{override.key}: the value {override.value} needs a reason: say why it differs.")
    return problems
