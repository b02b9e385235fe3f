"""The registry of the fictitious country is calibrated, deterministic and shaped like a kernset export."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fluxus.demo.country import SEED, Country, build_country
from fluxus.demo.deliveries import FLAWS, RISE_FROM, write_deliveries
from fluxus.demo.names import ABOUT, HIGHER, LEAKY, LOWER, RISING
from perined_import.codes import TABLE_WORDS, table_word
from perined_import.kernset import known_headings


@pytest.fixture(scope="module")
def country() -> Country:
    return build_country(SEED)


@pytest.fixture(scope="module")
def rows(country: Country, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("registry")
    files = list(write_deliveries(folder, country=country, seed=SEED, births=120_000))
    frames = [pd.read_csv(each.path, sep=";", dtype=str, keep_default_na=False) for each in files]
    assert [len(frame) for frame in frames] == [each.rows for each in files]
    assert sum(each.deliveries for each in files) == 120_000
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def deliveries(rows: pd.DataFrame, country: Country) -> pd.DataFrame:
    """One row per delivery, with numbers, and the VSV of births in hospital."""
    frame = rows[rows.rangnummer == "1"].copy()
    frame["ml"] = pd.to_numeric(frame.bloedverlies, errors="coerce")
    frame["pph"] = pd.to_numeric(frame.fluxus, errors="coerce")
    vsv = {each.lvr_id: each.shares[0][0] for each in country.organisations}
    frame["vsv"] = frame.ziekenhuis_lvr.where(frame.ziekenhuis_lvr != "", frame.lvr).map(vsv)
    return frame


def test_the_pooled_rate_is_the_published_one(deliveries: pd.DataFrame) -> None:
    assert deliveries.pph.mean() == pytest.approx(0.062, abs=0.002)


def test_flag_and_millilitres_agree(deliveries: pd.DataFrame) -> None:
    known = deliveries[deliveries.ml.notna()]
    assert ((known.ml > 1000) == (known.pph == 1)).all()


def test_the_country_has_the_true_spread_over_vsvs(deliveries: pd.DataFrame) -> None:
    units = deliveries.groupby("vsv").pph.agg(["mean", "count"])
    chance = (units["mean"] * (1 - units["mean"]) / units["count"]).mean()
    assert 0.010 <= np.sqrt(units["mean"].var() - chance) <= 0.014


@pytest.mark.parametrize(("landscape", "rate"), [(HIGHER, 0.102), (ABOUT, 0.062), (LOWER, 0.034)])
def test_the_showcases_show_their_rate(
    deliveries: pd.DataFrame, country: Country, landscape: str, rate: float
) -> None:
    own = deliveries[deliveries.vsv == country.index_of(landscape)].pph
    assert own.mean() == pytest.approx(rate, abs=3 * np.sqrt(rate * (1 - rate) / own.count()))


def test_a_registered_rise_in_one_vsv(deliveries: pd.DataFrame, country: Country) -> None:
    own = deliveries[deliveries.vsv == country.index_of(RISING)]
    rise = own.geboortedatum >= RISE_FROM.isoformat()
    assert own[rise].pph.mean() - own[~rise].pph.mean() > 0.015


def test_nulliparae_bleed_more_often(deliveries: pd.DataFrame) -> None:
    nulliparous = deliveries.pariteit == "0"
    assert deliveries[nulliparous].pph.mean() == pytest.approx(0.071, abs=0.004)
    assert deliveries[~nulliparous].pph.mean() == pytest.approx(0.055, abs=0.004)


@pytest.mark.parametrize(
    ("column", "value", "least"),
    [("omv", "2", 0.11), ("type_partus", "vacuumextractie", 0.09), ("placenta", "manueel", 0.5)],
)
def test_known_risks_are_higher(deliveries: pd.DataFrame, column: str, value: str, least: float) -> None:
    assert deliveries[deliveries[column] == value].pph.mean() > least


def test_heavy_children_and_home_births(deliveries: pd.DataFrame) -> None:
    assert deliveries[deliveries.geboortegewicht.astype(int) >= 4500].pph.mean() > 0.10
    home = deliveries[deliveries.gebplaats == "thuis"]
    assert home.pph.mean() == pytest.approx(1 / 30, abs=0.006)
    assert home.ml.mean() == pytest.approx(390, abs=25)


def test_places_and_lines_are_as_published(deliveries: pd.DataFrame) -> None:
    place = deliveries.gebplaats.value_counts(normalize=True)
    assert place["thuis"] == pytest.approx(0.138, abs=0.008)
    assert place["geboortecentrum"] == pytest.approx(0.027, abs=0.004)
    line = deliveries.verantw_eb.value_counts(normalize=True)
    assert line["tweede lijn"] == pytest.approx(0.69, abs=0.015)
    assert line[""] == pytest.approx(0.04, abs=0.005)


def test_some_blood_loss_is_missing(deliveries: pd.DataFrame, country: Country) -> None:
    unknown = deliveries.pph.isna()
    assert 0.02 < unknown.mean() < 0.04
    assert 0.02 < deliveries.ml.isna().mean() < 0.045
    assert unknown[deliveries.vsv == country.index_of(LEAKY)].mean() > 0.05


def test_loss_is_heaped_and_there_is_loss_of_exactly_a_litre(deliveries: pd.DataFrame) -> None:
    ml = deliveries.ml.dropna()
    assert (ml % 50 == 0).mean() > 0.7
    assert (ml == 500).mean() > 3 * (ml == 490).mean()
    assert (ml == 1000).mean() > 0.003


def test_the_vsv_that_weighs_no_longer_heaps(deliveries: pd.DataFrame, country: Country) -> None:
    mine = deliveries[(deliveries.vsv == country.index_of(RISING)) & (deliveries.gebplaats == "ziekenhuis")]
    day = pd.to_datetime(mine.geboortedatum)
    near = mine.ml.between(400, 600)
    before, after = (
        (mine.ml[near & moment] == 500).mean()
        for moment in (day.dt.date < RISE_FROM, day.dt.date >= RISE_FROM)
    )
    assert before > 0.3 and after < 0.15


def test_the_newest_file_holds_a_few_typing_errors(rows: pd.DataFrame) -> None:
    for heading, text in FLAWS:
        spoilt = rows[rows[heading] == text]
        assert len(spoilt) == 1, (heading, text)
        assert spoilt.partusnummer.iloc[0].startswith("2025")


def test_twins_are_two_rows_of_one_delivery(rows: pd.DataFrame) -> None:
    key = ["lvr", "partusnummer", "geboortedatum"]
    per_delivery = rows.groupby(key).agg(rows=("rangnummer", "size"), omv=("omv", "first"))
    assert (per_delivery.rows != per_delivery.omv.astype(int)).sum() <= 1  # the spoilt row
    assert (per_delivery.rows > 1).mean() == pytest.approx(0.0155, abs=0.002)
    assert rows.groupby(key).bloedverlies.nunique().max() == 1


def test_no_delivery_number_is_used_twice_in_a_year(rows: pd.DataFrame) -> None:
    first = rows[rows.rangnummer == "1"]
    assert not first.duplicated(["lvr", "partusnummer"]).any()
    assert (first.partusnummer.str[:4] == first.geboortedatum.str[:4]).all()


def test_dates_cover_the_years_leap_days_included(rows: pd.DataFrame) -> None:
    days = set(rows.geboortedatum.str[:10])
    assert set(rows.geboortedatum.str[11:13]) == {""} | {f"{hour:02d}" for hour in range(24)}
    assert min(days) == "2019-01-01"
    assert max(days) == "2025-12-31"
    assert {"2020-02-29", "2024-02-29"} <= days


def _files(folder: Path, seed: int, births: int) -> list[bytes]:
    folder.mkdir()
    country = build_country(seed)
    return [
        each.path.read_bytes()
        for each in write_deliveries(
            folder, country=country, seed=seed, births=births, years=range(2023, 2025)
        )
    ]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _files(tmp_path / "a", 3, 2000)
    assert first == _files(tmp_path / "b", 3, 2000)
    assert first != _files(tmp_path / "c", 4, 2000)


def test_a_number_that_years_do_not_divide_is_kept(tmp_path: Path) -> None:
    files = list(
        write_deliveries(tmp_path, country=build_country(1), seed=1, births=10, years=range(2019, 2022))
    )
    assert [each.deliveries for each in files] == [4, 3, 3]
    assert date(files[0].year, 1, 1) == date(2019, 1, 1)


def test_the_import_knows_every_heading_and_word(rows: pd.DataFrame) -> None:
    headings = known_headings()
    assert set(rows.columns) <= set(headings)
    columns = [headings[heading] for heading in rows.columns]
    assert len(set(columns)) == len(columns)
    for heading, words in ((heading, TABLE_WORDS.get(headings[heading])) for heading in rows.columns):
        if words is not None:
            assert {table_word(word) for word in rows[heading].unique() if word} <= set(words), heading
