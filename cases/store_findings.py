"""Screening a case and keeping its 45 findings with the rule set that produced them."""

from typing import Any

from cases.models import Case, Finding, Result, Review
from cases.rule_sets.queries import rule_set_for
from cases.screening.engine import screen
from cases.screening.facts import CaseFacts
from cases.screening.rules import RuleSet

COLUMNS = [
    field.name for field in Finding._meta.concrete_fields if field.name not in ("id", "case", "check_id")
]


def screen_and_store(case: Case, facts: CaseFacts, rule_set: RuleSet | None = None) -> tuple[str, str]:
    """Screen a case, keep the findings in place of older ones; return profile and version of the rule set.

    ``rule_set`` left out: the one that holds for the birth. A review stays with a check that is flagged
    again; a review of what is no longer flagged goes.
    """
    screening = screen(facts, rule_set or rule_set_for(case.vsv, facts.birth.time))
    kept = {finding.check_id: finding for finding in case.findings.all()}
    findings = []
    for position, found in enumerate(screening.findings):
        finding = kept.pop(found.check, None) or Finding(case=case, check_id=found.check)
        finding.position = position
        finding.rule_set_profile = screening.rule_set_profile
        finding.rule_set_version = screening.rule_set_version
        _fill(finding, found)
        findings.append(finding)
    Finding.objects.bulk_update([finding for finding in findings if finding.pk is not None], COLUMNS)
    Finding.objects.bulk_create([finding for finding in findings if finding.pk is None])
    Finding.objects.filter(pk__in=[finding.pk for finding in kept.values()]).delete()
    Review.objects.filter(finding__case=case).exclude(finding__result=Result.FLAGGED).delete()
    return screening.rule_set_profile, screening.rule_set_version


def _fill(finding: Finding, found: Any) -> None:
    finding.category = str(found.category)
    finding.severity = str(found.severity)
    finding.result = str(found.result)
    finding.value = found.value
    finding.limit = found.limit
    finding.unit = found.unit
    finding.mark = found.mark
    finding.evidence = [{"kind": entry.kind, "index": entry.index} for entry in found.evidence]
    finding.explanation_nl = found.explanation.nl
    finding.explanation_en = found.explanation.en
