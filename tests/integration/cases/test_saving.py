"""How a section is saved by the page's script: what comes back, and what an answer that got lost does."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from cases.storage import load_data
from fluxus.organisations.permissions import Role
from tests.integration.cases.conftest import section_url, typed

HTMX = {"HX-Request": "true"}


def send(client, draft, section, headers=None, **changes):
    """Save a section as the script does; return the answer."""
    return client.post(
        section_url(draft, section), typed(draft, section, **changes), headers=HTMX | (headers or {})
    )


def events(response):
    return json.loads(response.headers["HX-Trigger"])


def test_what_is_saved_comes_back_in_pieces(client, draft):
    response = send(client, draft, "woman", mother__parity="2")
    page = response.content.decode()
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.parity == 2
    at = events(response)["fluxus:saved"]["at"]
    for piece in (f"bewaard {at}", 'id="steps" ', 'id="id_seen"', 'id="problem-mother__parity"'):
        assert piece in page
    assert "<html" not in page and page.count("hx-swap-oob") > 10
    assert set(events(response)) == {"fluxus:saved"}


def test_nothing_written_is_not_said_to_be_saved(client, draft):
    assert events(send(client, draft, "woman")) == {}


def test_what_is_refused_stands_at_its_field_and_the_rest_is_saved(client, draft):
    response = send(client, draft, "woman", mother__parity="2", mother__gestation="60+1")
    told = events(response)
    assert told["fluxus:refused"] == {"problems": 1, "fields": ["mother__gestation"], "traces": []}
    assert "fluxus:saved" in told
    page = response.content.decode()
    place = page[page.index('id="problem-mother__gestation"') :].split("</div>")[0]
    assert "60+1" in place
    assert "niet bewaard: 1 ding te verbeteren" in page
    draft.refresh_from_db()
    assert load_data(draft)["mother"] == {"parity": 2}


def test_words_that_lead_to_a_person_are_named_as_such(client, draft):
    response = send(client, draft, "went_well", review__went_well="Mevrouw De Vries belde 0612345678")
    assert events(response)["fluxus:refused"]["traces"] == ["review__went_well"]
    page = response.content.decode()
    assert "<mark>" in page and 'name="declared"' in page
    draft.refresh_from_db()
    assert draft.went_well == ""


def test_going_on_names_the_next_section(client, draft):
    assert events(send(client, draft, "woman", next="1"))["fluxus:next"] == {
        "url": section_url(draft, "birth")
    }


def test_the_moment_of_a_time_comes_back_with_its_date(client, draft):
    page = send(client, draft, "third_stage", birth__bleeding_started="0010").content.decode()
    place = page[page.index('id="problem-birth__bleeding_started"') :].split("</div>")[0]
    assert "+30 min" in place


def conflict(client, draft, headers=None, **changes):
    """Send what was typed on a page that a colleague overtook with parity 1."""
    mine = typed(draft, "woman", **changes)
    send(client, draft, "woman", mother__parity="1", mother__high_risk_known="no")
    return mine, client.post(section_url(draft, "woman"), mine, headers=HTMX | (headers or {}))


def test_both_versions_of_a_conflict_with_what_i_changed_as_mine(client, draft):
    _mine, response = conflict(client, draft, mother__parity="2", changed="mother__parity")
    assert events(response) == {"fluxus:conflict": {}}
    chosen = {line["path"]: line["changed"] for line in response.context["versions"]}
    assert chosen == {"mother.parity": True, "mother.high_risk_known": False}
    draft.refresh_from_db()
    assert draft.parity == 1


def test_a_choice_keeps_mine_and_theirs(client, draft):
    mine, response = conflict(
        client, draft, mother__parity="2", mother__gestation="39+4", changed="mother__parity"
    )
    choice = {
        "choice": "1",
        "conflict_seen": response.context["conflict_seen"],
        "keep__mother.parity": "theirs",
        "keep__mother.high_risk_known": "theirs",
        "keep__mother.gestation": "mine",
    }
    answer = client.post(section_url(draft, "woman"), mine | choice, headers=HTMX)
    assert "fluxus:saved" in events(answer)
    draft.refresh_from_db()
    kept = {"parity": 1, "high_risk_known": "no", "gestation": "39+4"}
    assert load_data(draft)["mother"] == kept


def test_an_answer_that_got_lost_is_told_from_an_edit_by_its_tab(client, draft):
    first = typed(draft, "woman", mother__parity="2")
    one, other = {"X-Fluxus-Tab": "one"}, {"X-Fluxus-Tab": "two"}
    client.post(section_url(draft, "woman"), first, headers=HTMX | one)
    more = first | {"mother__parity": "3"}
    assert "fluxus:conflict" in events(client.post(section_url(draft, "woman"), more, headers=HTMX | other))
    assert "fluxus:saved" in events(client.post(section_url(draft, "woman"), more, headers=HTMX | one))
    draft.refresh_from_db()
    assert draft.parity == 3


def test_a_page_is_never_kept_by_the_browser(client, draft):
    assert "no-store" in client.get(section_url(draft, "woman")).headers["Cache-Control"]


def test_without_a_log_in_the_script_is_told_in_a_sentence(client, draft):
    mine = typed(draft, "woman", mother__parity="2")
    response = Client().post(section_url(draft, "woman"), mine, headers=HTMX)
    assert (response.status_code, response.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert "log in" in response.content.decode()


@pytest.mark.parametrize("name", ["section", "live", "lines"])
def test_somebody_else_who_logged_in_is_told_too(client, caregiver, draft, name):
    kwargs = {"number": draft.number} | ({"section": "woman"} if name == "section" else {})
    url = reverse(f"cases:{name}", kwargs=kwargs)
    someone = HTMX | {"X-Fluxus-Person": str(caregiver.pk + 1)}
    assert client.post(url, {"lines": "2355 300 w"}, headers=someone).status_code == 409
    own = HTMX | {"X-Fluxus-Person": str(caregiver.pk)}
    assert client.post(url, {"lines": "2355 300 w"}, headers=own).status_code in {200, 405}


def test_without_a_second_factor_the_script_is_not_sent_to_another_page(client, draft, settings):
    settings.MFA_REQUIRED = True
    assert client.get(section_url(draft, "woman")).status_code == 302
    assert send(client, draft, "woman").status_code == 401


def test_a_case_that_was_submitted_meanwhile_is_refused_in_a_sentence(client, submitted):
    response = client.post(section_url(submitted, "woman"), {"mother__parity": "2"}, headers=HTMX)
    assert response.status_code == 422
    assert submitted.number in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/plain")


def test_another_vsv_sees_no_difference_by_script(client_as, person, other_vsv, draft):
    stranger = client_as(person(Role.CAREGIVER, other_vsv))
    assert stranger.post(section_url(draft, "woman"), {}, headers=HTMX).status_code == 404


def test_pages_are_compressed(client, draft):
    answer = client.get(section_url(draft, "woman"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
