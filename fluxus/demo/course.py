"""PURE. How one woman bleeds: loss by the minute, what is recorded of it, how pulse and pressure follow.

Minutes count from birth. The loss follows the scenario's curve up to ``minutes`` and oozes on until the
bleeding is under control. Pulse rises and pressure falls with the loss, and recover after it (shock classes
as in obstetric textbooks: about 100/min and 108 mmHg at one litre, 118/min and 90 mmHg at two).
"""

from dataclasses import dataclass, replace
from math import exp, inf

from fluxus.demo.dice import Dice
from fluxus.demo.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Course:
    """The bleeding of one case; ``control`` is the minute at which it is under control."""

    scenario: Scenario
    dice: Dice
    slips: frozenset[str]
    start_ml: int
    main_ml: int
    minutes: int
    control: int

    @property
    def method(self) -> str:
        """How blood loss was measured."""
        if "estimated" in self.slips:
            return "estimated"
        return "collector" if self.dice.chance("collector", 0.2) else "weighed"

    def until(self, control: int) -> "Course":
        """Return the same bleeding, under control at another minute; the curve is never cut short."""
        return replace(self, control=control, minutes=min(self.minutes, control))

    def loss(self, minute: float) -> float:
        """Millilitres lost at a minute after birth, before rounding."""
        share = min(1.0, max(0.0, minute) / self.minutes)
        bend = self.scenario.bend
        curve = (1 - exp(-bend * share)) / (1 - exp(-bend))
        pace = 2.0 + 2.0 * self.dice.share("ooze")
        oozed = pace * max(0.0, min(minute, self.control) - self.minutes)
        return self.start_ml * min(1.0, max(0.0, minute) / 5) + (self.main_ml - self.start_ml) * curve + oozed

    def records(self) -> list[tuple[int, int]]:
        """Cumulative records (minute, ml) up to the one at which the bleeding is under control."""
        gap = (17, 26) if "sparse_loss" in self.slips else (5, 12)
        unit = 50 if self.method == "estimated" else 10
        minute = self.dice.between("first record", (6, 11))
        rows: list[tuple[int, int]] = []
        while minute < self.control - 2:
            rows.append((minute, round(self.loss(minute) / unit) * unit))
            minute += self.dice.between(f"gap {len(rows)}", gap)
        return [*rows, (self.control, round(self.loss(self.control) / unit) * unit)]

    def reached(self, volume: float) -> float:
        """The first record of at least ``volume`` ml, or infinity."""
        return next((minute for minute, ml in self.records() if ml >= volume), inf)

    def final_ml(self) -> int:
        """The total that was recorded."""
        return self.records()[-1][1]

    def vital_minutes(self) -> list[int]:
        """When pulse and pressure are taken: every quarter of an hour at most, unless that slips."""
        gap = (18, 27) if "sparse_vitals" in self.slips else (6, 12)
        minutes = [self.dice.between("first vitals", (4, 10))]
        while minutes[-1] < self.control + 30:
            minutes.append(minutes[-1] + self.dice.between(f"vitals gap {len(minutes)}", gap))
        return minutes

    def pulse_and_pressure(self, minute: int) -> tuple[int, int, int]:
        """Heart rate (/min), systolic and diastolic pressure (mmHg)."""
        litres = self.loss(min(minute, self.control)) / 1000
        pre_eclampsia = 14 if self.scenario.preterm else 0
        rest, top = (
            80 + self.dice.normal("rest pulse", 4),
            120 + pre_eclampsia + self.dice.normal("rest rr", 5),
        )
        pulse = min(146.0, rest + 19 * litres)
        systolic = max(62.0, top - 12 * litres**1.3)
        recovery = 1 - exp(-max(0, minute - self.control) / 25)
        pulse += (max(rest, 92) - pulse) * recovery * 0.9 + self.dice.normal(f"pulse {minute}", 2)
        systolic += (top - 6 - systolic) * recovery * 0.9 + self.dice.normal(f"rr {minute}", 2)
        return round(pulse), round(systolic), round(systolic * 0.60 + 2)

    def shocked(self) -> float:
        """First vitals before control with shock index 0.9 or more and 300 ml recorded, or infinity."""
        rows = self.records()
        for minute in self.vital_minutes():
            pulse, systolic, _ = self.pulse_and_pressure(minute)
            recorded = max((ml for moment, ml in rows if moment <= minute), default=0)
            if minute < self.control and 10 * pulse >= 9 * systolic and recorded >= 300:
                return minute
        return inf


def begin_course(scenario: Scenario, dice: Dice, slips: frozenset[str]) -> Course:
    """Draw the bleeding of one case within its scenario."""
    minutes = dice.between("minutes", scenario.minutes)
    start, total = dice.between("start", scenario.start_ml), dice.between("total", scenario.total_ml)
    return Course(scenario, dice, slips, start, total, minutes, minutes)
