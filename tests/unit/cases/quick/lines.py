"""Lines as people read them out of a record, and the rows that they are."""

from datetime import UTC, datetime
from typing import Any

from cases.quick import QuickAnswer, QuickRow, read_line

BIRTH = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)


def at(clock: str) -> str:
    day = "2025-03-10" if clock < "12" else "2025-03-09"
    return f"{day}T{clock}+01:00"


def said(line: str, birth: datetime = BIRTH) -> list[tuple[str, Any]]:
    """Return what a line says as pairs of list and row, or path and value."""
    return [pair(item) for item in read_line(line, birth).items]


def pair(item: QuickRow | QuickAnswer) -> tuple[str, Any]:
    return (item.section, dict(item.row)) if isinstance(item, QuickRow) else (item.path, item.value)


ROWS = [
    ("2350 500 gewogen", "blood_loss", {"time": at("23:50"), "cumulative_ml": 500, "method": "weighed"}),
    ("2350 500ml geschat", "blood_loss", {"time": at("23:50"), "cumulative_ml": 500, "method": "estimated"}),
    ("+35 1050", "blood_loss", {"time": at("00:15"), "cumulative_ml": 1050}),
    ("0010 800 cc zak", "blood_loss", {"time": at("00:10"), "cumulative_ml": 800, "method": "collector"}),
    ("0010 zak 800", "blood_loss", {"time": at("00:10"), "cumulative_ml": 800, "method": "collector"}),
    ("0010 bloedverlies 800", "blood_loss", {"time": at("00:10"), "cumulative_ml": 800}),
    (
        "0020 rr 95/60 p 125",
        "vitals",
        {"time": at("00:20"), "systolic": 95, "diastolic": 60, "heart_rate": 125},
    ),
    ("0020 95/- pols 125", "vitals", {"time": at("00:20"), "systolic": 95, "heart_rate": 125}),
    ("0020 RR 95", "vitals", {"time": at("00:20"), "systolic": 95}),
    ("0020 onderdruk 60", "vitals", {"time": at("00:20"), "diastolic": 60}),
    (
        "0020 p 110, sat 97, temp 36,2 urine 150 ml",
        "vitals",
        {"time": at("00:20"), "heart_rate": 110, "spo2": 97, "temperature_c": 36.2, "urine_ml": 150},
    ),
    (
        "0020 p110,sat97 t36.5 rr95/60",
        "vitals",
        {
            "time": at("00:20"),
            "heart_rate": 110,
            "systolic": 95,
            "diastolic": 60,
            "spo2": 97,
            "temperature_c": 36.5,
        },
    ),
    (
        "0020 P=110/min; RR: 95/60 mmHg sat 97%",
        "vitals",
        {"time": at("00:20"), "heart_rate": 110, "systolic": 95, "diastolic": 60, "spo2": 97},
    ),
    (
        "0020 af 18 avpu v diurese 0",
        "vitals",
        {"time": at("00:20"), "respiratory_rate": 18, "consciousness": "V", "urine_ml": 0},
    ),
    (
        "0055 txa 1 iv",
        "medication",
        {
            "time": at("00:55"),
            "drug": "tranexamic_acid",
            "dose": 1,
            "unit": "g",
            "route": "iv_bolus",
            "purpose": "treatment",
        },
    ),
    (
        "2341 oxytocine 10 ie im preventief",
        "medication",
        {
            "time": at("23:41"),
            "drug": "oxytocin",
            "dose": 10,
            "unit": "IU",
            "route": "im",
            "purpose": "prophylaxis",
        },
    ),
    ("2341 oxy", "medication", {"time": at("23:41"), "drug": "oxytocin"}),
    (
        "0010 methergin 0,2mg im",
        "medication",
        {
            "time": at("00:10"),
            "drug": "methylergometrine",
            "dose": 0.2,
            "unit": "mg",
            "route": "im",
            "purpose": "treatment",
        },
    ),
    (
        "2350 oxy10ie i.m., gegeven door vk",
        "medication",
        {
            "time": at("23:50"),
            "drug": "oxytocin",
            "dose": 10,
            "unit": "IU",
            "route": "im",
            "given_by": "midwife",
        },
    ),
    (
        "0030 oxytocine 10 eh in 500 nacl pomp",
        "medication",
        {
            "time": at("00:30"),
            "drug": "oxytocin",
            "dose": 10,
            "unit": "IU",
            "route": "iv_infusion",
            "purpose": "treatment",
        },
    ),
    (
        "0030 nalador 500 µg in 500 ml nacl 0,9% over 30 min iv infuus doel onbekend",
        "medication",
        {"time": at("00:30"), "drug": "sulprostone", "dose": 500, "unit": "ug", "route": "iv_infusion"},
    ),
    (
        "0030 calcium 1 g iv",
        "medication",
        {
            "time": at("00:30"),
            "drug": "calcium",
            "dose": 1,
            "unit": "g",
            "route": "iv_bolus",
            "purpose": "treatment",
        },
    ),
    ("? massage", "interventions", {"kind": "uterine_massage"}),
    ("2350 Infuus", "interventions", {"time": at("23:50"), "kind": "iv_line"}),
    ("2351 2e infuus", "interventions", {"time": at("23:51"), "kind": "iv_line"}),
    ("2351 o2", "interventions", {"time": at("23:51"), "kind": "oxygen"}),
    ("2351 cad geplaatst", "interventions", {"time": at("23:51"), "kind": "bladder_catheter"}),
    ("+11 min start mpv", "interventions", {"time": at("23:51"), "kind": "manual_placenta_removal"}),
    ("+11min mpv", "interventions", {"time": at("23:51"), "kind": "manual_placenta_removal"}),
    ("om 23u51 mpv", "interventions", {"time": at("23:51"), "kind": "manual_placenta_removal"}),
    (
        "2350 start oxytocinepomp 10 ie",
        "medication",
        {"time": at("23:50"), "drug": "oxytocin", "dose": 10, "unit": "IU", "route": "iv_infusion"},
    ),
    ("2351 B-Lynch", "interventions", {"time": at("23:51"), "kind": "compression_suture"}),
    (
        "2350 inspectie geboortekanaal",
        "interventions",
        {"time": at("23:50"), "kind": "genital_tract_inspection"},
    ),
    (
        "0012 aios gebeld 0027",
        "calls",
        {"role": "resident", "called": at("00:12"), "arrived": at("00:27"), "mode": "in_person"},
    ),
    (
        "0012 aios gebeld aanwezig 0027",
        "calls",
        {"role": "resident", "called": at("00:12"), "arrived": at("00:27"), "mode": "in_person"},
    ),
    (
        "gyn gebeld om 0012, komt om 0020",
        "calls",
        {"role": "gynaecologist", "called": at("00:12"), "arrived": at("00:20"), "mode": "in_person"},
    ),
    (
        "gyn gebeld 0012 aanwezig 0020",
        "calls",
        {"role": "gynaecologist", "called": at("00:12"), "arrived": at("00:20"), "mode": "in_person"},
    ),
    ("0012 gyn overleg", "calls", {"role": "gynaecologist", "called": at("00:12"), "mode": "phone"}),
    (
        "? telefonisch huisarts gebeld",
        "calls",
        {"role": "general_practitioner", "mode": "phone"},
    ),
    ("0012 gyn gebeld wijze onbekend", "calls", {"role": "gynaecologist", "called": at("00:12")}),
    (
        "gyn gebeld ? aanwezig 0020",
        "calls",
        {"role": "gynaecologist", "arrived": at("00:20"), "mode": "in_person"},
    ),
    (
        "0012 mbp gebeld",
        "calls",
        {"role": "massive_transfusion_protocol", "called": at("00:12"), "mode": "in_person"},
    ),
    (
        "0012 start mbp",
        "calls",
        {"role": "massive_transfusion_protocol", "called": at("00:12"), "mode": "in_person"},
    ),
    ("0040 gynaecoloog aanwezig", "staff", {"role": "gynaecologist", "present_from": at("00:40")}),
    ("gynaecoloog aanwezig 0040", "staff", {"role": "gynaecologist", "present_from": at("00:40")}),
    (
        "0040 tweede verloskundige er +90",
        "staff",
        {"role": "second_midwife", "present_from": at("00:40"), "present_until": at("01:10")},
    ),
    (
        "0040 gyn ter plaatse tot 0110",
        "staff",
        {"role": "gynaecologist", "present_from": at("00:40"), "present_until": at("01:10")},
    ),
    (
        "0040 lab hb 5,9 fib kruis",
        "labs",
        {
            "sampled": at("00:40"),
            "haemoglobin_mmol_l": 5.9,
            "tests": ["haemoglobin", "fibrinogen", "crossmatch"],
        },
    ),
    (
        "0040 hb5.1 fib 1.8 g/l",
        "labs",
        {
            "sampled": at("00:40"),
            "haemoglobin_mmol_l": 5.1,
            "fibrinogen_g_l": 1.8,
            "tests": ["haemoglobin", "fibrinogen"],
        },
    ),
    (
        "0040 inr 1,2 fibtem a5 12 ica 1,1 lactaat 2.4 trombo 180",
        "labs",
        {
            "sampled": at("00:40"),
            "tests": ["coagulation", "viscoelastic", "calcium", "lactate", "platelets"],
            "inr": 1.2,
            "fibtem_a5_mm": 12,
            "calcium_mmol_l": 1.1,
            "lactate_mmol_l": 2.4,
            "platelets_10e9_l": 180,
        },
    ),
    (
        "0040 hb 5,1 uitslag 0055",
        "labs",
        {
            "sampled": at("00:40"),
            "resulted": at("00:55"),
            "haemoglobin_mmol_l": 5.1,
            "tests": ["haemoglobin"],
        },
    ),
    (
        "0055 uitslag hb 5,1",
        "labs",
        {"resulted": at("00:55"), "haemoglobin_mmol_l": 5.1, "tests": ["haemoglobin"]},
    ),
    (
        "hb 5,1 verdere bepalingen onbekend afgenomen 0040 uitslag 0055",
        "labs",
        {"sampled": at("00:40"), "resulted": at("00:55"), "haemoglobin_mmol_l": 5.1},
    ),
    ("0040 bloedafname", "labs", {"sampled": at("00:40")}),
    ("0040 lab geen bepalingen", "labs", {"sampled": at("00:40"), "tests": []}),
    ("0110 2 ec", "blood_products", {"started": at("01:10"), "product": "red_cells", "units": 2}),
    ("0110 2 zakken ec", "blood_products", {"started": at("01:10"), "product": "red_cells", "units": 2}),
    ("0110 platelets 1", "blood_products", {"started": at("01:10"), "product": "platelets", "units": 1}),
    ("0110 plasma besteld", "blood_products", {"ordered": at("01:10"), "product": "plasma"}),
    (
        "0110 2 ec besteld gestart 0130",
        "blood_products",
        {"ordered": at("01:10"), "started": at("01:30"), "product": "red_cells", "units": 2},
    ),
    (
        "0130 2 ec besteld 0110",
        "blood_products",
        {"ordered": at("01:10"), "started": at("01:30"), "product": "red_cells", "units": 2},
    ),
    (
        "0110 fibrinogeen gegeven 2 g",
        "blood_products",
        {"started": at("01:10"), "product": "fibrinogen", "units": 2},
    ),
    ("0110 fibrinogeen 2 g", "blood_products", {"started": at("01:10"), "product": "fibrinogen", "units": 2}),
    (
        "0110 cofact 1000 ie",
        "blood_products",
        {"started": at("01:10"), "product": "prothrombin_complex", "units": 1000},
    ),
]

ANSWERS = [
    ("0200 onder controle", [("birth.bleeding_controlled", at("02:00"))]),
    ("0200 bleeding under control", [("birth.bleeding_controlled", at("02:00"))]),
    ("2345 bloeding begonnen", [("birth.bleeding_started", at("23:45"))]),
    ("0045 overname", [("secondary_care_takeover", at("00:45"))]),
    (
        "0050 placenta compleet spontaan",
        [
            ("birth.placenta_delivered", at("00:50")),
            ("birth.placenta_removal", "spontaneous"),
            ("birth.placenta_complete", "yes"),
        ],
    ),
    ("? placenta niet compleet", [("birth.placenta_complete", "no")]),
    ("placenta geboren 0050", [("birth.placenta_delivered", at("00:50"))]),
    ("0030 ambulance a1 gebeld", [("ambulance.requested", at("00:30")), ("ambulance.urgency", "A1")]),
    ("0042 ambulance ter plaatse", [("ambulance.on_scene", at("00:42"))]),
    ("0050 vertrokken", [("ambulance.departed", at("00:50"))]),
    ("0105 in het ziekenhuis", [("ambulance.at_hospital", at("01:05"))]),
    (
        "0030 ambulance gebeld a1 ter plaatse 0042 vertrokken 0050 in ziekenhuis 0105",
        [
            ("ambulance.on_scene", at("00:42")),
            ("ambulance.departed", at("00:50")),
            ("ambulance.at_hospital", at("01:05")),
            ("ambulance.requested", at("00:30")),
            ("ambulance.urgency", "A1"),
        ],
    ),
    ("? helder vocht 1500 ml", [("clear_fluids_before_blood_ml", 1500)]),
]

SEVERAL = [
    ("2350 massage cad infuus", ["uterine_massage", "bladder_catheter", "iv_line"]),
    ("2350 massage/cad en tweede infuus ingebracht", ["uterine_massage", "bladder_catheter", "iv_line"]),
    ("2350 massage + cad en infuus", ["uterine_massage", "bladder_catheter", "iv_line"]),
    ("2350 vk en kraam aanwezig", ["midwife", "maternity_assistant"]),
    ("2350 gyn anes gebeld", ["gynaecologist", "anaesthesiologist"]),
    ("2350 gyn gebeld vk aanwezig", ["gynaecologist", "midwife"]),
    ("2350 oxytocine 10 im massage txa 1 iv", ["oxytocin", "uterine_massage", "tranexamic_acid"]),
    ("2350 oxytocine 10 im txa 1", ["oxytocin", "tranexamic_acid"]),
    ("2350 10 ie oxytocine en 2 ec", ["oxytocin", "red_cells"]),
    ("2350 2 ec 1 plasma", ["red_cells", "plasma"]),
    ("2350 mpv overname", ["manual_placenta_removal", "secondary_care_takeover"]),
]
