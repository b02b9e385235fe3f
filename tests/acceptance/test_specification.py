"""The checks and their parameters are those of the specification: names, severity, numbers and units."""

import os
import re
from pathlib import Path

import pytest

from cases.screening.checks import CHECKS
from cases.screening.rules import load_rule_set

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(os.environ.get("FLUXUS_SHARED", ROOT.parent / "shared")) / "design" / "checks.md"
SEVERITY = {"H": "high", "M": "medium", "L": "low"}

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not PAGE.is_file(), reason="the shared folder is not here"),
]


def rows(pattern):
    return [match for line in PAGE.read_text().splitlines() if (match := re.match(pattern, line))]


def test_the_45_checks():
    table = rows(r"\| ([DPE]\d\d) \| (.*?) \| (.*?) \| (\w+) \| ([HML]) \|")
    expected = [(m[1], m[2], m[3], m[4], SEVERITY[m[5]]) for m in table]
    assert len(expected) == 45
    assert [(c.id, c.label.nl, c.label.en, c.category, c.severity) for c in CHECKS] == expected


def test_the_parameters():
    numbers = {}
    for row in rows(r"\| ((?:[a-z_0-9]+(?: \(.*?\))?(?:, )?)+(?: \(profile who2025\))?) \| ([\d., ]+) \|"):
        keys = re.findall(r"[a-z_0-9]{6,}", re.sub(r"\(.*?\)", "", row[1]))
        numbers |= dict(zip(keys, map(float, re.findall(r"\d+(?:\.\d+)?", row[2])), strict=True))
    assert len(numbers) > 50
    known = load_rule_set("nl").parameters | {
        key: value for key, value in load_rule_set("who2025").parameters.items() if key.startswith("who_")
    }
    assert {key: float(known[key].value) for key in numbers} == numbers
    assert set(known) == set(numbers)
