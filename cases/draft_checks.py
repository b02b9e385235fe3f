"""What every write to a case has to pass: the case format, the age of the case, and no trace of a person."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.conf import settings

from cases.case_format import CaseReading, read_case
from cases.case_problems import Problem
from cases.case_values import AMSTERDAM
from cases.free_text import find_traces, traces_of_people
from cases.questions import Data, Draft, is_text, value_at
from cases.screening.facts import CaseFacts
from cases.sections import SECTIONS, Entered
from fluxus.texts import Text

TOO_EARLY = Text(
    "de geboorte is nog geen {hours} uur geleden; invoeren kan vanaf {moment}, om achteraf te leren",
    "the birth was less than {hours} hours ago; enter it from {moment}, to learn afterwards",
)
TEXTS = tuple(path for section in SECTIONS for path in section.questions if is_text(path))


def check_draft(
    draft: Draft, *, texts: Iterable[str] = TEXTS, harmless: Collection[str] = frozenset()
) -> CaseReading:
    """Read a draft; ``facts`` is None exactly when something is wrong, every problem named by path.

    ``texts``: the paths whose words are searched for what leads to a person, ``harmless`` what was declared.
    """
    reading = read_case(draft.data, draft=True)
    problems = [*reading.problems, *traces(draft.data, texts, harmless)]
    if reading.facts is not None:
        problems += too_early(reading.facts)
    if not problems:
        return reading
    return replace(reading, facts=None, problems=tuple(problems))


def too_early(facts: CaseFacts) -> list[Problem]:
    """Return the problem of a birth that is too recent to enter."""
    hours = settings.CASE_MINIMUM_AGE_HOURS
    open_from = facts.birth.time + timedelta(hours=hours)
    if datetime.now(UTC) >= open_from:
        return []
    moment = f"{open_from.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    return [Problem("birth.time", TOO_EARLY.format(hours=hours, moment=moment))]


def traces(data: Data, paths: Iterable[str], harmless: Collection[str] = frozenset()) -> list[Problem]:
    """Return a problem for everything in the free text at these paths that can lead to a person."""
    return [
        Problem(path, trace)
        for path in paths
        if is_text(path)
        for trace in traces_of_people(value_at(data, path) or "", harmless)
    ]


def harmless_keys(entered: Entered) -> frozenset[str]:
    """Return the keys of everything in the words typed that may be declared harmless."""
    words = [text for path, text in entered.values.items() if is_text(path) and isinstance(text, str)]
    return frozenset(found.key for text in words for found in find_traces(text) if found.may_be_harmless)
