"""The grammar is complete: every code and key of the case format can be typed, and every word has a use."""

import pytest

from cases import case_codes as codes
from cases.case_problems import BadValue
from cases.case_schema import AMBULANCE, BIRTH, ROWS, Kind
from cases.quick import HELP, QuickAnswer, QuickRow, read_line
from cases.quick.grammar import FORMS, LISTS
from cases.quick.kinds import COMPOSITES, KINDS, UNKNOWN
from cases.quick.rows import KEYS
from tests.unit.cases.quick.lines import BIRTH as BORN
from tests.unit.cases.quick.lines import said

CODES = {
    "drug": codes.DRUG_UNITS,
    "unit": codes.UNITS,
    "route": codes.ROUTES,
    "purpose": codes.PURPOSES,
    "method": codes.METHODS,
    "intervention": codes.INTERVENTIONS,
    "role": codes.CALLED,
    "test": codes.TESTS,
    "value": codes.TEST_OF_VALUE,
    "product": codes.PRODUCTS,
    "consciousness": codes.CONSCIOUSNESS,
    "urgency": codes.URGENCIES,
    "removal": codes.REMOVALS,
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_words(kind: str) -> None:
    assert set(KINDS[kind]) - {UNKNOWN} == set(CODES[kind])
    assert {*KINDS["called"], *KINDS["phone"]} == set(codes.CALL_MODES)


def test_every_word_stands_in_both_languages() -> None:
    for kind, words in KINDS.items():
        for code, names in words.items():
            assert names.nl[0] and names.en[0], (kind, code)
            assert all(name == name.strip().lower() for name in names.all), (kind, code)


def spoken_code(section: str, key: str, code: str, word: str) -> str:
    """Return a line in which the word must give this code at this key."""
    return {
        "method": f"2350 500 {word}",
        "consciousness": f"2350 {word}",
        "drug": f"2350 {word} 1 {codes.DRUG_UNITS.get(code, '')}",
        "unit": f"2350 {next((d for d, u in UNIT_DRUGS.items() if u == code), '')} 1 {word}",
        "route": f"2350 txa {word}",
        "purpose": f"2350 txa {word}",
        "given_by": f"2350 txa door {word}",
        "kind": f"2350 {word}",
        "role": f"2350 {word} {'gebeld' if section == 'calls' else 'aanwezig'}",
        "mode": f"2350 gyn {word}",
        "product": f"2350 2 {word}",
        "tests": f"2350 lab {word}",
    }[key]


UNIT_DRUGS = {"oxytocine": "IU", "pabal": "ug", "methergin": "mg", "txa": "g"}
KIND_OF_KEY = {
    "method": ("method",),
    "consciousness": ("consciousness",),
    "drug": ("drug",),
    "unit": ("unit",),
    "route": ("route",),
    "purpose": ("purpose",),
    "given_by": ("role",),
    "kind": ("intervention",),
    "role": ("role",),
    "mode": ("called", "phone"),
    "product": ("product",),
    "tests": ("test",),
}


@pytest.mark.parametrize(
    ("section", "key"),
    [
        (section, key.name)
        for section, keys in ROWS.items()
        for key in keys
        if key.kind in (Kind.CODE, Kind.CODES)
    ],
)
def test_every_word_of_every_code_is_read_as_that_code(section: str, key: str) -> None:
    schema = next(each for each in ROWS[section] if each.name == key)
    for code in schema.codes:
        tables = [KINDS[kind] for kind in KIND_OF_KEY[key] if code in KINDS[kind]]
        assert tables, f"no words for {code}"
        for word in tables[0][code].all:
            found = said(spoken_code(section, key, code, word))
            expected = [code] if key == "tests" else code
            assert [(name, row[key]) for name, row in found] == [(section, expected)], word


@pytest.mark.parametrize("section", ROWS)
def test_every_number_of_every_list_can_be_typed(section: str) -> None:
    words = {"cumulative_ml": "{} ml", "dose": "pabal {}", "units": "{} plasma"}
    for key in ROWS[section]:
        if key.kind not in (Kind.WHOLE, Kind.NUMBER):
            continue
        names = [*KINDS["sign"].get(key.name, ()), *KINDS["value"].get(key.name, ())]
        lines = [f"{name} {{}}" for group in names for name in group] or [words[key.name]]
        low = int(key.low) if key.kind is Kind.WHOLE else key.low
        for line in lines:
            typed = f"lab {line}" if section == "labs" else line
            ((name, row),) = said(f"2350 {typed.format(low)}")
            assert (name, row[key.name]) == (section, low)
            with pytest.raises(BadValue, match="possible|cannot be read"):
                read_line(f"2350 {typed.format(key.high + 1)}", BORN)


def test_every_moment_outside_the_lists_can_be_typed() -> None:
    paths = {path for form in FORMS for path in (form.lead, *form.labels.values()) if path in KEYS}
    times = {f"ambulance.{key.name}" for key in AMBULANCE if key.kind is Kind.TIME}
    assert times <= paths | set(KINDS["moment"])
    after = {f"birth.{key.name}" for key in BIRTH if key.kind is Kind.TIME_OR_NEVER}
    assert after <= paths | set(KINDS["moment"])
    assert "secondary_care_takeover" in KINDS["moment"]


def test_every_key_that_a_form_fills_exists() -> None:
    for form in FORMS:
        names = [*(slot.key for slot in form.slots), form.bare, *form.labels.values()]
        for name in filter(None, names):
            assert name in KEYS or f"{form.name}.{name}" in KEYS, (form.name, name)
        assert {*form.heads, *form.needs, *form.labels, *form.clear} <= {slot.kind for slot in form.slots}


def test_every_kind_is_used() -> None:
    used = {slot.kind for form in FORMS for slot in form.slots}
    parts = {part.rstrip("?") for kind in used & set(COMPOSITES) for part in COMPOSITES[kind]}
    assert set(KINDS) <= used | parts


def test_there_is_a_form_for_every_list() -> None:
    assert {form.name for form in FORMS} >= set(ROWS) == set(LISTS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_examples_of_a_form_are_lines_of_that_form(form) -> None:
    for example in form.examples:
        for item in read_line(example, BORN).items:
            if form.name in LISTS:
                assert isinstance(item, QuickRow) and item.section == form.name
            else:
                assert isinstance(item, QuickAnswer)


def test_the_help_can_be_typed_as_it_stands() -> None:
    assert {form.what for form in FORMS} <= {line.what for line in HELP}
    for line in HELP:
        assert line.what.nl != line.what.en or line.what.nl == "Placenta" or line.what.nl == "Ambulance"
        for example in line.examples:
            assert read_line(example, BORN).items
