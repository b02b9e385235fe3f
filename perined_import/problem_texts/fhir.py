"""PURE. The catalogue of problems: what is wrong with a FHIR file or with what it says."""

from collections.abc import Mapping
from typing import Final

from fluxus.texts import Text
from perined_import.problem_texts.entry import CHECK_ONLY, EXPORT_AGAIN, Entry

_WHOLE_BUNDLE: Final = Text(
    "Lever per bevalling één volledige FHIR-bundle aan (dataset geboortezorg 3.2, STU3).",
    "Upload one complete FHIR bundle per delivery (birth-care dataset 3.2, STU3).",
)

ENTRIES: Final[Mapping[str, Entry]] = {
    "malformed_json": Entry(
        "file",
        Text(
            "De JSON is beschadigd of afgebroken bij regel {value}.",
            "The JSON is damaged or cut off at line {value}.",
        ),
        EXPORT_AGAIN,
    ),
    "json_too_deep": Entry(
        "file",
        Text(
            "De JSON is dieper genest dan een FHIR-bericht ooit is.",
            "The JSON is nested deeper than any FHIR message.",
        ),
        EXPORT_AGAIN,
    ),
    "json_double_key": Entry(
        "file",
        Text(
            "In de JSON staat '{value}' twee keer in hetzelfde onderdeel; welke geldt is niet te zeggen.",
            "The JSON holds '{value}' twice in one part; which of them holds cannot be said.",
        ),
        EXPORT_AGAIN,
    ),
    "json_no_number": Entry(
        "file",
        Text(
            "In de JSON staat {value} waar een getal hoort.",
            "The JSON holds {value} where a number belongs.",
        ),
        EXPORT_AGAIN,
    ),
    "fhir_not_a_bundle": Entry(
        "file",
        Text(
            "Dit is geen FHIR-bundle en geen FHIR-resource over een bevalling: '{value}'.",
            "This is no FHIR bundle and no FHIR resource about a delivery: '{value}'.",
        ),
        _WHOLE_BUNDLE,
    ),
    "fhir_no_birth": Entry(
        "file",
        Text(
            "In dit FHIR-bestand staat geen bevalling en geen zwangerschapsdossier.",
            "This FHIR file holds no delivery and no maternal record.",
        ),
        _WHOLE_BUNDLE,
    ),
    "fhir_unplaced": Entry(
        "warning",
        Text(
            "Niet te zeggen bij welke bevalling {column} ({value}) hoort; niet gebruikt.",
            "It cannot be said to which delivery {column} ({value}) belongs; not used.",
        ),
        Text(
            "Laat de meting verwijzen naar de bevalling of de geboorte (focus, partOf).",
            "Let the statement refer to the delivery or the birth (focus, partOf).",
        ),
    ),
    "fhir_several": Entry(
        "warning",
        Text(
            "De bundle geeft verschillende waarden voor {column}: {value}.",
            "The bundle gives different values for {column}: {value}.",
        ),
        CHECK_ONLY,
    ),
}
