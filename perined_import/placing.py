"""Where the deliveries of a frame count: the dated table of organisations, applied to many rows at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from fluxus.organisations.models import Attribution, Organisation
from perined_import import frames
from perined_import.attribution import (
    HOSPITAL,
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
    """Return where each row of a frame counts; what cannot differ is asked once.

    ``vsv_ids`` turns the codes of the file into ids; ``given`` is what the command names.
    """
    if not len(frame):
        return Placed([], [], {}, [])
    codes, names = pd.factorize(frame["vsv_code"].to_numpy())
    known = np.array([*(name in vsv_ids for name in names), False])
    named = known[codes] | (given is not None)
    numbers, first = _alike(frame, table, codes, named)
    deciding = frame[list(_DECIDING)].iloc[first]
    answers = [_place_one(row, table, vsv_ids, given) for row in frames.to_rows(deciding)]
    whole, lvr_ids = _objects(map(_whole_vsv, answers)), _objects(answer.lvr_id for answer in answers)
    split = np.array([len(answer.shares) > 1 or answer.shares[0].share != WHOLE for answer in answers])
    rows = np.flatnonzero(split[numbers])
    return Placed(
        whole[numbers].tolist(),
        lvr_ids[numbers].tolist(),
        {
            row: answers[number].shares
            for row, number in zip(rows.tolist(), numbers[rows].tolist(), strict=True)
        },
        named.tolist(),
    )


def _alike(frame: pd.DataFrame, table: Organisations, vsv: Any, named: Any) -> tuple[Any, Any]:
    """Number the rows so that rows of one number count in the same place; return the first row of each too.

    Not the day matters but between which changes of the table it lies; not the reporter, where the hospital
    decides; not the hospital of a birth at home.
    """
    hospital, hospitals = pd.factorize(frame["hospital_lvr_id"].to_numpy())
    reporter, reporters = pd.factorize(frame["reporting_lvr_id"].to_numpy())
    place, places = frame["place"].cat.codes.to_numpy(), list(frame["place"].cat.categories)
    with_hospital = np.array([*map(bool, hospitals), False])[hospital]
    changes = _changes(table)
    era = np.searchsorted(changes, _days(frame), side="right")
    inside = (place == places.index(HOSPITAL)) | ((place == -1) & with_hospital)
    eras = len(changes) + 1
    has_shares = np.zeros((len(hospitals) + 1) * eras, dtype=bool)  # the last of them: no hospital
    at = hospital.astype(np.int64) * eras + era
    for number in np.unique(at[inside & with_hospital]).tolist():
        between = number % eras
        day = changes[between - 1] if between else np.datetime64("1000-01-01")
        has_shares[number] = bool(table.shares(hospitals[number // eras], day.astype(object)))
    decided = with_hospital & (named | (inside & has_shares[at]))
    reporter = np.where(decided, -1, reporter)
    hospital = np.where(inside | named, hospital, -1)
    place, era = np.where(named, -1, place), np.where(named, 0, era)
    number = vsv.astype(np.int64) + 1
    for part, size in (
        (place, len(places)),
        (hospital, len(hospitals)),
        (reporter, len(reporters)),
        (era, eras),
    ):
        number = number * (size + 1) + part + 1
    numbers, unique = pd.factorize(number)
    first = np.empty(len(unique), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return numbers, first


def _changes(table: Organisations) -> Any:
    """Return the days on which something in the dated table begins, or has just ended."""
    rows = [row for held in table.memberships.values() for row in held]
    days = {row.valid_from for row in rows}
    days |= {row.valid_until + timedelta(1) for row in rows if row.valid_until and row.valid_until < date.max}
    return np.array(sorted(days), dtype="datetime64[D]")


def _days(frame: pd.DataFrame) -> Any:
    """Return the day on which the table is asked for each row, as `attribution.day_of` says."""
    born = frame["birth_date"].to_numpy().astype("datetime64[D]")
    bare = np.flatnonzero(np.isnat(born))
    if len(bare):
        years = [day_of(None, year) for year in frames.values_of(frame["birth_year"].iloc[bare])]
        born = born.copy()
        born[bare] = years
    return born


def _objects(values: Iterable[Any]) -> Any:
    """Return values as an array of objects, whatever they are."""
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


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
