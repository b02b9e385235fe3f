"""An example written for these tests: a midwife-led birth that uses every key of the case format."""

from copy import deepcopy
from typing import Any

NOW = "2025-11-30T12:00+01:00"

_CASE: dict[str, Any] = {
    "format": "fluxus-case/1",
    "label": "Oefencasus poliklinisch",
    "vsv": "rivierenland",
    "incomplete_sections": ["vitals"],
    "mother": {
        "age_band": ">=45",
        "parity": 3,
        "gestation": "41+2",
        "fetuses": 1,
        "bmi_band": "30-34.9",
        "high_risk_known": "yes",
        "risk_factors": ["previous_pph", "obesity"],
        "prevention_plan": "yes",
        "deviation_documented": "no",
        "hypertension": "no",
        "asthma": "unknown",
        "heart_disease": "not_applicable",
        "tranexamic_acid_contraindicated": "no",
        "refuses_blood_products": "no",
    },
    "birth": {
        "time": "2025-10-25T23:10+02:00",
        "place": "midwife_led_hospital",
        "mode": "spontaneous",
        "prophylaxis_declined": "no",
        "placenta_delivered": "2025-10-25T23:31+02:00",
        "placenta_removal": "controlled_cord_traction",
        "placenta_complete": "doubtful",
        "perineum": ["second", "cervical"],
        "causes": ["tone", "trauma"],
        "bleeding_started": "2025-10-25T23:33+02:00",
        "bleeding_controlled": "2025-10-26T00:40+02:00",
    },
    "secondary_care_takeover": "2025-10-25T23:50+02:00",
    "blood_loss": [
        {"time": "2025-10-25T23:48+02:00", "cumulative_ml": 900, "method": "weighed"},
        {"time": "2025-10-25T23:35+02:00", "cumulative_ml": 400, "method": "estimated"},
        {"time": "2025-10-26T00:20+02:00", "cumulative_ml": 1400, "method": "collector"},
    ],
    "vitals": [
        {
            "time": "2025-10-25T23:40+02:00",
            "heart_rate": 104,
            "systolic": 108,
            "diastolic": 62,
            "spo2": 98,
            "respiratory_rate": 18,
            "temperature_c": 36.4,
            "consciousness": "A",
            "urine_ml": 150,
        }
    ],
    "medication": [
        {
            "time": "2025-10-25T23:11+02:00",
            "drug": "oxytocin",
            "dose": 5,
            "unit": "IU",
            "route": "im",
            "purpose": "prophylaxis",
            "given_by": "midwife",
        },
        {
            "time": None,
            "drug": "tranexamic_acid",
            "dose": 1.0,
            "unit": "g",
            "route": "iv_bolus",
            "purpose": "treatment",
        },
        {"time": "2025-10-25T23:38+02:00", "drug": "oxytocin", "purpose": "treatment"},
    ],
    "interventions": [
        {"time": "2025-10-25T23:37+02:00", "kind": "uterine_massage"},
        {"time": None, "kind": "bladder_catheter"},
    ],
    "calls": [
        {
            "role": "gynaecologist",
            "called": "2025-10-25T23:45+02:00",
            "arrived": "2025-10-25T23:50+02:00",
            "mode": "in_person",
        }
    ],
    "staff": [
        {
            "role": "midwife",
            "present_from": "2025-10-25T20:00+02:00",
            "present_until": "2025-10-26T00:10+02:00",
        }
    ],
    "labs": [
        {
            "sampled": "2025-10-25T23:55+02:00",
            "resulted": "2025-10-26T00:15+02:00",
            "tests": ["crossmatch"],
            "haemoglobin_mmol_l": 5.9,
            "platelets_10e9_l": 180,
            "fibrinogen_g_l": 2.4,
            "lactate_mmol_l": 1.8,
            "calcium_mmol_l": 1.1,
            "inr": 1.0,
            "fibtem_a5_mm": 12,
        }
    ],
    "blood_products": [
        {
            "ordered": "2025-10-26T00:05+02:00",
            "started": "2025-10-26T00:25+02:00",
            "product": "red_cells",
            "units": 2,
        }
    ],
    "clear_fluids_before_blood_ml": 1500,
    "ambulance": {
        "requested": "2025-10-25T23:40+02:00",
        "urgency": "A1",
        "on_scene": "2025-10-25T23:44+02:00",
        "departed": "2025-10-25T23:46+02:00",
        "at_hospital": "2025-10-25T23:49+02:00",
    },
    "aftercare": {
        "sbar_handover": "yes",
        "haemoglobin_checked": "yes",
        "debrief_team": "no",
        "debrief_woman": "yes",
        "thrombosis_risk_assessed": "unknown",
        "iron_plan": "yes",
        "facts_in_record_and_told": "yes",
    },
    "outcome": {
        "total_loss_ml": 1600,
        "total_loss_note": "Nog 200 ml gewogen op de kraamafdeling",
        "lowest_haemoglobin_mmol_l": 5.2,
        "red_cells_total": 2,
        "care_level": "high_care",
        "hysterectomy": "no",
        "embolisation": "no",
        "relaparotomy": "no",
        "death": "no",
        "complications": ["other"],
    },
    "review": {"went_well": "Er werd meteen gewogen", "learning_point": "", "grade": "B", "findings": {}},
}


def full_case() -> dict[str, Any]:
    """Return a fresh copy with every key filled in."""
    return deepcopy(_CASE)


def small_case(**changes: Any) -> dict[str, Any]:
    """Return the least that is a case, with top-level keys replaced or added."""
    return {
        "format": "fluxus-case/1",
        "birth": {"time": "2025-03-09T23:40+01:00", "place": "hospital", "mode": "spontaneous"},
        "blood_loss": [{"time": "2025-03-09T23:50+01:00", "cumulative_ml": 600}],
        **changes,
    }
