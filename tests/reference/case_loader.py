"""A tiny reader of ``fluxus-case/1`` files for the acceptance cases: no checking, no refusing.

It exists so that the slow reference stands on its own feet; the application reads with ``cases.case_format``.
"""

from dataclasses import fields
from datetime import datetime
from math import inf

from cases.screening import facts as f

ROWS = {
    "blood_loss": f.BloodLoss,
    "vitals": f.Vitals,
    "medication": f.Medication,
    "interventions": f.Intervention,
    "calls": f.Call,
    "staff": f.Staff,
    "labs": f.Lab,
    "blood_products": f.BloodProduct,
}
MOMENTS = {
    *(
        "time",
        "called",
        "arrived",
        "present_from",
        "present_until",
        "sampled",
        "resulted",
        "ordered",
        "started",
    ),
    *("placenta_delivered", "bleeding_started", "bleeding_controlled"),
    *("requested", "on_scene", "departed", "at_hospital", "secondary_care_takeover"),
}
ANSWERS = {
    x.name for c in (f.Mother, f.Birth, f.Aftercare, f.Outcome) for x in fields(c) if "Answer" in str(x.type)
}


def undated(cls, row):
    """The fields without a default that the row leaves open: None."""
    return {x.name: None for x in fields(cls) if x.name in MOMENTS and row.get(x.name) is None}


def read(document):
    """CaseFacts of one parsed JSON document."""
    birth_time = datetime.fromisoformat(document["birth"]["time"])

    def minutes(text):
        if text is None or text == "never":
            return inf if text else None
        return round((datetime.fromisoformat(text) - birth_time).total_seconds() / 60)

    def convert(key, value):
        if key in MOMENTS:
            return minutes(value)
        if key in ANSWERS:
            return f.Answer(value)
        return frozenset(value) if isinstance(value, list) else value

    def build(cls, source, **more):
        return cls(**more, **{k: convert(k, v) for k, v in source.items() if v is not None and k not in more})

    birth = build(f.Birth, {k: v for k, v in document["birth"].items() if k != "time"}, time=birth_time)
    rows = {
        name: tuple(
            build(cls, row, index=i, **undated(cls, row)) for i, row in enumerate(document.get(name) or [])
        )
        for name, cls in ROWS.items()
    }
    return f.CaseFacts(
        birth=birth,
        mother=build(f.Mother, {k: v for k, v in document.get("mother", {}).items() if k != "gestation"}),
        aftercare=build(f.Aftercare, document.get("aftercare", {})),
        outcome=build(f.Outcome, document.get("outcome", {})),
        secondary_care_takeover=0
        if birth.place == "hospital"
        else minutes(document.get("secondary_care_takeover")),
        incomplete=frozenset(document.get("incomplete_sections", []))
        | {n for n in ROWS if document.get(n) is None},
        clear_fluids_before_blood_ml=document.get("clear_fluids_before_blood_ml"),
        ambulance=build(f.Ambulance, document["ambulance"]) if document.get("ambulance") else None,
        ambulance_unknown="ambulance" not in document and birth.place != "hospital",
        **rows,
    )
