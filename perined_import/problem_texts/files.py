"""PURE. The catalogue of problems: what is wrong with a whole file (gate 1)."""

from collections.abc import Mapping
from typing import Final

from fluxus.texts import Text
from perined_import.problem_texts.entry import EXPORT_AGAIN, SAVE_AS_CSV, SPLIT, Entry

ENTRIES: Final[Mapping[str, Entry]] = {
    "empty_file": Entry("file", Text("Het bestand is leeg.", "The file is empty."), EXPORT_AGAIN),
    "too_large": Entry(
        "file",
        Text("Het bestand is groter dan {limit} MB.", "The file is larger than {limit} MB."),
        SPLIT,
    ),
    "not_a_table": Entry(
        "file",
        Text(
            "Dit is een {value}-bestand, geen kernset-XML en geen tabel.",
            "This is a {value} file, neither kernset XML nor a table.",
        ),
        SAVE_AS_CSV,
    ),
    "not_xml": Entry(
        "file",
        Text("Het bestand heet .xml maar bevat geen XML.", "The file is named .xml but holds no XML."),
        EXPORT_AGAIN,
    ),
    "malformed_xml": Entry(
        "file",
        Text(
            "De XML is beschadigd of afgebroken bij regel {value}.",
            "The XML is damaged or cut off at line {value}.",
        ),
        EXPORT_AGAIN,
    ),
    "xml_doctype": Entry(
        "file",
        Text(
            "De XML bevat een documenttypeverklaring (DTD, entiteiten); dat wordt niet aangenomen.",
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
        EXPORT_AGAIN,
    ),
    "message_too_large": Entry(
        "file",
        Text("Een bericht is groter dan {limit} MB.", "A message is larger than {limit} MB."),
        EXPORT_AGAIN,
    ),
    "message_too_full": Entry(
        "file",
        Text(
            "Een bericht heeft meer dan {limit} onderdelen; dat heeft geen kernset-bericht.",
            "A message has more than {limit} parts, which no kernset message has.",
        ),
        EXPORT_AGAIN,
    ),
    "too_many_messages": Entry(
        "file",
        Text("De levering bevat meer dan {limit} berichten.", "The delivery has more than {limit} messages."),
        SPLIT,
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
        EXPORT_AGAIN,
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
        SPLIT,
    ),
    "zip_nested": Entry(
        "file",
        Text(
            "In het ZIP-bestand zit weer een ZIP-bestand: '{value}'.",
            "There is another ZIP file inside the ZIP file: '{value}'.",
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
    "zip_link": Entry(
        "file",
        Text(
            "In het ZIP-bestand zit een verwijzing in plaats van een bestand: '{value}'.",
            "The ZIP file holds a link instead of a file: '{value}'.",
        ),
        Text("Zet het bestand zelf in het ZIP-bestand.", "Put the file itself into the ZIP file."),
    ),
    "zip_double": Entry(
        "file",
        Text(
            "In het ZIP-bestand zit '{value}' twee keer; welke geldt is niet te zeggen.",
            "The ZIP file holds '{value}' twice; which of them holds cannot be said.",
        ),
        Text("Geef elk bestand een eigen naam.", "Give each file a name of its own."),
    ),
    "zip_method": Entry(
        "file",
        Text(
            "'{value}' is in het ZIP-bestand op een ongebruikelijke manier ingepakt.",
            "'{value}' is packed in the ZIP file in an unusual way.",
        ),
        Text(
            "Maak het ZIP-bestand opnieuw met gewone compressie (deflate).",
            "Make the ZIP file again with ordinary compression (deflate).",
        ),
    ),
    "zip_many": Entry(
        "file",
        Text(
            "Er zitten meer dan {limit} bestanden in het ZIP-bestand.",
            "There are more than {limit} files in the ZIP file.",
        ),
        SPLIT,
    ),
    "zip_empty": Entry(
        "file",
        Text("Er zit geen bestand in het ZIP-bestand.", "There is no file in the ZIP file."),
        EXPORT_AGAIN,
    ),
    "bad_spreadsheet": Entry(
        "file",
        Text("Het rekenblad kan niet worden gelezen.", "The spreadsheet cannot be read."),
        SAVE_AS_CSV,
    ),
    "bad_cell": Entry(
        "file",
        Text(
            "In rij {value} van het rekenblad staat een datum of duur die niet kan bestaan.",
            "Row {value} of the spreadsheet holds a date or duration that cannot exist.",
        ),
        Text("Verbeter die cel, of maak haar leeg.", "Correct that cell, or empty it."),
    ),
    "long_cell": Entry(
        "file",
        Text(
            "In een cel van het rekenblad staat een veel te lange tekst.",
            "A cell of the spreadsheet holds a text that is far too long.",
        ),
        SAVE_AS_CSV,
    ),
    "workbook_too_large": Entry(
        "file",
        Text(
            "Het rekenblad is uitgepakt groter dan {limit} MB.",
            "The spreadsheet is larger than {limit} MB when unpacked.",
        ),
        SAVE_AS_CSV,
    ),
    "too_many_cells": Entry(
        "file",
        Text(
            "Een blad van het rekenblad is te groot: meer dan {limit} cellen, lege daartussen meegeteld.",
            "A sheet of the spreadsheet is too large: more than {limit} cells, empty ones between included.",
        ),
        SAVE_AS_CSV,
    ),
    "several_sheets": Entry(
        "file",
        Text(
            "Het rekenblad heeft meer dan één blad met gegevens: {value}.",
            "The spreadsheet has more than one sheet with data: {value}.",
        ),
        Text("Kies een blad, of sla het blad op als CSV.", "Choose a sheet, or save that sheet as CSV."),
    ),
    "nul_bytes": Entry(
        "file",
        Text(
            "Het bestand bevat NUL-tekens en is dus geen tekst.",
            "The file holds NUL characters, so is not text.",
        ),
        SAVE_AS_CSV,
    ),
    "encoding": Entry(
        "file",
        Text(
            "De tekens in regel {value} zijn geen UTF-8 en geen Windows-1252.",
            "The characters in line {value} are neither UTF-8 nor Windows-1252.",
        ),
        SAVE_AS_CSV,
    ),
    "mixed_encoding": Entry(
        "file",
        Text(
            "Het bestand mengt tekensets: regel {value} is anders gecodeerd dan de rest.",
            "The file mixes character sets: line {value} is encoded differently from the rest.",
        ),
        SAVE_AS_CSV,
    ),
    "long_line": Entry(
        "file",
        Text(
            "Regel {value} is veel te lang; een aanhalingsteken dat niet sluit kan de oorzaak zijn.",
            "Line {value} is far too long; a quotation mark that does not close may be the cause.",
        ),
        EXPORT_AGAIN,
    ),
    "unbalanced_quotes": Entry(
        "file",
        Text(
            "Een aanhalingsteken in rij {value} staat verkeerd of wordt niet gesloten.",
            "A quotation mark in row {value} is out of place or not closed.",
        ),
        Text(
            "Zet het ontbrekende aanhalingsteken erbij, of haal het overtollige weg.",
            "Add the missing quotation mark, or remove the one too many.",
        ),
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
        SPLIT,
    ),
    "no_rows": Entry(
        "file",
        Text("Onder de kop staat geen enkele rij.", "There is no row under the heading."),
        EXPORT_AGAIN,
    ),
}
