"""An upload begins or stops to count: take its place, settle versions, form deliveries, count the months.

The rows of an upload are stored before, live and out of sight, so what is left for this short transaction
is its status, what it replaces, and what links. Its result depends on which uploads are in use, and on
nothing else.
"""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from perined_import import comparing, counting
from perined_import.attribution import Organisations
from perined_import.delivery_keys import keep_delivery_keys
from perined_import.found import store_problems
from perined_import.kernset import BY_NAME
from perined_import.models import FoundProblem, Report, Upload
from perined_import.outcome import counted
from perined_import.problems import Problem, shorten
from perined_import.progress import QUIET, Progress
from perined_import.replacing import enter, find_touched, leave, within
from perined_import.settling import Versions, settle_links
from perined_import.touched import Touched

_CONFLICTS = 200
FIGURES = ("accepted", "merged", "set_aside", "rejected_units", "deliveries", "pph", "unknown_blood_loss")


def begin_to_count(upload: Upload, organisations: Organisations, progress: Progress = QUIET) -> None:
    """Let an upload count and settle everything that this touches. Runs inside a transaction."""
    touched = _begin(upload, organisations, progress)
    progress.begin("count", 0)  # in one go, within the database
    counting.refresh(touched.months)
    upload.problems.filter(code="conflict").delete()
    store_problems(upload, FoundProblem.Severity.WARNING, _conflicts(upload, touched))
    upload.save()


def stop_counting(upload: Upload, organisations: Organisations, progress: Progress = QUIET) -> None:
    """Take an upload's reports out again; what it had replaced comes back. Runs inside a transaction."""
    touched = Touched()
    upload.status = Upload.Status.WITHDRAWN
    upload.save(update_fields=["status"])
    leave(upload, touched)
    _settle(touched, organisations, progress)
    upload.save(update_fields=["superseded_by"])
    progress.begin("count", 0)  # in one go, within the database
    counting.refresh(touched.months)


def preview(
    upload: Upload, organisations: Organisations, progress: Progress = QUIET
) -> tuple[dict[str, int], list[Problem]]:
    """Return the figures that an upload would come to, and what is worth a look. Nothing is changed.

    The upload begins to count in a savepoint that is rolled back; months are not written. ``progress`` may
    raise Cancelled.
    """
    copy = Upload.objects.get(pk=upload.pk)
    with transaction.atomic():
        before = comparing.totals(copy)
        touched = _begin(copy, organisations, progress)
        progress.begin("count", 0)
        after = comparing.totals_counted(copy)
        problems = [*comparing.jumps(before, after), *_conflicts(copy, touched)]
        transaction.set_rollback(True)
    return {name: getattr(copy, name) for name in FIGURES}, problems


def _begin(upload: Upload, organisations: Organisations, progress: Progress) -> Touched:
    touched = Touched()
    upload.status, upload.committed_at = Upload.Status.COMMITTED, timezone.now()
    upload.save(update_fields=["status", "committed_at"])
    enter(upload, touched)
    keep_delivery_keys(upload)
    _settle(touched, organisations, progress)
    _count_units(upload, touched)
    return touched


def _settle(touched: Touched, organisations: Organisations, progress: Progress) -> None:
    find_touched(touched)
    Versions(touched).settle(progress)
    settle_links(touched.links, organisations, touched, progress)


def _count_units(upload: Upload, touched: Touched) -> None:
    """Account for every unit, and count the deliveries that this upload brought."""
    births = Report.objects.filter(upload=upload).exclude(role=Report.Role.ASIDE)
    started = {"deliveries": 0, "pph": 0, "unknown": 0}
    if upload.superseded_by_id is None:
        alone = births.filter(live=True, role=Report.Role.ALONE)
        started = _tally(alone)
        if touched.superseding:
            taken = _tally(alone.filter(pk__in=touched.superseding))
            started = {name: started[name] - taken[name] for name in started}
    for linked in touched.linked:
        if _starts_here(linked.members, upload, touched):
            row = counted(dict(linked.total))
            started["deliveries"] += 1
            started["pph"] += bool(row["in_denominator"] and row["pph"])
            started["unknown"] += row["eligible"] and not row["in_denominator"]
    upload.deliveries = upload.accepted = started["deliveries"]
    upload.pph, upload.unknown_blood_loss = started["pph"], started["unknown"]
    upload.merged = upload.merged_rows + births.count() - upload.accepted


def _starts_here(members: list[tuple[int, int | None]], upload: Upload, touched: Touched) -> bool:
    """Say whether a delivery of several reports was brought by this upload alone."""
    return all(owner == upload.pk and pk not in touched.superseding for pk, owner in members)


def _tally(reports: QuerySet[Report]) -> dict[str, int]:
    found: dict[str, Any] = reports.aggregate(
        deliveries=Count("pk"),
        pph=Count("pk", filter=Q(in_denominator=True, pph=True)),
        unknown=Count("pk", filter=Q(eligible=True, in_denominator=False)),
    )
    return found


def _conflicts(upload: Upload, touched: Touched) -> list[Problem]:
    """Return where linked reports do not agree, and which value was chosen."""
    conflicts = [
        Problem(
            "conflict",
            column=BY_NAME[conflict.column].label.nl,
            value=shorten(" / ".join(str(value) for value in conflict.values)),
            params={"chosen": str(conflict.chosen)},
        )
        for linked in touched.linked
        if any(owner == upload.pk for _, owner in linked.members)
        for conflict in linked.conflicts
    ]
    return conflicts[:_CONFLICTS]


__all__ = ["FIGURES", "begin_to_count", "preview", "stop_counting", "within"]
