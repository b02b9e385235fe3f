"""PURE. The form of a local rule set as it was typed: values, reasons and checks that are switched off.

A field is ``value__<parameter>``, ``reason__<parameter>``, ``off__<check>`` or ``off_reason__<check>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cases.case_problems import shown
from cases.screening.checks import CHECKS
from cases.screening.rules import Override, RuleProblem, RuleSet
from fluxus.texts import Text

LONGEST_REASON: Final = 500
NOT_A_NUMBER: Final = Text(
    "{value} is geen getal; schrijf het in cijfers, bijvoorbeeld 15 of 2,5",
    "{value} is no number; write it in figures, for example 15 or 2.5",
)
TOO_LONG: Final = Text(
    "de reden is langer dan {limit} tekens; kort haar in",
    "the reason has more than {limit} characters; shorten it",
)
NO_DAY: Final = Text(
    "{value} is geen dag; kies een dag, of laat het veld leeg",
    "{value} is no day; choose one, or leave it empty",
)
VALID_FROM: Final = "valid_from"


@dataclass(frozen=True)
class Typed:
    """What was typed. ``overrides`` only where value or reason differ from the national list."""

    overrides: tuple[Override, ...] = ()
    switched_off: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    problems: tuple[RuleProblem, ...] = ()

    @property
    def changes(self) -> dict[str, dict[str, float | str]]:
        """Return the overrides as they are kept."""
        return {o.key: {"value": o.value, "reason": o.reason} for o in self.overrides}


def read_typed(fields: Mapping[str, str], base: RuleSet) -> Typed:
    """Return what the fields say about a local version of ``base``, with every problem of the typing.

    An empty value, or the national one without a reason, leaves the national threshold as it is.
    """
    overrides: list[Override] = []
    problems: list[RuleProblem] = []
    for key, parameter in base.parameters.items():
        text = fields.get(f"value__{key}", "").strip()
        reason = " ".join(fields.get(f"reason__{key}", "").split())
        problems += _too_long(key, reason)
        value = parameter.value if not text else number(text)
        if value is None:
            problems.append(RuleProblem(key, NOT_A_NUMBER.format(value=shown(text))))
        elif value != parameter.value or reason:
            overrides.append(Override(key, value, reason))
    off = {
        check.id: " ".join(fields.get(f"off_reason__{check.id}", "").split())
        for check in CHECKS
        if fields.get(f"off__{check.id}")
    }
    problems += [problem for check, reason in off.items() for problem in _too_long(check, reason)]
    day, wrong = _day(fields.get(VALID_FROM, "").strip())
    return Typed(tuple(overrides), off, day, (*problems, *wrong))


def number(text: str) -> float | None:
    """Return a number typed with comma or point; a whole one as such; None when it is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    if value != value or abs(value) > 1e9:  # "nan" and "inf" are no thresholds
        return None
    return int(value) if value == int(value) else value


def _too_long(key: str, reason: str) -> list[RuleProblem]:
    return [RuleProblem(key, TOO_LONG.format(limit=LONGEST_REASON))] if len(reason) > LONGEST_REASON else []


def _day(text: str) -> tuple[date | None, tuple[RuleProblem, ...]]:
    try:
        return (date.fromisoformat(text) if text else None), ()
    except ValueError:
        return None, (RuleProblem(VALID_FROM, NO_DAY.format(value=shown(text))),)
