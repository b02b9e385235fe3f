"""One case for paper: what stands on it, and what never does."""

from datetime import UTC, datetime

from django.urls import reverse

from cases.models import Review
from cases.print_presenters import shortened, timeline
from cases.screening.facts import Birth, BloodLoss, CaseFacts, Vitals
from fluxus.organisations.models import AuditEvent
from tests.case_makers import make_case

BORN = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)


def page_of(client, case):
    return client.get(reverse("cases:print", kwargs={"number": case.number})).content.decode()


def sheet_of(client, case):
    return page_of(client, case).split("<main")[1].split("</main>")[0]


def test_a_submitted_case(client, submitted):
    flag = submitted.findings.filter(result="flagged").first()
    Review.objects.create(finding=flag, status="confirmed", domain="resources", by=submitted.created_by)
    text = sheet_of(client, submitted)
    assert "geboren in kwartaal 1 van 2025" in text
    assert "Er werd meteen gewogen." in text
    assert "VIM-materiaal" in text
    assert "bloeding onder controle: 140 min" in text
    assert "1 van" in text and "middelen en mensen" in text
    assert "nl 2025" in text and "K: nog te bevestigen door het VSV" in text
    assert "× volgens afspraak" in text
    assert AuditEvent.objects.filter(event="case.exported").count() == 1


def test_nothing_on_it_leads_to_a_person(client, caregiver, vsv):
    made = make_case(vsv, caregiver, label="Casus van dinsdag", submitted=True)
    text = page_of(client, made)
    assert "Casus van dinsdag" not in text
    assert caregiver.email not in text
    for date in ("2025-03-09", "09-03-2025", "9 maart", "9 mrt", "10 mrt", "zo 9", "2025-03-10"):
        assert date not in text


def test_a_draft_is_a_concept_without_findings(client, draft):
    text = sheet_of(client, draft)
    assert 'class="concept">concept' in text
    assert "Bespreekpunten" not in text
    assert "Er is nog niets ingevuld." in text


def test_no_stranger_prints_it(client_as, person, other_vsv, submitted):
    stranger = client_as(person("caregiver", other_vsv))
    assert stranger.get(reverse("cases:print", kwargs={"number": submitted.number})).status_code == 404


def facts(signs):
    return CaseFacts(
        birth=Birth(BORN, "home", "spontaneous"),
        blood_loss=tuple(BloodLoss(n, 10 * n, 100 * n) for n in range(10)),
        vitals=tuple(Vitals(n, n, heart_rate=80) for n in range(signs)),
    )


def test_a_long_case_is_shortened_with_a_count_and_keeps_its_blood_loss():
    found = timeline(facts(30), "nl", most=25)
    rows = [row for column in found.columns for row in column]
    assert len(rows) == 25
    assert sum("ml" in row.what for row in rows) == 10
    assert "15" in found.left_out and "Vitale functies" in found.left_out
    minutes = [int(row.minute) for row in rows]
    assert minutes == sorted(minutes)
    assert timeline(facts(3), "nl").left_out == ""


def test_rows_tell_the_time_of_the_day_and_the_minutes():
    (first, *_rest), _second = timeline(facts(0), "nl").columns
    assert (first.time, first.minute, first.what) == ("23:40", "+0", "0 ml")


def test_long_words_are_shortened_with_a_count():
    assert shortened("kort", 10) == "kort"
    assert shortened("x" * 25, 10).startswith("x" * 10 + " … (15")
