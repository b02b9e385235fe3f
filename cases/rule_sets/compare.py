"""PURE. What differs between two rule sets, and nothing else."""

from dataclasses import dataclass

from cases.screening.rules import Parameter, RuleSet


@dataclass(frozen=True, slots=True)
class ParameterDifference:
    """One threshold in two rule sets; None: it does not exist there."""

    key: str
    before: Parameter | None
    after: Parameter | None


@dataclass(frozen=True, slots=True)
class CheckDifference:
    """One check that is switched off in one of two rule sets, or for another reason; "" is switched on."""

    check: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two rule sets."""

    parameters: tuple[ParameterDifference, ...]
    checks: tuple[CheckDifference, ...]

    @property
    def nothing(self) -> bool:
        """Whether both ask the same of care."""
        return not self.parameters and not self.checks


def compare(before: RuleSet, after: RuleSet) -> Comparison:
    """Return every threshold that differs in anything, and every check that is switched off differently."""
    keys = list(dict.fromkeys([*before.parameters, *after.parameters]))
    pairs = [(key, before.parameters.get(key), after.parameters.get(key)) for key in keys]
    checks = sorted({*before.switched_off, *after.switched_off})
    reasons = [(c, before.switched_off.get(c, ""), after.switched_off.get(c, "")) for c in checks]
    return Comparison(
        tuple(ParameterDifference(*pair) for pair in pairs if pair[1] != pair[2]),
        tuple(CheckDifference(*each) for each in reasons if each[1] != each[2]),
    )
