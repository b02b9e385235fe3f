"""PURE. The words and short forms in which people write down what happened → the codes of the case format.

A word may be several words long; longer ones are tried first. Case does not matter.
"""

from typing import Final

DRUGS: Final = {
    "oxytocin": ("oxytocine", "oxytocin", "oxy", "syntocinon", "synto"),
    "carbetocin": ("carbetocine", "carbetocin", "pabal"),
    "methylergometrine": ("methylergometrine", "methergin", "methergine"),
    "misoprostol": ("misoprostol", "miso", "cytotec"),
    "sulprostone": ("sulproston", "sulprostone", "nalador"),
    "carboprost": ("carboprost", "prostin", "hemabate"),
    "tranexamic_acid": ("tranexaminezuur", "tranexamic acid", "txa", "cyklokapron"),
    "calcium": ("calciumgluconaat", "calcium gegeven", "calcium given"),
    "antibiotic": ("antibioticum", "antibiotica", "antibiotic", "ab", "cefazoline"),
}
UNITS: Final = {
    "IU": ("ie", "iu", "eh"),
    "ug": ("ug", "µg", "mcg", "microgram"),
    "mg": ("mg",),
    "g": ("g", "gram", "gr"),
}
ROUTES: Final = {
    "im": ("im", "i.m.", "i.m"),
    "iv_bolus": ("iv", "i.v.", "i.v", "bolus", "iv bolus"),
    "iv_infusion": ("infuus", "pomp", "drip", "iv infuus", "infusion", "iv infusion"),
    "sublingual": ("sl", "sublinguaal", "sublingual"),
    "rectal": ("rectaal", "rectal", "pr"),
    "oral": ("oraal", "oral", "po", "per os"),
    "intramyometrial": ("intramyometraal", "intramyometrial"),
}
PURPOSES: Final = {
    "prophylaxis": ("preventief", "preventie", "profylaxe", "profylactisch", "prophylaxis", "prev"),
    "treatment": ("behandeling", "therapeutisch", "treatment"),
}
METHODS: Final = {
    "weighed": ("gewogen", "weging", "weighed", "w"),
    "collector": ("opvangzak", "zak", "bag", "collector"),
    "estimated": ("geschat", "schatting", "estimated", "s"),
}
INTERVENTIONS: Final = {
    "uterine_massage": ("uterusmassage", "fundusmassage", "massage"),
    "bimanual_compression": ("bimanuele compressie", "bimanueel", "bimanual compression", "bimanual"),
    "bladder_catheter": ("blaaskatheter", "katheter", "cad", "bladder catheter", "catheter"),
    "iv_line": ("infuus", "tweede infuus", "2e infuus", "iv line", "waaknaald", "infuus ingebracht"),
    "oxygen": ("zuurstof", "o2", "oxygen"),
    "genital_tract_inspection": (
        "inspectie geboortekanaal",
        "inspectie",
        "inspection",
        "genital tract inspection",
    ),
    "manual_placenta_removal": ("manuele placentaverwijdering", "mpv", "manual removal"),
    "uterine_exploration": ("natasten", "uterine exploration", "exploration"),
    "suturing": ("hechten", "hechting", "gehecht", "suturing"),
    "balloon_tamponade": ("ballontamponade", "ballon", "bakri", "balloon"),
    "compression_suture": ("compressiehechting", "b-lynch", "blynch", "compression suture"),
    "vessel_ligation": ("vaatligatie", "ligatie", "vessel ligation"),
    "embolisation": ("embolisatie", "embolisation"),
    "hysterectomy": ("uterusextirpatie", "hysterectomie", "hysterectomy"),
    "uterine_repositioning": ("terugplaatsen uterus", "terugplaatsen", "uterine repositioning"),
    "aortic_compression": ("aortacompressie", "aortic compression"),
    "active_warming": ("actief verwarmen", "verwarmen", "bair hugger", "active warming", "warming"),
    "cell_salvage": ("cell salvage", "cellsaver"),
}
ROLES: Final = {
    "second_midwife": ("tweede verloskundige", "2e verloskundige", "second midwife"),
    "hospital_midwife": ("klinisch verloskundige", "kvk", "hospital midwife"),
    "midwife": ("verloskundige", "vk", "midwife"),
    "maternity_assistant": ("kraamverzorgende", "kraamzorg", "maternity assistant"),
    "obstetric_nurse": ("o&g-verpleegkundige", "verpleegkundige", "vpk", "obstetric nurse", "nurse"),
    "resident": ("arts-assistent", "assistent", "aios", "anios", "resident"),
    "gynaecologist": ("gynaecoloog", "gyn", "gynaecologist"),
    "anaesthesiologist": ("anesthesioloog", "anesthesist", "anes", "anaesthesiologist"),
    "anaesthetic_nurse": ("anesthesiemedewerker", "anaesthetic nurse"),
    "theatre_nurse": ("ok-assistent", "theatre nurse"),
    "ambulance_nurse": ("ambulanceverpleegkundige", "ambulancebroeder", "ambulance nurse"),
    "general_practitioner": ("huisarts", "general practitioner", "gp"),
    "theatre_team": ("ok-team", "ok team", "theatre team", "ok"),
    "secondary_care": ("tweede lijn", "2e lijn", "secondary care"),
    "massive_transfusion_protocol": (
        "massaal bloedingsprotocol",
        "mbp",
        "massive transfusion protocol",
        "mtp",
    ),
}
CALLED: Final = ("gebeld", "geroepen", "gewaarschuwd", "opgeroepen", "bellen", "called")
BY_PHONE: Final = ("telefonisch", "overleg", "tel", "phone", "by phone")
CAME: Final = ("aanwezig", "gekomen", "erbij", "binnen", "er", "komt", "present", "arrived")
TESTS: Final = {
    "haemoglobin": ("hb", "haemoglobin"),
    "platelets": ("trombocyten", "trombo", "platelets"),
    "fibrinogen": ("fibrinogeen", "fib", "fibrinogen"),
    "crossmatch": ("kruisproef", "kruisbloed", "kruis", "crossmatch"),
    "coagulation": ("stolling", "coagulation"),
    "lactate": ("lactaat", "lactate"),
    "calcium": ("calcium",),
    "viscoelastic": ("rotem", "teg", "viscoelastic"),
}
LAB: Final = ("lab", "bloedafname", "labs", "bloed afgenomen", "blood sample")
LAB_VALUES: Final = {
    "haemoglobin": "haemoglobin_mmol_l",
    "platelets": "platelets_10e9_l",
    "fibrinogen": "fibrinogen_g_l",
    "lactate": "lactate_mmol_l",
    "calcium": "calcium_mmol_l",
}
PRODUCTS: Final = {
    "red_cells": ("erytrocyten", "ec", "packed cells", "red cells"),
    "plasma": ("plasma", "ffp", "omniplasma"),
    "platelets": ("trombocytenconcentraat", "tc", "platelets"),
    "fibrinogen": ("fibrinogeen gegeven", "fibrinogeenconcentraat", "fibrinogen given"),
    "prothrombin_complex": ("protrombinecomplex", "pcc", "cofact"),
}
SIGNS: Final = {
    "heart_rate": ("pols", "p", "hf", "pulse", "hr"),
    "spo2": ("saturatie", "sat", "spo2"),
    "respiratory_rate": ("ademhaling", "af", "resp"),
    "temperature_c": ("temperatuur", "temp", "t"),
    "urine_ml": ("urine", "diurese"),
}
PRESSURE: Final = ("rr", "bloeddruk", "bp")
