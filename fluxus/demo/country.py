"""PURE. The fictitious country: 79 VSVs with their hospitals, practices, shares, sizes and true rates.

Calibrated on the published figures: VSVs of 500-5000 births a year, together some 165,000; a pooled rate of
6.2 %, VSV rates from about 3.3 to 10.4 % with a true spread of 1.2 percentage points (chance comes on top).
Everything follows from the seed; nothing here is about a real place or organisation.
"""

import csv
import io
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fluxus.demo.names import ABOUT, HIGHER, LANDSCAPES, LEAKY, LOWER, QUARTERS, RISING

Floats = npt.NDArray[np.float64]

SEED: Final = 2042
"""The seed of the demo unless told otherwise: a draw whose figures lie close to the published ones."""
POOLED_RATE: Final = 0.062
"""Share of deliveries with more than 1000 ml, 2012-2020 (the article *U registreert het al*)."""
SPREAD: Final = 0.012
"""Standard deviation of the true VSV rates: what remains of the published range after chance is taken off."""
BIRTHS_A_YEAR: Final = 165_000
"""Women giving birth a year (162,687-167,159 over 2013-2020, Perined)."""
SIZE_RANGE: Final = (500, 5000)
"""Births a year of the smallest and the largest VSV."""
RATE_RANGE: Final = (0.036, 0.096)
"""Where the true rates of the VSVs without a story stay; the showcases make the range 3.4-10.2 %."""
VALID_FROM: Final = "2000-01-01"
HEADINGS: Final = (
    "vsv_code",
    "vsv_name",
    "lvr_id",
    "name",
    "kind",
    "share",
    "valid_from",
    "valid_until",
)

STORIES: Final = {
    HIGHER: (4200, 0.102),
    ABOUT: (3300, 0.062),
    LOWER: (4600, 0.034),
    RISING: (3900, 0.062),
}
"""VSVs with a story: births a year and true rate."""


@dataclass(frozen=True, slots=True)
class DemoVsv:
    """One VSV: ``births`` a year at full scale, ``rate`` its true share above 1000 ml, ``missing`` of ml."""

    code: str
    landscape: str
    births: int
    rate: float
    missing: float

    @property
    def name(self) -> str:
        """The name as the screens show it."""
        return f"VSV {self.landscape}"


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A hospital or practice; ``shares`` holds (VSV index, share) pairs; ``weight`` is its relative size."""

    lvr_id: str
    name: str
    kind: str
    shares: tuple[tuple[int, float], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Country:
    """The whole fictitious country, in the order of the VSV codes."""

    vsvs: tuple[DemoVsv, ...]
    organisations: tuple[DemoOrganisation, ...]

    def index_of(self, landscape: str) -> int:
        """Return the place of a VSV in ``vsvs`` by its landscape name."""
        return next(index for index, vsv in enumerate(self.vsvs) if vsv.landscape == landscape)

    def of_kind(self, kind: str) -> tuple[DemoOrganisation, ...]:
        """Return the hospitals or the practices."""
        return tuple(organisation for organisation in self.organisations if organisation.kind == kind)


def build_country(seed: int) -> Country:
    """Return the fictitious country that belongs to ``seed``."""
    rng = np.random.default_rng([seed, 1])
    sizes = _sizes(rng)
    rates = _rates(rng, sizes)
    missing = np.clip(rng.gamma(6.0, 0.0045, len(LANDSCAPES)), 0.004, 0.045)
    missing[_story_mask()] = np.minimum(missing[_story_mask()], 0.025)  # well within what gives a verdict
    missing[LANDSCAPES.index(LEAKY)] = 0.075
    vsvs = tuple(
        DemoVsv(f"V{index + 1:02d}", landscape, int(sizes[index]), float(rates[index]), float(missing[index]))
        for index, landscape in enumerate(LANDSCAPES)
    )
    return Country(vsvs, (*_hospitals(vsvs), *_practices(rng, vsvs)))


def _sizes(rng: np.random.Generator) -> Floats:
    """Births a year per VSV: skewed, within the range, together the national number."""
    sizes = np.clip(rng.lognormal(np.log(1750), 0.5, len(LANDSCAPES)), *SIZE_RANGE)
    fixed = _story_mask()
    sizes[fixed] = [STORIES[name][0] for name in LANDSCAPES if name in STORIES]
    for _ in range(20):  # clipping moves the total, so scale and clip until it stands still
        factor = (BIRTHS_A_YEAR - sizes[fixed].sum()) / sizes[~fixed].sum()
        sizes[~fixed] = np.clip(sizes[~fixed] * factor, *SIZE_RANGE)
    return np.round(sizes)


def _rates(rng: np.random.Generator, sizes: Floats) -> Floats:
    """True rates: pooled over births 6.2 %, standard deviation over VSVs 1.2 points, stories as given."""
    rates = POOLED_RATE + rng.normal(0, SPREAD, len(LANDSCAPES))
    fixed = _story_mask()
    rates[fixed] = [STORIES[name][1] for name in LANDSCAPES if name in STORIES]
    room = max(0.0, len(rates) * SPREAD**2 - float(np.sum((rates[fixed] - POOLED_RATE) ** 2)))
    for _ in range(20):
        free = rates[~fixed] - rates[~fixed].mean()
        rates[~fixed] = free * np.sqrt(room / np.sum(free**2)) + rates[~fixed].mean()
        rates[~fixed] -= (np.average(rates, weights=sizes) - POOLED_RATE) / (
            sizes[~fixed].sum() / sizes.sum()
        )
        rates[~fixed] = np.clip(rates[~fixed], *RATE_RANGE)
    return rates


def _story_mask() -> npt.NDArray[np.bool_]:
    return np.array([name in STORIES for name in LANDSCAPES])


def _hospitals(vsvs: tuple[DemoVsv, ...]) -> list[DemoOrganisation]:
    """One hospital per VSV, two where it counts 3000 births a year or more; ids 0001 and up."""
    hospitals: list[DemoOrganisation] = []
    for index, vsv in enumerate(vsvs):
        places = [("", 1.0)] if vsv.births < 3000 else [(" Oost", 0.65), (" West", 0.35)]
        for suffix, weight in places:
            lvr_id = f"{len(hospitals) + 1:04d}"
            name = f"Ziekenhuis {vsv.landscape}{suffix}"
            hospitals.append(DemoOrganisation(lvr_id, name, "hospital", ((index, 1.0),), vsv.births * weight))
    return hospitals


def _practices(rng: np.random.Generator, vsvs: tuple[DemoVsv, ...]) -> list[DemoOrganisation]:
    """Practices with ids 1001 and up; about one in eight works for two VSVs; one leaves a part unassigned."""
    practices: list[DemoOrganisation] = []
    for index, vsv in enumerate(vsvs):
        for number in range(max(2, round(vsv.births / 420))):
            second = (index + 1) % len(vsvs)
            share = float(rng.choice((0.6, 0.7, 0.75, 0.8)))
            split = rng.random() < 0.12
            shares = ((index, share), (second, round(1 - share, 2))) if split else ((index, 1.0),)
            name = f"Verloskundigenpraktijk {vsv.landscape} {QUARTERS[number]}"
            lvr_id = f"{1001 + len(practices)}"
            practices.append(DemoOrganisation(lvr_id, name, "practice", shares, float(rng.gamma(8.0, 50.0))))
    last = practices[-1]
    practices[-1] = DemoOrganisation(last.lvr_id, last.name, last.kind, ((len(vsvs) - 1, 0.8),), last.weight)
    return practices


def organisations_csv(country: Country) -> str:
    """Return the table that ``import_organisations`` reads: semicolons, one row per organisation and VSV."""
    target = io.StringIO()
    table = csv.writer(target, delimiter=";", lineterminator="\n")
    table.writerow(HEADINGS)
    for organisation in country.organisations:
        for index, share in organisation.shares:
            vsv = country.vsvs[index]
            decimal = f"{share:g}".replace(".", ",")
            who = (organisation.lvr_id, organisation.name, organisation.kind)
            table.writerow((vsv.code, vsv.name, *who, decimal, VALID_FROM, ""))
    return target.getvalue()
