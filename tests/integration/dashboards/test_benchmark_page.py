"""The benchmark page and its file: what it says, to whom, and what others never see."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from dashboards import sources
from fluxus.periods import following, parse
from tests.integration.dashboards.conftest import counts_of

URL = "/spiegel/"


@pytest.fixture
def caregiver(country, person, client_as):
    return client_as(person("caregiver", country.own))


def figures(page):
    text = page.content.decode()
    return json.loads(text.split('id="funnel-figure" type="application/json">')[1].split("</script>")[0])


def test_the_verdict_stands_on_top_in_words(caregiver):
    page = caregiver.get(URL, {"period": "2024"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Duidelijk hoger dan landelijk." in text
    assert "184 van 2180 (8,4 %; 95 %-interval 7,3 tot 9,7 %)" in text
    assert text.index("Duidelijk hoger") < text.index("<figure")
    assert "vallen er door toeval alleen" in text
    assert "24 van 2180" in text


def test_in_english(caregiver):
    caregiver.cookies.load({"django_language": "en"})
    text = caregiver.get(URL, {"period": "2024"}).content.decode()
    assert "Clearly higher than the national figure." in text
    assert "184 of 2180 (8.4%; 95% interval 7.3 to 9.7%)" in text


def test_the_default_is_the_newest_complete_year(country, caregiver):
    caregiver.get(URL)
    assert country.asked[-1] == ("2025", "vsv")
    country.span = (country.span[0], country.span[1].replace(month=6, day=30))
    caregiver.get(URL)
    assert country.asked[-1] == ("2024", "vsv")


def test_others_are_anonymous_in_page_figure_and_file(country, caregiver):
    page = caregiver.get(URL, {"period": "2024"})
    file = caregiver.get(reverse("dashboards:benchmark_csv"), {"period": "2024"})
    for text in (page.content.decode(), file.content.decode(), json.dumps(figures(page))):
        assert country.own.name in text
        assert "Elders" not in text
        assert country.other.name not in text
        assert country.other.code not in text.replace(country.own.code, "")


def test_small_numbers_of_others_appear_nowhere(country, caregiver):
    country.counts = [counts_of(country.own), *country.counts[2:6], counts_of(country.other, 777, 3)]
    page = caregiver.get(URL, {"period": "2024"})
    assert not re.search(r"\b777\b", page.content.decode())
    assert "Te klein aantal om te tonen (privacy)." in page.content.decode()
    file = caregiver.get(reverse("dashboards:benchmark_csv")).content.decode()
    assert not re.search(r"\b777\b", file)


def test_a_member_sees_the_true_small_numbers_of_the_own_vsv(country, person, client_as):
    country.counts[1] = counts_of(country.other, 777, 3)
    page = client_as(person("board", country.other)).get(URL, {"period": "2024"})
    assert "3 van 777" in page.content.decode()


def test_a_national_coordinator_sees_names_and_no_vsv_as_own(country, person, client_as):
    client = client_as(person("coordinator", None))
    text = client.get(URL, {"period": "2024"}).content.decode()
    assert "VSV Elders 3" in text
    client.post(reverse("choose_vsv"), {"vsv": country.other.pk})
    text = client.get(URL, {"period": "2024"}).content.decode()
    assert "90 van 1500" in text
    assert "Ernstig" not in text or "24 van 1500" not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"period": "vorig jaar"}, "is geen periode"),
        ({"period": "2024-Q7"}, "Kwartaal 7"),
        ({"outcome": "rank"}, "rank"),
        ({"target": "moon"}, "moon"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_default_shown(caregiver, asked, said):
    page = caregiver.get(URL, asked)
    assert page.status_code == 400
    assert said in page.content.decode()
    assert "<figure" in page.content.decode()
    assert caregiver.get(reverse("dashboards:benchmark_csv"), asked).status_code == 400


def test_an_open_period_has_no_verdict(country, caregiver):
    text = caregiver.get(URL, {"period": "2026"}).content.decode()
    assert "Te weinig gegevens voor een uitspraak (de periode is nog niet afgesloten" in text


def test_the_published_figure_can_take_the_place_of_the_mean(country, caregiver, monkeypatch):
    text = caregiver.get(URL, {"target": "reference"}).content.decode()
    assert "geen landelijk cijfer" in text
    published = SimpleNamespace(percentage="8.3", source="Perined Jaarboek", year_from=2023, year_to=2024)
    monkeypatch.setattr(sources, "reference", lambda period, outcome: published)
    text = caregiver.get(URL, {"target": "reference"}).content.decode()
    assert "Niet te onderscheiden van landelijk." in text
    assert "Perined Jaarboek" in text


def test_without_births_it_says_what_to_do(country, caregiver):
    country.span = None
    page = caregiver.get(URL)
    assert page.status_code == 200
    assert "<figure" not in page.content.decode()


def test_another_outcome(caregiver):
    text = caregiver.get(URL, {"period": "2024", "outcome": "pph_2000"}).content.decode()
    assert "24 van 2180 (1,1 %" in text


def test_the_file_has_figures_definition_and_date_on_every_row(country, caregiver):
    answer = caregiver.get(reverse("dashboards:benchmark_csv"), {"period": "2024"})
    assert answer["Content-Disposition"] == 'attachment; filename="fluxus-pph-2024.csv"'
    head, first, *_rest = answer.content.decode("utf-8-sig").splitlines()
    row = dict(zip(head.split(";"), first.split(";"), strict=True))
    assert (row["name"], row["events"], row["total"]) == (country.own.name, "184", "2180")
    assert row["rate"] == "0,084404"
    assert (row["period"], row["definition_version"], row["data_until"]) == ("2024", "2026-1", "2025-12-31")


@pytest.mark.parametrize("role", ["administrator"])
def test_who_has_no_business_here(country, person, client_as, role):
    assert client_as(person(role, country.own)).get(URL).status_code == 403


def test_never_a_rank(caregiver):
    text = caregiver.get(URL, {"period": "2024"}).content.decode().lower()
    assert "ranglijst" not in text
    assert "rang " not in text


def quarters_of(country, events, total=500):
    first = parse("2020-Q1")
    return [(following(first, i), counts_of(country.own, total, k)) for i, k in enumerate(events)]


def test_the_own_trend_with_what_it_says(country, caregiver):
    country.quarters = quarters_of(country, [30, 33, 29, 32, 28, 31, 34, 30, 29, 33, 31, 30] + [20] * 9)
    text = caregiver.get(URL, {"period": "2024"}).content.decode()
    assert 'id="trend-figure"' in text
    assert "lager dan voorheen: 10 kwartalen op rij" in text
    assert "voorlopig tot er 12 kwartalen zijn" not in text
    country.quarters = quarters_of(country, [30, 32, 29])
    text = caregiver.get(URL, {"period": "2024"}).content.decode()
    assert "Te weinig kwartalen voor een uitspraak: bruikbare punten 3" in text
    assert "voorlopig tot er 12 kwartalen zijn" in text


def test_the_open_quarter_is_marked(country, caregiver):
    country.span = (date(2020, 1, 1), date(2022, 11, 30))
    country.quarters = quarters_of(country, [30] * 12)
    assert "open rondje" in caregiver.get(URL).content.decode()


def test_no_trend_of_somebody_else_or_without_own_births(country, person, client_as, monkeypatch):
    country.quarters = quarters_of(country, [30] * 12)
    client = client_as(person("coordinator", None))
    client.post(reverse("choose_vsv"), {"vsv": country.other.pk})
    assert 'id="trend-figure"' not in client.get(URL).content.decode()
    monkeypatch.setattr(sources, "data_span", lambda vsv=None: None if vsv else country.span)
    page = client_as(person("board", country.own)).get(URL)
    assert page.status_code == 200
    assert 'id="trend-figure"' not in page.content.decode()
    assert reverse("dashboards:action_new") in page.content.decode()
