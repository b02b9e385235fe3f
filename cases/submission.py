"""PURE. What a draft still lacks before it can be submitted: all of it at once, each at its place."""

from typing import Final

from cases.case_format import CaseReading, read_case
from cases.case_problems import MISSING, NO_BLOOD_LOSS, Problem
from cases.questions import Draft
from cases.sections import required_missing
from fluxus.texts import Text

WENT_WELL: Final = Text(
    "schrijf eerst op wat er goed ging; daarna ziet u de bespreekpunten",
    "write down first what went well; after that you see the points to discuss",
)
UNDER_CONTROL: Final = Text(
    "geef de tijd, kies 'nooit', of typ ? als het niet te achterhalen is",
    "give the time, choose 'never', or type ? when it cannot be found out",
)
DIFFERS: Final = Text(
    "het totaal wijkt af van de laatste meting; schrijf in een paar woorden hoe dat komt",
    "the total differs from the last record; write in a few words why",
)
SENTENCES: Final = {
    "blood_loss": NO_BLOOD_LOSS,
    "birth.bleeding_controlled": UNDER_CONTROL,
    "outcome.total_loss_note": DIFFERS,
    "review.went_well": WENT_WELL,
}
SAID_AT: Final = {"outcome.total_loss_ml": "outcome.total_loss_note"}
"""What the case format says at one question and the form asks at another."""


def lacks(draft: Draft) -> tuple[Problem, ...]:
    """Return a problem for each required question or list without an answer, in the order of the form."""
    return tuple(Problem(path, SENTENCES.get(path, MISSING)) for path in required_missing(draft))


def ready(draft: Draft) -> tuple[CaseReading, tuple[Problem, ...]]:
    """Return how a draft reads as a case, and everything that keeps it from being submitted."""
    reading, missing = read_case(draft.data), lacks(draft)
    said = {problem.path for problem in missing}
    others = (problem for problem in reading.problems if SAID_AT.get(problem.path, problem.path) not in said)
    return reading, (*others, *missing)
