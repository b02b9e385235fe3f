"""What each of the 45 checks looks at, so that only unknowns which can matter to it are enumerated.

``loss``: which derived moments it reads; ``drugs``, ``kinds``, ``roles``, ``products``: which rows;
``limits``: the minute limits in it; ``moments``: fixed minutes in it; ``extras``: rows that an incomplete
list could hold and that could make a difference (undated: at any time from birth on), at most ``copies`` of
them per list; ``timeless``: the check never asks when its rows were.
"""

from dataclasses import dataclass
from typing import Any

from cases.screening.facts import BloodProduct, Call, Intervention, Lab, Medication, Staff, Vitals

from . import check_words as words
from . import check_words_protocol as protocol
from .completed_case import ADDED, DECISIVE, DECISIVE_BY_CAUSE, SECOND_LINE, SECONDARY_ROLES, UTEROTONICS

FAR = 100_000
"""A minute later than anything else."""

ANY = frozenset({"any"})
TXA = {"tranexamic_acid"}
ALL_DECISIVE = DECISIVE.union(*DECISIVE_BY_CAUSE.values())


@dataclass(frozen=True)
class Check:
    """One check and what it can depend on."""

    judge: Any
    loss: frozenset = frozenset()
    drugs: frozenset = frozenset()
    kinds: frozenset = frozenset()
    roles: frozenset = frozenset()
    products: frozenset = frozenset()
    labs: str = ""
    ambulance: bool = False
    placenta: bool = False
    vitals: bool = False
    methods: bool = False
    scene: bool = False
    answers: tuple = ()
    limits: tuple = ()
    moments: tuple = ()
    extras: tuple = ()
    copies: int = 1
    timeless: bool = False


def check(judge, loss="", *, drugs=(), kinds=(), roles=(), products=(), answers="", **more):
    return Check(
        judge,
        frozenset(loss.split()),
        frozenset(drugs),
        frozenset(kinds),
        frozenset(roles),
        frozenset(products),
        answers=tuple(answers.split()),
        **more,
    )


def drug(name, purpose="treatment", dose=None):
    return Medication(ADDED, None, name, dose=dose, purpose=purpose)


def step(kind):
    return Intervention(ADDED, None, kind)


def phone(role):
    return Call(ADDED, role, None, mode="phone")


OXYTOCIN, METHYL = drug("oxytocin"), drug("methylergometrine")
DOSES = tuple(drug("tranexamic_acid", dose=tenths / 10) for tenths in (*range(1, 12), 50))
GYN_CALL = phone("gynaecologist")
SLOW = tuple(Call(ADDED, r, None, FAR, "in_person") for r in ("gynaecologist", "anaesthesiologist"))
FAST = tuple(Call(ADDED, r, 0, 0, "in_person") for r in ("gynaecologist", "anaesthesiologist"))
BALLOON = step("balloon_tamponade")
FULL_SET = Lab(ADDED, None, tests=frozenset({"haemoglobin", "fibrinogen", "crossmatch"}))
LOW_RESULT = Lab(ADDED, None, tests=frozenset({"fibrinogen"}), fibrinogen_g_l=0.1)
GYN = {"gynaecologist"}

CHECKS = {
    "D01": check(words.d01, "tP tc", drugs=UTEROTONICS, limits=(10,), extras=(OXYTOCIN,)),
    "D02": check(words.d02, "tP tA tc", kinds={"iv_line"}, limits=(10, 15), extras=(step("iv_line"),)),
    "D03": check(words.d03, "tTXA tc", drugs=TXA, limits=(30,), moments=(180,), extras=DOSES[9:10]),
    "D04": check(words.d04, drugs=TXA, moments=(180,), extras=DOSES[9:10]),
    "D05": check(words.d05, "tP tc", drugs=SECOND_LINE, limits=(30, 15), extras=(METHYL,)),
    "D06": check(
        words.d06, roles={"gynaecologist", "anaesthesiologist"}, limits=(30,), extras=(*SLOW, *FAST)
    ),
    "D07": check(words.d07, ambulance=True, scene=True, limits=(15, 30)),
    "D08": check(words.d08, ambulance=True, limits=(45,)),
    "D09": check(
        words.d09,
        roles=SECONDARY_ROLES,
        placenta=True,
        moments=(30, 35),
        extras=(phone("secondary_care"),) + (Staff(ADDED, "resident", None),),
    ),
    "D10": check(words.d10, "tA tc", placenta=True, limits=(30,)),
    "D11": check(
        words.d11,
        "t1000 t2000 tc",
        kinds=ALL_DECISIVE,
        limits=(30,),
        extras=(BALLOON,),
        answers="hysterectomy embolisation",
    ),
    "D12": check(words.d12, "t1000 tc", labs="sampled", limits=(15,), extras=(Lab(ADDED, None),)),
    "D13": check(
        words.d13,
        "tSI made tc",
        drugs=UTEROTONICS,
        roles=ANY,
        ambulance=True,
        limits=(10, 30),
        extras=(OXYTOCIN, phone("second_midwife"), Staff(ADDED, "gynaecologist", None)),
    ),
    "P01": check(
        protocol.p01,
        drugs=UTEROTONICS,
        answers="prophylaxis_declined",
        extras=(drug("oxytocin", "prophylaxis"),),
        timeless=True,
    ),
    "P02": check(protocol.p02, "final500", methods=True, timeless=True),
    "P03": check(
        protocol.p03,
        "tP tc",
        kinds={"bladder_catheter"},
        limits=(10,),
        extras=(step("bladder_catheter"),),
        timeless=True,
    ),
    "P04": check(
        protocol.p04,
        "tP tc",
        kinds={"uterine_massage", "bimanual_compression"},
        limits=(10,),
        extras=(step("uterine_massage"),),
        timeless=True,
    ),
    "P05": check(protocol.p05, "tP tc", drugs=UTEROTONICS, limits=(10,), extras=(OXYTOCIN,), timeless=True),
    "P06": check(
        protocol.p06,
        "tc",
        drugs=UTEROTONICS,
        kinds={"genital_tract_inspection", "suturing"},
        placenta=True,
        limits=(15,),
        extras=(OXYTOCIN, step("genital_tract_inspection")),
    ),
    "P07": check(
        protocol.p07,
        "tTXA tc",
        drugs=TXA,
        answers="tranexamic_acid_contraindicated",
        limits=(10, 15, 60),
        moments=(165, 180),
        extras=(*DOSES, drug("tranexamic_acid", "prophylaxis", 1.0)),
    ),
    "P08": check(protocol.p08, "tP tc", drugs=SECOND_LINE, limits=(30, 15), extras=(METHYL,), timeless=True),
    "P09": check(
        protocol.p09, "tc", drugs=TXA, limits=(10, 30), moments=(150, 180), extras=DOSES[9:10], copies=2
    ),
    "P10": check(
        protocol.p10,
        "t1000 tc",
        kinds={"iv_line"},
        limits=(15,),
        extras=(step("iv_line"),),
        copies=2,
        timeless=True,
    ),
    "P11": check(protocol.p11, "tA tc", vitals=True, limits=(15, 60)),
    "P12": check(protocol.p12, "tP tc", limits=(15, 60)),
    "P13": check(protocol.p13, "t1000 tc", labs="sampled", limits=(15,), extras=(FULL_SET,), timeless=True),
    "P14": check(
        protocol.p14,
        "tc",
        labs="resulted",
        products={"fibrinogen", "plasma"},
        answers="refuses_blood_products",
        limits=(30,),
        extras=(LOW_RESULT, BloodProduct(ADDED, "fibrinogen")),
    ),
    "P15": check(
        protocol.p15,
        drugs=SECOND_LINE,
        answers="hypertension asthma heart_disease pre_eclampsia",
        extras=(METHYL, drug("carboprost"), drug("misoprostol")),
        timeless=True,
    ),
    "P16": check(protocol.p16),
    "P17": check(
        protocol.p17,
        "final2000",
        vitals=True,
        kinds={"active_warming"},
        extras=(Vitals(ADDED, 0, temperature_c=37.0), step("active_warming")),
        timeless=True,
    ),
    "P18": check(protocol.p18, answers="high_risk_known deviation_documented"),
    "P19": check(protocol.p19, answers="sbar_handover"),
    "P20": check(protocol.p20, "final1001", answers="death haemoglobin_checked"),
    "P21": check(protocol.p21, "final1001", answers="death debrief_team debrief_woman"),
    "P22": check(protocol.p22, "final1001", answers="death thrombosis_risk_assessed"),
    "P23": check(
        protocol.p23, "tA tc", kinds={"oxygen"}, limits=(10,), extras=(step("oxygen"),), timeless=True
    ),
    "E01": check(
        words.e01,
        "tP tA tc",
        roles=SECONDARY_ROLES,
        limits=(15, 10),
        extras=(phone("secondary_care"), Staff(ADDED, "resident", None)),
    ),
    "E02": check(
        words.e02, "tA tc", roles=GYN, limits=(10,), extras=(GYN_CALL, Staff(ADDED, "gynaecologist", None))
    ),
    "E03": check(
        words.e03,
        "t1000 tc",
        roles={"anaesthesiologist"},
        limits=(20,),
        extras=(phone("anaesthesiologist"), Staff(ADDED, "anaesthesiologist", None)),
    ),
    "E04": check(
        words.e04,
        "t1500 tc",
        roles={"theatre_team", "theatre_nurse"},
        limits=(15,),
        extras=(phone("theatre_team"), Staff(ADDED, "theatre_nurse", None)),
    ),
    "E05": check(
        words.e05,
        "t2000 tc",
        roles={"massive_transfusion_protocol"},
        answers="refuses_blood_products",
        limits=(10,),
        extras=(phone("massive_transfusion_protocol"),),
    ),
    "E06": check(
        words.e06, "t1000 tc", roles=ANY, limits=(10,), extras=(Staff(ADDED, "midwife", 0),), copies=3
    ),
    "E07": check(words.e07, "tP tA tc", ambulance=True, limits=(15, 10)),
    "E08": check(
        words.e08,
        "t1500 tc",
        roles=GYN,
        limits=(15,),
        extras=(GYN_CALL, Call(ADDED, "gynaecologist", 0, 0, "in_person"), Staff(ADDED, "gynaecologist", 0)),
        timeless=True,
    ),
    "E09": check(
        words.e09,
        "t1000 t2000 tc",
        kinds=ALL_DECISIVE,
        limits=(30,),
        extras=(BALLOON,),
        answers="hysterectomy embolisation",
    ),
}

DERIVED = {
    "tP": check(lambda c: c.tP(), "tP tc"),
    "t1000": check(lambda c: c.t1000(), "t1000 tc"),
    "t1500": check(lambda c: c.t1500(), "t1500 tc"),
    "t2000": check(lambda c: c.t2000(), "t2000 tc"),
    "tTXA": check(lambda c: c.tTXA(), "tTXA tc", moments=(180,)),
    "tSI": check(lambda c: c.tSI(), "tSI tc"),
    "tA": check(lambda c: c.tA(), "tA tc"),
    "t2": check(lambda c: c.t2),
    "tc": check(lambda c: "never" if c.tc == float("inf") else c.tc, "tc"),
    "final_ml": check(lambda c: c.final(), "final9999"),
}
"""The derived values, read in the same way as the checks."""
