"""PURE. Finds in free text what can lead to a person, so that it is refused before it is saved.

Looks for citizen service numbers (the 11-test), names after a title, telephone numbers, e-mail addresses,
addresses, dates of birth and record numbers. It cannot find everything: the page asks for care as well.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cases.case_problems import shown
from fluxus.texts import Text

_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_MEASURES: Final = frozenset({"ML", "MG", "IE", "IU", "UG", "CC", "KG", "GR"})
_TITLES: Final = (
    r"[Dd]hr|[Dd]e heer|[Mm]evr(?:ouw)?|[Mm]vr|[Mm]w|[Mm]rs?|[Mm]s|[Dd]r|[Dd]rs|[Pp]rof|[Dd]okter|[Dd]octor"
    r"|[Zz]uster|[Bb]roeder|[Vv]erloskundige|[Gg]ynaecoloog|[Aa]nesthesioloog|[Mm]idwife|[Nn]urse"
)
_PREFIXES: Final = r"(?:(?:van|von|de|den|der|het|ten|ter|el|al|'t)\s+)*"
_DATE: Final = (
    r"(?:[0-3]?[0-9][-/. ][01]?[0-9][-/. ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])"
)


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the 11-test of the citizen service number."""
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def _any(found: str) -> bool:
    return True


def _passes_eleven(found: str) -> bool:
    return is_bsn(re.sub(r"[^0-9]", "", found))


def _no_measure(found: str) -> bool:
    return found[4:].strip()[:2].upper() not in _MEASURES


@dataclass(frozen=True, slots=True)
class Trace:
    """One kind of thing that can lead to a person."""

    pattern: re.Pattern[str]
    text: Text
    confirm: Callable[[str], bool] = _any


TRACES: Final = (
    Trace(
        re.compile(r"(?<![0-9])[0-9]{3}[. ]?[0-9]{2}[. ]?[0-9]{1}[. ]?[0-9]{3}(?![0-9])"),
        Text(
            "{value} is een burgerservicenummer; haal het weg",
            "{value} is a citizen service number; remove it",
        ),
        _passes_eleven,
    ),
    Trace(
        re.compile(rf"\b(?:{_TITLES})\.?\s+{_PREFIXES}[A-ZÀ-Ý](?:[a-zà-ÿ]{{1,}}|\.)"),
        Text(
            "{value} lijkt de naam van iemand; schrijf alleen de rol, bijvoorbeeld de gynaecoloog",
            "{value} looks like somebody's name; write only the role, for example the gynaecologist",
        ),
    ),
    Trace(
        re.compile(r"(?<![0-9])(?:(?:\+|00)31[ -]?\(?0?\)?|0)(?:[ -]?[0-9]){9}(?![0-9])"),
        Text(
            "{value} lijkt een telefoonnummer; haal het weg", "{value} looks like a phone number; remove it"
        ),
    ),
    Trace(
        re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
        Text("{value} is een e-mailadres; haal het weg", "{value} is an e-mail address; remove it"),
    ),
    Trace(
        re.compile(r"\b[1-9][0-9]{3}\s?[A-Z]{2}\b(?:\s+[0-9]{1,5})?"),
        Text(
            "{value} lijkt een postcode; haal het adres weg",
            "{value} looks like a postcode; remove the address",
        ),
        _no_measure,
    ),
    Trace(
        re.compile(
            r"\b[A-ZÀ-Ý][\w-]*(?:straat|laan|weg|plein|gracht|kade|dijk|singel|hof|steeg)\s+[0-9]{1,5}\b"
        ),
        Text("{value} lijkt een adres; haal het weg", "{value} looks like an address; remove it"),
    ),
    Trace(
        re.compile(
            rf"\b(?:geb(?:oren|oortedatum)?|born|d\.?o\.?b)\b[.:]?\s*(?:op |on )?{_DATE}", re.IGNORECASE
        ),
        Text(
            "{value} lijkt een geboortedatum; haal haar weg", "{value} looks like a date of birth; remove it"
        ),
    ),
    Trace(
        re.compile(r"(?<![0-9])[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19[0-9]{2}|200[0-9])(?![0-9])"),
        Text(
            "{value} lijkt een geboortedatum; haal haar weg", "{value} looks like a date of birth; remove it"
        ),
    ),
    Trace(
        re.compile(
            r"\b(?:pati[eë]nt(?:en)?(?:nummer|nr)|dossier(?:nummer|nr)|record number|mrn)\b[.:]?\s*[0-9]{4,}",
            re.IGNORECASE,
        ),
        Text(
            "{value} lijkt een dossiernummer; haal het weg", "{value} looks like a record number; remove it"
        ),
    ),
)


def traces_of_people(text: str) -> list[Text]:
    """Return one sentence for everything in ``text`` that can lead to a person; empty: nothing was found."""
    return [
        trace.text.format(value=shown(match.group().strip()))
        for trace in TRACES
        for match in trace.pattern.finditer(text)
        if trace.confirm(match.group())
    ]
