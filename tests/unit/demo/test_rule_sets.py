"""The rule sets of the demo can be used, and say nothing about a person."""

from cases.free_text import traces_of_people
from cases.rule_sets.typed import read_typed
from cases.screening.rules import load_rule_set, with_overrides
from fluxus.demo.people import ACCOUNTS, address_of
from fluxus.demo.rule_sets import DEMO_RULE_SETS


def test_each_is_a_usable_local_version() -> None:
    for described in DEMO_RULE_SETS:
        typed = read_typed(described.fields(), load_rule_set("nl"))
        assert not typed.problems and len(typed.overrides) == len(described.changes)
        local = with_overrides(
            load_rule_set("nl"), version="x", overrides=typed.overrides, switched_off=typed.switched_off
        )
        assert "P23" in local.switched_off


def test_one_is_signed_by_three_people_and_one_is_under_way() -> None:
    emails = {account.email for account in ACCOUNTS}
    assert sorted(len(described.signers) for described in DEMO_RULE_SETS) == [1, 3]
    for described in DEMO_RULE_SETS:
        signers = {address_of(function, described.landscape) for function in described.signers.values()}
        assert signers <= emails and len(signers) == len(described.signers)


def test_the_reasons_hold_nothing_about_a_person() -> None:
    for described in DEMO_RULE_SETS:
        reasons = [change.reason for change in described.changes] + list(described.switched_off.values())
        assert not [trace for reason in reasons for trace in traces_of_people(reason)]
