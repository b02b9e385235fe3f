"""Derived values at the edges: days, neighbours, volumes in another order."""

from dataclasses import replace

import pytest

from cases.screening.engine import screen
from cases.screening.findings import Result
from cases.screening.rules import Override, load_rule_set, with_overrides
from cases.screening.timeline import Timeline

from .builders import NEVER, YES, case

LOSS = "10 300, 20 600, 30 1000"
HOME = {"place": "home"}


def derived(profile="nl", **fields):
    return Timeline(case(**fields), load_rule_set(profile)).derived


def local(**values):
    overrides = tuple(Override(key, value, "want") for key, value in values.items())
    return with_overrides(load_rule_set("who2025"), version="x", overrides=overrides)


def test_records_after_a_day_trigger_nothing():
    assert derived(blood_loss="10 300, 1440 1000, 1441 1500", tc=NEVER).t1000 == 1440
    assert derived(blood_loss="10 300, 1440 1000, 1441 1500", tc=NEVER).t1500 is None
    assert derived(blood_loss="10 300, 1441 1500", tc=None).t1500 == "unknown"
    assert derived(blood_loss="1450 300", total=2000, tc=1450).t2000 is None
    assert derived(blood_loss="1440 300", total=2000, tc=1441).t2000 is None


def test_blood_measured_afterwards_was_lost_by_the_end():
    assert derived(blood_loss="10 300, 30 1600", tc=10).t1500 == 10
    assert derived(blood_loss="10 300, 30 1600", tc=11).t1500 == 11
    assert derived(blood_loss="10 300, 30 1600", tc=12).t1500 == "unknown"
    assert derived(blood_loss="30 1600", tc=0).t1500 == 0
    assert derived(blood_loss="30 1600", tc=1).t1500 == 1
    assert derived(blood_loss="30 1600", tc=2).t1500 == "unknown"
    assert derived(blood_loss="-20 1600", tc=2).t1500 == -20


def test_further_records_stand_between_their_neighbours():
    incomplete = {"incomplete": "blood_loss", "tc": 30}
    assert derived(blood_loss="10 600, 10 1000", **incomplete).t1000 == 10
    assert derived(blood_loss="0 999, 0 1000", **incomplete).t1000 == 0
    assert derived(blood_loss="-9 900, -5 1000", **incomplete).t1000 == -5
    assert derived(blood_loss="10 600, 40 900", **incomplete).t1000 is None
    assert derived(blood_loss="10 600, 40 900", **incomplete).final_ml == 900
    assert derived(blood_loss="10 600", **incomplete).t2000 == "unknown"
    assert derived(blood_loss="10 600", total=900, **incomplete).t1000 is None
    assert derived(blood_loss="10 600", total=1000, **incomplete).t1000 == "unknown"
    late = derived(blood_loss="1500 600", tc=NEVER, incomplete="blood_loss")
    assert (late.tP, late.t1000) == ("unknown", None)
    assert derived(blood_loss="10 600, -3 500", tc=-5, incomplete="blood_loss").tP == -5


def test_more_than_the_next_record_shows_was_lost_at_one_minute():
    facts = case(blood_loss="10 100, 40 200, 50 1000", tc=20, incomplete="blood_loss", vitals="30 99 110")
    assert screen(facts, load_rule_set()).finding("D13").result is Result.NOT_APPLICABLE
    assert Timeline(facts, load_rule_set()).derived.t1000 == "unknown"


def test_no_records_at_all():
    for end in (None, 20):
        assert derived(blood_loss="", tc=end).tP is None
    assert derived(blood_loss="", tc=None, incomplete="blood_loss").tP == "unknown"
    assert derived(blood_loss="", tc=20, total=700).tP == "unknown"


def test_shock_index_needs_loss_and_a_bleeding_that_goes_on():
    assert derived(blood_loss=LOSS, vitals="9 99 110, 10 99 110", tc=100).tSI == 10
    assert derived(blood_loss=LOSS, vitals="10 99 110", tc=10).tSI is None
    assert derived(blood_loss=LOSS, vitals="10 99 110", tc=None).tSI == "unknown"
    assert derived(blood_loss=LOSS, vitals="20 99 110", incomplete="vitals").tSI == "unknown"
    assert (
        derived(blood_loss="50 600", vitals="20 99 110, 51 99 110", incomplete="blood_loss").tA == "unknown"
    )


@pytest.mark.parametrize(("takeover", "value"), [(None, 20), (15, 10), (20, 10), (21, 20)])
def test_the_first_line_when_treatment_starts_after_the_alarm(takeover, value):
    rules = local(treatment_trigger_vaginal_ml=1200, who_loss_ml=5000)
    facts = case(**HOME, takeover=takeover, blood_loss="10 1000, 20 1200", interventions="30 iv_line")
    assert screen(facts, rules).finding("D02").value == value


def test_the_signs_can_need_more_loss_than_the_shock_index():
    rules = local(who_loss_ml=550)
    fields = {**HOME, "blood_loss": "10 300, 40 600", "vitals": "12 120 130 50, 30 99 110, 45 120 130"}
    assert Timeline(case(**fields), rules).derived.tP == 40
    partly = case(**fields, incomplete="blood_loss vitals")
    assert Timeline(partly, rules).derived.tP == "unknown"
    for facts in (case(**fields), partly, replace(partly, secondary_care_takeover=35)):
        assert len(screen(facts, rules).findings) == 45


def test_treatment_volume_below_the_volume_for_signs():
    rules = local(treatment_trigger_vaginal_ml=200)
    facts = case(**HOME, blood_loss="10 200, 30 300", incomplete="blood_loss", tc=40)
    assert Timeline(facts, rules).derived.tP == "unknown"
    assert Timeline(replace(facts, incomplete=frozenset()), rules).derived.tP == 10


def test_an_alarm_without_a_treatment_trigger():
    fields = {"mode": "planned_caesarean", "blood_loss": "10 400", "vitals": "20 99 110"}
    finding = screen(case(**fields, interventions="36 iv_line"), load_rule_set()).finding("D02")
    assert (finding.result, finding.value, finding.limit) == (Result.FLAGGED, 16, 15)


def test_an_undated_decisive_step_may_lie_before_the_loss():
    facts = case(blood_loss="10 600, 40 2100", incomplete="blood_loss", interventions="20 hysterectomy")
    assert screen(facts, load_rule_set()).finding("E09").result is Result.NOT_ASSESSABLE
    dated = replace(facts, incomplete=frozenset(), outcome=replace(facts.outcome, embolisation=YES))
    assert screen(dated, load_rule_set()).finding("E09").result is Result.NOT_ASSESSABLE
