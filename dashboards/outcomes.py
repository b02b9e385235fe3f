"""PURE. What is compared: each outcome is a definition, and postpartum haemorrhage is the first.

``numerator`` and ``denominator`` name fields of the counts per unit that the imports give.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from fluxus.texts import Text

INCLUSION: Final = Text(
    "Bevallingen vanaf 22 weken (154 dagen), zonder zwangerschapsafbreking; is de duur onbekend, dan vanaf "
    "500 gram. Een bevalling telt één keer, ook bij een meerling. Alleen bevallingen met bekend "
    "bloedverlies.",
    "Births from 22 weeks (154 days), without termination; if the duration is unknown, from 500 grams. "
    "A birth counts once, also with twins. Only births with known blood loss.",
)


@dataclass(frozen=True)
class Outcome:
    """One outcome: what counts, out of what, which way is better, why it is shown and where it comes from."""

    id: str
    label: Text
    short: Text
    numerator: str
    denominator: str
    definition: Text
    inclusion: Text
    direction: Literal["lower", "higher"]
    why: Text
    source: str
    version: str


def _blood_loss(code: str, words: Text, short: str, why: Text) -> Outcome:
    return Outcome(
        id=code,
        label=words,
        short=Text(short, short),
        numerator=code,
        denominator="known",
        definition=Text(
            f"{words.nl} binnen 24 uur na de geboorte; zonder milliliters telt de vlag 'fluxus' (alleen voor "
            "meer dan 1000 ml).",
            f"{words.en} within 24 hours of birth; without millilitres the flag 'haemorrhage' counts (only "
            "for more than 1000 ml).",
        ),
        inclusion=INCLUSION,
        direction="lower",
        why=why,
        source="Perined, Kernset Geboortezorg 2.3 (82397 bloedverlies, 82398 fluxus)",
        version="2026-1",
    )


PPH: Final = _blood_loss(
    "pph",
    Text("Meer dan 1000 ml bloedverlies (HPP)", "More than 1000 ml blood loss (PPH)"),
    "> 1000 ml",
    Text(
        "Het cijfer waarop VSV's elkaar spiegelen; bij VSV's loopt het uiteen van ongeveer 3 tot 10 %.",
        "The figure that VSVs compare; between VSVs it runs from about 3 to 10 %.",
    ),
)
PPH_1500: Final = _blood_loss(
    "pph_1500",
    Text("1500 ml bloedverlies of meer", "1500 ml blood loss or more"),
    "≥ 1500 ml",
    Text(
        "Ernstig verlies wordt vaker gemeten, dus hangt het minder af van hoe er gewogen wordt.",
        "Severe loss is measured more often, so it depends less on how blood is weighed.",
    ),
)
PPH_2000: Final = _blood_loss(
    "pph_2000",
    Text("2000 ml bloedverlies of meer", "2000 ml blood loss or more"),
    "≥ 2000 ml",
    Text("De zwaarste bloedingen, waar opschalen telt.", "The heaviest bleeds, where escalation counts."),
)

OUTCOMES: Final[Mapping[str, Outcome]] = {outcome.id: outcome for outcome in (PPH, PPH_1500, PPH_2000)}
COMPANIONS: Final = (PPH_1500, PPH_2000)
