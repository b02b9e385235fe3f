"""The demo has an action in every stage and an account for every role."""

from datetime import date
from pathlib import Path

import pytest

from cases.free_text import traces_of_people
from fluxus.demo.actions import demo_actions
from fluxus.demo.habits import vte_change
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.demo.people import ACCOUNTS, account_for
from fluxus.organisations.permissions import Role
from fluxus.periods import parse

DAYS = [date(2026, 11, 21), date(2026, 1, 1), date(2027, 3, 31), date(2028, 2, 29)]


@pytest.mark.parametrize("today", DAYS)
def test_there_is_an_action_in_every_stage_and_for_every_showcase(today: date) -> None:
    actions = demo_actions(today)
    assert {each.stage for each in actions} == {"concept", "plan", "do", "check", "act"}
    assert {each.landscape for each in actions} == {HIGHER, ABOUT, LOWER}


@pytest.mark.parametrize("today", DAYS)
def test_what_left_the_concept_has_owner_baseline_and_dates_in_order(today: date) -> None:
    for action in demo_actions(today):
        if action.stage == "concept":
            assert action.check_date is None
            continue
        assert action.owner and action.aim and action.target and action.prediction
        assert action.start_date and action.deadline and action.check_date
        assert action.start_date < action.check_date
        assert parse(action.baseline_period).end < action.start_date


@pytest.mark.parametrize("today", DAYS)
def test_dates_tell_what_is_done_due_and_early(today: date) -> None:
    due = {each.measure_id for each in demo_actions(today) if each.check_date and each.check_date <= today}
    assert {"P22"} <= due <= {"P22", "P21"}
    for action in demo_actions(today):
        if action.stage in ("do", "check", "act"):
            assert action.start_date and action.start_date <= today
        if action.stage == "plan":
            assert action.start_date and action.start_date > today


def test_the_closed_cycle_starts_where_the_cases_change() -> None:
    closed = next(each for each in demo_actions(DAYS[0]) if each.decision)
    assert closed.start_date == vte_change(DAYS[0])
    assert (closed.measure_id, closed.stage) == ("P22", "act")


def test_every_role_has_an_account_and_two_vsvs_have_caregivers() -> None:
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert len({each.landscape for each in ACCOUNTS if each.role is Role.CAREGIVER}) >= 2
    assert len({account.email for account in ACCOUNTS}) == len(ACCOUNTS)
    assert all(account.email.endswith(".example") for account in ACCOUNTS)
    assert account_for(Role.BOARD, LOWER).email == "bestuur@wilgenstroom.example"


def test_the_words_of_actions_hold_nothing_about_a_person() -> None:
    for action in demo_actions(DAYS[0]):
        texts = (action.title, action.problem, action.cause, action.aim, action.change_idea, *action.log)
        assert not [trace for text in texts for trace in traces_of_people(text)]
        assert len(action.title) <= 120 and len(action.owner) <= 80 and len(action.co_owners) <= 300


def test_the_readme_names_every_account() -> None:
    readme = (Path(__file__).resolve().parents[3] / "README.md").read_text()
    assert [account.email for account in ACCOUNTS if account.email not in readme] == []
