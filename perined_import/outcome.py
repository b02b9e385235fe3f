"""PURE. From the columns of a delivery to what is counted: eligible, known, haemorrhage.

Eligible: no termination, and gestation of at least 154 days; unknown: heaviest child of at least 500 g; both
unknown: eligible. Denominator: eligible with known blood loss. Missing is never no.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from perined_import.kernset import ELIGIBLE_GESTATION_DAYS, ELIGIBLE_WEIGHT_G, PPH_ML


def haemorrhage(blood_loss_ml: int | None, flag: bool | None) -> bool | None:
    """Return whether this was a postpartum haemorrhage; the amount wins over the flag, neither is unknown."""
    return flag if blood_loss_ml is None else blood_loss_ml > PPH_ML


def eligible(row: Mapping[str, Any]) -> bool:
    """Return whether a delivery belongs in the figures at all (22 weeks or 500 g, no termination)."""
    if row["termination"]:
        return False
    if row["gestation_days"] is not None:
        return bool(row["gestation_days"] >= ELIGIBLE_GESTATION_DAYS)
    return row["birth_weight_g"] is None or bool(row["birth_weight_g"] >= ELIGIBLE_WEIGHT_G)


def counted(row: dict[str, Any]) -> dict[str, Any]:
    """Add ``pph``, ``eligible`` and ``in_denominator`` to one delivery."""
    row["pph"] = haemorrhage(row["blood_loss_ml"], row["pph_flag"])
    row["eligible"] = eligible(row)
    row["in_denominator"] = row["eligible"] and row["pph"] is not None
    return row


def add_outcome(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the same three columns to a whole frame."""
    loss, flag = frame["blood_loss_ml"], frame["pph_flag"]
    frame["pph"] = (loss > PPH_ML).astype("boolean").where(loss.notna(), flag)
    days, weight = frame["gestation_days"], frame["birth_weight_g"]
    by_weight = (weight >= ELIGIBLE_WEIGHT_G).fillna(True)
    large_enough = (days >= ELIGIBLE_GESTATION_DAYS).fillna(by_weight)
    frame["eligible"] = large_enough.astype(bool) & ~frame["termination"].fillna(False).astype(bool)
    frame["in_denominator"] = frame["eligible"] & frame["pph"].notna()
    return frame
