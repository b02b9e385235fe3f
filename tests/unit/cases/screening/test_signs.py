"""Vital signs with gaps: against trying every value and every choice."""

from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.screening.facts import Vitals
from cases.screening.rules import load_rule_set
from cases.screening.signs import FirstSigns, Row, Signs, limits_of, possible_signs

NL, WHO = (limits_of(load_rule_set(profile)) for profile in ("nl", "who2025"))
BOTH, SHOCK, SIGN, NEITHER = Signs(True, True), Signs(True, False), Signs(False, True), Signs(False, False)


def signs(limits, pulse, systolic, diastolic=None):
    return possible_signs(Vitals(0, 0, pulse, systolic, diastolic), limits)


@pytest.mark.parametrize(
    ("pulse", "systolic", "found"),
    [
        (90, 100, {SHOCK}),
        (89, 100, {NEITHER}),
        (30, None, {NEITHER}),
        (None, 250, {NEITHER}),
        (36, None, {SHOCK, NEITHER}),
        (None, None, {SHOCK, NEITHER}),
        (220, None, {SHOCK, NEITHER}),
        (None, 40, {SHOCK, NEITHER}),
    ],
)
def test_shock_index(pulse, systolic, found):
    assert signs(NL, pulse, systolic) == found


@pytest.mark.parametrize(
    ("pulse", "systolic", "diastolic", "found"),
    [
        (100, 120, 60, {NEITHER}),
        (101, 120, 60, {SIGN}),
        (80, 99, 60, {SIGN}),
        (80, 120, 59, {SIGN}),
        (100, 100, 60, {BOTH}),
        (90, 100, 60, {SHOCK}),
        (80, 120, None, {SIGN, NEITHER}),
        (90, 100, None, {SHOCK, BOTH}),
        (None, None, None, {SIGN, NEITHER, SHOCK, BOTH}),
        (None, 120, 59, {SIGN, BOTH}),
    ],
)
def test_sign_of_the_who(pulse, systolic, diastolic, found):
    assert signs(WHO, pulse, systolic, diastolic) == found


OPTIONS = st.sampled_from(
    [{NEITHER}, {SHOCK}, {SIGN}, {BOTH}, {NEITHER, SIGN}, {NEITHER, SHOCK}, {SHOCK, BOTH}, {SIGN, BOTH},
     {NEITHER, BOTH}, {NEITHER, SHOCK, BOTH}, {NEITHER, SIGN, SHOCK, BOTH}]
)  # fmt: skip


@given(st.lists(OPTIONS, max_size=5), st.integers(0, 6), st.integers(0, 6), st.integers(0, 7))
def test_first_signs_against_every_choice(options, shock_from, sign_from, takeover):
    rows = [Row(minute, frozenset(one), True) for minute, one in enumerate(options)]
    found = FirstSigns(rows, takeover).among(shock_from, sign_from)
    pairs = {
        (
            next((m for m, one in enumerate(chosen) if one.shock and m >= shock_from), inf),
            next((m for m, one in enumerate(chosen) if one.sign and m >= sign_from), inf),
        )
        for chosen in product(*options)
    }
    assert found.shock_last == max(shock for shock, _ in pairs)
    assert found.sign_last == max(sign for _, sign in pairs)
    assert (found.shock_last, found.sign_last) in pairs  # the absence of one never hangs on the other
    assert {(source.first, source.other) for source in found.shock} == {
        (shock, max(sign for other, sign in pairs if other == shock)) for shock, _ in pairs if shock < inf
    }
    assert {(source.first, source.other) for source in found.sign} == {
        (sign, max(shock for shock, other in pairs if other == sign)) for _, sign in pairs if sign < inf
    }
    early = [shock for shock, sign in pairs if sign < takeover]
    assert found.shock_last_early == max(early, default=-inf)
    assert {source.first for source in found.shock if source.early} == {
        shock for shock in early if shock < inf
    }
