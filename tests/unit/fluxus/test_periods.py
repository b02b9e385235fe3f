"""Periods: reading, writing, neighbours, and clear refusals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluxus.periods import Period, PeriodError, following, last_units, months_before, parse, unit_of

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
KINDS = st.sampled_from(["month", "quarter", "year"])


@pytest.mark.parametrize(
    ("text", "start", "end", "label_nl", "label_en"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "2021", "2021"),
        ("2021-Q3", date(2021, 7, 1), date(2021, 9, 30), "3e kwartaal 2021", "3rd quarter of 2021"),
        ("2021-q1", date(2021, 1, 1), date(2021, 3, 31), "1e kwartaal 2021", "1st quarter of 2021"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "februari 2024", "February 2024"),
        (" 2019..2021 ", date(2019, 1, 1), date(2021, 12, 31), "2019–2021", "2019–2021"),
        (
            "2021-03..2021-08",
            date(2021, 3, 1),
            date(2021, 8, 31),
            "maart 2021 t/m augustus 2021",
            "March 2021 to August 2021",
        ),
        (
            "2020-Q4 .. 2021-Q1",
            date(2020, 10, 1),
            date(2021, 3, 31),
            "4e kwartaal 2020 t/m 1e kwartaal 2021",
            "4th quarter of 2020 to 1st quarter of 2021",
        ),
    ],
)
def test_reads_every_form(text, start, end, label_nl, label_en):
    period = parse(text)
    assert (period.start, period.end) == (start, end)
    assert period.label == (label_nl, label_en)
    assert parse(period.code) == period


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a period"),
        ("21", "is not a period"),
        ("2021-3", "is not a period"),
        ("2021..", "is not a period"),
        ("2019..2020..2021", "is not a period"),
        ("0001", "is not a period"),
        ("２０２１", "is not a period"),
        ("2021-Q5", "Quarter 5"),
        ("2021-13", "Month 13"),
        ("2021-00", "Month 00"),
        ("2021..2019", "ends before it begins"),
        ("2021..2021-Q3", "write both sides alike"),
    ],
)
def test_refuses_with_a_sentence_that_names_the_value(text, said):
    with pytest.raises(PeriodError) as refusal:
        parse(text)
    assert said in refusal.value.text.en
    assert text in refusal.value.text.en
    assert text in refusal.value.text.nl


def test_a_year_is_a_run_of_its_quarters_and_months():
    year = parse("2024")
    assert [unit.code for unit in year.units("quarter")] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert len(list(year.units("month"))) == 12
    assert year.days == 366


def test_only_whole_units_within_a_period_are_listed():
    assert [unit.code for unit in parse("2021-02..2021-07").units("quarter")] == ["2021-Q2"]
    assert list(parse("2021-02").units("year")) == []


def test_whole_years_and_closing():
    assert parse("2019..2021").whole_years
    assert not parse("2021-Q1").whole_years
    assert parse("2021").is_closed(date(2022, 1, 1))
    assert not parse("2021").is_closed(date(2021, 12, 31))
    assert date(2021, 12, 31) in parse("2021")
    assert date(2022, 1, 1) not in parse("2021")


def test_rolling_periods_end_before_today():
    assert last_units(12, "month", date(2024, 3, 31)).code == "2023-03..2024-02"
    assert last_units(4, "quarter", date(2024, 4, 1)).code == "2023-Q2..2024-Q1"
    assert last_units(1, "year", date(2024, 4, 1)).code == "2023"
    with pytest.raises(ValueError, match="at least one month"):
        last_units(0, "month", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 15), 13, date(2022, 12, 15)),
    ],
)
def test_months_before(day, months, before):
    assert months_before(day, months) == before


def test_following_steps_by_the_whole_length():
    assert following(parse("2021-Q4")).code == "2022-Q1"
    assert following(parse("2021-Q1"), -1).code == "2020-Q4"
    assert following(parse("2019..2021"), -1).code == "2016..2018"


@given(DAYS, KINDS)
def test_every_day_lies_in_its_unit_and_the_units_join_without_a_gap(day, kind):
    unit = unit_of(day, kind)
    assert day in unit
    assert following(unit).start == unit.end + timedelta(days=1)
    assert following(following(unit), -1) == unit
    assert parse(unit.code) == unit


@given(DAYS, DAYS, KINDS)
def test_every_range_reads_back(one, other, kind):
    first, last = sorted((unit_of(one, kind), unit_of(other, kind)))
    period = Period(first.start, last.end, kind)
    assert parse(period.code) == period
    assert sum(unit.days for unit in period.units(kind)) == period.days
