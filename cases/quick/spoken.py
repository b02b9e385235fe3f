"""PURE. A reading in words, to show what was understood: time, what, and how it lies to the birth."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cases.case_codes import TEST_OF_VALUE
from cases.case_schema import NEVER_CODE, ROWS, Key, Kind
from cases.case_values import AMSTERDAM, moment_of, read_instant
from cases.labels import KEYS, code_label
from cases.quick.grammar import FORMS
from cases.quick.reading import Item, QuickAnswer, QuickRow, Reading
from cases.quick.rows import KEYS as FORMAT_KEYS
from fluxus.texts import Text

DAYS: Final = (
    Text("ma", "Mon"),
    Text("di", "Tue"),
    Text("wo", "Wed"),
    Text("do", "Thu"),
    Text("vr", "Fri"),
    Text("za", "Sat"),
    Text("zo", "Sun"),
)
MONTHS: Final = tuple(
    Text(nl, en)
    for nl, en in zip(
        [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        strict=True,
    )
)
NO_TIME: Final = Text("tijd onbekend", "time unknown")
AFTER: Final = Text("{n} min na de geboorte", "{n} min after birth")
BEFORE: Final = Text("{n} min vóór de geboorte", "{n} min before birth")
AT_BIRTH: Final = Text("bij de geboorte", "at birth")
AMBULANCE: Final = {
    "ambulance.on_scene": Text("Ambulance ter plaatse", "Ambulance on scene"),
    "ambulance.departed": Text("Ambulance vertrokken", "Ambulance departed"),
    "ambulance.at_hospital": Text("Ambulance in het ziekenhuis", "Ambulance at hospital"),
}
NOT_MEASURED: Final = {"systolic": "–", "diastolic": "–"}
LEADS: Final = {form.name: form.lead for form in FORMS}
TIMES: Final = (Kind.TIME, Kind.TIME_OR_NEVER)
PHRASES: Final[dict[str, tuple[Text, ...]]] = {
    "blood_loss": (Text("{cumulative_ml} ml in totaal, {method}", "{cumulative_ml} ml in all, {method}"),),
    "vitals": (
        Text("pols {heart_rate}", "pulse {heart_rate}"),
        Text("RR {systolic}/{diastolic}", "BP {systolic}/{diastolic}"),
        Text("saturatie {spo2} %", "saturation {spo2} %"),
        Text("ademhaling {respiratory_rate}", "respiratory rate {respiratory_rate}"),
        Text("temperatuur {temperature_c} °C", "temperature {temperature_c} °C"),
        Text("bewustzijn {consciousness}", "consciousness {consciousness}"),
        Text("urine {urine_ml} ml", "urine {urine_ml} ml"),
    ),
    "medication": (
        Text("{drug} {dose} {unit} {route}", "{drug} {dose} {unit} {route}"),
        Text("{purpose}", "{purpose}"),
        Text("door {given_by}", "by {given_by}"),
    ),
    "interventions": (Text("{kind}", "{kind}"),),
    "calls": (
        Text("{role} geroepen", "{role} called"),
        Text("{mode}", "{mode}"),
        Text("gekomen om {arrived}", "arrived at {arrived}"),
    ),
    "staff": (
        Text("{role} aanwezig", "{role} present"),
        Text("tot {present_until}", "until {present_until}"),
    ),
    "labs": (
        Text("bloedafname", "blood sample"),
        Text("Hb {haemoglobin_mmol_l}", "Hb {haemoglobin_mmol_l}"),
        Text("trombocyten {platelets_10e9_l}", "platelets {platelets_10e9_l}"),
        Text("fibrinogeen {fibrinogen_g_l}", "fibrinogen {fibrinogen_g_l}"),
        Text("lactaat {lactate_mmol_l}", "lactate {lactate_mmol_l}"),
        Text("geïoniseerd calcium {calcium_mmol_l}", "ionised calcium {calcium_mmol_l}"),
        Text("INR {inr}", "INR {inr}"),
        Text("FIBTEM A5 {fibtem_a5_mm}", "FIBTEM A5 {fibtem_a5_mm}"),
        Text("{tests}", "{tests}"),
        Text("uitslag om {resulted}", "result at {resulted}"),
    ),
    "blood_products": (
        Text("{units} {product}", "{units} {product}"),
        Text("besteld om {ordered}", "ordered at {ordered}"),
    ),
}
"""What is said of a row: a phrase is said when the row holds one of its keys."""


_NAMES: Final = re.compile(r"{([a-z0-9_]+)}")


def in_words(reading: Reading, birth: datetime) -> Text:
    """Return one line: the time, everything that was understood, and the place of that time to the birth.

    The date is shown when it is another day than that of the birth. ``birth`` is aware.
    """
    groups: list[tuple[datetime | None, list[Text]]] = []
    for item in reading.items:
        moment = _moment(item)
        if not groups or (_timed(item) and moment != groups[-1][0]):
            groups.append((moment, [_clock(moment)] if _timed(item) else []))
        groups[-1][1].append(_what(item))
    parts = [_placed(_joined(words), moment, birth) for moment, words in groups]
    return Text(*("; ".join(part[i] for part in parts) for i in (0, 1)))


def _timed(item: Item) -> bool:
    """Return whether an item says when something was."""
    return isinstance(item, QuickRow) or FORMAT_KEYS[item.path].kind in TIMES


def _placed(words: Text, moment: datetime | None, birth: datetime) -> Text:
    if moment is None:
        return words
    place = _place(moment, birth)
    return Text(*(f"{words[i]} ({place[i]})" for i in (0, 1)))


def _joined(parts: list[Text]) -> Text:
    return Text(*(" · ".join(part[i] for part in parts if part[i]) for i in (0, 1)))


def time_of(item: Item) -> str | None:
    """Return the time of an item in the case format, its main moment first; None when there is none."""
    if not _timed(item):
        return None
    if isinstance(item, QuickAnswer):
        value = item.value
    else:
        times = [LEADS[item.section], *(key.name for key in ROWS[item.section] if key.kind is Kind.TIME)]
        value = next((item.row[name] for name in times if item.row.get(name) is not None), None)
    return value if isinstance(value, str) and value != NEVER_CODE else None


def _moment(item: Item) -> datetime | None:
    value = time_of(item)
    return None if value is None else moment_of(read_instant(value))


def _clock(moment: datetime | None) -> Text:
    if moment is None:
        return NO_TIME
    clock = f"{moment.astimezone(AMSTERDAM):%H:%M}"
    return Text(clock, clock)


def _place(moment: datetime, birth: datetime) -> Text:
    """Return how a moment lies to the birth; with its date when that is another day."""
    local = moment.astimezone(AMSTERDAM)
    minutes = int((moment - birth).total_seconds() // 60)
    template = AT_BIRTH if minutes == 0 else AFTER if minutes > 0 else BEFORE
    words = template.format(n=abs(minutes))
    if local.date() != birth.astimezone(AMSTERDAM).date():
        day, month = DAYS[local.weekday()], MONTHS[local.month - 1]
        words = Text(*(f"{day[i]} {local.day} {month[i]}, {words[i]}" for i in (0, 1)))
    return words


def _what(item: Item) -> Text:
    if isinstance(item, QuickAnswer):
        label = AMBULANCE.get(item.path) or _short(KEYS[item.path])
        if _timed(item):
            return label
        value = _value(FORMAT_KEYS[item.path], item.value)
        return Text(*(f"{label[i]}: {value[i]}" for i in (0, 1)))
    values = {
        key.name: _value(key, item.row[key.name])
        for key in ROWS[item.section]
        if item.row.get(key.name) is not None
    }
    if item.section == "labs":
        tests = _without_value(item.row)
        values.pop("tests", None)
        if tests:
            values["tests"] = _value(FORMAT_KEYS["labs.tests"], tests)
    return _joined([_said(phrase, values) for phrase in PHRASES[item.section]])


def _said(phrase: Text, values: Mapping[str, Text]) -> Text:
    """Return a phrase with its values, or nothing when there is none of them."""
    names = _NAMES.findall(phrase.nl)
    if names and not any(name in values for name in names):
        return Text("", "")
    filled = (
        phrase[i].format(**{n: values[n][i] if n in values else NOT_MEASURED.get(n, "") for n in names})
        for i in (0, 1)
    )
    return Text(*(" ".join(words.split()).rstrip(",") for words in filled))


def _without_value(row: Mapping[str, Any]) -> list[str]:
    """Return the tests of a row that are not shown by their value already."""
    shown = {test for key, test in TEST_OF_VALUE.items() if row.get(key) is not None}
    return [test for test in row.get("tests") or [] if test not in shown]


def _value(key: Key, value: Any) -> Text:
    if key.kind in (Kind.CODE, Kind.ANSWER):
        return code_label(value)
    if key.kind is Kind.CODES:
        return Text(*(", ".join(code_label(code)[i] for code in value) for i in (0, 1)))
    if key.kind is Kind.TIME:
        return _clock(moment_of(read_instant(value)))
    plain = f"{value:.10g}"
    return Text(plain.replace(".", ","), plain)


def _short(label: Text) -> Text:
    return Text(label.nl.partition(" (")[0], label.en.partition(" (")[0])
