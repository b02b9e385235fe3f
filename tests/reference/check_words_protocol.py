"""The protocol checks for a COMPLETED case, one plain function each; see ``check_words`` for the rest."""

from cases.screening.facts import Answer

from .check_words import FLAGGED, MET, NOT_APPLICABLE, flagged_if, in_time, there
from .completed_case import SECOND_LINE, UTEROTONICS, earliest


def p01(c):
    if c.drugs(UTEROTONICS, "prophylaxis"):
        return MET
    return NOT_APPLICABLE if c.yes("prophylaxis_declined") else FLAGGED


def p02(c):
    if c.final() < 500:
        return NOT_APPLICABLE
    return flagged_if(not any(r.method in {"weighed", "collector"} for r in c.blood_loss))


def p03(c):
    if c.tP() is None or not c.vaginal() or c.trauma_only():
        return NOT_APPLICABLE
    return there(c, c.tP() + 10, c.done("bladder_catheter"))


def p04(c):
    if c.tP() is None or not c.vaginal() or c.trauma_only() or c.inversion():
        return NOT_APPLICABLE
    return there(c, c.tP() + 10, c.done("uterine_massage", "bimanual_compression"))


def p05(c):
    if c.tP() is None or c.trauma_only() or c.inversion():
        return NOT_APPLICABLE
    return there(c, c.tP() + 10, c.therapeutic())


def p06(c):
    if not c.vaginal() or not c.therapeutic():
        return NOT_APPLICABLE
    f = earliest(c.therapeutic())
    if c.placenta > f + 15:
        return NOT_APPLICABLE
    return there(c, f + 15, c.done("genital_tract_inspection", "suturing"))


def p07(c):
    if c.tTXA() is None or c.t2 is None or c.yes("tranexamic_acid_contraindicated"):
        return NOT_APPLICABLE
    start = c.late(c.tTXA())
    if start + 15 > 180:
        return NOT_APPLICABLE
    if c.txa():
        doses = [m for m in c.medication if m.drug == "tranexamic_acid" and m.purpose == "treatment"]
        near = sum(m.dose for m in doses if m.time <= c.txa()[0] + 10)
        return flagged_if(not 0.9 <= round(near, 6) <= 1.1)
    if any(start - 60 <= t <= start for t in c.drugs({"tranexamic_acid"}, "prophylaxis")):
        return MET
    return FLAGGED if c.active(start + 15) else NOT_APPLICABLE


def p08(c):
    if c.tP() is None or c.t2 is None or not c.tone():
        return NOT_APPLICABLE
    return there(c, max(c.tP() + 30, c.t2 + 15), c.second_line())


def p09(c):
    if not c.txa() or c.txa()[0] + 30 > 180:
        return NOT_APPLICABLE
    f = c.txa()[0]
    return there(c, f + 30, [t for t in c.txa() if t > f + 10])


def p10(c):
    lines = len(c.done("iv_line"))
    if c.t1000() is None or c.t2 is None or lines == 0:
        return NOT_APPLICABLE
    return there(c, c.late(c.t1000()) + 15, lines >= 2)


def gaps(c, start, times, dense):
    end = min(c.tc, start + 60)
    if end <= start:
        return NOT_APPLICABLE
    everything = set(times) | (set(range(start + 61)) if dense else set())
    points = [start, *sorted(t for t in everything if start <= t <= end), end]
    return flagged_if(any(later - sooner > 15 for sooner, later in zip(points, points[1:], strict=False)))


def p11(c):
    if c.tA() is None:
        return NOT_APPLICABLE
    return gaps(c, c.tA(), [v.time for v in c.vitals], c.values["dense"])


def p12(c):
    if c.tP() is None:
        return NOT_APPLICABLE
    return gaps(c, c.tP(), [r.time for r in c.blood_loss], c.values["dense"])


def p13(c):
    if c.t1000() is None or c.t2 is None:
        return NOT_APPLICABLE
    after_birth = set().union(*(lab.tests for lab in c.labs if lab.sampled >= 0))
    ever = set().union(*(lab.tests for lab in c.labs))
    clotting = bool(after_birth & {"fibrinogen", "viscoelastic"})
    complete = "haemoglobin" in after_birth and clotting and "crossmatch" in ever
    return there(c, c.late(c.t1000()) + 15, complete)


def p14(c):
    if c.yes("refuses_blood_products"):
        return NOT_APPLICABLE
    started = earliest(b.started for b in c.blood_products if b.product in {"fibrinogen", "plasma"})
    low = [lab.resulted for lab in c.labs if lab.fibrinogen_g_l is not None and lab.fibrinogen_g_l < 2.0]
    results = {in_time(c, r + 30, started) for r in low if c.active(r)}
    if FLAGGED in results:
        return FLAGGED
    return MET if MET in results else NOT_APPLICABLE


def p15(c):
    given = {m.drug for m in c.medication} & SECOND_LINE
    if not given:
        return NOT_APPLICABLE
    pressure = c.yes("hypertension") or c.values["pre_eclampsia"] or c.yes("heart_disease")
    lungs = c.yes("asthma") or c.yes("heart_disease")
    methyl = "methylergometrine" in given and pressure
    return flagged_if(methyl or (given & {"carboprost", "sulprostone"} and lungs))


def p16(c):
    volume = c.values["clear_fluids"]
    return NOT_APPLICABLE if volume is None else flagged_if(volume > 3500)


def p17(c):
    if c.final() < 2000:
        return NOT_APPLICABLE
    return flagged_if(not c.done("active_warming") and all(v.temperature_c is None for v in c.vitals))


def p18(c):
    if not c.yes("high_risk_known"):
        return NOT_APPLICABLE
    return flagged_if(c.place != "hospital" and not c.yes("deviation_documented"))


def answered(answer):
    return {Answer.NO: FLAGGED, Answer.YES: MET, Answer.NOT_APPLICABLE: NOT_APPLICABLE}[answer]


def p19(c):
    if c.place == "hospital" or c.t2 is None:
        return NOT_APPLICABLE
    return answered(c.values["sbar_handover"])


def survived_haemorrhage(c):
    return c.final() > 1000 and not c.yes("death")


def p20(c):
    return answered(c.values["haemoglobin_checked"]) if survived_haemorrhage(c) else NOT_APPLICABLE


def p21(c):
    if not survived_haemorrhage(c):
        return NOT_APPLICABLE
    results = {answered(c.values["debrief_team"]), answered(c.values["debrief_woman"])}
    if FLAGGED in results:
        return FLAGGED
    return MET if MET in results else NOT_APPLICABLE


def p22(c):
    return answered(c.values["thrombosis_risk_assessed"]) if survived_haemorrhage(c) else NOT_APPLICABLE


def p23(c):
    return NOT_APPLICABLE if c.tA() is None else there(c, c.tA() + 10, c.done("oxygen"))
