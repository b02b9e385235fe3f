"""The benchmark on the command line: the same figures as text, JSON and CSV."""

import csv
import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from dashboards import sources

pytestmark = pytest.mark.django_db


def run(*options):
    out = io.StringIO()
    call_command("benchmark", *options, stdout=out)
    return out.getvalue()


def test_json_has_every_figure_with_its_context(country):
    got = json.loads(run("--period", "2024", "--format", "json"))
    own = got["units"][0]
    assert (own["code"], own["events"], own["total"], own["class"]) == (
        country.own.code,
        184,
        2180,
        "high_998",
    )
    assert own["rate"] == pytest.approx(184 / 2180)
    assert own["limits_998"][1] < own["rate"]
    assert (got["period"]["start"], got["period"]["closed"]) == ("2024-01-01", True)
    assert got["target"]["total"] == sum(c.known for c in country.counts if c.unit_id)
    assert got["unattributed"]["events"] == 2
    assert got["definition"]["version"] == "2026-1"


def test_text_in_two_languages(country):
    dutch, english = run("--period", "2024"), run("--period", "2024", "--language", "en")
    assert "Meer dan 1000 ml bloedverlies (HPP) · 2024" in dutch
    assert "8,4 %" in dutch
    assert "niet toegewezen: 2 van 50" in dutch
    assert "niet toegewezen" not in run("--period", "2024", "--public")
    assert "8.4%" in english
    assert "clearly higher" in english
    assert "data until 2025-12-31" in english


def test_csv_reads_back(country):
    got = list(csv.DictReader(io.StringIO(run("--period", "2024", "--format", "csv")), delimiter=";"))
    assert len(got) == 12
    assert got[0]["events"] == "184"


def test_public_leaves_out_names_and_small_numbers(country):
    got = json.loads(run("--period", "2024", "--format", "json", "--public"))
    assert {unit["name"] for unit in got["units"]} == {None}
    assert got["unattributed"] is None


def test_by_organisation_and_the_default_period(country):
    run("--by", "organisation")
    assert country.asked[-1][1] == "organisation"


def test_the_published_figure(country):
    assert json.loads(run("--target", "reference", "--format", "json"))["target"]["rate"] is None
    assert "–" in run("--target", "reference", "--language", "en")


def test_the_published_figure_names_its_source(country, monkeypatch):
    published = SimpleNamespace(percentage="6.2", source="U registreert het al", year_from=2012, year_to=2020)
    monkeypatch.setattr(sources, "reference", lambda period, outcome: published)
    assert "landelijk 6,2 % (U registreert het al (2012–2020))" in run("--target", "reference")


def test_a_period_that_cannot_be_read(country):
    with pytest.raises(CommandError, match="is geen periode"):
        run("--period", "gisteren")


def test_without_any_births(country):
    country.counts = []
    assert run("--period", "2024", "--format", "csv").startswith("code;")
    assert json.loads(run("--period", "2024", "--format", "json"))["units"] == []
