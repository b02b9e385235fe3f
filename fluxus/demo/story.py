"""PURE. The woman, the birth, the outcome and the aftercare of one case, and what the review says of it.

The words are Dutch, as a reviewer would write them; they name roles, never people.
"""

from typing import Any, Final

from fluxus.demo.care import Care
from fluxus.demo.timeline_rows import Clock, Row

AGES: Final = {"<20": 1.0, "20-24": 8.0, "25-29": 28.0, "30-34": 38.0, "35-39": 20.0, "40-44": 5.0}
BMIS: Final = {"18.5-24.9": 54.0, "25-29.9": 28.0, "30-34.9": 12.0, ">=35": 5.0, "<18.5": 2.0}
WEEKS: Final = {
    "preterm": (31, 35),
    "twins": (36, 37),
    "planned": (39, 39),
    "induction": (40, 41),
    "": (38, 41),
}

WENT_WELL: Final[dict[str, tuple[str, ...]]] = {
    "home": (
        "De verloskundige vroeg vroeg om hulp en hield zelf de regie tot de overdracht.",
        "De kraamverzorgende hield tijden en bloedverlies hardop bij.",
        "De overdracht bij aankomst was rustig: één verteller, het team luisterde.",
        "De ambulanceverpleegkundige en de verloskundige verdeelden de taken hardop.",
    ),
    "midwife_led": (
        "De verloskundige liep niet zelf weg om hulp te halen maar belde vanuit de kamer.",
        "De klinisch verloskundige dacht mee zonder meteen over te nemen.",
        "De overdracht gebeurde aan het bed, met de vrouw erbij.",
    ),
    "caesarean": (
        "Het OK-team noemde het bloedverlies hardop bij elke 250 ml.",
        "De anesthesioloog stelde zelf het bestellen van bloed voor.",
        "De partner kreeg steeds uitleg van een vaste verpleegkundige.",
    ),
    "retained": (
        "De placenta werd al na een half uur als vastzittend benoemd.",
        "De OK was binnen een kwartier na de melding gereed.",
        "Vrouw en partner wisten vooraf dat een manuele verwijdering nodig kon zijn.",
    ),
    "severe": (
        "Er was één leider en alle opdrachten werden hardop herhaald.",
        "Verloskunde, anesthesie en bloedbank hielden elkaar om de tien minuten op de hoogte.",
    ),
    "hospital": (
        "De verpleegkundige noemde de stand van het bloedverlies steeds hardop.",
        "De fluxuskoffer was compleet en binnen een minuut in de kamer.",
        "Het bed stond al klaar voor de OK voordat dat nodig bleek.",
    ),
}
GENERAL: Final = (
    "De vrouw kreeg tussendoor uitleg en voelde zich veilig.",
    "Taken werden bij functie toegewezen en teruggemeld.",
    "Er was steeds iemand bij de partner.",
    "De tijden zijn tijdens de zorg opgeschreven, niet achteraf.",
)
LEARNING_POINTS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "second_uterotonic_late",
        "second_uterotonic",
        "Spreek af wie na een half uur om het tweede middel vraagt.",
    ),
    ("gynaecologist_late", "gynaecologist", "Bel de gynaecoloog bij de liter of een afwijkende shockindex."),
    ("lab_without_fibrinogen", "lab", "Zet fibrinogeen standaard in de laboratoriumset bij fluxus."),
    ("ambulance_a2", "ambulance", "Vraag bij doorgaand bloedverlies altijd een A1-rit aan."),
    (
        "estimated",
        "ambulance",
        "Neem een weegschaal en een onderlegger mee naar elke bevalling buiten het ziekenhuis.",
    ),
    ("txa_late", "txa", "Leg tranexaminezuur klaar zodra 500 ml is bereikt."),
    ("referral_late", "referral", "Overleg bij 500 ml en doorgaand verlies meteen met de tweede lijn."),
    ("vte_not_assessed", "", "Vul de tromboserisicoscore in voor het ontslag."),
    ("no_debrief_team", "", "Plan de nabespreking met het team voor het einde van de dienst."),
    ("sparse_loss", "", "Tel het bloedverlies ten minste elk kwartier op."),
)
"""What slipped, the step that it slipped at (empty: no step), and the agreement for the next time."""
NO_LEARNING_POINT: Final = "Volgens afspraak verlopen; bespreken als goed voorbeeld."


class Story:
    """Writes the parts of one case that are no timeline."""

    def __init__(self, care: Care, clock: Clock) -> None:
        self.care, self.clock = care, clock
        self.scenario = care.course.scenario
        self.dice = care.course.dice
        self.slips = care.course.slips

    def mother(self, *, asthma: bool) -> dict[str, Any]:
        """The woman and her pregnancy."""
        parity = self._parity()
        risks = self._risks(parity)
        known = "yes" if risks and self.scenario.place == "hospital" else "no"
        if self.scenario.place != "hospital" and parity > 0 and "high_risk_at_home" in self.slips:
            known, risks = "yes", ["previous_pph"]
        return {
            "age_band": self.dice.weighted("age", AGES),
            "parity": parity,
            "gestation": self._gestation(),
            "fetuses": self.scenario.fetuses,
            "bmi_band": ">=35" if "obesity" in risks else self.dice.weighted("bmi", BMIS),
            "high_risk_known": known,
            "risk_factors": risks,
            "prevention_plan": known if self.scenario.place == "hospital" else "no",
            "deviation_documented": "no",
            "hypertension": "yes" if self.scenario.preterm else "no",
            "asthma": "yes" if asthma else "no",
            "heart_disease": "no",
            "tranexamic_acid_contraindicated": "no",
            "refuses_blood_products": "no",
        }

    def _parity(self) -> int:
        if self.dice.chance("nulliparous", self.scenario.nulliparous):
            return 0
        return self.dice.weighted("parity", {1: 60.0, 2: 26.0, 3: 9.0, 4: 3.0, 5: 2.0})

    def _risks(self, parity: int) -> list[str]:
        """Risk factors that fit the scenario and the parity."""
        if not self.scenario.risks:
            return []
        always = {"multiple", "pre_eclampsia", "assisted_birth", "macrosomia"} & set(self.scenario.risks)
        drawn = {risk for risk in self.scenario.risks if self.dice.chance(f"risk {risk}", 0.3)}
        impossible = {"grand_multiparity"} if parity < 5 else set()
        if parity == 0:
            impossible |= {"previous_pph", "previous_manual_removal", "previous_caesarean"}
        return sorted((always | drawn) - impossible)

    def _gestation(self) -> str:
        kind = "planned" if self.scenario.mode == "planned_caesarean" else ""
        kind = "induction" if self.scenario.id == "atony_induction" else kind
        kind = "twins" if self.scenario.fetuses > 1 else kind
        kind = "preterm" if self.scenario.preterm else kind
        return f"{self.dice.between('weeks', WEEKS[kind])}+{self.dice.between('days', (0, 6))}"

    def birth(self) -> dict[str, Any]:
        """The birth, the placenta and the bleeding; its control is sometimes not recorded."""
        control = None if "control_unknown" in self.slips else self.care.course.control
        removal = (
            "manual"
            if self.scenario.retained
            else self.dice.pick("placenta", ("spontaneous", "controlled_cord_traction"))
        )
        return {
            "time": self.clock.at(0),
            "place": self.scenario.place,
            "mode": self.scenario.mode,
            "prophylaxis_declined": "no",
            "placenta_delivered": self.clock.at(self._placenta_minute()),
            "placenta_removal": "caesarean" if self.scenario.caesarean else removal,
            "placenta_complete": "doubtful" if self.dice.chance("complete", 0.05) else "yes",
            "perineum": self._perineum(),
            "causes": list(self.scenario.causes),
            "bleeding_started": self.clock.at(self.dice.between("started", (1, 6))),
            "bleeding_controlled": self.clock.at(control),
        }

    def _placenta_minute(self) -> int:
        if self.scenario.retained:
            return int(self.care.moments["removal"])
        return self.dice.between("placenta minute", (2, 3) if self.scenario.caesarean else (4, 13))

    def _perineum(self) -> list[str]:
        if self.scenario.decisive == "suturing":
            return list(self.scenario.perineum)
        return [self.dice.pick("perineum", self.scenario.perineum)]

    def aftercare(self) -> dict[str, str]:
        """What was done afterwards; an answer that is not in the record stays unknown."""
        transfer = self.scenario.transfer != "none"
        done = {
            "sbar_handover": "no_sbar",
            "haemoglobin_checked": "no_haemoglobin",
            "debrief_team": "no_debrief_team",
            "debrief_woman": "no_debrief_woman",
            "thrombosis_risk_assessed": "vte_not_assessed",
            "iron_plan": "no_iron",
        }
        answers = {question: "no" if slip in self.slips else "yes" for question, slip in done.items()}
        if not transfer:
            answers["sbar_handover"] = "not_applicable"
        for question in ("debrief_woman", "thrombosis_risk_assessed"):
            if self.dice.chance(f"unknown {question}", 0.04):
                answers[question] = "unknown"
        return {**answers, "facts_in_record_and_told": "yes"}

    def outcome(self, *, red_cells: int, lowest_haemoglobin: float) -> Row:
        """How it ended: everyone lives; the largest losses go to intensive care."""
        total = self.care.course.final_ml()
        level = "intensive_care" if total >= 2800 else "high_care" if total >= 1900 else "none"
        return {
            "total_loss_ml": total,
            "lowest_haemoglobin_mmol_l": lowest_haemoglobin,
            "red_cells_total": red_cells,
            "care_level": level,
            "hysterectomy": "no",
            "embolisation": "no",
            "relaparotomy": "no",
            "death": "no",
            "complications": ["dic"] if "thrombin" in self.scenario.causes else [],
        }

    def went_well(self) -> str:
        """Two things that went well: one that fits the case, one that fits any."""
        kinds = {
            "severe": self.scenario.severe,
            "retained": self.scenario.retained,
            "home": self.scenario.out_of_hospital,
            "midwife_led": self.scenario.transfer == "in_house",
            "caesarean": self.scenario.caesarean,
            "hospital": True,
        }
        kind = next(name for name, true in kinds.items() if true)
        return f"{self.dice.pick('went well', WENT_WELL[kind])} {self.dice.pick('general', GENERAL)}"

    def learning_point(self) -> str:
        """The first thing that slipped at a step that was taken, as an agreement for the next time."""
        for slip, step, text in LEARNING_POINTS:
            if slip in self.slips and self._taken(step):
                return text
        return NO_LEARNING_POINT

    def _taken(self, step: str) -> bool:
        if step == "ambulance":
            return self.care.ambulance is not None
        return not step or self.care.at(step) is not None
