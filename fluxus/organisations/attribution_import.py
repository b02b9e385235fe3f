"""The dated table of organisations as a CSV: read, checked as a whole, and only then stored.

Columns: vsv_code;vsv_name;lvr_id;name;kind;share;valid_from;valid_until. The file replaces the rows of the
organisations that it names; others stay as they are.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Attribution, Organisation, Vsv

attribution_changed = Signal()
"""Sent within the transaction after the table changed: what follows from it is to be worked out anew."""

COLUMNS = ("vsv_code", "vsv_name", "lvr_id", "name", "kind", "share", "valid_from", "valid_until")
_LENGTHS = {"vsv_code": 20, "vsv_name": 120, "lvr_id": 10, "name": 120}
_DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d")
_ROWS = 20_000


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


@transaction.atomic
def import_organisations(*, content: bytes, by: Any) -> int:
    """Store the table in a CSV (``;`` ``,`` or tab; UTF-8 or Windows-1252); return the number of rows.

    Raises Refused with every problem at once: then nothing is written.
    """
    problems: list[str] = []
    lines = _lines(_decoded(content), problems)
    problems.extend(_contradictions(lines))
    if problems:
        raise Refused(problems)
    vsvs = _stored_vsvs(lines)
    organisations = _stored_organisations(lines)
    Attribution.objects.filter(organisation__in=organisations.values()).delete()
    Attribution.objects.bulk_create(
        Attribution(
            organisation=organisations[line.lvr_id],
            vsv=vsvs[line.vsv_code],
            share=line.share,
            valid_from=line.valid_from,
            valid_until=line.valid_until,
        )
        for line in lines
    )
    attribution_changed.send(sender=Attribution)
    audit.record("attribution_imported", by=by, details={"rows": len(lines)})
    return len(lines)


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
    text = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    for name, longest in _LENGTHS.items():
        if not text[name] or len(text[name]) > longest:
            found.append(_("%(column)s is '%(value)s': fill in 1 to %(longest)d characters.")
                         % {"column": name, "value": text[name][:30], "longest": longest})  # fmt: skip
    if text["kind"].lower() not in Organisation.Kind.values:
        found.append(_("kind is '%(value)s': write hospital or practice.") % {"value": text["kind"][:30]})
    share = _share(text["share"])
    if share is None:
        found.append(
            _("share is '%(value)s': write a number above 0 and up to 1, such as 0.5.")
            % {"value": text["share"][:30]}
        )
    start, until = _date(text["valid_from"]), _date(text["valid_until"])
    if start is None:
        found.append(_("valid_from is '%(value)s': write 2021-12-31.") % {"value": text["valid_from"][:30]})
    if until is None and text["valid_until"]:
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


def _share(text: str) -> Decimal | None:
    try:
        share = Decimal(text.replace(",", ".") or "1") if text.isascii() else None
    except InvalidOperation:
        return None
    if share is None or not share.is_finite() or not 0 < share <= 1:
        return None
    rounded = round(share, 6)
    return rounded if rounded > 0 else None


def _date(text: str) -> date | None:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar date, no instant
        except ValueError:
            continue
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


def _stored_vsvs(lines: list[Line]) -> dict[str, Vsv]:
    names = {line.vsv_code: line.vsv_name for line in lines}
    return {
        code: Vsv.objects.update_or_create(code=code, defaults={"name": name})[0]
        for code, name in names.items()
    }


def _stored_organisations(lines: list[Line]) -> dict[str, Organisation]:
    known = {line.lvr_id: {"name": line.name, "kind": line.kind} for line in lines}
    return {
        lvr_id: Organisation.objects.update_or_create(lvr_id=lvr_id, defaults=values)[0]
        for lvr_id, values in known.items()
    }
