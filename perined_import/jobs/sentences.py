"""PURE. Why a job ended as it did, in whole sentences; stored with the job in both languages."""

from typing import Final

from fluxus.texts import Text

ALL_KNOWN: Final = Text(
    "Alles in deze levering was al ontvangen; er is niets veranderd.",
    "Everything in this upload was received before; nothing changed.",
)
REFUSED: Final = Text(
    "De levering is geweigerd; er is niets veranderd. Hieronder staat wat er aan de hand is.",
    "The upload was refused; nothing changed. Below is what is the matter.",
)
ASKED: Final = Text(
    "Er is een vraag over de bestanden. Na het antwoord gaat het nakijken verder.",
    "There is a question about the files. The check goes on once it is answered.",
)
CANCELLED: Final = Text(
    "Op verzoek gestopt; er is niets veranderd en de bestanden zijn verwijderd.",
    "Stopped as asked; nothing changed, and the files were removed.",
)
CANCELLED_BEFORE: Final = Text(
    "Op verzoek gestopt voordat het begon; er is niets veranderd.",
    "Stopped as asked before it began; nothing changed.",
)
FILES_GONE: Final = Text(
    "De bestanden zijn er niet meer; er is niets veranderd. Lever ze opnieuw aan.",
    "The files are no longer there; nothing changed. Upload them again.",
)
MEANWHILE: Final = Text(
    "Dezelfde inhoud is intussen met een andere levering opgeslagen; er is niets veranderd.",
    "The same content was stored with another upload meanwhile; nothing changed.",
)
UNEXPECTED: Final = Text(
    "Er ging onverwacht iets mis; er is niets veranderd. Probeer het opnieuw. "
    "Gaat het weer mis, meld dan nummer {job} aan de beheerder.",
    "Something went wrong unexpectedly; nothing changed. Try again. "
    "If it goes wrong again, tell the administrator number {job}.",
)
KILLED: Final = Text(
    "Het werk brak af doordat de server stopte; er is niets veranderd. Begin het opnieuw.",
    "The work was cut off because the server stopped; nothing changed. Start it again.",
)
KILLED_AFTER: Final = Text(
    "De server stopte toen het werk al klaar was; alles is opgeslagen.",
    "The server stopped when the work was done already; everything is stored.",
)
EXPIRED_QUESTION: Final = Text(
    "De vraag bleef {hours} uur zonder antwoord, daarom zijn de bestanden verwijderd. Lever ze opnieuw aan.",
    "The question was not answered within {hours} hours, so the files were removed. Upload them again.",
)
EXPIRED_FAILURE: Final = Text(
    "De bestanden zijn na {hours} uur verwijderd. Lever ze opnieuw aan.",
    "The files were removed after {hours} hours. Upload them again.",
)
