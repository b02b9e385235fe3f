"""Lines as midwives write them in a record, with the rows that they mean: written before the grammar was.

Born at 21:00 on 9 March 2025. A row is (list, {key: value}); a moment is the clock time in Amsterdam.
"""

import re
from datetime import datetime

import pytest

from cases.case_problems import BadValue
from cases.case_values import AMSTERDAM
from cases.quick import QuickRow, read_line

BIRTH = datetime(2025, 3, 9, 21, 0, tzinfo=AMSTERDAM)
M = "medication"
LINES = {
    "2105 300 geschat": [("blood_loss", {"time": "21:05", "cumulative_ml": 300, "method": "estimated"})],
    "21.12 500 ml gewogen": [("blood_loss", {"time": "21:12", "cumulative_ml": 500, "method": "weighed"})],
    "+20 bv 650 w": [("blood_loss", {"time": "21:20", "cumulative_ml": 650, "method": "weighed"})],
    "2125 totaal 800 g": None,
    "2130 bloedverlies 900 opvangzak": [
        ("blood_loss", {"time": "21:30", "cumulative_ml": 900, "method": "collector"})
    ],
    "2131 TBV 950": [("blood_loss", {"time": "21:31", "cumulative_ml": 950})],
    "0005 1900 gew": [("blood_loss", {"time": "00:05+1", "cumulative_ml": 1900, "method": "weighed"})],
    "2107 p110 rr95/60": [("vitals", {"time": "21:07", "heart_rate": 110, "systolic": 95, "diastolic": 60})],
    "2107 pols 110, RR 95/60, sat 98%": [
        ("vitals", {"time": "21:07", "heart_rate": 110, "systolic": 95, "diastolic": 60, "spo2": 98})
    ],
    "2107 hf 110 bd 95/60": [
        ("vitals", {"time": "21:07", "heart_rate": 110, "systolic": 95, "diastolic": 60})
    ],
    "2108 temp 36.4": [("vitals", {"time": "21:08", "temperature_c": 36.4})],
    "2108 T 36,4 AF 18": [("vitals", {"time": "21:08", "temperature_c": 36.4, "respiratory_rate": 18})],
    "2109 avpu v": [("vitals", {"time": "21:09", "consciousness": "V"})],
    "2110 diurese 200": [("vitals", {"time": "21:10", "urine_ml": 200})],
    "2102 oxytocine 5 ie im profylaxe": [
        (
            M,
            {
                "time": "21:02",
                "drug": "oxytocin",
                "dose": 5,
                "unit": "IU",
                "route": "im",
                "purpose": "prophylaxis",
            },
        )
    ],
    "2102 syntocinon 10 E i.m. preventief": [
        (
            M,
            {
                "time": "21:02",
                "drug": "oxytocin",
                "dose": 10,
                "unit": "IU",
                "route": "im",
                "purpose": "prophylaxis",
            },
        )
    ],
    "2140 Syntocinon 10 IE iv behandeling": [
        (
            M,
            {
                "time": "21:40",
                "drug": "oxytocin",
                "dose": 10,
                "unit": "IU",
                "route": "iv_bolus",
                "purpose": "treatment",
            },
        )
    ],
    "2140 oxy 10ie pomp": [
        (
            M,
            {
                "time": "21:40",
                "drug": "oxytocin",
                "dose": 10,
                "unit": "IU",
                "route": "iv_infusion",
                "purpose": "treatment",
            },
        )
    ],
    "2145 methergin 0,2 mg im": [
        (
            M,
            {
                "time": "21:45",
                "drug": "methylergometrine",
                "dose": 0.2,
                "unit": "mg",
                "route": "im",
                "purpose": "treatment",
            },
        )
    ],
    "2145 miso 800 rectaal": [
        (
            M,
            {
                "time": "21:45",
                "drug": "misoprostol",
                "dose": 800,
                "unit": "ug",
                "route": "rectal",
                "purpose": "treatment",
            },
        )
    ],
    "2145 cytotec 800 mcg sl": [
        (
            M,
            {
                "time": "21:45",
                "drug": "misoprostol",
                "dose": 800,
                "unit": "ug",
                "route": "sublingual",
                "purpose": "treatment",
            },
        )
    ],
    "2150 nalador 500 ug pomp": [
        (
            M,
            {
                "time": "21:50",
                "drug": "sulprostone",
                "dose": 500,
                "unit": "ug",
                "route": "iv_infusion",
                "purpose": "treatment",
            },
        )
    ],
    "2150 cyklokapron 1 gram iv": [
        (
            M,
            {
                "time": "21:50",
                "drug": "tranexamic_acid",
                "dose": 1,
                "unit": "g",
                "route": "iv_bolus",
                "purpose": "treatment",
            },
        )
    ],
    "2150 txa 1g": [
        (M, {"time": "21:50", "drug": "tranexamic_acid", "dose": 1, "unit": "g", "purpose": "treatment"})
    ],
    "2150 pabal 100 iv": [
        (
            M,
            {
                "time": "21:50",
                "drug": "carbetocin",
                "dose": 100,
                "unit": "ug",
                "route": "iv_bolus",
                "purpose": "treatment",
            },
        )
    ],
    "2150 txa 1 mg iv": None,
    "? txa 1 iv": [(M, {"drug": "tranexamic_acid", "dose": 1, "unit": "g", "route": "iv_bolus"})],
    "2109 massage": [("interventions", {"time": "21:09", "kind": "uterine_massage"})],
    "2109 fundusmassage": [("interventions", {"time": "21:09", "kind": "uterine_massage"})],
    "2110 CAD": [("interventions", {"time": "21:10", "kind": "bladder_catheter"})],
    "2110 blaas gekatheteriseerd": [("interventions", {"time": "21:10", "kind": "bladder_catheter"})],
    "2111 infuus": [("interventions", {"time": "21:11", "kind": "iv_line"})],
    "2111 tweede infuus": [("interventions", {"time": "21:11", "kind": "iv_line"})],
    "2111 waaknaald": [("interventions", {"time": "21:11", "kind": "iv_line"})],
    "2112 o2": [("interventions", {"time": "21:12", "kind": "oxygen"})],
    "2112 zuurstof": [("interventions", {"time": "21:12", "kind": "oxygen"})],
    "2113 inspectie geboortekanaal": [
        ("interventions", {"time": "21:13", "kind": "genital_tract_inspection"})
    ],
    "2114 bimanuele compressie": [("interventions", {"time": "21:14", "kind": "bimanual_compression"})],
    "2215 mpv": [("interventions", {"time": "22:15", "kind": "manual_placenta_removal"})],
    "2220 bakri": [("interventions", {"time": "22:20", "kind": "balloon_tamponade"})],
    "2220 B-Lynch": [("interventions", {"time": "22:20", "kind": "compression_suture"})],
    "2230 embolisatie": [("interventions", {"time": "22:30", "kind": "embolisation"})],
    "2240 uterusextirpatie": [("interventions", {"time": "22:40", "kind": "hysterectomy"})],
    "2112 gyn gebeld": [("calls", {"called": "21:12", "role": "gynaecologist", "mode": "in_person"})],
    "2112 gynaecoloog gebeld, aanwezig 2125": [
        ("calls", {"called": "21:12", "arrived": "21:25", "role": "gynaecologist", "mode": "in_person"})
    ],
    "2112 tel overleg gyn": [("calls", {"called": "21:12", "role": "gynaecologist", "mode": "phone"})],
    "2112 overleg gynaecoloog telefonisch": [
        ("calls", {"called": "21:12", "role": "gynaecologist", "mode": "phone"})
    ],
    "2115 anesthesist gewaarschuwd": [
        ("calls", {"called": "21:15", "role": "anaesthesiologist", "mode": "in_person"})
    ],
    "2115 OK-team gebeld": [("calls", {"called": "21:15", "role": "theatre_team", "mode": "in_person"})],
    "2116 MBP gestart": [
        ("calls", {"called": "21:16", "role": "massive_transfusion_protocol", "mode": "in_person"})
    ],
    "2116 massaal bloedingsprotocol": [
        ("calls", {"called": "21:16", "role": "massive_transfusion_protocol"})
    ],
    "2120 gyn aanwezig": [("staff", {"present_from": "21:20", "role": "gynaecologist"})],
    "2120 gyn erbij": [("staff", {"present_from": "21:20", "role": "gynaecologist"})],
    "2100 vk aanwezig": [("staff", {"present_from": "21:00", "role": "midwife"})],
    "2100 verloskundige en kraamzorg aanwezig": [
        ("staff", {"present_from": "21:00", "role": "midwife"}),
        ("staff", {"present_from": "21:00", "role": "maternity_assistant"}),
    ],
    "2120 anesthesist aanwezig tot 2230": [
        ("staff", {"present_from": "21:20", "present_until": "22:30", "role": "anaesthesiologist"})
    ],
    "2135 hb 5,1 fib 1,8": [
        (
            "labs",
            {
                "sampled": "21:35",
                "haemoglobin_mmol_l": 5.1,
                "fibrinogen_g_l": 1.8,
                "tests": ["haemoglobin", "fibrinogen"],
            },
        )
    ],
    "2135 lab": [("labs", {"sampled": "21:35"})],
    "2135 lab hb stolling kruisbloed": [
        ("labs", {"sampled": "21:35", "tests": ["haemoglobin", "crossmatch", "coagulation"]})
    ],
    "2135 trombo 95 inr 1,4": [
        (
            "labs",
            {"sampled": "21:35", "platelets_10e9_l": 95, "inr": 1.4, "tests": ["platelets", "coagulation"]},
        )
    ],
    "2135 lactaat 3.2": [("labs", {"sampled": "21:35", "lactate_mmol_l": 3.2, "tests": ["lactate"]})],
    "2135 rotem": [("labs", {"sampled": "21:35", "tests": ["viscoelastic"]})],
    "2130 2 ec": [("blood_products", {"started": "21:30", "product": "red_cells", "units": 2})],
    "2130 2 packed cells": [("blood_products", {"started": "21:30", "product": "red_cells", "units": 2})],
    "2130 2 ec besteld": [("blood_products", {"ordered": "21:30", "product": "red_cells", "units": 2})],
    "2130 2 ffp": [("blood_products", {"started": "21:30", "product": "plasma", "units": 2})],
    "2130 omniplasma 2": [("blood_products", {"started": "21:30", "product": "plasma", "units": 2})],
    "2130 fibrinogeen 2 g": [("blood_products", {"started": "21:30", "product": "fibrinogen", "units": 2})],
    "2130 haemocomplettan 4 gram": [
        ("blood_products", {"started": "21:30", "product": "fibrinogen", "units": 4})
    ],
    "2107 600 w p 110 rr 95/60": [
        ("blood_loss", {"time": "21:07", "cumulative_ml": 600, "method": "weighed"}),
        ("vitals", {"time": "21:07", "heart_rate": 110, "systolic": 95, "diastolic": 60}),
    ],
    "2200 onder controle": [("", {"birth.bleeding_controlled": "22:00"})],
    "2200 bloeding gestopt": [("", {"birth.bleeding_controlled": "22:00"})],
    "2150 placenta": [("", {"birth.placenta_delivered": "21:50"})],
    "2150 placenta geboren, compleet": [
        ("", {"birth.placenta_delivered": "21:50", "birth.placenta_complete": "yes"})
    ],
    "2145 overname tweede lijn": [("", {"secondary_care_takeover": "21:45"})],
    "2130 ambulance a1 gebeld": [("", {"ambulance.requested": "21:30", "ambulance.urgency": "A1"})],
    "2142 ambulance ter plaatse": [("", {"ambulance.on_scene": "21:42"})],
    "2155 ambulance vertrokken": [("", {"ambulance.departed": "21:55"})],
    "2210 aankomst ziekenhuis": [("", {"ambulance.at_hospital": "22:10"})],
    "massage": None,
    "2575 massage": None,
    "2110 masage": None,
    "2110 gyn": None,
    "2110 p 900": None,
    "2110 gyn gebeld ivm onrust": None,
}


def plain(value):
    """Return a value of the table in the case format."""
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d(\+1)?", value):
        return f"2025-03-{10 if value.endswith('+1') else '09'}T{value[:5]}+01:00"
    return sorted(value) if isinstance(value, list) else value


def read(line):
    """Return what a line says as the table writes it."""
    rows, answers = [], {}
    for item in read_line(line, BIRTH).items:
        if isinstance(item, QuickRow):
            rows.append((item.section, {key: plain(value) for key, value in item.row.items()}))
        else:
            answers[item.path] = item.value
    return [*rows, *([("", answers)] if answers else [])]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_record_means_what_it_says(line):
    expected = LINES[line]
    if expected is None:
        with pytest.raises(BadValue):
            read_line(line, BIRTH)
        return
    assert read(line) == [(name, {key: plain(value) for key, value in row.items()}) for name, row in expected]
