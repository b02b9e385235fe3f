"""Problems and counts as the pages and the problem file show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from perined_import.found import as_problems
from perined_import.models import RejectedUnit, Upload
from perined_import.problems import Problem

SHOWN = 200
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ProblemLine:
    """One problem in words."""

    file: str
    place: str
    column: str
    value: str
    problem: str
    remedy: str


def problem_lines(problems: Iterable[Problem]) -> list[ProblemLine]:
    """Return the problems in the language at hand."""
    language = get_language()
    return [
        ProblemLine(
            " › ".join(part for part in (one.file, one.member) if part),
            _place(one),
            one.column,
            one.value,
            one.problem.in_language(language),
            one.remedy.in_language(language),
        )
        for one in problems
    ]


def _place(problem: Problem) -> str:
    if problem.row is not None:
        return _("row %(number)d") % {"number": problem.row}
    return _("message %(number)d") % {"number": problem.message} if problem.message is not None else ""


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def problem_file(upload: Upload, units: Iterable[RejectedUnit]) -> Iterator[list[str]]:
    """Yield the rows of the problem file: the original columns plus what is wrong, ready to be mended.

    It is accepted as a supplement of this upload. Messages have no columns: file, message and problem.
    """
    held = list(units)
    headings = list(dict.fromkeys(name for unit in held for name, _text in unit.cells))
    yield [
        *(safe_cell(name) for name in headings or ["bestand", "bericht"]),
        f"probleem (levering {upload.pk})",
    ]
    language = get_language()
    for unit in held:
        problems = as_problems(unit.problems.all())
        written = dict(unit.cells)
        sentence = " ".join(one.problem.in_language(language) for one in problems)
        cells = (
            [written.get(name, "") for name in headings] if headings else [str(unit.file), str(unit.position)]
        )
        yield [safe_cell(text) for text in (*cells, sentence)]
