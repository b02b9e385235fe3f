"""PURE. Who gives birth, where and how: one year of deliveries as columns, drawn together.

Shares of line and place are the published ones (volksgezondheidenzorg.info, 2019 and 2020; later years: their
mean). What belongs together stays together: a caesarean, an instrumental birth and twins happen in hospital
under secondary care, nulliparae are fewer at home, weight follows gestation.
"""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from fluxus.demo.country import Country, Floats

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

SETTINGS: Final = ("home", "birth_centre", "midwife_led_hospital", "secondary", "unknown")
"""Line and place together; *unknown*: in hospital, line not recorded."""
SETTING_SHARES: Final = {
    2019: (13.1, 3.0, 11.1, 68.6, 4.2),
    2020: (14.8, 2.4, 9.7, 69.2, 3.8),
}
LATER_SHARES: Final = (13.95, 2.7, 10.4, 68.9, 4.0)
NULLIPAROUS: Final = (0.29, 0.34, 0.40, 0.475, 0.44)
"""Share of nulliparae per setting: 44 % overall."""

MODES: Final = ("spontaneous", "vacuum", "forceps", "breech", "planned_caesarean", "emergency_caesarean")
SECONDARY_MODES: Final = {
    True: (0.600, 0.150, 0.004, 0.006, 0.090, 0.150),
    False: (0.755, 0.030, 0.001, 0.009, 0.135, 0.070),
}
"""Mode under secondary care, for nulliparae and for others: 16 % caesareans over all births."""
MINUTES: Final = 24 * 60
PLACENTAS: Final = ("spontaneous", "cct", "manual", "caesarean")
PERINEA: Final = ("intact", "first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Women:
    """Columns of equal length: indices into the tuples above, or plain numbers; births of one year."""

    day: Integers
    minute: Integers
    vsv: Integers
    hospital: Integers
    practice: Integers
    setting: Integers
    mode: Integers
    parity: Integers
    children: Integers
    gestation_days: Integers
    weight_g: Integers
    age: Integers
    bmi: Floats
    placenta: Integers
    perineum: Integers
    previous_pph: Booleans

    def __len__(self) -> int:
        return len(self.day)


class Picker:
    """Draws an organisation of one kind for each birth, given its VSV, in proportion to size and share."""

    def __init__(self, country: Country, kind: str) -> None:
        self.lvr_ids = np.array([each.lvr_id for each in country.of_kind(kind)], dtype=object)
        pairs = sorted(
            (vsv, number, each.weight * share)
            for number, each in enumerate(country.of_kind(kind))
            for vsv, share in each.shares
        )
        self._numbers = np.array([number for _, number, _ in pairs])
        self._ends = np.array(list(accumulate(weight for _, _, weight in pairs)))
        last = np.searchsorted([vsv for vsv, _, _ in pairs], np.arange(len(country.vsvs)), side="right") - 1
        self._until = self._ends[last]
        self._from = np.concatenate(([0.0], self._until[:-1]))

    def pick(self, rng: np.random.Generator, vsv: Integers) -> Integers:
        """Return the number of an organisation for each VSV index."""
        point = self._from[vsv] + rng.random(len(vsv)) * (self._until[vsv] - self._from[vsv])
        place = np.minimum(np.searchsorted(self._ends, point, side="right"), len(self._ends) - 1)
        picked: Integers = self._numbers[place]
        return picked


def draw_women(
    rng: np.random.Generator,
    *,
    country: Country,
    hospitals: Picker,
    practices: Picker,
    year: int,
    births: int,
) -> Women:
    """Return ``births`` deliveries in ``year``; ``day`` counts from 1 January, ``minute`` from midnight."""
    sizes = np.array([vsv.births for vsv in country.vsvs], dtype=float)
    vsv = rng.choice(len(sizes), births, p=sizes / sizes.sum())
    setting = _choose(rng, births, SETTING_SHARES.get(year, LATER_SHARES))
    twins = rng.random(births) < 0.0155
    setting[twins] = SETTINGS.index("secondary")
    nulliparous = rng.random(births) < np.array(NULLIPAROUS)[setting]
    parity = np.where(nulliparous, 0, np.minimum(rng.geometric(0.68, births), 9))
    mode = _modes(rng, setting, nulliparous)
    gestation = _gestation(rng, setting, twins)
    by_day = (mode == MODES.index("planned_caesarean")) & (rng.random(births) < 0.9)
    return Women(
        day=np.sort(rng.integers(0, (date(year + 1, 1, 1) - date(year, 1, 1)).days, births)),
        minute=np.where(by_day, rng.integers(8 * 60, 16 * 60, births), rng.integers(0, MINUTES, births)),
        vsv=vsv,
        hospital=hospitals.pick(rng, vsv),
        practice=practices.pick(rng, vsv),
        setting=setting,
        mode=mode,
        parity=parity,
        children=np.where(twins, np.where(rng.random(births) < 0.012, 3, 2), 1),
        gestation_days=gestation,
        weight_g=_weights(rng, gestation, twins, nulliparous),
        age=np.clip(np.round(rng.normal(30.2, 4.6, births) + 1.1 * np.minimum(parity, 3)), 16, 48).astype(
            int
        ),
        bmi=np.clip(rng.lognormal(np.log(24.3), 0.18, births), 16.0, 55.0).round(1).astype(np.float64),
        placenta=_placentas(rng, setting, mode),
        perineum=_perinea(rng, mode, nulliparous),
        previous_pph=~nulliparous & (rng.random(births) < 0.055),
    )


def _choose(rng: np.random.Generator, size: int, shares: tuple[float, ...]) -> Integers:
    """Draw indices in proportion to ``shares``."""
    ends = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(ends, rng.random(size), side="right"), len(shares) - 1)


def _modes(rng: np.random.Generator, setting: Integers, nulliparous: Booleans) -> Integers:
    """Spontaneous in primary care; under secondary care by parity."""
    mode = np.zeros(len(setting), dtype=int)
    secondary = setting >= SETTINGS.index("secondary")
    for first in (True, False):
        rows = secondary & (nulliparous == first)
        mode[rows] = _choose(rng, int(rows.sum()), SECONDARY_MODES[first])
    return mode


def _gestation(rng: np.random.Generator, setting: Integers, twins: Booleans) -> Integers:
    """Days: term for most, 8 % preterm under secondary care, earlier for twins, a few before 22 weeks."""
    size = len(setting)
    days = 284.5 - rng.gamma(1.6, 4.5, size) + rng.normal(0, 4.5, size)
    secondary = setting >= SETTINGS.index("secondary")
    preterm = secondary & (rng.random(size) < 0.06)
    days = np.where(preterm, 258.0 - rng.gamma(1.1, 14.0, size), days) - np.where(twins, 18.0, 0.0)
    days = np.where(secondary, days, np.clip(days, 259, 293))  # primary care: 37+0 to 41+6
    early = secondary & (rng.random(size) < 0.003)
    return np.clip(np.where(early, rng.integers(112, 154, size), days), 112, 299).astype(int)


def _weights(
    rng: np.random.Generator, gestation: Integers, twins: Booleans, nulliparous: Booleans
) -> Integers:
    """Grams of the heaviest child, rounded to 5 g: growth with gestation, lighter twins and firstborns."""
    mean = 3520 * np.exp(-((np.maximum(0, 284 - gestation) / 88.0) ** 1.5))
    mean *= np.where(twins, 0.88, 1.0) * np.where(nulliparous, 0.975, 1.015)
    grams = mean * np.exp(rng.normal(0, 0.125, len(gestation)))
    rounded: Integers = (np.clip(grams, 210, 6000) // 5 * 5).astype(int)
    return rounded


def _placentas(rng: np.random.Generator, setting: Integers, mode: Integers) -> Integers:
    """Manual removal in 2.6 % of vaginal births, less often where the birth stayed in primary care."""
    size = len(setting)
    secondary = setting >= SETTINGS.index("secondary")
    vaginal = np.where(rng.random(size) < 0.45, PLACENTAS.index("cct"), PLACENTAS.index("spontaneous"))
    manual = rng.random(size) < np.where(secondary, 0.033, 0.012)
    vaginal[manual] = PLACENTAS.index("manual")
    return np.where(mode >= MODES.index("planned_caesarean"), PLACENTAS.index("caesarean"), vaginal)


def _perinea(rng: np.random.Generator, mode: Integers, nulliparous: Booleans) -> Integers:
    """About 40 % some tear, 2.3 % (sub)total (vzinfo 2021); intact after a caesarean."""
    first = _choose(rng, len(mode), (0.44, 0.20, 0.325, 0.033, 0.002))
    later = _choose(rng, len(mode), (0.54, 0.24, 0.207, 0.012, 0.001))
    tears = np.where(nulliparous, first, later)
    return np.where(mode >= MODES.index("planned_caesarean"), 0, tears)
