"""PURE. What is recorded about one case, as the screening reads it.

All moments are whole minutes since the birth of the (last) child, negative before it: instants were turned
into minutes once, by the reader, so nothing here can trip over midnight or a clock change.
``None`` always means *unknown* unless a field says otherwise; ``NEVER`` means that it did not happen at all.
The vocabulary (codes, units, ranges) is that of the case format ``fluxus-case/1``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import inf
from typing import Final

NEVER: Final = inf
"""A moment after everything: the bleeding that was never under control, the placenta that never came."""


class Answer(StrEnum):
    """The answer to any question on the form."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


SECTIONS: Final = (
    "blood_loss",
    "vitals",
    "medication",
    "interventions",
    "calls",
    "staff",
    "labs",
    "blood_products",
)
"""The lists of the timeline: these names occur in ``CaseFacts.incomplete``."""


@dataclass(frozen=True, slots=True)
class BloodLoss:
    """Cumulative blood loss (ml) read at ``time``; ``index`` is the place in the file as given."""

    index: int
    time: int
    cumulative_ml: int
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Vitals:
    """One row of vital signs: /min, mmHg, %, °C, ml."""

    index: int
    time: int
    heart_rate: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    spo2: int | None = None
    respiratory_rate: int | None = None
    temperature_c: float | None = None
    consciousness: str | None = None
    urine_ml: int | None = None


@dataclass(frozen=True, slots=True)
class Medication:
    """One dose. The unit belongs to the drug (oxytocin IU, tranexamic acid g, ...)."""

    index: int
    time: int | None
    drug: str
    dose: float | None = None
    unit: str | None = None
    route: str | None = None
    purpose: str | None = None
    given_by: str | None = None


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing done; the n-th ``iv_line`` is the n-th line."""

    index: int
    time: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """Help called. ``arrived`` None: did not come (settled, not unknown)."""

    index: int
    role: str
    called: int | None
    arrived: int | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """One person at the bedside. ``present_until`` None: stayed; that minute itself still counts."""

    index: int
    role: str
    present_from: int | None
    present_until: int | None = None


@dataclass(frozen=True, slots=True)
class Lab:
    """One blood sample. A value counts as that test done; ``tests`` holds both, None when unknown."""

    index: int
    sampled: int | None
    resulted: int | None = None
    tests: frozenset[str] | None = None
    haemoglobin_mmol_l: float | None = None
    platelets_10e9_l: int | None = None
    fibrinogen_g_l: float | None = None
    lactate_mmol_l: float | None = None
    calcium_mmol_l: float | None = None
    inr: float | None = None
    fibtem_a5_mm: int | None = None


@dataclass(frozen=True, slots=True)
class BloodProduct:
    """One blood product ordered and started (units; fibrinogen in g, prothrombin complex in IU)."""

    index: int
    product: str
    ordered: int | None = None
    started: int | None = None
    units: float | None = None


@dataclass(frozen=True, slots=True)
class Ambulance:
    """One ambulance. ``at_hospital`` None: nobody was transported."""

    requested: int | None = None
    urgency: str | None = None
    on_scene: int | None = None
    departed: int | None = None
    at_hospital: int | None = None


@dataclass(frozen=True, slots=True)
class Mother:
    """The woman and her pregnancy, as far as the screening or the patterns need it."""

    age_band: str | None = None
    parity: int | None = None
    gestation_days: int | None = None
    fetuses: int | None = None
    bmi_band: str | None = None
    high_risk_known: Answer = Answer.UNKNOWN
    risk_factors: frozenset[str] | None = None
    prevention_plan: Answer = Answer.UNKNOWN
    deviation_documented: Answer = Answer.UNKNOWN
    hypertension: Answer = Answer.UNKNOWN
    asthma: Answer = Answer.UNKNOWN
    heart_disease: Answer = Answer.UNKNOWN
    tranexamic_acid_contraindicated: Answer = Answer.UNKNOWN
    refuses_blood_products: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Birth:
    """The birth. ``time`` is aware; ``placenta_delivered`` and ``bleeding_controlled`` may be ``NEVER``."""

    time: datetime
    place: str
    mode: str
    prophylaxis_declined: Answer = Answer.UNKNOWN
    placenta_delivered: float | None = None
    placenta_removal: str | None = None
    placenta_complete: str | None = None
    perineum: frozenset[str] | None = None
    causes: frozenset[str] = frozenset()
    bleeding_started: int | None = None
    bleeding_controlled: float | None = None


@dataclass(frozen=True, slots=True)
class Aftercare:
    """What was done afterwards."""

    sbar_handover: Answer = Answer.UNKNOWN
    haemoglobin_checked: Answer = Answer.UNKNOWN
    debrief_team: Answer = Answer.UNKNOWN
    debrief_woman: Answer = Answer.UNKNOWN
    thrombosis_risk_assessed: Answer = Answer.UNKNOWN
    iron_plan: Answer = Answer.UNKNOWN
    facts_in_record_and_told: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. ``total_loss_ml`` None: the highest record is the total."""

    total_loss_ml: int | None = None
    total_loss_note: str = ""
    lowest_haemoglobin_mmol_l: float | None = None
    red_cells_total: int | None = None
    care_level: str | None = None
    hysterectomy: Answer = Answer.UNKNOWN
    embolisation: Answer = Answer.UNKNOWN
    relaparotomy: Answer = Answer.UNKNOWN
    death: Answer = Answer.UNKNOWN
    complications: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case. Lists are sorted by time (undated rows last); ``incomplete`` names those that may lack rows.

    ``secondary_care_takeover``: minutes; None is *no takeover* (settled); 0 for a birth in hospital.
    ``ambulance`` None: none was used, unless ``ambulance_unknown``.
    """

    birth: Birth
    label: str = ""
    vsv: str | None = None
    mother: Mother = field(default_factory=Mother)
    secondary_care_takeover: int | None = None
    blood_loss: tuple[BloodLoss, ...] = ()
    vitals: tuple[Vitals, ...] = ()
    medication: tuple[Medication, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    calls: tuple[Call, ...] = ()
    staff: tuple[Staff, ...] = ()
    labs: tuple[Lab, ...] = ()
    blood_products: tuple[BloodProduct, ...] = ()
    incomplete: frozenset[str] = frozenset()
    clear_fluids_before_blood_ml: int | None = None
    ambulance: Ambulance | None = None
    ambulance_unknown: bool = False
    aftercare: Aftercare = field(default_factory=Aftercare)
    outcome: Outcome = field(default_factory=Outcome)
