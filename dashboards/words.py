"""PURE. The table of words: every state that the pages can be in, as (lead, rest), in Dutch and English."""

from collections.abc import Mapping
from typing import Final

from fluxus.texts import Text

_LOW_REST: Final = Text(
    "Controleer eerst of al het bloedverlies is gemeten en vastgelegd; leer daarna van wat hier goed gaat.",
    "First check that all blood loss is measured and recorded; then learn from what goes well here.",
)
_NOTHING: Final = Text("", "")

STATES: Final[Mapping[str, tuple[Text, Text]]] = {
    # --- benchmark, question A --------------------------------------------------------------------------
    "high_998": (
        Text("Duidelijk hoger dan landelijk.", "Clearly higher than the national figure."),
        Text(
            "{k} van {n} ({p} %); bij het landelijk cijfer ({t} %) verwacht je er ongeveer {e}. Een verschil "
            "van deze grootte is vrijwel nooit toeval. Dit zegt nog niet waardoor.",
            "{k} of {n} ({p}%); at the national figure ({t}%) about {e} would be expected. A difference this "
            "large is hardly ever chance. It does not tell you why.",
        ),
    ),
    "high_95": (
        Text("Waarschijnlijk hoger dan landelijk.", "Probably higher than the national figure."),
        Text(
            "Toeval is niet uitgesloten: bij {m} VSV's verwacht je er zo'n {c} alleen door toeval.",
            "Chance cannot be ruled out: of {m} VSVs about {c} land here by chance alone.",
        ),
    ),
    "within": (
        Text("Niet te onderscheiden van landelijk.", "Cannot be told apart from the national figure."),
        Text(
            "Het werkelijke cijfer ligt vermoedelijk tussen {lo} % en {hi} %. "
            "Dat is iets anders dan 'gelijk'.",
            "The true figure probably lies between {lo}% and {hi}%. That is not the same as 'equal'.",
        ),
    ),
    "low_95": (
        Text("Waarschijnlijk lager dan landelijk.", "Probably lower than the national figure."),
        _LOW_REST,
    ),
    "low_998": (
        Text("Duidelijk lager dan landelijk.", "Clearly lower than the national figure."),
        _LOW_REST,
    ),
    "no_verdict": (
        Text("Te weinig gegevens voor een uitspraak ({reason}).", "Too few data for a statement ({reason})."),
        _NOTHING,
    ),
    # --- benchmark, question B: only together with A -----------------------------------------------------
    "usual_spread_high": (
        Text(
            "Hoger dan landelijk, maar binnen de spreiding die tussen VSV's gewoon is.",
            "Higher than national, but within the usual spread between VSVs.",
        ),
        _NOTHING,
    ),
    "usual_spread_low": (
        Text(
            "Lager dan landelijk, maar binnen de spreiding die tussen VSV's gewoon is.",
            "Lower than national, but within the usual spread between VSVs.",
        ),
        _NOTHING,
    ),
    "stands_out": (
        Text(
            "Ook vergeleken met de gewone spreiding tussen VSV's valt dit op.",
            "Stands out even against the usual spread between VSVs.",
        ),
        Text("Bekijk dit als eerste.", "Look here first."),
    ),
    "chance": (
        _NOTHING,
        Text(
            "Van {m} VSV's met een uitspraak vallen er door toeval alleen zo'n {c} buiten de stippellijn "
            "(95 %); hier zijn dat er {x}. Door toeval alleen krijgt ongeveer één VSV het merkteken "
            "'bekijk dit als eerste'.",
            "Of {m} VSVs with a statement, chance alone puts about {c} outside the dotted line (95%); here "
            "there are {x}. By chance alone about one VSV gets the mark 'look here first'.",
        ),
    ),
    # --- over time --------------------------------------------------------------------------------------
    "stable": (
        Text("Geen aanwijzing voor verandering;", "No sign of change;"),
        Text("schommelingen horen hierbij.", "ups and downs are normal."),
    ),
    "run_below": (
        Text("Sinds {quarter} lager dan voorheen:", "Since {quarter} lower than before:"),
        Text("{length} kwartalen op rij.", "{length} quarters in a row."),
    ),
    "run_above": (
        Text("Sinds {quarter} hoger dan voorheen:", "Since {quarter} higher than before:"),
        Text("{length} kwartalen op rij.", "{length} quarters in a row."),
    ),
    "outside": (
        Text("{quarter} valt buiten de gewone schommeling.", "{quarter} lies outside the usual variation."),
        Text(
            "Eén punt kan een toevalstreffer of een bijzondere oorzaak zijn: kijk wat er speelde.",
            "One point may be chance or a special cause: see what happened.",
        ),
    ),
    "few_crossings": (
        Text(
            "Het cijfer schommelt minder om het midden dan bij toeval past:",
            "The figure crosses its centre less often than chance would:",
        ),
        Text("er lijkt iets verschoven.", "something seems to have shifted."),
    ),
    # --- after an action --------------------------------------------------------------------------------
    "early": (
        Text("Te vroeg om te zeggen:", "Too early to say:"),
        Text(
            "{quarters} na de actie, minimaal {r} nodig.",
            "{quarters} since the action, at least {r} needed.",
        ),
    ),
    "early_denominator": (
        Text("Te vroeg om te zeggen:", "Too early to say:"),
        Text(
            "{n} {what} na de actie, minimaal {least} nodig.",
            "{n} {what} since the action, at least {least} needed.",
        ),
    ),
    "early_date": (
        Text("Te vroeg om te zeggen:", "Too early to say:"),
        Text(
            "de toetsdatum {date} is nog niet geweest. Tussentijds oordelen geeft vaker vals alarm.",
            "the check date {date} has not come yet. Judging in between gives more false alarms.",
        ),
    ),
    "early_points": (
        Text("Te vroeg om te zeggen:", "Too early to say:"),
        Text(
            "{usable} na de actie, minimaal {r} nodig.",
            "{usable} since the action, at least {r} needed.",
        ),
    ),
    "changed": (
        Text(
            "Het cijfer is na de actie veranderd ({a} % → {b} %).",
            "The figure changed after the action ({a}% → {b}%).",
        ),
        Text(
            "Dat de actie de oorzaak is, is aannemelijk maar niet bewezen.",
            "The action is a plausible, not a proven cause.",
        ),
    ),
    "changed_other_way": (
        Text(
            "Het cijfer is na de actie veranderd ({a} % → {b} %), maar niet de kant op die de bedoeling was.",
            "The figure changed after the action ({a}% → {b}%), but not in the intended direction.",
        ),
        Text("Kijk eerst wat er speelde.", "First see what happened."),
    ),
    "not_shown": (
        Text("Nog geen verandering aangetoond.", "No change shown yet."),
        Text("Dat is geen bewijs dat de actie niet werkt.", "That is not proof that the action fails."),
    ),
    # --- privacy ----------------------------------------------------------------------------------------
    "hidden": (
        Text("Te klein aantal om te tonen (privacy).", "Number too small to show (privacy)."),
        _NOTHING,
    ),
}
