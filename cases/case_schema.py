"""PURE. The keys of the case format ``fluxus-case/1`` as one table: type, unit, range, allowed codes.

Reader, writer, form and database choices all follow this table; nobody else lists keys or codes.
Source: the design page of the case format; units and codes are those of the obstetric record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.case_codes import (
    AGE_BANDS,
    ANSWERS,
    BMI_BANDS,
    CALL_MODES,
    CALLED,
    CARE_LEVELS,
    CAUSES,
    COMPLICATIONS,
    CONSCIOUSNESS,
    DOUBTFUL,
    DRUG_UNITS,
    GRADES,
    INTERVENTIONS,
    METHODS,
    MODES,
    PERINEUM,
    PLACES,
    PRODUCTS,
    PURPOSES,
    REMOVALS,
    RISK_FACTORS,
    ROLES,
    ROUTES,
    TESTS,
    UNITS,
    URGENCIES,
)
from cases.screening.facts import SECTIONS

FORMAT: Final = "fluxus-case/1"
NEVER_CODE: Final = "never"
MAX_ROWS: Final = 5000
"""More rows than one row a minute for three days is not a record of one case."""


class Kind(StrEnum):
    """How a value is written and read."""

    TIME = "time"
    TIME_OR_NEVER = "time_or_never"
    WHOLE = "whole"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    ANSWER = "answer"
    TEXT = "text"
    GESTATION = "gestation"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``low`` and ``high`` are inclusive (text: ``high`` is the longest length)."""

    name: str
    kind: Kind
    low: float = 0
    high: float = 0
    unit: str = ""
    codes: tuple[str, ...] = ()
    required: bool = False
    fact: str = ""

    @property
    def attribute(self) -> str:
        """The name of the same value in the facts."""
        return self.fact or self.name


def _time(name: str, *, required: bool = False) -> Key:
    return Key(name, Kind.TIME, required=required)


def _code(name: str, codes: Iterable[str], *, required: bool = False) -> Key:
    return Key(name, Kind.CODE, codes=tuple(codes), required=required)


def _codes(name: str, codes: Iterable[str]) -> Key:
    return Key(name, Kind.CODES, codes=tuple(codes))


def _whole(name: str, low: int, high: int, unit: str = "", *, required: bool = False) -> Key:
    return Key(name, Kind.WHOLE, low, high, unit, required=required)


def _number(name: str, low: float, high: float, unit: str = "") -> Key:
    return Key(name, Kind.NUMBER, low, high, unit)


def _text(name: str, longest: int) -> Key:
    return Key(name, Kind.TEXT, high=longest)


def _answers(*names: str) -> tuple[Key, ...]:
    return tuple(Key(name, Kind.ANSWER, codes=ANSWERS) for name in names)


MOTHER: Final = (
    _code("age_band", AGE_BANDS),
    _whole("parity", 0, 30),
    Key("gestation", Kind.GESTATION, 16 * 7, 45 * 7, fact="gestation_days"),
    _whole("fetuses", 1, 5),
    _code("bmi_band", BMI_BANDS),
    *_answers("high_risk_known"),
    _codes("risk_factors", RISK_FACTORS),
    *_answers(
        "prevention_plan",
        "deviation_documented",
        "hypertension",
        "asthma",
        "heart_disease",
        "tranexamic_acid_contraindicated",
        "refuses_blood_products",
    ),
)
BIRTH: Final = (
    _time("time", required=True),
    _code("place", PLACES, required=True),
    _code("mode", MODES, required=True),
    *_answers("prophylaxis_declined"),
    Key("placenta_delivered", Kind.TIME_OR_NEVER),
    _code("placenta_removal", REMOVALS),
    _code("placenta_complete", (*ANSWERS, DOUBTFUL)),
    _codes("perineum", PERINEUM),
    _codes("causes", CAUSES),
    _time("bleeding_started"),
    Key("bleeding_controlled", Kind.TIME_OR_NEVER),
)
AMBULANCE: Final = (
    _time("requested"),
    _code("urgency", URGENCIES),
    _time("on_scene"),
    _time("departed"),
    _time("at_hospital"),
)
AFTERCARE: Final = _answers(
    "sbar_handover",
    "haemoglobin_checked",
    "debrief_team",
    "debrief_woman",
    "thrombosis_risk_assessed",
    "iron_plan",
    "facts_in_record_and_told",
)
OUTCOME: Final = (
    _whole("total_loss_ml", 0, 15000, "ml"),
    _text("total_loss_note", 1000),
    _number("lowest_haemoglobin_mmol_l", 1.5, 10.5, "mmol/l"),
    _whole("red_cells_total", 0, 80),
    _code("care_level", CARE_LEVELS),
    *_answers("hysterectomy", "embolisation", "relaparotomy", "death"),
    _codes("complications", COMPLICATIONS),
)
REVIEW: Final = (_text("went_well", 4000), _text("learning_point", 4000), _code("grade", GRADES))

BLOOD_LOSS: Final = (
    _time("time", required=True),
    _whole("cumulative_ml", 0, 15000, "ml", required=True),
    _code("method", METHODS),
)
VITALS: Final = (
    _time("time", required=True),
    _whole("heart_rate", 30, 220, "/min"),
    _whole("systolic", 40, 250, "mmHg"),
    _whole("diastolic", 20, 150, "mmHg"),
    _whole("spo2", 50, 100, "%"),
    _whole("respiratory_rate", 4, 60, "/min"),
    _number("temperature_c", 32.0, 42.0, "°C"),
    _code("consciousness", CONSCIOUSNESS),
    _whole("urine_ml", 0, 3000, "ml"),
)
MEDICATION: Final = (
    _time("time"),
    _code("drug", DRUG_UNITS, required=True),
    _number("dose", 0, 1_000_000),
    _code("unit", UNITS),
    _code("route", ROUTES),
    _code("purpose", PURPOSES),
    _code("given_by", ROLES),
)
LABS: Final = (
    _time("sampled"),
    _time("resulted"),
    _codes("tests", TESTS),
    _number("haemoglobin_mmol_l", 1.5, 10.5, "mmol/l"),
    _whole("platelets_10e9_l", 5, 800, "10⁹/l"),
    _number("fibrinogen_g_l", 0.1, 9.0, "g/l"),
    _number("lactate_mmol_l", 0.3, 20, "mmol/l"),
    _number("calcium_mmol_l", 0.5, 1.6, "mmol/l"),
    _number("inr", 0.8, 10),
    _whole("fibtem_a5_mm", 0, 40, "mm"),
)
ROWS: Final[dict[str, tuple[Key, ...]]] = {
    "blood_loss": BLOOD_LOSS,
    "vitals": VITALS,
    "medication": MEDICATION,
    "interventions": (_time("time"), _code("kind", INTERVENTIONS, required=True)),
    "calls": (
        _code("role", CALLED, required=True),
        _time("called"),
        _time("arrived"),
        _code("mode", CALL_MODES),
    ),
    "staff": (_code("role", ROLES, required=True), _time("present_from"), _time("present_until")),
    "labs": LABS,
    "blood_products": (
        _time("ordered"),
        _time("started"),
        _code("product", PRODUCTS, required=True),
        _number("units", 0, 100_000),
    ),
}
TOP: Final = (
    _text("label", 120),
    _text("vsv", 60),
    Key("incomplete_sections", Kind.CODES, codes=SECTIONS, fact="incomplete"),
    _time("secondary_care_takeover"),
    _whole("clear_fluids_before_blood_ml", 0, 10000, "ml"),
)
OBJECTS: Final[dict[str, tuple[Key, ...]]] = {
    "mother": MOTHER,
    "birth": BIRTH,
    "ambulance": AMBULANCE,
    "aftercare": AFTERCARE,
    "outcome": OUTCOME,
}
IN_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "birth": ("bleeding_started", "bleeding_controlled"),
    "ambulance": ("requested", "on_scene", "departed", "at_hospital"),
    "calls": ("called", "arrived"),
    "staff": ("present_from", "present_until"),
    "labs": ("sampled", "resulted"),
}
"""Moments that cannot lie before the moment that stands in front of them."""
