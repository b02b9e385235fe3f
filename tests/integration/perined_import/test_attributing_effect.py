"""What a change of the table would come to is what saving it gives, and what a full recount gives."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fluxus.organisations.attribution_changes import apply, propose, save_change
from fluxus.organisations.attribution_state import tables
from fluxus.organisations.attribution_table import Change, Merger, OrganisationTable, Row, merged
from fluxus.organisations.models import Attribution, Vsv
from fluxus.organisations.permissions import Role
from perined_import.attributing.effect import About, about, effect_of
from perined_import.attributing.presenters import seconds_said
from perined_import.models import Delivery, MonthCount
from perined_import.reattributing import reattribute
from tests import factories
from tests.integration.perined_import.attribution_births import (
    birth,
    count_anew,
    counted,
    counted_slowly,
    settle,
    total,
)
from tests.integration.perined_import.helpers import organisation

pytestmark = pytest.mark.django_db
D = Decimal
FIRST = date(2012, 1, 1)
MILLION = 1_000_000


@pytest.fixture
def north(db):
    return Vsv.objects.create(code="N", name="VSV Noord")


@pytest.fixture
def south(db):
    return Vsv.objects.create(code="S", name="VSV Zuid")


@pytest.fixture
def country(north, south):
    """Hospital 0010 in the north, 0020 in the south, a shared practice, a practice of the north."""
    organisation("0010", "hospital", (north, 1))
    organisation("0020", "hospital", (south, 1))
    organisation("1410", "practice", (north, D("0.7")), (south, D("0.3")))
    organisation("1500", "practice", (north, 1))


def practice(lvr_id="1410", *rows):
    return OrganisationTable(lvr_id, f"Organisatie {lvr_id}", "practice", rows)


def after_of(effect):
    """Return the counts that an effect foretells: those that stand, with what it changes."""
    codes = {None: None} | dict(effect.codes)
    found = counted()
    for (vsv_id, year), (before, after) in effect.units.items():
        unit = (codes[vsv_id], year)
        assert found.get(unit, (0, 0, 0, 0)) == tuple(before)
        found[unit] = tuple(after)
    return {unit: figures for unit, figures in found.items() if any(figures)}


def check(change):
    """Foretell, save, and count everything anew: all three must agree. Returns the effect."""
    before = counted()
    assert before == counted_slowly()
    effect = effect_of(change)
    foretold = after_of(effect)
    assert counted() == before
    apply(change=change, by=None)
    assert counted() == foretold == counted_slowly()
    reattribute()
    count_anew()
    assert counted() == foretold
    assert total(foretold) == total(before) == Delivery.objects.count()
    return effect


def test_a_home_birth_of_a_shared_practice_is_fractional_and_the_total_whole(country):
    birth("1410", loss=1500)
    settle()
    assert counted() == {("N", 2024): (700_000,) * 4, ("S", 2024): (300_000,) * 4}
    effect = check(Change("rows", (practice("1410", Row(FIRST, "N", D("0.5")), Row(FIRST, "S", D("0.25"))),)))
    assert counted()[None, 2024] == (250_000,) * 4
    assert effect.moved == 1


def test_until_is_inclusive_and_the_day_after_is_not(country):
    birth("1500", day=date(2024, 2, 29))
    birth("1500", day=date(2024, 3, 1))
    settle()
    rows = (Row(FIRST, "N", D(1), date(2024, 2, 29)), Row(date(2024, 3, 1), "S"))
    effect = check(Change("rows", (practice("1500", *rows),)))
    assert effect.moved == 1
    assert counted() == {
        ("N", 2024): (MILLION, MILLION, MILLION, 0),
        ("S", 2024): (MILLION, MILLION, MILLION, 0),
    }


@pytest.mark.parametrize(("first_day", "vsv"), [(date(2023, 7, 1), "S"), (date(2023, 7, 2), "N")])
def test_a_birth_known_by_year_only_is_asked_on_the_first_of_july(country, first_day, vsv):
    birth("1500", year=2023)
    settle()
    rows = (Row(FIRST, "N", D(1), date.fromordinal(first_day.toordinal() - 1)), Row(first_day, "S"))
    check(Change("rows", (practice("1500", *rows),)))
    assert set(counted()) == {(vsv, 2023)}


def test_a_change_on_the_first_of_january_parts_the_years(country):
    birth("1500", day=date(2023, 12, 31))
    birth("1500", day=date(2024, 1, 1))
    settle()
    rows = (Row(FIRST, "N", D(1), date(2023, 12, 31)), Row(date(2024, 1, 1), "S"))
    check(Change("rows", (practice("1500", *rows),)))
    assert set(counted()) == {("N", 2023), ("S", 2024)}


def test_the_hospital_takes_the_birth_whatever_the_practice_says(country):
    birth("1410", place="hospital", hospital="0020")
    settle()
    effect = check(Change("rows", (practice("1410", Row(FIRST, "N")),)))
    assert effect.moved == 0 and effect.units == {}
    hospital = OrganisationTable("0020", "Organisatie 0020", "hospital", (Row(FIRST, "N"),))
    assert check(Change("rows", (hospital,))).moved == 1


def test_a_hospital_birth_without_a_known_hospital_follows_a_practice_that_belongs_wholly_to_one_vsv(country):
    birth("1410", place="hospital", hospital="0999")
    birth("1500", place="hospital", hospital="0999")
    settle()
    assert set(counted()) == {(None, 2024), ("N", 2024)}
    check(Change("rows", (practice("1410", Row(FIRST, "S")),)))
    assert set(counted()) == {("S", 2024), ("N", 2024)}


def test_an_unknown_organisation_is_placed_once_it_is_in_the_table(country):
    birth("7777", loss=1200)
    settle()
    assert set(counted()) == {(None, 2024)}
    effect = check(Change("rows", (practice("7777", Row(FIRST, "S")),)))
    assert effect.moved == 1 and set(counted()) == {("S", 2024)}


def test_a_linked_birth_counts_once_and_moves_as_one(country):
    birth("1410", link=9, loss=800, care_periods=4)
    birth("0020", link=9, loss=2000, place="hospital", hospital="0020", care_periods=3)
    birth("1410", link=11)
    birth("1500", link=11)
    settle()
    assert total(counted()) == 2
    hospital = OrganisationTable("0020", "Organisatie 0020", "hospital", (Row(FIRST, "N"),))
    assert check(Change("rows", (hospital,))).moved == 1
    # Another practice decides as soon as the first is taken for a hospital.
    assert check(Change("rows", (OrganisationTable("1410", "X", "hospital", (Row(FIRST, "S"),)),))).moved == 1


def test_a_birth_whose_file_named_the_vsv_stays_and_is_said(country, north):
    birth("1500", vsv=north, vsv_named=True, day=date(2024, 6, 1))
    birth("1500", day=date(2024, 6, 1))
    birth("1500", vsv=north, vsv_named=True, day=date(2023, 6, 1))
    settle()
    day = date(2024, 1, 1)
    wanted = tuple(merged(one, {"N"}, "Z", day) for one in tables().values())
    effect = check(Change("merger", wanted, {"Z": "VSV Nieuw"}, Merger(("N",), "Z", day)))
    assert (effect.named, effect.moved) == (1, 1)
    assert set(counted()) == {("N", 2023), ("N", 2024), ("Z", 2024)}


def test_a_merger_moves_what_is_from_its_day_on(country):
    for day in (date(2023, 12, 31), date(2024, 1, 1)):
        birth("1410", day=day)
        birth("0010", day=day, place="hospital", hospital="0010")
        birth("0020", day=day, place="hospital", hospital="0020")
    settle()
    day = date(2024, 1, 1)
    wanted = tuple(merged(one, {"N", "S"}, "Z", day) for one in tables().values())
    check(Change("merger", wanted, {"Z": "VSV Nieuw"}, Merger(("N", "S"), "Z", day)))
    assert counted()["Z", 2024][0] == 3 * MILLION
    assert counted()["N", 2023][0] == 1_700_000
    assert Attribution.objects.filter(vsv__code="N", valid_until=date(2023, 12, 31)).count() == 3


DAYS = st.dates(date(2023, 12, 30), date(2024, 3, 2))
LVR_IDS = st.sampled_from(["0010", "0020", "1410", "1500", "7777", None])


@st.composite
def row_lists(draw):
    """Up to three rows that follow each other, or hold together within the whole."""
    share = D(draw(st.integers(1, 10))) / 10
    start, second = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    last = date.fromordinal(second.toordinal() - 1)
    found = [Row(start, "N", share, last), Row(second, draw(st.sampled_from("NS")), share)]
    if share < 1 and draw(st.booleans()):
        found.append(Row(start, "S", 1 - share, None))
    return tuple(found[: draw(st.integers(0, 3))])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_births_is_foretold_exactly_and_keeps_the_total(country, data):
    places = st.sampled_from(["home", "birth_centre", "on_the_way", "hospital", None])
    for number in range(data.draw(st.integers(1, 8))):
        birth(
            data.draw(LVR_IDS),
            day=data.draw(DAYS),
            year=data.draw(st.sampled_from([None, None, None, 2023])),
            place=data.draw(places),
            hospital=data.draw(LVR_IDS),
            link=data.draw(st.sampled_from([None, 1, 2])),
            loss=data.draw(st.sampled_from([500, 1500])),
            care_periods=data.draw(st.sampled_from([None, 1, 2, 4])),
            position=number,
        )
    settle()
    chosen = data.draw(st.sets(st.sampled_from(["1410", "1500", "7777"]), min_size=1))
    check(Change("rows", tuple(practice(lvr_id, *data.draw(row_lists())) for lvr_id in sorted(chosen))))
    Delivery.objects.all().delete()


def test_what_is_saved_from_a_page_is_what_was_shown(country):
    birth("1410")
    settle()
    person = factories.make_person(Role.DATA_MANAGER)
    change = Change("rows", (practice("1410", Row(FIRST, "S")),))
    proposed = propose(change=change, by=person)
    foretold = after_of(effect_of(change))
    assert save_change(proposed=proposed, by=person) == {"1410"}
    assert counted() == foretold == {("S", 2024): (MILLION, MILLION, MILLION, 0)}


def test_only_another_name_moves_nothing_and_counts_nothing_anew(country, monkeypatch):
    birth("1410")
    settle()
    before = list(MonthCount.objects.values_list("pk", flat=True))
    table = tables(["1410"])["1410"]
    change = Change("rows", (OrganisationTable("1410", "Andere naam", table.kind, table.rows),))
    assert effect_of(change).moved == 0
    assert apply(change=change, by=None) == set()
    assert list(MonthCount.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("births", "recounted", "said"),
    [
        (10, 40_000, "a few seconds"),
        (1000, 200_000, "about 20 seconds"),
        (2 * MILLION, 2 * MILLION, "7 minutes"),
    ],
)
def test_how_long_saving_takes_is_said_roughly(births, recounted, said):
    with translation.override("en"):
        assert said in seconds_said(About(births, recounted))


def test_the_work_of_a_change_is_its_births_and_the_months_they_lie_in(country):
    birth("1410")
    birth("0010", place="hospital", hospital="0010")
    birth("0010", place="hospital", hospital="0010", day=date(2022, 1, 1))
    settle()
    assert about(Change("rows", (practice("1410", Row(FIRST, "S")),))) == About(1, 2)
