"""The screening finds in the demo cases what was planted there, and proposes it as a pattern."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from cases.case_format import read_case
from dashboards.statistics.intervals import newcombe_difference
from fluxus.demo.actions import demo_actions
from fluxus.demo.cases import showcase_cases
from fluxus.demo.country import SEED
from fluxus.demo.habits import practices
from fluxus.demo.names import LOWER

engine: Any = pytest.importorskip("cases.screening.engine")
rules: Any = pytest.importorskip("cases.screening.rules")

TODAY = date(2026, 11, 21)
Results = dict[tuple[str, str], list[tuple[date, str]]]


@pytest.fixture(scope="module")
def results() -> Results:
    """(VSV, check) → day and result of every case with more than a litre, old to new."""
    rule_set = rules.load_rule_set()
    found: Results = defaultdict(list)
    for case in showcase_cases(SEED, today=TODAY):
        facts = read_case(case.facts).facts
        assert facts is not None
        if case.scenario == "near_miss":
            continue
        for finding in engine.screen(facts, rule_set).findings:
            found[case.landscape, finding.check].append((case.day, str(finding.result)))
    return found


def judged(rows: list[tuple[date, str]]) -> list[tuple[date, str]]:
    return [(day, result) for day, result in rows if result in ("met", "flagged")]


@pytest.mark.parametrize(
    ("landscape", "check"),
    [(each.landscape, check) for each in practices(TODAY) for check in sorted(each.planted)],
)
def test_a_planted_pattern_is_proposed(results: Results, landscape: str, check: str) -> None:
    rows = judged(results[landscape, check])
    last_year = [result for day, result in rows if day > TODAY - timedelta(365)]
    assert last_year.count("flagged") >= 3
    assert [result for _, result in rows[-10:]].count("flagged") >= 3


def test_other_checks_are_mostly_met(results: Results) -> None:
    planted = {(each.landscape, check) for each in practices(TODAY) for check in each.planted}
    rows = [
        result
        for key, days in results.items()
        if key not in planted
        for _, result in days
        if result in ("met", "flagged")
    ]
    assert rows.count("flagged") / len(rows) < 0.12


def test_some_findings_cannot_be_assessed(results: Results) -> None:
    everything = [result for rows in results.values() for _, result in rows]
    assert 0.003 < everything.count("not_assessable") / len(everything) < 0.05


@pytest.mark.parametrize(("check", "changed"), [("P22", True), ("P21", False)])
def test_the_check_of_an_action_finds_a_change_or_not(results: Results, check: str, changed: bool) -> None:
    action = next(each for each in demo_actions(TODAY) if each.measure_id == check)
    assert action.start_date and action.check_date
    rows = judged(results[LOWER, check])
    before = [result for day, result in rows if day < action.start_date]
    after = [result for day, result in rows if action.start_date <= day < action.check_date]
    assert len(after) >= 40
    found = newcombe_difference(before.count("met"), len(before), after.count("met"), len(after))
    assert found.lower is not None and found.upper is not None
    assert (found.lower > 0) == changed
    assert found.upper > 0
