"""PURE. How care runs in each showcase VSV, as data: what slips, how often, when, and until which day.

A slip is one thing that goes otherwise than agreed. Everywhere a little slips (``BACKGROUND``); each showcase
VSV has its own pattern on top, for the screening to find.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fluxus.demo.dice import Dice
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.demo.scenarios import Scenario
from fluxus.periods import following, unit_of

BACKGROUND: Final[Mapping[str, float]] = {
    "oxytocin_late": 0.06,
    "second_uterotonic_late": 0.10,
    "txa_late": 0.10,
    "txa_absent": 0.05,
    "txa_half_dose": 0.02,
    "massage_absent": 0.04,
    "catheter_absent": 0.08,
    "oxygen_absent": 0.22,
    "inspection_absent": 0.06,
    "iv_late": 0.05,
    "second_iv_absent": 0.08,
    "lab_late": 0.07,
    "lab_without_fibrinogen": 0.10,
    "gynaecologist_late": 0.07,
    "gynaecologist_by_phone": 0.04,
    "anaesthesiologist_absent": 0.12,
    "theatre_late": 0.07,
    "mtp_late": 0.12,
    "few_hands": 0.07,
    "referral_late": 0.08,
    "ambulance_a2": 0.10,
    "estimated": 0.06,
    "sparse_vitals": 0.10,
    "sparse_loss": 0.12,
    "removal_late": 0.08,
    "prophylaxis_absent": 0.03,
    "no_sbar": 0.10,
    "no_haemoglobin": 0.03,
    "no_debrief_team": 0.10,
    "no_debrief_woman": 0.04,
    "vte_not_assessed": 0.10,
    "no_iron": 0.10,
    "high_risk_at_home": 0.06,
    "no_warming": 0.15,
    "control_unknown": 0.05,
    "undated": 0.06,
    "labs_incomplete": 0.04,
}

OUT_OF_HOURS: Final = "out_of_hours"
AT_HOME: Final = "out_of_hospital"


@dataclass(frozen=True, slots=True)
class Habit:
    """``slip`` happens in ``share`` of the cases that fit ``when``, from ``since`` up to ``until``."""

    slip: str
    share: float
    when: str = "always"
    since: date = date.min
    until: date = date.max

    def fits(self, scenario: Scenario, day: date, out_of_hours: bool) -> bool:
        """Whether this habit speaks about this case."""
        moment = {"always": True, OUT_OF_HOURS: out_of_hours, AT_HOME: scenario.out_of_hospital}[self.when]
        return moment and self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Practice:
    """One showcase VSV: number of cases, weights of scenarios, habits (the last that fits wins)."""

    landscape: str
    cases: int
    mix: Mapping[str, float]
    habits: tuple[Habit, ...] = ()
    planted: frozenset[str] = field(default_factory=frozenset)

    def slips(self, dice: Dice, scenario: Scenario, day: date, out_of_hours: bool) -> frozenset[str]:
        """Return what slips in this case."""
        shares = dict(BACKGROUND)
        for habit in self.habits:
            if habit.fits(scenario, day, out_of_hours):
                shares[habit.slip] = habit.share
        return frozenset(slip for slip, share in shares.items() if dice.chance(f"slip {slip}", share))


def vte_change(today: date) -> date:
    """The day from which the third showcase VSV scores thrombosis risk at discharge: seven quarters back."""
    return following(unit_of(today, "quarter"), -7).start


def practices(today: date) -> tuple[Practice, ...]:
    """The showcase VSVs as they stand on ``today``."""
    change = vte_change(today)
    return (
        Practice(
            HIGHER,
            46,
            {
                "atony_hospital": 10,
                "atony_induction": 8,
                "emergency_caesarean": 5,
                "planned_caesarean": 3,
                "retained_hospital": 5,
                "vacuum_cervical_tear": 3,
                "vacuum_atony": 3,
                "twins": 2,
                "abruption": 2,
                "late_trickle": 3,
                "home_atony": 1,
                "near_miss": 1,
            },
            (
                Habit("second_uterotonic_late", 0.72),
                Habit("gynaecologist_late", 0.88, OUT_OF_HOURS),
                Habit("lab_without_fibrinogen", 0.62),
                Habit("anaesthesiologist_absent", 0.75),
            ),
            frozenset({"D05", "E02", "E03", "P13"}),
        ),
        Practice(
            ABOUT,
            44,
            {
                "home_atony": 12,
                "home_retained": 8,
                "birth_centre_atony": 4,
                "birth_centre_retained": 2,
                "midwife_led_atony": 4,
                "late_trickle": 3,
                "atony_hospital": 5,
                "retained_hospital": 2,
                "emergency_caesarean": 2,
                "vacuum_atony": 1,
                "near_miss": 1,
            },
            (
                Habit("estimated", 0.82, AT_HOME),
                Habit("ambulance_a2", 0.82, AT_HOME),
                Habit("no_sbar", 0.30, AT_HOME),
            ),
            frozenset({"P02", "E07", "D08"}),
        ),
        Practice(
            LOWER,
            130,
            {
                "atony_hospital": 28,
                "atony_induction": 14,
                "emergency_caesarean": 14,
                "planned_caesarean": 9,
                "retained_hospital": 14,
                "vacuum_cervical_tear": 7,
                "vacuum_atony": 8,
                "twins": 4,
                "abruption": 3,
                "midwife_led_atony": 7,
                "late_trickle": 4,
                "home_atony": 9,
                "home_retained": 5,
                "near_miss": 4,
            },
            (
                Habit("vte_not_assessed", 0.64, until=change),
                Habit("vte_not_assessed", 0.12, since=change),
                Habit("no_debrief_team", 0.46),
                Habit("txa_late", 0.68),
            ),
            frozenset({"P21", "D03"}),
        ),
    )
