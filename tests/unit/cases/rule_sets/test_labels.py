"""Every threshold has words, and says truly which checks use it."""

import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cases.rule_sets.labels import GROUPS, UNITS, WORDS, name_of, unit_of
from cases.rule_sets.sources import SOURCES, codes_in, sources_of
from cases.rule_sets.words import RESTS_ON
from cases.screening.checks import CHECK_BY_ID, CHECKS
from cases.screening.engine import screen
from cases.screening.rules import load_rule_set
from tests.reference.case_generator import random_case

ALL = load_rule_set("nl").parameters | load_rule_set("who2025").parameters
CASES = 30


def test_every_threshold_of_the_national_sets_has_words_and_no_other():
    assert set(WORDS) == set(ALL)
    for key, words in WORDS.items():
        assert words.group in GROUPS, key
        assert all((*words.name, *words.explanation)), key
        assert words.explanation.nl.endswith(".") and words.explanation.en.endswith("."), key


def test_names_tell_thresholds_apart():
    for language in ("nl", "en"):
        names = [getattr(words.name, language) for words in WORDS.values()]
        assert len(set(names)) == len(names)


def test_every_unit_has_words():
    assert {parameter.unit for parameter in ALL.values()} == set(UNITS)
    assert (name_of("x").nl, unit_of("x").en) == ("x", "x")


def test_every_check_named_exists():
    named = {check for words in WORDS.values() for check in words.checks}
    assert named <= set(CHECK_BY_ID)
    assert {check for checks in RESTS_ON.values() for check in checks} <= set(CHECK_BY_ID)
    assert set(CHECK_BY_ID) - named == {"P01", "P15", "P18", "P19"}, "these ask for no number"


@cache
def found_to_change(key, profile):
    """Which checks say something else when this threshold is lower or higher, in random cases."""
    rules = load_rule_set(profile)
    parameter = rules.parameters[key]
    changed = set()
    for seed in range(CASES):
        facts = random_case(random.Random(seed), unknowns=0 if seed % 3 else None)
        before = screen(facts, rules).findings
        for factor in (0.5, 1.5):
            value = parameter.value * factor
            value = value if parameter.unit in ("g", "g/l") else max(1, round(value))
            other = replace(rules, parameters={**rules.parameters, key: replace(parameter, value=value)})
            after = screen(facts, other).findings
            changed |= {old.check for old, new in zip(before, after, strict=True) if old != new}
    return changed


@pytest.mark.parametrize("key", sorted(ALL))
def test_only_the_checks_that_are_said_to_use_it_read_a_threshold(key):
    profile = "nl" if key in load_rule_set("nl").parameters else "who2025"
    found = found_to_change(key, profile)
    assert found <= set(WORDS[key].checks)
    direct = {check for check in WORDS[key].used_by if check in CHECK_BY_ID}
    assert direct <= found, "a check that reads it directly must notice"


def test_the_order_of_checks_is_that_of_the_specification():
    order = [check.id for check in CHECKS]
    for words in WORDS.values():
        assert list(words.checks) == [check for check in order if check in words.checks]


def test_every_source_that_is_named_is_spelled_out():
    texts = [parameter.source for parameter in ALL.values()] + [check.source for check in CHECKS]
    assert {code for text in texts for code in codes_in(text)} <= set(SOURCES)
    assert codes_in("S27-S29; RCOG") == ("S27", "S28", "S29")
    assert codes_in("S24b") == ("S24b",)
    assert codes_in("") == ()
    assert [code for code, _words in sources_of(["S50 S23", "S23"])] == ["S23", "S50"]


def test_the_code_of_a_source_is_never_a_guess():
    """Every code in the rule set files is of the form that ``codes_in`` reads."""
    folder = Path(__file__).resolve().parents[3] / "cases/screening/rule_sets"
    for path in folder.glob("*.toml"):
        for source in re.findall(r'source = "([^"]*)"', path.read_text()):
            assert len(re.findall(r"S\d", source)) == len(re.findall(r"S\d\d[a-c]?(?!\d)", source))
