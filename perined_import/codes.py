"""PURE. Source codes → our values, as data. UNK, NI and absent are unknown everywhere.

Value sets: Kernset Geboortezorg 2.3.6, and 2.2 where its codes differ. A code that is in none of these
lists is a warning and unknown, never "other".
"""

from collections.abc import Mapping
from typing import Final

UNKNOWN: Final = frozenset({"UNK", "NI", "NA", "NASK", "ASKU", "NAV", "MSK", "NP"})

# 80626 type partus. Assisted and unspecified caesarean births are refined by other elements.
SPONTANEOUS: Final = frozenset({"177184002", "48782003"})
ASSISTED: Final = frozenset({"3311000146109", "8561000146109"})
PLANNED: Final = frozenset({"177141003", "200148001"})
EMERGENCY: Final = frozenset({"274130007", "200149009"})
CAESAREAN: Final = frozenset({"11466000", "200146002"})
OTHER_MODE: Final = frozenset({"9", "OTH", "386639001"})
TERMINATION: Final = frozenset({"10", "447972007", "236990004"})
MODE_CODES: Final = SPONTANEOUS | ASSISTED | PLANNED | EMERGENCY | CAESAREAN | OTHER_MODE | TERMINATION

# 40140 presentation at birth, 40190 instrument.
BREECH_PRESENTATIONS: Final = frozenset({"49168004", "38049006", "18559007"})
PRESENTATIONS: Final = BREECH_PRESENTATIONS | {
    "37235006",
    "70028003",
    "249079005",
    "21882006",
    "8014007",
    "OTH",
}
INSTRUMENTS: Final[Mapping[str, str]] = {
    "61586001": "vacuum",
    "302383004": "forceps",
    "416055001": "breech",
    "359940006": "breech",
    "699999008": "breech",
    "OTH": "instrumental_unspecified",
}

PLACE: Final[Mapping[str, str]] = {
    "169813005": "home",
    "23": "birth_centre",
    "21": "birth_centre",
    "22": "birth_centre",
    "22232009": "hospital",
    "31": "hospital",
    "32": "hospital",
    "40": "on_the_way",
}
LINE: Final[Mapping[str, str]] = {
    "11": "primary",
    "01.015": "primary",
    "25": "secondary",
    "01.046": "secondary",
    "22": "secondary",
    "24": "secondary",
}
PLACENTA: Final[Mapping[str, str]] = {
    "0": "spontaneous",
    "2": "cct",
    "3": "manual",
    "4": "caesarean",
    "OTH": "other",
}
PERINEUM: Final[Mapping[str, str]] = {
    "289854007": "intact",
    "199916005": "first",
    "199925004": "second",
    "199930000": "third",
    "449807005": "third",
    "449808000": "third",
    "449809008": "third",
    "199934009": "fourth",
    "OTH": "other",
}
EPISIOTOMY_WOUND: Final = "609344008"

# 20560 intervention at the start of labour, 20550 how it started.
PLANNED_AT_START: Final = frozenset({"177141003", "80771000146107"})
INDUCTION: Final = frozenset({"408818004", "425861005", "236966000", "177135005", "177136006", "OTH"})
SWEEPING: Final = "236960006"
START_INTERVENTIONS: Final = PLANNED_AT_START | INDUCTION | {SWEEPING}
STARTED_BY_INTERVENTION: Final = "3"
STARTED_SPONTANEOUSLY: Final = frozenset({"1", "2"})
STARTS: Final = STARTED_SPONTANEOUSLY | {STARTED_BY_INTERVENTION}

UTEROTONICS: Final = ("H01BB02", "H01BB03", "G02AB", "G02AD")
"""ATC: oxytocin, carbetocin, and every code that begins with an ergot alkaloid's or a prostaglandin's."""
OTHER_MEDICINES: Final = frozenset({"OTH"})
EPIDURAL: Final = "18946005"
ANALGESIA: Final = frozenset({EPIDURAL, "231249005", "50697003", "OTH"})
"""82092: epidural, spinal, general, other."""
IN_LABOUR: Final = frozenset({"OntLt3", "OntMt3", "Uitdr"})
NOT_IN_LABOUR: Final = frozenset({"Sectio", "Postpartum"})
"""82097, in two: pain relief for a caesarean or afterwards is none of labour."""
DECISIONS: Final = frozenset({"2", "3"})
"""40225: the caesarean was decided on in the first or the second stage."""
CARE_PERIODS: Final = frozenset("12345678")
"""20355"""

NO_BIRTH: Final = frozenset({"2", "21", "22", "23", "3", "31", "32", "4", "5"})
"""80625: miscarriage, termination before 16 weeks, ectopic pregnancy, mole."""
ENDINGS: Final = NO_BIRTH | {"1"}

TRANSFER_IN_LABOUR: Final = frozenset({"200", "5", "6"})
TRANSFER_THIRD_STAGE: Final = "7"
TRANSFER_PERIODS: Final = TRANSFER_IN_LABOUR | frozenset(
    {"100", "1", "2", "3", "4", TRANSFER_THIRD_STAGE, "300", "8", "9", "91", "92", "10"}
)
"""20367"""
LOW_RISK_AT_START: Final = frozenset({"1", "4"})
RISKS_AT_START: Final = frozenset({"1", "3", "4", "5"})

TRUE_WORDS: Final = frozenset({"1", "ja", "j", "true", "yes"})
FALSE_WORDS: Final = frozenset({"0", "nee", "n", "false", "no"})
UNKNOWN_WORDS: Final = frozenset({"", "9", "onbekend", "unknown", "unk", "ni"})

TOP: Final = "termination"
"""What a table's word for mode may also mean: mode other, and a termination."""

_MODE_WORDS: Final[Mapping[str, str]] = {
    "spontaan": "spontaneous",
    "spontane partus": "spontaneous",
    "vaginaal spontaan": "spontaneous",
    "vacuum": "vacuum",
    "vacuüm": "vacuum",
    "vacuumextractie": "vacuum",
    "vacuümextractie": "vacuum",
    "ve": "vacuum",
    "forceps": "forceps",
    "forcipale extractie": "forceps",
    "tang": "forceps",
    "kunstverlossing": "instrumental_unspecified",
    "vaginale kunstverlossing": "instrumental_unspecified",
    "stuit": "breech",
    "stuitextractie": "breech",
    "vaginale stuit": "breech",
    "primair": "planned_caesarean",
    "primaire sectio": "planned_caesarean",
    "primaire sc": "planned_caesarean",
    "sectio primair": "planned_caesarean",
    "geplande sectio": "planned_caesarean",
    "geplande keizersnede": "planned_caesarean",
    "secundair": "emergency_caesarean",
    "secundaire sectio": "emergency_caesarean",
    "secundaire sc": "emergency_caesarean",
    "sectio secundair": "emergency_caesarean",
    "spoedsectio": "emergency_caesarean",
    "sectio": "caesarean_unspecified",
    "sc": "caesarean_unspecified",
    "sectio caesarea": "caesarean_unspecified",
    "keizersnede": "caesarean_unspecified",
    "overig": "other",
    "anders": "other",
    "top": TOP,
}
_PLACE_WORDS: Final[Mapping[str, str]] = {
    "thuis": "home",
    "geboortecentrum": "birth_centre",
    "kraamcentrum": "birth_centre",
    "ziekenhuis": "hospital",
    "poliklinisch": "hospital",
    "onderweg": "on_the_way",
}
_LINE_WORDS: Final[Mapping[str, str]] = {
    "1": "primary",
    "1e lijn": "primary",
    "eerste lijn": "primary",
    "eerstelijn": "primary",
    "2": "secondary",
    "2e lijn": "secondary",
    "tweede lijn": "secondary",
    "tweedelijn": "secondary",
    "3e lijn": "secondary",
}
_PLACENTA_WORDS: Final[Mapping[str, str]] = {
    "spontaan": "spontaneous",
    "controlled cord traction": "cct",
    "manueel": "manual",
    "manuele placentaverwijdering": "manual",
    "mpv": "manual",
    "sectio": "caesarean",
    "overig": "other",
}
_PERINEUM_WORDS: Final[Mapping[str, str]] = {
    "gaaf": "intact",
    "geen": "intact",
    "1e graads": "first",
    "2e graads": "second",
    "3e graads": "third",
    "3a": "third",
    "3b": "third",
    "3c": "third",
    "subtotaal": "third",
    "4e graads": "fourth",
    "overig": "other",
}


def _identity(*values: str) -> dict[str, str]:
    return {value: value for value in values}


def _with_codes(groups: Mapping[frozenset[str], str]) -> dict[str, str]:
    return {code.lower(): value for group, value in groups.items() for code in group}


TABLE_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "mode": {
        **_identity(
            "emergency_caesarean",
            "planned_caesarean",
            "caesarean_unspecified",
            "breech",
            "instrumental_unspecified",
            "spontaneous",
            "other",
        ),
        **_with_codes(
            {
                SPONTANEOUS: "spontaneous",
                ASSISTED: "instrumental_unspecified",
                PLANNED: "planned_caesarean",
                EMERGENCY: "emergency_caesarean",
                CAESAREAN: "caesarean_unspecified",
                OTHER_MODE - {"9"}: "other",  # a bare 9 in a table means unknown
                TERMINATION: TOP,
            }
        ),
        **_MODE_WORDS,
    },
    "place": {**_identity("home", "birth_centre", "hospital", "on_the_way"), **PLACE, **_PLACE_WORDS},
    "line": {**_identity("primary", "secondary"), **LINE, **_LINE_WORDS},
    "placenta": {
        **_identity("spontaneous", "cct", "manual", "caesarean", "other"),
        **{code.lower(): value for code, value in PLACENTA.items()},
        **_PLACENTA_WORDS,
    },
    "perineum": {
        **_identity("intact", "first", "second", "third", "fourth", "other"),
        **{code.lower(): value for code, value in PERINEUM.items()},
        **_PERINEUM_WORDS,
    },
}
"""Column → (word or code in lower case → our value), for tables."""


def table_word(text: str) -> str:
    """Return a table's word as the lists above write it: lower case, single spaces, no hyphens.

    Our own values (with underscores) keep theirs.
    """
    lowered = " ".join(text.lower().split())
    return lowered if "_" in lowered else " ".join(lowered.replace("-", " ").split())
