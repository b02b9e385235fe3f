"""PURE. What can be wrong with a case file: one catalogue of sentences, each with value and way out."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fluxus.texts import Text

LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, or unlikely, at ``path`` (``medication[2].drug``; empty: the file as a whole)."""

    path: str
    text: Text

    def sentence(self, language: str | None = None) -> str:
        """Return path and sentence in one line."""
        words = self.text.in_language(language)
        return f"{self.path}: {words}" if self.path else words


class BadValue(ValueError):
    """A value that cannot be read, with the sentence that says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


NOT_JSON: Final = Text(
    "dit is geen leesbare JSON ({value}); bewaar het bestand als JSON in UTF-8 en probeer het opnieuw",
    "this is not readable JSON ({value}); save the file as JSON in UTF-8 and try again",
)
NOT_JSON_AT: Final = Text(
    "dit is geen geldige JSON vanaf regel {line}, teken {column} ({value}); herstel die plek",
    "this is not valid JSON from line {line}, character {column} ({value}); mend that place",
)
FILE_TOO_LARGE: Final = Text(
    "het bestand is {value} bytes groot, meer dan {limit}; geef één casus per bestand",
    "the file has {value} bytes, more than {limit}; give one case per file",
)
NO_FILE: Final = Text(
    "het bestand kan niet gelezen worden ({value}); controleer naam en rechten",
    "the file cannot be read ({value}); check its name and rights",
)
TOO_DEEP: Final = Text(
    "het bestand is veel dieper genest dan een casus kan zijn; gebruik de opbouw van fluxus-case/1",
    "the file is nested far deeper than a case can be; use the layout of fluxus-case/1",
)
TWICE: Final = Text(
    "de sleutel {value} staat twee keer in hetzelfde onderdeel; laat er één staan",
    "the key {value} occurs twice in the same part; keep one of them",
)
NOT_OBJECT: Final = Text(
    "hier hoort een object met sleutels te staan, niet {value}",
    "this must be an object with keys, not {value}",
)
NOT_LIST: Final = Text(
    "hier hoort een lijst te staan, niet {value}; schrijf [] als er niets was",
    "this must be a list, not {value}; write [] if there was nothing",
)
TOO_MANY: Final = Text(
    "de lijst heeft {value} regels, meer dan de {limit} die één casus kan hebben; splits of verkort de lijst",
    "the list has {value} rows, more than the {limit} that one case can have; split or shorten it",
)
UNKNOWN_KEY: Final = Text(
    "deze sleutel bestaat niet; {hint}",
    "this key does not exist; {hint}",
)
MEANT: Final = Text("bedoelt u {value}?", "do you mean {value}?")
REMOVE: Final = Text("haal hem weg", "remove it")
WRONG_FORMAT: Final = Text(
    "het formaat is {value}; alleen {expected} wordt gelezen: zet die waarde in de sleutel format",
    "the format is {value}; only {expected} is read: put that value in the key format",
)
MISSING: Final = Text(
    "dit is verplicht en ontbreekt; vul het in",
    "this is required and missing; fill it in",
)
NO_BLOOD_LOSS: Final = Text(
    "er is geen enkele meting van het bloedverlies; geef er ten minste één met tijd en ml",
    "there is no blood-loss record at all; give at least one with its time and ml",
)
NOT_TEXT: Final = Text("hier hoort tekst te staan, niet {value}", "this must be text, not {value}")
TOO_LONG: Final = Text(
    "de tekst is {value} tekens lang, meer dan {limit}; kort hem in",
    "the text is {value} characters long, more than {limit}; shorten it",
)
CONTROL: Final = Text(
    "de tekst bevat onleesbare tekens ({value}); haal die weg",
    "the text holds unreadable characters ({value}); remove them",
)
BAD_CODE: Final = Text(
    "{value} is geen geldige code; kies uit {codes}",
    "{value} is not a valid code; choose from {codes}",
)
NOT_NUMBER: Final = Text(
    "{value} is geen getal; schrijf een getal {range}", "{value} is not a number; write a number {range}"
)
NOT_WHOLE: Final = Text(
    "{value} is geen heel getal; schrijf een heel getal {range}",
    "{value} is not a whole number; write a whole number {range}",
)
OUT_OF_RANGE: Final = Text(
    "{value} kan niet; een mogelijke waarde ligt {range}. Verbeter haar, of laat haar weg (onbekend)",
    "{value} is not possible; a possible value lies {range}. Mend it, or leave it out if it is unknown",
)
RANGE: Final = Text("van {low} tot en met {high}{unit}", "from {low} up to and including {high}{unit}")
BAD_GESTATION: Final = Text(
    "{value} is geen zwangerschapsduur; schrijf weken+dagen van 16+0 tot en met 45+0, bijvoorbeeld 39+4",
    "{value} is not a gestation; write weeks+days from 16+0 up to and including 45+0, for example 39+4",
)
BAD_TIME: Final = Text(
    "{value} is geen tijd; schrijf datum, T, uur:minuut en tijdsverschil, zoals 2024-03-09T23:40+01:00",
    "{value} is not a time; write date, T, hour:minute and offset, for example 2024-03-09T23:40+01:00",
)
NO_OFFSET: Final = Text(
    "bij {value} ontbreekt het tijdsverschil; schrijf {value}+01:00 (winter) of {value}+02:00 (zomer)",
    "{value} lacks the offset; write {value}+01:00 (winter) or {value}+02:00 (summer)",
)
SECONDS: Final = Text(
    "{value} heeft seconden; tijden gaan tot op de minuut: laat de seconden weg",
    "{value} has seconds; times go to the minute: leave the seconds out",
)
IN_FUTURE: Final = Text(
    "{value} ligt in de toekomst; verbeter de tijd", "{value} lies in the future; mend the time"
)
LONG_BEFORE: Final = Text(
    "{value} ligt meer dan 7 dagen vóór de geboorte; verbeter deze tijd of die van de geboorte",
    "{value} lies more than 7 days before the birth; mend this time or that of the birth",
)
OUT_OF_ORDER: Final = Text(
    "{value} ligt vóór {earlier} ({earlier_value}), dat kan niet; verbeter een van beide",
    "{value} lies before {earlier} ({earlier_value}), which is not possible; mend one of them",
)
LOSS_FALLS: Final = Text(
    "het totale bloedverlies daalt van {earlier} ml naar {value} ml; geef steeds het totaal tot dan toe",
    "the cumulative blood loss falls from {earlier} ml to {value} ml; always give the total so far",
)
WRONG_UNIT: Final = Text(
    "de eenheid van {drug} is {expected}, niet {value}; reken de dosis om",
    "the unit of {drug} is {expected}, not {value}; convert the dose",
)
CAESAREAN_PLACE: Final = Text(
    "een keizersnede kan niet bij plaats {value}; kies plaats hospital of een andere wijze van geboorte",
    "a caesarean is not possible with place {value}; choose place hospital or another mode of birth",
)
LOSS_NOTE: Final = Text(
    "het totaal van {value} ml wijkt af van de laatste meting ({last} ml); leg uit: outcome.total_loss_note",
    "the total of {value} ml differs from the last record ({last} ml); explain it in outcome.total_loss_note",
)
JUMP: Final = Text(
    "sprong van {value} ml sinds de vorige meting; klopt dat?",
    "jump of {value} ml since the previous record; is that right?",
)
BIG_DOSE: Final = Text(
    "{value} {unit} {drug} in één keer is ongewoon veel; klopt dat?",
    "{value} {unit} {drug} at once is unusually much; is that right?",
)
PRESSURE: Final = Text(
    "onderdruk {value} is niet lager dan bovendruk {earlier}; klopt dat?",
    "diastolic {value} is not below systolic {earlier}; is that right?",
)
STARTED_EARLY: Final = Text(
    "gestart ({value}) vóór besteld ({earlier}); klopt dat?",
    "started ({value}) before ordered ({earlier}); is that right?",
)
CONTROLLED_EARLY: Final = Text(
    "bloeding onder controle ({value}) vóór de eerste meting van het bloedverlies; klopt dat?",
    "bleeding under control ({value}) before the first blood-loss record; is that right?",
)


def shown(value: object) -> str:
    """Return ``value`` as a person can read it: short, printable, whatever it is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, int) and value.bit_length() > 200:
        return "10^60+" if value > 0 else "-10^60-"
    words = value if isinstance(value, str) else str(value)
    printable = "".join(c if c.isprintable() else "�" for c in words[: LONGEST_SHOWN + 1])
    short = printable if len(words) <= LONGEST_SHOWN else printable[:LONGEST_SHOWN] + "…"
    return f'"{short}"' if isinstance(value, str) else short


def unknown_key(path: str, key: object, known: Iterable[str]) -> Problem:
    """Return the problem of a key that does not exist, with the nearest key that does."""
    name = shown(str(key)).strip('"')
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = MEANT.format(value=near[0]) if near else REMOVE
    text = Text(UNKNOWN_KEY.nl.format(hint=hint.nl), UNKNOWN_KEY.en.format(hint=hint.en))
    return Problem(joined(path, name), text)


def joined(path: str, name: str) -> str:
    """Return the path of ``name`` inside ``path``."""
    return f"{path}.{name}" if path else name
