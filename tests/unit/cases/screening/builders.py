"""Cases in a few words, for tests: every list is a string of entries, every entry "minute what more"."""

from datetime import UTC, datetime

from cases.screening.facts import (
    NEVER,
    Aftercare,
    Ambulance,
    Answer,
    Birth,
    BloodLoss,
    BloodProduct,
    Call,
    CaseFacts,
    Intervention,
    Lab,
    Medication,
    Mother,
    Outcome,
    Staff,
    Vitals,
)

YES, NO, UNKNOWN, NA = Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NOT_APPLICABLE
METHODS = {"w": "weighed", "c": "collector", "e": "estimated", "?": None}
MODES = {"in": "in_person", "phone": "phone", "?": None}
PURPOSES = {"treat": "treatment", "prev": "prophylaxis", "?": None}


def minute(word):
    return None if word in ("?", "-") else int(word)


def entries(text):
    return [entry.split() for entry in text.split(",") if entry.strip()]


def blood_loss(text):
    """ "10 300 w": 300 ml weighed at 10 minutes; method w, c, e or ?"""
    return tuple(
        BloodLoss(index, int(time), int(ml), METHODS[(*rest, "w")[0]])
        for index, (time, ml, *rest) in enumerate(entries(text))
    )


def vitals(text):
    """ "10 90 110 70": pulse, systolic, diastolic (70 when left out); ? unknown"""
    return tuple(
        Vitals(index, int(time), minute(pulse), minute(high), minute((*low, "70")[0]))
        for index, (time, pulse, high, *low) in enumerate(entries(text))
    )


def dose(index, time, drug, purpose="treat", amount=None):
    name = {"txa": "tranexamic_acid"}.get(drug, drug)
    value = None if amount is None else float(amount)
    return Medication(index, minute(time), name, value, purpose=PURPOSES[purpose])


def medication(text):
    """ "10 oxytocin treat 5"; txa is short for tranexamic acid"""
    return tuple(dose(index, *entry) for index, entry in enumerate(entries(text)))


def interventions(text):
    """ "10 oxygen" """
    return tuple(Intervention(index, minute(time), kind) for index, (time, kind) in enumerate(entries(text)))


def calls(text):
    """ "10 gynaecologist 20 in": called at 10, arrived at 20 (- did not come)"""
    return tuple(
        Call(index, role, minute(called), minute((*rest, "-")[0]), MODES[rest[1] if len(rest) > 1 else "in"])
        for index, (called, role, *rest) in enumerate(entries(text))
    )


def staff(text):
    """ "0 midwife 20": present from 0 until 20 (- stayed)"""
    return tuple(
        Staff(index, role, minute(start), minute((*rest, "-")[0]))
        for index, (start, role, *rest) in enumerate(entries(text))
    )


def labs(text):
    """ "10 20 haemoglobin+fibrinogen 1.8": sampled, resulted, tests (? unknown), fibrinogen"""
    return tuple(
        Lab(
            index,
            minute(sampled),
            minute(resulted),
            None if tests == "?" else frozenset(tests.split("+")) - {"-"},
            fibrinogen_g_l=float(value[0]) if value else None,
        )
        for index, (sampled, resulted, tests, *value) in enumerate(entries(text))
    )


def products(text):
    """ "10 plasma" """
    return tuple(
        BloodProduct(index, kind, started=minute(time)) for index, (time, kind) in enumerate(entries(text))
    )


LISTS = {
    "blood_loss": blood_loss,
    "vitals": vitals,
    "medication": medication,
    "interventions": interventions,
    "calls": calls,
    "staff": staff,
    "labs": labs,
    "blood_products": products,
}
BIRTH = {
    "prophylaxis_declined": NO,
    "placenta_delivered": 5,
    "placenta_removal": "spontaneous",
    "causes": frozenset({"tone"}),
    "bleeding_controlled": 100,
}
MOTHER = {
    "high_risk_known": NO,
    "risk_factors": frozenset(),
    "deviation_documented": NO,
    "hypertension": NO,
    "asthma": NO,
    "heart_disease": NO,
    "tranexamic_acid_contraindicated": NO,
    "refuses_blood_products": NO,
}
AFTERCARE = {
    "sbar_handover": YES,
    "haemoglobin_checked": YES,
    "debrief_team": YES,
    "debrief_woman": YES,
    "thrombosis_risk_assessed": YES,
}
OUTCOME = {"hysterectomy": NO, "embolisation": NO, "death": NO}


def case(*, place="hospital", mode="spontaneous", takeover=None, ambulance=None, **fields):
    """A case in which everything is known, except for what ``fields`` say.

    Lists by their name as text; answers and moments by their name; ``tc`` is the end of the bleeding (None:
    unknown, NEVER); ``ambulance`` "20 A1 30 35 60"; ``total`` the total loss.
    """
    parts = {name: read(fields.pop(name, "")) for name, read in LISTS.items()}
    if "tc" in fields:
        fields["bleeding_controlled"] = fields.pop("tc")
    if "total" in fields:
        fields["total_loss_ml"] = fields.pop("total")
    groups = {}
    for name, kind, defaults in (
        ("birth", Birth, BIRTH), ("mother", Mother, MOTHER), ("aftercare", Aftercare, AFTERCARE),
        ("outcome", Outcome, OUTCOME),
    ):  # fmt: skip
        own = {key: fields.pop(key) for key in list(fields) if key in kind.__slots__}
        more = {"time": datetime(2024, 3, 9, 22, 40, tzinfo=UTC), "place": place, "mode": mode}
        groups[name] = kind(**(more if name == "birth" else {}), **{**defaults, **own})
    if isinstance(ambulance, str):
        requested, urgency, *rest = ambulance.split()
        times = [minute(word) for word in rest]
        ambulance = Ambulance(minute(requested), None if urgency == "?" else urgency, *times)
    return CaseFacts(
        secondary_care_takeover=0 if place == "hospital" else takeover,
        ambulance=ambulance,
        incomplete=frozenset(fields.pop("incomplete", "").split()),
        **groups,
        **parts,
        **fields,
    )


__all__ = ["NA", "NEVER", "NO", "UNKNOWN", "YES", "case"]
