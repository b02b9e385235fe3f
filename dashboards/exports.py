"""The benchmark as rows: the same columns for the table on the page, the CSV file and the command line."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboards.benchmark import BenchmarkResult
from dashboards.comparison import Figure, Unit
from dashboards.statistics.funnel import funnel_limits
from dashboards.statistics.inputs import Interval
from dashboards.wording import number, percent, say
from fluxus.texts import Text

CLASSES = {
    "high_998": Text("duidelijk hoger", "clearly higher"),
    "high_95": Text("waarschijnlijk hoger", "probably higher"),
    "within": Text("niet te onderscheiden", "cannot be told apart"),
    "low_95": Text("waarschijnlijk lager", "probably lower"),
    "low_998": Text("duidelijk lager", "clearly lower"),
    None: Text("geen uitspraak", "no statement"),
}
ANONYMOUS = Text("ander VSV", "another VSV")


@dataclass(frozen=True)
class Column:
    """One column: its key in files, its heading on the page, and the cell in words for a unit."""

    key: str
    heading: Text
    cell: Callable[[BenchmarkResult, Unit], Text]


def _figure(unit: Unit, show: Callable[[Figure], Text]) -> Text:
    if unit.hidden:
        return say("hidden").lead
    return show(unit.figure) if unit.figure else Text("–", "–")


def _interval(interval: Interval) -> Text:
    low, high = percent(interval.lower), percent(interval.upper)
    return Text(f"{low.nl} – {high.nl}", f"{low.en} – {high.en}")


def _name(result: BenchmarkResult, unit: Unit) -> Text:
    return Text(unit.name, unit.name) if unit.name else ANONYMOUS


def _known(result: BenchmarkResult, unit: Unit) -> Text:
    return percent(unit.known.rate) if unit.known else Text("–", "–")


def _class(result: BenchmarkResult, unit: Unit) -> Text:
    return Text("–", "–") if unit.hidden else CLASSES[unit.verdict]


def _mark(result: BenchmarkResult, unit: Unit) -> Text:
    return Text("bekijk als eerste", "look here first") if unit.stands_out else Text("", "")


COLUMNS = (
    Column("unit", Text("naam", "name"), _name),
    Column("events", Text("aantal", "count"), lambda r, u: _figure(u, lambda f: number(f.events))),
    Column("total", Text("bevallingen", "births"), lambda r, u: _figure(u, lambda f: number(f.total))),
    Column("rate", Text("percentage", "percentage"), lambda r, u: _figure(u, lambda f: percent(f.rate))),
    Column(
        "interval",
        Text("95 %-interval", "95% interval"),
        lambda r, u: _figure(u, lambda f: _interval(f.interval)),
    ),
    Column("class", Text("naast landelijk", "beside the national figure"), _class),
    Column("mark", Text("merkteken", "mark"), _mark),
    Column("known", Text("bloedverlies bekend", "blood loss known"), _known),
)


def headings(language: str) -> list[str]:
    """Return the headings of the table."""
    return [column.heading.in_language(language) for column in COLUMNS]


def rows(result: BenchmarkResult, language: str) -> list[list[str]]:
    """Return one row of words per unit, in the order of the result."""
    return [
        [column.cell(result, unit).in_language(language) for column in COLUMNS]
        for unit in result.comparison.units
    ]


def as_dict(result: BenchmarkResult) -> dict[str, Any]:
    """Return the whole result as plain values: fractions, ISO dates, stable keys."""
    comparison = result.comparison
    target = comparison.target
    return {
        "outcome": result.outcome.id,
        "definition": {
            "version": result.outcome.version,
            "numerator": result.outcome.definition.en,
            "inclusion": result.outcome.inclusion.en,
            "source": result.outcome.source,
        },
        "period": {
            "code": result.period.code,
            "start": result.period.start.isoformat(),
            "end": result.period.end.isoformat(),
            "closed": result.closed,
        },
        "data_until": result.data_until.isoformat() if result.data_until else None,
        "by": result.by,
        "target": {
            "source": target.source,
            "label": target.label,
            "rate": target.rate,
            "events": target.events,
            "total": target.total,
            "provisional": target.provisional,
        },
        "spread": {"phi": comparison.spread.phi, "tau2": comparison.spread.tau2},
        "by_chance": {"low": comparison.by_chance.low, "high": comparison.by_chance.high},
        "with_verdict": comparison.with_verdict,
        "outside": comparison.outside,
        "units": [_unit(result, unit) for unit in comparison.units],
        "unattributed": _unit(result, comparison.unattributed) if comparison.unattributed else None,
    }


def as_csv(result: BenchmarkResult, language: str) -> str:
    """Return a semicolon-separated file with its figures, period, definition and date of data on every row.

    Dutch files have a decimal comma. Cells that a spreadsheet would run as a formula are neutralised.
    """
    flat = [_flat(_unit(result, unit)) | _context(result) for unit in result.comparison.units]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    fields = list(flat[0]) if flat else ["code", *_context(result)]
    writer.writerow(fields)
    for row in flat:
        writer.writerow([_cell(row[field], language) for field in fields])
    return out.getvalue()


def _unit(result: BenchmarkResult, unit: Unit) -> dict[str, Any]:
    figure = unit.figure
    interval = figure.interval if figure else Interval(None, None)
    wide, narrow = (_limits(result, figure, confidence) for confidence in (0.998, 0.95))
    return {
        "code": unit.code or None,
        "name": unit.name or None,
        "events": figure.events if figure else None,
        "total": figure.total if figure else None,
        "rate": figure.rate if figure else None,
        "lower": interval.lower,
        "upper": interval.upper,
        "class": unit.verdict,
        "look_here_first": unit.stands_out,
        "no_verdict": [reason.en for reason in unit.reasons],
        "hidden": unit.hidden,
        "limits_95": [narrow.lower, narrow.upper],
        "limits_998": [wide.lower, wide.upper],
        "known": unit.known.events if unit.known else None,
        "eligible": unit.known.total if unit.known else None,
        "companions": [{"events": each.events, "total": each.total} for each in unit.companions],
    }


def _limits(result: BenchmarkResult, figure: Figure | None, confidence: float) -> Interval:
    return funnel_limits(figure.total if figure else None, result.comparison.target.rate, confidence)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with one value per cell: limits split, reasons joined, companions left to JSON."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if key.startswith("limits"):
            suffix = key.partition("_")[2]
            flat[f"lower_{suffix}"], flat[f"upper_{suffix}"] = value
        elif key == "no_verdict":
            flat[key] = "; ".join(value)
        elif key != "companions":
            flat[key] = value
    return flat


def _context(result: BenchmarkResult) -> dict[str, Any]:
    target = result.comparison.target
    return {
        "target_rate": target.rate,
        "target_source": target.label or target.source,
        "outcome": result.outcome.id,
        "definition_version": result.outcome.version,
        "period": result.period.code,
        "data_until": result.data_until.isoformat() if result.data_until else None,
    }


def _cell(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        text = f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",") if language == "nl" else text
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
