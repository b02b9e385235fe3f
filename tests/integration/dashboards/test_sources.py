"""What the two other apps really give: counts of imported months, and findings of submitted cases."""

from datetime import date

import pytest
from django.utils import timezone

from dashboards import measures, sources
from dashboards.benchmark import benchmark, benchmark_for, is_closed
from fluxus.organisations.models import Organisation
from fluxus.periods import Period, parse
from perined_import.models import MonthCount, NationalReference
from tests import case_makers

WHOLE = 1_000_000


def month(vsv, year, number, *, births=200, pph=12, unknown=2, lvr_id="1234"):
    return MonthCount.objects.create(
        vsv=vsv,
        lvr_id=lvr_id,
        year=year,
        month=number,
        parity_group=0,
        plural=False,
        deliveries=int((births + unknown) * WHOLE),
        eligible=int((births + unknown) * WHOLE),
        known=int(births * WHOLE),
        pph=int(pph * WHOLE),
        pph_1500=int(pph / 2 * WHOLE),
        pph_2000=int(pph / 4 * WHOLE),
    )


@pytest.fixture
def two_years(vsv, other_vsv):
    for year in (2023, 2024):
        for number in range(1, 13):
            month(vsv, year, number, pph=20)
            month(other_vsv, year, number, births=150.5, pph=9.25)
    month(None, 2024, 5, births=3, pph=1)


def test_the_benchmark_from_counted_months(two_years, vsv, other_vsv):
    got = benchmark(period=parse("2024"), today=date(2026, 1, 1))
    units = {unit.unit_id: unit for unit in got.comparison.units}
    assert (units[vsv.pk].figure.events, units[vsv.pk].figure.total) == (240, 2400)
    assert (units[other_vsv.pk].figure.events, units[other_vsv.pk].figure.total) == (111, 1806)
    assert got.comparison.target.total == 2400 + 1806
    assert got.comparison.unattributed.figure.total == 3
    assert (got.closed, got.data_until) == (True, date(2024, 12, 31))


def test_by_organisation_also_those_that_nobody_named(two_years, vsv):
    Organisation.objects.create(lvr_id="1234", name="Ziekenhuis", kind="hospital")
    month(vsv, 2024, 1, lvr_id="9999", births=500, pph=50)
    got = benchmark(period=parse("2024"), by="organisation", today=date(2026, 1, 1))
    assert {unit.code: unit.name for unit in got.comparison.units} == {"1234": "Ziekenhuis", "9999": "9999"}


def test_the_span_of_the_data(two_years, vsv):
    assert sources.data_span() == (date(2023, 1, 1), date(2024, 12, 31))
    month(vsv, 2025, 2)
    month(None, 2022, 0)
    assert sources.data_span() == (date(2022, 1, 1), date(2025, 2, 28))
    assert sources.data_span(vsv) == (date(2023, 1, 1), date(2025, 2, 28))
    MonthCount.objects.all().delete()
    assert sources.data_span() is None


def test_a_year_without_months_reaches_to_its_end(vsv):
    month(vsv, 2024, 0)
    assert sources.data_span(vsv) == (date(2024, 1, 1), date(2024, 12, 31))


def test_quarters_of_one_vsv(two_years, vsv):
    chosen = measures.measure("outcome", "pph")
    got = measures.counts(vsv, chosen, date(2024, 1, 1), date(2024, 12, 31))
    assert [(c.quarter.code, c.events, c.total) for c in got] == [
        (f"2024-Q{i}", 60, 600) for i in (1, 2, 3, 4)
    ]
    MonthCount.objects.filter(year=2024, month__gt=8).delete()
    assert len(measures.counts(vsv, chosen, date(2024, 1, 1), date(2024, 12, 31))) == 2
    assert measures.data_until(vsv, chosen) == date(2024, 8, 31)


def test_without_imports_there_is_nothing_to_measure(vsv):
    chosen = measures.measure("outcome", "pph")
    assert measures.counts(vsv, chosen, date(2024, 1, 1), date(2024, 12, 31)) == []
    assert measures.data_until(vsv, chosen) is None
    with pytest.raises(KeyError):
        measures.measure("moon", "pph")


def test_a_member_sees_the_own_vsv_and_a_national_member_none_as_own(two_years, vsv, person):
    asked = {"vsv_id": vsv.pk, "period": parse("2024"), "today": date(2026, 1, 1)}
    assert benchmark_for(person("caregiver", vsv), **asked).focus.own
    assert benchmark_for(person("caregiver", None), **asked).focus is None
    assert not benchmark_for(person("coordinator", None), **asked).focus.own


@pytest.mark.parametrize(
    ("code", "until", "today", "closed"),
    [
        ("2024", date(2024, 12, 31), date(2025, 1, 1), True),
        ("2024", date(2024, 12, 31), date(2024, 12, 31), False),
        ("2024", date(2024, 11, 30), date(2025, 1, 1), False),
        ("2024-Q1", date(2024, 11, 30), date(2025, 1, 1), True),
        ("2024", None, date(2025, 1, 1), False),
    ],
)
def test_a_period_is_closed_when_over_and_delivered(code, until, today, closed):
    assert is_closed(parse(code), until, today) == closed


@pytest.mark.django_db
def test_the_published_figure_that_covers_the_period_else_the_newest_before():
    NationalReference.objects.all().delete()
    for first, last, percentage in ((2012, 2020, 6.2), (2019, 2020, 6.3), (2021, 2021, 6.4)):
        NationalReference.objects.create(
            outcome="pph", year_from=first, year_to=last, percentage=percentage, source="bron"
        )
    found = {code: sources.reference(parse(code), "pph") for code in ("2011", "2015", "2020", "2021", "2024")}
    years = {code: each and (each.year_from, each.year_to) for code, each in found.items()}
    assert years == {
        "2011": None,
        "2015": (2012, 2020),
        "2020": (2019, 2020),
        "2021": (2021, 2021),
        "2024": (2021, 2021),
    }
    assert sources.reference(parse("2024"), "pph_1500") is None


def test_findings_of_submitted_cases_and_their_rule_set(vsv, other_vsv, person):
    by = person("caregiver", vsv)
    case_makers.make_case(vsv, by)
    submitted = case_makers.make_case(vsv, by, submitted=True)
    year = Period(date(2025, 1, 1), date(2025, 12, 31), "year")
    found = sources.finding_records(vsv, year.start, year.end)
    assert {record.case_number for record in found} == {submitted.number}
    assert {record.check_id for record in found} == set(sources.check_ids())
    assert sources.finding_records(other_vsv, year.start, year.end) == []
    assert sources.rule_set_versions(vsv, "D01", year.start, year.end).startswith("nl ")
    assert submitted.number in sources.visible_case_numbers(by, vsv)
    assert sources.visible_case_numbers(person("caregiver", vsv), vsv) == set()


def test_a_check_as_measure_from_real_cases(vsv, person):
    case_makers.make_case(vsv, person("caregiver", vsv), submitted=True)
    chosen = measures.measure("check", "P02")
    got = measures.baseline(vsv, chosen, parse("2025-Q1"))
    assert got.total in (0, 1)
    assert chosen.label.nl.startswith("volgens afspraak bij '")
    assert measures.data_until(vsv, chosen) is None
    assert got.sigma_z == 1.0
    assert measures.counts(vsv, chosen, date(2025, 1, 1), timezone.localdate())[0].quarter.code == "2025-Q1"
