"""Which period a page starts with, and which it offers."""

from datetime import date

import pytest

from dashboards.choices import default_year, suggestions

TODAY = date(2025, 5, 10)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "2024"),
        (date(2024, 12, 31), "2024"),
        (date(2025, 4, 30), "2024"),
        (date(2024, 6, 30), "2023"),
        (date(2022, 12, 31), "2022"),
    ],
)
def test_the_newest_complete_year(until, code):
    assert default_year(TODAY, until).code == code


def test_years_three_years_together_and_quarters():
    codes = [code for code, _label in suggestions((date(2022, 3, 1), date(2025, 3, 31)), TODAY)]
    assert codes[:5] == ["2025", "2024", "2023", "2022", "2023..2025"]
    assert codes[5] == "2024-Q4"
    assert len(codes) == 5 + 8


def test_few_years_or_none():
    codes = [code for code, _label in suggestions((date(2024, 3, 1), date(2025, 3, 31)), TODAY)]
    assert "2023..2025" not in codes
    assert suggestions(None, TODAY) == []
