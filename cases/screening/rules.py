"""PURE. Rule sets: every threshold with unit, mark and source; national profiles and local overrides.

Marks: ``V`` read in the named source, ``S`` reported by another document, ``K`` general knowledge of the
source (to be confirmed by a clinician), ``L`` local choice.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from fluxus.texts import Text

PROFILES: Final = ("nl", "who2025")
_FOLDER: Final = Path(__file__).parent / "rule_sets"

MARKS: Final[Mapping[str, Text]] = {
    "V": Text("gelezen in de genoemde bron", "read in the named source"),
    "S": Text("vermeld door een ander document", "reported by another document"),
    "K": Text("nog te bevestigen door het VSV", "to be confirmed by the VSV"),
    "L": Text("lokale keuze", "local choice"),
}


class RuleProblem(NamedTuple):
    """What is wrong with one parameter or check (``key``; empty: with the whole), in both languages.

    ``other``: the parameter that it does not go with; it stands as ``{other}`` in the text.
    """

    key: str
    text: Text
    other: str = ""

    def named(self, name: Callable[[str], Text]) -> Text:
        """Return the whole sentence; ``name`` gives the words for a parameter or check."""
        text, own = self.text, name(self.key)
        if self.other:
            text = Text(text.nl.format(other=name(self.other).nl), text.en.format(other=name(self.other).en))
        return Text(f"{own.nl}: {text.nl}.", f"{own.en}: {text.en}.") if self.key else text

    @property
    def sentence(self) -> str:
        """Return it in English, with keys for names."""
        return self.named(lambda key: Text(key, key)).en


class RuleSetError(ValueError):
    """A rule set that cannot be used; ``found`` is everything that is wrong with it at once.

    ``problems`` are the same as whole English sentences.
    """

    def __init__(self, found: Sequence[RuleProblem]) -> None:
        self.found = tuple(found)
        self.problems = [problem.sentence for problem in self.found]
        super().__init__(" ".join(self.problems))


NO_PROFILE: Final = Text(
    "er is geen regelset {value}; kies een van {known}", "there is no rule set {value}; choose one of {known}"
)
NO_PARAMETER: Final = Text(
    "deze drempel bestaat niet in regelset {profile}; controleer de naam",
    "there is no such parameter in rule set {profile}; check its name",
)
UNUSABLE: Final = Text(
    "{value} kan niet; geef {kind} boven 0 en hoogstens {high}",
    "{value} cannot be used; give {kind} above 0 and at most {high}",
)
WHOLE: Final = Text("een geheel getal", "a whole number")
NUMBER: Final = Text("een getal", "a number")
NO_REASON: Final = Text(
    "de waarde {value} heeft nog geen reden; zeg waarom u afwijkt",
    "the value {value} needs a reason; say why it differs",
)
OFF_WITHOUT_REASON: Final = Text(
    "deze vraag staat uit zonder reden; zeg waarom", "this check is switched off without a reason; say why"
)
FALLS: Final = Text(
    "{later} is minder dan {earlier} bij “{other}”; geef minstens dat",
    "{later} is less than {earlier} at “{other}”; give at least that",
)


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
            [RuleProblem("", NO_PROFILE.format(value=repr(profile), known=", ".join(PROFILES)))]
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
    problems += [] if problems else _falling(rule_set, overrides)
    problems += [
        RuleProblem(check, OFF_WITHOUT_REASON) for check, reason in switched_off.items() if not reason.strip()
    ]
    if problems:
        raise RuleSetError(problems)
    return applied(rule_set, version=version, overrides=overrides, switched_off=switched_off)


def applied(
    rule_set: RuleSet, *, version: str, overrides: tuple[Override, ...], switched_off: Mapping[str, str]
) -> RuleSet:
    """Return a local rule set from what was checked before, when it was kept."""
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


IN_ORDER: Final = (
    ("shock_index_min_loss_ml", "alarm_loss_ml"),
    ("alarm_loss_ml", "theatre_loss_ml"),
    ("theatre_loss_ml", "mtp_loss_ml"),
    ("txa_dose_min_g", "txa_dose_max_g"),
    ("retained_placenta_min", "retained_placenta_referral_min"),
    ("hands_primary", "hands_secondary"),
)
"""Pairs of which the second is at least the first: a later step never comes at a smaller loss, and so on."""
HIGHEST: Final[Mapping[str, float]] = {
    "min": 1440, "ml": 10_000, "g": 10, "g/l": 10, "/min": 250, "mmHg": 250, "tenths": 30, "people": 20
}  # fmt: skip
"""The highest value that makes sense, per unit: a slip of the keyboard is not agreed upon."""


def _falling(rule_set: RuleSet, overrides: tuple[Override, ...]) -> list[RuleProblem]:
    """Return what is wrong when values that go together stand in another order."""
    changed = {o.key: o.value for o in overrides}
    values = {key: parameter.value for key, parameter in rule_set.parameters.items()} | changed
    return [
        RuleProblem(
            later,
            FALLS.format(later=f"{values[later]:g}", earlier=f"{values[earlier]:g}", other="{other}"),
            earlier,
        )
        for earlier, later in IN_ORDER
        if values[later] < values[earlier]
    ]


def _problems(rule_set: RuleSet, override: Override) -> list[RuleProblem]:
    key, value = override.key, override.value
    parameter = rule_set.parameters.get(key)
    if parameter is None:
        return [RuleProblem(key, NO_PARAMETER.format(profile=rule_set.profile))]
    problems = []
    whole, high = parameter.unit not in ("g", "g/l"), HIGHEST.get(parameter.unit, 10_000)
    if not 0 < value <= high or (whole and value != int(value)):
        kind = WHOLE if whole else NUMBER
        filled = Text(
            UNUSABLE.nl.format(value=f"{value:g}", kind=kind.nl, high=f"{high:g}"),
            UNUSABLE.en.format(value=f"{value:g}", kind=kind.en, high=f"{high:g}"),
        )
        problems.append(RuleProblem(key, filled))
    if not override.reason.strip():
        problems.append(RuleProblem(key, NO_REASON.format(value=f"{value:g}")))
    return problems
