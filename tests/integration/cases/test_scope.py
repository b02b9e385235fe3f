"""Who sees which case."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.queries import cases_for
from fluxus.organisations.permissions import Role
from tests.integration.cases.conftest import BIRTH, save

PAGES = ["case", "findings", "export"]


def test_a_colleague_does_not_see_it_until_invited(client, client_as, person, vsv, draft):
    colleague = person(Role.CAREGIVER, vsv)
    url = reverse("cases:section", kwargs={"number": draft.number, "section": "woman"})
    assert client_as(colleague).get(url).status_code == 404
    client.post(reverse("cases:invite", kwargs={"number": draft.number}), {"email": colleague.email})
    assert client_as(colleague).get(url).status_code == 200
    assert save(client_as(colleague), draft, "woman", mother__parity="3").status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_another_vsv_finds_nothing(client_as, person, other_vsv, draft, page):
    for role in (Role.CAREGIVER, Role.BOARD):
        stranger = client_as(person(role, other_vsv))
        assert stranger.get(reverse(f"cases:{page}", kwargs={"number": draft.number})).status_code == 404
        assert draft.number not in stranger.get(reverse("cases:list")).content.decode()


def test_the_board_sees_only_what_was_submitted(client_as, board, draft):
    browser = client_as(board)
    assert browser.get(reverse("cases:case", kwargs={"number": draft.number})).status_code == 404
    assert draft.number not in browser.get(reverse("cases:list")).content.decode()
    Case.objects.update(status="submitted")
    assert draft.number in browser.get(reverse("cases:list")).content.decode()
    assert not cases_for(board).filter(status="draft").exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DATA_MANAGER, Role.ADMINISTRATOR])
def test_other_roles_see_no_case(client_as, person, vsv, draft, role):
    browser = client_as(person(role, vsv))
    assert browser.get(reverse("cases:list")).status_code == 403
    assert browser.get(reverse("cases:case", kwargs={"number": draft.number})).status_code == 403


def test_who_cannot_enter_cannot_start(client_as, board):
    assert client_as(board).post(reverse("cases:new"), BIRTH).status_code == 403
    assert Case.objects.count() == 0


def test_only_colleagues_of_the_vsv_can_be_invited(client, person, other_vsv, draft):
    stranger = person(Role.CAREGIVER, other_vsv)
    for email in (stranger.email, "nobody@example.test", "no address"):
        client.post(reverse("cases:invite", kwargs={"number": draft.number}), {"email": email})
    assert draft.invited.count() == 0
