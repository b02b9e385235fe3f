"""PURE. Everything that happened in a case as one list of events by time: the table behind the picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cases.case_values import AMSTERDAM
from cases.labels import CODES, LISTS, code_label
from cases.screening.facts import NEVER, BloodLoss, Call, CaseFacts, Lab, Medication, Vitals
from fluxus.texts import Text

PLAIN: Final = Text("", "")
ARRIVED: Final = Text("gekomen om {time}", "arrived at {time}")
NOT_ARRIVED: Final = Text("niet gekomen", "did not come")
PRESENT: Final = Text("aanwezig", "present")
CALLED: Final = Text("{who} geroepen", "{who} called")
SHOCK: Final = Text("shockindex {value}", "shock index {value}")
AFTER: Final = Text("{time}, {minutes} min na de geboorte", "{time}, {minutes} min after birth")
AMBULANCE: Final = Text("Ambulance", "Ambulance")
COURSE: Final = Text("Verloop", "Course")
NEVER_CAME: Final = Text("nooit", "never")
MOMENTS: Final = {
    "bleeding_started": Text("begin van de bloeding", "bleeding started"),
    "placenta_delivered": Text("placenta geboren", "placenta delivered"),
    "bleeding_controlled": Text("bloeding onder controle", "bleeding under control"),
}
TAKEOVER: Final = Text("overname door de tweede lijn", "takeover by secondary care")
STEPS: Final = {
    "requested": Text("aangevraagd", "requested"),
    "on_scene": Text("ter plaatse", "on scene"),
    "departed": Text("vertrokken", "departed"),
    "at_hospital": Text("in het ziekenhuis", "at hospital"),
}


VALUES: Final = {
    "haemoglobin": "haemoglobin_mmol_l",
    "platelets": "platelets_10e9_l",
    "fibrinogen": "fibrinogen_g_l",
    "lactate": "lactate_mmol_l",
    "calcium": "calcium_mmol_l",
    "INR": "inr",
    "FIBTEM A5": "fibtem_a5_mm",
}
"""The value of a sample for each test, also those that have no code of their own."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing at ``minute`` since birth (None: unknown); ``kind`` is the list, ``index`` its row."""

    minute: int | None
    kind: str
    index: int
    heading: Text
    what: Text
    detail: Text = PLAIN


def clock(birth: datetime, minute: float) -> str:
    """Return what the clock in Amsterdam shows at a minute since birth."""
    return f"{(birth + timedelta(minutes=minute)).astimezone(AMSTERDAM):%H:%M}"


def events(facts: CaseFacts) -> list[Event]:
    """Return everything that happened, by time; what has no time comes last."""
    found = [*_course(facts), *_measured(facts), *_done(facts), *_people(facts), *_ambulance(facts)]
    return sorted(found, key=lambda event: (event.minute is None, event.minute or 0))


def _course(facts: CaseFacts) -> Iterator[Event]:
    """The moments outside the lists."""
    for name, words in MOMENTS.items():
        moment = getattr(facts.birth, name)
        if moment == NEVER:
            yield Event(None, "birth", 0, COURSE, words, NEVER_CAME)
        elif moment is not None:
            yield Event(int(moment), "birth", 0, COURSE, words)
    if facts.secondary_care_takeover:
        yield Event(facts.secondary_care_takeover, "birth", 0, COURSE, TAKEOVER)


def _event(minute: int | None, kind: str, index: int, what: Text, detail: Text = PLAIN) -> Event:
    return Event(minute, kind, index, LISTS.get(kind, AMBULANCE), what, detail)


def _measured(facts: CaseFacts) -> Iterator[Event]:
    for row in facts.blood_loss:
        yield _event(row.time, "blood_loss", row.index, _ml(row), _words(row.method))
    for vitals in facts.vitals:
        yield _event(vitals.time, "vitals", vitals.index, _signs(vitals), _shock_index(vitals))
    for lab in facts.labs:
        yield _event(lab.sampled, "labs", lab.index, _tests(lab))


def _done(facts: CaseFacts) -> Iterator[Event]:
    for dose in facts.medication:
        yield _event(dose.time, "medication", dose.index, _dose(dose), _words(dose.purpose))
    for done in facts.interventions:
        yield _event(done.time, "interventions", done.index, code_label(done.kind))
    for given in facts.blood_products:
        amount = PLAIN if given.units is None else Text(f"{given.units:g}", f"{given.units:g}")
        when = given.ordered if given.started is None else given.started
        yield _event(when, "blood_products", given.index, code_label(given.product), amount)


def _people(facts: CaseFacts) -> Iterator[Event]:
    for call in facts.calls:
        yield _event(call.called, "calls", call.index, _called(call), _arrival(facts, call))
    for person in facts.staff:
        yield _event(person.present_from, "staff", person.index, code_label(person.role), PRESENT)


def _ambulance(facts: CaseFacts) -> Iterator[Event]:
    if facts.ambulance is None:
        return
    for name, words in STEPS.items():
        minute = getattr(facts.ambulance, name)
        if minute is not None:
            urgency = facts.ambulance.urgency or ""
            yield _event(minute, "ambulance", 0, words, Text(urgency, urgency))


def _words(code: str | None) -> Text:
    return PLAIN if code is None else code_label(code)


def _ml(row: BloodLoss) -> Text:
    return Text(f"{row.cumulative_ml} ml", f"{row.cumulative_ml} ml")


def _signs(row: Vitals) -> Text:
    pressure = f"RR {row.systolic or '–'}/{row.diastolic or '–'}" if row.systolic or row.diastolic else ""
    pulse = ("" if row.heart_rate is None else f"{row.heart_rate}", pressure)
    return Text(
        " · ".join(part for part in (f"pols {pulse[0]}" if pulse[0] else "", pressure) if part),
        " · ".join(part for part in (f"pulse {pulse[0]}" if pulse[0] else "", pressure) if part),
    )


def _shock_index(row: Vitals) -> Text:
    if row.heart_rate is None or not row.systolic:
        return PLAIN
    value = f"{row.heart_rate / row.systolic:.2f}"
    return Text(SHOCK.nl.format(value=value.replace(".", ",")), SHOCK.en.format(value=value))


def _dose(row: Medication) -> Text:
    drug, unit, route = code_label(row.drug), _words(row.unit), _words(row.route)
    amount = "" if row.dose is None else f"{row.dose:g}"
    return Text(
        " ".join(part for part in (drug.nl, amount.replace(".", ","), unit.nl, route.nl) if part),
        " ".join(part for part in (drug.en, amount, unit.en, route.en) if part),
    )


def _tests(row: Lab) -> Text:
    """Return the tests of a sample, with the values that came back."""
    found = {test: getattr(row, column) for test, column in VALUES.items()}
    done = [code for code in (*VALUES, *CODES) if code in (row.tests or ()) or found.get(code) is not None]
    parts = [(code_label(test), found.get(test)) for test in dict.fromkeys(done)]
    return Text(
        ", ".join(
            f"{name.nl} {value:g}".replace(".", ",") if value is not None else name.nl
            for name, value in parts
        ),
        ", ".join(f"{name.en} {value:g}" if value is not None else name.en for name, value in parts),
    )


def _called(call: Call) -> Text:
    who = code_label(call.role)
    return Text(CALLED.nl.format(who=who.nl), CALLED.en.format(who=who.en))


def _arrival(facts: CaseFacts, call: Call) -> Text:
    if call.mode == "phone":
        return code_label("phone")
    if call.arrived is None:
        return NOT_ARRIVED
    return ARRIVED.format(time=clock(facts.birth.time, call.arrived))
