"""PURE. Who was there and who was called; samples, blood and ambulance, as rows of the case format."""

from typing import Any, Final

from fluxus.demo.care import Care, gynaecologist_present
from fluxus.demo.timeline_rows import Clock, Row

SET: Final = ["haemoglobin", "platelets", "fibrinogen", "crossmatch", "coagulation"]
ARRIVAL: Final = {
    "gynaecologist": ((3, 9), (12, 24)),
    "anaesthesiologist": ((3, 8), (8, 18)),
}
"""Minutes from call to bedside: office hours, and evenings, nights and weekends (on call from home)."""
HAEMOGLOBIN: Final = 7.3
"""mmol/l before birth."""


class PeopleRows:
    """Writes calls, people, samples and blood of one case."""

    def __init__(self, care: Care, clock: Clock, *, out_of_hours: bool) -> None:
        self.care, self.clock, self.out_of_hours = care, clock, out_of_hours
        self.course = care.course
        self.scenario = care.course.scenario
        self.dice = care.course.dice
        self.operation = care.at("removal") or care.at("step_up")

    def called(self, role: str) -> int | None:
        """When a specialist was called; the anaesthesiologist at the latest for an operation."""
        called = self.care.at(role)
        if role == "anaesthesiologist" and self.operation is not None and not self.scenario.caesarean:
            latest = max(int(self.care.takeover), self.operation - 10)
            return min(called or latest, latest)
        return called

    def arrival(self, role: str, called: int) -> int:
        """When the called specialist is there: before the operation, unless called too late for it."""
        arrived = called + self.dice.between(f"arrival {role}", ARRIVAL[role][self.out_of_hours])
        if self.operation is not None and called <= self.operation - 4:
            return min(arrived, self.operation - 2)
        return arrived

    def calls(self) -> list[Row]:
        """Who was called, when, and when they came."""
        rows: list[Row] = []
        referral = self.care.at("referral")
        if referral is not None:
            arrived = int(self.care.takeover) if self.scenario.transfer == "in_house" else None
            rows.append(
                self._call("secondary_care", referral, arrived, "phone" if arrived is None else "in_person")
            )
        for role in ARRIVAL:
            called = self.called(role)
            if called is not None:
                by_phone = role == "gynaecologist" and "gynaecologist_by_phone" in self.course.slips
                arrived = None if by_phone else self.arrival(role, called)
                rows.append(self._call(role, called, arrived, "phone" if by_phone else "in_person"))
        theatre = self.care.at("theatre")
        removal = self.care.at("removal")
        if theatre is None and removal is not None:
            theatre = max(int(self.care.takeover), removal - self.dice.between("theatre", (10, 16)))
        if theatre is not None:
            rows.append(
                self._call("theatre_team", theatre, theatre + self.dice.between("team", (5, 14)), "in_person")
            )
        protocol = self.care.at("mtp")
        if protocol is not None:
            rows.append(self._call("massive_transfusion_protocol", protocol, None, "phone"))
        hands = self.care.at("hands")
        if hands is not None and self.scenario.place == "hospital":
            rows.append(self._call("hospital_midwife", hands, hands + 2, "in_person"))
        return rows

    def _call(self, role: str, called: int, arrived: int | None, mode: str) -> Row:
        return {
            "role": role,
            "called": self.clock.at(called),
            "arrived": self.clock.at(arrived),
            "mode": mode,
        }

    def staff(self) -> list[Row]:
        """Who was at the bedside, from when until when."""
        rows = [
            self._person(role, -self.dice.between(f"before {role}", (15, 90))) for role in self._at_birth()
        ]
        if self.scenario.place == "hospital":
            hands = self.care.at("hands")
            rows += [self._person("hospital_midwife", hands + 2)] if hands is not None else []
        else:
            rows += self._handed_over()
        for role in ARRIVAL:
            called = self.called(role)
            if called is not None and not (
                role == "gynaecologist" and "gynaecologist_by_phone" in self.course.slips
            ):
                rows.append(self._person(role, self.arrival(role, called)))
        return rows

    def _person(self, role: str, since: int, until: int | None = None) -> Row:
        return {"role": role, "present_from": self.clock.at(since), "present_until": self.clock.at(until)}

    def _at_birth(self) -> list[str]:
        """Roles in the room at birth who stay; in primary care they leave after the handover."""
        if self.scenario.caesarean:
            theatre = ["anaesthesiologist", "anaesthetic_nurse", "theatre_nurse"]
            return ["gynaecologist", "resident", *theatre, "obstetric_nurse"]
        if self.scenario.place != "hospital":
            return []
        leader = "gynaecologist" if gynaecologist_present(self.scenario, self.out_of_hours) else "resident"
        return [leader, "obstetric_nurse"]

    def _handed_over(self) -> list[Row]:
        """Primary care until the handover, secondary care from then on."""
        takeover = int(self.care.takeover)
        leaves = takeover + self.dice.between("handover", (5, 12))
        rows = [self._person("midwife", -self.dice.between("midwife", (60, 240)), leaves)]
        if "few_hands" not in self.course.slips:
            stays = leaves if self.scenario.transfer == "in_house" else takeover - 15
            rows.append(self._person("maternity_assistant", -self.dice.between("assistant", (20, 60)), stays))
        if self.care.ambulance is not None:
            rows.append(self._person("ambulance_nurse", self.care.ambulance[1], leaves))
        team = ["resident", "obstetric_nurse"] + (
            ["hospital_midwife"] if "few_hands" not in self.course.slips else []
        )
        return rows + [self._person(role, takeover) for role in team]

    def labs(self) -> list[Row]:
        """A first set, one more after the bleeding in large losses, and the haemoglobin of the next day."""
        rows: list[Row] = []
        first = self.care.at("lab")
        if first is not None:
            rows.append(self._sample(first, "first"))
        if self.course.final_ml() >= 2000:
            rows.append(self._sample(max(self.course.control - 12, (first or 0) + 20), "second"))
        if "no_haemoglobin" not in self.course.slips:
            minute = self.dice.between("next day", (720, 1200))
            rows.append(
                {
                    "sampled": self.clock.at(minute),
                    "resulted": self.clock.at(minute + 60),
                    "tests": ["haemoglobin"],
                    "haemoglobin_mmol_l": self.lowest_haemoglobin(),
                }
            )
        return rows

    def _sample(self, minute: int, name: str) -> Row:
        incomplete = name == "first" and "lab_without_fibrinogen" in self.course.slips
        tests = [test for test in SET if not (incomplete and test in ("fibrinogen", "coagulation"))]
        litres = self.course.loss(minute) / 1000
        row: dict[str, Any] = {
            "sampled": self.clock.at(minute),
            "resulted": self.clock.at(self.result_minute(minute, name)),
            "tests": tests,
            "haemoglobin_mmol_l": round(HAEMOGLOBIN - 0.9 * litres + self.dice.normal(f"hb {name}", 0.15), 1),
            "platelets_10e9_l": round(230 - 35 * litres + self.dice.normal(f"platelets {name}", 20)),
        }
        return row if incomplete else row | {"fibrinogen_g_l": self.fibrinogen(minute, name)}

    def result_minute(self, minute: int, name: str) -> int:
        """When the result of a sample is known."""
        return minute + self.dice.between(f"result {name}", (18, 32))

    def fibrinogen(self, minute: int, name: str) -> float:
        """g/l: high in pregnancy, falls with the loss, faster in abruption, rises when it is given."""
        fall = 2.1 if "thrombin" in self.scenario.causes else 0.9
        given = self._fibrinogen_given() if name != "first" else None
        level = max(1.0, 4.9 - fall * self.course.loss(minute) / 1000) + self.dice.normal(f"fib {name}", 0.2)
        return round(max(0.7, level + (0.8 if given is not None and given <= minute else 0)), 1)

    def _fibrinogen_given(self) -> int | None:
        """When fibrinogen is given: on a low first result, or with the transfusion protocol in abruption."""
        sample, protocol = self.care.at("lab"), self.care.at("mtp")
        if "thrombin" in self.scenario.causes and protocol is not None:
            return protocol + self.dice.between("fibrinogen given", (10, 18))
        if (
            sample is None
            or "lab_without_fibrinogen" in self.course.slips
            or self.fibrinogen(sample, "first") >= 2
        ):
            return None
        return self.result_minute(sample, "first") + self.dice.between("fibrinogen given", (6, 18))

    def red_cells(self) -> int:
        """Units of red cells in all."""
        return max(2, round((self.course.final_ml() - 1300) / 450)) if self.course.final_ml() >= 1900 else 0

    def lowest_haemoglobin(self) -> float:
        """mmol/l, after transfusion if there was any."""
        fall = 1.45 * self.course.final_ml() / 1000 - 0.55 * self.red_cells()
        return round(max(3.6, HAEMOGLOBIN - fall + self.dice.normal("lowest hb", 0.2)), 1)

    def blood_products(self) -> list[Row]:
        """Red cells from 1900 ml, plasma in very large losses, fibrinogen when it is low."""
        rows: list[Row] = []
        units = self.red_cells()
        start = (self.care.at("mtp") or self.care.at("litre_and_half") or self.course.control) + 15
        if units:
            rows.append(self._product("red_cells", start, units))
        if units >= 4:
            rows.append(self._product("plasma", start + 8, max(2, units - 2)))
        fibrinogen = self._fibrinogen_given()
        if fibrinogen is not None:
            rows.append(self._product("fibrinogen", fibrinogen, 4))
        return rows

    def _product(self, product: str, minute: int, units: int) -> Row:
        ordered = self.clock.at(minute - 12)
        return {"ordered": ordered, "started": self.clock.at(minute), "product": product, "units": units}

    def ambulance(self) -> dict[str, Any] | None:
        """The ambulance, or None where none was used."""
        if self.care.ambulance is None:
            return None
        requested, on_scene, departed, at_hospital = map(self.clock.at, self.care.ambulance)
        return {
            "requested": requested,
            "urgency": "A2" if "ambulance_a2" in self.course.slips else "A1",
            "on_scene": on_scene,
            "departed": departed,
            "at_hospital": at_hospital,
        }
