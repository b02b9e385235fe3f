"""A caregiver, and the walk of a case from the birth to its submission."""

import re

import pytest
from django.urls import reverse

from cases.case_schema import ROWS
from cases.models import Case
from cases.screening.facts import SECTIONS
from cases.section_forms import SectionForm
from cases.sections import BY_ID, Entered, fingerprint
from cases.services import save_section
from cases.storage import load_draft
from cases.typed_values import to_format
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
    draft = load_draft(Case.objects.get(pk=case.pk))
    part = BY_ID[section]
    form = SectionForm(section=part, draft=draft, initial={"seen": fingerprint(part, draft)})
    data = {}
    for field in form:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value not in (None, False):
            data[field.html_name] = value
    return data | changes


def save(client, case, section, **changes):
    """Send a section with changes; return the response. Rows (``blood_loss-0-time``) are recorded first."""
    rows = {name: value for name, value in changes.items() if ROW.fullmatch(name)}
    if rows:
        record(case, rows)
    return client.post(
        section_url(case, section),
        typed(case, section, **{name: value for name, value in changes.items() if name not in rows}),
    )


ROW = re.compile(r"([a-z_]+)-([0-9]+)-([a-z_0-9]+)")


def record(case, typed_rows):
    """Put rows on the timeline of a case, in place of what stood there, typed as a person does."""
    case = Case.objects.get(pk=case.pk)
    rows = {}
    for name, value in typed_rows.items():
        part, number, column = ROW.fullmatch(name).groups()
        key = next(key for key in ROWS[part] if key.name == column)
        row = rows.setdefault(part, {}).setdefault(number, {})
        row[column] = to_format(key, value, case.birth_time) if isinstance(value, str) else value
    entered = Entered(rows={part: list(by_number.values()) for part, by_number in rows.items()})
    saved = save_section(case=case, section=BY_ID["timeline"], entered=entered, by=case.created_by)
    assert not saved.refused
    return saved


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
