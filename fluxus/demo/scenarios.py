"""PURE. The stories that the fictitious cases follow, as data: how it bleeds, where, and what is under it.

Volumes and minutes are ranges of what is clinically usual; the course of one case is drawn within them.
"""

from dataclasses import dataclass
from typing import Final

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story. ``bend``: above 0 bleeds fast at first, below 0 late; ``decisive``: what stops it."""

    id: str
    label: str
    place: str
    mode: str
    causes: tuple[str, ...]
    start_ml: Bounds
    total_ml: Bounds
    minutes: Bounds
    bend: float = 1.0
    transfer: str = "none"
    retained: bool = False
    decisive: str | None = None
    severe: bool = False
    fetuses: int = 1
    nulliparous: float = 0.45
    preterm: bool = False
    risks: tuple[str, ...] = ()
    perineum: tuple[str, ...] = ("intact", "first", "second", "episiotomy")

    @property
    def caesarean(self) -> bool:
        """Born by caesarean."""
        return self.mode.endswith("caesarean")

    @property
    def tone(self) -> bool:
        """Atony is among the causes."""
        return "tone" in self.causes

    @property
    def out_of_hospital(self) -> bool:
        """An ambulance is needed to get to secondary care."""
        return self.transfer == "ambulance"


_ALL: Final = (
    Scenario(
        "atony_hospital",
        "Atonie na spontane bevalling in het ziekenhuis",
        "hospital",
        "spontaneous",
        ("tone",),
        (200, 350),
        (1070, 1750),
        (40, 75),
        risks=("previous_pph", "anaemia", "grand_multiparity", "obesity"),
    ),
    Scenario(
        "atony_induction",
        "Atonie na ingeleide bevalling van een groot kind",
        "hospital",
        "spontaneous",
        ("tone",),
        (250, 400),
        (1150, 2150),
        (45, 85),
        bend=0.6,
        decisive="balloon_tamponade",
        risks=("induction_augmentation", "macrosomia", "prolonged_labour"),
    ),
    Scenario(
        "retained_hospital",
        "Retentio placentae in het ziekenhuis",
        "hospital",
        "spontaneous",
        ("tissue",),
        (150, 300),
        (1150, 2050),
        (60, 90),
        bend=-0.4,
        retained=True,
        decisive="manual_placenta_removal",
        risks=("previous_manual_removal", "previous_caesarean"),
    ),
    Scenario(
        "vacuum_cervical_tear",
        "Cervixruptuur na vacuümextractie",
        "hospital",
        "vacuum",
        ("trauma",),
        (250, 450),
        (1080, 1750),
        (40, 70),
        decisive="suturing",
        nulliparous=0.85,
        risks=("assisted_birth", "prolonged_labour"),
        perineum=("cervical",),
    ),
    Scenario(
        "vacuum_atony",
        "Atonie en vaginaruptuur na vacuümextractie",
        "hospital",
        "vacuum",
        ("tone", "trauma"),
        (250, 450),
        (1150, 2150),
        (45, 75),
        decisive="suturing",
        nulliparous=0.85,
        risks=("assisted_birth", "prolonged_labour", "chorioamnionitis"),
        perineum=("vaginal", "third_a"),
    ),
    Scenario(
        "planned_caesarean",
        "Atonie bij primaire sectio",
        "hospital",
        "planned_caesarean",
        ("tone",),
        (500, 650),
        (1080, 1650),
        (30, 55),
        nulliparous=0.25,
        risks=("previous_caesarean", "macrosomia", "fibroids"),
        perineum=("intact",),
    ),
    Scenario(
        "emergency_caesarean",
        "Atonie bij secundaire sectio na langdurige ontsluiting",
        "hospital",
        "emergency_caesarean",
        ("tone",),
        (500, 700),
        (1150, 2200),
        (35, 70),
        decisive="compression_suture",
        nulliparous=0.65,
        risks=("prolonged_labour", "chorioamnionitis", "induction_augmentation"),
        perineum=("intact",),
    ),
    Scenario(
        "abruption",
        "Solutio placentae met stollingsstoornis",
        "hospital",
        "emergency_caesarean",
        ("tone", "thrombin"),
        (700, 950),
        (2700, 4300),
        (80, 115),
        bend=1.2,
        decisive="balloon_tamponade",
        severe=True,
        preterm=True,
        risks=("pre_eclampsia", "other"),
        perineum=("intact",),
    ),
    Scenario(
        "twins",
        "Atonie na vaginale tweelingbevalling",
        "hospital",
        "spontaneous",
        ("tone",),
        (300, 450),
        (1150, 2100),
        (40, 70),
        decisive="balloon_tamponade",
        fetuses=2,
        risks=("multiple",),
    ),
    Scenario(
        "late_trickle",
        "Langzaam doorlopend bloedverlies na poliklinische bevalling",
        "midwife_led_hospital",
        "spontaneous",
        ("tone",),
        (200, 300),
        (1060, 1400),
        (85, 125),
        bend=-0.3,
        transfer="in_house",
        nulliparous=0.4,
    ),
    Scenario(
        "midwife_led_atony",
        "Atonie na poliklinische bevalling",
        "midwife_led_hospital",
        "spontaneous",
        ("tone",),
        (200, 350),
        (1070, 1700),
        (50, 80),
        transfer="in_house",
        nulliparous=0.4,
    ),
    Scenario(
        "home_atony",
        "Atonie na thuisbevalling",
        "home",
        "spontaneous",
        ("tone",),
        (200, 350),
        (1070, 1700),
        (70, 95),
        bend=1.2,
        transfer="ambulance",
        nulliparous=0.25,
    ),
    Scenario(
        "home_retained",
        "Retentio placentae na thuisbevalling",
        "home",
        "spontaneous",
        ("tissue",),
        (150, 250),
        (1150, 2100),
        (100, 120),
        bend=-0.2,
        transfer="ambulance",
        retained=True,
        decisive="manual_placenta_removal",
        nulliparous=0.3,
    ),
    Scenario(
        "birth_centre_atony",
        "Atonie in het geboortecentrum",
        "birth_centre",
        "spontaneous",
        ("tone",),
        (200, 350),
        (1070, 1600),
        (65, 90),
        bend=1.0,
        transfer="ambulance",
        nulliparous=0.4,
    ),
    Scenario(
        "birth_centre_retained",
        "Retentio placentae in het geboortecentrum",
        "birth_centre",
        "spontaneous",
        ("tissue",),
        (150, 250),
        (1150, 1900),
        (95, 115),
        bend=-0.2,
        transfer="ambulance",
        retained=True,
        decisive="manual_placenta_removal",
        nulliparous=0.35,
    ),
    Scenario(
        "near_miss",
        "Ruim bloedverlies na spontane bevalling, op tijd gestopt",
        "hospital",
        "spontaneous",
        ("tone",),
        (200, 350),
        (720, 960),
        (30, 50),
        risks=("previous_pph", "anaemia"),
    ),
)

SCENARIOS: Final = {scenario.id: scenario for scenario in _ALL}
