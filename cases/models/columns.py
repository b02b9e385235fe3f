"""The columns of a case, made from the one table of keys, so that format, database and form cannot differ."""

from collections.abc import Iterable

from django.db import models

from cases.case_columns import PARTS, column_name, never_column
from cases.case_schema import ROWS, Key, Kind
from cases.screening.facts import Answer


def columns_for(part: str, keys: Iterable[Key]) -> dict[str, models.Field]:
    """Return the columns for the keys of one part, by name."""
    found: dict[str, models.Field] = {}
    for key in keys:
        name = column_name(part, key)
        found[name] = _column(key)
        if key.kind is Kind.TIME_OR_NEVER:
            found[never_column(name)] = models.BooleanField(default=False)
    return found


def _column(key: Key) -> models.Field:
    """Return the column for one key; NULL or an empty code means unknown."""
    if key.kind in (Kind.TIME, Kind.TIME_OR_NEVER):
        return models.DateTimeField(null=not key.required, blank=not key.required)
    if key.kind in (Kind.WHOLE, Kind.GESTATION):
        return models.PositiveIntegerField(null=not key.required, blank=not key.required)
    if key.kind is Kind.NUMBER:
        return models.FloatField(null=True, blank=True)
    if key.kind is Kind.CODES:
        return models.JSONField(null=True, blank=True)
    if key.kind is Kind.ANSWER:
        return models.CharField(max_length=20, choices=_choices(key), default=Answer.UNKNOWN)
    if key.kind is Kind.CODE:
        return models.CharField(max_length=40, choices=_choices(key), blank=not key.required, default="")
    return models.CharField(max_length=int(key.high), blank=True, default="")


def _choices(key: Key) -> list[tuple[str, str]]:
    return [(code, code) for code in key.codes if key.kind is Kind.ANSWER or code != Answer.UNKNOWN]


def abstract_model(name: str, columns: dict[str, models.Field]) -> type[models.Model]:
    """Return an abstract model with these columns."""
    meta = type("Meta", (), {"abstract": True})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


CaseColumns = abstract_model(
    "CaseColumns",
    {name: field for part, keys in PARTS.items() for name, field in columns_for(part, keys).items()},
)


def row_columns(section: str) -> type[models.Model]:
    """Return the abstract model with the columns of one list of the timeline."""
    return abstract_model(f"Columns_{section}", columns_for(section, ROWS[section]))
