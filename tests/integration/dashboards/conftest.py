"""A small country of plain counts in place of imports, so that these tests are about the dashboards."""

from dataclasses import dataclass
from datetime import date

import pytest

from dashboards import sources
from dashboards.patterns import birth_date
from tests import factories


@dataclass(frozen=True)
class Counts:
    unit_id: int | None
    code: str
    name: str
    eligible: float
    known: float
    pph: float
    pph_1500: float
    pph_2000: float


def counts_of(vsv, known=2180, pph=184, severe=24, eligible=None):
    return Counts(vsv.pk, vsv.code, vsv.name, eligible or known + 20, known, pph, severe * 2, severe)


@pytest.fixture
def country(vsv, other_vsv, monkeypatch):
    """``country.counts`` is what the imports give; ``country.span`` the first and last birth date."""

    class Country:
        own, other = vsv, other_vsv
        counts = [counts_of(vsv), counts_of(other_vsv, 1500, 90)]
        span = (date(2019, 1, 1), date(2025, 12, 31))
        asked = []
        quarters = []

    for i in range(10):
        more = factories.make_vsv(f"VSV Elders {i}")
        Country.counts.append(counts_of(more, 1000 + 210 * i, 60 + 13 * i))
    Country.counts.append(Counts(None, "", "niet toegewezen", 50, 50, 2, 0, 0))

    def unit_counts(period, by="vsv"):
        Country.asked.append((period.code, by))
        return list(Country.counts)

    monkeypatch.setattr(sources, "unit_counts", unit_counts)
    monkeypatch.setattr(sources, "data_span", lambda vsv=None: Country.span)
    monkeypatch.setattr(sources, "quarter_counts", lambda vsv, start, end: list(Country.quarters))
    monkeypatch.setattr(sources, "reference", lambda period, outcome: None)
    return Country


@pytest.fixture
def cases(vsv, monkeypatch):
    """``cases.records`` are the findings of the VSV that the test is about; other VSVs have none."""

    class Cases:
        records = []
        visible = set()

    def finding_records(asked, start, end, check_id=None):
        if asked != vsv:
            return []
        records = [r for r in Cases.records if check_id in (None, r.check_id)]
        return [r for r in records if start <= birth_date(r) <= end]

    monkeypatch.setattr(sources, "finding_records", finding_records)
    monkeypatch.setattr(sources, "visible_case_numbers", lambda user, asked: Cases.visible)
    monkeypatch.setattr(sources, "rule_set_versions", lambda *args: "nl 2025-1")
    monkeypatch.setattr(sources, "data_span", lambda vsv=None: (date(2015, 1, 1), date(2026, 12, 31)))
    return Cases
