"""What holds for the panel beside any draft: no point goes away, and its list leads to the end."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.live.missing import CAUSES, TAKEOVER, things
from cases.live.probing import READERS, Probe
from cases.screening.checks import CHECKS
from cases.screening.engine import results
from cases.screening.facts import CaseFacts
from cases.screening.findings import Result
from cases.screening.rules import load_rule_set
from cases.screening.view import View
from tests.reference.case_generator import cases
from tests.unit.cases.live.half_filled import flags, half_filled, results_of, seen_of

SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PROFILES = st.sampled_from(["nl", "who2025"])
CAUSE_SETS = st.frozensets(st.sampled_from(["tone", "trauma", "tissue", "thrombin", "inversion"]))


@SOME
@given(cases(unknowns=2), st.booleans())
def test_a_shown_point_stays_whatever_is_filled_in(facts, half):
    """No flag of a draft goes away by an answer, a list ticked as complete, or a date."""
    facts = half_filled(facts) if half else facts
    rules = load_rule_set()
    shown = flags(seen_of(facts))
    unknown = things(facts, {}, rules)
    probe = Probe(facts, rules, unknown)
    for thing in unknown:
        for way in range(len(thing.ways)):
            after = results(View(probe.filled({thing.path}, {thing.path: way}), rules), CHECKS)
            assert {after[check] for check in shown} <= {Result.FLAGGED}


@SOME
@given(cases(unknowns=3), st.booleans(), st.randoms(use_true_random=False), PROFILES)
def test_following_the_list_to_its_end_settles_all_that_can_be_settled(facts, half, rng, profile):
    rules = load_rule_set(profile)
    facts = half_filled(facts) if half else facts
    for _ in range(80):
        panel = seen_of(facts, rules=rules)
        covered = sum(step.settles + step.helps for step in panel.steps) + len(panel.otherwise)
        assert covered == panel.counts[Result.NOT_ASSESSABLE]
        assert panel.lost.checks == 0
        if not panel.steps:
            break
        facts = followed(facts, panel.steps[0], rng)
    assert panel.steps == ()
    everything = Probe(facts, rules, things(facts, {}, rules))
    rest = everything.results(CHECKS, everything.things)
    open_now = {finding.check for finding in panel.otherwise}
    assert {check for check, result in rest.items() if result is Result.NOT_ASSESSABLE} >= open_now


def followed(facts: CaseFacts, step, rng: random.Random) -> CaseFacts:
    """The case in which somebody filled in what a step names, each in one of its ways."""
    for thing in step.things:
        ways = [fill for fill in thing.ways if fill(facts) != facts]
        facts = rng.choice(ways)(facts)
    return facts


@SOME
@given(cases(unknowns=2), PROFILES)
def test_what_a_step_surely_settles_is_settled_in_every_typical_way(facts, profile):
    rules = load_rule_set(profile)
    panel = seen_of(facts, rules=rules)
    if not panel.steps:
        return
    first = panel.steps[0]
    probe = Probe(facts, rules, things(facts, {}, rules))
    paths = {thing.path for thing in first.things}
    for path in paths:
        for way in range(len(probe.things[path].ways)):
            after = list(probe.results(CHECKS, paths, {path: way}).values())
            assert panel.counts[Result.NOT_ASSESSABLE] - after.count(Result.NOT_ASSESSABLE) >= first.settles


@SOME
@given(cases(unknowns=0), st.sampled_from([None, 0, 7, 30, 61, 200]), PROFILES)
def test_no_other_check_reads_the_takeover(facts, takeover, profile):
    if facts.birth.place == "hospital":
        return
    rules = load_rule_set(profile)
    before, after = (
        results_of(facts, rules),
        results_of(replace(facts, secondary_care_takeover=takeover), rules),
    )
    assert {check for check in before if before[check] is not after[check]} <= READERS[TAKEOVER]


@SOME
@given(
    cases(unknowns=0), st.frozensets(st.sampled_from(["tone", "trauma", "tissue", "thrombin", "inversion"]))
)
def test_no_other_check_reads_the_causes(facts, causes):
    before, after = results_of(facts), results_of(replace(facts, birth=replace(facts.birth, causes=causes)))
    assert {check for check in before if before[check] is not after[check]} <= READERS[CAUSES]


@SOME
@given(cases(unknowns=3), PROFILES)
def test_shared_triggers_give_the_results_of_a_screening_of_its_own(facts, profile):
    """The probes share what was worked out before: that changes no result."""
    rules = load_rule_set(profile)
    unknown = [thing for thing in things(facts, {}, rules) if thing.path not in READERS]
    probe = Probe(facts, rules, unknown)
    paths = list(probe.things)
    for number in range(len(paths) + 1):
        filled = probe.filled(paths[:number])
        assert results(probe.view(filled), CHECKS) == results_of(filled, rules)
    moved = replace(filled, secondary_care_takeover=None if facts.birth.place != "hospital" else 0)
    assert results(probe.view(moved), CHECKS) == results_of(moved, rules)
