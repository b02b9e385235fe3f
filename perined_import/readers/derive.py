"""PURE. Message → one row in the delivery columns, with everything that follows from several elements.

Derivations: reference of Kernset Geboortezorg 2.3, section 1.3; codes: `codes`. What the source does not say
stays unknown (None), never "no".
"""

from typing import Any, Final

from perined_import import codes
from perined_import.combining import combine_children
from perined_import.kernset import BY_NAME, PERINEUMS, PPH_ML, REPORT_COLUMNS, SECOND_STAGE, THIRD_STAGE
from perined_import.keys import is_bsn, is_usable, keyed_hash
from perined_import.readers.derive_birth import with_child
from perined_import.readers.faults import Fault, Faults
from perined_import.readers.message import Child, Message
from perined_import.readers.source import Context

MOST_ML: Final = BY_NAME["blood_loss_ml"].high or 0.0


def is_set_aside(message: Message) -> bool:
    """Say whether a message describes no birth: no child and no blood loss, or an ending that is no birth."""
    if (message.ending or "").strip() in codes.NO_BIRTH:
        return True
    loss = message.blood_loss
    return not message.children and (loss is None or not loss.text.strip())


def row_of(message: Message, context: Context) -> tuple[dict[str, Any], list[Fault]]:
    """Return one report in the columns of `kernset.REPORT_COLUMNS`, and what was wrong with it.

    ``file`` and ``position`` are left to the caller; ranges are judged later, column-wise.
    """
    faults = Faults()
    base: dict[str, Any] = dict.fromkeys(REPORT_COLUMNS)
    base["is_birth"] = not is_set_aside(message)
    _identify(message, base, context)
    if not base["is_birth"]:
        return base, []
    for fault in message.faults:
        faults.unreadable(*fault)
    _delivery(message, base, faults)
    children = [child for n, child in enumerate(message.children) if child not in message.children[:n]]
    rows = [with_child(base, child, message, faults, context) for child in children or [Child()]]
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


def _delivery(message: Message, base: dict[str, Any], faults: Faults) -> None:
    """Fill what belongs to the woman and the delivery as a whole."""
    periods = {faults.coded("line", period, codes.CARE_PERIODS) for period in message.care_periods}
    base["care_periods"] = SECOND_STAGE * ("4" in periods) + THIRD_STAGE * ("5" in periods)
    base["blood_loss_ml"] = faults.amount("blood_loss_ml", message.blood_loss)
    base["pph_flag"] = message.haemorrhage
    base["parity"] = faults.whole("parity", message.parity)
    if message.ending is not None:
        faults.coded("termination", message.ending, codes.ENDINGS)
    base["children"] = faults.whole("children", message.number_of_children)
    base["previous_pph"] = _previous_pph(message, base["parity"], faults)
    base["bmi"] = _bmi(message, faults)
    placenta = faults.coded("placenta", message.placenta, codes.PLACENTA)
    base["placenta"] = codes.PLACENTA[placenta] if placenta else None
    base["third_stage_uterotonic"] = _uterotonic(message, faults)
    base["perineum"] = _perineum(message, faults)
    base["onset"] = _onset(message, faults)
    risk = faults.coded("transferred_in_labour", message.risk_at_start, codes.RISKS_AT_START)
    base["low_risk_at_start"] = None if risk is None else risk in codes.LOW_RISK_AT_START
    forward = [
        faults.coded("transferred_in_labour", period, codes.TRANSFER_PERIODS)
        for period, first_to_second in message.referrals
        if first_to_second
    ]
    if any(period in codes.TRANSFER_IN_LABOUR for period in forward):
        base["transferred_in_labour"] = True
    if codes.TRANSFER_THIRD_STAGE in forward:
        base["transferred_third_stage"] = True


def _previous_pph(message: Message, parity: int | None, faults: Faults) -> bool | None:
    losses = [_earlier_loss(text, faults) for text in message.earlier_losses]
    known = [loss for loss in losses if loss is not None]
    if message.earlier_haemorrhage or any(loss > PPH_ML for loss in known):
        return True
    if parity == 0:
        return False
    every = parity is not None and len(known) >= parity and len(known) == len(losses)
    return False if every else None


def _earlier_loss(text: str | None, faults: Faults) -> float | None:
    """Return the blood loss of an earlier delivery; nonsense there rejects nothing."""
    noted = Faults()
    loss = noted.number("previous_pph", text)
    if noted or (loss is not None and not 0 <= loss <= MOST_ML):
        faults.append(Fault("unknown_code", "previous_pph", text or ""))
        return None
    return loss


def _bmi(message: Message, faults: Faults) -> float | None:
    """Return first measured weight (kg) / height (m)², to one decimal."""
    height = faults.amount("bmi", message.height, "height")
    dated = sorted(
        (moment.day, n) for n, (moment, _) in enumerate(message.weights) if moment is not None and moment.day
    )
    first = dated[0][1] if dated else 0
    weight = faults.amount("bmi", message.weights[first][1], "weight") if message.weights else None
    return round(weight / (height / 100) ** 2, 1) if weight and height and height > 0 else None


def _uterotonic(message: Message, faults: Faults) -> bool | None:
    kinds = [(kind or "").strip() for kind in message.medicines]
    given = [kind.startswith(codes.UTEROTONICS) for kind in kinds]
    for kind, known in zip(kinds, given, strict=True):
        if not known:
            faults.coded("third_stage_uterotonic", kind, codes.OTHER_MEDICINES)
    if any(given):
        return True
    return False if message.medication is False else None


def _perineum(message: Message, faults: Faults) -> str | None:
    known = codes.PERINEUM.keys() | {codes.EPISIOTOMY_WOUND}
    found = [faults.coded("perineum", code, frozenset(known)) for code in message.perineum]
    values = [codes.PERINEUM[code] for code in found if code and code != codes.EPISIOTOMY_WOUND]
    return max(values, key=PERINEUMS.index, default=None)


def _onset(message: Message, faults: Faults) -> str | None:
    done = {faults.coded("onset", code, codes.START_INTERVENTIONS) for code in message.interventions} - {None}
    started = faults.coded("onset", message.started, codes.STARTS)
    if done & codes.PLANNED_AT_START:
        return "planned_caesarean"
    if done & codes.INDUCTION:
        return "induced"
    if started == codes.STARTED_BY_INTERVENTION:
        return "spontaneous" if done == {codes.SWEEPING} else "induced"
    return "spontaneous" if started in codes.STARTED_SPONTANEOUSLY else None


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


__all__ = ["Fault", "is_set_aside", "row_of"]
