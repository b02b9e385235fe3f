"""PURE. The one catalogue of what can be wrong with a delivery: code → what is wrong and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from fluxus.texts import Text

Gate = Literal["file", "columns", "rows", "warning"]

VALUE_LENGTH: Final = 60
"""A value is quoted up to this many characters."""


class Entry(NamedTuple):
    """What a code means: at which gate it stands, what is wrong, how to mend it."""

    gate: Gate
    problem: Text
    remedy: Text


_SAVE_AS_CSV = Text(
    "Sla het bestand op als CSV (UTF-8) en lever dat aan.", "Save the file as CSV (UTF-8) and upload that."
)
_EXPORT_AGAIN = Text(
    "Maak de export opnieuw en lever het hele bestand aan.", "Export again and upload the whole file."
)
_PLAIN_NUMBER = Text(
    "Schrijf een heel getal zonder punt, komma of eenheid, bijvoorbeeld 1250.",
    "Write a whole number without point, comma or unit, for example 1250.",
)
_LEAVE_EMPTY = Text(
    "Verbeter de waarde, of laat het veld leeg als zij onbekend is.",
    "Correct the value, or leave the field empty when it is unknown.",
)
_SPLIT = Text("Splits de levering in kleinere bestanden.", "Split the delivery into smaller files.")
_CHECK_ONLY = Text("Controleer dit in het bronsysteem.", "Check this in the source system.")
_DATE_FORMS = Text(
    "Schrijf de datum als dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd.",
    "Write the date as dd-mm-yyyy, yyyy-mm-dd or yyyymmdd.",
)

CATALOGUE: Final[Mapping[str, Entry]] = {
    # --- gate 1: the file -------------------------------------------------------------------------------
    "empty_file": Entry("file", Text("Het bestand is leeg.", "The file is empty."), _EXPORT_AGAIN),
    "too_large": Entry(
        "file",
        Text("Het bestand is groter dan {limit} MB.", "The file is larger than {limit} MB."),
        _SPLIT,
    ),
    "not_a_table": Entry(
        "file",
        Text(
            "Dit is een {value}-bestand, geen kernset-XML en geen tabel.",
            "This is a {value} file, neither kernset XML nor a table.",
        ),
        _SAVE_AS_CSV,
    ),
    "not_xml": Entry(
        "file",
        Text("Het bestand heet .xml maar bevat geen XML.", "The file is named .xml but holds no XML."),
        _EXPORT_AGAIN,
    ),
    "malformed_xml": Entry(
        "file",
        Text(
            "De XML is beschadigd of afgebroken bij regel {value}.",
            "The XML is damaged or cut off at line {value}.",
        ),
        _EXPORT_AGAIN,
    ),
    "xml_doctype": Entry(
        "file",
        Text(
            "De XML bevat een documenttypeverklaring (DTD of entiteiten); die wordt om veiligheidsredenen geweigerd.",
            "The XML holds a document type declaration (DTD or entities), which is refused for safety.",
        ),
        Text("Lever het bericht zonder <!DOCTYPE …> aan.", "Upload the message without <!DOCTYPE …>."),
    ),
    "xml_include": Entry(
        "file",
        Text(
            "De XML haalt andere bestanden aan (XInclude); dat wordt om veiligheidsredenen geweigerd.",
            "The XML includes other files (XInclude), which is refused for safety.",
        ),
        Text("Lever één volledig bericht aan.", "Upload one complete message."),
    ),
    "xml_too_deep": Entry(
        "file",
        Text(
            "De XML is dieper genest dan een kernset-bericht ooit is.",
            "The XML is nested deeper than any kernset message.",
        ),
        _EXPORT_AGAIN,
    ),
    "message_too_large": Entry(
        "file",
        Text("Een bericht is groter dan {limit} MB.", "A message is larger than {limit} MB."),
        _EXPORT_AGAIN,
    ),
    "unknown_xml": Entry(
        "file",
        Text(
            "Het hoofdelement <{value}> hoort niet bij de kernset geboortezorg.",
            "The root element <{value}> is not part of the birth-care kernset.",
        ),
        Text(
            "Lever HL7v3-berichten (REPC_IN004014NL) of ADA-bestanden (kernset_geboortezorg) aan.",
            "Upload HL7v3 messages (REPC_IN004014NL) or ADA files (kernset_geboortezorg).",
        ),
    ),
    "no_messages": Entry(
        "file",
        Text(
            "Er staat geen enkel kernset-bericht in dit bestand.", "There is no kernset message in this file."
        ),
        _EXPORT_AGAIN,
    ),
    "relative_date": Entry(
        "file",
        Text(
            "De datum '{value}' is relatief (testmateriaal) en heeft zonder peildatum geen betekenis.",
            "The date '{value}' is relative (test material) and has no meaning without a reference date.",
        ),
        Text(
            "Lever echte gegevens aan; voor testmateriaal: import_kernset --reference-date jjjj-mm-dd.",
            "Upload real data; for test material: import_kernset --reference-date yyyy-mm-dd.",
        ),
    ),
    "bad_zip": Entry(
        "file",
        Text("Het ZIP-bestand is beschadigd of onvolledig.", "The ZIP file is damaged or incomplete."),
        Text("Maak het ZIP-bestand opnieuw.", "Make the ZIP file again."),
    ),
    "zip_bomb": Entry(
        "file",
        Text(
            "Het ZIP-bestand is uitgepakt veel te groot (meer dan {ratio} × of {limit} MB).",
            "The ZIP file is far too large when unpacked (more than {ratio} × or {limit} MB).",
        ),
        _SPLIT,
    ),
    "zip_nested": Entry(
        "file",
        Text(
            "In het ZIP-bestand zit weer een ZIP-bestand.", "There is another ZIP file inside the ZIP file."
        ),
        Text("Pak het binnenste bestand eerst uit.", "Unpack the inner file first."),
    ),
    "zip_path": Entry(
        "file",
        Text(
            "Een bestandsnaam in het ZIP-bestand wijst buiten het ZIP-bestand: '{value}'.",
            "A file name in the ZIP file points outside of it: '{value}'.",
        ),
        Text(
            "Maak het ZIP-bestand opnieuw, zonder mappaden.", "Make the ZIP file again, without folder paths."
        ),
    ),
    "zip_encrypted": Entry(
        "file",
        Text("Het ZIP-bestand is met een wachtwoord beveiligd.", "The ZIP file is protected by a password."),
        Text("Lever het zonder wachtwoord aan.", "Upload it without a password."),
    ),
    "zip_empty": Entry(
        "file",
        Text("Er zit geen bestand in het ZIP-bestand.", "There is no file in the ZIP file."),
        _EXPORT_AGAIN,
    ),
    "bad_spreadsheet": Entry(
        "file",
        Text("Het rekenblad kan niet worden gelezen.", "The spreadsheet cannot be read."),
        _SAVE_AS_CSV,
    ),
    "nul_bytes": Entry(
        "file",
        Text(
            "Het bestand bevat NUL-tekens en is dus geen tekst.",
            "The file holds NUL characters, so is not text.",
        ),
        _SAVE_AS_CSV,
    ),
    "encoding": Entry(
        "file",
        Text(
            "De tekens in regel {value} zijn geen UTF-8 en geen Windows-1252.",
            "The characters in line {value} are neither UTF-8 nor Windows-1252.",
        ),
        _SAVE_AS_CSV,
    ),
    "mixed_encoding": Entry(
        "file",
        Text(
            "Het bestand mengt tekensets: regel {value} is anders gecodeerd dan de rest.",
            "The file mixes character sets: line {value} is encoded differently from the rest.",
        ),
        _SAVE_AS_CSV,
    ),
    "long_line": Entry(
        "file",
        Text(
            "Regel {value} is veel te lang; een aanhalingsteken dat niet sluit kan de oorzaak zijn.",
            "Line {value} is far too long; a quotation mark that does not close may be the cause.",
        ),
        _EXPORT_AGAIN,
    ),
    "unbalanced_quotes": Entry(
        "file",
        Text(
            "Een aanhalingsteken in rij {value} wordt niet gesloten.",
            "A quotation mark in row {value} is not closed.",
        ),
        Text("Zet het ontbrekende aanhalingsteken erbij.", "Add the missing quotation mark."),
    ),
    "field_count": Entry(
        "file",
        Text(
            "Deze rij heeft {value} velden en de kop {expected}.",
            "This row has {value} fields and the heading {expected}.",
        ),
        Text(
            "Controleer of er een scheidingsteken in een tekst staat.",
            "See whether a text holds the separator.",
        ),
    ),
    "too_many_rows": Entry(
        "file",
        Text("Het bestand heeft meer dan {limit} rijen.", "The file has more than {limit} rows."),
        _SPLIT,
    ),
    "no_rows": Entry(
        "file",
        Text("Onder de kop staat geen enkele rij.", "There is no row under the heading."),
        _EXPORT_AGAIN,
    ),
    # --- gate 2: the columns ----------------------------------------------------------------------------
    "no_headings": Entry(
        "columns",
        Text(
            "Geen van de kolommen wordt herkend; gevonden: {value}.",
            "None of the columns is recognised; found: {value}.",
        ),
        Text(
            "Zet de kolomnamen in de eerste rij, bijvoorbeeld: geboortedatum;lvr;bloedverlies.",
            "Put the headings in the first row, for example: geboortedatum;lvr;bloedverlies.",
        ),
    ),
    "two_headings": Entry(
        "columns",
        Text(
            "Twee kolommen voor hetzelfde gegeven ({field}): {value}.",
            "Two columns for the same thing ({field}): {value}.",
        ),
        Text("Laat één van beide weg.", "Leave one of them out."),
    ),
    "missing_date_column": Entry(
        "columns",
        Text(
            "Er is geen kolom met het jaar of de geboortedatum.",
            "There is no column with the year or birth date.",
        ),
        Text("Voeg 'jaar' of 'geboortedatum' toe.", "Add 'jaar' or 'geboortedatum'."),
    ),
    "missing_loss_column": Entry(
        "columns",
        Text(
            "Er is geen kolom met het bloedverlies of met fluxus ja/nee.",
            "There is no column with the blood loss or with haemorrhage yes/no.",
        ),
        Text("Voeg 'bloedverlies_ml' of 'fluxus' toe.", "Add 'bloedverlies_ml' or 'fluxus'."),
    ),
    "missing_place_column": Entry(
        "columns",
        Text(
            "Er is geen kolom met het VSV of met een LVR-id, dus niet bekend van wie de bevallingen zijn.",
            "There is no column with the VSV or an LVR id, so it is unknown whose deliveries these are.",
        ),
        Text("Voeg 'vsv', 'lvr' of 'ziekenhuis_lvr' toe.", "Add 'vsv', 'lvr' or 'ziekenhuis_lvr'."),
    ),
    "mothers_birth_date": Entry(
        "columns",
        Text(
            "De kolom '{column}' bevat waarschijnlijk de geboortedatum van de moeder (bijvoorbeeld in rij {value}).",
            "The column '{column}' probably holds the mother's birth date (for example in row {value}).",
        ),
        Text(
            "Lever de geboortedatum van het kind aan; die van de moeder hoort er niet in.",
            "Upload the child's birth date; the mother's does not belong in the file.",
        ),
    ),
    "no_hmac_key": Entry(
        "columns",
        Text(
            "De koppelsleutel van deze installatie (KERNSET_HMAC_KEY) ontbreekt.",
            "The link key of this installation (KERNSET_HMAC_KEY) is missing.",
        ),
        Text("Vraag de technisch beheerder die in te stellen.", "Ask the technical administrator to set it."),
    ),
    # --- gate 3: the rows and messages ------------------------------------------------------------------
    "not_a_number": Entry(
        "rows", Text("'{value}' is geen heel getal.", "'{value}' is not a whole number."), _PLAIN_NUMBER
    ),
    "ambiguous_number": Entry(
        "rows",
        Text(
            "'{value}' kan een duizendtal of een decimaal getal zijn.",
            "'{value}' may be thousands or a decimal number.",
        ),
        _PLAIN_NUMBER,
    ),
    "not_a_decimal": Entry(
        "rows",
        Text("'{value}' is geen getal.", "'{value}' is not a number."),
        Text("Schrijf een getal als 24,5.", "Write a number such as 24.5."),
    ),
    "not_a_flag": Entry(
        "rows",
        Text("'{value}' is geen ja of nee.", "'{value}' is neither yes nor no."),
        Text(
            "Schrijf 1 of 0, of laat leeg als het onbekend is.", "Write 1 or 0, or leave empty when unknown."
        ),
    ),
    "not_a_date": Entry("rows", Text("'{value}' is geen datum.", "'{value}' is not a date."), _DATE_FORMS),
    "out_of_range": Entry(
        "rows",
        Text(
            "'{value}' kan niet: {column} ligt tussen {low} en {high}.",
            "'{value}' is impossible: {column} lies between {low} and {high}.",
        ),
        _LEAVE_EMPTY,
    ),
    "bad_unit": Entry(
        "rows",
        Text(
            "De eenheid '{value}' hoort niet bij {column}.", "The unit '{value}' does not go with {column}."
        ),
        _CHECK_ONLY,
    ),
    "no_birth_date": Entry(
        "rows",
        Text("De geboortedatum van het kind ontbreekt.", "The child's birth date is missing."),
        Text("Vul de geboortedatum (of het jaar) in.", "Fill in the birth date (or the year)."),
    ),
    "future_date": Entry(
        "rows",
        Text("De geboortedatum {value} ligt in de toekomst.", "The birth date {value} lies in the future."),
        _CHECK_ONLY,
    ),
    "implausible_date": Entry(
        "rows",
        Text(
            "De geboortedatum {value} past niet bij het jaar, of ligt meer dan 30 jaar terug.",
            "The birth date {value} does not fit the year, or lies more than 30 years back.",
        ),
        Text("Vul de geboortedatum van het kind in.", "Fill in the child's birth date."),
    ),
    "outside_period": Entry(
        "rows",
        Text(
            "De geboorte ({value}) valt buiten de periode {period}.",
            "The birth ({value}) is outside {period}.",
        ),
        Text("Kies een ruimere periode of haal de rij weg.", "Choose a wider period or remove the row."),
    ),
    "no_lvr_id": Entry(
        "rows",
        Text("Het LVR-id van de aanleveraar ontbreekt.", "The LVR id of the reporter is missing."),
        Text("Vul het LVR-id van de instelling in.", "Fill in the LVR id of the organisation."),
    ),
    "unknown_vsv": Entry(
        "rows",
        Text(
            "'{value}' is geen code van een VSV waarvoor u gegevens beheert.",
            "'{value}' is no code of a VSV whose data you manage.",
        ),
        Text("Gebruik een code uit de lijst van VSV's.", "Use a code from the list of VSVs."),
    ),
    # --- no reason to reject ----------------------------------------------------------------------------
    "unlikely": Entry(
        "warning",
        Text("{column} {value} is uitzonderlijk; overgenomen.", "{column} {value} is exceptional; kept."),
        _CHECK_ONLY,
    ),
    "dropped": Entry(
        "warning",
        Text(
            "{column} {value} is onmogelijk; als onbekend gelezen.",
            "{column} {value} is impossible; read as unknown.",
        ),
        _CHECK_ONLY,
    ),
    "unknown_code": Entry(
        "warning",
        Text(
            "'{value}' is geen bekende waarde van {column}; als onbekend gelezen.",
            "'{value}' is no known value of {column}; read as unknown.",
        ),
        _CHECK_ONLY,
    ),
    "loss_contradicts_flag": Entry(
        "warning",
        Text(
            "Het bloedverlies ({value} ml) en fluxus ja/nee spreken elkaar tegen; de hoeveelheid telt.",
            "The blood loss ({value} ml) and haemorrhage yes/no contradict each other; the amount counts.",
        ),
        _CHECK_ONLY,
    ),
    "mode_contradicts_onset": Entry(
        "warning",
        Text(
            "Secundaire sectio, maar bij het begin van de baring staat een geplande; als secundair geteld.",
            "Emergency caesarean, but a planned one stands at the start of labour; counted as emergency.",
        ),
        _CHECK_ONLY,
    ),
    "negative_duration": Entry(
        "warning",
        Text(
            "Het persen begon na de geboorte; de duur van de uitdrijving is onbekend gelaten.",
            "Pushing started after the birth; the second stage is left unknown.",
        ),
        _CHECK_ONLY,
    ),
    "conflict": Entry(
        "warning",
        Text(
            "Berichten over dezelfde bevalling verschillen in {column}: {value}; gekozen is {chosen}.",
            "Messages about one delivery differ in {column}: {value}; chosen is {chosen}.",
        ),
        _CHECK_ONLY,
    ),
    "order_without_first": Entry(
        "warning",
        Text(
            "Kind nummer {value} zonder kind 1; als eigen bevalling geteld.",
            "Child number {value} without child 1; counted as a delivery of its own.",
        ),
        _CHECK_ONLY,
    ),
    "duplicate_row": Entry(
        "warning",
        Text(
            "Deze rij is gelijk aan rij {value}; één keer geteld.",
            "This row equals row {value}; counted once.",
        ),
        _CHECK_ONLY,
    ),
    "padded_lvr": Entry(
        "warning",
        Text(
            "LVR-id '{value}' is aangevuld tot '{chosen}' (voorloopnullen waren weg).",
            "LVR id '{value}' was completed to '{chosen}' (leading zeros were lost).",
        ),
        _CHECK_ONLY,
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
            "Van {value} zijn er zowel berichten als een tabel; die kunnen niet worden gekoppeld en tellen dubbel.",
            "For {value} there are both messages and a table; these cannot be linked and count twice.",
        ),
        Text("Trek één van beide in.", "Withdraw one of them."),
    ),
    "overlapping_table": Entry(
        "warning",
        Text(
            "Een eerdere tabel met een andere groep organisaties heeft ook bevallingen in {value}; die blijft staan.",
            "An earlier table with another group of organisations also has deliveries in {value}; it stays.",
        ),
        Text(
            "Controleer op dubbeltelling en trek zo nodig de eerdere in.",
            "Check for double counting; withdraw the earlier one if needed.",
        ),
    ),
    "rate_jumps": Entry(
        "warning",
        Text(
            "Het aandeel HPP van {value} was {before} % en is nu {after} %.",
            "The PPH share of {value} was {before} % and is now {after} %.",
        ),
        _CHECK_ONLY,
    ),
    "unknown_jumps": Entry(
        "warning",
        Text(
            "Het aandeel onbekend bloedverlies van {value} was {before} % en is nu {after} %.",
            "The share of unknown blood loss of {value} was {before} % and is now {after} %.",
        ),
        _CHECK_ONLY,
    ),
    "more_problems": Entry(
        "warning",
        Text(
            "Er zijn nog {value} problemen, hier niet getoond.",
            "There are {value} more problems, not shown here.",
        ),
        Text("Verbeter eerst de getoonde.", "Mend those shown first."),
    ),
    # --- the upload as a whole --------------------------------------------------------------------------
    "too_many_rejected": Entry(
        "rows",
        Text(
            "{value} van de {total} zijn afgekeurd: meer dan {limit} %. Er is niets opgeslagen.",
            "{value} of {total} were rejected: more than {limit} %. Nothing was stored.",
        ),
        Text(
            "Verbeter de genoemde problemen en lever opnieuw aan.",
            "Mend the problems listed and upload again.",
        ),
    ),
    "nothing_left": Entry(
        "rows",
        Text("Er blijft geen enkel bruikbaar bericht of rij over.", "No usable message or row is left."),
        Text(
            "Verbeter de genoemde problemen en lever opnieuw aan.",
            "Mend the problems listed and upload again.",
        ),
    ),
}


class ProblemDict(dict[str, Any]):
    """Fills a sentence; a name that was not given stays readable."""

    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, which value, and (through the catalogue) what and how to mend it.

    ``row`` is the row as the spreadsheet shows it (the heading is row 1); ``message`` counts from 1.
    """

    code: str
    file: str = ""
    member: str = ""
    row: int | None = None
    message: int | None = None
    column: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gate(self) -> Gate:
        """The gate at which this stands."""
        return CATALOGUE[self.code].gate

    @property
    def problem(self) -> Text:
        """What is wrong."""
        return self._filled(CATALOGUE[self.code].problem)

    @property
    def remedy(self) -> Text:
        """How to mend it."""
        return self._filled(CATALOGUE[self.code].remedy)

    def _filled(self, text: Text) -> Text:
        values = ProblemDict(self.params)
        values.setdefault("column", self.column)
        values["value"] = self.value
        return Text(text.nl.format_map(values), text.en.format_map(values))

    def as_dict(self, language: str | None = "nl") -> dict[str, Any]:
        """Return the problem as the command's JSON shows it."""
        return {
            "file": self.file,
            "member": self.member,
            "row": self.row,
            "message": self.message,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "problem": self.problem.in_language(language),
            "remedy": self.remedy.in_language(language),
        }

    def as_stored(self) -> dict[str, Any]:
        """Return what `from_stored` reads back: codes and values, no sentences."""
        stored = {name: value for name, value in self.__dict__.items() if value not in ("", None)}
        stored["params"] = {name: str(value) for name, value in self.params.items()}
        return stored

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Problem":
        """Build the problem again from `as_stored`."""
        return cls(**stored)


def shorten(value: object) -> str:
    """Return a value as it is quoted: one line, bounded, control characters replaced."""
    text = "".join(char if char.isprintable() else "·" for char in str(value)[: VALUE_LENGTH + 1])
    return text if len(text) <= VALUE_LENGTH else text[:VALUE_LENGTH] + "…"
