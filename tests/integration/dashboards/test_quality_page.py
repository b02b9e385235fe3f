"""The data quality page: right figures, for the right people, with small numbers of others hidden."""

import csv
import io
from datetime import date, time

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dashboards.quality.result import quality
from fluxus.organisations.models import Attribution, Organisation
from fluxus.organisations.permissions import Role
from fluxus.periods import parse
from perined_import.models import NationalReference, QualityCount, Report, Upload
from perined_import.quality import counting
from tests.integration.perined_import.helpers import organisation

PAGE, FILE = reverse("dashboards:quality"), reverse("dashboards:quality_csv")
YEAR = parse("2025")


def count(lvr_id, year=2025, months=range(1, 13), vsv=None, **numbers):
    """Keep the same counts for each of some months."""
    known = {"reports": numbers.get("eligible", 0), "with_ml": numbers.get("eligible", 0)} | numbers
    for month in months:
        QualityCount.objects.create(lvr_id=lvr_id, year=year, month=month, vsv=vsv, **known)


@pytest.fixture
def country(vsv, other_vsv):
    """A hospital and a practice of the VSV, a hospital of another."""
    organisation("0001", "hospital", (vsv, 1))
    organisation("1001", "practice", (vsv, 1))
    organisation("0002", "hospital", (other_vsv, 1))
    count("0001", eligible=50, with_ml=45, flag_only=1, near_1000=8, at_1000=4, pph=3)
    count("1001", eligible=20, with_ml=20, near_1000=2, without_place=3)
    count("0002", eligible=130, with_ml=129, near_1000=20, at_1000=1, without_place=2)


def figures(found):
    return {name: (one.own.events, one.own.total) for name, one in found.measures.items()}


def test_the_figures_of_the_vsv_beside_the_country(country, vsv, person):
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    missing = found.measures["missing"]
    assert (missing.own.events, missing.own.total, missing.own.state) == (48, 840, "work")
    assert (missing.country.events, missing.country.total) == (60, 2400)
    assert [(one.events, one.total) for one in missing.by_reporter] == [(48, 600), (0, 240)]
    assert figures(found)["at_1000"] == (48, 120)
    assert [one.reporter.lvr_id for one in found.sent] == ["0001", "1001"]


def test_a_quarter_takes_its_months_and_an_organisation_its_own(country, vsv, person):
    board = person(Role.BOARD, vsv)
    assert figures(quality(board, vsv, period=parse("2025-Q2")))["missing"] == (12, 210)
    found = quality(board, vsv, period=parse("2025-Q2"), lvr_id="1001")
    assert figures(found)["without_place"] == (9, 60)
    assert [one.reporter.lvr_id for one in found.sent] == ["1001"]


def test_an_organisation_counts_while_it_belongs_to_the_vsv(country, vsv, other_vsv, person):
    moved = Attribution.objects.get(organisation__lvr_id="1001")
    moved.valid_until = date(2025, 6, 30)
    moved.save()
    practice = Organisation.objects.get(lvr_id="1001")
    Attribution.objects.create(organisation=practice, vsv=other_vsv, share=1, valid_from=date(2025, 7, 1))
    mine = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    theirs = quality(person(Role.BOARD, other_vsv), other_vsv, period=YEAR)
    assert (mine.counts["reports"], theirs.counts["reports"]) == (600 + 120, 1560 + 120)
    assert [one.behind for one in mine.sent] == [0, 0]


def test_a_file_that_names_the_vsv_counts_without_any_table(vsv, other_vsv, person):
    count("", vsv=vsv, eligible=10)
    count("0009", vsv=vsv, eligible=10)
    count("0009", vsv=other_vsv, eligible=99)
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    assert found.counts["reports"] == 240
    assert [one.reporter.lvr_id for one in found.sent] == ["", "0009"]


def test_a_bare_year_counts_in_whole_years_only(country, vsv, person):
    count("0001", months=[0], eligible=7)
    board = person(Role.BOARD, vsv)
    assert quality(board, vsv, period=YEAR).counts["eligible"] == 847
    assert quality(board, vsv, period=parse("2025-01..2025-12")).counts["eligible"] == 847
    assert quality(board, vsv, period=parse("2025-Q1")).counts["eligible"] == 210


@pytest.mark.parametrize(
    ("role", "national", "status"),
    [
        (Role.BOARD, False, 200),
        (Role.DATA_MANAGER, False, 200),
        (Role.DATA_MANAGER, True, 200),
        (Role.COORDINATOR, True, 200),
        (Role.CAREGIVER, False, 403),
        (Role.ADMINISTRATOR, True, 403),
    ],
)
def test_who_may_see_it(country, vsv, person, client_as, role, national, status):
    client = client_as(person(role, None if national else vsv))
    client.post(reverse("choose_vsv"), {"vsv": vsv.pk})
    assert client.get(PAGE).status_code == client.get(FILE).status_code == status


def test_organisations_of_another_vsv_do_not_exist(country, vsv, person, client_as):
    client = client_as(person(Role.BOARD, vsv))
    page = client.get(PAGE, {"period": "2025"}).content.decode()
    assert "Organisatie 0001" in page and "Organisatie 0002" not in page
    assert "0002" not in client.get(FILE, {"period": "2025"}).content.decode()
    for address in (PAGE, FILE):
        assert client.get(address, {"organisation": "0002"}).status_code == 404


def test_others_see_no_small_numbers_and_a_rounded_country(country, vsv, other_vsv, person):
    count("1001", year=2024, eligible=1)
    count("0001", year=2024, eligible=50, with_ml=46)
    count("0002", year=2024, eligible=50)
    coordinator, member = person(Role.COORDINATOR), person(Role.BOARD, vsv)
    whole, limited = (quality(one, vsv, period=parse("2024-Q1")) for one in (member, coordinator))
    assert whole.whole and not limited.whole
    assert [one.hidden for one in whole.measures["missing"].by_reporter] == [False, False]
    assert [one.hidden for one in limited.measures["missing"].by_reporter] == [True, True]
    assert not limited.bins
    assert [one.reports for one in whole.sent] == [150, 3]
    assert [one.reports for one in limited.sent] == [None, None]


def test_one_organisation_alone_gives_no_hidden_number_back(country, vsv, person):
    organisation("1002", "practice", (vsv, 1))
    count("1002", months=[1], eligible=6)
    coordinator = person(Role.COORDINATOR)
    for period in (YEAR, parse("2025-Q1")):
        together = quality(coordinator, vsv, period=period)
        for place, one in enumerate(together.sent):
            alone = quality(coordinator, vsv, period=period, lvr_id=one.reporter.lvr_id)
            assert not alone.trend and not alone.duplicates and alone.sent == (one,)
            for name, found in alone.measures.items():
                assert found.own == together.measures[name].by_reporter[place]
    assert any(one.hidden for one in together.measures["without_time"].by_reporter)


def test_who_imports_the_data_sees_it_whole(country, vsv, person):
    assert quality(person(Role.DATA_MANAGER), vsv, period=YEAR).whole
    assert quality(person(Role.DATA_MANAGER, vsv), vsv, period=YEAR).whole


def test_a_country_that_is_the_vsv_and_little_more_is_hidden(vsv, other_vsv, person):
    organisation("0001", "hospital", (vsv, 1))
    organisation("0002", "hospital", (other_vsv, 1))
    count("0001", eligible=50, with_ml=45)
    count("0002", months=[1], eligible=5, with_ml=4)
    missing = quality(person(Role.BOARD, vsv), vsv, period=YEAR).measures["missing"]
    assert not missing.own.hidden and missing.country.hidden


def test_months_that_are_missing_and_how_late_the_last_one_is(country, vsv, person, client_as):
    QualityCount.objects.filter(lvr_id="0001", month__in=(9, 12)).delete()
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    assert [(gap.lvr_id, gap.month.code, gap.reports) for _one, gap in found.gaps] == [
        ("0001", "2025-09", 0),
        ("0001", "2025-12", 0),
    ]
    assert [(one.last.code, one.behind, one.late) for one in found.sent] == [
        ("2025-11", 1, True),
        ("2025-12", 0, False),
    ]
    page = client_as(person(Role.BOARD, vsv)).get(PAGE, {"period": "2025"}).content.decode()
    assert "Organisatie 0001, september 2025: 0 meldingen, gewoonlijk 50" in page
    assert "november 2025 (1 maand achter)" in strip_tags(page)


def test_duplicates_are_told_by_month_only(country, vsv, person, client_as):
    QualityCount.objects.filter(lvr_id="0001", month=3).update(duplicates=7)
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    assert found.duplicates == ((parse("2025-03"), 7),)
    assert figures(found)["duplicates"] == (7, 840)
    page = client_as(person(Role.BOARD, vsv)).get(PAGE, {"period": "2025"}).content.decode()
    assert "<li>maart 2025: 7</li>" in page


def test_the_spread_of_the_loss_is_that_of_the_reports(vsv, other_vsv, person):
    organisation("0001", "hospital", (vsv, 1))
    upload = Upload.objects.create(status="committed")
    values = [500, 500, 520, 549, 550, 1000, 1040, 2500]
    for number, ml in enumerate([*values, None]):
        Report.objects.create(
            upload=upload,
            role=Report.Role.ALONE,
            live=True,
            delivery_key=f"k{number}",
            reporting_lvr_id="0001" if number else None,
            hospital_lvr_id="0001",
            birth_date=date(2025, 2, 1 + number),
            birth_time=time(3, number),
            blood_loss_ml=ml,
            eligible=True,
        )
    Report.objects.create(
        upload=upload,
        role=1,
        delivery_key="x",
        reporting_lvr_id="0002",
        blood_loss_ml=500,
        live=True,
        birth_date=date(2025, 2, 1),
        eligible=True,
    )
    counting.refresh([(2025, 2)])
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    assert found.bins == {
        (500, True): 2,
        (500, False): 2,
        (550, False): 1,
        (1000, True): 1,
        (1000, False): 1,
        (2500, False): 1,
    }
    assert sum(found.bins.values()) == found.counts["with_ml"] == 8
    assert quality(person(Role.BOARD, vsv), vsv, period=parse("2025-Q2")).bins == {}


def test_the_page_says_figure_period_country_definition_and_what_to_do(country, vsv, person, client_as):
    NationalReference.objects.create(
        outcome="quality_missing", year_from=2025, year_to=2025, percentage="3.1", source="Jaarboek"
    )
    page = client_as(person(Role.BOARD, vsv)).get(PAGE, {"period": "2025"}).content.decode()
    for words in (
        "48 van 840 geboorten (5,7 %)",
        "landelijk 60 van 2400 (2,5 %)",
        "gepubliceerd 3,1 % (Jaarboek)",
        "48 van 120 waarden tussen 900 en 1100 ml zijn precies 1000 (40,0 %)",
        "20640",
        "vraagt aandacht",
        "Op soort en naam; geen rangorde.",
    ):
        assert words in page, words


def test_few_births_get_no_verdict(vsv, person, client_as):
    organisation("1001", "practice", (vsv, 1))
    count("1001", months=[5], eligible=9, with_ml=2)
    found = quality(person(Role.BOARD, vsv), vsv, period=YEAR)
    assert found.measures["missing"].own.state == "few"
    page = client_as(person(Role.BOARD, vsv)).get(PAGE, {"period": "2025"}).content.decode()
    assert "te weinig geboorten" in page and "7 van 9 geboorten" in page


def test_the_file_holds_every_figure(country, vsv, person, client_as):
    answer = client_as(person(Role.BOARD, vsv)).get(FILE, {"period": "2025"})
    assert answer["Content-Disposition"] == 'attachment; filename="fluxus-data-2025.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";"))
    missing = {(row["unit"], row["lvr_id"]): row for row in rows if row["measure"] == "missing"}
    assert set(missing) == {("vsv", ""), ("country", ""), ("organisation", "0001"), ("organisation", "1001")}
    mine = missing["vsv", ""]
    assert (mine["events"], mine["total"], mine["share"]) == ("48", "840", "0,0571")
    assert (mine["period"], mine["verdict"]) == ("2025", "vraagt aandacht")
    assert "20640" in mine["definition"]
    assert {row["measure"] for row in rows} >= {"at_500", "differ", "duplicates", "months", "without_time"}


def test_the_file_for_others_has_no_counts_of_the_country(country, vsv, person, client_as):
    client = client_as(person(Role.COORDINATOR))
    client.post(reverse("choose_vsv"), {"vsv": vsv.pk})
    file = client.get(FILE, {"period": "2025"}).content.decode().lstrip("\ufeff")
    rows = [row for row in csv.DictReader(io.StringIO(file), delimiter=";") if row["unit"] == "country"]
    assert rows and {(row["events"], row["total"]) for row in rows} == {("", "")}
    assert any(row["share"] for row in rows)


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_period_that_cannot_be_read_is_told(country, vsv, person, client_as, address):
    answer = client_as(person(Role.BOARD, vsv)).get(address, {"period": "vorig jaar"})
    assert answer.status_code == 400
    assert "vorig jaar" in answer.content.decode()


def test_without_data_or_vsv_it_says_what_to_do(vsv, person, client_as):
    empty = client_as(person(Role.BOARD, vsv)).get(PAGE)
    assert "Nog geen geboorten" in empty.content.decode() or "geen bevallingen" in empty.content.decode()
    nowhere = client_as(person(Role.COORDINATOR))
    assert "Kies een VSV" in nowhere.get(PAGE).content.decode()
    assert nowhere.get(FILE).status_code == 404


def test_the_page_asks_the_database_little(country, vsv, person, django_assert_max_num_queries):
    board = person(Role.BOARD, vsv)
    with django_assert_max_num_queries(12):
        quality(board, vsv, period=YEAR)
