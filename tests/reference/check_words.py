"""The delay and escalation checks for a COMPLETED case, one plain function each, from the words alone.

Every function takes a ``CompletedCase`` and returns one of the four results. Deliberately naive: limits are
the defaults as plain numbers, nothing is shared with the engine, nothing is clever.
"""

from .completed_case import earliest

MET, FLAGGED, NOT_APPLICABLE, NOT_ASSESSABLE = "met", "flagged", "not_applicable", "not_assessable"


def in_time(c, deadline, done):
    if done is not None and done <= deadline:
        return MET
    return FLAGGED if c.active(deadline) else NOT_APPLICABLE


def there(c, moment, done):
    if done:
        return MET
    return FLAGGED if c.active(moment) else NOT_APPLICABLE


def flagged_if(outside):
    return FLAGGED if outside else MET


def d01(c):
    if c.tP() is None or c.trauma_only() or c.inversion() or not c.therapeutic():
        return NOT_APPLICABLE
    return in_time(c, c.tP() + 10, earliest(c.therapeutic()))


def d02(c):
    trigger = c.tP() if c.tP() is not None and c.secondary_at(c.tP()) else c.tA()
    if trigger is None:
        return NOT_APPLICABLE
    limit = 15 if c.secondary_at(trigger) else 10
    return in_time(c, trigger + limit, earliest(c.done("iv_line")))


def d03(c):
    if c.tTXA() is None or c.t2 is None or c.late(c.tTXA()) > 180 or not c.txa():
        return NOT_APPLICABLE
    return in_time(c, c.late(c.tTXA()) + 30, earliest(c.txa()))


def d04(c):
    given = c.drugs({"tranexamic_acid"})
    return flagged_if(earliest(given) > 180) if given else NOT_APPLICABLE


def d05(c):
    if c.tP() is None or c.t2 is None or not c.tone() or not c.second_line():
        return NOT_APPLICABLE
    return in_time(c, max(c.tP() + 30, c.t2 + 15), earliest(c.second_line()))


def d06(c):
    delays = []
    for call in c.calls:
        specialist = call.role in {"gynaecologist", "anaesthesiologist"}
        if specialist and call.mode == "in_person" and call.called >= 0 and call.arrived is not None:
            start = call.called if c.t2 is None else c.late(call.called)
            delays.append(call.arrived - start)
    return flagged_if(max(delays) > 30) if delays else NOT_APPLICABLE


def d07(c):
    if c.ambulance is None or c.ambulance.urgency not in {"A0", "A1", "A2"}:
        return NOT_APPLICABLE
    limit = 30 if c.ambulance.urgency == "A2" else 15
    return flagged_if(c.ambulance.on_scene - c.ambulance.requested > limit)


def d08(c):
    if c.ambulance is None or c.ambulance.at_hospital is None:
        return NOT_APPLICABLE
    return flagged_if(c.ambulance.at_hospital - c.ambulance.requested > 45)


def d09(c):
    if c.secondary_at(30) or c.placenta <= 35:
        return NOT_APPLICABLE
    involved = c.secondary_involved()
    return MET if involved is not None and involved <= 35 else FLAGGED


def d10(c):
    if c.tA() is None or c.t2 is None or c.placenta <= c.tA():
        return NOT_APPLICABLE
    return in_time(c, c.late(c.tA()) + 30, c.placenta)


def d11(c):
    if c.t2000() is None or c.t2 is None or not c.decisive_steps():
        return NOT_APPLICABLE
    return in_time(c, c.late(c.t2000()) + 30, earliest(c.decisive_steps()))


def d12(c):
    samples = [lab.sampled for lab in c.labs if lab.sampled >= 0]
    if c.t1000() is None or c.t2 is None or not samples:
        return NOT_APPLICABLE
    return in_time(c, c.late(c.t1000()) + 15, earliest(samples))


def d13(c):
    tSI = c.tSI()
    if tSI is None:
        return _d13_without_shock_index(c)
    requests = [call.called for call in c.calls]
    if c.ambulance is not None:
        requests.append(c.ambulance.requested)
    recent = [t for t in requests if t >= 0 and t >= tSI - 30]
    return in_time(c, tSI + 10, earliest([*recent, *c.therapeutic(), c.involved("gynaecologist")]))


def _d13_without_shock_index(c):
    bled = [r.time for r in c.blood_loss if r.cumulative_ml >= 300 and r.time < c.tc and r.time <= 24 * 60]
    if not bled:
        return NOT_APPLICABLE
    measured = [t for t in c.values["pulse_and_pressure"] if min(bled) <= t < c.tc]
    return NOT_APPLICABLE if measured else NOT_ASSESSABLE


def e01(c):
    trig1 = c.trig1()
    if c.place == "hospital" or trig1 is None or c.secondary_at(trig1):
        return NOT_APPLICABLE
    return in_time(c, trig1 + 10, c.secondary_involved())


def e02(c):
    if c.tA() is None or c.t2 is None:
        return NOT_APPLICABLE
    return in_time(c, c.late(c.tA()) + 10, c.involved("gynaecologist"))


def e03(c):
    if c.t1000() is None or c.t2 is None:
        return NOT_APPLICABLE
    return in_time(c, c.late(c.t1000()) + 20, c.involved("anaesthesiologist"))


def e04(c):
    if c.t1500() is None or c.t2 is None:
        return NOT_APPLICABLE
    return in_time(c, c.late(c.t1500()) + 15, c.theatre_team())


def e05(c):
    if c.t2000() is None or c.t2 is None or c.yes("refuses_blood_products"):
        return NOT_APPLICABLE
    calls = [k.called for k in c.calls if k.role == "massive_transfusion_protocol" and k.called >= 0]
    return in_time(c, c.late(c.t2000()) + 10, earliest(calls))


def e06(c):
    if c.t1000() is None or not c.active(c.t1000() + 10):
        return NOT_APPLICABLE
    t = c.t1000() + 10
    hands = [s for s in c.staff if s.present_from <= t and (s.present_until is None or t <= s.present_until)]
    return flagged_if(len(hands) < (3 if c.secondary_at(t) else 2))


def e07(c):
    trig1 = c.trig1()
    if c.place not in {"home", "birth_centre"} or trig1 is None or c.secondary_at(trig1):
        return NOT_APPLICABLE
    urgent = c.ambulance is not None and c.ambulance.urgency in {"A0", "A1"}
    return in_time(c, trig1 + 10, earliest([c.ambulance.requested if urgent else None, c.t2]))


def e08(c):
    if c.t1500() is None or c.t2 is None or c.involved("gynaecologist") is None:
        return NOT_APPLICABLE
    came = [
        k for k in c.calls if k.role == "gynaecologist" and k.mode == "in_person" and k.arrived is not None
    ]
    stood = [s for s in c.staff_from_birth_on() if s.role == "gynaecologist"]
    return there(c, c.late(c.t1500()) + 15, came + stood)


def e09(c):
    if c.t2000() is None or c.t2 is None:
        return NOT_APPLICABLE
    return there(c, c.late(c.t2000()) + 30, c.decisive_steps())
