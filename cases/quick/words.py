"""PURE. The words in which people write down what happened, per code of the case format, Dutch and English.

One row per code: Dutch words, then English words, each list with commas between; the first is the one that is
written back. A word may be several words long (the longest that fits is read). Case does not matter.
Sources: the project's glossary; brand names as they are used in Dutch hospitals.
"""

from typing import Final, NamedTuple


class Words(NamedTuple):
    """The words for one code; the first of each language is the one that Fluxus writes itself."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every word once, Dutch first."""
        return tuple(dict.fromkeys((*self.nl, *self.en)))


def words(nl: str, en: str) -> Words:
    """Return the words of two lists with commas between them."""
    return Words(tuple(nl.split(", ")), tuple(en.split(", ")))


DRUGS: Final = {
    "oxytocin": words("oxytocine, oxy, synto, syntocinon", "oxytocin, pitocin"),
    "carbetocin": words("carbetocine, pabal", "carbetocin"),
    "methylergometrine": words(
        "methylergometrine, methergin, methergine, methylergo", "methylergometrine, methylergonovine"
    ),
    "misoprostol": words("misoprostol, cytotec, miso", "misoprostol"),
    "sulprostone": words("sulproston, nalador", "sulprostone"),
    "carboprost": words("carboprost, prostin, hemabate, prostinfenem", "carboprost"),
    "tranexamic_acid": words("tranexaminezuur, txa, cyklokapron, tranex", "tranexamic acid, cyclokapron"),
    "calcium": words(
        "calciumgluconaat, calcium gegeven, calcium, calciumchloride, calciumglubionaat",
        "calcium given, calcium gluconate, calcium chloride",
    ),
    "antibiotic": words(
        "antibioticum, antibiotica, ab, cefazoline, kefzol, augmentin, amoxicilline, cefuroxim, "
        "metronidazol, clindamycine",
        "antibiotic, antibiotics, cefazolin",
    ),
}
UNITS: Final = {
    "IU": words("ie, eh, e, eenheden, internationale eenheden", "iu, units"),
    "ug": words("µg, ug, mcg, microgram", "µg, micrograms"),
    "mg": words("mg, milligram", "mg, milligrams"),
    "g": words("g, gram, gr", "g, grams"),
}
ROUTES: Final = {
    "im": words("im, i.m., intramusculair", "im, intramuscular"),
    "iv_bolus": words("iv, i.v., bolus, iv bolus, i.v. bolus, intraveneus", "iv, intravenous, iv push"),
    "iv_infusion": words(
        "pomp, infuus, drip, iv infuus, i.v. infuus, per infuus, per pomp, infuuspomp, spuitenpomp, iv pomp",
        "infusion, iv infusion, i.v. infusion, pump, syringe driver",
    ),
    "sublingual": words("sublinguaal, sl, s.l., onder de tong", "sublingual, sublingually"),
    "rectal": words("rectaal, pr, p.r., per rectum", "rectal, rectally"),
    "oral": words("oraal, po, p.o., per os", "oral, orally, by mouth"),
    "intramyometrial": words("intramyometraal, intramyometrieel", "intramyometrial"),
}
PURPOSES: Final = {
    "prophylaxis": words(
        "preventief, preventie, profylaxe, profylactisch, prev, actief leiden",
        "prophylaxis, prophylactic, preventive",
    ),
    "treatment": words("behandeling, therapeutisch, therapie", "treatment, therapeutic"),
    "unknown": words("doel onbekend", "purpose unknown"),
}
METHODS: Final = {
    "weighed": words("gewogen, w, weging, gew", "weighed, weighing"),
    "collector": words("opvangzak, zak, opgevangen", "bag, collector, collector bag, drape"),
    "estimated": words("geschat, s, schatting, gesch", "estimated, estimate, est"),
}
INTERVENTIONS: Final = {
    "uterine_massage": words(
        "uterusmassage, massage, fundusmassage, gemasseerd, uterus gemasseerd, uterus massage, "
        "fundus massage",
        "uterine massage, fundal massage",
    ),
    "bimanual_compression": words(
        "bimanuele compressie, bimanueel, vuist op vuist", "bimanual compression, bimanual"
    ),
    "bladder_catheter": words(
        "blaaskatheter, cad, katheter, blaas geleegd, gekatheteriseerd, blaas gekatheteriseerd, "
        "catheter à demeure, catheter a demeure, "
        "verblijfskatheter",
        "bladder catheter, catheter, foley",
    ),
    "iv_line": words(
        "infuus ingebracht, infuus, 1e infuus, eerste infuus, tweede infuus, 2e infuus, derde infuus, "
        "3e infuus, waaknaald, infuus geprikt, infuus geplaatst, infuusnaald, venflon, iv toegang",
        "iv line, first iv line, second iv line, iv access, cannula, second iv",
    ),
    "oxygen": words("zuurstof, o2", "oxygen"),
    "genital_tract_inspection": words(
        "inspectie geboortekanaal, inspectie, specula, in specula", "genital tract inspection, inspection"
    ),
    "manual_placenta_removal": words(
        "manuele placentaverwijdering, mpv", "manual removal of placenta, manual removal, mrop"
    ),
    "uterine_exploration": words(
        "natasten, nagetast, natasting, curettage, nacurettage", "uterine exploration, exploration"
    ),
    "suturing": words("hechten, gehecht, hechting", "suturing, sutured, suture"),
    "balloon_tamponade": words(
        "ballontamponade, ballon, bakri, bakriballon, bakri-ballon",
        "balloon tamponade, balloon, bakri balloon",
    ),
    "compression_suture": words(
        "compressiehechting, b-lynch, blynch, b lynch, compressiehechtingen", "compression suture"
    ),
    "vessel_ligation": words("vaatligatie, ligatie, onderbinden", "vessel ligation, ligation"),
    "embolisation": words("embolisatie", "embolisation, embolization"),
    "hysterectomy": words("uterusextirpatie, hysterectomie", "hysterectomy"),
    "uterine_repositioning": words(
        "terugplaatsen uterus, terugplaatsen, uterus teruggeplaatst", "uterine repositioning, repositioning"
    ),
    "aortic_compression": words("aortacompressie, aorta dichtgedrukt", "aortic compression"),
    "active_warming": words(
        "actief verwarmen, verwarmen, bair hugger, bairhugger, warmtedeken, verwarming",
        "active warming, warming",
    ),
    "cell_salvage": words("cellsaver, cell saver", "cell salvage"),
}
ROLES: Final = {
    "midwife": words(
        "verloskundige, vk, eerstelijns verloskundige, 1e lijns verloskundige", "midwife, community midwife"
    ),
    "second_midwife": words(
        "tweede verloskundige, 2e verloskundige, tweede vk, 2e vk", "second midwife, 2nd midwife"
    ),
    "hospital_midwife": words("klinisch verloskundige, kvk, klinisch vk", "hospital midwife"),
    "maternity_assistant": words(
        "kraamverzorgende, kraam, kraamzorg", "maternity assistant, maternity care assistant"
    ),
    "obstetric_nurse": words(
        "o&g-verpleegkundige, verpleegkundige, vpk, o&g verpleegkundige, obstetrieverpleegkundige",
        "obstetric nurse, nurse",
    ),
    "resident": words("arts-assistent, aios, anios, assistent, arts assistent", "resident, registrar"),
    "gynaecologist": words("gynaecoloog, gyn", "gynaecologist, obstetrician, gynecologist"),
    "anaesthesiologist": words(
        "anesthesioloog, anes, anesthesist, anesthesie", "anaesthesiologist, anaesthetist, anesthesiologist"
    ),
    "anaesthetic_nurse": words("anesthesiemedewerker, anesthesie-assistent", "anaesthetic nurse"),
    "theatre_nurse": words("ok-assistent, ok assistent, operatieassistent", "theatre nurse, scrub nurse"),
    "ambulance_nurse": words(
        "ambulanceverpleegkundige, ambulancebroeder, ambulance verpleegkundige, ambulance vpk",
        "ambulance nurse, paramedic",
    ),
    "general_practitioner": words("huisarts, ha", "general practitioner, gp"),
    "theatre_team": words("ok-team, ok team, ok", "theatre team, theatre"),
    "secondary_care": words("tweede lijn, 2e lijn, tweedelijn, kliniek", "secondary care"),
    "massive_transfusion_protocol": words(
        "massaal bloedingsprotocol, mbp, massaal transfusieprotocol", "massive transfusion protocol, mtp"
    ),
}
CALL_MODES: Final = {
    "in_person": words(
        "gebeld, geroepen, gewaarschuwd, opgeroepen, bellen, gealarmeerd, opgepiept, "
        "gevraagd te komen, gebeld om te komen, geactiveerd",
        "called, alerted, summoned, activated",
    ),
    "phone": words(
        "telefonisch, telefonisch overleg, overleg, overlegd, tel, tel overleg, telefonisch overlegd",
        "phone, by phone, phoned, telephone, advice by phone",
    ),
    "unknown": words("wijze onbekend", "mode unknown"),
}
TESTS: Final = {
    "haemoglobin": words("hb, hemoglobine", "hb, haemoglobin, hemoglobin"),
    "platelets": words("trombocyten, trombo, trombo's", "platelet count, platelets, plt"),
    "fibrinogen": words("fibrinogeen, fib", "fibrinogen"),
    "crossmatch": words(
        "kruisproef, kruisbloed, kruis, bloedgroep en kruisproef, t&s", "crossmatch, cross-match"
    ),
    "coagulation": words("stolling, stollingsonderzoek, aptt, pt", "coagulation, clotting"),
    "lactate": words("lactaat", "lactate"),
    "calcium": words("geïoniseerd calcium, calcium, ica", "ionised calcium, ionized calcium, calcium level"),
    "viscoelastic": words("rotem, teg, visco-elastische test", "viscoelastic, viscoelastic test"),
}
LAB_VALUES: Final = {
    "haemoglobin_mmol_l": TESTS["haemoglobin"],
    "platelets_10e9_l": TESTS["platelets"],
    "fibrinogen_g_l": TESTS["fibrinogen"],
    "lactate_mmol_l": TESTS["lactate"],
    "calcium_mmol_l": TESTS["calcium"],
    "inr": words("inr, pt-inr", "inr"),
    "fibtem_a5_mm": words("fibtem, fibtem a5, a5", "fibtem"),
}
SIGNS: Final = {
    "heart_rate": words("p, pols, hf, hartslag, hartfrequentie", "pulse, hr, heart rate"),
    "spo2": words("sat, saturatie, sao2, spo2", "saturation, o2 sat"),
    "respiratory_rate": words("af, ademhaling, ademfrequentie, ah", "resp, resp rate, respiratory rate"),
    "temperature_c": words("temp, temperatuur, t", "temperature"),
    "urine_ml": words("urine, diurese, urineproductie", "urine output"),
}
PRESSURE: Final = {"systolic": words("rr, bloeddruk, tensie, bd", "bp, blood pressure")}
DIASTOLIC: Final = {"diastolic": words("onderdruk", "diastolic")}
CONSCIOUSNESS: Final = {
    "A": words("alert, avpu a, bewustzijn a", "alert"),
    "V": words("reageert op aanspreken, avpu v, bewustzijn v", "responds to voice"),
    "P": words("reageert op pijn, avpu p, bewustzijn p", "responds to pain"),
    "U": words("reageert niet, avpu u, bewustzijn u", "unresponsive"),
}
PRODUCTS: Final = {
    "red_cells": words(
        "ec, erytrocyten, ec's, erytrocytenconcentraat, packed cells, ery's",
        "red cells, packed red cells, prbc",
    ),
    "plasma": words("plasma, ffp, omniplasma, octaplas", "plasma"),
    "platelets": words("trombocytenconcentraat, tc, tc's", "platelets given, platelets"),
    "fibrinogen": words(
        "fibrinogeenconcentraat, fibrinogeen gegeven, haemocomplettan, fibryga, riastap",
        "fibrinogen concentrate, fibrinogen given",
    ),
    "prothrombin_complex": words(
        "protrombinecomplex, pcc, cofact, vierfactorenconcentraat, beriplex, octaplex", "prothrombin complex"
    ),
}
GRAM_PRODUCTS: Final = {"fibrinogen": words("fibrinogeen, fib", "fibrinogen")}
"""Names of a product only with grams behind the number: else they are a test."""
MOMENTS: Final = {
    "birth.bleeding_controlled": words(
        "onder controle, bloeding onder controle, bloeding gestopt, bloeding gestaakt",
        "under control, bleeding controlled, bleeding under control, bleeding stopped",
    ),
    "birth.bleeding_started": words(
        "bloeding begonnen, begin bloeding, start bloeding, bloeding gestart",
        "bleeding started, start of bleeding",
    ),
    "secondary_care_takeover": words(
        "overname, overgenomen, overname tweede lijn, overname 2e lijn, overname door tweede lijn",
        "takeover, taken over, takeover by secondary care",
    ),
}
REMOVALS: Final = {
    "spontaneous": words("spontaan", "spontaneous, spontaneously"),
    "controlled_cord_traction": words("cct, navelstrengtractie", "controlled cord traction"),
    "manual": words("manueel, manueel verwijderd", "manual, manually"),
    "caesarean": words("bij sectio, bij keizersnede", "at caesarean"),
    "hysterectomy": words("bij uterusextirpatie, bij hysterectomie", "at hysterectomy"),
}
COMPLETE: Final = {
    "yes": words("compleet, volledig", "complete"),
    "no": words("incompleet, onvolledig, niet compleet, niet volledig", "incomplete, not complete"),
    "doubtful": words("twijfelachtig, twijfel, dubieus", "doubtful"),
    "unknown": words("volledigheid onbekend", "completeness unknown"),
}
AMBULANCE_STEPS: Final = {
    "requested": CALL_MODES["in_person"]._replace(
        nl=("aangevraagd", *CALL_MODES["in_person"].nl, "besteld"),
        en=("requested", *CALL_MODES["in_person"].en),
    ),
    "on_scene": words("ter plaatse, tp, op locatie", "on scene, on site"),
    "departed": words(
        "vertrokken, vertrek, vertrekt, rijdt weg, vertrek naar ziekenhuis, op weg naar ziekenhuis",
        "departed, left",
    ),
    "at_hospital": words(
        "in ziekenhuis, in het ziekenhuis, aankomst ziekenhuis, in zkh, aangekomen in ziekenhuis",
        "at hospital, at the hospital",
    ),
}
URGENCIES: Final = {code: words(code.lower(), code.lower()) for code in ("A0", "A1", "A2", "B")}
