"""``manage.py demo`` fills an empty installation through the services, once, and never a real one."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from cases.models import Case, Finding, LocalRuleSet, Status
from cases.perspectives.presenters import both_views
from cases.perspectives.queries import are_open, view_work
from dashboards import queries
from dashboards.models import ActionItem, Stage
from fluxus.demo.country import SEED
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.demo.people import ACCOUNTS, account_for
from fluxus.management import demo_steps
from fluxus.organisations.models import Membership, Organisation, Vsv
from fluxus.organisations.permissions import Role
from perined_import.models import Upload

BIRTHS = 7000
PASSWORD = "een-lang-wachtwoord"  # noqa: S105  for the accounts of this test


@pytest.fixture(scope="module")
def printed(django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """What the command printed; its data are there for the tests of this module only."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", births=BIRTHS, password=PASSWORD, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(printed: str, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield printed
        transaction.set_rollback(True)


def test_it_prints_seed_sizes_accounts_and_the_address(demo: str) -> None:
    for words in (f"seed {SEED}", f"{BIRTHS} births", "http://127.0.0.1:8000/", PASSWORD, "Ready in"):
        assert words in demo
    assert all(account.email in demo for account in ACCOUNTS)


def test_the_country_is_there(demo: str) -> None:
    assert Vsv.objects.count() == 79
    assert set(Organisation.objects.values_list("kind", flat=True)) == {"hospital", "practice"}
    uploads = Upload.objects.filter(status=Upload.Status.COMMITTED)
    assert uploads.count() == 7
    assert sum(uploads.values_list("deliveries", flat=True)) == BIRTHS


def test_every_account_logs_in_with_its_role(demo: str) -> None:
    assert get_user_model().objects.count() == len(ACCOUNTS)
    assert set(Membership.objects.values_list("role", flat=True)) == {role.value for role in Role}
    assert all(user.check_password(PASSWORD) for user in get_user_model().objects.all()[:2])


def test_each_showcase_has_cases_in_every_status_and_a_pattern_to_propose(demo: str) -> None:
    for landscape in (HIGHER, ABOUT, LOWER):
        vsv = Vsv.objects.get(name=f"VSV {landscape}")
        cases = Case.objects.filter(vsv=vsv)
        assert cases.count() >= 40
        assert set(cases.values_list("status", flat=True)) == set(Status.values)
        assert queries.proposed(vsv, timezone.localdate())


def test_a_showcase_signed_its_own_rule_set_and_has_a_draft_under_way(demo: str) -> None:
    vsv = Vsv.objects.get(name=f"VSV {HIGHER}")
    draft, signed = LocalRuleSet.objects.filter(vsv=vsv)
    assert (signed.status, signed.signatures.count()) == ("signed", 3)
    assert (draft.status, draft.signatures.count()) == ("draft", 1)
    assert LocalRuleSet.objects.exclude(vsv=vsv).count() == 0
    judged = Finding.objects.filter(case__vsv=vsv, check_id="P23")
    versions = dict(judged.values_list("rule_set_version").annotate(n=Count("pk")))
    assert versions[signed.version] >= 3 and versions["2025-1"] >= 3
    own = judged.filter(rule_set_version=signed.version).select_related("case")
    assert {finding.result for finding in own} == {"not_applicable"}
    assert all(timezone.localdate(finding.case.birth_time) >= signed.valid_from for finding in own)


def test_a_case_is_opened_from_the_registry_and_a_colleague_asked(demo: str) -> None:
    assert Case.objects.filter(delivery_key__isnull=False, status=Status.DRAFT).count() == 3
    asked = Case.objects.filter(invited__isnull=False, status=Status.SUBMITTED, perspectives=None)
    assert asked.count() == 3


def test_one_case_has_both_views_and_on_another_a_caregiver_is_asked_for_hers(demo: str) -> None:
    both = Case.objects.get(perspectives__line="secondary")
    assert are_open(both)
    shown = both_views(both)
    assert [view.went_well for _title, view in shown.views]
    assert 0 < len(shown.differing) < len(shown.differing) + len(shown.same)
    assert 0 < shown.agreed < shown.judged
    midwife = get_user_model().objects.get(email=account_for(Role.CAREGIVER, HIGHER).email)
    assert len(view_work(midwife, both.vsv).to_give) == 1


def test_there_is_an_action_in_every_stage_a_change_and_one_too_early(demo: str) -> None:
    assert set(ActionItem.objects.values_list("stage", flat=True)) == set(Stage.values)
    states = {item.measure_id: queries.latest(item) for item in ActionItem.objects.all()}
    found = {measure: latest.state for measure, latest in states.items() if latest is not None}
    assert found["P22"] == "changed"
    assert found["P21"] == "not_shown"
    assert found["E07"] == "early"
    assert ActionItem.objects.get(measure_id="P22").decision == "adopt"


def test_a_second_run_adds_nothing_and_sets_a_new_password(demo: str) -> None:
    before = Case.objects.count()
    out = StringIO()
    call_command("demo", births=BIRTHS, stdout=out)
    assert "there already" in out.getvalue()
    assert "Another size" not in out.getvalue()
    assert Case.objects.count() == before
    assert not get_user_model().objects.all()[0].check_password(PASSWORD)


def test_another_size_needs_an_empty_database(demo: str) -> None:
    out = StringIO()
    call_command("demo", births=BIRTHS + 1, stdout=out)
    assert "empty database" in out.getvalue()


@pytest.mark.django_db
def test_it_keeps_away_from_an_installation_in_use() -> None:
    Vsv.objects.create(code="X", name="VSV X")
    with pytest.raises(CommandError, match="did not make.*DATABASE_URL"):
        call_command("demo", births=10)
    assert Vsv.objects.count() == 1


@pytest.mark.django_db
def test_an_unfinished_run_is_named() -> None:
    demo_steps.Demo(seed=1, births=10)
    with pytest.raises(CommandError, match="did not finish"):
        call_command("demo", births=10)


@pytest.mark.django_db
def test_it_refuses_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo", births=10)


@pytest.mark.django_db
@pytest.mark.parametrize("births", [0, -5, 2_000_001])
def test_it_refuses_an_impossible_size(births: int) -> None:
    with pytest.raises(CommandError, match="--births"):
        call_command("demo", births=births)
