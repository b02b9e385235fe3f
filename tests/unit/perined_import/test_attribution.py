"""Delivery → VSV: the dated table, hospital births, home births in shares, and what fits nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import.attribution import (
    WHOLE,
    Membership,
    Organisations,
    Share,
    attribute,
    day_of,
    millionths,
    overfull,
)

START = date(2012, 1, 1)
DAY = date(2021, 8, 4)
TABLE = Organisations(
    {"0010": "hospital", "0003": "hospital", "1410": "practice", "1504": "practice", "1808": "practice"},
    {
        "0010": [Membership(1, WHOLE, START, date(2020, 12, 31)), Membership(2, WHOLE, date(2021, 1, 1))],
        "0003": [Membership(3, WHOLE, START)],
        "1410": [Membership(1, 700_000, START), Membership(2, 300_000, START)],
        "1504": [Membership(4, WHOLE, START)],
        "1808": [Membership(4, 500_000, START)],
    },
)
NOBODY = ((None, WHOLE),)


def at(place, reporters, hospital=None, day=DAY, vsv=None):
    found = attribute(TABLE, day=day, place=place, hospital_lvr_id=hospital, reporters=reporters, vsv_id=vsv)
    assert sum(share.share for share in found.shares) == WHOLE
    return tuple(tuple(share) for share in found.shares)


@pytest.mark.parametrize(
    ("place", "reporters", "hospital", "shares"),
    [
        ("hospital", ["1410"], "0010", ((2, WHOLE),)),
        ("hospital", ["0003"], None, ((3, WHOLE),)),
        ("hospital", ["0003"], "7777", ((3, WHOLE),)),
        ("hospital", ["1504"], None, ((4, WHOLE),)),
        ("hospital", ["1410"], None, NOBODY),
        ("hospital", ["1808"], None, NOBODY),
        (None, ["1410"], "0003", ((3, WHOLE),)),
        (None, ["0003"], None, ((3, WHOLE),)),
        (None, ["1410"], None, ((1, 700_000), (2, 300_000))),
        ("home", ["1410"], None, ((1, 700_000), (2, 300_000))),
        ("home", ["0003", "1410"], None, ((1, 700_000), (2, 300_000))),
        ("birth_centre", ["1808"], None, ((4, 500_000), (None, 500_000))),
        ("on_the_way", ["0003"], None, ((3, WHOLE),)),
        ("home", ["8888"], None, NOBODY),
        ("home", [None], None, NOBODY),
        (None, [], None, NOBODY),
    ],
)
def test_where_a_delivery_counts(place, reporters, hospital, shares):
    assert at(place, reporters, hospital) == shares


def test_what_the_file_names_decides():
    assert at("home", ["1410"], vsv=9) == ((9, WHOLE),)


@pytest.mark.parametrize(
    ("day", "vsv"), [(date(2020, 12, 31), 1), (date(2021, 1, 1), 2), (date(2011, 12, 31), None)]
)
def test_the_table_is_dated_and_its_end_inclusive(day, vsv):
    assert at("hospital", ["0010"], day=day)[0][0] == vsv


def test_a_birth_known_by_year_is_tested_on_the_first_of_july():
    assert day_of(None, 2021) == date(2021, 7, 1)
    assert day_of(DAY, 2020) == DAY


def test_shares_above_the_whole_are_found_on_the_day_they_arise():
    rows = [Membership(1, 600_000, START), Membership(2, 600_000, date(2020, 5, 1))]
    assert overfull(rows) == date(2020, 5, 1)
    assert overfull([Membership(1, 600_000, START, date(2020, 4, 30)), rows[1]]) is None


@given(st.decimals(min_value=Decimal("0.000001"), max_value=1, places=6))
@settings(max_examples=60, deadline=None)
def test_millionths_are_exact(share):
    assert Decimal(millionths(share)) / WHOLE == share


def test_a_share_says_what_it_is():
    assert Share(1, 5).vsv_id == 1 and TABLE.is_practice("1410") and not TABLE.is_practice("9999")
    assert not TABLE.is_hospital(None)
