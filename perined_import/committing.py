"""An upload begins or stops to count: replace, settle versions, form deliveries, count the months."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from perined_import import counting
from perined_import.attribution import Organisations
from perined_import.found import store_problems
from perined_import.kernset import BY_NAME
from perined_import.models import FoundProblem, Report, Upload
from perined_import.outcome import counted
from perined_import.problems import Problem, shorten
from perined_import.settling import Settled, settle_links, settle_versions

_CONFLICTS = 200


def begin_to_count(upload: Upload, organisations: Organisations) -> None:
    """Make an upload's reports live and settle everything that this touches. Runs inside a transaction."""
    settled = Settled()
    touched = replace_earlier_table(upload, settled) if upload.source_key else set()
    upload.status = Upload.Status.COMMITTED
    upload.committed_at = timezone.now()
    reports = Report.objects.filter(upload=upload)
    reports.filter(live=False).update(live=True, replaced_by=None)
    touched |= settle_versions(upload, settled)
    settle_links(upload, touched, organisations, settled)
    _add_months(settled, reports)
    counting.refresh(settled.months)
    _count_units(upload, settled)
    _list_conflicts(upload, settled)
    upload.save()


def stop_counting(upload: Upload, organisations: Organisations) -> None:
    """Take an upload's reports out again; what it had replaced comes back. Runs inside a transaction."""
    settled = Settled()
    own = Report.objects.filter(upload=upload)
    _add_months(settled, own)
    touched = _linked_keys(own.filter(live=True))
    own.update(live=False)
    upload.status = Upload.Status.WITHDRAWN
    upload.save(update_fields=["status"])
    back = Report.objects.filter(replaced_by=upload, upload__status=Upload.Status.COMMITTED)
    _add_months(settled, back)
    restored = set(back.values_list("upload_id", flat=True))
    back.update(live=True, replaced_by=None)
    for earlier in Upload.objects.filter(pk__in=restored):
        touched |= settle_versions(earlier, settled)
        settle_links(earlier, touched, organisations, settled)
    if upload.source_key:
        later = Upload.objects.filter(source_key=upload.source_key, status=Upload.Status.COMMITTED)
        for one in later.filter(supplement_of=None, pk__gt=upload.pk).order_by("committed_at"):
            touched |= replace_earlier_table(one, settled)
    settle_links(upload, touched, organisations, settled)
    counting.refresh(settled.months)


def replace_earlier_table(upload: Upload, settled: Settled) -> set[int]:
    """A table is a whole picture: take out the earlier reports of its source and period.

    Rows that come back keep their delivery. A supplement replaces nothing. Returns link keys touched.
    """
    if upload.supplement_of_id is not None or upload.period_start is None or upload.period_end is None:
        return set()
    earlier = Report.objects.filter(
        within(upload.period_start, upload.period_end),
        live=True,
        upload__source_key=upload.source_key,
        upload__pk__lt=upload.pk,
        upload__status=Upload.Status.COMMITTED,
    ).exclude(role=Report.Role.SUM)
    if not earlier.exists():
        return set()
    touched = _linked_keys(earlier)
    _add_months(settled, earlier)
    earlier.update(live=False, replaced_by=upload)
    _keep_delivery_keys(upload)
    return touched


def _linked_keys(reports: QuerySet[Report]) -> set[int]:
    """Return the link keys of reports that are part of a sum: what stands alone leaves nothing to settle."""
    keys = reports.filter(role=Report.Role.PART).values_list("link_key", flat=True)
    return {key for key in keys if key is not None}


def within(start: date, end: date) -> Q:
    """Return the births of a period; of those known by year only, the years that lie wholly within."""
    first = start.year + ((start.month, start.day) != (1, 1))
    last = end.year - ((end.month, end.day) != (12, 31))
    bare = Q(birth_date=None, birth_year__gte=first, birth_year__lte=last)
    return Q(birth_date__gte=start, birth_date__lte=end) | bare


def _keep_delivery_keys(upload: Upload) -> None:
    """Give rows that replace the same record its delivery key, so that what refers to it still does."""
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        # Only our own table's name is put into the text. A join: neither database may look row by row.
        cursor.execute(
            f"UPDATE {table} SET delivery_key = e.delivery_key FROM ("  # noqa: S608
            f" SELECT record_key, MIN(delivery_key) AS delivery_key FROM {table}"
            f" WHERE replaced_by_id = %s AND record_key IS NOT NULL GROUP BY record_key) AS e"
            f" WHERE {table}.upload_id = %s AND {table}.record_key = e.record_key",
            [upload.pk, upload.pk],
        )


def _add_months(settled: Settled, reports: QuerySet[Report]) -> None:
    births = reports.exclude(role=Report.Role.ASIDE)
    dated = births.filter(birth_date__isnull=False).dates("birth_date", "month")
    settled.months |= {(day.year, day.month) for day in dated}
    bare = births.filter(birth_date=None, birth_year__isnull=False).values_list("birth_year", flat=True)
    settled.months |= {(year, 0) for year in bare.distinct() if year is not None}


def _count_units(upload: Upload, settled: Settled) -> None:
    """Account for every unit, and count the deliveries that this upload brought."""
    births = Report.objects.filter(upload=upload).exclude(role=Report.Role.ASIDE)
    alone = births.filter(live=True, role=Report.Role.ALONE)
    started = _tally(alone)
    if settled.superseding:
        taken = _tally(alone.filter(pk__in=settled.superseding))
        started = {name: started[name] - taken[name] for name in started}
    for linked in settled.linked:
        if _starts_here(linked.members, upload, settled):
            row = counted(dict(linked.total))
            started["deliveries"] += 1
            started["pph"] += bool(row["in_denominator"] and row["pph"])
            started["unknown"] += row["eligible"] and not row["in_denominator"]
    upload.deliveries = upload.accepted = started["deliveries"]
    upload.pph, upload.unknown_blood_loss = started["pph"], started["unknown"]
    upload.merged = upload.merged_rows + births.count() - upload.accepted


def _starts_here(members: list[tuple[int, int | None]], upload: Upload, settled: Settled) -> bool:
    """Say whether a delivery of several reports was brought by this upload alone."""
    return all(owner == upload.pk and pk not in settled.superseding for pk, owner in members)


def _tally(reports: QuerySet[Report]) -> dict[str, int]:
    found: dict[str, Any] = reports.aggregate(
        deliveries=Count("pk"),
        pph=Count("pk", filter=Q(in_denominator=True, pph=True)),
        unknown=Count("pk", filter=Q(eligible=True, in_denominator=False)),
    )
    return found


def _list_conflicts(upload: Upload, settled: Settled) -> None:
    """List where linked reports do not agree, and which value was chosen."""
    conflicts = [
        Problem(
            "conflict",
            column=BY_NAME[conflict.column].label.nl,
            value=shorten(" / ".join(str(value) for value in conflict.values)),
            params={"chosen": str(conflict.chosen)},
        )
        for linked in settled.linked
        if any(owner == upload.pk for _, owner in linked.members)
        for conflict in linked.conflicts
    ]
    upload.problems.filter(code="conflict").delete()
    store_problems(upload, FoundProblem.Severity.WARNING, conflicts[:_CONFLICTS])
