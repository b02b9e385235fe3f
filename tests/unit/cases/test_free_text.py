"""What can lead to a person is found in free text; ordinary sentences are left alone."""

import pytest

from cases.free_text import is_bsn, traces_of_people


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zie 111222333 in het dossier", "citizen service number"),
        ("BSN 1112.22.333", None),
        ("nr 111 22 2 333", "citizen service number"),
        ("mevr. Jansen kwam erbij", "name"),
        ("overleg met dr. van den Berg", "name"),
        ("Gynaecoloog De Wit belde", "name"),
        ("midwife Anna was there", "name"),
        ("bel 06-12345678", "phone"),
        ("bel +31 6 12345678", "phone"),
        ("bel 010 1234567", "phone"),
        ("mail a.b@voorbeeld.nl even", "e-mail"),
        ("woont 1234 AB 12", "postcode"),
        ("woont Dorpsstraat 12", "address"),
        ("geb. 3-4-1991", "date of birth"),
        ("Born on 1991-04-03", "date of birth"),
        ("vrouw van 03-04-1991", "date of birth"),
        ("dossiernummer 8812345", "record number"),
    ],
)
def test_found(text: str, words: str | None) -> None:
    found = [trace.en for trace in traces_of_people(text)]
    assert any(words in sentence for sentence in found) if words else found == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Er werd meteen gewogen; oxytocine 10 IE om 21:05, 1500 ML om 21:20.",
        "De gynaecoloog was er na 12 minuten, dr kwam later.",
        "Totaal 2000 ml, 4 EC, fibrinogeen 1,8 g/l, RR 90/60, pols 130.",
        "Op 25-10-2025 nabesproken met het team (15 mensen).",
        "123456789 is geen BSN",
        "Verloskundige belde op tijd. De weg was vrij.",
    ],
)
def test_left_alone(text: str) -> None:
    assert traces_of_people(text) == []


def test_eleven_test() -> None:
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
