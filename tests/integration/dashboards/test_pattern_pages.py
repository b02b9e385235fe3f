"""The pages about patterns: what is proposed, every check, the cases behind it, and the board's answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards.models import ActionItem, PatternDecision
from fluxus.organisations.models import AuditEvent
from tests.integration.dashboards.findings import findings

URL = "/patronen/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def board(person, vsv, client_as):
    return client_as(person("board", vsv))


@pytest.fixture
def flagged(cases, today):
    cases.records = findings("FFFMMM??-", newest=today - timedelta(days=1)) + findings(
        "MMMF", newest=today - timedelta(days=2), check_id="P02", category="protocol", prefix="D"
    )
    cases.visible = {"C000-AA"}
    return cases


def test_the_proposal_stands_on_top_with_why_and_the_cases(board, flagged):
    text = board.get(URL).content.decode()
    assert text.index('id="proposal-E06"') < text.index("check=E06&amp;period")
    assert "3 van 6 (50 %)" in text
    assert "3 van 3" in text  # outside office hours
    assert reverse("cases:findings", kwargs={"number": "C000-AA"}) in text
    assert "C001-AA" in text
    assert reverse("cases:findings", kwargs={"number": "C001-AA"}) not in text
    assert 'id="proposal-P02"' not in text


def test_every_check_shows_all_five_counts_and_the_interval(board, flagged):
    text = board.get(URL).content.decode()
    row = text.split("check=E06&amp;period")[1].split("</tr>")[0]
    assert "<td>3</td><td>3</td><td>2</td><td>1</td><td>0</td>" in row
    assert "50 %" in row
    assert "3 van 6" in row
    assert "75 %" in row  # assessable: 6 of 8


def test_near_misses_only_when_asked_for(board, cases, today):
    cases.records = findings("FF", newest=today, final_ml=900)
    assert "E06" not in board.get(URL).content.decode()
    assert "E06" in board.get(URL, {"near": "1"}).content.decode()


def test_an_empty_period_says_what_to_do(board, cases):
    page = board.get(URL)
    assert page.status_code == 200
    assert reverse("cases:list") in page.content.decode()


@pytest.mark.parametrize("asked", [{"period": "gisteren"}, {"period": "2024-13"}])
def test_a_period_that_cannot_be_read(board, flagged, asked):
    assert board.get(URL, asked).status_code == 400


def test_the_page_of_one_check(board, flagged):
    page = board.get(reverse("dashboards:check"), {"check": "E06"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "ziekenhuis (tweede lijn)" in text
    assert "C000-AA" in text
    assert text.index("C000-AA") < text.index("C006-AA")  # flags before what is not assessable
    assert "C003-AA" not in text  # met


def test_the_trend_of_a_check_over_the_years(board, cases, today):
    newest = today - timedelta(days=100)
    cases.records = [
        record
        for i, results in enumerate(("FFFM" * 6, "FFMM" * 6, "FMMM" * 6))
        for record in findings(results, newest=newest - timedelta(days=i), step=91, prefix=f"S{i}")
    ]
    text = board.get(reverse("dashboards:check"), {"check": "E06", "period": "2019..2030"}).content.decode()
    assert 'id="trend-figure"' in text
    assert "Geen aanwijzing voor verandering" in text or "schommelt minder" in text
    cases.records = findings("FMFM", newest=today - timedelta(days=100), step=91)
    text = board.get(reverse("dashboards:check"), {"check": "E06", "period": "2019..2030"}).content.decode()
    assert 'id="trend-figure"' in text


def test_a_shift_is_told_with_its_quarter(board, cases, today):
    newest = today - timedelta(days=100)
    cases.records = findings("F" * 9, newest=newest, step=91, prefix="N") + findings(
        "M" * 9, newest=newest - timedelta(days=9 * 91), step=91, prefix="O"
    )
    cases.records += findings("M" * 9, newest=newest - timedelta(days=20), step=91, prefix="X")
    text = board.get(reverse("dashboards:check"), {"check": "E06", "period": "2015..2030"}).content.decode()
    assert "kwartalen op rij" in text
    assert 'id="proposal-E06"' in board.get(URL).content.decode()


def test_a_check_that_does_not_exist_or_did_not_come_up(board, flagged):
    page = board.get(reverse("dashboards:check"), {"check": "Z99"})
    assert "Z99" in page.content.decode()
    assert board.get(reverse("dashboards:check"), {"check": "D01"}).status_code == 200


def test_a_caregiver_sees_patterns_but_no_buttons(person, vsv, client_as, flagged):
    client = client_as(person("caregiver", vsv))
    text = client.get(URL).content.decode()
    assert 'id="proposal-E06"' in text
    assert reverse("dashboards:act_on_pattern") not in text
    assert client.post(reverse("dashboards:act_on_pattern"), {"check": "E06"}).status_code == 403
    assert client.post(reverse("dashboards:answer_pattern"), {"check": "E06"}).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "data_manager", "administrator"])
def test_who_has_no_business_with_patterns(person, vsv, client_as, role):
    assert client_as(person(role, vsv)).get(URL).status_code == 403


def test_another_vsv_sees_none_of_it(person, other_vsv, client_as, flagged):
    text = client_as(person("board", other_vsv)).get(URL).content.decode()
    assert "C000-AA" not in text
    assert "E06" not in text


def test_a_national_member_of_a_board_has_no_vsv_at_hand(person, client_as, flagged):
    client = client_as(person("board", None))
    assert client.get(URL).status_code == 200
    assert client.get(reverse("dashboards:check"), {"check": "E06"})["Location"] == URL
    assert client.get(reverse("dashboards:actions")).status_code == 200


def test_an_action_grows_from_a_pattern(board, vsv, flagged):
    answer = board.post(reverse("dashboards:act_on_pattern"), {"check": "E06"})
    item = ActionItem.objects.get()
    assert answer["Location"] == reverse("dashboards:action_edit", args=[item.pk])
    assert (item.vsv, item.origin, item.measure_kind, item.measure_id) == (vsv, "pattern", "check", "E06")
    assert "3 van 6 (50 %)" in item.origin_note
    assert item.baseline_period
    assert AuditEvent.objects.filter(event="action.opened", target_id=str(item.pk)).exists()
    assert 'id="proposal-E06"' not in board.get(URL).content.decode()


def test_what_is_no_pattern_opens_no_action(board, flagged):
    page = board.post(reverse("dashboards:act_on_pattern"), {"check": "P02"})
    assert page.status_code == 400
    assert "P02" in page.content.decode()
    assert not ActionItem.objects.exists()


def test_later_puts_aside_for_a_quarter_and_no_for_a_year(board, flagged, today):
    board.post(reverse("dashboards:answer_pattern"), {"check": "E06", "answer": "later"})
    kept = PatternDecision.objects.get()
    assert kept.until == today + timedelta(days=91)
    assert 'id="proposal-E06"' not in board.get(URL).content.decode()
    board.post(
        reverse("dashboards:answer_pattern"), {"check": "E06", "answer": "no", "reason": "al opgelost"}
    )
    assert PatternDecision.objects.first().until == today + timedelta(days=365)
    assert AuditEvent.objects.filter(event="pattern.answered").count() == 2


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ({"check": "E06", "answer": "no"}, 1),
        ({"check": "Z99", "answer": "maybe"}, 2),
        ({"check": "E06", "answer": "no", "reason": "dat was mevrouw Jansen"}, 1),
        ({}, 2),
    ],
)
def test_answers_that_are_refused_say_everything_at_once(board, flagged, asked, problems):
    page = board.post(reverse("dashboards:answer_pattern"), asked)
    assert page.status_code == 400
    assert page.content.decode().split("error-summary")[1].split("</div>")[0].count("<li>") == problems
    assert not PatternDecision.objects.exists()
