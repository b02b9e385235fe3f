"""PURE. The catalogue of problems: what is wrong with columns, rows, messages or a whole upload."""

from collections.abc import Mapping
from typing import Final

from fluxus.texts import Text
from perined_import.problem_texts.entry import CHECK_ONLY, DATE_FORMS, LEAVE_EMPTY, PLAIN_NUMBER, Entry

ENTRIES: Final[Mapping[str, Entry]] = {
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
            "De kolom '{column}' bevat waarschijnlijk de geboortedatum van de moeder (zie rij {value}).",
            "The column '{column}' probably holds the mother's birth date (see row {value}).",
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
    "not_a_number": Entry(
        "rows", Text("'{value}' is geen heel getal.", "'{value}' is not a whole number."), PLAIN_NUMBER
    ),
    "ambiguous_number": Entry(
        "rows",
        Text(
            "'{value}' kan een duizendtal of een decimaal getal zijn.",
            "'{value}' may be thousands or a decimal number.",
        ),
        PLAIN_NUMBER,
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
    "not_a_date": Entry("rows", Text("'{value}' is geen datum.", "'{value}' is not a date."), DATE_FORMS),
    "out_of_range": Entry(
        "rows",
        Text(
            "'{value}' kan niet: {column} ligt tussen {low} en {high}.",
            "'{value}' is impossible: {column} lies between {low} and {high}.",
        ),
        LEAVE_EMPTY,
    ),
    "bad_unit": Entry(
        "rows",
        Text(
            "De eenheid '{value}' hoort niet bij {column}.", "The unit '{value}' does not go with {column}."
        ),
        CHECK_ONLY,
    ),
    "no_birth_date": Entry(
        "rows",
        Text("De geboortedatum van het kind ontbreekt.", "The child's birth date is missing."),
        Text("Vul de geboortedatum (of het jaar) in.", "Fill in the birth date (or the year)."),
    ),
    "future_date": Entry(
        "rows",
        Text("De geboortedatum {value} ligt in de toekomst.", "The birth date {value} lies in the future."),
        CHECK_ONLY,
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
    "bad_lvr_id": Entry(
        "rows",
        Text("'{value}' is geen LVR-id.", "'{value}' is no LVR id."),
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
