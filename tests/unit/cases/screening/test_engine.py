"""The screening of a case: values, limits, marks, evidence and words."""

from dataclasses import replace

import pytest

from cases.screening.checks import CHECK_BY_ID, CHECKS, TOGETHER
from cases.screening.engine import screen
from cases.screening.findings import CATEGORIES, SEVERITIES, Evidence, Result
from cases.screening.rules import Override, load_rule_set, with_overrides

from .builders import NEVER, UNKNOWN, YES, case

LOSS = "10 300, 20 600, 30 1000"


def found(check, profile="nl", **fields):
    return screen(case(**fields), load_rule_set(profile)).finding(check)


def test_the_list_of_checks():
    assert len(CHECKS) == 45
    counts = [sum(check.category == name for check in CHECKS) for name in ("delay", "protocol", "escalation")]
    assert counts == [13, 23, 9]
    for check in CHECKS:
        assert (
            check.label.nl
            and check.label.en
            and check.category in CATEGORIES
            and check.severity in SEVERITIES
        )
    assert all(pair <= CHECK_BY_ID.keys() for pair in TOGETHER)


def test_the_sentence_of_the_specification():
    finding = found("D01", blood_loss="20 600", medication="38 oxytocin")
    assert finding.explanation.nl == (
        "Oxytocine 18 min na de meting van 600 ml (grens 10 min; nog te bevestigen door het VSV)."
    )
    assert finding.explanation.en == (
        "Oxytocin 18 min after the record of 600 ml (limit 10 min; to be confirmed by the VSV)."
    )
    assert (finding.value, finding.limit, finding.unit, finding.mark) == (18, 10, "min", "K")
    assert finding.evidence == (Evidence("blood_loss", 0), Evidence("medication", 0))


def test_over_before_the_limit():
    finding = found("D01", blood_loss="20 600", medication="38 oxytocin", tc=30)
    assert finding.explanation.nl == "Bloeding was onder controle voordat de grens bereikt was."
    assert (finding.value, finding.limit) == (None, None)


def test_a_missing_time_is_named():
    finding = found("D12", blood_loss=LOSS, labs="? - haemoglobin")
    assert finding.explanation.nl == "Niet te beoordelen: tijd van bloedafname ontbreekt."
    assert (finding.value, finding.limit) == (None, 15)


@pytest.mark.parametrize(
    ("check", "value", "limit", "unit", "mark", "fields"),
    [
        ("D02", 21, 10, "min", "L", {"place": "home", "blood_loss": LOSS, "interventions": "51 iv_line"}),
        ("D05", 31, 30, "min", "K", {"blood_loss": LOSS, "medication": "51 sulprostone"}),
        (
            "D05", 16, 15, "min", "L",
            {"place": "home", "takeover": 60, "blood_loss": LOSS, "medication": "76 sulprostone"},
        ),
        ("D06", 41, 30, "min", "K", {"calls": "10 gynaecologist 51"}),
        ("D09", 50, 35, "min", "V", {"place": "home", "placenta_delivered": NEVER, "calls": "50 resident"}),
        ("D09", None, 35, "min", "V", {"place": "home", "placenta_delivered": NEVER}),
        ("D07", 31, 30, "min", "K", {"place": "home", "ambulance": "0 A2 31 - -"}),
        ("P01", "no", None, "answer", "V", {}),
        ("P07", 1.2, 1.1, "g", "V", {"blood_loss": LOSS, "medication": "30 txa treat 1.2"}),
        ("P07", 0.5, 0.9, "g", "V", {"blood_loss": LOSS, "medication": "30 txa treat 0.5"}),
        ("P07", None, 15, "min", "L", {"blood_loss": LOSS}),
        ("P09", 1, 2, "doses", "V", {"medication": "30 txa treat 1"}),
        ("P10", 1, 2, "lines", "L", {"blood_loss": LOSS, "interventions": "9 iv_line"}),
        ("P11", 60, 15, "min", "K", {"blood_loss": LOSS}),
        ("P14", 35, 30, "min", "L", {"labs": "9 10 fibrinogen 1.5", "blood_products": "45 plasma"}),
        ("P15", "yes", None, "answer", "S", {"medication": "9 sulprostone", "asthma": YES}),
        ("P15", "yes", None, "answer", "V", {"medication": "9 carboprost", "asthma": YES}),
        ("P16", 3600, 3500, "ml", "S", {"clear_fluids_before_blood_ml": 3600}),
        ("P20", "no", None, "answer", "L", {"total": 1500, "haemoglobin_checked": "no"}),
        ("E06", 1, 3, "people", "L", {"blood_loss": LOSS, "staff": "0 resident"}),
    ],
)  # fmt: skip
def test_value_and_limit(check, value, limit, unit, mark, fields):
    if fields.get("haemoglobin_checked") == "no":
        fields = {**fields, "haemoglobin_checked": type(YES)("no")}
    finding = found(check, **fields)
    assert finding.result is Result.FLAGGED
    assert (finding.value, finding.limit, finding.unit, finding.mark) == (value, limit, unit, mark)


def test_derived_values():
    screening = screen(case(blood_loss=LOSS, vitals="25 99 110", tc=NEVER, total=1600), load_rule_set())
    assert screening.derived.as_dict() == {
        "tP": 20, "t1000": 30, "t1500": "unknown", "t2000": None, "tTXA": 20, "tSI": 25, "tA": 25, "t2": 0,
        "tc": "never", "final_ml": 1600,
    }  # fmt: skip
    unknown = screen(case(blood_loss=LOSS, tc=None, incomplete="blood_loss"), load_rule_set()).derived
    assert (unknown.tc, unknown.final_ml, unknown.t1000) == ("unknown", "unknown", "unknown")


def test_the_world_health_organization_acts_on_signs():
    fields = {"blood_loss": "10 300, 40 500", "vitals": "12 101 130", "medication": "23 oxytocin"}
    assert found("D01", **fields).result is Result.MET
    flagged = found("D01", "who2025", **fields)
    assert (flagged.result, flagged.value) == (Result.FLAGGED, 11)
    assert found("D01", "who2025", **{**fields, "vitals": "12 100 130"}).result is Result.MET
    assert found("D01", "who2025", **{**fields, "vitals": "12 100 100"}).result is Result.FLAGGED
    assert found("D01", "who2025", **{**fields, "vitals": "12 80 130 59"}).result is Result.FLAGGED
    assert found("D01", "who2025", **{**fields, "vitals": "12 80 130 ?"}).result is Result.NOT_ASSESSABLE
    caesarean = {"mode": "emergency_caesarean", "blood_loss": "40 500", "medication": "51 oxytocin"}
    assert found("D01", "who2025", **caesarean).result is Result.FLAGGED
    assert found("D01", **caesarean).result is Result.NOT_APPLICABLE


def test_both_volumes_of_signs_can_differ():
    rules = with_overrides(
        load_rule_set("who2025"), version="x", overrides=(Override("who_loss_ml", 400, "want"),)
    )
    facts = case(blood_loss="10 300, 20 400, 40 500", vitals="12 120 90, 22 120 90")
    derived = screen(facts, rules).derived
    assert (derived.tSI, derived.tP) == (12, 22)


def test_a_check_that_is_switched_off_says_why():
    rules = replace(load_rule_set(), switched_off={"P23": "zuurstof is omstreden"})
    finding = screen(case(blood_loss=LOSS), rules).finding("P23")
    assert finding.result is Result.NOT_APPLICABLE
    assert "uitgezet: zuurstof is omstreden" in finding.explanation.nl


def test_a_local_limit_decides():
    rules = with_overrides(load_rule_set(), version="x", overrides=(Override("lab_min", 20, "want"),))
    facts = case(blood_loss=LOSS, labs="50 - haemoglobin")
    finding = screen(facts, rules).finding("D12")
    assert (finding.result, finding.limit, finding.mark) == (Result.MET, 20, "L")
    assert screen(facts, load_rule_set()).finding("D12").result is Result.FLAGGED


def test_blood_measured_afterwards_keeps_its_verdict_where_the_minute_cannot_matter():
    fields = {"blood_loss": "10 400, 18 700, 95 2600", "tc": 80}
    assert found("E09", **fields).result is Result.NOT_ASSESSABLE
    finding = found("E09", **fields, interventions="95 balloon_tamponade")
    assert finding.result is Result.MET and finding.value is None
    assert finding.explanation.nl.startswith("Beslissende ingreep: ja; onbekend is nog")
    flagged = found("E05", **{**fields, "tc": NEVER, "blood_loss": "10 400", "total": 2100})
    assert flagged.result is Result.NOT_ASSESSABLE


def test_many_doses_without_purpose_are_left_undecided():
    many = ", ".join(f"{minute} txa ? 0.1" for minute in range(20, 32))
    for check in ("P07", "P09"):
        finding = found(check, blood_loss=LOSS, medication=many)
        assert finding.result is Result.NOT_ASSESSABLE


def test_everything_unknown_can_still_be_screened():
    every = "blood_loss vitals medication interventions calls staff labs blood_products"
    facts = case(blood_loss="10 300", tc=None, incomplete=every, placenta_delivered=None, death=UNKNOWN)
    for profile in ("nl", "who2025"):
        assert len(screen(facts, load_rule_set(profile)).findings) == 45
