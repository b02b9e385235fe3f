"""PURE. The headings of a table → our columns; what is missing or double is refused, all at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from perined_import.kernset import IDENTIFIERS, heading_key, known_headings
from perined_import.problems import Problem, shorten
from perined_import.readers.source import Context, FileRefused, Source

KNOWN: Final = known_headings()
_PROBLEM_HEADING = re.compile(r"probleem(?:_\(?(?:levering|upload)_(\d{1,9})\)?)?", re.ASCII)
_SHOWN: Final = 12


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


def match(heading: Iterable[str], source: Source, context: Context) -> Headings:
    """Recognise the headings. Raises FileRefused with everything that is wrong with them."""
    found: dict[str, list[tuple[int, str]]] = {}
    ignored: list[str] = []
    supplement: int | None = None
    written = list(heading)
    for position, name in enumerate(written):
        key = heading_key(name)
        if column := KNOWN.get(key):
            found.setdefault(column, []).append((position, name.strip()))
        elif problem := _PROBLEM_HEADING.fullmatch(key):
            supplement = int(problem[1] or 0)
        elif key:
            ignored.append(name.strip())
    _require(found, written, source, context)
    identifier = next((name for name in IDENTIFIERS if name in found), None)
    return Headings(
        {column: places[0][0] for column, places in found.items()},
        {column: places[0][1] for column, places in found.items()},
        identifier,
        tuple(ignored),
        supplement,
    )


def _require(
    found: dict[str, list[tuple[int, str]]], written: list[str], source: Source, context: Context
) -> None:
    problems: list[Problem] = []

    def add(code: str, value: str = "", **params: object) -> None:
        problems.append(
            Problem(code, file=source.name, member=source.member, row=1, value=value, params=params)
        )

    if not found:
        add("no_headings", shorten(", ".join(name.strip() for name in written[:_SHOWN])))
        raise FileRefused(problems)
    for column, places in found.items():
        if len(places) > 1:
            add("two_headings", ", ".join(name for _, name in places), field=column)
    identifiers = [found[name][0][1] for name in IDENTIFIERS if name in found]
    if len(identifiers) > 1:
        add("two_headings", ", ".join(identifiers), field="delivery_key")
    if not found.keys() & {"birth_date", "birth_year"}:
        add("missing_date_column")
    if not found.keys() & {"blood_loss_ml", "pph_flag"}:
        add("missing_loss_column")
    if not found.keys() & {"vsv", "reporting_lvr_id", "hospital_lvr_id"} and not context.vsv_given:
        add("missing_place_column")
    if problems:
        raise FileRefused(problems)
