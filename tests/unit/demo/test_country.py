"""The fictitious country has the published shape and no real places."""

import csv
import io
from decimal import Decimal

import numpy as np
import pytest

from fluxus.demo.country import SEED, SIZE_RANGE, Country, build_country, organisations_csv
from fluxus.demo.names import ABOUT, HIGHER, LANDSCAPES, LEAKY, LOWER

from .real_places import MUNICIPALITIES

SEEDS = (1, 2, SEED)


@pytest.fixture(scope="module", params=SEEDS)
def country(request: pytest.FixtureRequest) -> Country:
    return build_country(request.param)


def test_there_are_79_vsvs_with_unique_codes_and_names(country: Country) -> None:
    assert len(country.vsvs) == 79
    assert len({vsv.code for vsv in country.vsvs}) == 79
    assert len({vsv.name for vsv in country.vsvs}) == 79


def test_no_name_is_that_of_a_real_municipality() -> None:
    assert not {name.lower() for name in LANDSCAPES} & MUNICIPALITIES


def test_sizes_are_as_published(country: Country) -> None:
    births = [vsv.births for vsv in country.vsvs]
    assert min(births) >= SIZE_RANGE[0]
    assert max(births) <= SIZE_RANGE[1]
    assert sum(births) == pytest.approx(165_000, abs=500)


def test_true_rates_have_the_published_mean_and_spread(country: Country) -> None:
    rates = [vsv.rate for vsv in country.vsvs]
    assert np.average(rates, weights=[vsv.births for vsv in country.vsvs]) == pytest.approx(0.062, abs=0.0005)
    assert 0.010 <= np.std(rates) <= 0.014
    assert 0.033 <= min(rates) < 0.035
    assert 0.100 < max(rates) <= 0.104


def test_the_showcases_lie_above_about_and_below(country: Country) -> None:
    rate = {name: country.vsvs[country.index_of(name)].rate for name in (HIGHER, ABOUT, LOWER)}
    assert rate == {HIGHER: 0.102, ABOUT: 0.062, LOWER: 0.034}


def test_some_blood_loss_is_missing_and_one_vsv_misses_too_much(country: Country) -> None:
    missing = {vsv.landscape: vsv.missing for vsv in country.vsvs}
    assert all(missing[name] <= 0.025 for name in (HIGHER, ABOUT, LOWER))
    assert missing.pop(LEAKY) > 0.05
    assert max(missing.values()) < 0.05
    assert 0.02 < np.mean(list(missing.values())) < 0.04


def test_every_vsv_has_a_hospital_and_practices(country: Country) -> None:
    for kind, first_digit in (("hospital", "0"), ("practice", "1")):
        organisations = country.of_kind(kind)
        assert {index for each in organisations for index, _ in each.shares} == set(range(79))
        assert all(each.lvr_id.startswith(first_digit) and len(each.lvr_id) == 4 for each in organisations)
    assert len({each.lvr_id for each in country.organisations}) == len(country.organisations)


def test_shares_add_up_to_at_most_one_and_some_practices_are_split(country: Country) -> None:
    practices = country.of_kind("practice")
    totals = [round(sum(share for _, share in each.shares), 6) for each in practices]
    assert max(totals) == 1.0
    assert totals.count(0.8) == 1
    assert 10 <= sum(len(each.shares) == 2 for each in practices) <= 100


def test_the_same_seed_gives_the_same_country() -> None:
    assert build_country(5) == build_country(5)
    assert build_country(5) != build_country(6)


def test_the_organisations_table_is_the_one_the_import_reads(country: Country) -> None:
    rows = list(csv.DictReader(io.StringIO(organisations_csv(country)), delimiter=";"))
    assert list(rows[0]) == [
        "vsv_code",
        "vsv_name",
        "lvr_id",
        "name",
        "kind",
        "share",
        "valid_from",
        "valid_until",
    ]
    assert len(rows) == sum(len(each.shares) for each in country.organisations)
    assert all(0 < Decimal(row["share"].replace(",", ".")) <= 1 for row in rows)
