"""What was understood, in words."""

import pytest

from cases.case_schema import ROWS, Kind
from cases.quick import in_words, read_line
from cases.quick.spoken import PHRASES
from tests.unit.cases.quick.lines import ANSWERS, BIRTH
from tests.unit.cases.quick.lines import ROWS as LINES


@pytest.mark.parametrize(
    ("line", "nl"),
    [
        (
            "0055 txa 1 iv",
            "00:55 · tranexaminezuur 1 g i.v. bolus · behandeling (ma 10 maart, 75 min na de geboorte)",
        ),
        ("2340 500 w", "23:40 · 500 ml in totaal, gewogen (bij de geboorte)"),
        ("2345 500", "23:45 · 500 ml in totaal (5 min na de geboorte)"),
        ("2330 oxytocine 5 im", "23:30 · oxytocine 5 IE i.m. (10 min vóór de geboorte)"),
        ("? massage", "tijd onbekend · uterusmassage"),
        (
            "2345 rr 95 temp 36,5 urine 0",
            "23:45 · RR 95/– · temperatuur 36,5 °C · urine 0 ml (5 min na de geboorte)",
        ),
        ("2345 onderdruk 60", "23:45 · RR –/60 (5 min na de geboorte)"),
        (
            "2345 gyn gebeld 2355",
            "23:45 · gynaecoloog geroepen · om te komen · gekomen om 23:55 (5 min na de geboorte)",
        ),
        ("2345 gyn aanwezig tot 2355", "23:45 · gynaecoloog aanwezig · tot 23:55 (5 min na de geboorte)"),
        ("2345 hb 5,1 kruis", "23:45 · bloedafname · Hb 5,1 · kruisproef (5 min na de geboorte)"),
        ("2345 2 ec", "23:45 · 2 erytrocyten (EC) (5 min na de geboorte)"),
        ("2345 ambulance a1 gebeld", "23:45 · Ambulance aangevraagd · Urgentie: A1 (5 min na de geboorte)"),
        ("2345 in ziekenhuis", "23:45 · Ambulance in het ziekenhuis (5 min na de geboorte)"),
        (
            "2345 placenta compleet",
            "23:45 · Placenta geboren · Placenta volledig: ja (5 min na de geboorte)",
        ),
        (
            "2345 massage p 110 600 w",
            "23:45 · uterusmassage · pols 110 · 600 ml in totaal, gewogen (5 min na de geboorte)",
        ),
        (
            "2345 plasma besteld massage",
            "23:45 · plasma · besteld om 23:45 · uterusmassage (5 min na de geboorte)",
        ),
    ],
)
def test_in_words(line: str, nl: str) -> None:
    assert in_words(read_line(line, BIRTH), BIRTH).nl == nl


def test_english() -> None:
    words = in_words(read_line("0055 txa 1 iv", BIRTH), BIRTH).en
    assert words == "00:55 · tranexamic acid 1 g i.v. bolus · treatment (Mon 10 March, 75 min after birth)"


def test_every_value_of_a_row_is_said() -> None:
    for section, keys in ROWS.items():
        for key in keys:
            if key.kind is Kind.TIME and key.name in ("time", "called", "present_from", "sampled", "started"):
                continue
            for language in (0, 1):
                phrases = [phrase[language] for phrase in PHRASES[section]]
                assert any(f"{{{key.name}}}" in phrase for phrase in phrases), (section, key.name)


def test_everything_that_is_read_can_be_said() -> None:
    for line in [line for line, *_ in [*LINES, *ANSWERS]]:
        words = in_words(read_line(line, BIRTH), BIRTH)
        assert words.nl and words.en
        assert "{" not in words.nl + words.en
