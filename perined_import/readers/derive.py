"""PURE. Message → one row in the delivery columns, with everything that follows from several elements.

Derivations: reference of Kernset Geboortezorg 2.3, section 1.3; codes: `codes`. What the source does not say
stays unknown (None), never "no".
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from perined_import import codes
from perined_import.combining import combine_children
from perined_import.kernset import PERINEUMS, PPH_ML, REPORT_COLUMNS, SECOND_STAGE, THIRD_STAGE
from perined_import.keys import is_bsn, is_usable, keyed_hash
from perined_import.readers.message import Amount, Child, Message
from perined_import.readers.moments import minutes_between, whole_years
from perined_import.readers.source import Context

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_FACTORS: Final[Mapping[str, Mapping[str, float]]] = {
    "blood_loss_ml": {"": 1, "ml": 1, "mL": 1},
    "birth_weight_g": {"": 1, "g": 1, "gram": 1, "kg": 1000},
    "height": {"": 1, "cm": 1, "m": 100},
    "weight": {"": 1, "kg": 1, "g": 0.001},
}
GESTATION_AT_TERM: Final = 280
"""The due date is 40 weeks."""


class Fault(NamedTuple):
    """Something wrong in one message; the code is in the catalogue of problems."""

    code: str
    column: str = ""
    value: str = ""


class _Faults(list[Fault]):
    """Collects what is wrong while a row is made."""

    def coded(self, column: str, value: str | None, known: frozenset[str] | Mapping[str, str]) -> str | None:
        """Return a code that is in its value set; another is noted and unknown."""
        if value is None or value in codes.UNKNOWN:
            return None
        if value not in known:
            self.append(Fault("unknown_code", column, value))
            return None
        return value

    def number(self, column: str, text: str | None) -> float | None:
        """Return a number; what is none is noted."""
        if text is None or not text.strip():
            return None
        if _NUMBER.fullmatch(text.strip()) is None:
            self.append(Fault("not_a_number", column, text))
            return None
        return float(text)

    def whole(self, column: str, text: str | None) -> int | None:
        """Return a whole number; what is none is noted."""
        number = self.number(column, text)
        if number is not None and number != int(number):
            self.append(Fault("not_a_number", column, text or ""))
            return None
        return None if number is None else int(number)

    def amount(self, column: str, amount: Amount | None, whole: bool = True) -> float | None:
        """Return an amount in the column's own unit."""
        if amount is None:
            return None
        name = column if column in _FACTORS else "blood_loss_ml"
        if amount.unit not in _FACTORS[name]:
            self.append(Fault("bad_unit", column, amount.unit))
            return None
        factor = _FACTORS[name][amount.unit]
        number = (
            self.whole(column, amount.text) if whole and factor == 1 else self.number(column, amount.text)
        )
        return None if number is None else number * factor


def is_set_aside(message: Message) -> bool:
    """Say whether a message describes no birth: no child and no blood loss, or an ending that is no birth."""
    if message.ending in codes.NO_BIRTH:
        return True
    return not message.children and message.blood_loss is None


def row_of(message: Message, context: Context) -> tuple[dict[str, Any], list[Fault]]:
    """Return one report in the columns of `kernset.REPORT_COLUMNS`, and what was wrong with it.

    ``file`` and ``position`` are left to the caller; ranges are judged later, column-wise.
    """
    faults = _Faults(Fault(*fault) for fault in message.faults)
    base: dict[str, Any] = dict.fromkeys(REPORT_COLUMNS)
    base["is_birth"] = not is_set_aside(message)
    _identify(message, base, context)
    if not base["is_birth"]:
        return base, []
    _delivery(message, base, faults)
    children = [child for n, child in enumerate(message.children) if child not in message.children[:n]]
    rows = [_with_child(base, child, message, faults, context) for child in children or [Child()]]
    row = combine_children(rows) if len(rows) > 1 else rows[0]
    _settle(row, message, len(children))
    return row, faults


def _identify(message: Message, base: dict[str, Any], context: Context) -> None:
    base["sent_at"] = message.sent_at
    base["reporting_lvr_id"] = (message.lvr_id or "").strip() or None
    lvr_id = base["reporting_lvr_id"] or ""
    if is_usable(message.record_number):
        base["record_key"] = keyed_hash(context.key, "record", lvr_id, message.record_number or "")
        base["identified"] = True
    ordered = sorted(message.children, key=lambda child: (child.order or "9", child.bsn or ""))
    child_bsn = next((child.bsn for child in ordered if is_bsn(child.bsn)), None)
    if is_bsn(message.bsn):
        base["link_key"] = keyed_hash(context.key, "woman", (message.bsn or "").zfill(9))
    elif child_bsn is not None:
        base["link_key"] = keyed_hash(context.key, "child", child_bsn.zfill(9))


def _delivery(message: Message, base: dict[str, Any], faults: _Faults) -> None:
    """Fill what belongs to the woman and the delivery as a whole."""
    periods = message.care_periods
    base["care_periods"] = SECOND_STAGE * ("4" in periods) + THIRD_STAGE * ("5" in periods)
    base["blood_loss_ml"] = faults.amount("blood_loss_ml", message.blood_loss)
    base["pph_flag"] = message.haemorrhage
    base["parity"] = faults.whole("parity", message.parity)
    base["children"] = faults.whole("children", message.number_of_children)
    base["previous_pph"] = _previous_pph(message, base["parity"], faults)
    base["bmi"] = _bmi(message, faults)
    placenta = faults.coded("placenta", message.placenta, codes.PLACENTA)
    base["placenta"] = codes.PLACENTA[placenta] if placenta else None
    base["third_stage_uterotonic"] = _uterotonic(message)
    base["perineum"] = _perineum(message, faults)
    base["onset"] = _onset(message, faults)
    risk = faults.coded("transferred_in_labour", message.risk_at_start, codes.RISKS_AT_START)
    base["low_risk_at_start"] = None if risk is None else risk in codes.LOW_RISK_AT_START
    forward = [period for period, first_to_second in message.referrals if first_to_second]
    if any(period in codes.TRANSFER_IN_LABOUR for period in forward):
        base["transferred_in_labour"] = True
    if codes.TRANSFER_THIRD_STAGE in forward:
        base["transferred_third_stage"] = True


def _previous_pph(message: Message, parity: int | None, faults: _Faults) -> bool | None:
    losses = [faults.number("previous_pph", text) for text in message.earlier_losses]
    known = [loss for loss in losses if loss is not None]
    if message.earlier_haemorrhage or any(loss > PPH_ML for loss in known):
        return True
    if parity == 0:
        return False
    every = parity is not None and len(known) >= parity and len(known) == len(losses)
    return False if every else None


def _bmi(message: Message, faults: _Faults) -> float | None:
    """Return first measured weight (kg) / height (m)², to one decimal."""
    height = faults.amount("height", message.height, whole=False)
    dated = sorted(
        (moment.day, n) for n, (moment, _) in enumerate(message.weights) if moment is not None and moment.day
    )
    first = dated[0][1] if dated else 0
    weight = faults.amount("weight", message.weights[first][1], whole=False) if message.weights else None
    return round(weight / (height / 100) ** 2, 1) if weight and height and height > 0 else None


def _uterotonic(message: Message) -> bool | None:
    if any(kind and kind.startswith(codes.UTEROTONICS) for kind in message.medicines):
        return True
    return False if message.medication is False else None


def _perineum(message: Message, faults: _Faults) -> str | None:
    known = codes.PERINEUM.keys() | {codes.EPISIOTOMY_WOUND}
    found = [faults.coded("perineum", code, frozenset(known)) for code in message.perineum]
    values = [codes.PERINEUM[code] for code in found if code and code != codes.EPISIOTOMY_WOUND]
    return max(values, key=PERINEUMS.index, default=None)


def _onset(message: Message, faults: _Faults) -> str | None:
    done = {faults.coded("onset", code, codes.START_INTERVENTIONS) for code in message.interventions} - {None}
    started = faults.coded("onset", message.started, codes.STARTS)
    if done & codes.PLANNED_AT_START:
        return "planned_caesarean"
    if done & codes.INDUCTION:
        return "induced"
    if started == codes.STARTED_BY_INTERVENTION:
        return "spontaneous" if done == {codes.SWEEPING} else "induced"
    return "spontaneous" if started in codes.STARTED_SPONTANEOUSLY else None


def _with_child(
    base: Mapping[str, Any], child: Child, message: Message, faults: _Faults, context: Context
) -> dict[str, Any]:
    """Return the row of one child: what belongs to the delivery, and what belongs to this birth."""
    row = dict(base)
    _birth(row, child, message, faults)
    order = faults.whole("birth_order", child.order)
    row["birth_orders"] = 1 << (order - 1) if order is not None and 1 <= order <= 9 else None
    weight = faults.amount("birth_weight_g", child.weight)
    row["birth_weight_g"] = None if weight is None else int(weight)
    place = faults.coded("place", child.place, codes.PLACE)
    row["place"] = codes.PLACE[place] if place else None
    row["hospital_lvr_id"] = (child.hospital or "").strip() or None
    row["line"] = _line(row, child, faults, context)
    row["mode"], row["termination"] = _mode(child, message, faults)
    row["perinatal_death"], row["augmented"] = child.died, child.augmented
    wound = codes.EPISIOTOMY_WOUND in message.perineum
    row["episiotomy"] = True if wound else child.episiotomy
    row["epidural"] = _epidural(child)
    return row


def _birth(row: dict[str, Any], child: Child, message: Message, faults: _Faults) -> None:
    born = child.birth
    if born is None:
        return
    row["birth_date"], row["birth_time"] = born.day, born.minute
    row["birth_year"] = None if born.day else born.year
    duration = minutes_between(child.pushing, born)
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


def _line(row: Mapping[str, Any], child: Child, faults: _Faults, context: Context) -> str | None:
    """Return the line by the supervisor; without one, by the kind of the reporter if it led the birth."""
    if child.supervisor is not None and child.supervisor not in codes.UNKNOWN:
        supervisor = faults.coded("line", child.supervisor, codes.LINE)
        return codes.LINE[supervisor] if supervisor else None
    if not row["care_periods"] & SECOND_STAGE:
        return None
    kind = context.kinds.get(row["reporting_lvr_id"] or "")
    return {"hospital": "secondary", "practice": "primary"}.get(kind or "")


def _mode(child: Child, message: Message, faults: _Faults) -> tuple[str | None, bool | None]:
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
    decided = child.caesarean_decision is not None and child.caesarean_decision not in codes.UNKNOWN
    unspecified = "emergency_caesarean" if decided else "caesarean_unspecified"
    return ("planned_caesarean" if planned_at_start else unspecified), False


def _instrument(child: Child, faults: _Faults) -> str:
    used = [
        faults.coded("mode", code, codes.INSTRUMENTS)
        for code, succeeded in child.instruments
        if succeeded is not False
    ]
    modes = [codes.INSTRUMENTS[code] for code in used if code]
    order = ("breech", "forceps", "vacuum", "instrumental_unspecified")
    return min(modes, key=order.index, default="instrumental_unspecified")


def _epidural(child: Child) -> bool | None:
    for method, period in child.analgesia:
        if method == codes.EPIDURAL and period not in codes.NOT_IN_LABOUR and period is not None:
            return True
    return False if child.pain_relief is False else None


def _settle(row: dict[str, Any], message: Message, seen: int) -> None:
    """Set what needs the children joined: their number, the onset of a planned caesarean, the transfer."""
    numbered = (row["birth_orders"] or 0).bit_count()
    stated = row["children"] if message.number_of_children is not None else None
    row["children"] = max(stated or 0, numbered) or max(seen, 1)
    if row["mode"] == "planned_caesarean":
        row["onset"] = "planned_caesarean"
    secondary = row["line"] == "secondary"
    if row["transferred_in_labour"] is None and row["low_risk_at_start"] is not None and row["line"]:
        row["transferred_in_labour"] = bool(row["low_risk_at_start"] and secondary)
