"""After reports came or went: which version of a record counts, and which reports are one delivery.

Works on the live reports with the keys that were touched, so its result does not depend on the order in
which uploads came.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

from django.db import connection
from django.db.models import Q

from perined_import import frames
from perined_import.attribution import Attributed, Organisations, attribute, day_of
from perined_import.combining import Conflict, Row, combine_reports
from perined_import.kernset import REPORT_COLUMNS
from perined_import.linking import Version, newest, windows
from perined_import.loading import new_delivery_key, store
from perined_import.models import DeliveryShare, Report, Upload
from perined_import.outcome import add_outcome
from perined_import.placing import Placed

_PIECE = 400
_STORED = tuple(name for name in REPORT_COLUMNS if name not in ("vsv_code", "is_birth", "file"))


Total = tuple[Row, str, Attributed, bool]
"""The sum of linked reports, its delivery key, where it counts, and whether its VSV was named."""


@dataclass
class Linked:
    """One delivery of several reports: its members (report id, upload id), its sum, what did not agree."""

    members: list[tuple[int, int | None]]
    total: Row
    conflicts: list[Conflict]


@dataclass
class Settled:
    """What settling changed."""

    superseding: set[int] = field(default_factory=set)
    """Reports that took the place of a birth that was counted before."""
    linked: list[Linked] = field(default_factory=list)
    months: set[tuple[int, int]] = field(default_factory=set)


def _pieces(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PIECE):
        yield ordered[start : start + _PIECE]


def _twins(column: str, upload: Upload, condition: str) -> set[int]:
    """Return the keys of an upload's live reports that another live report has too."""
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT n.{column} FROM {table} n JOIN {table} o ON o.{column} = n.{column}"  # noqa: S608 - own names
            f" WHERE n.upload_id = %s AND o.id <> n.id AND n.live AND o.live AND {condition}",
            [upload.pk],
        )
        return {row[0] for row in cursor.fetchall()}


def month_of(birth_date: date | None, birth_year: int | None) -> tuple[int, int] | None:
    """Return (year, month); month 0 where only the year is known."""
    if birth_date is not None:
        return birth_date.year, birth_date.month
    return None if birth_year is None else (birth_year, 0)


def settle_versions(upload: Upload, settled: Settled) -> set[int]:
    """Of several live versions of one record keep the newest; return the link keys that this touched."""
    touched: set[int] = set()
    for keys in _pieces(_twins("record_key", upload, "n.identified AND o.identified")):
        reports = Report.objects.filter(record_key__in=keys, live=True, identified=True).select_related(
            "file"
        )
        groups: dict[int, list[Report]] = {}
        for report in reports.exclude(role=Report.Role.SUM):
            groups.setdefault(report.record_key or 0, []).append(report)
        for group in groups.values():
            if len(group) > 1:
                touched |= _keep_newest(group, upload, settled)
    return touched


def _keep_newest(group: list[Report], upload: Upload, settled: Settled) -> set[int]:
    winner: Report = newest(
        Version(one.sent_at, one.upload_id or 0, str(one.file), one.position or 0, one) for one in group
    ).item
    losers = [one for one in group if one is not winner]
    Report.objects.filter(pk__in=[one.pk for one in losers]).update(live=False, replaced_by=winner.upload_id)
    before = [one for one in losers if one.upload_id != upload.pk]
    if winner.upload_id == upload.pk and before:
        winner.delivery_key = min(before, key=lambda one: one.pk).delivery_key
        winner.save(update_fields=["delivery_key"])
        if any(one.role != Report.Role.ASIDE for one in before):
            settled.superseding.add(winner.pk)
    settled.months |= {month for one in losers if (month := month_of(one.birth_date, one.birth_year))}
    parts = [one for one in losers if one.role == Report.Role.PART]
    return {one.link_key for one in parts if one.link_key is not None}


def settle_links(
    upload: Upload, touched: Collection[int], organisations: Organisations, settled: Settled
) -> None:
    """Form the deliveries anew for every link key that was touched or is shared with the upload."""
    role = Report.Role
    roles = f"n.role <> {role.ASIDE.value} AND o.role IN ({role.ALONE.value}, {role.PART.value})"
    settle_keys({*touched, *_twins("link_key", upload, roles)}, organisations, settled)


def settle_keys(link_keys: Collection[int], organisations: Organisations, settled: Settled) -> None:
    """Form the deliveries of these link keys anew from their live reports."""
    for keys in _pieces(link_keys):
        _link(keys, organisations, settled)


def _link(keys: list[int], organisations: Organisations, settled: Settled) -> None:
    linked = Q(link_key__in=keys, live=True)
    sums = Report.objects.filter(linked, role=Report.Role.SUM)
    settled.months |= {
        month for row in sums.values_list("birth_date", "birth_year") if (month := month_of(*row))
    }
    DeliveryShare.objects.filter(delivery__in=sums).delete()
    sums.delete()
    by_key: dict[int, list[Report]] = {}
    for report in Report.objects.filter(linked).exclude(role=Report.Role.ASIDE).order_by("pk"):
        by_key.setdefault(report.link_key or 0, []).append(report)
    totals: list[Total] = []
    changed: list[Report] = []
    for reports in by_key.values():
        used: set[str] = set()
        births = [(day_of(one.birth_date, one.birth_year), one) for one in reports]
        for group in windows(births):
            key = next((one.delivery_key for one in group if one.delivery_key not in used), None)
            key = key or new_delivery_key()
            used.add(key)
            _assign(group, key, changed)
            settled.months |= {m for one in group if (m := month_of(one.birth_date, one.birth_year))}
            if len(group) > 1:
                totals.append(_total(group, key, organisations, settled))
    _save_roles(changed)
    if totals:
        _store_sums(totals)


def _assign(group: list[Report], key: str, changed: list[Report]) -> None:
    role = Report.Role.PART if len(group) > 1 else Report.Role.ALONE
    for report in group:
        if report.role != role or report.delivery_key != key:
            report.role, report.delivery_key = role, key
            changed.append(report)


def _save_roles(changed: list[Report]) -> None:
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET role = %s, delivery_key = %s WHERE id = %s",  # noqa: S608 - own name
            [(int(one.role), one.delivery_key, one.pk) for one in changed],
        )


def row_of(report: Report) -> Row:
    """Return a stored report as a row of the delivery columns."""
    row: Row = {name: getattr(report, name) for name in _STORED}
    born: time | None = row["birth_time"]
    row["birth_time"] = None if born is None else born.hour * 60 + born.minute
    row["vsv_code"], row["is_birth"], row["file"] = None, True, None
    return row


def _total(group: list[Report], key: str, organisations: Organisations, settled: Settled) -> Total:
    total, conflicts, ordered = combine_reports([row_of(report) for report in group])
    settled.months |= {m for m in [month_of(total["birth_date"], total["birth_year"])] if m}
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
    settled.linked.append(Linked([(one.pk, one.upload_id) for one in group], total, conflicts))
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
        roles=[Report.Role.SUM.value] * len(totals),
        live=True,
        delivery_keys=[key for _, key, *_ in totals],
    )
