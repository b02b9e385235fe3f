"""The data quality as a file: every figure with unit, period, numerator, denominator and definition."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from dashboards.quality import wording
from dashboards.quality.measures import Judged
from dashboards.quality.result import ALL, QualityResult

FIELDS = (
    "unit",
    "lvr_id",
    "name",
    "period",
    "measure",
    "events",
    "total",
    "share",
    "lower",
    "upper",
    "verdict",
    "good_up_to",
    "needs_work_above",
    "definition",
)


def as_csv(result: QualityResult, language: str) -> str:
    """Return a semicolon-separated file; Dutch files have a decimal comma. Hidden figures are empty.

    Cells that a spreadsheet would run as a formula are neutralised.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in _rows(result, language):
        writer.writerow([_cell(row[field], language) for field in FIELDS])
    return out.getvalue()


def _rows(result: QualityResult, language: str) -> Iterator[dict[str, Any]]:
    chosen = result.chosen
    unit = ("organisation", chosen.lvr_id, chosen.name) if chosen else ("vsv", "", result.vsv.name)
    for measure in ALL:
        found = result.measures[measure.id]
        yield _row(result, found.own, unit, language)
        yield _row(result, found.country, ("country", "", ""), language, counts=result.whole)
        if chosen is None:
            for one, cell in zip(result.sent, found.by_reporter, strict=True):
                who = ("organisation", one.reporter.lvr_id, one.reporter.name)
                yield _row(result, cell, who, language)
    yield _row(result, result.months, unit, language)


def _row(
    result: QualityResult, one: Judged, unit: tuple[str, str, str], language: str, counts: bool = True
) -> dict[str, Any]:
    shown = not one.hidden
    counts = counts and shown
    definition = wording.definition(one.measure)
    return {
        "unit": unit[0],
        "lvr_id": unit[1],
        "name": unit[2],
        "period": result.period.code,
        "measure": one.measure.id,
        "events": one.events if counts else None,
        "total": one.total if counts else None,
        "share": round(one.rate, 4) if shown and one.rate is not None else None,
        "lower": one.interval.lower if counts else None,
        "upper": one.interval.upper if counts else None,
        "verdict": wording.verdict(one).in_language(language),
        "good_up_to": one.measure.good,
        "needs_work_above": one.measure.work,
        "definition": definition.in_language(language),
    }


def _cell(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "nl" else text
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
