"""PURE. What the measures of which reports came in mean, why they matter, and what to do about them."""

from collections.abc import Mapping
from typing import Final

from dashboards.quality.about_form import About
from fluxus.texts import Text

ENTRIES: Final[Mapping[str, About]] = {
    "duplicates": About(
        Text("meldingen lijken dubbel", "reports look like duplicates"),
        Text(
            "Meldingen van dezelfde organisatie die gelijk zijn in geboortedatum en -tijd, pariteit, "
            "leeftijd, bloedverlies en gewicht, maar onder een ander nummer staan; de eerste telt niet "
            "als dubbel.",
            "Reports of the same organisation that agree in date and time of birth, parity, age, blood "
            "loss and weight, but stand under another number; the first does not count as a duplicate.",
        ),
        Text(
            "Een bevalling die twee keer is aangeleverd, telt twee keer mee.",
            "A birth that was sent twice counts twice.",
        ),
        Text(
            "Twee zo gelijke bevallingen zijn vrijwel nooit toeval. Goed: geen. Vraagt aandacht: boven "
            "0,5 %.",
            "Two births so alike are hardly ever chance. Good: none. Needs work: above 0.5%.",
        ),
        Text("Er staat niets dubbel.", "Nothing stands twice."),
        Text("Kijk of het om dezelfde bevalling gaat.", "See whether it is the same birth."),
        Text("Waarschijnlijk is een deel twee keer aangeleverd.", "Probably a part was sent twice."),
        (
            Text(
                "Kijk in de genoemde maanden of een export twee keer is gemaakt, met nieuwe nummers.",
                "See in the months named whether an export was made twice, with new numbers.",
            ),
            Text(
                "Trek de dubbele upload in bij Import, of lever de maand opnieuw aan met de oude nummers.",
                "Withdraw the double upload under Import, or send the month again with the old numbers.",
            ),
        ),
    ),
    "months": About(
        Text(
            "maanden van organisaties ontbreken of zijn opvallend klein",
            "months of organisations are missing or strikingly small",
        ),
        Text(
            "Per organisatie en maand: geen meldingen, of zo weinig dat het door toeval minder dan 1 op "
            "de 1000 keer voorkomt, gemeten aan de mediaan van de 12 maanden ervoor (minstens 6 maanden).",
            "Per organisation and month: no reports, or so few that chance gives it less than 1 in 1000 "
            "times, measured against the median of the 12 months before (at least 6).",
        ),
        Text(
            "Een maand die ontbreekt, verandert het cijfer van het jaar zonder dat iemand het ziet.",
            "A missing month changes the figure of the year without anybody noticing.",
        ),
        Text(
            "Goed: geen. Vraagt aandacht: boven 5 % van de maanden.",
            "Good: none. Needs work: above 5% of the months.",
        ),
        Text("Alle maanden zijn zo vol als gewoonlijk.", "All months are as full as usual."),
        Text(
            "Kijk of het klopt: vakantie of een kleine praktijk kan ook.",
            "See whether it is right: holidays or a small practice may explain it.",
        ),
        Text("Er is waarschijnlijk niet alles aangeleverd.", "Probably not everything was sent."),
        (
            Text(
                "Lever de genoemde maanden (opnieuw) aan; een nieuwe tabel van dezelfde maand vervangt "
                "de oude.",
                "Send the months named (again); a new table of the same month replaces the old one.",
            ),
            Text(
                "Is de organisatie gestopt of samengegaan? Pas dan de toewijzing aan.",
                "Has the organisation stopped or merged? Then change the attribution.",
            ),
        ),
    ),
}
