"""PURE. One birth of a message → its columns: when, where, who led it, and how the child was born."""

from collections.abc import Mapping
from typing import Any, Final

from perined_import import codes
from perined_import.kernset import SECOND_STAGE
from perined_import.readers.faults import Fault, Faults
from perined_import.readers.message import Child, Message
from perined_import.readers.moments import minutes_between, whole_years
from perined_import.readers.source import Context

GESTATION_AT_TERM: Final = 280
"""The due date is 40 weeks."""
_ORDERS: Final = frozenset("123456789")
_NOT_APPLICABLE: Final = 1900
"""The year of a date that older software fills in where there is none (31-12-1900 88:88)."""


def with_child(
    base: Mapping[str, Any], child: Child, message: Message, faults: Faults, context: Context
) -> dict[str, Any]:
    """Return the row of one child: what belongs to the delivery, and what belongs to this birth."""
    row = dict(base)
    _birth(row, child, message, faults)
    order = faults.coded("birth_order", child.order, _ORDERS)
    row["birth_orders"] = 1 << (int(order) - 1) if order else None
    weight = faults.amount("birth_weight_g", child.weight)
    row["birth_weight_g"] = None if weight is None else round(weight)
    place = faults.coded("place", child.place, codes.PLACE)
    row["place"] = codes.PLACE[place] if place else None
    row["hospital_lvr_id"] = (child.hospital or "").strip() or None
    row["line"] = _line(row, child, faults, context)
    row["mode"], row["termination"] = _mode(child, message, faults)
    row["perinatal_death"], row["augmented"] = child.died, child.augmented
    wound = codes.EPISIOTOMY_WOUND in message.perineum
    row["episiotomy"] = True if wound else child.episiotomy
    row["epidural"] = _epidural(child, faults)
    return row


def _birth(row: dict[str, Any], child: Child, message: Message, faults: Faults) -> None:
    born = child.birth
    if born is None:
        return
    row["birth_date"], row["birth_time"] = born.day, born.minute
    row["birth_year"] = None if born.day else born.year
    pushing = child.pushing
    if pushing is not None and pushing.year == _NOT_APPLICABLE:
        pushing = None
    duration = minutes_between(pushing, born)
    if duration is not None and duration < 0:
        faults.append(Fault("negative_duration", "second_stage_min", str(duration)))
    else:
        row["second_stage_min"] = duration
    if born.day is None:
        return
    if message.due is not None and message.due.day is not None:
        row["gestation_days"] = GESTATION_AT_TERM - (message.due.day - born.day).days
    woman = message.born.day if message.born is not None else None
    if woman is not None and (woman.year, woman.month, woman.day) != (1900, 1, 1):
        row["maternal_age"] = whole_years(woman, born.day)


def _line(row: Mapping[str, Any], child: Child, faults: Faults, context: Context) -> str | None:
    """Return the line by the supervisor; without one, by the kind of the reporter if it led the birth."""
    if child.supervisor is not None and child.supervisor not in codes.UNKNOWN:
        supervisor = faults.coded("line", child.supervisor, codes.LINE)
        return codes.LINE[supervisor] if supervisor else None
    if not row["care_periods"] & SECOND_STAGE:
        return None
    kind = context.kinds.get(row["reporting_lvr_id"] or "")
    return {"hospital": "secondary", "practice": "primary"}.get(kind or "")


def _mode(child: Child, message: Message, faults: Faults) -> tuple[str | None, bool | None]:
    """Return (mode, termination)."""
    code = faults.coded("mode", child.mode, codes.MODE_CODES)
    presentation = faults.coded("mode", child.presentation, codes.PRESENTATIONS)
    planned_at_start = bool(codes.PLANNED_AT_START & set(message.interventions))
    if code is None:
        return None, None
    if code in codes.TERMINATION:
        return "other", True
    if code in codes.OTHER_MODE:
        return "other", False
    if code in codes.SPONTANEOUS:
        return ("breech" if presentation in codes.BREECH_PRESENTATIONS else "spontaneous"), False
    if code in codes.ASSISTED:
        return _instrument(child, faults), False
    if code in codes.PLANNED:
        return "planned_caesarean", False
    if code in codes.EMERGENCY:
        if planned_at_start:
            faults.append(Fault("mode_contradicts_onset", "mode", "emergency_caesarean"))
        return "emergency_caesarean", False
    decided = faults.coded("mode", child.caesarean_decision, codes.DECISIONS)
    unspecified = "emergency_caesarean" if decided else "caesarean_unspecified"
    return ("planned_caesarean" if planned_at_start else unspecified), False


def _instrument(child: Child, faults: Faults) -> str:
    used = [
        faults.coded("mode", code, codes.INSTRUMENTS)
        for code, succeeded in child.instruments
        if succeeded is not False
    ]
    modes = [codes.INSTRUMENTS[code] for code in used if code]
    order = ("breech", "forceps", "vacuum", "instrumental_unspecified")
    return min(modes, key=order.index, default="instrumental_unspecified")


def _epidural(child: Child, faults: Faults) -> bool | None:
    for method, period in child.analgesia:
        used = faults.coded("epidural", method, codes.ANALGESIA)
        during = faults.coded("epidural", period, codes.IN_LABOUR | codes.NOT_IN_LABOUR)
        if used == codes.EPIDURAL and during in codes.IN_LABOUR:
            return True
    return False if child.pain_relief is False else None
