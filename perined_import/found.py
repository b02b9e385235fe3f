"""Problems of an upload, stored by their codes; words are made when they are shown."""

from collections.abc import Iterable, Iterator

from perined_import.models import FoundProblem, RejectedUnit, Upload
from perined_import.problems import Problem

_AT_ONCE = 2000


def store_problems(
    upload: Upload,
    severity: str,
    problems: Iterable[Problem],
    *,
    unit: RejectedUnit | None = None,
) -> None:
    """Add problems of one severity (`FoundProblem.Severity`) to an upload; ``unit``: their row."""
    FoundProblem.objects.bulk_create(
        (as_row(upload, severity, problem, unit) for problem in problems), batch_size=_AT_ONCE
    )


def as_row(upload: Upload, severity: str, problem: Problem, unit: RejectedUnit | None = None) -> FoundProblem:
    """Return one problem as it is stored, not saved yet."""
    return FoundProblem(
        upload=upload,
        unit=unit,
        severity=severity,
        code=problem.code,
        file=problem.file[:255],
        member=problem.member[:255],
        row=problem.row,
        message=problem.message,
        column=problem.column[:100],
        value=problem.value[:255],
        params={name: str(value) for name, value in problem.params.items()},
    )


def as_problems(rows: Iterable[FoundProblem]) -> Iterator[Problem]:
    """Yield stored problems as they were."""
    for row in rows:
        yield Problem(row.code, row.file, row.member, row.row, row.message, row.column, row.value, row.params)
