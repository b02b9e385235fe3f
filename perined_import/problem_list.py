"""The problems of an upload to browse: counts per kind, filters, an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

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
    """How often one kind of problem was found."""

    severity: str
    code: str
    count: int


def kinds(upload: Upload) -> list[Kind]:
    """Return the kinds that were found: the gravest first, then the most frequent."""
    rows = upload.problems.order_by().values_list("severity", "code").annotate(count=Count("pk"))
    found = [Kind(severity, code, count) for severity, code, count in rows if code in CATALOGUE]
    return sorted(found, key=lambda one: (GRAVEST_FIRST.index(one.severity), -one.count, one.code))


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
