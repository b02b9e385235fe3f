"""PURE. The care of one case as rows of the case format: blood loss, vitals, medication, interventions.

Doses and routes are the usual Dutch ones (oxytocin 5-10 IU, carbetocin 100 µg, sulprostone 500 µg in an
infusion, methylergometrine 0.2 mg, misoprostol 800 µg, tranexamic acid 1 g).
"""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fluxus.demo.care import Care, line_before_birth

Row = dict[str, Any]
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

SECOND_UTEROTONICS: Final[dict[str, tuple[float, str, str]]] = {
    "methylergometrine": (0.2, "mg", "im"),
    "sulprostone": (500, "ug", "iv_infusion"),
    "misoprostol": (800, "ug", "sublingual"),
    "carbetocin": (100, "ug", "iv_bolus"),
}
SECOND_CHOICE: Final = {
    "methylergometrine": 35.0,
    "sulprostone": 35.0,
    "misoprostol": 20.0,
    "carbetocin": 10.0,
}


class Clock:
    """Minutes since birth as times with an offset; arithmetic on instants."""

    def __init__(self, birth: datetime) -> None:
        self._birth = birth

    def at(self, minute: float | None) -> str | None:
        """The local time, to the minute, or None for a moment that is not there."""
        if minute is None:
            return None
        instant = self._birth.timestamp() + 60 * minute
        return datetime.fromtimestamp(instant, AMSTERDAM).isoformat(timespec="minutes")


class TreatmentRows:
    """Writes what was measured, given and done in one case."""

    def __init__(self, care: Care, clock: Clock) -> None:
        self.care, self.clock = care, clock
        self.course = care.course
        self.scenario = care.course.scenario
        self.dice = care.course.dice

    def blood_loss(self) -> list[Row]:
        """Cumulative records with their method."""
        method = self.course.method
        return [
            {"time": self.clock.at(minute), "cumulative_ml": ml, "method": method}
            for minute, ml in self.course.records()
        ]

    def vitals(self) -> list[Row]:
        """Pulse and pressure at each round; breathing, oxygen saturation and temperature at some."""
        rows: list[Row] = []
        for number, minute in enumerate(self.course.vital_minutes()):
            pulse, systolic, diastolic = self.course.pulse_and_pressure(minute)
            row: Row = {
                "time": self.clock.at(minute),
                "heart_rate": pulse,
                "systolic": systolic,
                "diastolic": diastolic,
            }
            if number % 2:
                row |= {
                    "spo2": self.dice.between(f"spo2 {minute}", (96, 99)),
                    "respiratory_rate": 12 + pulse // 14,
                }
            if number == 1:
                row["temperature_c"] = round(36.8 + self.dice.normal("temperature", 0.25), 1)
            if self.scenario.severe:
                row["consciousness"] = "V" if systolic < 75 else "A"
            rows.append(row)
        return rows

    def _drug(
        self, minute: float, drug: str, dose: float, unit: str, route: str, purpose: str, by: str
    ) -> Row:
        return {
            "time": self.clock.at(minute),
            "drug": drug,
            "dose": dose,
            "unit": unit,
            "route": route,
            "purpose": purpose,
            "given_by": by,
        }

    def _giver(self, minute: float) -> str:
        """Who gives a drug at this minute."""
        if minute < self.care.takeover:
            return "midwife"
        return "anaesthesiologist" if self.scenario.caesarean else "obstetric_nurse"

    def medication(self) -> list[Row]:
        """Prophylaxis, uterotonics, tranexamic acid, calcium and antibiotics."""
        rows: list[Row] = []
        if "prophylaxis_absent" not in self.course.slips:
            rows.append(self._prophylaxis())
        oxytocin = self.care.at("oxytocin")
        if oxytocin is not None:
            route = "im" if oxytocin < self.care.takeover else "iv_infusion"
            rows.append(self._drug(oxytocin, "oxytocin", 10, "IU", route, "treatment", self._giver(oxytocin)))
        second = self.care.at("second_uterotonic")
        if second is not None:
            drug = self.second_uterotonic()
            rows.append(self._drug(second, drug, *SECOND_UTEROTONICS[drug], "treatment", self._giver(second)))
        first_dose = 0.5 if "txa_half_dose" in self.course.slips else 1
        for step, dose in (("txa", first_dose), ("txa_again", 1)):
            minute = self.care.at(step)
            if minute is not None:
                giver = self._giver(minute)
                rows.append(self._drug(minute, "tranexamic_acid", dose, "g", "iv_bolus", "treatment", giver))
        calcium = self.care.at("calcium")
        if calcium is not None:
            rows.append(self._drug(calcium, "calcium", 1, "g", "iv_bolus", "treatment", "anaesthesiologist"))
        cover = self._antibiotic()
        return [*rows, cover] if cover else rows

    def second_uterotonic(self) -> str:
        """Which one: nothing that raises the pressure in pre-eclampsia, no sulprostone with asthma."""
        choice = dict(SECOND_CHOICE)
        if self.scenario.preterm:
            del choice["methylergometrine"]
        if self.has_asthma():
            del choice["sulprostone"]
        return self.dice.weighted("second uterotonic", choice)

    def has_asthma(self) -> bool:
        """A known asthma: about one woman in twenty."""
        return self.dice.chance("asthma", 0.05)

    def _prophylaxis(self) -> Row:
        if self.scenario.caesarean:
            minute = self.dice.between("prophylaxis", (1, 2))
            return self._drug(minute, "carbetocin", 100, "ug", "iv_bolus", "prophylaxis", "anaesthesiologist")
        if self.care.takeover > 0:
            return self._drug(1, "oxytocin", 10, "IU", "im", "prophylaxis", "midwife")
        return self._drug(1, "oxytocin", 5, "IU", "iv_bolus", "prophylaxis", "obstetric_nurse")

    def _antibiotic(self) -> Row | None:
        moment = self.care.at("removal") or self.care.at("step_up")
        if self.scenario.caesarean:
            moment = -self.dice.between("antibiotic", (12, 25))
        if moment is None:
            return None
        return self._drug(moment, "antibiotic", 2, "g", "iv_bolus", "prophylaxis", "anaesthesiologist")

    def interventions(self) -> list[Row]:
        """What hands did."""
        lines = ["iv_line"] if line_before_birth(self.scenario) else []
        moments: list[tuple[float | None, str]] = [
            (-self.dice.between("line", (45, 240)), kind) for kind in lines
        ]
        if self.scenario.caesarean:
            moments.append((-self.dice.between("catheter", (10, 30)), "bladder_catheter"))
        steps = {
            "massage": "uterine_massage",
            "catheter": "bladder_catheter",
            "inspection": "genital_tract_inspection",
            "iv_line": "iv_line",
            "second_iv": "iv_line",
            "oxygen": "oxygen",
            "warming": "active_warming",
            "suturing": "suturing",
            "removal": "manual_placenta_removal",
            "step_up": self.scenario.decisive or "balloon_tamponade",
        }
        moments += [(self.care.at(step), kind) for step, kind in steps.items()]
        second = self.care.at("second_uterotonic")
        if second is not None and self.course.final_ml() >= 1500 and not self.scenario.caesarean:
            moments.append((second - 1, "bimanual_compression"))
        return [
            {"time": self.clock.at(minute), "kind": kind} for minute, kind in moments if minute is not None
        ]
