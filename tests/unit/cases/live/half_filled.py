"""Drafts as they are halfway, and the panel beside them, for tests."""

from dataclasses import replace

from cases.live.panel import live
from cases.screening.engine import screen
from cases.screening.facts import SECTIONS, Aftercare, Mother, Outcome
from cases.screening.rules import load_rule_set

RULES = load_rule_set()
PATIENT = 600.0


def seen_of(facts, stated=None, rules=RULES):
    return live(facts, rules, stated or {}, budget=PATIENT)


def results_of(facts, rules=RULES):
    return {finding.check: finding.result for finding in screen(facts, rules).findings}


def flags(panel):
    return {face.check for point in panel.points for face in point}


def half_filled(facts):
    """The same case as somebody has it halfway: the rows are there, nothing else is."""
    away = facts.birth.place != "hospital"
    birth = replace(
        facts.birth,
        bleeding_controlled=None,
        placenta_delivered=None,
        causes=frozenset(),
        placenta_removal=None,
    )
    return replace(
        facts,
        birth=birth,
        mother=Mother(),
        outcome=Outcome(),
        aftercare=Aftercare(),
        incomplete=frozenset(SECTIONS),
        secondary_care_takeover=None if away else 0,
        ambulance=None,
        ambulance_unknown=away,
    )
