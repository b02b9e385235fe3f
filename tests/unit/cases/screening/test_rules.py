"""Rule sets: profiles, marks, local overrides and switched-off checks."""

import pytest

from cases.screening.rules import MARKS, Override, RuleSetError, load_rule_set, with_overrides
from fluxus.texts import Text


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


def test_values_that_go_together_keep_their_order():
    wrong = {"txa_dose_min_g": 1.3, "retained_placenta_min": 60, "hands_secondary": 1}
    overrides = tuple(Override(key, value, "want") for key, value in wrong.items())
    with pytest.raises(RuleSetError) as caught:
        with_overrides(load_rule_set(), version="x", overrides=overrides)
    assert caught.value.problems == [
        "txa_dose_max_g: 1.1 is less than 1.3 at “txa_dose_min_g”; give at least that.",
        "retained_placenta_referral_min: 35 is less than 60 at “retained_placenta_min”; give at least that.",
        "hands_secondary: 1 is less than 2 at “hands_primary”; give at least that.",
    ]


def test_a_slip_of_the_keyboard_is_refused():
    for key, value in (
        ("lab_min", 1441),
        ("alarm_loss_ml", 10_001),
        ("txa_dose_max_g", 11),
        ("hands_primary", 21),
    ):
        with pytest.raises(RuleSetError, match="at most"):
            with_overrides(load_rule_set(), version="x", overrides=(Override(key, value, "want"),))


def test_a_problem_is_a_sentence_in_both_languages():
    with pytest.raises(RuleSetError) as caught:
        with_overrides(load_rule_set(), version="x", overrides=(Override("lab_min", 0, "want"),))
    words = caught.value.found[0].named(lambda key: Text("Bloedafname binnen", "Blood sample within"))
    assert words.nl == "Bloedafname binnen: 0 kan niet; geef een geheel getal boven 0 en hoogstens 1440."
    assert words.en == "Blood sample within: 0 cannot be used; give a whole number above 0 and at most 1440."
