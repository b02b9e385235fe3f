"""A table is a whole picture: it takes the place of the earlier reports of its source within its period.

Which one does depends on what is in use and on the order in which tables came in (not in which they were
confirmed): a report is replaced when a later table of its source, in use and no supplement, covers it. A
table that is covered wholly is marked as such and none of its rows is written; else the rows are marked.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from perined_import.models import Report, Upload
from perined_import.models.report import counting_uploads
from perined_import.touched import (
    IN_PLAY,
    LOST,
    Touched,
    linked_keys,
    links_shared,
    months_of,
    months_under,
    of_uploads,
    records_shared,
)


def within(start: date, end: date) -> Q:
    """Return the births of a period; of those known by year only, the years that lie wholly within."""
    first, last = whole_years(start, end)
    bare = Q(birth_date=None, birth_year__gte=first, birth_year__lte=last)
    return Q(birth_date__gte=start, birth_date__lte=end) | bare


def whole_years(start: date, end: date) -> tuple[int, int]:
    """Return the first and the last year that lie wholly within a period (none when first > last)."""
    return start.year + ((start.month, start.day) != (1, 1)), end.year - ((end.month, end.day) != (12, 31))


def whole_pictures() -> QuerySet[Upload]:
    """Return the tables in use that replace others of their source."""
    in_use = Upload.objects.filter(status=Upload.Status.COMMITTED, supplement_of=None)
    return in_use.exclude(source_key="").filter(period_start__isnull=False, period_end__isnull=False)


def enter(upload: Upload, touched: Touched) -> None:
    """Let an upload that is in use by now take its place among the tables of its source."""
    later = list(_later(upload))
    for table in later:
        if _covers(table, upload):
            upload.superseded_by = table
            upload.save(update_fields=["superseded_by"])
            return
    _turn_off(upload, later)
    touched.entered.add(upload.pk)
    touched.months |= months_of(upload)
    if whole_pictures().filter(pk=upload.pk).exists():
        for earlier in (
            counting_uploads().filter(source_key=upload.source_key, pk__lt=upload.pk).order_by("pk")
        ):
            _replace(earlier, upload, touched)


def _later(upload: Upload) -> Iterator[Upload]:
    if upload.source_key:
        yield from whole_pictures().filter(source_key=upload.source_key, pk__gt=upload.pk).order_by("pk")


def _covers(table: Upload, upload: Upload) -> bool:
    """Say whether a table's period holds all births of another upload."""
    if not (table.period_start and table.period_end and upload.period_start and upload.period_end):
        return False
    if upload.period_start < table.period_start or upload.period_end > table.period_end:
        return False
    outside = Report.objects.filter(upload=upload).exclude(within(table.period_start, table.period_end))
    return not outside.exists()


def _turn_off(upload: Upload, tables: list[Upload]) -> None:
    for table in tables:
        if table.period_start and table.period_end:
            covered = Q(within(table.period_start, table.period_end), upload=upload, live=True)
            Report.objects.filter(covered).update(live=False, replaced_by=table)


def _replace(earlier: Upload, table: Upload, touched: Touched) -> None:
    if _covers(table, earlier):
        earlier.superseded_by = table
        earlier.save(update_fields=["superseded_by"])
        touched.left.add(earlier.pk)
        touched.months |= months_of(earlier)
        touched.links |= linked_keys(Q(upload=earlier))
        return
    if not (table.period_start and table.period_end):
        return
    covered = Q(within(table.period_start, table.period_end), upload=earlier, live=True)
    touched.links |= linked_keys(covered)
    if Report.objects.filter(covered).update(live=False, replaced_by=table):
        off = f"n.upload_id = {earlier.pk} AND n.replaced_by_id = {table.pk}"
        first, last = ((day.year, day.month) for day in (table.period_start, table.period_end))
        touched.months |= {one for one in months_of(earlier) if not one[1] or first <= one <= last}
        touched.records |= records_shared(off, LOST)


def leave(upload: Upload, touched: Touched) -> None:
    """Take an upload, withdrawn by now, out again: what it replaced comes back, unless others replace it."""
    if upload.superseded_by_id is None:
        touched.left.add(upload.pk)
        touched.months |= months_of(upload)
        touched.links |= linked_keys(Q(upload=upload))
    replaced = Q(replaced_by=upload) & ~Q(upload=upload)
    ours = f"n.replaced_by_id = {upload.pk} AND n.upload_id <> {upload.pk}"
    back = set(Report.objects.filter(replaced).order_by().values_list("upload_id", flat=True).distinct())
    if back:
        touched.months |= months_under(replaced)
        touched.records |= records_shared(ours, f"({IN_PLAY} OR o.replaced_by_id = {upload.pk})")
        touched.links |= linked_keys(replaced)
        touched.links |= links_shared(ours, f"(o.live OR o.replaced_by_id = {upload.pk})")
        Report.objects.filter(replaced).update(live=True, replaced_by=None)
        for other in counting_uploads().filter(pk__in=back).order_by("pk"):
            _turn_off(other, list(_later(other)))
    for earlier in upload.superseded.order_by("pk"):
        earlier.superseded_by = None
        earlier.save(update_fields=["superseded_by"])
        if earlier.status == Upload.Status.COMMITTED:
            enter(earlier, touched)
    upload.superseded_by = None


def find_touched(touched: Touched) -> None:
    """Look, after all uploads took their places, which records and links those that came and went share."""
    if touched.entered:
        ours = of_uploads(touched.entered)
        touched.records |= records_shared(ours, IN_PLAY)
        touched.links |= links_shared(f"n.live AND {ours}", "o.live")
    if touched.left:
        touched.records |= records_shared(of_uploads(touched.left), LOST)
        rest(touched.left)


def rest(uploads: set[int]) -> None:
    """Bring the rows of uploads that do not count back to how they were stored: live, and by themselves."""
    own = Report.objects.filter(upload__in=uploads)
    own.filter(live=False).update(live=True, replaced_by=None)
    own.filter(role=Report.Role.PART).update(role=Report.Role.ALONE)
