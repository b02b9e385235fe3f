"""What somebody typed in a draft, and what differs between two rule sets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rule_sets.compare import compare
from cases.rule_sets.typed import LONGEST_REASON, number, read_typed
from cases.screening.checks import CHECK_BY_ID
from cases.screening.rules import Override, load_rule_set, with_overrides
from fluxus.texts import Text

NL = load_rule_set("nl")
WHO = load_rule_set("who2025")


@pytest.mark.parametrize(
    ("text", "value"),
    [("15", 15), ("2,5", 2.5), ("2.5", 2.5), (" 7 ", 7), ("15,0", 15), ("-3", -3), ("1e3", 1000)],
)
def test_a_number_is_read_with_comma_or_point(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "tien", "nan", "inf", "-inf", "1e400", "1,000,0", "15 min", "٣x"])
def test_what_is_no_number_is_none(text):
    assert number(text) is None


def test_nothing_typed_is_the_national_list():
    typed = read_typed({}, NL)
    assert (typed.overrides, typed.switched_off, typed.valid_from, typed.problems) == ((), {}, None, ())


def test_the_whole_form_as_it_stands_changes_nothing():
    fields = {f"value__{key}": f"{p.value:g}".replace(".", ",") for key, p in NL.parameters.items()}
    assert read_typed(fields, NL).overrides == ()


def test_the_national_value_with_a_reason_is_a_choice_of_ones_own():
    typed = read_typed({"value__lab_min": "15", "reason__lab_min": "zo  doen\nwij het"}, NL)
    assert typed.overrides == (Override("lab_min", 15, "zo doen wij het"),)


def test_a_reason_for_a_check_that_is_on_is_left_out():
    assert read_typed({"off_reason__P23": "omstreden"}, NL).switched_off == {}
    assert read_typed({"off__P23": "on", "off_reason__P23": " "}, NL).switched_off == {"P23": ""}
    assert read_typed({"off__X99": "on"}, NL).switched_off == {}


def test_a_day_is_read_or_named():
    assert read_typed({"valid_from": "2026-03-01"}, NL).valid_from == date(2026, 3, 1)
    wrong = read_typed({"valid_from": "1 maart"}, NL)
    assert [problem.key for problem in wrong.problems] == ["valid_from"] and wrong.valid_from is None


def test_a_reason_that_is_too_long_is_named():
    fields = {"value__lab_min": "10", "reason__lab_min": "x" * (LONGEST_REASON + 1)}
    assert [problem.key for problem in read_typed(fields, NL).problems] == ["lab_min"]


@given(
    st.dictionaries(
        st.sampled_from(
            [f"{kind}__{key}" for kind in ("value", "reason") for key in NL.parameters]
            + [f"{kind}__{check}" for kind in ("off", "off_reason") for check in CHECK_BY_ID]
            + ["valid_from"]
        ),
        st.text(max_size=30),
    )
)
def test_whatever_is_typed_is_read_or_named(fields):
    typed = read_typed(fields, NL)
    assert all(override.key in NL.parameters for override in typed.overrides)
    for problem in typed.problems:
        words = problem.named(lambda key: Text(key, key))
        assert words.nl.endswith(".") and words.en.endswith(".")


def test_a_rule_set_does_not_differ_from_itself():
    assert compare(NL, NL).nothing and compare(WHO, WHO).nothing


def test_national_and_who_differ_in_the_trigger_only():
    found = compare(NL, WHO)
    assert {each.key for each in found.parameters} == {"treatment_trigger_caesarean_ml"} | {
        key for key in WHO.parameters if key.startswith("who_")
    }
    added = {each.key for each in found.parameters if each.before is None}
    assert added == set(WHO.parameters) - set(NL.parameters)


def test_comparing_the_other_way_round_mirrors_it():
    local = with_overrides(
        NL, version="x", overrides=(Override("lab_min", 10, "want"),), switched_off={"P23": "omstreden"}
    )
    there, back = compare(NL, local), compare(local, NL)
    assert [(d.key, d.before, d.after) for d in there.parameters] == [
        (d.key, d.after, d.before) for d in back.parameters
    ]
    assert [(d.check, d.before, d.after) for d in there.checks] == [("P23", "", "omstreden")]
    assert [(d.check, d.before, d.after) for d in back.checks] == [("P23", "omstreden", "")]


def test_the_same_value_for_another_reason_is_a_difference():
    one, two = (
        with_overrides(NL, version="x", overrides=(Override("lab_min", 10, reason),)) for reason in "ab"
    )
    assert [each.key for each in compare(one, two).parameters] == ["lab_min"]
