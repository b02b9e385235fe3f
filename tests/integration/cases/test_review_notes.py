"""A reviewer's note leads to nobody; what only looks so can be declared harmless, word for word."""

import pytest
from django.urls import reverse

from cases.models import Case, Review

NAMED = "Overlegd met zuster Plaat over het wegen."


@pytest.fixture
def decide(client, submitted):
    """Return ``decide(note, *declared)``, which sends a decision about the first flag."""
    check = submitted.findings.filter(result="flagged").first().check_id
    url = reverse("cases:review", kwargs={"number": submitted.number, "check": check})

    def send(note, *declared):
        return client.post(url, {"status": "confirmed", "note": note, "declared": declared})

    return send


def test_a_name_in_a_note_is_marked_and_kept_out(decide):
    page = decide(NAMED).content.decode()
    assert "<mark>zuster Plaat</mark>" in page
    assert NAMED in page, "what was typed stays"
    assert 'name="declared" value="name:zuster plaat"' in page
    assert Review.objects.count() == 0


def test_declared_harmless_it_is_stored_and_remembered(decide, submitted):
    assert decide(NAMED, "name:zuster plaat", "name:mevr. jansen").status_code == 302
    assert Review.objects.get().note == NAMED
    assert Case.objects.get(pk=submitted.pk).harmless == ["name:zuster plaat"]
    assert decide(f"{NAMED} Weer zuster Plaat.").status_code == 302


def test_one_name_does_not_excuse_another_and_its_tick_stays(decide):
    page = decide(f"{NAMED} En mevr. Jansen.", "name:zuster plaat").content.decode()
    assert 'value="name:zuster plaat" id="declared__note__1" checked' in page
    assert "<mark>mevr. Jansen</mark>" in page
    assert Review.objects.count() == 0


def test_a_citizen_service_number_is_never_harmless(decide):
    page = decide("Zie 111222333.", "bsn:111222333").content.decode()
    assert "<mark>111222333</mark>" in page
    assert 'name="declared"' not in page
    assert Review.objects.count() == 0
