"""PURE. Several rows about one delivery become one: children of a birth, and reports of organisations.

Rows are dicts in the columns of `kernset`; None is unknown. Nothing depends on the order of the arguments.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from perined_import.kernset import MODES, PERINEUMS, SECOND_STAGE, THIRD_STAGE, VALUE_NAMES

Row = dict[str, Any]
Known = Sequence[Any]
"""The known values of one column, in order of precedence; never empty."""

_MODE_RANK: Final = {mode: rank for rank, mode in enumerate(MODES)}
_PERINEUM_RANK: Final = {value: rank for rank, value in enumerate(PERINEUMS)}


def _largest(known: Known) -> Any:
    return max(known)


def _any(known: Known) -> bool:
    return any(known)


def _all(known: Known) -> bool:
    return all(known)


def _union(known: Known) -> int:
    mask = 0
    for bits in known:
        mask |= bits
    return mask


def _foremost_mode(known: Known) -> str:
    return min(known, key=_MODE_RANK.__getitem__)


def _worst_perineum(known: Known) -> str:
    return max(known, key=_PERINEUM_RANK.__getitem__)


CHILD_RULES: Final[Mapping[str, Callable[[Known], Any]]] = {
    "blood_loss_ml": _largest,
    "pph_flag": _any,
    "birth_weight_g": _largest,
    "children": _largest,
    "mode": _foremost_mode,
    "perineum": _worst_perineum,
    "perinatal_death": _any,
    "epidural": _any,
    "augmented": _any,
    "episiotomy": _any,
    "termination": _all,
    "birth_orders": _union,
    "care_periods": _union,
    "coarse": _union,
    "sent_at": _largest,
}
"""How the children of one delivery are joined; what is not here comes from the first child that knows it."""

REPORT_RULES: Final[Mapping[str, Callable[[Known], Any]]] = {
    "blood_loss_ml": _largest,
    "pph_flag": _any,
    "birth_orders": _union,
    "care_periods": _union,
}
"""How reports of several organisations are joined; the rest comes from the one that takes precedence."""

FIRST_CHILD_ONLY: Final = frozenset({"birth_date", "birth_year", "birth_time", "second_stage_min"})
"""Another child's time is not the delivery's, so these are not filled from the next."""


_MAY_DIFFER: Final = frozenset({"reporting_lvr_id", "birth_year"})
"""What naturally differs between reports of one delivery."""


class Conflict(NamedTuple):
    """Reports of one delivery that do not agree."""

    column: str
    values: tuple[Any, ...]
    chosen: Any


def _by_rules(rows: Sequence[Row], rules: Mapping[str, Callable[[Known], Any]]) -> Row:
    joined = dict(rows[0])
    for name in joined:
        known = [row[name] for row in rows if row[name] is not None]
        if known:
            joined[name] = rules[name](known) if name in rules else known[0]
    return joined


def _completed(joined: Row) -> Row:
    """Set what follows from several columns together."""
    joined["children"] = max(joined["children"] or 0, (joined["birth_orders"] or 0).bit_count()) or None
    if (
        joined["transferred_in_labour"] is None
        and joined["low_risk_at_start"]
        and joined["line"] == "secondary"
    ):
        joined["transferred_in_labour"] = True
    return joined


def combine_children(rows: Sequence[Row]) -> Row:
    """Join rows of one delivery from one organisation (twins, or one file per child).

    Order: date and time of birth, then birth order. Date, time and second stage are the first child's,
    blood loss and weight the largest, mode the foremost, deceased, epidural and augmented any.
    """
    ordered = sorted(rows, key=_birth_position)
    joined = _by_rules(ordered, CHILD_RULES)
    for name in FIRST_CHILD_ONLY:
        joined[name] = ordered[0][name]
    return _completed(joined)


def _birth_position(row: Row) -> tuple[Any, ...]:
    orders = row["birth_orders"] or 0
    lowest = (orders & -orders).bit_length() or 99
    time = row["birth_time"]
    return (
        row["birth_date"] or date.max,
        time is None,
        time or 0,
        lowest,
        row["record_key"] or 0,
        row["position"] or 0,
    )


def precedence(row: Row, hospital: str | None) -> tuple[Any, ...]:
    """Return the sorting key of a report: responsible in the second stage, then the third, then the hospital
    of birth itself, then the lowest LVR id.
    """
    periods = row["care_periods"] or 0
    reporter = row["reporting_lvr_id"] or ""
    return (not periods & SECOND_STAGE, not periods & THIRD_STAGE, reporter != hospital, reporter)


def combine_reports(rows: Sequence[Row]) -> tuple[Row, list[Conflict], list[Row]]:
    """Join reports of several organisations about one delivery.

    Returns the joined row, every conflict, and the organisations' rows in order of precedence. Missing values
    are filled from the others; blood loss is the largest and the flag true if any says so, because a
    practice may write 800 ml before it hands over and the hospital 2000.
    """
    per_organisation = [combine_children(group) if len(group) > 1 else group[0] for group in _groups(rows)]
    hospital = min(
        (row["hospital_lvr_id"] for row in per_organisation if row["hospital_lvr_id"]), default=None
    )
    ordered = sorted(per_organisation, key=lambda row: precedence(row, hospital))
    joined = _by_rules(ordered, REPORT_RULES)
    _keep_time_with_its_date(joined, ordered)
    conflicts = [
        found
        for name in VALUE_NAMES
        if name not in _MAY_DIFFER and (found := _conflict(name, ordered, joined)) is not None
    ]
    return _completed(joined), conflicts, ordered


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["reporting_lvr_id"] or "", []).append(row)
    return list(groups.values())


def _keep_time_with_its_date(joined: Row, ordered: Sequence[Row]) -> None:
    times = [
        row["birth_time"]
        for row in ordered
        if row["birth_time"] is not None and row["birth_date"] == joined["birth_date"]
    ]
    joined["birth_time"] = times[0] if times else None


def _conflict(name: str, ordered: Sequence[Row], joined: Row) -> Conflict | None:
    values: list[Any] = []
    for row in ordered:
        if row[name] is not None and row[name] not in values:
            values.append(row[name])
    return Conflict(name, tuple(values), joined[name]) if len(values) > 1 else None
