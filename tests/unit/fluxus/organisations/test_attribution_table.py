"""The dated table as values: what is wrong, what is open, what a merger or an end makes of it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fluxus.organisations.attribution_table import (
    Change,
    Gap,
    Merger,
    OrganisationTable,
    Row,
    as_json,
    ended,
    from_json,
    gaps,
    merged,
    problems_of,
)

D = Decimal
FIRST, LEAP = date(2012, 1, 1), date(2024, 2, 29)
DAYS = st.dates(date(2019, 12, 25), date(2020, 3, 5))
CODES = st.sampled_from("ABCN")


@st.composite
def rows(draw):
    start = draw(DAYS)
    until = draw(st.none() | st.dates(start, date(2020, 3, 9)))
    return Row(start, draw(CODES), D(draw(st.integers(1, 10))) / 10, until)


TABLES = st.lists(rows(), max_size=5).map(
    lambda held: OrganisationTable("1410", "P", "practice", tuple(held))
)
EVERY_DAY = [date(2019, 12, 20) + timedelta(days=n) for n in range(90)]


def shares(table, day):
    found = {}
    for row in table.rows:
        if row.holds_on(day):
            found[row.vsv_code] = found.get(row.vsv_code, 0) + row.share
    return found


def practice(*held):
    return OrganisationTable("1410", "Praktijk", "practice", held)


def test_shares_above_the_whole_name_the_day_the_rows_and_the_sum():
    (found,) = problems_of(practice(Row(FIRST, "A", D("0.7")), Row(date(2013, 1, 1), "B", D("0.4"))))
    assert "2013-01-01" in found.en and "Rows 1, 2" in found.en and "1.1" in found.en


def test_every_problem_at_once_with_the_numbers_of_the_page():
    table = OrganisationTable(
        "0010",
        "Ziekenhuis",
        "hospital",
        (Row(LEAP, "A", D(1), date(2024, 2, 28)), Row(FIRST, "A"), Row(date(2020, 1, 1), "B", D("0.5"))),
    )
    found = [problem.en for problem in problems_of(table, [2, 5, 6])]
    assert found[0].startswith("Row 2: the last day 2024-02-28") and "Rows 5, 6: hospital" in found[1]
    assert len(found) == 2


def test_a_row_that_ends_the_day_before_the_next_begins_is_right():
    held = (Row(FIRST, "A", D(1), date(2024, 2, 28)), Row(LEAP, "B"))
    assert problems_of(practice(*held)) == []
    assert problems_of(OrganisationTable("0010", "Z", "hospital", held)) == []
    one_day_more = (Row(FIRST, "A", D(1), LEAP), Row(LEAP, "B"))
    assert len(problems_of(practice(*one_day_more))) == 1


def test_gaps_are_said_with_their_days_and_share():
    held = [Row(FIRST, "A", D("0.6"), date(2020, 12, 31)), Row(date(2021, 3, 1), "A", D(1), LEAP)]
    assert gaps(held) == [
        Gap(None, date(2011, 12, 31), D(1)),
        Gap(FIRST, date(2020, 12, 31), D("0.4")),
        Gap(date(2021, 1, 1), date(2021, 2, 28), D(1)),
        Gap(date(2024, 3, 1), None, D(1)),
    ]
    assert gaps([]) == [Gap(None, None, D(1))]


@given(TABLES)
def test_gaps_hold_exactly_the_days_and_shares_that_are_missing(table):
    found = gaps(table.rows)
    for day in EVERY_DAY:
        open_share = sum(
            gap.share
            for gap in found
            if (gap.start is None or gap.start <= day) and (gap.end is None or day <= gap.end)
        )
        assert open_share == max(1 - sum(shares(table, day).values()), 0)


@given(TABLES, DAYS, st.sets(CODES, min_size=1), CODES)
def test_a_merger_moves_shares_from_its_day_on_and_nothing_before(table, day, old, into):
    after = merged(table, old, into, day)
    for each in EVERY_DAY:
        wanted = {}
        for code, share in shares(table, each).items():
            goes_to = into if each >= day and code in old else code
            wanted[goes_to] = wanted.get(goes_to, 0) + share
        assert shares(after, each) == wanted


def test_a_merger_into_one_of_them_leaves_its_rows_and_sums_shares():
    table = practice(Row(FIRST, "A", D("0.6")), Row(FIRST, "B", D("0.4")))
    assert merged(table, {"A", "B"}, "N", LEAP).rows == (
        Row(FIRST, "A", D("0.6"), date(2024, 2, 28)),
        Row(FIRST, "B", D("0.4"), date(2024, 2, 28)),
        Row(LEAP, "N", D(1)),
    )
    alone = practice(Row(FIRST, "A"))
    assert merged(alone, {"B"}, "A", LEAP) is alone
    assert merged(alone, {"A", "B"}, "A", LEAP).rows == alone.rows


@given(TABLES, DAYS)
def test_an_organisation_that_ends_keeps_everything_up_to_its_last_day(table, last):
    after = ended(table, last)
    for day in EVERY_DAY:
        assert shares(after, day) == (shares(table, day) if day <= last else {})


@given(TABLES, DAYS, st.booleans())
def test_a_change_comes_back_from_json(table, day, members):
    change = Change("merger", (table,), {"N": "VSV Nieuw"}, Merger(("A", "B"), "N", day, members))
    assert from_json(as_json(change)) == change
