"""PURE. The codes of the case format: what a value may say, and which unit belongs to which drug."""

from typing import Final

from cases.screening.facts import Answer

ANSWERS: Final = tuple(answer.value for answer in Answer)
AGE_BANDS: Final = ("<20", "20-24", "25-29", "30-34", "35-39", "40-44", ">=45")
BMI_BANDS: Final = ("<18.5", "18.5-24.9", "25-29.9", "30-34.9", ">=35")
RISK_FACTORS: Final = (
    "previous_pph",
    "previous_manual_removal",
    "previous_caesarean",
    "placenta_praevia_accreta",
    "multiple",
    "polyhydramnios",
    "macrosomia",
    "grand_multiparity",
    "fibroids",
    "coagulation_disorder",
    "anticoagulation",
    "pre_eclampsia",
    "induction_augmentation",
    "prolonged_labour",
    "chorioamnionitis",
    "assisted_birth",
    "anaemia",
    "obesity",
    "other",
)
PLACES: Final = ("home", "birth_centre", "midwife_led_hospital", "hospital")
MODES: Final = ("spontaneous", "vacuum", "forceps", "planned_caesarean", "emergency_caesarean")
CAESAREANS: Final = frozenset({"planned_caesarean", "emergency_caesarean"})
REMOVALS: Final = ("spontaneous", "controlled_cord_traction", "manual", "caesarean", "hysterectomy")
PERINEUM: Final = (
    "intact",
    "first",
    "second",
    "third_a",
    "third_b",
    "third_c",
    "fourth",
    "episiotomy",
    "vaginal",
    "cervical",
    "uterine_rupture",
)
CAUSES: Final = ("tone", "trauma", "tissue", "thrombin", "inversion")
METHODS: Final = ("weighed", "collector", "estimated")
CONSCIOUSNESS: Final = ("A", "V", "P", "U")
DRUG_UNITS: Final = {
    "oxytocin": "IU",
    "carbetocin": "ug",
    "methylergometrine": "mg",
    "misoprostol": "ug",
    "sulprostone": "ug",
    "carboprost": "ug",
    "tranexamic_acid": "g",
    "calcium": "g",
    "antibiotic": "g",
}
UNITS: Final = ("IU", "ug", "mg", "g")
ROUTES: Final = ("im", "iv_bolus", "iv_infusion", "sublingual", "rectal", "oral", "intramyometrial")
PURPOSES: Final = ("prophylaxis", "treatment")
INTERVENTIONS: Final = (
    "uterine_massage",
    "bimanual_compression",
    "bladder_catheter",
    "iv_line",
    "oxygen",
    "genital_tract_inspection",
    "manual_placenta_removal",
    "uterine_exploration",
    "suturing",
    "balloon_tamponade",
    "compression_suture",
    "vessel_ligation",
    "embolisation",
    "hysterectomy",
    "uterine_repositioning",
    "aortic_compression",
    "active_warming",
    "cell_salvage",
)
ROLES: Final = (
    "midwife",
    "second_midwife",
    "hospital_midwife",
    "maternity_assistant",
    "obstetric_nurse",
    "resident",
    "gynaecologist",
    "anaesthesiologist",
    "anaesthetic_nurse",
    "theatre_nurse",
    "ambulance_nurse",
    "general_practitioner",
)
CALLED: Final = (*ROLES, "theatre_team", "secondary_care", "massive_transfusion_protocol")
CALL_MODES: Final = ("in_person", "phone")
TESTS: Final = (
    "haemoglobin",
    "platelets",
    "fibrinogen",
    "crossmatch",
    "coagulation",
    "lactate",
    "calcium",
    "viscoelastic",
)
TEST_OF_VALUE: Final = {
    "haemoglobin_mmol_l": "haemoglobin",
    "platelets_10e9_l": "platelets",
    "fibrinogen_g_l": "fibrinogen",
    "lactate_mmol_l": "lactate",
    "calcium_mmol_l": "calcium",
    "inr": "coagulation",
    "fibtem_a5_mm": "viscoelastic",
}
PRODUCTS: Final = ("red_cells", "plasma", "platelets", "fibrinogen", "prothrombin_complex")
URGENCIES: Final = ("A0", "A1", "A2", "B")
CARE_LEVELS: Final = ("none", "high_care", "intensive_care")
COMPLICATIONS: Final = ("dic", "renal_failure", "thrombosis", "sheehan", "ptsd", "other")
GRADES: Final = ("A", "B", "C", "D")
DOUBTFUL: Final = "doubtful"
USUAL_MAXIMUM_DOSE: Final = {
    "oxytocin": 40,
    "carbetocin": 100,
    "methylergometrine": 0.5,
    "misoprostol": 1000,
    "sulprostone": 1500,
    "carboprost": 500,
    "tranexamic_acid": 2,
    "calcium": 4,
    "antibiotic": 4,
}
"""Above this a single entry is worth a second look, in the unit of the drug (local choice)."""
UNLIKELY_JUMP_ML: Final = 1500
