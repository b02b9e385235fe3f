"""PURE. The short words beside a mark of the picture; the full ones are read on hovering and in the table."""

from typing import Final

from cases.labels import code_label
from fluxus.texts import Text

SHORT: Final[dict[str, Text]] = {
    "oxytocin": Text("oxy", "oxy"),
    "carbetocin": Text("carbetocine", "carbetocin"),
    "methylergometrine": Text("Methergin", "Methergin"),
    "misoprostol": Text("miso", "miso"),
    "sulprostone": Text("sulproston", "sulprostone"),
    "tranexamic_acid": Text("TXA", "TXA"),
    "antibiotic": Text("AB", "AB"),
    "uterine_massage": Text("massage", "massage"),
    "bimanual_compression": Text("bimanueel", "bimanual"),
    "bladder_catheter": Text("CAD", "catheter"),
    "iv_line": Text("infuus", "IV"),
    "oxygen": Text("O₂", "O₂"),
    "genital_tract_inspection": Text("inspectie", "inspection"),
    "manual_placenta_removal": Text("MPV", "manual removal"),
    "uterine_exploration": Text("natasten", "exploration"),
    "balloon_tamponade": Text("ballon", "balloon"),
    "compression_suture": Text("B-Lynch", "B-Lynch"),
    "vessel_ligation": Text("ligatie", "ligation"),
    "embolisation": Text("embolisatie", "embolisation"),
    "hysterectomy": Text("extirpatie", "hysterectomy"),
    "uterine_repositioning": Text("reponeren", "repositioning"),
    "aortic_compression": Text("aorta", "aorta"),
    "active_warming": Text("warmte", "warming"),
    "cell_salvage": Text("cell salvage", "cell salvage"),
    "midwife": Text("vk", "midwife"),
    "second_midwife": Text("2e vk", "2nd midwife"),
    "hospital_midwife": Text("klin. vk", "hosp. midwife"),
    "maternity_assistant": Text("kraamz.", "mat. assistant"),
    "obstetric_nurse": Text("vpk", "nurse"),
    "resident": Text("aios", "resident"),
    "gynaecologist": Text("gyn", "gyn"),
    "anaesthesiologist": Text("anes", "anaes"),
    "anaesthetic_nurse": Text("anes-mw", "anaes nurse"),
    "theatre_nurse": Text("OK-ass", "theatre nurse"),
    "ambulance_nurse": Text("ambu-vpk", "ambu nurse"),
    "general_practitioner": Text("huisarts", "GP"),
    "theatre_team": Text("OK-team", "theatre"),
    "secondary_care": Text("2e lijn", "2nd line"),
    "massive_transfusion_protocol": Text("MTP", "MTP"),
    "red_cells": Text("EC", "RBC"),
    "prothrombin_complex": Text("PCC", "PCC"),
    "fibrinogen": Text("fibrinogeen", "fibrinogen"),
}


def short(code: str) -> Text:
    """Return the short word for a code, else its own words without what stands in brackets."""
    if code in SHORT:
        return SHORT[code]
    words = code_label(code)
    return Text(words.nl.partition(" (")[0], words.en.partition(" (")[0])
