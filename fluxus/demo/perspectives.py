"""PURE. What both lines wrote about one case of the demo: they differ where it is worth talking.

The words are Dutch, as a caregiver would write them; they name roles, never people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoView:
    """One line's view: texts, and per check an opinion, a reason and a note in the codes of the review."""

    went_well: str
    missed: str
    learning_point: str
    grade: str
    judgements: dict[str, tuple[str, str, str]] = field(default_factory=dict)


FIRST_LINE: Final = DemoView(
    went_well="Wij belden vroeg, en bij aankomst stond het team klaar. De vrouw kreeg steeds uitleg.",
    missed="De ambulance vond de ingang niet; dat kostte vier minuten die nergens staan.",
    learning_point="Spreek af wie buiten gaat staan om de ambulance op te vangen.",
    grade="B",
)
SECOND_LINE: Final = DemoView(
    went_well="De overdracht was kort en volledig. De anesthesioloog dacht vanaf het begin mee.",
    missed="",
    learning_point="Vraag bij de overdracht hardop naar het laatste gewogen bloedverlies.",
    grade="C",
)
FIRST_NOTES: Final = (
    ("rejected", "right_choice", "Eerst masseren en wegen was hier verstandig; het bloeden leek te stoppen."),
    ("confirmed", "", "Dit hadden wij eerder kunnen zeggen."),
)
SECOND_NOTES: Final = (
    ("confirmed", "", "Voor het ziekenhuis was dit het moment waarop wij hadden willen weten."),
    ("confirmed", "", ""),
    ("not_assessable", "", "De tijden in het dossier spreken elkaar tegen."),
)


def views_of(checks: Sequence[str]) -> tuple[DemoView, DemoView]:
    """Return the view of the first and of the second line on a case with these points to discuss."""
    return _judged(FIRST_LINE, checks, FIRST_NOTES), _judged(SECOND_LINE, checks, SECOND_NOTES)


def _judged(view: DemoView, checks: Sequence[str], notes: Sequence[tuple[str, str, str]]) -> DemoView:
    plain = ("confirmed", "", "")
    judged = {check: notes[n] if n < len(notes) else plain for n, check in enumerate(checks)}
    return DemoView(view.went_well, view.missed, view.learning_point, view.grade, judged)
