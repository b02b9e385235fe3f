"""Units beside the national figure, and what of it somebody else may see."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.comparison import Settings, Target, compare, pooled_target
from dashboards.outcomes import OUTCOMES, PPH, PPH_2000
from dashboards.statistics.disclosure import Hidden, SmallNumbers, hide, is_small, rest_is_small
from dashboards.viewing import for_viewer


@dataclass(frozen=True)
class Counts:
    unit_id: int | None
    code: str
    name: str
    eligible: float
    known: float
    pph: float
    pph_1500: float
    pph_2000: float


def unit(i, known, pph, *, severe=20, eligible=None):
    code = "" if i is None else f"V{i:02}"
    return Counts(i, code, f"VSV {i}", eligible or known, known, pph, severe * 2, severe)


COUNTRY = [unit(i, 1000 + 100 * i, round((1000 + 100 * i) * 0.06)) for i in range(1, 9)]


def seen(counts, *, own=(), named=(), closed=True, outcome=PPH):
    target = pooled_target(counts, outcome, closed=closed)
    return for_viewer(compare(counts, outcome, target, closed=closed, own=own), named=named)


def test_every_outcome_names_counts_that_exist():
    for outcome in OUTCOMES.values():
        assert hasattr(COUNTRY[0], outcome.numerator)
        assert hasattr(COUNTRY[0], outcome.denominator)
        assert outcome.definition.nl and outcome.definition.en


def test_the_national_figure_is_the_sum_before_rounding():
    counts = [unit(1, 1000.5, 60.5), unit(2, 999.5, 59.5), unit(None, 500, 400)]
    target = pooled_target(counts, PPH, closed=True)
    assert (target.events, target.total, target.rate) == (120, 2000, 0.06)
    got = compare(counts, PPH, target, closed=True)
    assert [(u.figure.events, u.figure.total) for u in got.units] == [(61, 1001), (60, 1000)]
    assert got.unattributed.figure.events == 400
    assert got.unattributed.verdict is None


def test_units_with_much_unknown_blood_loss_stay_out_of_the_national_figure():
    poor = unit(9, 900, 200, eligible=1000)
    target = pooled_target([*COUNTRY, poor], PPH, closed=True)
    assert 9 not in target.unit_ids
    assert target.rate == pytest.approx(0.06, abs=0.001)
    (got,) = [u for u in compare([*COUNTRY, poor], PPH, target, closed=True).units if u.unit_id == 9]
    assert got.verdict is None
    assert "90.0%" in got.reasons[0].en


def test_when_nobody_knows_blood_loss_well_the_figure_is_provisional():
    target = pooled_target([unit(1, 90, 9, eligible=100)], PPH, closed=True)
    assert (target.provisional, target.rate) == (True, 0.1)
    assert pooled_target([], PPH, closed=True).rate is None


@pytest.mark.parametrize(
    ("known", "pph", "said"),
    [(99, 6, "99 births"), (160, 9, "only 9.6 are expected"), (0, 0, "0 births")],
)
def test_too_few_for_a_verdict(known, pph, said):
    target = Target("reference", 0.06, None, None, "")
    (got,) = compare([unit(1, known, pph)], PPH, target, closed=True).units
    assert got.verdict is None
    assert any(said in reason.en for reason in got.reasons)


def test_an_open_period_or_no_target_gives_no_verdict():
    (reason,) = seen(COUNTRY, own={1}, closed=False).own[0].reasons
    assert "not over" in reason.en
    bare = compare(COUNTRY, PPH, Target("reference", None, None, None, ""), closed=True)
    assert bare.with_verdict == 0
    assert "no national figure" in bare.units[0].reasons[0].en
    rate = Target("reference", 0.995, None, None, "")
    (got,) = compare([unit(1, 1000, 995)], PPH, rate, closed=True).units
    assert "without it" in got.reasons[0].en


def test_two_questions_are_kept_apart():
    rates = [0.04, 0.045, 0.05, 0.055, 0.06, 0.065, 0.07, 0.075, 0.08] * 4
    counts = [unit(i, 2000, round(2000 * rate)) for i, rate in enumerate(rates, 1)]
    counts.append(unit(99, 2000, 320))
    got = compare(counts, PPH, pooled_target(counts, PPH, closed=True), closed=True)
    marked = [u.unit_id for u in got.units if u.stands_out]
    assert marked == [99]
    assert got.outside > 10
    assert 0 < got.by_chance.low + got.by_chance.high < 3
    assert got.with_verdict == len(counts)


def test_others_carry_no_name_and_stand_in_order_of_size():
    got = seen(COUNTRY[::-1], own={3})
    assert [u.name for u in got.units][:2] == ["VSV 3", ""]
    sizes = [u.figure.total for u in got.units[1:]]
    assert sizes == sorted(sizes)
    assert all(u.unit_id is None and not u.code and u.known is None for u in got.units[1:])
    assert got.own[0].companions[1].events == 20
    assert seen(COUNTRY, named={1}).units[0].name == "VSV 1"


def test_small_cells_of_others_are_hidden_with_a_second_one_but_own_are_true():
    counts = [*COUNTRY, unit(20, 60, 3)]
    got = seen(counts, own={1})
    hidden = [u for u in got.units if u.hidden]
    assert len(hidden) == 2
    assert all(u.figure is None and u.verdict is None and not u.reasons for u in hidden)
    assert not [u for u in got.units if u.figure and u.figure.total in (60, 1200)]
    mine = seen(counts, own={20})
    assert (mine.own[0].figure.events, mine.own[0].hidden) == (3, False)
    assert not [u for u in mine.units if u.hidden]


def test_with_one_small_other_the_national_figure_goes_too():
    got = seen([unit(1, 1000, 60), unit(2, 60, 3)], own={1})
    assert (got.target.rate, got.target.events) == (None, None)
    assert got.own[0].verdict is None
    assert "privacy" in got.own[0].reasons[0].en
    assert got.own[0].figure.events == 60


def test_national_severity_is_hidden_where_the_rest_is_small():
    counts = [unit(1, 1000, 60, severe=20), unit(2, 1000, 60, severe=2)]
    assert seen(counts, own={1}).target.companions[1] is None
    assert seen(counts, own={1}).target.companions[0] is None
    assert seen(COUNTRY, own={1}).target.companions[1].events == 160
    published = replace(pooled_target(counts, PPH, closed=True), source="reference", rate=0.05)
    got = for_viewer(compare(counts, PPH, published, closed=True, own={1}))
    assert (got.target.rate, got.target.companions) == (0.05, (None, None))


def test_the_rate_of_nothing_is_unknown():
    target = pooled_target(COUNTRY, PPH, closed=True)
    empty = replace(target, companions=(None, None), known=None)
    got = for_viewer(compare([unit(1, 0, 0)], PPH, empty, closed=True), named={1})
    assert got.units[0].figure.rate is None
    assert got.target.companions == (None, None)


def test_other_outcomes_use_their_own_numerator():
    assert seen(COUNTRY, own={1}, outcome=PPH_2000).own[0].figure.events == 20


def test_settings_decide():
    target = Target("reference", 0.06, None, None, "")
    got = compare(COUNTRY, PPH, target, closed=True, settings=Settings(least_births=1500))
    assert [u.verdict is None for u in got.units] == [True] * 4 + [False] * 4


CELLS = st.lists(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=8)


@settings(max_examples=150)
@given(CELLS, st.sets(st.integers(0, 7)))
def test_nothing_small_can_be_worked_out(cells, own):
    got = hide(cells, own)
    shown = [c for i, c in enumerate(cells) if i not in got.cells]
    assert not got.cells & own
    assert not [c for i, c in enumerate(cells) if i not in got.cells | own and is_small(c)]
    if got.cells and not got.total:
        rest = tuple(sum(c[j] for c in cells) - sum(c[j] for c in shown) for j in (0, 1))
        assert len(got.cells) > 1
        assert not is_small(rest)


@pytest.mark.parametrize(
    ("cell", "small"),
    [((0, 50), False), ((1, 50), True), ((4, 50), True), ((5, 50), False), ((46, 50), True),
     ((50, 50), False), ((0, 9), True), ((5, 10), False), ((0, 0), False)],
)  # fmt: skip
def test_what_is_small(cell, small):
    assert is_small(cell) == small


def test_small_is_a_setting():
    assert not is_small((3, 50), SmallNumbers(largest_count=2))
    assert hide([]) == Hidden(frozenset(), total=False)
    assert rest_is_small((10, 100), (8, 50))


def test_a_unit_is_not_changed_by_looking_at_it():
    target = pooled_target(COUNTRY, PPH, closed=True)
    before = compare(COUNTRY, PPH, target, closed=True, own={1})
    for_viewer(before)
    assert before == compare(COUNTRY, PPH, target, closed=True, own={1})
    assert replace(before.units[0], own=False) != before.units[0]
