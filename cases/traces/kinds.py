"""PURE. What in free text can lead to a person: one row per way to find it, with what is said of it.

Every pattern starts at a fixed word or digit and repeats a bounded number of times, so that no text, however
it is made, takes long to read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cases.traces import words as known
from cases.traces.names import LETTER as _LETTER
from cases.traces.names import UPPER as _UPPER
from cases.traces.names import Span, names_after_titles, names_with_initials
from fluxus.texts import Text

_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_MONTH: Final = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|march|mrt|mar|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|aug(?:ustus|ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR, _OLD_YEAR = r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})", r"(?:19[0-9]{2}|200[0-9])"
_DAY: Final = r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])"
_DATE_AND_TIME: Final = re.compile(
    r"[0-3]?[0-9]([-/. ])[01]?[0-9]\1"
    r"(?:(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}[ ]{1,3}(?:[01][0-9]|2[0-3])[.:]?[0-5][0-9](?![0-9]))"
)


def _dates(year: str, between: str) -> str:
    """Return the pattern of a date with this pattern of a year: figures, or a month by its name."""
    figures = rf"{_DAY}[ ]?{between}[ ]?(?:0?[1-9]|1[0-2])[ ]?{between}[ ]?{year}(?![0-9])"
    named = rf"{_DAY}(?:st|nd|rd|th|e)?[ -]?{_MONTH}[ -]?,?[ ]?{year}(?![0-9])"
    american = rf"\b{_MONTH}[ ](?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?,?[ ]{year}(?![0-9])"
    turned = rf"(?<![0-9])(?={year})(?:19|20)[0-9]{{2}}[-/.][01][0-9][-/.][0-3][0-9](?![0-9])"
    return rf"(?:{figures}|{named}|{american}|{turned})"


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the 11-test of the citizen service number."""
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def _always(match: re.Match[str]) -> bool:
    return True


def _passes_eleven(match: re.Match[str]) -> bool:
    return is_bsn(re.sub(r"[^0-9]", "", match["number"]).zfill(9))


def _is_postcode(match: re.Match[str]) -> bool:
    """Tell a postcode from a volume, or from a time with what was measured then."""
    digits, letters = match["digits"], match["letters"]
    if letters.upper() in known.MEASURES:
        return False
    time = int(digits[:2]) < 24 and int(digits[2:]) < 60
    if time and letters.upper() in known.FIELD_LETTERS:
        return False
    return letters.isupper() or (match["house"] is not None and letters.lower() not in known.TWO_LETTER_WORDS)


def _is_street(match: re.Match[str]) -> bool:
    return match["street"].lower() not in known.NO_STREETS


def _is_phone(match: re.Match[str]) -> bool:
    """Tell a phone number from a date with a time."""
    return _DATE_AND_TIME.match(match.group()) is None


def _tells_birth(match: re.Match[str]) -> bool:
    """A date after *d.d.* tells when something was done."""
    before = match.string[max(0, match.start() - 6) : match.start()]
    return re.search(r"\bd\.?d\.?[ :]{0,2}$", before, re.IGNORECASE) is None


def _pattern(
    pattern: str, confirm: Callable[[re.Match[str]], bool] = _always, flags: int = 0
) -> Callable[[str], Iterator[Span]]:
    compiled = re.compile(pattern, flags)

    def find(text: str) -> Iterator[Span]:
        return (match.span() for match in compiled.finditer(text) if confirm(match))

    return find


@dataclass(frozen=True, slots=True)
class Trace:
    """One way to find one kind; ``said`` takes {value}."""

    kind: str
    find: Callable[[str], Iterator[Span]]
    said: Text
    may_be_harmless: bool = True


_BSN_TEXT: Final = Text(
    "{value} is een burgerservicenummer; haal het weg (zijn het losse getallen, zet er dan komma's tussen)",
    "{value} is a citizen service number; remove it (if these are separate numbers, put commas between them)",
)
_NAME_TEXT: Final = Text(
    "{value} lijkt de naam van iemand; schrijf alleen de rol, bijvoorbeeld de gynaecoloog",
    "{value} looks like somebody's name; write only the role, for example the gynaecologist",
)
_PHONE_TEXT: Final = Text(
    "{value} lijkt een telefoonnummer; haal het weg", "{value} looks like a phone number; remove it"
)
_ADDRESS_TEXT: Final = Text(
    "{value} lijkt een adres; haal het weg", "{value} looks like an address; remove it"
)
_BIRTH_TEXT: Final = Text(
    "{value} lijkt een geboortedatum; haal haar weg", "{value} looks like a date of birth; remove it"
)
_RECORD_TEXT: Final = Text(
    "{value} lijkt een nummer uit een dossier of register; haal het weg",
    "{value} looks like a record number or a register's number; remove it",
)
_GROUPS: Final = (
    r"[0-9]{9}|[0-9]{3}(?P<a>[. -])[0-9]{3}(?P=a)[0-9]{3}|[0-9]{4}(?P<b>[. -])[0-9]{2}(?P=b)[0-9]{3}"
    r"|[0-9]{3}(?P<c>[. -])[0-9]{2}(?P=c)[0-9](?P=c)[0-9]{3}"
    r"|[0-9]{2}(?P<d>[. -])[0-9]{2}(?P=d)[0-9]{2}(?P=d)[0-9]{3}"
)
_LABEL_OF_RECORD: Final = (
    r"(?:pati[eë]nt(?:en)?|pat|dossier|zorgdossier|epd|zis|opname|ziekenhuis|registratie|cli[eë]nt"
    r"|polis|verzekerden|behandel|agb|big|lvr)[-. ]{0,2}(?:nummer|nr|no|code|id)"
    r"|dossier|epd|mrn|(?:medical |hospital |patient )?record(?: number| no| nr)?"
    r"|(?:hospital|patient|nhs) (?:number|no|id)"
)
_LABEL_OF_BIRTH: Final = (
    r"\b(?:geb(?:oren|oortedatum|\.?dat(?:um)?)?|born|date of birth|birth ?date|d\.?o\.?b)\b"
)
_EIGHT_DIGITS: Final = r"(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}(?![0-9])"

TRACES: Final = (
    Trace(
        "bsn",
        _pattern(rf"(?<![0-9])(?<![0-9][.-])(?P<number>{_GROUPS})(?![0-9])(?![.-][0-9])", _passes_eleven),
        _BSN_TEXT,
        may_be_harmless=False,
    ),
    Trace(
        "bsn",
        _pattern(
            r"\b(?i:bsn|burgerservice ?(?:nummer|nr)|sofi(?:nummer|nr)?)\b[^0-9\n]{0,12}"
            r"(?P<number>[0-9](?:[. -]?[0-9]){7,8})(?![0-9])",
            _passes_eleven,
        ),
        _BSN_TEXT,
        may_be_harmless=False,
    ),
    Trace(
        "email",
        _pattern(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
        Text("{value} is een e-mailadres; haal het weg", "{value} is an e-mail address; remove it"),
    ),
    Trace(
        "birth_date",
        _pattern(
            rf"{_LABEL_OF_BIRTH}[.]?[ :]{{0,3}}(?:d\.?d\.?[ ]?)?[^0-9\n;,.]{{0,25}}"
            rf"(?:{_dates(_YEAR, '[-/. ]')}|{_EIGHT_DIGITS})",
            flags=re.IGNORECASE,
        ),
        _BIRTH_TEXT,
    ),
    Trace("birth_date", _pattern(_dates(_OLD_YEAR, "[-/.]"), _tells_birth, re.IGNORECASE), _BIRTH_TEXT),
    Trace(
        "phone",
        _pattern(
            r"(?<![0-9+])(?:(?:\+|00)31[ .-]?(?:\(0\)[ ]?|0)?|\(?0)[1-9](?:[ ./()-]{0,3}[0-9]){8}(?![0-9])",
            _is_phone,
        ),
        _PHONE_TEXT,
    ),
    Trace(
        "phone",
        _pattern(r"(?<![0-9+])(?:\+|00)(?:32|33|34|44|48|49|90|212)(?:[ .-]?[0-9]){8,11}(?![0-9])"),
        _PHONE_TEXT,
    ),
    Trace(
        "phone",
        _pattern(
            r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mob(?:iel)?|phone(?: number)?)\b[.:]{0,2}[ ]?"
            r"(?:[0-9][ -]?){5,11}[0-9]\b",
            flags=re.IGNORECASE,
        ),
        _PHONE_TEXT,
    ),
    Trace(
        "record",
        _pattern(
            rf"\b(?:{_LABEL_OF_RECORD})\b[.:#]{{0,2}}[ ]{{0,2}}"
            r"(?:[a-z]{1,3}-?)?[0-9](?:[.-]?[0-9]){3,14}\b",
            flags=re.IGNORECASE,
        ),
        _RECORD_TEXT,
    ),
    Trace("record", _pattern(r"\bpati[eë]nte?[ ]\(?[0-9]{6,10}\b", flags=re.IGNORECASE), _RECORD_TEXT),
    Trace(
        "address",
        _pattern(
            r"(?<![\w.,])(?P<digits>[1-9][0-9]{3})[ ]?(?P<letters>[A-Za-z]{2})(?![^\W\d_])"
            r"(?P<house>[ ,]{0,3}[1-9][0-9]{0,4}(?![0-9]|[.,/:][0-9]))?",
            _is_postcode,
        ),
        Text(
            "{value} lijkt een postcode; haal het adres weg",
            "{value} looks like a postcode; remove the address",
        ),
    ),
    Trace(
        "address",
        _pattern(
            rf"(?<![\w-])(?P<street>(?:{_LETTER}|-){{2,30}}?(?i:straat|(?<!s)laan)"
            rf"|{_UPPER}(?:{_LETTER}|-){{1,30}}?"
            r"(?:weg|plein|gracht|kade|dijk|singel|hof|steeg|park|dreef|pad|plantsoen)"
            rf"|(?:Laan|Plein) (?:van|der|den|de|het)(?: (?:{_LETTER}|-){{2,30}}){{1,3}})"
            r"[ ]{1,2}[1-9][0-9]{0,4}[a-z]?\b",
            _is_street,
        ),
        _ADDRESS_TEXT,
    ),
    Trace(
        "address",
        _pattern(
            r"(?<![\w.,])[1-9][0-9]{0,4}[a-z]? (?:[A-Z][a-z]{1,30} ){1,3}"
            r"(?:Street|Road|Lane|Avenue|Drive|Square)\b"
        ),
        _ADDRESS_TEXT,
    ),
    Trace("name", names_after_titles, _NAME_TEXT),
    Trace("name", names_with_initials, _NAME_TEXT),
)
