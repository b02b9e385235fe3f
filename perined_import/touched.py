"""What an upload that begins or stops to count touches: which uploads, records, linked women and months.

Keys are looked for in pieces, never row by row; they lead to the few reports that are then judged anew
(`settling`). A key too many costs time, a key too few would leave a wrong figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from perined_import.attribution import Share
from perined_import.combining import Conflict, Row
from perined_import.models import Report, Upload

Month = tuple[int, int]
"""Year and month; month 0 where only the year is known."""


@dataclass
class Linked:
    """One delivery of several reports: its members (report id, upload id), its sum, what did not agree."""

    members: list[tuple[int, int | None]]
    total: Row
    conflicts: list[Conflict]
    shares: tuple[Share, ...] = ()


@dataclass
class Touched:
    """What has to be settled, and what settling changed."""

    entered: set[int] = field(default_factory=set)
    """Uploads that count now and did not before."""
    left: set[int] = field(default_factory=set)
    """Uploads that counted before and do not now."""
    records: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)
    months: set[Month] = field(default_factory=set)
    superseding: set[int] = field(default_factory=set)
    """Reports that took the place of a birth that was counted before."""
    linked: list[Linked] = field(default_factory=list)


def month_of(birth_date: date | None, birth_year: int | None) -> Month | None:
    """Return (year, month); month 0 where only the year is known."""
    if birth_date is not None:
        return birth_date.year, birth_date.month
    return None if birth_year is None else (birth_year, 0)


def months_of(upload: Upload) -> set[Month]:
    """Return the months of the births of an upload, as they were counted when it was checked."""
    return {(row["year"], row["month"]) for row in upload.by_month}


COUNTS = f"ou.status = '{Upload.Status.COMMITTED.value}' AND ou.superseded_by_id IS NULL"
"""The other report's upload counts."""
LOST = (
    "NOT o.live AND NOT (rep.source_key = ou.source_key AND ou.source_key <> '' AND rep.id > ou.id"
    " AND rep.supplement_of_id IS NULL AND o.birth_date IS NOT NULL"
    " AND o.birth_date BETWEEN rep.period_start AND rep.period_end)"
)
"""The other report lost to a newer version (not, as far as its pointer says, to a later table)."""
IN_PLAY = f"(o.live OR ({LOST}))"
_FEW = 20_000
"""Keys up to which each is looked up by itself."""
_INDEXED = {"record_key": "identified", "link_key": "link_key IS NOT NULL"}
"""Of which reports the index of a key knows."""


def records_shared(ours: str, theirs: str) -> set[int]:
    """Return the keys of identified records among "ours" (alias n) that "theirs" (alias o) hold too."""
    return _shared("record_key", f"n.identified AND {ours}", f"o.identified AND {COUNTS} AND {theirs}")


def links_shared(ours: str, theirs: str) -> set[int]:
    """Return the link keys of births among "ours" (alias n) that "theirs" (alias o) hold too."""
    births = f"o.role IN ({Report.Role.ALONE.value}, {Report.Role.PART.value})"
    aside = Report.Role.ASIDE.value
    return _shared("link_key", f"n.role <> {aside} AND {ours}", f"{births} AND {COUNTS} AND {theirs}")


def _shared(column: str, ours: str, theirs: str) -> set[int]:
    """Return the keys of our reports that another report holds too.

    Right after many rows came in, PostgreSQL's statistics say that there are none, and a join by loops would
    go through all of them for each. So it may not choose that: few keys are looked up, many joined by hash.
    """
    ours = f"n.{column} IS NOT NULL AND {ours}"
    if connection.vendor == "sqlite":
        return _joined(column, ours, theirs)
    with transaction.atomic(), connection.cursor() as cursor:
        # Only our own names and numbers are put into the text, here and below.
        cursor.execute(f"SELECT n.{column}, n.id FROM {_reports()} n WHERE {ours} LIMIT {_FEW + 1}")  # noqa: S608
        own = cursor.fetchall()
        few = len(own) <= _FEW
        forbidden = "enable_seqscan" if few else "enable_nestloop"
        cursor.execute(f"SET LOCAL {forbidden} = off")
        found = _looked_up(column, own, theirs) if few else _joined(column, ours, theirs)
        cursor.execute(f"SET LOCAL {forbidden} TO DEFAULT")
    return found


def _joined(column: str, ours: str, theirs: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT n.{column} FROM {_reports()} n"  # noqa: S608
            f" JOIN {_reports()} o ON o.{column} = n.{column} AND o.id <> n.id"
            f" JOIN {_uploads()} ou ON ou.id = o.upload_id"
            f" LEFT JOIN {_uploads()} rep ON rep.id = o.replaced_by_id WHERE {ours} AND {theirs}"
        )
        return {key for (key,) in cursor.fetchall()}


def _looked_up(column: str, own: list[tuple[int, int]], theirs: str) -> set[int]:
    """Return the same for a few keys, given with the reports that hold them, by the index of the key."""
    holder: dict[int, int | None] = {}
    for key, pk in own:
        holder[key] = None if key in holder else pk  # None: several of ours, so each is another's
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH o AS MATERIALIZED ("  # noqa: S608
            f"SELECT * FROM {_reports()} WHERE {column} = ANY(%s) AND {_INDEXED[column]})"
            f" SELECT o.id, o.{column} FROM o JOIN {_uploads()} ou ON ou.id = o.upload_id"
            f" LEFT JOIN {_uploads()} rep ON rep.id = o.replaced_by_id WHERE {theirs}",
            [list(holder)],
        )
        return {key for pk, key in cursor.fetchall() if holder[key] != pk}


def _reports() -> str:
    return str(connection.ops.quote_name(Report._meta.db_table))


def _uploads() -> str:
    return str(connection.ops.quote_name(Upload._meta.db_table))


def of_uploads(ids: Iterable[int]) -> str:
    """Return the condition that a report (alias n) is of these uploads."""
    return f"n.upload_id IN ({', '.join(str(int(one)) for one in sorted(ids)) or 'NULL'})"


def linked_keys(condition: object) -> set[int]:
    """Return the link keys of reports under a condition that are part of a sum; others leave nothing."""
    keys = Report.objects.filter(condition, role=Report.Role.PART).values_list("link_key", flat=True)
    return {key for key in keys if key is not None}


def months_under(condition: object) -> set[Month]:
    """Return the months of the births under a condition."""
    births = Report.objects.filter(condition).exclude(role=Report.Role.ASIDE).order_by()
    days = births.values_list("birth_date", "birth_year").distinct()
    return {month for row in days.iterator(chunk_size=5000) if (month := month_of(*row)) is not None}
