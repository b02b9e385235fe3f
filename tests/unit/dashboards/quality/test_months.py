"""Which months stand out: missing, strikingly few, and how late the last one is."""

from datetime import date

from dashboards.quality.months import Gap, Looked, is_late, look, months_behind
from fluxus.periods import following, parse, unit_of

YEAR, UNTIL = parse("2024"), date(2024, 12, 31)


def reports(numbers, start=date(2023, 1, 1)):
    """One number per month from the start."""
    first = unit_of(start, "month")
    return {following(first, n).start: number for n, number in enumerate(numbers)}


def test_steady_months_do_not_stand_out():
    assert look("1", reports([40, 45, 38, 50] * 6), YEAR, UNTIL) == Looked(12, ())


def test_a_missing_and_a_small_month_stand_out_with_what_is_usual():
    numbers = [40] * 24
    numbers[14], numbers[20] = 0, 12
    found = look("1", reports(numbers), YEAR, UNTIL)
    assert found.gaps == (Gap("1", parse("2024-03"), 0, 40.0), Gap("1", parse("2024-09"), 12, 40.0))
    assert [gap.kind for gap in found.gaps] == ["missing", "few"]


def test_a_small_practice_may_have_an_empty_month():
    assert look("1", reports([3, 4, 2, 5, 3, 4] * 3 + [0] + [3] * 5), YEAR, UNTIL).gaps == ()


def test_without_half_a_year_of_history_nothing_is_judged():
    found = look("1", reports([40] * 5 + [0] + [40] * 6, date(2024, 1, 1)), YEAR, UNTIL)
    assert found == Looked(6, ())


def test_a_long_silence_never_becomes_usual():
    found = look("1", reports([40] * 12), YEAR, UNTIL)
    assert len(found.gaps) == found.months == 12


def test_months_after_the_last_data_anywhere_are_not_missing():
    assert look("1", reports([40] * 15), YEAR, date(2024, 3, 31)) == Looked(3, ())


def test_an_organisation_without_reports_has_no_months():
    assert look("1", {}, YEAR, UNTIL) == Looked(0, ())


def test_late_is_more_silence_than_chance_gives():
    last = date(2024, 6, 1)
    assert is_late(reports([20] * 18), last, 0) is False
    assert is_late(reports([20] * 18), last, 1) is True
    assert is_late(reports([1] * 18), last, 6) is None
    assert is_late(reports([1] * 18), last, 7) is True


def test_months_behind_counts_months_not_days():
    assert months_behind(date(2024, 11, 1), date(2025, 1, 31)) == 2
