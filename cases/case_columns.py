"""PURE. Facts ↔ database columns, as plain dictionaries: one for the case, lists of them for its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import isinf
from typing import Any

from cases.case_format import OBJECT_TYPES, ROW_TYPES, sorted_rows
from cases.case_schema import AFTERCARE, AMBULANCE, BIRTH, MOTHER, OUTCOME, ROWS, TOP, Key, Kind
from cases.screening.facts import NEVER, Answer, CaseFacts

PREFIX = {"ambulance": "ambulance_"}
NOT_COLUMNS = {"vsv", "incomplete_sections"}
PARTS = {
    "": tuple(key for key in TOP if key.name not in NOT_COLUMNS),
    "mother": MOTHER,
    "birth": BIRTH,
    "ambulance": AMBULANCE,
    "aftercare": AFTERCARE,
    "outcome": OUTCOME,
}


def column_name(part: str, key: Key) -> str:
    """Return the name of the column in which a value of this part of the case is kept."""
    if (part, key.name) == ("birth", "time"):
        return "birth_time"
    return PREFIX.get(part, "") + key.attribute


def never_column(name: str) -> str:
    """Return the column that says that the moment in column ``name`` never came."""
    return f"{name}_never"


def columns_of(facts: CaseFacts) -> dict[str, Any]:
    """Return the columns of the case itself; times as aware moments in UTC."""
    birth = facts.birth.time
    columns: dict[str, Any] = {}
    for part, keys in PARTS.items():
        holder = getattr(facts, part) if part else facts
        columns |= _columns(part, keys, holder, birth)
    columns["birth_time"] = birth
    columns["incomplete"] = sorted(facts.incomplete)
    columns["ambulance_used"] = _ambulance_used(facts)
    return columns


def _ambulance_used(facts: CaseFacts) -> Answer:
    if facts.ambulance is not None:
        return Answer.YES
    return Answer.UNKNOWN if facts.ambulance_unknown else Answer.NO


def rows_of(facts: CaseFacts) -> dict[str, list[dict[str, Any]]]:
    """Return the columns of the rows of every list, each with its ``position``."""
    return {
        section: [
            {"position": row.index, **_columns(section, keys, row, facts.birth.time)}
            for row in getattr(facts, section)
        ]
        for section, keys in ROWS.items()
    }


def _columns(part: str, keys: Iterable[Key], holder: object, birth: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for key in keys:
        name = column_name(part, key)
        value = getattr(holder, key.attribute, None)
        if key.kind is Kind.TIME_OR_NEVER:
            columns[never_column(name)] = value == NEVER
        columns[name] = _to_column(key, value, birth)
    return columns


def _to_column(key: Key, value: Any, birth: datetime) -> Any:
    if key.kind in (Kind.TIME, Kind.TIME_OR_NEVER):
        known = isinstance(value, int | float) and not isinf(value)
        return birth + timedelta(minutes=value) if known else None
    if key.kind is Kind.ANSWER:
        return Answer.UNKNOWN if value is None else value
    if key.kind in (Kind.CODE, Kind.TEXT):
        return value or ""
    if key.kind is Kind.CODES and value is not None:
        return [code for code in key.codes if code in value]
    return value


def facts_of(
    columns: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]], *, vsv: str | None = None
) -> CaseFacts:
    """Return the facts that these columns hold: the inverse of ``columns_of`` and ``rows_of``."""
    birth: datetime = columns["birth_time"].astimezone(UTC)
    parts: dict[str, Any] = {
        part: OBJECT_TYPES[part](**_values(part, keys, columns, birth))
        for part, keys in PARTS.items()
        if part
    }
    parts["birth"] = replace(parts["birth"], time=birth)
    hospital = columns["place"] == "hospital"
    used = columns["ambulance_used"]
    if used != Answer.YES:
        parts["ambulance"] = None
    top = _values("", PARTS[""], columns, birth)
    if hospital:
        top["secondary_care_takeover"] = 0
    lists: dict[str, Any] = {
        section: sorted_rows(
            section,
            [
                ROW_TYPES[section](index=row["position"], **_values(section, keys, row, birth))
                for row in rows.get(section, ())
            ],
        )
        for section, keys in ROWS.items()
    }
    return CaseFacts(
        vsv=vsv,
        incomplete=frozenset(columns["incomplete"]),
        ambulance_unknown=used != Answer.YES and used != Answer.NO and not hospital,
        **top,
        **parts,
        **lists,
    )


def _values(part: str, keys: Iterable[Key], columns: Mapping[str, Any], birth: datetime) -> dict[str, Any]:
    return {key.attribute: _from_column(part, key, columns, birth) for key in keys}


def _from_column(part: str, key: Key, columns: Mapping[str, Any], birth: datetime) -> Any:
    name = column_name(part, key)
    value = columns[name]
    if key.kind is Kind.TIME_OR_NEVER and columns[never_column(name)]:
        return NEVER
    if key.kind in (Kind.TIME, Kind.TIME_OR_NEVER):
        return None if value is None else int((value.astimezone(UTC) - birth) // timedelta(minutes=1))
    if key.kind is Kind.CODES:
        empty: frozenset[str] | None = frozenset() if key.name == "causes" else None
        return empty if value is None else frozenset(value)
    if key.kind is Kind.ANSWER:
        return Answer(value)
    return value if key.kind is Kind.TEXT else (None if value == "" else value)
