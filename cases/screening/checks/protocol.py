"""PURE. The 23 protocol checks: whether it was done. One row per check."""

from typing import Final

from cases.screening.care import CATHETER, MASSAGE, OXYGEN
from cases.screening.checks import answers, bedside, gaps
from cases.screening.checks.check import Check
from cases.screening.checks.clotting import low_fibrinogen
from cases.screening.checks.contraindications import contraindicated_uterotonic
from cases.screening.checks.delay import SECOND, UTEROTONIC, second_start
from cases.screening.checks.tranexamic_acid import dose_given
from cases.screening.checks.tranexamic_repeat import repeated
from cases.screening.judging import Timed, from_care, from_trigger
from cases.screening.view import NO_INVERSION, NOT_TRAUMA_ONLY, TAKEN_OVER, TONE, VAGINAL
from fluxus.texts import Text

_PERSISTENT: Final = from_trigger("persistence_min")
_IN_HOSPITAL: Final = from_care("hospital_persistence_min")

PROTOCOL: Final = (
    Check(
        "P01", Text("Geen profylactisch uterotonicum", "No prophylactic uterotonic"),
        "protocol", "medium", "V", "answer", "S06 #4", answers.prophylactic_uterotonic,
    ),
    Check(
        "P02", Text("Bloedverlies niet gewogen of gemeten", "Blood loss not measured"),
        "protocol", "medium", "V", "answer", "S06 #5, S20", answers.loss_measured,
    ),
    Check(
        "P03", Text("Geen blaaskatheter", "No bladder catheter"),
        "protocol", "medium", "L", "min", "S06 #10",
        Timed(
            "treatment", _PERSISTENT, lambda view, _: view.care.steps(CATHETER),
            Text("blaaskatheter", "bladder catheter"), ("interventions",), (VAGINAL, NOT_TRAUMA_ONLY),
            there=True,
        ).judge,
    ),
    Check(
        "P04", Text("Geen uterusmassage", "No uterine massage"),
        "protocol", "medium", "L", "min", "S06 #10",
        Timed(
            "treatment", _PERSISTENT, lambda view, _: view.care.steps(MASSAGE),
            Text("uterusmassage", "uterine massage"), ("interventions",),
            (VAGINAL, NOT_TRAUMA_ONLY, NO_INVERSION), there=True,
        ).judge,
    ),
    Check(
        "P05", Text("Geen behandelend uterotonicum", "No therapeutic uterotonic"),
        "protocol", "high", "L", "min", "S06 #10, S20",
        Timed(
            "treatment", _PERSISTENT, lambda view, _: view.care.uterotonic, UTEROTONIC, ("medication",),
            (NOT_TRAUMA_ONLY, NO_INVERSION), there=True,
        ).judge,
    ),
    Check(
        "P06", Text("Geboortekanaal niet geïnspecteerd", "Genital tract not inspected"),
        "protocol", "medium", "L", "min", "S06 #11, S20", bedside.tract_inspected,
    ),
    Check(
        "P07", Text("Geen of verkeerde dosis tranexaminezuur", "TXA absent or wrong dose"),
        "protocol", "high", "V", "g", "S50", dose_given,
    ),
    Check(
        "P08", Text("Geen tweede uterotonicum", "No second-line uterotonic"),
        "protocol", "high", "K", "min", "S27 S28",
        Timed(
            "treatment", second_start, lambda view, _: view.care.second_uterotonic, SECOND, ("medication",),
            (TAKEN_OVER, TONE), there=True,
        ).judge,
    ),
    Check(
        "P09", Text("Tranexaminezuur niet herhaald", "TXA not repeated"),
        "protocol", "medium", "V", "doses", "S50 S23", repeated,
    ),
    Check(
        "P10", Text("Geen tweede infuus", "No second IV line"),
        "protocol", "medium", "L", "lines", "S28",
        bedside.counting_lines(
            Timed(
                "t1000", _IN_HOSPITAL, lambda view, _: view.once(bedside.second_line),
                Text("tweede infuus", "second IV line"), ("interventions",), (TAKEN_OVER, bedside.ONE_LINE),
                there=True,
            ).judge
        ),
    ),
    Check(
        "P11", Text("Vitale functies te weinig gemeten", "Vital signs too sparse"),
        "protocol", "medium", "K", "min", "S27 S29; RCOG", gaps.VITALS_GAPS.judge,
    ),
    Check(
        "P12", Text("Bloedverlies te weinig opgeteld", "Cumulative loss too sparse"),
        "protocol", "medium", "V", "min", "S27", gaps.LOSS_GAPS.judge,
    ),
    Check(
        "P13", Text("Laboratoriumset onvolledig", "Lab set incomplete"),
        "protocol", "medium", "L", "min", "S28 S13",
        Timed(
            "t1000", _IN_HOSPITAL, lambda view, _: view.once(bedside.lab_set),
            Text("Hb, fibrinogeen en kruisproef", "Hb, fibrinogen and cross-match"), ("labs",), (TAKEN_OVER,),
            there=True,
        ).judge,
    ),
    Check(
        "P14", Text("Laag fibrinogeen niet behandeld", "Low fibrinogen untreated"),
        "protocol", "high", "L", "min", "S13 S31", low_fibrinogen,
    ),
    Check(
        "P15", Text("Uterotonicum ondanks contra-indicatie", "Contraindicated uterotonic"),
        "protocol", "high", "V", "answer", "S28; S24c", contraindicated_uterotonic,
    ),
    Check(
        "P16", Text("> 3500 ml heldere vloeistof vóór bloed", "> 3500 ml clear fluid before blood"),
        "protocol", "medium", "S", "ml", "S24b", answers.clear_fluid,
    ),
    Check(
        "P17", Text("Geen temperatuur of verwarming", "No temperature or warming"),
        "protocol", "low", "L", "answer", "S30", answers.warmed,
    ),
    Check(
        "P18", Text("Bekend hoog risico, bevalling in eerste lijn", "Known high risk, primary-care birth"),
        "protocol", "medium", "V", "answer", "S06 #1–3; VIL [K]", answers.high_risk_birth,
    ),
    Check(
        "P19", Text("Geen SBAR bij overdracht", "No SBAR handover"),
        "protocol", "low", "V", "answer", "S04", answers.SBAR.judge,
    ),
    Check(
        "P20", Text("Hb na fluxus niet gecontroleerd", "Hb not checked afterwards"),
        "protocol", "low", "L", "answer", "", answers.HAEMOGLOBIN.judge,
    ),
    Check(
        "P21", Text("Geen nabespreking (team of vrouw)", "No debrief (team or woman)"),
        "protocol", "medium", "V", "answer", "S40; S44", answers.DEBRIEF.judge,
    ),
    Check(
        "P22", Text("Tromboserisico niet beoordeeld", "VTE risk not assessed"),
        "protocol", "medium", "V", "answer", "S29; RCOG 37a [K]", answers.THROMBOSIS.judge,
    ),
    Check(
        "P23", Text("Geen zuurstof", "No oxygen"),
        "protocol", "low", "L", "min", "S06 #15",
        Timed(
            "alarm", _PERSISTENT, lambda view, _: view.care.steps(OXYGEN), Text("zuurstof", "oxygen"),
            ("interventions",), there=True,
        ).judge,
    ),
)  # fmt: skip
