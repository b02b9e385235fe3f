"""PURE. What cannot have happened (refused) and what hardly can (a warning), across the values of one case.

Works on the values that could be read; a value that could not be read has its own problem and is passed over.
Nothing else is refused. Source: the design page of the case format.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from cases import case_problems as words
from cases.case_codes import CAESAREANS, DRUG_UNITS, UNLIKELY_JUMP_ML, USUAL_MAXIMUM_DOSE
from cases.case_problems import Problem, shown
from cases.case_schema import IN_ORDER, ROWS

Values = Mapping[str, Any]
Data = Mapping[str, Any]
HOSPITAL: Final = "hospital"


def impossible(values: Values, data: Data, *, draft: bool = False) -> Iterator[Problem]:
    """Yield every contradiction between readable values, by path; ``data`` is the case as it was given.

    A ``draft`` may still lack blood-loss records, and the note on a total that differs from the last of them.
    """
    if not draft:
        if values["blood_loss"] == [] or data.get("blood_loss") is None:
            yield Problem("blood_loss", words.NO_BLOOD_LOSS)
        yield from _unexplained_total(values)
    yield from _caesarean_elsewhere(values)
    yield from _out_of_order(values, data)
    yield from _falling_loss(values)
    yield from _wrong_units(values)


def unlikely(values: Values, data: Data) -> Iterator[Problem]:
    """Yield what is accepted but worth a second look, by path."""
    rows = _by_time(values["blood_loss"])
    for (_, before), (index, row) in pairwise(rows):
        jump = row["cumulative_ml"] - before["cumulative_ml"]
        if jump > UNLIKELY_JUMP_ML:
            yield Problem(f"blood_loss[{index}].cumulative_ml", words.JUMP.format(value=jump))
    controlled = values["birth"]["bleeding_controlled"]
    if controlled is not None and rows and controlled < rows[0][1]["time"]:
        given = shown(data["birth"]["bleeding_controlled"])
        yield Problem("birth.bleeding_controlled", words.CONTROLLED_EARLY.format(value=given))
    yield from _unlikely_rows(values, data)


def _unlikely_rows(values: Values, data: Data) -> Iterator[Problem]:
    for index, row in enumerate(values["medication"] or []):
        if row["dose"] is not None and row["dose"] > USUAL_MAXIMUM_DOSE[row["drug"]]:
            unit = DRUG_UNITS[row["drug"]]
            text = words.BIG_DOSE.format(value=f"{row['dose']:g}", unit=unit, drug=row["drug"])
            yield Problem(f"medication[{index}].dose", text)
    for index, row in enumerate(values["vitals"] or []):
        if None not in (row["systolic"], row["diastolic"]) and row["diastolic"] >= row["systolic"]:
            text = words.PRESSURE.format(value=row["diastolic"], earlier=row["systolic"])
            yield Problem(f"vitals[{index}].diastolic", text)
    for index, row in enumerate(values["blood_products"] or []):
        if None not in (row["ordered"], row["started"]) and row["started"] < row["ordered"]:
            given = data["blood_products"][index]
            text = words.STARTED_EARLY.format(value=given["started"], earlier=given["ordered"])
            yield Problem(f"blood_products[{index}].started", text)


def _caesarean_elsewhere(values: Values) -> Iterator[Problem]:
    birth = values["birth"] or {}
    place = birth.get("place")
    if birth.get("mode") in CAESAREANS and place not in (None, HOSPITAL):
        yield Problem("birth.place", words.CAESAREAN_PLACE.format(value=place))


def _out_of_order(values: Values, data: Data) -> Iterator[Problem]:
    for name, moments in IN_ORDER.items():
        if name not in ROWS:
            yield from _pairs_out_of_order(name, moments, values[name] or {}, data.get(name))
            continue
        for index, row in enumerate(values[name] or []):
            yield from _pairs_out_of_order(f"{name}[{index}]", moments, row or {}, data[name][index])


def _pairs_out_of_order(path: str, moments: tuple[str, ...], row: Values, given: Any) -> Iterator[Problem]:
    """Compare each known moment with the known one before it."""
    known = [name for name in moments if row.get(name) is not None]
    for earlier, later in pairwise(known):
        if row[later] < row[earlier]:
            text = words.OUT_OF_ORDER.format(
                value=shown(given[later]), earlier=earlier, earlier_value=shown(given[earlier])
            )
            yield Problem(f"{path}.{later}", text)


def _by_time(rows: list[dict[str, Any] | None] | None) -> list[tuple[int, dict[str, Any]]]:
    """Return the readable blood-loss records with their place in the file, by time and then by volume."""
    readable = [
        (index, row)
        for index, row in enumerate(rows or [])
        if row is not None and row["time"] is not None and row["cumulative_ml"] is not None
    ]
    return sorted(readable, key=lambda pair: (pair[1]["time"], pair[1]["cumulative_ml"]))


def _falling_loss(values: Values) -> Iterator[Problem]:
    for (_, before), (index, row) in pairwise(_by_time(values["blood_loss"])):
        if row["cumulative_ml"] < before["cumulative_ml"]:
            text = words.LOSS_FALLS.format(value=row["cumulative_ml"], earlier=before["cumulative_ml"])
            yield Problem(f"blood_loss[{index}].cumulative_ml", text)


def _wrong_units(values: Values) -> Iterator[Problem]:
    for index, row in enumerate(values["medication"] or []):
        drug, unit = (row["drug"], row["unit"]) if row else (None, None)
        if drug is not None and unit is not None and unit != DRUG_UNITS[drug]:
            text = words.WRONG_UNIT.format(drug=drug, expected=DRUG_UNITS[drug], value=unit)
            yield Problem(f"medication[{index}].unit", text)


def _unexplained_total(values: Values) -> Iterator[Problem]:
    outcome = values["outcome"] or {}
    total = outcome.get("total_loss_ml")
    records = _by_time(values["blood_loss"])
    last = records[-1][1]["cumulative_ml"] if records else total
    if total is not None and total != last and not (outcome.get("total_loss_note") or "").strip():
        yield Problem("outcome.total_loss_ml", words.LOSS_NOTE.format(value=total, last=last))
