"""From findings to patterns: what counts, what does not, and what is proposed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards.patterns import (
    break_down,
    count_checks,
    judged,
    of_haemorrhages,
    proposals,
    quarter_counts,
)
from fluxus.periods import parse

TODAY = date(2024, 7, 1)


@dataclass(frozen=True)
class Finding:
    case_number: str = "A"
    birth_time: datetime = datetime(2024, 6, 1, 12, tzinfo=UTC)
    place: str = "hospital"
    office_hours: bool = False
    check_id: str = "E06"
    category: str = "escalation"
    severity: str = "H"
    result: str = "flagged"
    review_status: str | None = None
    final_ml: int | None = 1500


def run_of(results, *, first=datetime(2024, 6, 30, 12, tzinfo=UTC), step=7, **values):
    """Findings newest first, one case each, ``step`` days apart."""
    words = {"F": "flagged", "M": "met", "?": "not_assessable", "-": "not_applicable", "R": "flagged"}
    return [
        Finding(
            case_number=f"{values.get('check_id', 'E06')}-{i:03}",
            birth_time=first - timedelta(days=step * i),
            result=words[letter],
            review_status="rejected" if letter == "R" else None,
            **values,
        )
        for i, letter in enumerate(results)
    ]


@pytest.mark.parametrize(
    ("result", "review", "want"),
    [
        ("flagged", None, "flagged"),
        ("flagged", "confirmed", "flagged"),
        ("flagged", "rejected", "rejected"),
        ("flagged", "not_assessable", "not_assessable"),
        ("met", None, "met"),
        ("met", "rejected", "met"),
        ("not_assessable", None, "not_assessable"),
        ("not_applicable", None, "not_applicable"),
    ],
)
def test_a_review_can_take_a_flag_away(result, review, want):
    assert judged(Finding(result=result, review_status=review)) == want


def test_counts_rates_and_interval():
    (got,) = count_checks(run_of("FFFMMMMMMR??---"))
    assert (got.flagged, got.met, got.rejected, got.not_assessable, got.not_applicable) == (3, 6, 1, 2, 3)
    assert got.pass_rate == pytest.approx(6 / 9)
    assert got.pass_interval.lower < 6 / 9 < got.pass_interval.upper
    assert (got.applicable, got.assessable_rate) == (12, pytest.approx(10 / 12))


def test_a_check_that_never_applied_has_no_rates():
    (got,) = count_checks(run_of("--"))
    assert (got.pass_rate, got.assessable_rate, got.pass_interval.lower) == (None, None, None)


def test_most_flagged_first():
    records = run_of("FM", check_id="D01") + run_of("FF", check_id="P02") + run_of("MM", check_id="A01")
    assert [each.check_id for each in count_checks(records)] == ["P02", "D01", "A01"]


def test_near_misses_stay_out_of_the_patterns():
    records = [Finding(case_number=str(ml), final_ml=ml) for ml in (900, 1000, 1001, None)]
    assert [record.case_number for record in of_haemorrhages(records)] == ["1001", "None"]


def test_break_down_by_place():
    records = run_of("FF", place="home") + run_of("M", place="hospital")
    got = break_down(records, lambda record: record.place)
    assert (got["home"][0].flagged, got["hospital"][0].met) == (2, 1)


@pytest.mark.parametrize(
    ("results", "proposed"),
    [
        ("FFF", True),
        ("FF", False),
        ("FFFMMMMMMM", True),
        ("FFMMMMMMMMFF", False),  # 2 of the last 10
        ("FFFRRRMMMMMMMM", True),  # rejected flags leave the last ten
        ("F?F?F?", True),
        ("FFR", False),
    ],
)
def test_the_rule(results, proposed):
    assert bool(proposals(run_of(results), today=TODAY)) == proposed


def test_only_the_last_twelve_months_count_and_the_day_a_year_ago_does_not():
    year_old = datetime(2023, 7, 1, 12, tzinfo=UTC)
    records = run_of("FF") + [Finding(case_number="old", birth_time=year_old)]
    assert not proposals(records, today=TODAY)
    records[-1] = Finding(case_number="old", birth_time=year_old + timedelta(days=1))
    (got,) = proposals(records, today=TODAY)
    assert (got.cases_flagged, got.last_flagged, got.last_judged) == (3, 3, 3)
    assert got.case_numbers == ("E06-000", "E06-001", "old")
    assert got.outside_office_hours == 3


def test_the_day_is_that_of_amsterdam():
    late = datetime(2023, 7, 1, 22, 30, tzinfo=UTC)  # already 2 July in Amsterdam
    assert proposals(run_of("FF") + [Finding(case_number="x", birth_time=late)], today=TODAY)


def test_the_same_case_counts_once():
    assert not proposals([Finding(), Finding(), Finding()], today=TODAY)


def quarters(letters):
    """One case per letter, a quarter apart, oldest first."""
    return run_of(letters[::-1], first=datetime(2024, 5, 15, 12, tzinfo=UTC), step=91)


def test_a_shift_to_a_lower_pass_rate_is_proposed():
    # From a quarter where half is met to one where none is: the median lies between.
    old = [r for i in range(9) for r in quarters("M" * 9 + "F" * 9)[9 + i : 10 + i] * 1]
    new = quarters("M" * 9 + "F" * 9)[:9]
    (got,) = proposals(new + old, today=TODAY)
    assert got.shift.length >= 8
    assert got.shift.side == "below"
    assert got.shift_since.start > date(2021, 1, 1)


def test_a_shift_to_a_higher_pass_rate_is_none():
    assert not proposals(quarters("F" * 9 + "M" * 9), today=TODAY)


def test_quarters_are_listed_without_a_gap_and_only_when_over():
    records = run_of("FM", step=300)  # 2024-06-30 and 2023-09-04
    got = quarter_counts(records, until=date(2024, 6, 30))
    assert [(c.quarter.code, c.events, c.total) for c in got] == [
        ("2023-Q3", 1, 1),
        ("2023-Q4", 0, 0),
        ("2024-Q1", 0, 0),
        ("2024-Q2", 0, 1),
    ]
    assert quarter_counts(records, until=date(2024, 6, 29))[-1].quarter == parse("2024-Q1")
    assert quarter_counts([], until=TODAY) == []
