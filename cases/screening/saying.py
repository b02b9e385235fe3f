"""PURE. The sentences of the findings, in Dutch and English: short, and naming the recorded moment."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cases.labels import LISTS, code_label
from cases.screening.facts import BloodLoss, Vitals
from cases.screening.findings import Evidence, Result
from cases.screening.possible import Done, Event
from cases.screening.relations import Relation
from cases.screening.rules import MARKS, Parameter
from cases.screening.triggers import Line
from cases.screening.view import View
from fluxus.texts import Text

TAKEOVER: Final = Text("de overname door de tweede lijn", "takeover by secondary care")
OVER_FIRST: Final = Text(
    "Bloeding was onder controle voordat de grens bereikt was.",
    "The bleeding was under control before the limit was reached.",
)
OUTSIDE: Final = Text(
    "Op dat moment gold deze afspraak niet (eerste of tweede lijn, of buiten het tijdvenster).",
    "The agreement did not hold at that moment (primary or secondary care, or outside the time window).",
)
LATE_WINDOW: Final = Text(
    "De tijd voor tranexaminezuur (drie uur na de geboorte) was toen voorbij.",
    "The time for tranexamic acid (three hours after birth) was over by then.",
)
TAKEN_OVER_ALREADY: Final = Text(
    "De tweede lijn had de zorg toen al overgenomen.", "Secondary care had taken over by then."
)
_LOSS: Final = Text(
    "Het bloedverlies bereikte de drempel niet zolang het bloeden duurde.",
    "The blood loss did not reach the threshold while the bleeding lasted.",
)
_ALARM: Final = Text(
    "Er was geen alarm: het bloedverlies en de shockindex bleven onder de grens.",
    "There was no alarm: blood loss and shock index stayed below the limit.",
)
UNREACHED: Final = {
    **dict.fromkeys(("treatment", "t1000", "t1500", "t2000", "decisive"), _LOSS),
    **dict.fromkeys(("alarm", "referral", "line"), _ALARM),
    "txa": Text(
        "Er was binnen drie uur na de geboorte niet meer dan 500 ml bloedverlies.",
        "No more than 500 ml was lost within three hours after birth.",
    ),
    "shock": Text("De shockindex was niet afwijkend.", "The shock index was not raised."),
}
UNKNOWN_END: Final = Text(
    "het moment waarop de bloeding onder controle was", "the moment at which the bleeding was under control"
)


class Trigger(NamedTuple):
    """A trigger in words, and the entries behind it."""

    words: Text
    evidence: tuple[Evidence, ...]


@lru_cache(maxsize=1024)
def number(value: float) -> Text:
    """Return a number with a decimal comma in Dutch and a point in English."""
    english = f"{value:g}"
    return Text(english.replace(".", ","), english)


def fill(template: Text, **values: Text | str | int) -> Text:
    """Fill a sentence with values that may themselves differ by language."""
    dutch, english = dict(values), dict(values)
    for name, value in values.items():
        if isinstance(value, Text):
            dutch[name], english[name] = value
    return Text(template.nl.format_map(dutch), template.en.format_map(english))


def sentence(text: Text) -> Text:
    """Return the words with a capital at the start."""
    return Text(text.nl[:1].upper() + text.nl[1:], text.en[:1].upper() + text.en[1:])


@lru_cache(maxsize=256)
def limit_words(limit: Parameter) -> Text:
    """Return the limit between brackets, with what its mark means when it is not read in the source."""
    note = fill(Text("; {mark}", "; {mark}"), mark=MARKS[limit.mark]) if limit.mark != "V" else Text("", "")
    unit = "" if limit.unit == "people" else f" {limit.unit}"
    template = Text("(grens {limit}{unit}{note})", "(limit {limit}{unit}{note})")
    return fill(template, limit=number(limit.value), unit=unit, note=note)


def elapsed(what: Text, value: int, trigger: Text, limit: Parameter) -> Text:
    """Return "Oxytocin 18 min after the record of 600 ml (limit 10 min; to be confirmed by the VSV)."."""
    template = Text("{what} {n} min na {trigger} {limit}.", "{what} {n} min after {trigger} {limit}.")
    if value < 0:
        template = Text("{what} {n} min vóór {trigger} {limit}.", "{what} {n} min before {trigger} {limit}.")
    return sentence(fill(template, what=what, n=abs(value), trigger=trigger, limit=limit_words(limit)))


def done_after(what: Text, value: int, trigger: Text) -> Text:
    """Return "Bladder catheter: yes, 4 min after the record of 700 ml." for a check on whether."""
    template = Text("{what}: ja, {n} min na {trigger}.", "{what}: yes, {n} min after {trigger}.")
    if value < 0:
        template = Text("{what}: ja, {n} min vóór {trigger}.", "{what}: yes, {n} min before {trigger}.")
    return sentence(fill(template, what=what, n=abs(value), trigger=trigger))


def question(label: Text) -> Text:
    """Return a question of the form as a thing that can be missing."""
    return fill(Text("het antwoord op “{label}”", "the answer to “{label}”"), label=label)


def absent(what: Text, result: Result, trigger: Text, limit: Parameter) -> Text:
    """Return the sentence for a thing without a recorded moment: not recorded, or done at an unknown time."""
    if result is Result.FLAGGED:
        template = Text(
            "Niet genoteerd: {what}; {n} min na {trigger} bloedde het nog {limit}.",
            "Not recorded: {what}; {n} min after {trigger} the bleeding went on {limit}.",
        )
        n = number(limit.value)
        return fill(template, what=what, n=n, trigger=trigger, limit=limit_words(limit))
    template = Text(
        "Gedaan: {what}; de precieze tijd na {trigger} maakt niet uit {limit}.",
        "Done: {what}; the exact time after {trigger} does not matter {limit}.",
    )
    return fill(template, what=what, trigger=trigger, limit=limit_words(limit))


def whatever(
    what: Text, result: Result, limit: Parameter, unknown: Sequence[Text], *, there: bool = False
) -> Text:
    """Return the sentence for a verdict that holds although something is unknown."""
    if there and result is Result.MET:
        template = Text("{what}: ja; onbekend is nog {unknown}.", "{what}: yes; still unknown is {unknown}.")
        return sentence(fill(template, what=what, unknown=listed(unknown)))
    template = Text(
        "{what}: op tijd {limit}, ook al is onbekend: {unknown}.",
        "{what}: in time {limit}, although this is unknown: {unknown}.",
    )
    if result is Result.FLAGGED:
        template = Text(
            "{what}: te laat of niet genoteerd {limit}, ook al is onbekend: {unknown}.",
            "{what}: late or not recorded {limit}, although this is unknown: {unknown}.",
        )
    return sentence(fill(template, what=what, limit=limit_words(limit), unknown=listed(unknown)))


def listed(items: Sequence[Text]) -> Text:
    """Return different things one after the other."""
    distinct = list(dict.fromkeys(items))
    return Text(", ".join(item.nl for item in distinct), ", ".join(item.en for item in distinct))


def not_assessable(unknown: Sequence[Text]) -> Text:
    """Return the sentence that says what is missing."""
    distinct = list(dict.fromkeys(unknown))
    template = Text("Niet te beoordelen: {items} ontbreekt.", "Not assessable: {items} is missing.")
    if len(distinct) > 1:
        template = Text(
            "Niet te beoordelen: deze gegevens ontbreken: {items}.", "Not assessable; missing are: {items}."
        )
    return fill(template, items=listed(distinct))


def never_done(what: Text) -> Text:
    """Return why a delay does not apply: the thing was not done at all."""
    template = Text(
        "Niet genoteerd: {what}; dat wordt bij een andere vraag beoordeeld.",
        "Not recorded: {what}; that is judged by another check.",
    )
    return fill(template, what=what)


def event_name(event: Event, what: Text) -> Text:
    """Return the name of the recorded thing, or what it was looked for as."""
    return code_label(event.what) if event.what else what


def evidence_of(*events: Event | None) -> tuple[Evidence, ...]:
    """Return the entries of events."""
    return tuple(Evidence(event.kind, event.index) for event in events if event is not None and event.kind)


def trigger(view: View, name: str, key: Any) -> Trigger:
    """Return a trigger in words: the record or the vital signs behind it."""
    if name == "referral":
        return _referral(view, key)
    if name == "decisive":
        return _record(view, key[1], view.rules.minutes("mtp_loss_ml"))
    if isinstance(key, Line):
        return trigger(view, "treatment" if key.treatment else "alarm", key.minute)
    volume = {
        "txa": view.time.txa_volume,
        "t1500": view.rules.minutes("theatre_loss_ml"),
        "t2000": view.rules.minutes("mtp_loss_ml"),
        "treatment": view.time.volumes.treatment,
        "shock": 1_000_000,
    }.get(name, view.time.volumes.alarm)
    return _record(view, key, volume)


def _record(view: View, minute: int, volume: int) -> Trigger:
    records = [r for r in view.facts.blood_loss if r.time == minute and r.cumulative_ml >= volume]
    if records:
        return _measured(records[0])
    rows = [row for row in view.facts.vitals if row.time == minute and row.heart_rate and row.systolic]
    if rows and volume > view.time.losses.highest or rows and minute in view.time.shock.values:
        return _shock(rows[0])
    words = Text(f"het bereiken van {volume} ml", f"reaching {volume} ml")
    return Trigger(words, ())


def _measured(record: BloodLoss) -> Trigger:
    words = Text(f"de meting van {record.cumulative_ml} ml", f"the record of {record.cumulative_ml} ml")
    return Trigger(words, (Evidence("blood_loss", record.index),))


def _shock(row: Vitals) -> Trigger:
    english = f"{(row.heart_rate or 0) / (row.systolic or 1):.2f}"
    index = Text(english.replace(".", ","), english)
    template = Text(
        "shockindex {index} bij pols {pulse} en bovendruk {pressure}",
        "shock index {index} at pulse {pulse} and systolic {pressure}",
    )
    words = fill(template, index=index, pulse=row.heart_rate or 0, pressure=row.systolic or 0)
    return Trigger(words, (Evidence("vitals", row.index),))


def _referral(view: View, minute: int) -> Trigger:
    if minute in view.time.alarm.values:
        return trigger(view, "alarm", minute)
    wait = view.rules.minutes("referral_persistence_min")
    start = trigger(view, "treatment", minute - wait)
    template = Text("{wait} min bloeden na {start}", "{wait} min of bleeding after {start}")
    return Trigger(fill(template, wait=wait, start=start.words), start.evidence)


def unknown_trigger(view: View, name: str, relation: Relation[Any]) -> list[Text]:
    """Return what is missing around a trigger."""
    found = []
    moments = relation.moments
    if len(relation.values) > 1:
        incomplete = view.facts.incomplete & {"blood_loss", "vitals"}
        found += [incomplete_list(section) for section in sorted(incomplete)]
        if not incomplete and view.end_is_known and name != "shock":
            found.append(Text("het moment waarop het bloed verloren werd", "the moment of the blood loss"))
    if not view.end_is_known and any(moment.low != moment.high for moment in moments):
        found.append(UNKNOWN_END)
    return found


def unknown_done(view: View, done: Done, what: Text, sections: tuple[str, ...]) -> list[Text]:
    """Return what is missing around an action."""
    found = []
    if any(not event.dated for event in done.events):
        found.append(fill(Text("tijd van {what}", "the time of {what}"), what=what))
    if any(event.dated and not event.certain and event.kind != "birth" for event in done.events):
        found.append(fill(Text("doel of soort van {what}", "the purpose or kind of {what}"), what=what))
    found += [incomplete_list(section) for section in sections if section in view.facts.incomplete]
    if done.extra and not found:
        found.append(fill(Text("of {what} gedaan is", "whether {what} was done"), what=what))
    return found


def incomplete_list(section: str) -> Text:
    """Return the name of a list that may lack entries."""
    name = LISTS[section]
    return Text(f"de volledige lijst {name.nl.lower()}", f"the complete list of {name.en.lower()}")


NOTHING: Final = Text("Gegevens ontbreken.", "Data are missing.")
CALL: Final = Text("de oproep", "the call")
PRESENT: Final = Text("{who} aanwezig", "{who} present")
ON_SCENE: Final = Text("ambulance ter plaatse", "ambulance on scene")
AT_HOSPITAL: Final = Text("aankomst in het ziekenhuis", "arrival in hospital")
REQUEST: Final = Text("de aanvraag van de ambulance", "the ambulance request")


def ambulance(what: Text, value: int | None, limit: Parameter) -> Text:
    """Return how long a part of the run took; without a time: that it was in time anyway."""
    if value is not None:
        return elapsed(what, value, REQUEST, limit)
    template = Text("{what}: op tijd {limit}.", "{what}: in time {limit}.")
    return sentence(fill(template, what=what, limit=limit_words(limit)))


def absent_at(what: Text, result: Result, start: Text, limit: Parameter) -> Text:
    """Return the sentence for a thing without a recorded moment, when the bleeding does not matter."""
    if result is not Result.FLAGGED:
        template = Text("{what}: op tijd {limit}.", "{what}: in time {limit}.")
        return sentence(fill(template, what=what, limit=limit_words(limit)))
    template = Text(
        "Geen {what} genoteerd binnen {n} min na {start} {limit}.",
        "No {what} recorded within {n} min after {start} {limit}.",
    )
    n = number(limit.value)
    return fill(template, what=what, n=n, start=start, limit=limit_words(limit))
