"""The pages of the rule sets: who reads them, what they show, and that nothing typed is lost."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from cases.models import LocalRuleSet
from cases.rule_sets.labels import WORDS
from cases.rule_sets.services import fingerprint, start_rule_set
from cases.screening.checks import CHECKS
from cases.screening.rules import load_rule_set
from fluxus.organisations.permissions import Role
from tests import factories

READERS = [Role.CAREGIVER, Role.BOARD, Role.COORDINATOR, Role.ADMINISTRATOR]


def page(client, name, language="nl", **query):
    client.cookies["django_language"] = language
    return client.get(reverse("cases:rule_set", kwargs={"name": name}), query)


@pytest.fixture
def board(vsv):
    return factories.make_person(Role.BOARD, vsv)


@pytest.fixture
def draft(vsv, board):
    return start_rule_set(vsv=vsv, source="nl", by=board)


def post(client, local, name="rule_set_edit", **fields):
    local.refresh_from_db()
    fields.setdefault("seen", fingerprint(local))
    return client.post(reverse(f"cases:{name}", kwargs={"name": local.pk}), fields)


@pytest.mark.parametrize("role", READERS)
def test_who_reviews_or_manages_reads_the_lists(client_as, vsv, role):
    client = client_as(factories.make_person(role, vsv))
    for address in (reverse("cases:rule_sets"), reverse("cases:rule_set_compare")):
        assert client.get(address).status_code == 200
    assert page(client, "nl").status_code == page(client, "who2025").status_code == 200


def test_a_data_manager_does_not(client_as, vsv):
    client = client_as(factories.make_person(Role.DATA_MANAGER, vsv))
    assert page(client, "nl").status_code == 403


@pytest.mark.parametrize("name", ["be", "0", "999999", "9" * 30, "١٢", "-1"])
def test_what_is_no_rule_set_does_not_exist(client_as, board, name):
    assert page(client_as(board), name).status_code == 404


@pytest.mark.parametrize("profile", ["nl", "who2025"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_shows_every_threshold_with_value_mark_and_source(client_as, board, profile, language):
    text = page(client_as(board), profile, language).content.decode()
    for parameter in load_rule_set(profile).parameters.values():
        name = getattr(WORDS[parameter.key].name, language)
        begin = text.index(f'<span class="name">{name}</span>')
        shown = text[begin : text.index("</li>", begin)]
        assert f"<b>{parameter.mark}</b>" in shown, parameter.key
        assert parameter.source in shown, parameter.key
        value = f"{parameter.value:g}"
        assert (value.replace(".", ",") if language == "nl" else value) in shown, parameter.key
        assert all(f">{check}</abbr>" in shown for check in WORDS[parameter.key].checks)
    assert all(
        f"{check.id} {getattr(check.label, language)}" in text.replace("&gt;", ">") for check in CHECKS
    )
    assert "Smit" in text and "TeMpOH" in text


def test_what_is_to_be_signed_comes_first(client_as, board):
    text = page(client_as(board), "nl").content.decode()
    marks = [part[0] for part in text.split('<p class="from"><b>')[1:]]
    confirm = [mark in "KL" for mark in marks]
    assert confirm == sorted(confirm, reverse=True) and True in confirm and False in confirm
    assert len(marks) == len(load_rule_set("nl").parameters)


def test_the_file_holds_every_threshold(client_as, board, draft):
    post(client_as(board), draft, value__lab_min="10", reason__lab_min="om de hoek", off__P23="on",
         off_reason__P23="omstreden")  # fmt: skip
    response = client_as(board).get(reverse("cases:rule_set_file", kwargs={"name": draft.pk}))
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert {row[0] for row in rows[1:]} == set(load_rule_set("nl").parameters) | {"P23"}
    own = next(row for row in rows if row[0] == "lab_min")
    assert (own[2], own[3], own[4], own[7], own[8]) == ("10", "min", "L", "om de hoek", "D12")


def test_the_list_says_which_one_holds_and_how_far_each_is(client_as, board, draft):
    text = client_as(board).get(reverse("cases:rule_sets")).content.decode()
    assert "concept, getekend door 0 van 3" in text
    assert "Landelijke lijst (nl 2025-1)" in text


def test_comparing_shows_only_what_differs_both_ways(client_as, board):
    client = client_as(board)
    address = reverse("cases:rule_set_compare")
    there = client.get(address, {"a": "nl", "b": "who2025"}).content.decode()
    back = client.get(address, {"a": "who2025", "b": "nl"}).content.decode()
    for text in (there, back):
        assert "6 drempels verschillen" in text
        assert WORDS["lab_min"].name.nl not in text
    assert there.index("1000 ml") < there.index("500 ml")
    assert back.index("500 ml") < back.index("1000 ml")
    assert "er verschilt niets" in client.get(address, {"a": "nl", "b": "nl"}).content.decode()


def test_another_vsv_is_not_compared_with(client_as, draft, other_vsv):
    stranger = client_as(factories.make_person(Role.BOARD, other_vsv))
    assert stranger.get(reverse("cases:rule_set_compare"), {"a": draft.pk, "b": "nl"}).status_code == 404
    assert page(stranger, draft.pk).status_code == 404


def test_the_board_makes_a_draft_and_fills_it_in(client_as, board, vsv):
    client = client_as(board)
    response = client.post(reverse("cases:rule_set_start"), {"source": "nl"})
    local = LocalRuleSet.objects.get(vsv=vsv)
    assert response["Location"] == reverse("cases:rule_set_edit", kwargs={"name": local.pk})
    assert client.get(response["Location"]).status_code == 200
    assert client.post(reverse("cases:rule_set_start"), {"source": "nl"}).status_code == 422
    saved = post(client, local, value__lab_min="10", reason__lab_min="om de hoek")
    assert saved.status_code == 302
    text = page(client, local.pk).content.decode()
    assert "Landelijk 15 min." in text and "om de hoek" in text


def test_a_refused_draft_keeps_what_was_typed(client_as, board, draft):
    response = post(
        client_as(board), draft, value__lab_min="tien", reason__lab_min="om de hoek", value__theatre_min="20",
        off__P23="on", valid_from="2020-01-01",
    )  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="tien"' in text and ">om de hoek</textarea>" in text and 'value="2020-01-01"' in text
    assert text.count('aria-invalid="true"') == 6
    assert "Er zijn 4 dingen te herstellen" in text or "4" in text


def test_a_conflict_shows_both_and_saving_again_keeps_mine(client_as, board, draft, vsv):
    client, seen = client_as(board), fingerprint(draft)
    post(client, draft, value__lab_min="10", reason__lab_min="om de hoek")
    mine = {"value__lab_min": "12", "reason__lab_min": "iets verder"}
    response = post(client, draft, seen=seen, **mine)
    text = response.content.decode()
    assert response.status_code == 422
    assert "10 · om de hoek" in text and 'value="12"' in text
    draft.refresh_from_db()
    assert f'name="seen" value="{fingerprint(draft)}"' in text
    post(client, draft, **mine)
    draft.refresh_from_db()
    assert draft.changes["lab_min"] == {"value": 12, "reason": "iets verder"}


def test_what_looks_like_a_name_can_be_declared_harmless(client_as, board, draft):
    client = client_as(board)
    fields = {"value__lab_min": "10", "reason__lab_min": "Volgens dokter Vries"}
    text = post(client, draft, **fields).content.decode()
    key = text.split('name="declared" value="')[1].split('"')[0]
    assert post(client, draft, **fields, declared=key).status_code == 302


def test_a_colleague_signs_on_the_page_and_the_board_is_warned_before_a_change(client_as, vsv, board, draft):
    signer = client_as(factories.make_person(Role.CAREGIVER, vsv))
    refused = post(signer, draft, "rule_set_sign", profession="midwife")
    assert refused.status_code == 422 and "checked" in refused.content.decode()
    assert post(signer, draft, "rule_set_sign", profession="midwife", confirmed="on").status_code == 302
    assert (
        "1 persoon heeft dit concept getekend"
        in client_as(board).get(reverse("cases:rule_set_edit", kwargs={"name": draft.pk})).content.decode()
    )
    assert "getekend door 1 van 3" in page(signer, draft.pk).content.decode()


def test_a_caregiver_neither_changes_nor_withdraws(client_as, vsv, draft):
    client = client_as(factories.make_person(Role.CAREGIVER, vsv))
    assert post(client, draft, value__lab_min="10").status_code == 403
    assert post(client, draft, "rule_set_withdraw", reason="want").status_code == 403
    text = page(client, draft.pk).content.decode()
    assert "rule_set_edit" not in text and "intrekken" not in text


def test_withdrawing_keeps_a_refused_reason(client_as, board, draft):
    client = client_as(board)
    refused = post(client, draft, "rule_set_withdraw", reason="dokter Vries wil het niet")
    assert refused.status_code == 422 and "dokter Vries wil het niet" in refused.content.decode()
    assert post(client, draft, "rule_set_withdraw", reason="Niet meer nodig").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def test_who_signed_is_known_to_colleagues_only(client_as, vsv, draft):
    by = factories.make_person(Role.CAREGIVER, vsv)
    post(client_as(by), draft, "rule_set_sign", profession="midwife", confirmed="on")
    colleague = client_as(factories.make_person(Role.CAREGIVER, vsv))
    national = client_as(factories.make_person(Role.COORDINATOR, None))
    assert by.email in page(colleague, draft.pk).content.decode()
    seen = page(national, draft.pk)
    assert seen.status_code == 200 and by.email not in seen.content.decode()


def test_home_asks_for_a_signature_until_it_is_given(client_as, vsv, draft):
    client = client_as(factories.make_person(Role.CAREGIVER, vsv))
    words = f"Regelset {draft.version} wacht op handtekeningen"
    assert words in client.get("/").content.decode()
    post(client, draft, "rule_set_sign", profession="midwife", confirmed="on")
    assert words not in client.get("/").content.decode()
    board = client_as(factories.make_person(Role.COORDINATOR, None))
    assert words not in board.get("/").content.decode()
