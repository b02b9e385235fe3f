"""Rule sets: profiles, marks, local overrides and switched-off checks."""

import pytest

from cases.screening.rules import MARKS, Override, RuleSetError, load_rule_set, with_overrides


def test_every_parameter_has_unit_mark_and_source():
    for profile in ("nl", "who2025"):
        for parameter in load_rule_set(profile).parameters.values():
            assert parameter.mark in MARKS and parameter.unit and parameter.source


def test_profiles_differ_in_the_treatment_trigger_only():
    nl, who = load_rule_set("nl"), load_rule_set("who2025")
    assert not nl.has_signs_trigger and who.has_signs_trigger
    changed = {key for key, own in who.parameters.items() if nl.parameters.get(key) != own}
    assert changed == {
        "treatment_trigger_caesarean_ml", "who_loss_ml", "who_pulse", "who_systolic", "who_diastolic",
        "who_shock_index_tenths",
    }  # fmt: skip


def test_the_numbers_of_the_national_rule_set():
    rules = load_rule_set()
    assert (rules["txa_window_min"], rules["txa_dose_min_g"], rules.minutes("hands_secondary")) == (
        180,
        0.9,
        3,
    )
    assert rules.mark("txa_window_min") == "V" and rules.mark("mtp_min") == "L"
    assert rules.version and rules.date == "2025-01-01"
    assert {parameter.mark for parameter in rules.to_confirm()} == {"K", "L"}


def test_an_unknown_profile_is_refused():
    with pytest.raises(RuleSetError, match="'be'"):
        load_rule_set("be")


def test_a_local_value_carries_its_reason_and_mark_l():
    override = Override("specialist_arrival_min", 15, "Afspraak van het VSV")
    local = with_overrides(
        load_rule_set(), version="2025-1-a", overrides=(override,), switched_off={"P23": "omstreden"}
    )
    parameter = local.parameters["specialist_arrival_min"]
    assert (parameter.value, parameter.mark, parameter.reason) == (15, "L", "Afspraak van het VSV")
    assert (local.version, local.switched_off) == ("2025-1-a", {"P23": "omstreden"})
    assert load_rule_set()["specialist_arrival_min"] == 30


def test_every_problem_of_a_local_rule_set_at_once():
    with pytest.raises(RuleSetError) as caught:
        with_overrides(
            load_rule_set(),
            version="x",
            overrides=(
                Override("nonsense_min", 5, "want"),
                Override("lab_min", 0, "want"),
                Override("lab_min", 7.5, " "),
                Override("fibrinogen_g_l", -1, "want"),
            ),
            switched_off={"P23": " ", "P16": "want"},
        )
    problems = caught.value.problems
    assert len(problems) == 6
    assert "nonsense_min" in problems[0] and "whole number" in problems[1]
    assert "needs a reason" in problems[3] and "a number above 0" in problems[4] and "P23" in problems[5]


def test_volumes_do_not_fall():
    with pytest.raises(RuleSetError, match="theatre_loss_ml"):
        with_overrides(load_rule_set(), version="x", overrides=(Override("alarm_loss_ml", 1600, "want"),))
    with_overrides(load_rule_set(), version="x", overrides=(Override("txa_dose_max_g", 1.2, "want"),))
