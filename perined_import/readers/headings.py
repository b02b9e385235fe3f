"""PURE. The headings of a table → our columns; what is missing or double is refused, all at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from perined_import.codes import TABLE_WORDS
from perined_import.kernset import COLUMNS, IDENTIFIERS, TABLE_ONLY, heading_key, known_headings
from perined_import.problems import Problem, shorten
from perined_import.readers.source import Context, FileRefused, Question, Source

KNOWN: Final = known_headings()
_PROBLEM_HEADING = re.compile(r"probleem(?:_\(?(?:levering|upload)_(\d{1,9})\)?)?", re.ASCII)
_SHOWN: Final = 12
_ASKED: Final = 300
"""Nobody is asked what more headings mean."""

_DATES: Final = frozenset({"birth_date", "birth_year"})
_LOSSES: Final = frozenset({"blood_loss_ml", "pph_flag"})
_PLACES: Final = frozenset({"vsv", "reporting_lvr_id", "hospital_lvr_id"})
MAPPABLE: Final = tuple(
    column.name
    for column in (*COLUMNS, *TABLE_ONLY)
    if column.kind in ("whole", "decimal", "flag", "text", "date") or column.name in TABLE_WORDS
)
"""The columns that a heading may be said to hold: those whose cells can be read."""


@dataclass(frozen=True)
class Headings:
    """Which field (counted from 0) holds which of our columns.

    ``supplement`` is set when this is a problem file that comes back mended: the number of the upload that
    it completes, or 0 when it does not say.
    """

    fields: dict[str, int]
    names: dict[str, str]
    """Column → heading as written."""
    identifier: str | None
    ignored: tuple[str, ...] = ()
    supplement: int | None = None


@dataclass
class _Found:
    """The headings of a file, sorted out."""

    columns: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    supplement: int | None = None
    described: list[dict[str, str]] = field(default_factory=list)

    def add(self, position: int, written: str, mapping: Mapping[str, str]) -> None:
        """Sort out one heading; what a person said about it beats what is known."""
        key, name = heading_key(written), written.strip()
        column = mapping[key] if key in mapping else KNOWN.get(key, "")
        if problem := _PROBLEM_HEADING.fullmatch(key):
            self.supplement = int(problem[1] or 0)
            return
        if column in MAPPABLE:
            self.columns.setdefault(column, []).append((position, name))
        elif key:
            self.ignored.append(name)
        if key:
            self.described.append({"key": key, "name": name, "column": column})


def match(heading: Iterable[str], source: Source, context: Context) -> Headings:
    """Recognise the headings. Raises FileRefused with everything that is wrong with them.

    Raises Question when all that is wrong is that a column is missing which one of the other headings might
    hold.
    """
    found, written = _Found(), list(heading)
    for position, name in enumerate(written):
        found.add(position, name, context.mapping)
    _require(found, written, source, context)
    columns = found.columns
    identifier = next((name for name in IDENTIFIERS if name in columns), None)
    return Headings(
        {column: places[0][0] for column, places in columns.items()},
        {column: places[0][1] for column, places in columns.items()},
        identifier,
        tuple(found.ignored),
        found.supplement,
    )


def _require(found: _Found, written: list[str], source: Source, context: Context) -> None:
    double = _double(found.columns, source)
    missing = _missing(found.columns, context.vsv_given)
    problems = [*double, *(_problem(f"missing_{what}_column", source) for what in missing)]
    if not found.columns:
        shown = shorten(", ".join(name.strip() for name in written[:_SHOWN]))
        problems = [_problem("no_headings", source, shown)]
    if not problems:
        return
    if not double and len(missing) <= len(found.ignored) <= _ASKED:
        raise Question(
            problems, {"headings": found.described, "missing": missing, "file": source.member or source.name}
        )
    raise FileRefused(problems)


def _listed(names: Iterable[str]) -> str:
    """Return names as they are told: the first few, each bounded."""
    told = [shorten(name) for name in names]
    return ", ".join(told[:_SHOWN]) + (", …" if len(told) > _SHOWN else "")


def _double(columns: Mapping[str, list[tuple[int, str]]], source: Source) -> list[Problem]:
    """Return a problem for each column that stands under several headings."""
    problems = [
        _problem("two_headings", source, _listed(name for _, name in places), field=column)
        for column, places in columns.items()
        if len(places) > 1
    ]
    identifiers = [columns[name][0][1] for name in IDENTIFIERS if name in columns]
    if len(identifiers) > 1:
        problems.append(_problem("two_headings", source, ", ".join(identifiers), field="delivery_key"))
    return problems


def _missing(columns: Mapping[str, object], vsv_given: bool) -> list[str]:
    """Return what no heading tells: the date, the blood loss, or whose deliveries these are."""
    wanted = {"date": _DATES, "loss": _LOSSES} | ({} if vsv_given else {"place": _PLACES})
    return [what for what, any_of in wanted.items() if not any_of & columns.keys()]


def _problem(code: str, source: Source, value: str = "", **params: object) -> Problem:
    return Problem(code, file=source.name, member=source.member, row=1, value=value, params=params)
