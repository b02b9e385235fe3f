"""PURE. Why a line cannot be read: one sentence that names the word and says what to write instead."""

import difflib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cases.case_problems import shown
from cases.labels import CODES, KEYS
from cases.quick.grammar import Form
from cases.quick.kinds import KINDS
from cases.quick.tokens import KNOWN, NUMBER, PRESSURE
from cases.typed_time import time_length
from fluxus.texts import Text

NO_TIME: Final = Text(
    "begin met een tijd (2105, 21:05 of +12), of met ? als die niet bekend is",
    "start with a time (2105, 21:05 or +12), or with ? when it is not known",
)
NOTHING: Final = Text(
    "na de tijd {value} staat niets; schrijf erachter wat er was, bijvoorbeeld 500 gewogen",
    "after the time {value} comes nothing, which cannot be read; add what happened, such as 500 weighed",
)
UNKNOWN_WORD: Final = Text("{value} is niet te lezen; {hint}", "{value} cannot be read; {hint}")
MEANT: Final = Text("bedoelt u {words}?", "do you mean {words}?")
OR: Final = Text(" of ", " or ")
NO_IDEA: Final = Text(
    "gebruik een ander woord of laat het weg; de hulp naast het vak toont wat begrepen wordt",
    "use another word or leave it out; the help beside the box shows what is understood",
)
NO_PLACE: Final = Text(
    "{value} is hier niet te lezen; schrijf bijvoorbeeld {examples}",
    "{value} cannot be read here; write for example {examples}",
)
NO_SENSE: Final = Text(
    "{value} is zo niet te lezen; schrijf bijvoorbeeld 500 gewogen, rr 95/60 p 125, txa 1 iv of gyn gebeld",
    "{value} cannot be read like this; write for example 500 weighed, rr 95/60 p 125, txa 1 iv or gyn called",
)
TOO_LONG: Final = Text(
    "de regel is met {value} tekens niet te lezen; schrijf per regel één moment, hooguit {limit} tekens",
    "the line of {value} characters cannot be read; write one moment per line, {limit} characters at most",
)
TWICE: Final = Text(
    "{value} is niet te lezen: {first} staat er al; schrijf ze op twee regels of haal er een weg",
    "{value} cannot be read: {first} is there already; write them on two lines or remove one",
)
TOGETHER: Final = Text(
    "de bepalingen zijn zo niet te lezen; zet alles van één bloedafname bij elkaar",
    "the tests cannot be read like this; put all of one blood sample together",
)
NEEDS: Final = Text(
    "{value} alleen is niet te lezen; schrijf erbij wat er was, zoals {examples}",
    "{value} alone cannot be read; add what happened, such as {examples}",
)
TWO_TIMES: Final = Text(
    "de tijd {value} is hier niet te lezen; schrijf één moment per regel",
    "the time {value} cannot be read here; write one moment per line",
)
WHICH_TIME: Final = Text(
    "welke tijd bij welk woord hoort is niet te lezen; zet elke tijd direct achter zijn woord",
    "which time belongs to which word cannot be read; put each time right behind its word",
)
TIME_NEEDED: Final = Text(
    "bloedverlies en vitale functies kunnen niet zonder tijd; begin met de tijd, zo nodig geschat",
    "blood loss and vital signs cannot do without a time; start with the time, estimated if need be",
)
MOMENT_NEEDS_TIME: Final = Text(
    "{value} kan niet zonder tijd; begin met de tijd, of laat de regel weg als die niet bekend is",
    "{value} cannot do without a time; start with the time, or leave the line out when it is not known",
)
AMBIGUOUS: Final = Text(
    "dit is op twee manieren te lezen; schrijf {one}, of anders {two}",
    "this can be read in two ways; write {one}, or else {two}",
)
AS_TIME: Final = Text(
    " ({typed} vooraan is gelezen als de tijd {clock})", " ({typed} in front was read as the time {clock})"
)
WRONG_UNIT: Final = Text(
    "de eenheid van {drug} is {expected}, niet {value}; {how}",
    "the unit of {drug} is {expected}, not {value}; {how}",
)
WRONG_PRODUCT_UNIT: Final = Text(
    "{product} telt in {expected}, niet in {value}; verbeter het aantal",
    "{product} counts in {expected}, not in {value}; mend the number",
)
BAGS: Final = Text("eenheden", "units")
CONVERT: Final = Text("{dose} {unit} is {answer} {expected}", "{dose} {unit} is {answer} {expected}")
CHECK_DOSE: Final = Text("kijk de dosis na", "check the dose")
OUT_OF_ORDER: Final = Text(
    "{later} ({later_time}) ligt vóór {earlier} ({earlier_time}), dat kan niet; verbeter een van beide",
    "{later} ({later_time}) lies before {earlier} ({earlier_time}), which is not possible; mend one of them",
)
NOT_KEPT: Final = {
    "diluted": Text("de verdunning ({value}) wordt niet bewaard", "the dilution ({value}) is not kept"),
    "duration": Text("de duur ({value}) wordt niet bewaard", "the duration ({value}) is not kept"),
}
NO_TIME_KEPT: Final = Text(
    "dit is een totaal: de tijd wordt niet bewaard", "this is a total: the time is not kept"
)
_GRAMS: Final = {"ug": 1, "mg": 1000, "g": 1_000_000}


def examples(form: Form) -> str:
    """Return two examples of a form, without their time."""
    return ", ".join(example.partition(" ")[2] for example in form.examples[:2])


def of_key(name: str, text: Text) -> Text:
    """Return a sentence about a value with the name of its key in front."""
    label = next((KEYS[path] for path in KEYS if path == name or path.endswith(f".{name}")), Text(name, name))
    return Text(f"{_first(label.nl)}: {text.nl}", f"{_first(label.en)}: {text.en}")


def _first(label: str) -> str:
    return label.partition(" (")[0]


def wrong_unit(drug: str, dose: float | None, unit: str, expected: str) -> Text:
    """Return that a drug has another unit, with the sum when it is one of grams."""
    how = CHECK_DOSE
    if dose is not None and unit in _GRAMS and expected in _GRAMS:
        answer = f"{dose * _GRAMS[unit] / _GRAMS[expected]:.10g}"
        values = {"unit": CODES[unit].nl, "expected": CODES[expected].nl}
        how = Text(
            CONVERT.nl.format(dose=f"{dose:g}".replace(".", ","), answer=answer.replace(".", ","), **values),
            CONVERT.en.format(dose=f"{dose:g}", answer=answer, **values),
        )
    return Text(
        *(
            WRONG_UNIT[i].format(
                drug=CODES[drug][i], expected=CODES[expected][i], value=CODES[unit][i], how=how[i]
            )
            for i in (0, 1)
        )
    )


def wrong_product_unit(product: str, said: str, expected: str | None) -> Text:
    """Return that a blood product counts in something else."""
    unit = BAGS if expected is None else CODES[expected]
    return Text(
        *(
            WRONG_PRODUCT_UNIT[i].format(product=CODES[product][i], expected=unit[i], value=shown(said))
            for i in (0, 1)
        )
    )


def out_of_order(section: str, earlier: str, earlier_time: str, later: str, later_time: str) -> Text:
    """Return that a moment lies before the one that must come first; times in the case format."""
    return Text(
        *(
            OUT_OF_ORDER[i].format(
                later=_first(KEYS[f"{section}.{later}"][i]),
                later_time=later_time[11:16],
                earlier=_first(KEYS[f"{section}.{earlier}"][i]).lower(),
                earlier_time=earlier_time[11:16],
            )
            for i in (0, 1)
        )
    )


def unknown_word(words: Sequence[str]) -> Text | None:
    """Return the sentence about the first word that is in no table, with what it may have meant."""
    place = 0
    while place < len(words):
        word = words[place]
        known = word in KNOWN or word == "?" or NUMBER.fullmatch(word) or PRESSURE.fullmatch(word)
        length = time_length(words[place : place + 3]) or bool(known)
        if not length:
            hint = Text(*(_meant(word, i) for i in (0, 1)))
            return Text(*(UNKNOWN_WORD[i].format(value=shown(word), hint=hint[i]) for i in (0, 1)))
        place += length
    return None


def _meant(word: str, language: int) -> str:
    near = nearest(word, language)
    return MEANT[language].format(words=OR[language].join(near)) if near else NO_IDEA[language]


@lru_cache(maxsize=1024)
def nearest(word: str, language: int) -> tuple[str, ...]:
    """Return at most two words that look most like this one: of the language (0 Dutch, 1 English), or any."""
    for names in (_NAMES[language], _NAMES[1 - language]):
        near = difflib.get_close_matches(word[:40], names, n=2, cutoff=0.75)
        if near:
            return tuple(near)
    return ()


_NAMES: Final = tuple(
    sorted(
        {name for codes in KINDS.values() for names in codes.values() for name in names[i] if len(name) > 1}
    )
    for i in (0, 1)
)
