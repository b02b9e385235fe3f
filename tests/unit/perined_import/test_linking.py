"""Which reports are one delivery, and which version of a record counts: never the order of arguments."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perined_import.linking import Version, delivery_numbers, newest, windows

DAY = date(2021, 8, 4)


def slow_windows(births):
    """The obvious way: take the earliest that is left, with everything within a day of it."""
    left, groups = sorted(births), []
    while left:
        first = left[0][0]
        groups.append([item for born, item in left if (born - first).days <= 1])
        left = [(born, item) for born, item in left if (born - first).days > 1]
    return groups


@given(st.lists(st.integers(0, 12), max_size=12), st.randoms())
@settings(max_examples=80, deadline=None)
def test_windows_are_those_of_the_obvious_way_in_any_order(days, random):
    births = [(DAY + timedelta(days=day), number) for number, day in enumerate(days)]
    expected = [sorted(group) for group in slow_windows(births)]
    random.shuffle(births)
    assert [sorted(group) for group in windows(births)] == expected


def test_a_woman_who_gives_birth_again_is_two_deliveries():
    keys = [1, 1, 1, None, 2]
    births = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=365), DAY, None]
    numbers = delivery_numbers(keys, births)
    assert numbers[0] == numbers[1] and len(set(numbers)) == 4


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        ((20210101, 1, "a", 1), (20210102, 1, "a", 1), "second"),
        ((20210102, 1, "a", 1), (20210101, 9, "z", 9), "first"),
        ((None, 1, "z", 9), (20210101, 2, "a", 1), "second"),
        ((20210101, 1, "z", 9), (None, 2, "a", 1), "second"),
        ((None, 1, "a", 1), (None, 1, "b", 1), "second"),
        ((5, 1, "b", 1), (5, 1, "a", 9), "first"),
        ((5, 1, "a", 1), (5, 1, "a", 2), "second"),
    ],
)
def test_the_newest_version_counts(first, second, winner):
    one, other = Version(*first, "first"), Version(*second, "second")
    assert newest([one, other]).item == newest([other, one]).item == winner


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(1, 3)),
            st.integers(1, 3),
            st.sampled_from("abc"),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda one: one[1:],
    ),
    st.randoms(),
)
@settings(max_examples=80, deadline=None)
def test_the_order_of_versions_does_not_matter(found, random):
    versions = [Version(*one, number) for number, one in enumerate(found)]
    expected = newest(versions)
    random.shuffle(versions)
    assert newest(versions) == expected
