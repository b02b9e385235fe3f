"""Where the deliveries of a frame count: the dated table of organisations, applied to many rows at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fluxus.organisations.models import Attribution, Organisation
from perined_import import frames
from perined_import.attribution import (
    WHOLE,
    Attributed,
    Membership,
    Organisations,
    Share,
    attribute,
    day_of,
    millionths,
)

_DECIDING = ("vsv_code", "place", "hospital_lvr_id", "reporting_lvr_id", "birth_date", "birth_year")


@dataclass(frozen=True)
class Placed:
    """For each row: the VSV where it counts wholly, the organisation that decides, the shares if divided."""

    vsv_ids: list[int | None]
    lvr_ids: list[str | None]
    shares: dict[int, tuple[Share, ...]]
    named: list[bool]
    """Whether the file or the command named the VSV."""


def organisations() -> Organisations:
    """Return the dated table as it stands."""
    memberships: dict[str, list[Membership]] = {}
    rows = Attribution.objects.values_list(
        "organisation__lvr_id", "vsv_id", "share", "valid_from", "valid_until"
    )
    for lvr_id, vsv_id, share, valid_from, valid_until in rows:
        row = Membership(vsv_id, millionths(share), valid_from, valid_until)
        memberships.setdefault(lvr_id, []).append(row)
    kinds = dict(Organisation.objects.values_list("lvr_id", "kind"))
    return Organisations(kinds, memberships)


def place(frame: pd.DataFrame, table: Organisations, vsv_ids: dict[str, int], given: int | None) -> Placed:
    """Return where each row of a frame counts; equal combinations are asked once.

    ``vsv_ids`` turns the codes of the file into ids; ``given`` is what the command names.
    """
    deciding = frame[list(_DECIDING)]
    numbers = deciding.groupby(list(_DECIDING), dropna=False, sort=False, observed=True).ngroup().to_numpy()
    _, first = np.unique(numbers, return_index=True)
    answers = [_place_one(row, table, vsv_ids, given) for row in frames.to_rows(deciding.iloc[first])]
    whole = np.array([_whole_vsv(answer) for answer in answers], dtype=object)
    lvr_ids = np.array([answer.lvr_id for answer in answers], dtype=object)
    split = np.array([len(answer.shares) > 1 or answer.shares[0].share != WHOLE for answer in answers])
    if not answers:
        return Placed([], [], {}, [])
    return Placed(
        list(whole[numbers]),
        list(lvr_ids[numbers]),
        {int(row): answers[numbers[row]].shares for row in np.flatnonzero(split[numbers])},
        [given is not None or code in vsv_ids for code in frame["vsv_code"]],
    )


def _place_one(
    row: dict[str, Any], table: Organisations, vsv_ids: dict[str, int], given: int | None
) -> Attributed:
    named = vsv_ids.get(row["vsv_code"]) if row["vsv_code"] else None
    return attribute(
        table,
        day=day_of(row["birth_date"], row["birth_year"]),
        place=row["place"],
        hospital_lvr_id=row["hospital_lvr_id"],
        reporters=[row["reporting_lvr_id"]],
        vsv_id=named or given,
    )


def _whole_vsv(answer: Attributed) -> int | None:
    return answer.shares[0].vsv_id if len(answer.shares) == 1 else None
