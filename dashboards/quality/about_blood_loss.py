"""PURE. What the measures of how blood loss is noted mean, why they matter, and what to do about them."""

from collections.abc import Mapping
from typing import Final

from dashboards.quality.about_form import About
from fluxus.texts import Text

_WEIGHING: Final = (
    Text(
        "Weeg of meet al het bloedverlies: opvangzak, weegschaal bij het bed, matjes gewogen, "
        "drooggewicht eraf.",
        "Weigh or measure all blood loss: drape, scales by the bed, pads weighed, dry weight taken off.",
    ),
    Text(
        "Schrijf het gewogen getal op zoals het is (bijvoorbeeld 960 ml) en rond niet af.",
        "Write the weighed number as it is (960 ml, say); do not round it.",
    ),
    Text(
        "Spreek af wie weegt, wie optelt en wie het vastlegt, en hang het bij het bed.",
        "Agree who weighs, who adds up and who writes it down, and put it up by the bed.",
    ),
)
_HEAP_THRESHOLD: Final = Text(
    "Wie weegt en op 10 ml nauwkeurig noteert, komt op 1 van de 21 waarden (5 %) precies in het midden. "
    "Afronden op 50 ml geeft 20 %, op 100 ml 33 %. Goed: tot 10 %. Vraagt aandacht: boven 25 %.",
    "Whoever weighs and notes to 10 ml has 1 of 21 values (5%) exactly in the middle. Rounding to 50 ml "
    "gives 20%, to 100 ml 33%. Good: up to 10%. Needs work: above 25%.",
)
_HEAP_GOOD: Final = Text("Dat past bij wegen.", "That fits weighing.")
_HEAP_LOOK: Final = Text(
    "Dat kan op afronden of schatten wijzen.", "That may point at rounding or estimating."
)
_HEAP_WORK: Final = Text("Dat wijst op schatten.", "That points at estimating.")


def _heap(noun: Text, definition: Text, why: Text) -> About:
    return About(noun, definition, why, _HEAP_THRESHOLD, _HEAP_GOOD, _HEAP_LOOK, _HEAP_WORK, _WEIGHING)


ENTRIES: Final[Mapping[str, About]] = {
    "missing": About(
        Text("geboorten zonder milliliters en zonder vlag", "births without millilitres and without a flag"),
        Text(
            "Geboorten die meetellen (vanaf 22 weken, geen afbreking) zonder hoeveelheid bloedverlies "
            "(20640) en zonder ja of nee bij fluxus (82398).",
            "Births that count (from 22 weeks, no termination) with neither an amount of blood loss "
            "(20640) nor yes or no for haemorrhage (82398).",
        ),
        Text(
            "Ontbrekend is geen nee: deze geboorten staan buiten elk cijfer over bloedverlies.",
            "Missing is not no: these births stand outside every figure on blood loss.",
        ),
        Text(
            "Vanaf 5 % ontbrekend geeft de spiegel geen uitspraak meer. Goed: tot 2 %. Vraagt aandacht: "
            "boven 5 %.",
            "From 5% missing the benchmark gives no statement any more. Good: up to 2%. Needs work: "
            "above 5%.",
        ),
        Text("Zo blijft er een betrouwbaar cijfer over.", "That leaves a reliable figure."),
        Text("Vul ze aan voordat iemand conclusies trekt.", "Fill them in before anybody draws conclusions."),
        Text(
            "Zo zegt het cijfer over bloedverlies nog weinig.",
            "This way the figure on blood loss says little yet.",
        ),
        (
            Text(
                "Vul bij elke geboorte het bloedverlies in milliliters in (20640), ook als het weinig was.",
                "Fill in the blood loss in millilitres for every birth (20640), also when it was little.",
            ),
            Text(
                "Zoek de lege records op in het eigen systeem, vul ze aan uit het dossier en lever "
                "opnieuw aan.",
                "Find the empty records in your own system, fill them in from the notes and send them again.",
            ),
            Text(
                "Maak het veld verplicht bij het afsluiten van de bevalling, als het systeem dat kan.",
                "Make the field required on closing the birth, if the system can do that.",
            ),
        ),
    ),
    "flag_only": About(
        Text("geboorten met alleen een vlag", "births with a flag only"),
        Text(
            "Geboorten zonder milliliters (20640), waarbij wel ja of nee staat bij meer dan 1000 ml (82398).",
            "Births without millilitres (20640) that do say yes or no to more than 1000 ml (82398).",
        ),
        Text(
            "Zij tellen mee voor fluxus, maar niet voor 1500 en 2000 ml; en of er gewogen is, blijft "
            "onbekend.",
            "They count for haemorrhage, but not for 1500 and 2000 ml; nor is it known whether it was "
            "weighed.",
        ),
        Text(
            "Goed: tot 1 %. Vraagt aandacht: boven 5 %, omdat ernstig bloedverlies dan merkbaar "
            "onderteld wordt.",
            "Good: up to 1%. Needs work: above 5%, because severe loss is then noticeably undercounted.",
        ),
        Text("Bijna overal staat een hoeveelheid.", "Nearly everywhere there is an amount."),
        Text("Kijk waar de hoeveelheid wegvalt.", "See where the amount gets lost."),
        Text(
            "De ernst van het bloedverlies is zo vaak onbekend.",
            "How severe the loss was is often unknown this way.",
        ),
        (
            Text(
                "Lever naast de vlag altijd de milliliters aan (20640).",
                "Always send the millilitres beside the flag (20640).",
            ),
            Text(
                "Vraag de leverancier of het veld met milliliters wel in het bericht naar Perined komt.",
                "Ask the supplier whether the field with millilitres does reach the message to Perined.",
            ),
        ),
    ),
    "at_1000": _heap(
        Text(
            "waarden tussen 900 en 1100 ml zijn precies 1000",
            "values between 900 and 1100 ml are exactly 1000",
        ),
        Text(
            "Van de hoeveelheden van 900 tot en met 1100 ml: het deel dat precies 1000 is.",
            "Of the amounts from 900 up to 1100 ml: the share that is exactly 1000.",
        ),
        Text(
            "Precies 1000 telt niet als fluxus, 1010 wel: afronden bepaalt hier het cijfer.",
            "Exactly 1000 does not count as a haemorrhage, 1010 does: rounding decides the figure here.",
        ),
    ),
    "at_500": _heap(
        Text(
            "waarden tussen 400 en 600 ml zijn precies 500", "values between 400 and 600 ml are exactly 500"
        ),
        Text(
            "Van de hoeveelheden van 400 tot en met 600 ml: het deel dat precies 500 is.",
            "Of the amounts from 400 up to 600 ml: the share that is exactly 500.",
        ),
        Text(
            "Veel keer precies 500 laat zien dat ook gewoon bloedverlies wordt geschat.",
            "Many times exactly 500 shows that ordinary loss is estimated too.",
        ),
    ),
    "round_100": About(
        Text("waarden zijn een veelvoud van 100 ml", "values are a multiple of 100 ml"),
        Text(
            "Van alle hoeveelheden: het deel dat op 00 eindigt.", "Of all amounts: the share that ends in 00."
        ),
        Text(
            "Gewogen hoeveelheden eindigen zelden op 00; geschatte bijna altijd.",
            "Weighed amounts seldom end in 00; estimated ones nearly always.",
        ),
        Text(
            "Op 10 ml nauwkeurig wegen geeft 10 %, afronden op 50 ml 50 %. Goed: tot 20 %. Vraagt "
            "aandacht: boven 50 %.",
            "Weighing to 10 ml gives 10%, rounding to 50 ml 50%. Good: up to 20%. Needs work: above 50%.",
        ),
        _HEAP_GOOD,
        _HEAP_LOOK,
        _HEAP_WORK,
        _WEIGHING,
    ),
    "differ": About(
        Text("geboorten met een tegenspraak", "births with a contradiction"),
        Text(
            "Geboorten waarvan vlag (82398) en milliliters (20640) allebei bekend zijn: het deel waar de "
            "vlag iets anders zegt dan meer dan 1000 ml. De milliliters gaan voor.",
            "Births of which flag (82398) and millilitres (20640) are both known: the share where the "
            "flag says something else than more than 1000 ml. The millilitres win.",
        ),
        Text(
            "Een van beide klopt niet, en wie alleen de vlag gebruikt komt op een ander cijfer.",
            "One of the two is not right, and whoever uses the flag alone gets another figure.",
        ),
        Text(
            "Elke tegenspraak is na te zoeken. Goed: geen. Vraagt aandacht: boven 1 %, dan zit het "
            "meestal in de instelling van het systeem.",
            "Every contradiction can be looked up. Good: none. Needs work: above 1%, then it is mostly a "
            "setting of the system.",
        ),
        Text("Vlag en milliliters zeggen hetzelfde.", "Flag and millilitres say the same."),
        Text("Zoek deze records na.", "Look these records up."),
        Text("Dat is te veel voor losse vergissingen.", "That is too much for slips of the pen."),
        (
            Text(
                "Laat het systeem de vlag uit de milliliters afleiden, of vul beide na elkaar in.",
                "Let the system derive the flag from the millilitres, or fill in both together.",
            ),
            Text(
                "Kijk of de vlag al bij 500 of bij precies 1000 ml wordt gezet: fluxus is meer dan 1000 ml.",
                "See whether the flag is set at 500 or at exactly 1000 ml: a haemorrhage is more than "
                "1000 ml.",
            ),
            Text(
                "Zoek de genoemde rijen in het probleembestand van de upload, herstel ze en lever "
                "opnieuw aan.",
                "Find the rows named in the problem file of the upload, mend them and send them again.",
            ),
        ),
    ),
}
