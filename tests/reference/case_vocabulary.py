"""What the case generator chooses from: moments, volumes, drugs, steps, roles, tests."""

from datetime import UTC, datetime

BIRTH_TIMES = (  # a winter and a leap night, the nights on which the clock changes
    datetime(2024, 3, 9, 22, 40, tzinfo=UTC),
    datetime(2024, 2, 28, 22, 59, tzinfo=UTC),
    datetime(2024, 3, 31, 0, 50, tzinfo=UTC),
    datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
)
LIMITS = (0, 0, 5, 10, 10, 15, 15, 20, 25, 30, 30, 35, 45, 60)
VOLUMES = (0, 150, 250, 299, 300, 400, 499, 500, 501, 700, 900, 999, 1000, 1001, 1200, 1499, 1500, 1800)
LARGE_VOLUMES = (1999, 2000, 2200, 2600, 3500)
DRUGS = {
    "oxytocin": ("IU", (5, 10)),
    "carbetocin": ("ug", (100,)),
    "methylergometrine": ("mg", (0.2,)),
    "misoprostol": ("ug", (400, 800)),
    "sulprostone": ("ug", (500,)),
    "carboprost": ("ug", (250,)),
    "tranexamic_acid": ("g", (1.0, 1.0, 1.0, 0.5, 0.5, 0.3, 0.6, 0.4, 0.9, 1.1, 0.89, 1.11, 2.0)),
    "antibiotic": ("g", (2,)),
}
KINDS = (
    *("uterine_massage", "bimanual_compression", "bladder_catheter", "oxygen", "genital_tract_inspection"),
    *("suturing", "manual_placenta_removal", "uterine_exploration", "balloon_tamponade", "hysterectomy"),
    *("compression_suture", "vessel_ligation", "embolisation", "uterine_repositioning", "aortic_compression"),
    *("active_warming", "iv_line", "iv_line", "iv_line", "iv_line", "iv_line", "oxygen", "balloon_tamponade"),
)
STAFF_ROLES = (
    *("midwife", "second_midwife", "hospital_midwife", "maternity_assistant", "obstetric_nurse", "resident"),
    *("gynaecologist", "anaesthesiologist", "anaesthetic_nurse", "theatre_nurse", "ambulance_nurse"),
    "general_practitioner",
)
CALL_ROLES = (
    *("gynaecologist", "anaesthesiologist", "theatre_team", "secondary_care", "massive_transfusion_protocol"),
    *("gynaecologist", "anaesthesiologist", "theatre_team", "secondary_care", "massive_transfusion_protocol"),
    *STAFF_ROLES,
)
TESTS = ("haemoglobin", "platelets", "fibrinogen", "crossmatch", "coagulation", "viscoelastic")
