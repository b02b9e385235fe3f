"""The problems of an upload to browse: counts per kind, filters, an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, IntegerField, Min, QuerySet, Value, When

from perined_import.models import FoundProblem, Upload
from perined_import.problems import CATALOGUE

GRAVEST_FIRST: Final = [choice.value for choice in FoundProblem.Severity]
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("file", "member", "row", "message", "pk"),
    "kind": ("rank", "code", "pk"),
    "column": ("column", "rank", "code", "pk"),
    "value": ("value", "pk"),
}
"""How problems can be ordered; the first is the default."""
_CHOICES: Final = 200
"""A filter offers at most so many columns and files."""


@dataclass(frozen=True)
class Kind:
    """How often one kind of problem was found, in which columns, and the first of them."""

    severity: str
    code: str
    count: int
    columns: tuple[str, ...]
    example: FoundProblem


def kinds(upload: Upload) -> list[Kind]:
    """Return the kinds that were found: the gravest first, then the most frequent."""
    groups = upload.problems.order_by().values("severity", "code", "column")
    per_kind: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in groups.annotate(first=Min("pk"), count=Count("pk")):
        if row["code"] in CATALOGUE:
            found = (row["first"], row["count"], row["column"])
            per_kind.setdefault((row["severity"], row["code"]), []).append(found)
    examples = upload.problems.in_bulk(min(found)[0] for found in per_kind.values())
    return sorted(
        (_kind(severity, code, found, examples) for (severity, code), found in per_kind.items()),
        key=lambda one: (GRAVEST_FIRST.index(one.severity), -one.count, one.code),
    )


def _kind(
    severity: str, code: str, found: list[tuple[int, int, str]], examples: Mapping[int, FoundProblem]
) -> Kind:
    """Return one kind from its (first, count, column) per column: the column with the first comes first."""
    columns = tuple(column for _first, _count, column in sorted(found) if column)
    return Kind(
        severity, code, sum(count for _first, count, _column in found), columns, examples[min(found)[0]]
    )


def files(upload: Upload) -> list[str]:
    """Return the files in which something was found."""
    found = upload.problems.exclude(file="").order_by("file").values_list("file", flat=True)
    return list(found.distinct()[:_CHOICES])


def columns(upload: Upload) -> list[str]:
    """Return the columns in which something was found."""
    found = upload.problems.exclude(column="").order_by("column").values_list("column", flat=True)
    return list(found.distinct()[:_CHOICES])


def select(upload: Upload, wanted: Mapping[str, str], order: str) -> QuerySet[FoundProblem]:
    """Return the problems whose fields have the wanted values (empty: any), in one of ORDERS."""
    chosen = {name: value for name, value in wanted.items() if value}
    ranks = [When(severity=severity, then=Value(rank)) for rank, severity in enumerate(GRAVEST_FIRST)]
    ranked = upload.problems.filter(**chosen).annotate(rank=Case(*ranks, output_field=IntegerField()))
    return ranked.order_by(*ORDERS.get(order, ORDERS["place"]))
