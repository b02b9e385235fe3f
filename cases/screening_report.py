"""PURE. A screening as ``fluxus-screening/1`` (one JSON object, one line) and as a table for people."""

import json
from typing import Final

from cases.screening.facts import CaseFacts
from cases.screening.findings import RESULTS, Finding, Screening

FORMAT: Final = "fluxus-screening/1"
SIGNS: Final = {"flagged": "▲", "met": "✓", "not_assessable": "?", "not_applicable": "–"}


def as_json(facts: CaseFacts, screening: Screening, language: str) -> str:
    """Return one line of JSON; the explanations are in ``language`` ("nl" or "en")."""
    report = {
        "format": FORMAT,
        "label": facts.label,
        "rule_set": {"profile": screening.rule_set_profile, "version": screening.rule_set_version},
        "derived": screening.derived.as_dict(),
        "findings": [_finding(finding, language) for finding in screening.findings],
    }
    return json.dumps(report, ensure_ascii=False)


def _finding(finding: Finding, language: str) -> dict[str, object]:
    return {
        "check": finding.check,
        "category": finding.category,
        "result": finding.result,
        "severity": finding.severity,
        "value": finding.value,
        "limit": finding.limit,
        "unit": finding.unit,
        "mark": finding.mark,
        "explanation": finding.explanation.in_language(language),
        "evidence": [{"kind": entry.kind, "index": entry.index} for entry in finding.evidence],
    }


def as_table(facts: CaseFacts, screening: Screening, language: str) -> str:
    """Return a heading, the derived values, the four counts and one line per check."""
    derived = "  ".join(f"{name} {_plain(value)}" for name, value in screening.derived.as_dict().items())
    results = [str(finding.result) for finding in screening.findings]
    counts = "  ".join(
        f"{SIGNS[result]} {results.count(result)} {words.in_language(language)}"
        for result, words in RESULTS.items()
    )
    heading = facts.label or "–"
    rule_set = f"{screening.rule_set_profile} {screening.rule_set_version}"
    lines = [_line(finding, language) for finding in screening.findings]
    return "\n".join([f"{heading} ({rule_set})", derived, counts, *lines, ""])


def _line(finding: Finding, language: str) -> str:
    measured = f"{_plain(finding.value)}/{_plain(finding.limit)} {finding.unit}" if finding.unit else ""
    sign = SIGNS[finding.result]
    words = finding.explanation.in_language(language)
    return f"{finding.check} {sign} {finding.severity:<6} {finding.mark:1} {measured:<16} {words}"


def _plain(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)
