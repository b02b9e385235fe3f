"""PURE. What the help panel shows: per kind of line what it is, and examples to type as they stand."""

from dataclasses import dataclass
from typing import Final

from cases.quick.grammar import FORMS
from fluxus.texts import Text


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One kind of line."""

    what: Text
    examples: tuple[str, ...]


HELP: Final = (
    HelpLine(
        Text(
            "Begin met de tijd; +35 is 35 minuten na de geboorte, ? is onbekend. Zo nodig met datum",
            "Start with the time; +35 is 35 minutes after birth, ? is unknown. With a date if need be",
        ),
        ("2105 500 w", "21:05 500 w", "21.05 500 w", "+35 massage", "? cad", "10-03 0105 massage"),
    ),
    *(HelpLine(form.what, form.examples) for form in FORMS),
    HelpLine(
        Text("Meer dingen van één moment in één regel", "Several things of one moment in one line"),
        ("2107 600 w p110 rr95/60", "2110 massage cad infuus", "2108 oxytocine 10 im massage"),
    ),
)
