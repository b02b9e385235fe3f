"""PURE. The screening of one case: all 45 checks of a rule set, each with one of four results."""

from collections.abc import Callable, Iterable
from typing import Final

from cases.screening.checks import CHECKS
from cases.screening.checks.check import Check
from cases.screening.facts import CaseFacts
from cases.screening.findings import Evidence, Finding, Result, Screening
from cases.screening.rules import RuleSet
from cases.screening.view import View
from fluxus.texts import Text

SWITCHED_OFF: Final = Text(
    "Deze vraag is in de regelset {version} uitgezet: {reason}",
    "This check is switched off in rule set {version}: {reason}",
)


def screen(facts: CaseFacts, rule_set: RuleSet) -> Screening:
    """Return the derived values and all 45 findings of a case under a rule set."""
    return screened(View(facts, rule_set))


def screened(view: View, pause: Callable[[], None] | None = None) -> Screening:
    """Return the derived values and all 45 findings of a view that may have been looked at before.

    ``pause`` is called before every check; what it raises stops the screening.
    """
    rule_set, found = view.rules, []
    for check in CHECKS:
        if pause is not None:
            pause()
        found.append(_finding(check, view))
    findings = tuple(found)
    return Screening(rule_set.profile, rule_set.version, view.time.derived, findings)


def results(view: View, checks: Iterable[Check]) -> dict[str, Result]:
    """Return the result of some checks by id, without their words."""
    off = view.rules.switched_off
    return {c.id: Result.NOT_APPLICABLE if c.id in off else c.judge(view).result for c in checks}


def _finding(check: Check, view: View) -> Finding:
    reason = view.rules.switched_off.get(check.id)
    if reason is not None:
        text = SWITCHED_OFF.format(version=view.rules.version, reason=reason)
        return _made(check, Result.NOT_APPLICABLE, text)
    judged = check.judge(view)
    if judged.result is Result.NOT_APPLICABLE:
        return _made(check, judged.result, judged.text, evidence=judged.evidence)
    return Finding(
        check.id,
        check.category,
        judged.result,
        check.severity,
        None if judged.result is Result.NOT_ASSESSABLE else judged.value,
        judged.limit,
        judged.unit or check.unit,
        judged.mark or check.mark,
        judged.evidence,
        judged.text,
    )


def _made(check: Check, result: Result, text: Text, evidence: tuple[Evidence, ...] = ()) -> Finding:
    return Finding(
        check.id, check.category, result, check.severity, None, None, check.unit, check.mark, evidence, text
    )
