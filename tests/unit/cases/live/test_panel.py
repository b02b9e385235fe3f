"""The panel beside a draft: it accuses nobody, and following its list settles all that can be settled."""

from dataclasses import replace

import pytest

from cases.live import panel as panels
from cases.live.missing import CAUSES, TAKEOVER, things
from cases.live.panel import grouped, live
from cases.live.probing import READERS, Probe
from cases.screening.checks import CHECKS
from cases.screening.engine import screen
from cases.screening.facts import NEVER, SECTIONS, Answer
from cases.screening.findings import Result
from cases.screening.rules import load_rule_set
from tests.unit.cases.live.half_filled import RULES, flags, half_filled, results_of, seen_of
from tests.unit.cases.screening.builders import case

ALL = " ".join(SECTIONS)


SEVERE = case(
    blood_loss="10 300 w, 20 1100 w, 40 1600 w, 60 2100 w",
    vitals="5 90 120, 21 120 100, 45 130 90",
    medication="1 oxytocin prev 5, 50 oxytocin treat 10",
    interventions="22 uterine_massage",
    calls="35 gynaecologist 50",
    staff="0 hospital_midwife, 0 obstetric_nurse",
    tc=90,
)


def test_before_the_first_record_it_asks_for_one_and_says_nothing_else():
    panel = seen_of(case(blood_loss="", incomplete=ALL))
    assert panel.waiting
    assert panel.points == () and panel.steps == () and panel.counts == {}


def test_a_complete_case_shows_what_the_screening_says():
    panel = seen_of(SEVERE)
    found = results_of(SEVERE)
    assert flags(panel) == {check for check, result in found.items() if result is Result.FLAGGED} != set()
    assert panel.counts == {result: list(found.values()).count(result) for result in Result}
    assert panel.steps == () and panel.otherwise == ()


def test_the_first_step_counts_what_the_end_of_the_bleeding_settles():
    facts = replace(SEVERE, birth=replace(SEVERE.birth, bleeding_controlled=None))
    panel = seen_of(facts)
    first = panel.steps[0]
    assert [thing.path for thing in first.things] == ["birth.bleeding_controlled"]
    before = panel.counts[Result.NOT_ASSESSABLE]
    for end in (70, 75, 200, NEVER):
        after = results_of(replace(facts, birth=replace(facts.birth, bleeding_controlled=end)))
        assert before - list(after.values()).count(Result.NOT_ASSESSABLE) >= first.settles > 0


def test_lists_are_asked_together_when_none_alone_settles_anything():
    facts = replace(SEVERE, incomplete=frozenset({"calls", "staff"}))
    panel = seen_of(facts)
    assert {thing.path for step in panel.steps for thing in step.things} == {"calls", "staff"}
    assert any(len(step.things) == 2 for step in panel.steps)
    assert sum(step.settles + step.helps for step in panel.steps) == panel.counts[Result.NOT_ASSESSABLE] > 0


def test_what_was_stated_unknown_is_not_asked_again_but_counted():
    facts = replace(SEVERE, birth=replace(SEVERE.birth, bleeding_controlled=None))
    panel = seen_of(facts, {"birth.bleeding_controlled": "unknown"})
    assert panel.steps == ()
    assert [thing.path for thing in panel.lost.things] == ["birth.bleeding_controlled"]
    assert panel.lost.checks == panel.counts[Result.NOT_ASSESSABLE] > 0


def test_what_no_answer_can_settle_keeps_its_own_sentence():
    blind = case(blood_loss="10 400 w, 20 700 w, 40 900 w", tc=60)
    panel = seen_of(blind)
    assert [finding.check for finding in panel.otherwise] == ["D13"]
    assert panel.otherwise[0].explanation.nl.startswith("Niet te beoordelen:")


def test_nobody_is_blamed_for_help_before_the_takeover_is_filled_in():
    home = case(place="home", blood_loss="20 600 w, 40 1500 w", takeover=None, tc=150)
    assert {"E01", "E07"} <= {check for check, result in results_of(home).items() if result is Result.FLAGGED}
    panel = seen_of(home)
    assert not flags(panel) & READERS[TAKEOVER]
    assert TAKEOVER in {thing.path for step in panel.steps for thing in step.things}
    told = seen_of(home, {TAKEOVER: "not_applicable"})
    assert {"E01", "E07"} <= flags(told)


def test_nobody_is_blamed_for_a_treatment_before_the_causes_are_filled_in():
    facts = replace(SEVERE, birth=replace(SEVERE.birth, causes=frozenset()))
    asked = {thing.path for step in seen_of(facts).steps for thing in step.things}
    assert CAUSES in asked
    assert flags(seen_of(facts)) < flags(seen_of(facts, {CAUSES: "unknown"}))


def test_faces_of_one_point_stand_together():
    home = case(place="home", blood_loss="20 600 w, 40 1500 w", takeover=None, tc=150)
    points = seen_of(home, {TAKEOVER: "not_applicable"}).points
    together = next(point for point in points if any(face.check == "E01" for face in point))
    assert {"E01", "E07"} <= {face.check for face in together}
    found = screen(home, RULES).findings
    assert sorted(f.check for point in grouped(found) for f in point) == sorted(f.check for f in found)


def test_a_check_that_is_switched_off_is_not_asked_for():
    facts = replace(SEVERE, birth=replace(SEVERE.birth, bleeding_controlled=None))
    off = replace(
        RULES, version="lokaal", switched_off=dict.fromkeys([check.id for check in CHECKS], "proef")
    )
    assert seen_of(facts, rules=off).steps == ()


def test_too_many_rows_are_not_screened_along_with():
    rows = ", ".join(f"{minute} 80 120" for minute in range(301))
    assert seen_of(case(blood_loss="10 600 w", vitals=rows)).crowded


def test_without_time_for_the_steps_every_open_check_has_its_own_sentence(monkeypatch):
    facts = half_filled(SEVERE)
    full = seen_of(facts)
    panels._kept.cache_clear()
    monkeypatch.setattr(Probe, "needs", stop)
    panel = seen_of(facts)
    assert panel.hurried and panel.points == full.points and panel.counts == full.counts
    assert len(panel.otherwise) == panel.counts[Result.NOT_ASSESSABLE] > 0
    assert {finding.result for finding in panel.otherwise} == {Result.NOT_ASSESSABLE}
    assert all(finding.explanation.nl.startswith("Niet te beoordelen:") for finding in panel.otherwise)
    monkeypatch.undo()
    assert not seen_of(facts).hurried, "what was cut short is not kept"


def stop(*_args):
    raise panels.TooLong


def test_without_any_time_it_says_that_it_cannot_screen_along():
    panels._kept.cache_clear()
    assert live(half_filled(SEVERE), RULES, {}, budget=-1).crowded


def test_the_same_case_is_answered_from_memory():
    panels._kept.cache_clear()
    facts = half_filled(SEVERE)
    first = seen_of(facts)
    assert live(replace(facts), RULES, {}, budget=-1) is first


@pytest.mark.parametrize("way", range(3))
def test_every_thing_that_can_be_unknown_is_known_once_filled_in(way):
    rows = {
        "blood_loss": "10 600 ?, 40 1200 ?",
        "vitals": "5 ? ?",
        "medication": "? oxytocin ?, ? txa ?",
        "interventions": "? iv_line",
        "calls": "? gynaecologist 30 ?",
        "staff": "? midwife",
        "labs": "? ? ?",
        "blood_products": "? plasma",
    }
    facts = half_filled(case(place="home", takeover=None, **rows))
    rules = load_rule_set("who2025")
    unknown = things(facts, {}, rules)
    assert len(unknown) > 40
    assert len({thing.path for thing in unknown}) == len(unknown)
    for thing in unknown:
        filled = thing.ways[way % len(thing.ways)](facts)
        again = {other.path for other in things(filled, {}, rules)}
        if not (thing.path == TAKEOVER and filled == facts):  # no takeover is said apart
            assert thing.path not in again
        assert thing.label.nl and thing.label.en and "(" not in thing.label.nl


def test_an_answer_is_no_longer_asked():
    facts = replace(SEVERE, mother=replace(SEVERE.mother, hypertension=Answer.NOT_APPLICABLE))
    assert things(facts, {}, RULES) == []
