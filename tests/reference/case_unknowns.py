"""Ways in which a fully recorded case can become incomplete, one thing at a time."""

import random
from dataclasses import replace

from cases.screening import facts as f

ANSWERS = (
    ("mother", "high_risk_known"),
    ("mother", "deviation_documented"),
    ("mother", "hypertension"),
    ("mother", "asthma"),
    ("mother", "heart_disease"),
    ("mother", "tranexamic_acid_contraindicated"),
    ("mother", "refuses_blood_products"),
    ("birth", "prophylaxis_declined"),
    ("aftercare", "sbar_handover"),
    ("aftercare", "haemoglobin_checked"),
    ("aftercare", "debrief_team"),
    ("aftercare", "debrief_woman"),
    ("aftercare", "thrombosis_risk_assessed"),
    ("outcome", "death"),
    ("outcome", "hysterectomy"),
    ("outcome", "embolisation"),
)
DATES = {
    "medication": "time",
    "interventions": "time",
    "calls": "called",
    "staff": "present_from",
    "labs": "resulted",
    "blood_products": "started",
}


def forget(rng: random.Random, case: f.CaseFacts, number: int) -> f.CaseFacts:
    """The case with (at most) ``number`` things unknown, in the order of the reader."""
    for _ in range(number):
        case = rng.choice(WAYS)(rng, case)
    return in_order(case)


def in_order(case):
    """Every list sorted by time, undated rows last, indexes as in a file in that order."""
    key = {"calls": "called", "staff": "present_from", "labs": "sampled", "blood_products": "started"}
    lists = {}
    for name in f.SECTIONS:
        field = key.get(name, "time")
        rows = sorted(getattr(case, name), key=lambda r: (getattr(r, field) is None, getattr(r, field) or 0))
        lists[name] = tuple(replace(row, index=i) for i, row in enumerate(rows))
    return replace(case, **lists)


def _some_row(rng, case, name, fields, when=lambda row: True):
    """Take one of the fields away in a random row of the list."""
    rows = list(getattr(case, name))
    places = [i for i, row in enumerate(rows) if when(row)]
    if not places:
        return case
    place = rng.choice(places)
    rows[place] = replace(rows[place], **dict.fromkeys(fields))
    return replace(case, **{name: tuple(rows)})


def controlled(rng, case):
    return replace(case, birth=replace(case.birth, bleeding_controlled=None))


def placenta(rng, case):
    return replace(case, birth=replace(case.birth, placenta_delivered=None))


def removal(rng, case):
    return replace(case, birth=replace(case.birth, placenta_removal=None))


def causes(rng, case):
    return replace(case, birth=replace(case.birth, causes=frozenset()))


def date(rng, case):
    name = rng.choice(tuple(DATES))
    fields = [DATES[name]]
    if name == "labs":
        fields = rng.choice((["resulted"], ["sampled"], ["sampled", "resulted"]))

    def after_birth(row):  # an undated entry took place after birth, so its end lies there too
        ends = (
            getattr(row, "arrived", None),
            getattr(row, "present_until", None),
            getattr(row, "resulted", None),
        )
        return all(end is None or end >= 0 for end in ends)

    return _some_row(rng, case, name, fields, after_birth)


def incomplete(rng, case):
    name = rng.choice(f.SECTIONS)
    if rng.random() < 0.3 and name != "blood_loss":
        case = replace(case, **{name: ()})
    return replace(case, incomplete=case.incomplete | {name})


def answer(rng, case):
    for part, name in rng.sample(ANSWERS, rng.choice((1, 3))):
        case = replace(case, **{part: replace(getattr(case, part), **{name: f.Answer.UNKNOWN})})
    return case


def risk_factors(rng, case):
    return replace(case, mother=replace(case.mother, risk_factors=None))


def purpose(rng, case):
    return _some_row(rng, case, "medication", ["purpose"])


def dose(rng, case):
    return _some_row(rng, case, "medication", ["dose"], lambda m: m.drug == "tranexamic_acid")


def call_mode(rng, case):
    return _some_row(rng, case, "calls", ["mode"])


def method(rng, case):
    for _ in range(rng.choice((1, 3))):
        case = _some_row(rng, case, "blood_loss", ["method"])
    return case


def signs(rng, case):
    fields = rng.choice((["heart_rate"], ["systolic"], ["diastolic"], ["heart_rate", "systolic"]))
    return _some_row(rng, case, "vitals", fields)


def tests(rng, case):
    return _some_row(
        rng, case, "labs", rng.choice((["tests"], ["fibrinogen_g_l"], ["tests", "fibrinogen_g_l"]))
    )


def ambulance(rng, case):
    if case.ambulance is None:
        return replace(case, ambulance_unknown=case.birth.place != "hospital")
    if case.ambulance.on_scene is None or case.ambulance.on_scene < 0:
        return case
    field = rng.choice(("requested", "urgency", "urgency", "on_scene"))
    return replace(case, ambulance=replace(case.ambulance, **{field: None}))


WAYS = (
    *(controlled, date, date, date, incomplete, incomplete, answer, answer, answer, answer, answer, answer),
    *(placenta, removal, causes, risk_factors, purpose, dose, call_mode, method, signs, tests, ambulance),
)
