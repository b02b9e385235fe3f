"""The dated table of organisations as a CSV: read and checked as a whole, or written.

Columns: vsv_code;vsv_name;lvr_id;name;kind;share;valid_from;valid_until. What is written can be read again.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from fluxus.organisations.attribution_table import Change, OrganisationTable, Row
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Organisation
from fluxus.periods import FIRST_YEAR, LAST_YEAR

COLUMNS: Final = ("vsv_code", "vsv_name", "lvr_id", "name", "kind", "share", "valid_from", "valid_until")
LENGTHS: Final = {"vsv_code": 20, "vsv_name": 120, "lvr_id": 10, "name": 120}
EXAMPLE: Final = (
    ("VSV01", "VSV Voorbeeld", "0010", "Ziekenhuis Voorbeeld", "hospital", "1", "2012-01-01", ""),
    ("VSV01", "VSV Voorbeeld", "1410", "Praktijk Voorbeeld", "practice", "0,7", "2012-01-01", "2021-12-31"),
    ("VSV02", "VSV Ander", "1410", "Praktijk Voorbeeld", "practice", "0,3", "2012-01-01", "2021-12-31"),
)
"""What the template shows: a hospital, and a practice that two VSVs share."""
_DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d")
_ROWS = 20_000
OPEN_END: Final = "9999-12-31"
"""How databases write that there is no end."""
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Line:
    """One row of the file, readable and within bounds."""

    row: int
    vsv_code: str
    vsv_name: str
    lvr_id: str
    name: str
    kind: str
    share: Decimal
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether this row is valid on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def read_change(content: bytes) -> Change:
    """Return what a CSV (``;`` ``,`` or tab; UTF-8 or Windows-1252) asks for: whole tables, names of VSVs.

    Raises Refused with every problem at once.
    """
    problems: list[str] = []
    lines = _lines(_decoded(content), problems)
    problems.extend(_contradictions(lines))
    if problems:
        raise Refused(problems)
    rows: dict[str, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.lvr_id, []).append(line)
    return Change(
        kind="import",
        vsv_names={line.vsv_code: line.vsv_name for line in lines},
        organisations=tuple(
            OrganisationTable(
                lvr_id,
                held[0].name,
                held[0].kind,
                tuple(Row(one.valid_from, one.vsv_code, one.share, one.valid_until) for one in held),
            )
            for lvr_id, held in rows.items()
        ),
    )


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of texts in the order of COLUMNS as the file that `read_change` reads."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def lines_of(table: OrganisationTable, vsv_names: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the lines of one organisation for `as_csv`."""
    return [
        (
            row.vsv_code,
            vsv_names[row.vsv_code],
            table.lvr_id,
            table.name,
            table.kind,
            f"{row.share.normalize():f}".replace(".", ","),
            row.valid_from.isoformat(),
            row.valid_until.isoformat() if row.valid_until else "",
        )
        for row in table.rows
    ]


def _harmless(cell: str) -> str:
    """A spreadsheet may not take a name for a formula; reading takes the mark off again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Refused(_("The file is empty."))
    if b"\x00" in content:
        raise Refused(_("The file is not a text file: save the table as CSV (UTF-8)."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str, problems: list[str]) -> list[Line]:
    delimiter = max(";\t,", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        table = [
            (number, row) for number, row in enumerate(reader, start=1) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise Refused(_("The file is not a proper CSV: a quotation mark is not closed.")) from error
    if len(table) > _ROWS:
        raise Refused(_("The file has more than %(limit)d rows.") % {"limit": _ROWS})
    heading = [cell.strip().lower() for cell in table[0][1]]
    missing = [name for name in COLUMNS if name not in heading]
    if missing:
        raise Refused(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    if len(table) == 1:
        raise Refused(_("There is no row under the heading."))
    lines = [_line(number, dict(zip(heading, row, strict=False)), problems) for number, row in table[1:]]
    return [line for line in lines if line is not None]


def _line(number: int, cells: dict[str, str], problems: list[str]) -> Line | None:
    """Return one readable row, or None after noting everything that is wrong with it."""
    found: list[str] = []
    text = {name: _as_meant((cells.get(name) or "").strip()) for name in COLUMNS}
    for name, longest in LENGTHS.items():
        if not text[name] or len(text[name]) > longest:
            found.append(_("%(column)s is '%(value)s': fill in 1 to %(longest)d characters.")
                         % {"column": name, "value": text[name][:30], "longest": longest})  # fmt: skip
    if text["kind"].lower() not in Organisation.Kind.values:
        found.append(_("kind is '%(value)s': write hospital or practice.") % {"value": text["kind"][:30]})
    share = read_share(text["share"])
    if share is None:
        found.append(
            _("share is '%(value)s': write a number above 0 and up to 1, such as 0.5.")
            % {"value": text["share"][:30]}
        )
    start, until = read_date(text["valid_from"]), read_date(text["valid_until"])
    if start is None:
        found.append(_("valid_from is '%(value)s': write 2021-12-31.") % {"value": text["valid_from"][:30]})
    if until is None and text["valid_until"] not in ("", OPEN_END):
        found.append(
            _("valid_until is '%(value)s': write 2021-12-31, or leave it empty.")
            % {"value": text["valid_until"][:30]}
        )
    if start is not None and until is not None and until < start:
        found.append(_("valid_until lies before valid_from."))
    problems.extend(_("Row %(row)d: %(problem)s") % {"row": number, "problem": one} for one in found)
    if found or share is None or start is None:
        return None
    kept = (text["vsv_code"], text["vsv_name"], text["lvr_id"], text["name"], text["kind"].lower())
    return Line(number, *kept, share, start, until)


def read_share(text: str) -> Decimal | None:
    """Return a share above 0 and up to 1 (six decimals; nothing written: 1), or None for anything else."""
    try:
        share = Decimal(text.replace(",", ".") or "1") if text.isascii() else None
    except InvalidOperation:
        return None
    if share is None or not share.is_finite() or not 0 < share <= 1:
        return None
    rounded = round(share, 6)
    return rounded if rounded > 0 else None


def read_date(text: str) -> date | None:
    """Return a calendar date between 1900 and 2200, written in one of three ways, or None."""
    for form in _DATE_FORMS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar date, no instant
        except ValueError:
            continue
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def _contradictions(lines: list[Line]) -> Iterable[str]:
    """Yield what rows say against each other: names, kinds, and shares above the whole."""
    for column, key in (("vsv_name", "vsv_code"), ("kind", "lvr_id"), ("name", "lvr_id")):
        yield from _differing(lines, key, column)
    by_organisation: dict[str, list[Line]] = {}
    for line in lines:
        by_organisation.setdefault(line.lvr_id, []).append(line)
    for lvr_id, rows in by_organisation.items():
        yield from _overfull(lvr_id, rows)


def _differing(lines: list[Line], key: str, column: str) -> Iterable[str]:
    first: dict[str, Line] = {}
    for line in lines:
        known = first.setdefault(getattr(line, key), line)
        if getattr(known, column) != getattr(line, column):
            yield _(
                "Row %(row)d: %(column)s '%(value)s' differs from row %(other)d for the same %(key)s."
            ) % {
                "row": line.row,
                "column": column,
                "value": getattr(line, column),
                "other": known.row,
                "key": key,
            }


def _overfull(lvr_id: str, rows: list[Line]) -> Iterable[str]:
    for day in sorted({row.valid_from for row in rows}):
        held = [row for row in rows if row.holds_on(day)]
        numbers = ", ".join(str(row.row) for row in held)
        if rows[0].kind == Organisation.Kind.HOSPITAL and len(held) > 1:
            yield _(
                "Rows %(rows)s: hospital %(lvr)s has more than one row on %(day)s; a hospital has one."
            ) % {
                "rows": numbers,
                "lvr": lvr_id,
                "day": day.isoformat(),
            }
        elif sum(row.share for row in held) > 1:
            yield _("Rows %(rows)s: the shares of %(lvr)s add up to more than 1 on %(day)s.") % {
                "rows": numbers,
                "lvr": lvr_id,
                "day": day.isoformat(),
            }
