"""PURE. The registry of the fictitious country: a semicolon CSV a year, with headings that the import knows.

One row per child (twins repeat their mother's blood loss, as real files do), written year by year so that two
million deliveries fit in little memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from fluxus.demo.blood_loss import BloodLoss, draw_blood_loss, missing_shares
from fluxus.demo.country import Country, Floats
from fluxus.demo.names import RISING
from fluxus.demo.women import MINUTES, SETTINGS, Integers, Picker, Women, draw_women

Texts = npt.NDArray[np.object_]

BIRTHS: Final = 120_000
YEARS: Final = range(2019, 2026)

MODE_WORDS: Final = (
    "spontaan",
    "vacuumextractie",
    "forcipale extractie",
    "vaginale stuit",
    "primaire sectio",
    "secundaire sectio",
)
PLACENTA_WORDS: Final = ("spontaan", "cct", "manueel", "sectio")
PERINEUM_WORDS: Final = ("intact", "1e graads", "2e graads", "3e graads", "4e graads")
PLACE_WORDS: Final = ("thuis", "geboortecentrum", "poliklinisch", "ziekenhuis", "ziekenhuis")
LINE_WORDS: Final = ("eerste lijn", "eerste lijn", "eerste lijn", "tweede lijn", "")

RISE_FROM: Final = date(2023, 7, 1)
"""From this day the VSV of the registered rise weighs all blood loss: Wales saw 5 become 8.6 %."""
RISE_RATES: Final = (0.050, 0.085)


FLAWS: Final = (
    ("bloedverlies", "±800"),
    ("bloedverlies", "1200 ml"),
    ("bloedverlies", "850,5"),
    ("geboortedatum", "2025-02-31"),
    ("pariteit", "44"),
    ("amddd", "392"),
    ("geboortegewicht", "90"),
    ("omv", "11"),
)
"""Typing errors in the newest file, so that the upload page has something to mend."""
FLAWED_FROM: Final = 2000
"""Files smaller than this stay clean: a handful of errors would be too many for them."""


@dataclass(frozen=True, slots=True)
class YearFile:
    """One written file: where it is, how many deliveries and rows it holds."""

    path: Path
    year: int
    deliveries: int
    rows: int


def write_deliveries(
    folder: Path, *, country: Country, seed: int, births: int = BIRTHS, years: range = YEARS
) -> Iterator[YearFile]:
    """Write a CSV per year into ``folder`` and yield each when it is there; ``births`` is of all years."""
    hospitals, practices = Picker(country, "hospital"), Picker(country, "practice")
    shares = np.full(len(years), births // len(years))
    shares[: births % len(years)] += 1
    for year, number in zip(years, shares.tolist(), strict=True):
        rng = np.random.default_rng([seed, 2, year])
        women = draw_women(
            rng, country=country, hospitals=hospitals, practices=practices, year=year, births=number
        )
        stratum, rates = _strata(country, women, year)
        loss = draw_blood_loss(
            rng,
            women=women,
            stratum=stratum,
            rates=rates,
            missing=missing_shares(country, women),
            weighed=stratum == len(country.vsvs),
        )
        frame = _rows_per_child(_table(women, loss, hospitals, practices, year), women)
        if year == years[-1] and number >= FLAWED_FROM:
            _spoil(rng, frame)
        path = folder / f"bevallingen_{year}.csv"
        frame.to_csv(path, sep=";", index=False)
        yield YearFile(path, year, number, len(frame))


def _strata(country: Country, women: Women, year: int) -> tuple[Integers, Floats]:
    """Stratum per delivery and true rate per stratum: the VSVs, and one more for the VSV with the rise."""
    rates = np.array([vsv.rate for vsv in country.vsvs] + [RISE_RATES[1]])
    rising = country.index_of(RISING)
    rates[rising] = RISE_RATES[0]
    after = (women.vsv == rising) & (women.day >= (RISE_FROM - date(year, 1, 1)).days)
    return np.where(after, len(country.vsvs), women.vsv), rates


def _table(
    women: Women, loss: BloodLoss, hospitals: Picker, practices: Picker, year: int
) -> dict[str, Texts]:
    """One row per delivery: heading to texts, as a registry would export them."""
    at_home = women.setting <= SETTINGS.index("birth_centre")
    primary = women.setting <= SETTINGS.index("midwife_led_hospital")
    lvr = np.where(primary, practices.lvr_ids[women.practice], hospitals.lvr_ids[women.hospital])
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    dates = _words([f"{date(year, 1, 1) + timedelta(day)} " for day in range(days)])
    times = _words([f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES)])
    return {
        "partusnummer": _numbered_within(lvr, year),
        "geboortedatum": dates[women.day] + times[women.minute],
        "lvr": lvr,
        "ziekenhuis_lvr": np.where(at_home, "", hospitals.lvr_ids[women.hospital]),
        "bloedverlies": np.where(loss.ml_known, _numbers(loss.ml), ""),
        "fluxus": np.where(loss.flag_known, _words(("0", "1"))[loss.pph.astype(int)], ""),
        "pariteit": _numbers(women.parity),
        "amddd": _numbers(women.gestation_days),
        "omv": _numbers(women.children),
        "type_partus": _words(MODE_WORDS)[women.mode],
        "gebplaats": _words(PLACE_WORDS)[women.setting],
        "verantw_eb": _words(LINE_WORDS)[women.setting],
        "geboortegewicht": _numbers(women.weight_g),
        "leeftijd": _numbers(women.age),
        "bmi": _decimals(women.bmi),
        "placenta": _words(PLACENTA_WORDS)[women.placenta],
        "perineum": _words(PERINEUM_WORDS)[women.perineum],
        "eerdere_hpp": _words(("0", "1"))[women.previous_pph.astype(int)],
    }


def _rows_per_child(table: dict[str, Texts], women: Women) -> pd.DataFrame:
    """Repeat each delivery for each child; only the first child keeps the (heaviest) weight as given."""
    delivery = np.repeat(np.arange(len(women)), women.children)
    first = np.concatenate(([0], np.cumsum(women.children)[:-1]))
    order = np.arange(len(delivery)) - first[delivery] + 1
    rows: dict[str, Any] = {heading: texts[delivery] for heading, texts in table.items()}
    lighter = np.round(women.weight_g[delivery] * (1 - 0.06 * (order - 1)))
    rows["geboortegewicht"] = _numbers(np.maximum(lighter, 200).astype(int))
    rows["rangnummer"] = _numbers(order)
    return pd.DataFrame(rows)


def _spoil(rng: np.random.Generator, frame: pd.DataFrame) -> None:
    """Put each of the typing errors into one row of a single birth."""
    single = np.flatnonzero((frame["omv"] == "1").to_numpy())
    for row, (heading, text) in zip(rng.choice(single, len(FLAWS), replace=False), FLAWS, strict=True):
        frame.loc[row, heading] = text


def _words(values: list[str] | tuple[str, ...]) -> Texts:
    return np.array(values, dtype=object)


def _numbers(values: Integers) -> Texts:
    """Whole numbers as texts, through a table: far quicker than formatting each."""
    return _words([str(number) for number in range(int(values.max(initial=0)) + 1)])[values]


def _decimals(values: Floats) -> Texts:
    """One decimal with a decimal comma."""
    tenths = np.round(values * 10).astype(int)
    words = _words([f"{number // 10},{number % 10}" for number in range(int(tenths.max(initial=0)) + 1)])
    texts: Texts = words[tenths]
    return texts


def _numbered_within(lvr: Texts, year: int) -> Texts:
    """``partusnummer``: year and a running number, unique within a reporting organisation and year."""
    running = pd.Series(lvr).groupby(lvr).cumcount().to_numpy() + 1
    texts: Texts = _words([f"{year}{number:05d}" for number in range(int(running.max(initial=0)) + 1)])[
        running
    ]
    return texts
