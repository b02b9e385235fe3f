"""What holds for every case, whatever is known about it."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.screening.checks import CHECKS
from cases.screening.engine import screen
from cases.screening.facts import SECTIONS, Answer
from cases.screening.findings import Evidence, Result
from cases.screening.rules import load_rule_set
from tests.reference.case_generator import cases

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PROFILES = st.sampled_from(["nl", "who2025"])
NEVER_BOTH = (("D01", "P05"), ("D05", "P08"), ("D11", "E09"), ("E02", "E08"))
ONLY_IF_DONE = {
    "D01": "medication", "D03": "medication", "D05": "medication", "D12": "labs", "D04": "medication",
}  # fmt: skip


def results(facts, profile="nl"):
    return {finding.check: finding.result for finding in screen(facts, load_rule_set(profile)).findings}


def flags(facts, profile="nl"):
    return {check for check, result in results(facts, profile).items() if result is Result.FLAGGED}


@SOME
@given(cases(), PROFILES)
def test_all_45_are_there_in_order_with_words_and_evidence_that_exists(facts, profile):
    findings = screen(facts, load_rule_set(profile)).findings
    assert [finding.check for finding in findings] == [check.id for check in CHECKS]
    for finding in findings:
        assert finding.explanation.nl.endswith(".") and finding.explanation.en.endswith(".")
        assert "{" not in finding.explanation.nl + finding.explanation.en
        assert finding.mark in "VSKL"
        for entry in finding.evidence:
            assert isinstance(entry, Evidence)
            if entry.kind in SECTIONS:
                assert entry.index in {row.index for row in getattr(facts, entry.kind)}
            else:
                assert entry.kind in {"birth", "mother", "outcome", "aftercare", "ambulance"}
                assert entry.index is None
        if finding.result is Result.NOT_APPLICABLE:
            assert finding.value is None and finding.limit is None


@SOME
@given(cases(), PROFILES)
def test_never_both_flagged(facts, profile):
    flagged = flags(facts, profile)
    for one, other in NEVER_BOTH:
        if (one, other) == ("E02", "E08") and any(
            row.role == "gynaecologist" for row in (*facts.calls, *facts.staff)
        ):
            continue  # only somebody who was never involved cannot also be missing at the bedside
        assert not {one, other} <= flagged
    if not any(row.kind == "iv_line" for row in facts.interventions):
        assert not {"D02", "P10"} <= flagged


@SOME
@given(cases(unknowns=0))
def test_a_thing_that_was_never_done_is_no_delay(facts):
    for check, section in ONLY_IF_DONE.items():
        assert results(replace(facts, **{section: ()}))[check] is Result.NOT_APPLICABLE


@SOME
@given(cases(unknowns=1), st.randoms(use_true_random=False), PROFILES)
def test_forgetting_never_creates_a_flag(facts, random, profile):
    before = flags(facts, profile)
    assert flags(_forgetting(facts, random), profile) <= before


def _forgetting(facts, random):
    """The same case in which one more thing is not known (a list can only lack rows, a row its time)."""
    section = random.choice(SECTIONS)
    ways = [
        lambda: replace(facts, incomplete=facts.incomplete | {section}),
        lambda: replace(facts, outcome=replace(facts.outcome, death=Answer.UNKNOWN)),
        lambda: replace(facts, mother=replace(facts.mother, refuses_blood_products=Answer.UNKNOWN)),
        lambda: replace(facts, mother=replace(facts.mother, tranexamic_acid_contraindicated=Answer.UNKNOWN)),
        lambda: replace(facts, aftercare=replace(facts.aftercare, debrief_team=Answer.UNKNOWN)),
        lambda: replace(facts, birth=replace(facts.birth, placenta_delivered=None)),
        lambda: _without_end(facts),
        lambda: _without_date(facts, "medication", random),
        lambda: _without_date(facts, "interventions", random),
        lambda: _without_purpose(facts, random),
    ]
    return random.choice(ways)()


def _without_end(facts):
    """The end can only be forgotten where it is one that could also have been imagined."""
    first = min(row.time for row in facts.blood_loss)
    end = facts.birth.bleeding_controlled
    if end is None or end < first:
        return facts
    return replace(facts, birth=replace(facts.birth, bleeding_controlled=None))


def _without_date(facts, section, random):
    rows = list(getattr(facts, section))
    dated = [place for place, row in enumerate(rows) if row.time is not None and row.time >= 0]
    if dated:
        place = random.choice(dated)
        rows[place] = replace(rows[place], time=None)
    return replace(facts, **{section: tuple(rows)})


def _without_purpose(facts, random):
    rows = list(facts.medication)
    if rows:
        place = random.randrange(len(rows))
        rows[place] = replace(rows[place], purpose=None)
    return replace(facts, medication=tuple(rows))


@SOME
@given(cases(), st.randoms(use_true_random=False), PROFILES)
def test_the_order_of_rows_does_not_matter(facts, random, profile):
    lists = {name: tuple(random.sample(getattr(facts, name), len(getattr(facts, name)))) for name in SECTIONS}
    shuffled = replace(facts, **lists)
    assert results(shuffled, profile) == results(facts, profile)


@SOME
@given(cases(unknowns=0), st.integers(1, 120))
def test_a_later_action_never_undoes_a_delay(facts, later):
    drugs = tuple(
        replace(row, time=row.time + later) if row.purpose == "treatment" and row.time is not None else row
        for row in facts.medication
    )
    delayed = replace(facts, medication=drugs)
    before, after = results(facts), results(delayed)
    for check in ("D01", "D03", "D05"):
        if before[check] is Result.FLAGGED:
            assert after[check] is Result.FLAGGED


@SOME
@given(cases())
def test_switching_a_check_off_changes_no_other(facts):
    rules = load_rule_set()
    off = replace(rules, switched_off={"P23": "Zuurstof is omstreden"})
    assert {**results(facts), "P23": Result.NOT_APPLICABLE} == {
        finding.check: finding.result for finding in screen(facts, off).findings
    }
