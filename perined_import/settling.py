"""After uploads came or went: which version of a record counts, and which reports are one delivery.

Works on the reports that count and hold a key that was touched, so its result does not depend on the order in
which uploads came.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from perined_import import frames
from perined_import.attribution import Attributed, Organisations, attribute, day_of
from perined_import.combining import Row, combine_reports
from perined_import.kernset import REPORT_COLUMNS
from perined_import.linking import Version, newest, windows
from perined_import.loading import new_delivery_key, store
from perined_import.models import DeliveryShare, Report
from perined_import.models.report import counting_uploads
from perined_import.outcome import add_outcome
from perined_import.placing import Placed
from perined_import.progress import QUIET, Progress
from perined_import.replacing import whole_pictures, whole_years
from perined_import.touched import Linked, Touched, month_of

_PIECE = 2_000
_STORED = tuple(name for name in REPORT_COLUMNS if name not in ("vsv_code", "is_birth", "file"))


Total = tuple[Row, str, Attributed, bool]
"""The sum of linked reports, its delivery key, where it counts, and whether its VSV was named."""


def _pieces(keys: Iterable[int], progress: Progress) -> Iterator[list[int]]:
    ordered = sorted(keys)
    if ordered:
        progress.begin("settle", len(ordered))
    for start in range(0, len(ordered), _PIECE):
        yield ordered[start : start + _PIECE]
        progress.at(min(start + _PIECE, len(ordered)))


# --- versions --------------------------------------------------------------------------------------------
class Candidate(NamedTuple):
    """One version of a record, as far as choosing needs it."""

    record_key: int
    pk: int
    upload_id: int
    live: bool
    replaced_by_id: int | None
    role: int
    link_key: int | None
    delivery_key: str
    birth_date: date | None
    birth_year: int | None
    sent_at: int | None
    position: int | None
    name: str | None
    member: str | None

    @property
    def file(self) -> str:
        """The name of its file, as an `UploadFile` writes it."""
        return f"{self.name} › {self.member}" if self.member else str(self.name)


_FIELDS = [
    "record_key",
    "pk",
    "upload_id",
    "live",
    "replaced_by_id",
    "role",
    "link_key",
    "delivery_key",
    "birth_date",
    "birth_year",
    "sent_at",
    "position",
    "file__name",
    "file__member",
]


class Versions:
    """Chooses, for the records that were touched, the version that counts."""

    def __init__(self, touched: Touched) -> None:
        self.touched = touched
        self.tables: dict[str, list[Any]] = {}
        for table in whole_pictures():
            self.tables.setdefault(table.source_key, []).append(table)
        self.sources: dict[int, str] = dict(counting_uploads().values_list("pk", "source_key"))
        self._marks: list[tuple[bool, int | None, int]] = []
        self._keys: list[tuple[str, int]] = []

    def settle(self, progress: Progress) -> None:
        """Mark of every touched record the newest version as live and the others as replaced by it."""
        for keys in _pieces(self.touched.records, progress):
            # By their keys alone: joined with uploads, PostgreSQL might go through all that an upload has.
            found = Report.objects.filter(record_key__in=keys, identified=True)
            groups: dict[int, list[Candidate]] = {}
            for row in found.exclude(role=Report.Role.SUM).order_by("pk").values_list(*_FIELDS):
                one = Candidate(*row)
                if one.upload_id in self.sources:
                    groups.setdefault(one.record_key, []).append(one)
            for group in groups.values():
                self._choose(group)
            self._save()

    def _choose(self, group: list[Candidate]) -> None:
        by_table = {one.pk: self._table_over(one) for one in group}
        in_play = [one for one in group if by_table[one.pk] is None]
        winner = None
        if in_play:
            versions = (
                Version(one.sent_at, one.upload_id, one.file, one.position or 0, one) for one in in_play
            )
            winner = newest(versions).item
            self._take_over(winner, [one for one in in_play if one is not winner])
        for one in group:
            holder = None if one is winner else by_table[one.pk] or (winner.upload_id if winner else None)
            self._mark(one, one is winner, holder)

    def _table_over(self, one: Candidate) -> int | None:
        """Return the table that a report lost to, if there is one."""
        for table in self.tables.get(self.sources[one.upload_id], ()):
            if table.pk > one.upload_id and _holds(table, one.birth_date, one.birth_year):
                return int(table.pk)
        return None

    def _take_over(self, winner: Candidate, others: list[Candidate]) -> None:
        """Give a version that is new the delivery of the one that counted before."""
        if winner.upload_id not in self.touched.entered:
            return
        before = [one for one in others if one.live and one.upload_id not in self.touched.entered]
        if before:
            # What another organisation still reports of the delivery keeps its key.
            if before[0].role != Report.Role.PART or before[0].link_key == winner.link_key:
                self._keys.append((before[0].delivery_key, winner.pk))
            if any(one.role != Report.Role.ASIDE for one in before):
                self.touched.superseding.add(winner.pk)

    def _mark(self, one: Candidate, live: bool, holder: int | None) -> None:
        if (one.live, one.replaced_by_id) == (live, holder):
            return
        self._marks.append((live, holder, one.pk))
        if one.live != live:
            month = month_of(one.birth_date, one.birth_year)
            self.touched.months |= {month} if month else set()
            if one.link_key is not None and (live or one.role == Report.Role.PART):
                self.touched.links.add(one.link_key)

    def _save(self) -> None:
        _update(("live", "replaced_by_id"), self._marks)
        _update(("delivery_key",), self._keys)
        self._marks, self._keys = [], []


def _holds(table: Any, birth_date: date | None, birth_year: int | None) -> bool:
    if birth_date is not None:
        return bool(table.period_start <= birth_date <= table.period_end)
    first, last = whole_years(table.period_start, table.period_end)
    return birth_year is not None and first <= birth_year <= last


def _update(names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Set some columns of reports; the last value of each row is the report's id."""
    if not rows:
        return
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        # Only the names of our own table are put into the text.
        if connection.vendor == "postgresql":  # there executemany is a round trip for each row
            kinds = [Report._meta.get_field(name).db_type(connection) for name in (*names, "id")]
            lists = ", ".join(f"%s::{kind}[]" for kind in kinds)
            values = ", ".join(f"{name} = v.{name}" for name in names)
            cursor.execute(
                f"UPDATE {table} SET {values} FROM unnest({lists}) AS v ({', '.join(names)}, id)"  # noqa: S608
                f" WHERE {table}.id = v.id",
                list(map(list, zip(*rows, strict=True))),
            )
        else:
            values = ", ".join(f"{name} = %s" for name in names)
            cursor.executemany(f"UPDATE {table} SET {values} WHERE id = %s", rows)  # noqa: S608


# --- links -----------------------------------------------------------------------------------------------
def settle_links(
    link_keys: Collection[int], organisations: Organisations, touched: Touched, progress: Progress = QUIET
) -> None:
    """Form the deliveries of these link keys anew from the reports that count."""
    for keys in _pieces(link_keys, progress):
        _link(keys, organisations, touched)


def _link(keys: list[int], organisations: Organisations, touched: Touched) -> None:
    sums = Report.objects.filter(link_key__in=keys, role=Report.Role.SUM)
    rows = sums.values_list("birth_date", "birth_year")
    touched.months |= {month for row in rows if (month := month_of(*row))}
    DeliveryShare.objects.filter(delivery__in=sums).delete()
    sums.delete()
    by_key: dict[int, list[Report]] = {}
    reports = Report.objects.counting().filter(link_key__in=keys)
    for report in reports.exclude(role=Report.Role.ASIDE).order_by("pk"):
        by_key.setdefault(report.link_key or 0, []).append(report)
    totals: list[Total] = []
    changed: list[tuple[int, str, int]] = []
    for one_key in by_key.values():
        used: set[str] = set()
        births = [(day_of(one.birth_date, one.birth_year), one) for one in one_key]
        for group in windows(births):
            key = next((one.delivery_key for one in group if one.delivery_key not in used), None)
            key = key or new_delivery_key()
            used.add(key)
            changed.extend(_assigned(group, key))
            touched.months |= {m for one in group if (m := month_of(one.birth_date, one.birth_year))}
            if len(group) > 1:
                totals.append(_total(group, key, organisations, touched))
    _update(("role", "delivery_key"), changed)
    if totals:
        _store_sums(totals)


def _assigned(group: list[Report], key: str) -> Iterator[tuple[int, str, int]]:
    role = Report.Role.PART.value if len(group) > 1 else Report.Role.ALONE.value
    for report in group:
        if report.role != role or report.delivery_key != key:
            yield role, key, report.pk


def row_of(report: Report) -> Row:
    """Return a stored report as a row of the delivery columns."""
    row: Row = {name: getattr(report, name) for name in _STORED}
    born: time | None = row["birth_time"]
    row["birth_time"] = None if born is None else born.hour * 60 + born.minute
    row["vsv_code"], row["is_birth"], row["file"] = None, True, None
    return row


def _total(group: list[Report], key: str, organisations: Organisations, touched: Touched) -> Total:
    total, conflicts, ordered = combine_reports([row_of(report) for report in group])
    touched.months |= {m for m in [month_of(total["birth_date"], total["birth_year"])] if m}
    named = next((one.vsv_id for one in group if one.vsv_named), None)
    placed = attribute(
        organisations,
        day=day_of(total["birth_date"], total["birth_year"]),
        place=total["place"],
        hospital_lvr_id=total["hospital_lvr_id"],
        reporters=[row["reporting_lvr_id"] for row in ordered],
        vsv_id=named,
    )
    total.update(record_key=None, identified=None, position=None)
    touched.linked.append(Linked([(one.pk, one.upload_id) for one in group], total, conflicts, placed.shares))
    return total, key, placed, named is not None


def _store_sums(totals: list[Total]) -> None:
    frame = add_outcome(frames.from_rows(total for total, *_ in totals))
    placed = Placed(
        [one.shares[0].vsv_id if len(one.shares) == 1 else None for _, _, one, _ in totals],
        [one.lvr_id for _, _, one, _ in totals],
        {n: one.shares for n, (_, _, one, _) in enumerate(totals) if len(one.shares) > 1},
        [named for *_, named in totals],
    )
    store(
        frame,
        placed,
        upload_id=None,
        file_ids=(),
        roles=np.full(len(totals), Report.Role.SUM.value),
        delivery_keys=np.array([key for _, key, *_ in totals], dtype="S16"),
    )
