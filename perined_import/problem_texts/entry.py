"""PURE. The form of a catalogue entry, and the remedies that several share."""

from typing import Final, Literal, NamedTuple

from fluxus.texts import Text

Gate = Literal["file", "columns", "rows", "warning"]


class Entry(NamedTuple):
    """What a code means: at which gate it stands, what is wrong, how to mend it."""

    gate: Gate
    problem: Text
    remedy: Text


SAVE_AS_CSV: Final = Text(
    "Sla het bestand op als CSV (UTF-8) en lever dat aan.", "Save the file as CSV (UTF-8) and upload that."
)
EXPORT_AGAIN: Final = Text(
    "Maak de export opnieuw en lever het hele bestand aan.", "Export again and upload the whole file."
)
PLAIN_NUMBER: Final = Text(
    "Schrijf een heel getal zonder punt, komma of eenheid, bijvoorbeeld 1250.",
    "Write a whole number without point, comma or unit, for example 1250.",
)
LEAVE_EMPTY: Final = Text(
    "Verbeter de waarde, of laat het veld leeg als zij onbekend is.",
    "Correct the value, or leave the field empty when it is unknown.",
)
SPLIT: Final = Text("Splits de levering in kleinere bestanden.", "Split the delivery into smaller files.")
CHECK_ONLY: Final = Text("Controleer dit in het bronsysteem.", "Check this in the source system.")
DATE_FORMS: Final = Text(
    "Schrijf de datum als dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd.",
    "Write the date as dd-mm-yyyy, yyyy-mm-dd or yyyymmdd.",
)
