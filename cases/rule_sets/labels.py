"""PURE. Every threshold in words: its name, its group, what it does, and which checks use it.

Which checks use it is the table of the specification ("Parameters of a rule set").
"""

from collections.abc import Mapping
from typing import Final

from cases.rule_sets.names_care import ESCALATION, PROTOCOL
from cases.rule_sets.names_time import DELAY, TRIGGERS, TXA, WHO
from cases.rule_sets.words import ParameterWords
from cases.screening.checks import CHECK_BY_ID
from fluxus.texts import Text

GROUPS: Final[Mapping[str, Text]] = {
    "triggers": Text("Wanneer de klok gaat lopen", "When the clock starts"),
    "who": Text("Afwijkende vitale functies (WHO)", "Abnormal signs (WHO)"),
    "txa": Text("Tranexaminezuur", "Tranexamic acid"),
    "delay": Text("Op tijd", "In time"),
    "protocol": Text("Volgens protocol", "According to protocol"),
    "escalation": Text("Hulp erbij", "Help called in"),
}

UNITS: Final[Mapping[str, Text]] = {
    "min": Text("min", "min"),
    "ml": Text("ml", "ml"),
    "g": Text("g", "g"),
    "g/l": Text("g/l", "g/l"),
    "/min": Text("per min", "per min"),
    "mmHg": Text("mmHg", "mmHg"),
    "tenths": Text("tienden", "tenths"),
    "people": Text("mensen", "people"),
}

WORDS: Final[Mapping[str, ParameterWords]] = {
    each.key: each for each in (*TRIGGERS, *WHO, *TXA, *DELAY, *PROTOCOL, *ESCALATION)
}


def name_of(key: str) -> Text:
    """Return the name of a threshold; of one without words its key."""
    return WORDS[key].name if key in WORDS else Text(key, key)


def unit_of(unit: str) -> Text:
    """Return the words for a unit."""
    return UNITS.get(unit, Text(unit, unit))


def label_of(key: str) -> Text:
    """Return the words for a threshold, a check or the day on which a version starts to hold."""
    if key == "valid_from":
        return Text("Geldig vanaf", "Valid from")
    if key in CHECK_BY_ID:
        label = CHECK_BY_ID[key].label
        return Text(f"{key} {label.nl}", f"{key} {label.en}")
    return name_of(key)
