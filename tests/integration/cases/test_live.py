"""The panel beside a draft: points that hold already, links to what is missing; nobody else sees it."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from cases.models import Case
from cases.screening.facts import SECTIONS
from cases.screening.rules import load_rule_set
from cases.sections import place_of
from cases.views import live
from fluxus.organisations.models import AuditEvent
from fluxus.organisations.permissions import Role
from tests.case_makers import make_case

BIRTH = {
    "time": "2025-03-09T23:40+01:00",
    "place": "hospital",
    "mode": "spontaneous",
    "causes": ["tone"],
    "bleeding_controlled": "2025-03-10T01:40+01:00",
}


def at(minutes):
    hours, left = divmod(23 * 60 + 40 + minutes, 60)
    return f"2025-03-{9 + hours // 24:02d}T{hours % 24:02d}:{left:02d}+01:00"


LOSS = [
    {"time": at(m), "cumulative_ml": ml, "method": "weighed"} for m, ml in ((10, 400), (30, 1200), (60, 2100))
]
EMPTY = {name: [] for name in SECTIONS if name != "blood_loss"}


@pytest.fixture
def case(vsv, caregiver):
    """A draft of 2100 ml in hospital in which nothing was done and every list is complete."""
    return draft_of(vsv, caregiver, birth=BIRTH, blood_loss=LOSS, **EMPTY)


def draft_of(vsv, by, **changes):
    """A draft in which nothing was stated to be unknown."""
    made = make_case(vsv, by, **changes)
    made.stated = {}
    made.save()
    return made


def url(case):
    return reverse("cases:live", kwargs={"number": case.number})


def shown(client, case):
    response = client.get(url(case))
    assert response.status_code == 200
    return response.content.decode()


def links(text):
    return re.findall(r'<a [^>]*href="([^"]+)"', text)


def test_points_that_hold_stand_there_with_limit_mark_and_source(client, case):
    text = shown(client, case)
    assert "Nu al te zien" in text
    assert "Gynaecoloog niet of te laat betrokken" in text
    assert "(grens 10 min; lokale keuze)" in text
    assert '<abbr title="lokale keuze">L</abbr>' in text and "S27 S11" in text
    assert re.search(r'data-points="(\d+)" data-status="\1 bespreekpunten te zien"', text)
    assert "volgens afspraak" in text and "n.v.t." in text


def test_in_english(client, case):
    client.cookies["django_language"] = "en"
    text = shown(client, case)
    assert "To be seen already" in text and "Gynaecologist not or late involved" in text
    assert "points to discuss to be seen" in text and "cannot be judged yet" in text
    assert "beoordelen" not in text


def test_a_half_filled_form_accuses_nobody_and_says_what_it_needs(client, vsv, caregiver):
    case = draft_of(vsv, caregiver, blood_loss=LOSS, incomplete_sections=list(SECTIONS))
    text = shown(client, case)
    assert 'data-points="0"' in text and 'class="face"' not in text
    assert "nog niet te beoordelen" in text and "Wat ontbreekt" in text
    assert re.search(r"dan zijn er \d+ meer te beoordelen", text)


def test_what_is_missing_leads_to_its_field_and_each_field_is_there(client, vsv, caregiver):
    case = draft_of(vsv, caregiver, blood_loss=LOSS, incomplete_sections=list(SECTIONS))
    addresses = links(shown(client, case))
    assert len(addresses) > 8
    for address in addresses:
        page, _hash, element = address.partition("#")
        assert f'id="{element}"' in client.get(page).content.decode(), address
    section, element = place_of("birth.bleeding_controlled")
    assert f"{reverse('cases:section', args=[case.number, section])}#{element}" in addresses


def test_the_end_of_the_bleeding_alone(client, vsv, caregiver):
    birth = {name: value for name, value in BIRTH.items() if name != "bleeding_controlled"}
    case = draft_of(vsv, caregiver, birth=birth, blood_loss=LOSS, **EMPTY)
    text = shown(client, case)
    assert re.search(r"Vul <a [^>]+>Bloeding onder controle</a> in: dan zijn er \d+ meer te beoordelen", text)


def test_stated_unknown_is_not_asked_again(client, vsv, caregiver):
    birth = {name: value for name, value in BIRTH.items() if name != "bleeding_controlled"}
    case = draft_of(vsv, caregiver, birth=birth, blood_loss=LOSS, **EMPTY)
    case.stated = {"birth.bleeding_controlled": "unknown"}
    case.save()
    text = shown(client, case)
    assert "Niet meer te achterhalen: Bloeding onder controle" in text
    assert "bleeding_controlled" not in "".join(links(text))


def test_before_the_first_record(client, draft):
    text = shown(client, draft)
    assert "een meting van het bloedverlies" in text
    assert "nog niet te beoordelen" not in text
    section, element = place_of("blood_loss")
    assert links(text) == [f"{reverse('cases:section', args=[draft.number, section])}#{element}"]


def test_more_rows_than_can_be_screened_along_with(client, vsv, caregiver):
    vitals = [{"time": at(minute), "heart_rate": 90, "systolic": 110} for minute in range(301)]
    case = draft_of(vsv, caregiver, birth=BIRTH, blood_loss=LOSS, **(EMPTY | {"vitals": vitals}))
    assert "dien in om te screenen" in shown(client, case)


def test_looking_writes_nothing(client, case):
    before = AuditEvent.objects.count()
    saved_at = Case.objects.get(pk=case.pk).saved_at
    shown(client, case)
    assert AuditEvent.objects.count() == before
    assert Case.objects.get(pk=case.pk).saved_at == saved_at
    assert client.post(url(case)).status_code == 405


def test_the_rule_set_of_the_vsv_judges(client, case, monkeypatch):
    rules = load_rule_set()
    off = replace(rules, version="lokaal-1", switched_off={"E02": "lokaal anders geregeld"})
    monkeypatch.setattr(live, "rule_set_for", lambda vsv, birth: off)
    assert "Gynaecoloog niet of te laat betrokken" not in shown(client, case)


@pytest.mark.parametrize("role", [Role.CAREGIVER, Role.BOARD])
def test_only_for_who_fills_it_in(role, client_as, person, vsv, case):
    assert client_as(person(role, vsv)).get(url(case)).status_code in (403, 404)


def test_not_for_a_submitted_case(client, submitted):
    assert client.get(url(submitted)).status_code == 404


def test_a_page_that_is_open_when_its_case_is_submitted_gets_nothing_and_no_error(client, submitted):
    late = client.get(url(submitted), headers={"HX-Request": "true"})
    assert (late.status_code, late.content) == (204, b"")


def test_the_draft_page_asks_for_it_and_has_a_place_for_its_status(client, case):
    page = client.get(reverse("cases:section", args=[case.number, "woman"])).content.decode()
    assert f'hx-get="{url(case)}"' in page
    assert re.search(r'<p id="live-status" class="visually-hidden" role="status"></p>', page)
    assert "aria-live" not in shown(client, case)
