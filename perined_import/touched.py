"""What an upload that begins or stops to count touches: which uploads, records, linked women and months.

Keys are looked for with joins over whole uploads, never row by row; they lead to the few reports that are
then judged anew (`settling`). A key too many costs time, a key too few would leave a wrong figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

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
SAME_RECORD = "n.identified AND o.identified"
_BIRTHS = (
    f"n.role <> {Report.Role.ASIDE.value} AND o.role IN ({Report.Role.ALONE.value}, {Report.Role.PART.value})"
)


def records_shared(ours: str, theirs: str) -> set[int]:
    """Return the keys of identified records among "ours" (alias n) that "theirs" (alias o) hold too."""
    return _shared("record_key", f"{SAME_RECORD} AND {ours}", f"{COUNTS} AND {theirs}")


def links_shared(ours: str, theirs: str) -> set[int]:
    """Return the link keys of births among "ours" (alias n) that "theirs" (alias o) hold too."""
    return _shared("link_key", f"{_BIRTHS} AND {ours}", f"{COUNTS} AND {theirs}")


def _shared(column: str, ours: str, theirs: str) -> set[int]:
    report, upload = (connection.ops.quote_name(one._meta.db_table) for one in (Report, Upload))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT n.{column} FROM {report} n"  # noqa: S608 - own names and numbers only
            f" JOIN {report} o ON o.{column} = n.{column} AND o.id <> n.id"
            f" JOIN {upload} ou ON ou.id = o.upload_id"
            f" LEFT JOIN {upload} rep ON rep.id = o.replaced_by_id"
            f" WHERE n.{column} IS NOT NULL AND {ours} AND {theirs}"
        )
        return {row[0] for row in cursor.fetchall()}


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
