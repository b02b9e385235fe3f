"""A caregiver, and the walk of a case from the birth to its submission."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.screening.facts import SECTIONS
from cases.sections import BY_ID, fingerprint
from cases.storage import load_data
from cases.timeline_forms import SectionPage
from fluxus.organisations.permissions import Role

BIRTH = {
    "birth__date": "2025-03-09",
    "birth__time": "2340",
    "birth__place": "home",
    "birth__mode": "spontaneous",
    "label": "",
}


@pytest.fixture
def caregiver(person, vsv):
    """A midwife of the VSV."""
    return person(Role.CAREGIVER, vsv)


@pytest.fixture
def board(person, vsv):
    """A member of the board of the VSV."""
    return person(Role.BOARD, vsv)


@pytest.fixture
def client(client_as, caregiver):
    """The midwife's browser."""
    return client_as(caregiver)


@pytest.fixture
def draft(client):
    """A case that has just been started."""
    client.post(reverse("cases:new"), BIRTH)
    return Case.objects.get()


def section_url(case, section):
    """Return the address of a section."""
    return reverse("cases:section", kwargs={"number": case.number, "section": section})


def typed(case, section, **changes):
    """Return what a browser sends back for a section as it is shown, with changes."""
    data = load_data(Case.objects.get(pk=case.pk))
    part = BY_ID[section]
    page = SectionPage(part, data, seen=fingerprint(part, data))
    data = {}
    for form in (page.form, *(row for rows in page.formsets.values() for row in rows.forms)):
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value not in (None, False):
                data[field.html_name] = value
    for rows in page.formsets.values():
        for field in rows.management_form:
            data[field.html_name] = field.value()
    return data | changes


def save(client, case, section, **changes):
    """Send a section with changes; return the response."""
    return client.post(section_url(case, section), typed(case, section, **changes))


LOSS = {
    "blood_loss-0-time": "2355",
    "blood_loss-0-cumulative_ml": "300",
    "blood_loss-0-method": "weighed",
    "blood_loss-1-time": "00:15",
    "blood_loss-1-cumulative_ml": "1050",
    "blood_loss-1-method": "estimated",
}


COMPLETE = {f"complete__{name}": "on" for name in SECTIONS}


@pytest.fixture
def submitted(client, draft):
    """A case with blood loss and nothing else done, submitted: much is flagged."""
    save(client, draft, "timeline", **LOSS, **COMPLETE)
    save(client, draft, "third_stage", birth__bleeding_controlled="0200", birth__causes=["tone"])
    save(client, draft, "went_well", review__went_well="Er werd meteen gewogen.")
    client.post(reverse("cases:submit", kwargs={"number": draft.number}))
    draft.refresh_from_db()
    return draft
