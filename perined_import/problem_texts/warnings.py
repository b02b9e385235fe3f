"""PURE. The catalogue of problems: what is worth a look and rejects nothing."""

from collections.abc import Mapping
from typing import Final

from fluxus.texts import Text
from perined_import.problem_texts.entry import CHECK_ONLY, Entry

ENTRIES: Final[Mapping[str, Entry]] = {
    "unlikely": Entry(
        "warning",
        Text("{column} {value} is uitzonderlijk; overgenomen.", "{column} {value} is exceptional; kept."),
        CHECK_ONLY,
    ),
    "dropped": Entry(
        "warning",
        Text(
            "{column} {value} is onmogelijk; als onbekend gelezen.",
            "{column} {value} is impossible; read as unknown.",
        ),
        CHECK_ONLY,
    ),
    "unknown_code": Entry(
        "warning",
        Text(
            "'{value}' is geen bekende waarde van {column}; als onbekend gelezen.",
            "'{value}' is no known value of {column}; read as unknown.",
        ),
        CHECK_ONLY,
    ),
    "loss_contradicts_flag": Entry(
        "warning",
        Text(
            "Het bloedverlies ({value} ml) en fluxus ja/nee spreken elkaar tegen; de hoeveelheid telt.",
            "The blood loss ({value} ml) and haemorrhage yes/no contradict each other; the amount counts.",
        ),
        CHECK_ONLY,
    ),
    "mode_contradicts_onset": Entry(
        "warning",
        Text(
            "Secundaire sectio, maar bij het begin van de baring staat een geplande; als secundair geteld.",
            "Emergency caesarean, but a planned one stands at the start of labour; counted as emergency.",
        ),
        CHECK_ONLY,
    ),
    "negative_duration": Entry(
        "warning",
        Text(
            "Het persen begon na de geboorte; de duur van de uitdrijving is onbekend gelaten.",
            "Pushing started after the birth; the second stage is left unknown.",
        ),
        CHECK_ONLY,
    ),
    "conflict": Entry(
        "warning",
        Text(
            "Berichten over dezelfde bevalling verschillen in {column}: {value}; gekozen is {chosen}.",
            "Messages about one delivery differ in {column}: {value}; chosen is {chosen}.",
        ),
        CHECK_ONLY,
    ),
    "order_without_first": Entry(
        "warning",
        Text(
            "Kind nummer {value} zonder kind 1; als eigen bevalling geteld.",
            "Child number {value} without child 1; counted as a delivery of its own.",
        ),
        CHECK_ONLY,
    ),
    "duplicate_row": Entry(
        "warning",
        Text(
            "Deze rij is gelijk aan rij {value}; één keer geteld.",
            "This row equals row {value}; counted once.",
        ),
        CHECK_ONLY,
    ),
    "padded_lvr": Entry(
        "warning",
        Text(
            "LVR-id '{value}' is aangevuld tot '{chosen}' (voorloopnullen waren weg).",
            "LVR id '{value}' was completed to '{chosen}' (leading zeros were lost).",
        ),
        CHECK_ONLY,
    ),
    "unknown_organisation": Entry(
        "warning",
        Text(
            "LVR-id '{value}' staat niet in de tabel van organisaties; niet toegewezen aan een VSV.",
            "LVR id '{value}' is not in the table of organisations; not attributed to a VSV.",
        ),
        Text("Vul de tabel van organisaties aan.", "Complete the table of organisations."),
    ),
    "already_received": Entry(
        "warning",
        Text(
            "Dit bestand is al ontvangen op {value} door {by}.",
            "This file was already received on {value} by {by}.",
        ),
        Text("Er hoeft niets te gebeuren.", "Nothing needs to be done."),
    ),
    "ignored_columns": Entry(
        "warning",
        Text("Deze kolommen zijn niet gebruikt: {value}.", "These columns were not used: {value}."),
        Text("Hernoem een kolom als die wel bedoeld was.", "Rename a column if it was meant to be used."),
    ),
    "both_layouts": Entry(
        "warning",
        Text(
            "Van {value} zijn er berichten en een tabel; die worden niet gekoppeld en tellen dus dubbel.",
            "For {value} there are both messages and a table; these cannot be linked and count twice.",
        ),
        Text("Trek één van beide in.", "Withdraw one of them."),
    ),
    "overlapping_table": Entry(
        "warning",
        Text(
            "Een eerdere tabel met andere organisaties heeft ook bevallingen in {value}; die blijft staan.",
            "An earlier table of other organisations also has deliveries in {value}; it stays.",
        ),
        Text(
            "Controleer op dubbeltelling en trek zo nodig de eerdere in.",
            "Check for double counting; withdraw the earlier one if needed.",
        ),
    ),
    "source_has_more": Entry(
        "warning",
        Text(
            "Nieuw ten opzichte van de vorige tabel van deze bron: {value}. De tabel vervangt die vorige.",
            "New since the previous table of this source: {value}. The table replaces that one.",
        ),
        CHECK_ONLY,
    ),
    "source_has_less": Entry(
        "warning",
        Text(
            "De vorige tabel van deze bron had ook {value}; die bevallingen tellen niet meer mee.",
            "The previous table of this source also had {value}; those deliveries no longer count here.",
        ),
        Text(
            "Hoort dat niet zo? Lever de tabel dan opnieuw aan, met alle organisaties.",
            "If that is not right, send the table again, with all organisations.",
        ),
    ),
    "rate_jumps": Entry(
        "warning",
        Text(
            "Het aandeel HPP van {value} was {before} % en is nu {after} %.",
            "The PPH share of {value} was {before} % and is now {after} %.",
        ),
        CHECK_ONLY,
    ),
    "unknown_jumps": Entry(
        "warning",
        Text(
            "Het aandeel onbekend bloedverlies van {value} was {before} % en is nu {after} %.",
            "The share of unknown blood loss of {value} was {before} % and is now {after} %.",
        ),
        CHECK_ONLY,
    ),
    "more_of_this_kind": Entry(
        "warning",
        Text(
            "Nog {value} keer hetzelfde als hierboven ({kind}), niet apart getoond.",
            "{value} more of the same as above ({kind}), not shown one by one.",
        ),
        CHECK_ONLY,
    ),
    "more_problems": Entry(
        "warning",
        Text(
            "Er zijn nog {value} problemen, hier niet getoond.",
            "There are {value} more problems, not shown here.",
        ),
        Text("Verbeter eerst de getoonde.", "Mend those shown first."),
    ),
}
