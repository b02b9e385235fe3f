"""PURE. How much blood is lost, and what of it reaches the registry.

Whether a delivery exceeds 1000 ml follows a logistic model with the published directions of risk; its
intercept is solved per VSV so that the expected share is the VSV's true rate. The amount is a skewed draw on
the right side of 1000 ml, heaped at round numbers as estimates are. Some amounts are missing, a few of them
with the flag known.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from fluxus.demo.country import Country, Floats
from fluxus.demo.women import MODES, PLACENTAS, Booleans, Integers, Women

LIMIT_ML: Final = 1000
"""More than this is a haemorrhage; exactly this is not (kernset definition)."""
SETTING_EFFECT: Final = (-0.45, -0.35, -0.55, 0.10, 0.0)
"""Log odds per setting: about 1 in 30 at home, lowest in midwife-led hospital births (Achterberg 2025)."""
MODE_EFFECT: Final = (0.0, 0.45, 0.55, 0.3, 0.0, 0.15)
PERINEUM_EFFECT: Final = (0.0, 0.0, 0.1, 0.7, 0.9)
MANUAL_REMOVAL: Final = 3.3
"""Log odds: OR 29.3 (van Stralen 2016)."""
FLAG_WITHOUT_ML: Final = 0.15
"""Share of missing amounts where the flag says yes or no nonetheless."""


@dataclass(frozen=True, slots=True)
class BloodLoss:
    """Per delivery: ``ml`` as registered, ``ml_known``, ``pph`` and ``flag_known``."""

    ml: Integers
    ml_known: Booleans
    pph: Booleans
    flag_known: Booleans


def draw_blood_loss(
    rng: np.random.Generator,
    *,
    women: Women,
    stratum: Integers,
    rates: Floats,
    missing: Floats,
    weighed: Booleans | None = None,
) -> BloodLoss:
    """Return the loss of each delivery: the mean chance is that of ``rates``; ``missing`` is per row.

    Where it is ``weighed``, the amount is to 10 ml and never drawn to a round number.
    """
    chance = _calibrated(_log_odds(women), stratum, rates)
    pph = rng.random(len(women)) < chance
    caesarean = women.mode >= MODES.index("planned_caesarean")
    ml = _heaped(rng, np.where(pph, _above(rng, len(women)), _below(rng, caesarean)), pph, weighed)
    ml_known = rng.random(len(women)) >= missing / (1 - FLAG_WITHOUT_ML)
    flag_known = ml_known | (rng.random(len(women)) < FLAG_WITHOUT_ML)
    return BloodLoss(ml, ml_known, pph, flag_known)


def missing_shares(country: Country, women: Women) -> Floats:
    """Return the chance that neither amount nor flag is known, per delivery."""
    shares: Floats = np.array([vsv.missing for vsv in country.vsvs])[women.vsv]
    return shares


def _log_odds(women: Women) -> Floats:
    """Sum of the risk effects of one delivery, without intercept."""
    vaginal = women.mode < MODES.index("planned_caesarean")
    effects: Floats = (
        np.array(SETTING_EFFECT)[women.setting]
        + np.array(MODE_EFFECT)[women.mode]
        + np.array(PERINEUM_EFFECT)[women.perineum]
        + np.where(women.placenta == PLACENTAS.index("manual"), MANUAL_REMOVAL, 0.0)
        + np.where((women.parity == 0) & vaginal, 0.36, 0.0)
        + np.where(women.children > 1, 0.9, 0.0)
        + np.where(women.weight_g >= 4000, 0.5, 0.0)
        + np.where(women.weight_g >= 4500, 0.6, 0.0)
        + np.where(women.gestation_days >= 287, 0.12, 0.0)
        + np.where(women.age >= 35, 0.12, 0.0)
        + np.where(women.bmi >= 30, 0.12, 0.0)
        + np.where(women.previous_pph, 1.1, 0.0)
    )
    return effects


def _calibrated(log_odds: Floats, stratum: Integers, rates: Floats) -> Floats:
    """Chance per delivery, with an intercept per stratum so that each stratum's mean is its rate (Newton)."""
    size = np.maximum(np.bincount(stratum, minlength=len(rates)), 1)
    intercept = np.log(rates / (1 - rates)) - 0.35
    for _ in range(8):
        chance = 1 / (1 + np.exp(-(log_odds + intercept[stratum])))
        mean = np.bincount(stratum, chance, len(rates)) / size
        slope = np.bincount(stratum, chance * (1 - chance), len(rates)) / size
        intercept += np.where(slope > 0, (rates - mean) / np.maximum(slope, 1e-9), 0.0).clip(-1, 1)
    solved: Floats = 1 / (1 + np.exp(-(log_odds + intercept[stratum])))
    return solved


def _below(rng: np.random.Generator, caesarean: Booleans) -> Floats:
    """Loss of at most 1000 ml: median about 300 ml after a vaginal birth, 480 ml after a caesarean."""
    size = len(caesarean)
    median, sigma = np.where(caesarean, 480.0, 300.0), np.where(caesarean, 0.40, 0.50)
    ml = median * np.exp(sigma * rng.standard_normal(size))
    for _ in range(20):  # draw again what came out above the limit
        over = np.flatnonzero(ml > LIMIT_ML)
        ml[over] = median[over] * np.exp(sigma[over] * rng.standard_normal(len(over)))
    kept: Floats = np.clip(ml, 30, LIMIT_ML)
    return kept


def _above(rng: np.random.Generator, size: int) -> Floats:
    """Loss above 1000 ml: about 38 % at least 1500 ml and 14 % at least 2000 ml."""
    return np.minimum(LIMIT_ML + rng.lognormal(np.log(380), 0.9, size), 6500)


def _heaped(rng: np.random.Generator, ml: Floats, pph: Booleans, weighed: Booleans | None) -> Integers:
    """Round to 10 (weighed), 50 or 100 (estimated), draw some to 500 and 1000, keep the side of the limit."""
    estimated = np.ones(len(ml), dtype=bool) if weighed is None else ~weighed
    unit = np.where(estimated, rng.choice((10, 50, 100), len(ml), p=(0.28, 0.42, 0.30)), 10)
    drawn = (rng.random(len(ml)) < 0.35) & estimated
    snapped = np.where(drawn, np.round(ml / 500) * 500, ml)
    near = np.abs(snapped - ml) <= 120
    rounded = np.maximum(np.round(np.where(near, snapped, ml) / unit), 1) * unit
    sided: Floats = np.where(pph, np.maximum(rounded, LIMIT_ML + unit), np.minimum(rounded, LIMIT_ML))
    return sided.astype(np.int64)
