"""Problems, counts and progress in the words and shapes of the pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from perined_import.found import as_problems
from perined_import.models import ImportJob, Upload
from perined_import.problem_list import Kind
from perined_import.problems import Problem
from perined_import.value_words import column_label, value_word

SHOWN: Final = 200
PICTURE_WIDTH: Final = 1000
_MOST_COLUMNS: Final = 3
_CHOICE_LENGTH: Final = 80


@dataclass(frozen=True)
class ProblemLine:
    """One problem in words."""

    file: str
    place: str
    column: str
    value: str
    problem: str
    remedy: str
    severity: str = ""


def problem_lines(problems: Iterable[Problem], severities: Iterable[str] = ()) -> list[ProblemLine]:
    """Return the problems in the language at hand; ``severities``: of each, where they are known."""
    language = get_language()
    known = [*severities]
    return [
        ProblemLine(
            " › ".join(part for part in (one.file, one.member) if part),
            _place(one),
            one.column,
            one.value,
            one.problem.in_language(language),
            one.remedy.in_language(language),
            known[number] if number < len(known) else "",
        )
        for number, one in enumerate(problems)
    ]


def _place(problem: Problem) -> str:
    if problem.row is not None:
        return _("row %(number)d") % {"number": problem.row}
    return _("message %(number)d") % {"number": problem.message} if problem.message is not None else ""


@dataclass(frozen=True)
class KindLine:
    """One kind of problem: its columns, the first of them in words, where that stands, how often it is."""

    code: str
    columns: str
    words: str
    place: str
    severity: str
    count: int

    @property
    def short(self) -> str:
        """The kind in a list to choose from: columns, the example as far as it fits, and how often."""
        words = f"{self.columns}: {self.words}" if self.columns else self.words
        return f"{Truncator(words).chars(_CHOICE_LENGTH)} ({whole(self.count)})"


def kind_lines(kinds: Iterable[Kind]) -> list[KindLine]:
    """Return the kinds of problems, each by a real example: what is wrong says more than the rule does."""
    held = list(kinds)
    examples = problem_lines(as_problems(kind.example for kind in held))
    return [
        KindLine(kind.code, _columns(kind.columns), line.problem, line.place, kind.severity, kind.count)
        for kind, line in zip(held, examples, strict=True)
    ]


def _columns(columns: tuple[str, ...]) -> str:
    """Return the columns of a kind; of many only the first."""
    more = len(columns) - _MOST_COLUMNS
    shown = ", ".join(columns[:_MOST_COLUMNS])
    return _("%(columns)s and %(number)d more") % {"columns": shown, "number": more} if more > 0 else shown


@dataclass(frozen=True)
class Part:
    """One part of the sum: how many units, and where it lies in the picture."""

    name: str
    label: str
    count: int
    start: int = 0
    width: int = 0


def parts_of_sum(upload: Upload) -> list[Part]:
    """Return what became of everything that was read, in the order of the picture."""
    counts = (
        ("accepted", _("started a delivery"), upload.accepted),
        ("merged", _("joined another"), upload.merged),
        ("aside", _("set aside (no birth)"), upload.set_aside),
        ("rejected", _("rejected"), upload.rejected_units),
    )
    found: list[Part] = []
    start = 0
    for name, label, count in counts:
        width = round(PICTURE_WIDTH * count / upload.read) if upload.read else 0
        width = max(width, 4) if count else 0  # what is there can be seen
        found.append(Part(name, label, count, start, width))
        start += width
    return found


def picture_width(parts: Iterable[Part]) -> int:
    """Return how wide the picture of the sum is."""
    return sum(part.width for part in parts) or PICTURE_WIDTH


@dataclass(frozen=True)
class CodeLine:
    """What one text in a file was taken for."""

    text: str
    meaning: str
    known: bool
    rows: int


def code_groups(upload: Upload) -> list[tuple[str, list[CodeLine]]]:
    """Return per column of codes what was found, what it was taken for and in how many rows."""
    language = get_language()
    groups: dict[str, list[CodeLine]] = {}
    for column, text, value, rows in upload.codes:
        line = CodeLine(text, value_word(column, value).in_language(language), value is not None, rows)
        groups.setdefault(column, []).append(line)
    return [(column_label(column, language), lines) for column, lines in groups.items()]


# --- how far the work is -----------------------------------------------------------------------------------
_PHASES: Final[Mapping[str, Promise]] = {
    "read": gettext_lazy("Reading the files"),
    "judge": gettext_lazy("Checking what was read"),
    "store": gettext_lazy("Writing the rows"),
    "settle": gettext_lazy("Linking deliveries"),
    "count": gettext_lazy("Counting the months"),
}


@dataclass(frozen=True)
class Going:
    """How far the work on an upload is; ``percent`` None: nobody can say."""

    phase: str
    amount: str
    percent: int | None
    waiting: bool
    stopping: bool


def going(upload: Upload, job: ImportJob | None) -> Going:
    """Return how far the work is, in words."""
    if job is None or job.state == ImportJob.State.QUEUED:
        return Going(_("Waiting for its turn"), "", None, True, bool(job and job.cancel_asked))
    phase = str(_PHASES[job.phase]) if job.phase in _PHASES else upload.get_status_display().capitalize()
    percent = min(100 * job.done // job.total, 100) if job.total else None
    return Going(phase, _amount(job), percent, False, job.cancel_asked)


def _amount(job: ImportJob) -> str:
    if not job.total:
        return ""
    if job.phase == "read":
        return _("%(done)s of %(total)s") % {
            "done": filesizeformat(job.done),
            "total": filesizeformat(job.total),
        }
    grouped = {"done": whole(job.done), "total": whole(job.total)}
    return _("row %(done)s of %(total)s") % grouped


def whole(number: int) -> str:
    """Return a whole number with its thousands apart, as the language at hand writes it."""
    return str(number_format(number, use_l10n=True, force_grouping=True))
