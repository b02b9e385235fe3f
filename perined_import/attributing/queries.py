"""What the pages of organisations read: the list, one organisation, its history, what is not attributed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from fluxus.organisations import access
from fluxus.organisations.attribution_csv import lines_of as lines_of_table
from fluxus.organisations.attribution_state import vsv_names
from fluxus.organisations.attribution_table import OrganisationTable, Row
from fluxus.organisations.models import Attribution, AuditEvent, Organisation, ProposedChange, Vsv
from fluxus.organisations.permissions import Permission
from fluxus.organisations.queries import with_names
from fluxus.periods import Period, months_before, unit_of
from perined_import.attribution import WHOLE
from perined_import.models import MonthCount, QualityCount

MANAGE = Permission.MANAGE_ATTRIBUTION
HISTORY = 50


@dataclass(frozen=True)
class Unplaced:
    """An organisation whose births (all or part) count for no VSV. ``births`` of ``of`` births."""

    lvr_id: str
    name: str
    births: float
    of: float
    first_year: int
    last_year: int


def may_edit(user: Any) -> bool:
    """Whether this person may change the table: only who looks after all VSVs."""
    return access.is_national(user, MANAGE)


def attributions_for(user: Any) -> QuerySet[Attribution]:
    """Return the rows of the table that this person may see, by organisation and day."""
    rows = access.visible_to(user, Attribution.objects.all(), MANAGE).select_related("organisation", "vsv")
    return rows.order_by("organisation__lvr_id", "valid_from", "vsv__name")


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """Return the organisations that this person may see: those with a row in an own VSV; nationally all."""
    if may_edit(user):
        return Organisation.objects.all()
    own = access.visible_to(user, Attribution.objects.all(), MANAGE)
    return Organisation.objects.filter(pk__in=own.values("organisation"))


def search(
    organisations: QuerySet[Organisation], *, text: str, kind: str, vsv_code: str, today: date
) -> QuerySet[Organisation]:
    """Return the organisations that match; ``vsv_code`` "-" is those without a row today."""
    if text:
        organisations = organisations.filter(Q(lvr_id__icontains=text) | Q(name__icontains=text))
    if kind:
        organisations = organisations.filter(kind=kind)
    holding = Attribution.objects.filter(organisation=OuterRef("pk"), valid_from__lte=today).exclude(
        valid_until__lt=today
    )
    if vsv_code == "-":
        return organisations.filter(~Exists(holding))
    if vsv_code:
        return organisations.filter(Exists(holding.filter(vsv__code=vsv_code)))
    return organisations


def rows_on(organisations: Iterable[Organisation], user: Any, day: date) -> dict[int, list[Attribution]]:
    """Return the rows that hold on a day, by organisation, as far as this person may see them."""
    held = attributions_for(user).filter(organisation__in=list(organisations), valid_from__lte=day)
    found: dict[int, list[Attribution]] = {}
    for row in held.exclude(valid_until__lt=day):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def last_year() -> Period | None:
    """Return the twelve months up to the last one with births, or None without data."""
    last = MonthCount.objects.filter(month__gt=0).order_by("-year", "-month").first()
    if last is None:
        return None
    month = unit_of(date(last.year, last.month, 1), "month")
    return Period(months_before(month.start, 11), month.end, "month")


def reports_of(lvr_ids: Sequence[str], period: Period | None) -> dict[str, int]:
    """Return the number of reports (before linking) that each organisation sent in a run of months."""
    if period is None:
        return {}
    first, last = period.start, period.end
    after = Q(year__gt=first.year) | Q(year=first.year, month__gte=first.month)
    before = Q(year__lt=last.year) | Q(year=last.year, month__lte=last.month)
    counts = QualityCount.objects.filter(after, before, lvr_id__in=lvr_ids, month__gt=0)
    return dict(counts.order_by().values_list("lvr_id").annotate(n=Sum("reports")))


def unplaced() -> list[Unplaced]:
    """Return the organisations with births that count for no VSV, most births first, over all years."""
    sums = MonthCount.objects.filter(lvr_id__isnull=False).order_by().values_list("lvr_id")
    totals = dict(sums.annotate(n=Sum("deliveries")))
    found: dict[str, list[tuple[int, int]]] = {}
    rows = MonthCount.objects.filter(vsv=None, lvr_id__isnull=False).order_by().values_list("lvr_id", "year")
    for lvr_id, year, births in rows.annotate(n=Sum("deliveries")):
        found.setdefault(lvr_id, []).append((year, births))
    names = dict(Organisation.objects.filter(lvr_id__in=found).values_list("lvr_id", "name"))
    lines = [
        Unplaced(
            lvr_id,
            names.get(lvr_id, ""),
            sum(births for _, births in years) / WHOLE,
            totals[lvr_id] / WHOLE,
            min(year for year, _ in years),
            max(year for year, _ in years),
        )
        for lvr_id, years in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.births, one.lvr_id))


def births_without_organisation() -> float:
    """Return the births that count for no VSV and name no organisation at all: no table can place them."""
    bare = MonthCount.objects.filter(vsv=None, lvr_id=None).aggregate(n=Sum("deliveries"))
    return (bare["n"] or 0) / WHOLE


def known_lvr_id(lvr_id: str) -> bool:
    """Whether an LVR id occurs in the counts."""
    return MonthCount.objects.filter(lvr_id=lvr_id).exists()


def history_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Return what was changed about an organisation, newest first, with the names of people."""
    events = AuditEvent.objects.filter(
        event="attribution_changed",
        target_type=Organisation._meta.label,
        target_id=str(organisation.pk),
    )
    return with_names(list(events[:HISTORY]))


def changes_for(user: Any) -> QuerySet[ProposedChange]:
    """Return the proposed changes that this person may look at."""
    found = ProposedChange.objects.select_related("made_by")
    return found if may_edit(user) else found.none()


def vsvs_with_counts() -> QuerySet[Vsv]:
    """Return all VSVs with the number of organisations that have a row there today (``n``)."""
    today = timezone.localdate()
    held = Q(attributions__valid_from__lte=today) & (
        Q(attributions__valid_until=None) | Q(attributions__valid_until__gte=today)
    )
    return Vsv.objects.annotate(n=Count("attributions__organisation", filter=held, distinct=True))


def vsv_choices(user: Any) -> list[tuple[str, str]]:
    """Return (code, name) of the VSVs that this person looks after, by name."""
    return list(access.vsvs_with(user, MANAGE).order_by("name", "code").values_list("code", "name"))


@dataclass(frozen=True)
class Line:
    """One organisation in the list: its rows today, and the reports it sent in a year."""

    organisation: Organisation
    rows: list[Attribution]
    reports: int


def lines_of(
    organisations: Iterable[Organisation], user: Any, day: date, period: Period | None
) -> list[Line]:
    """Return the lines of a page of the list."""
    shown = list(organisations)
    rows = rows_on(shown, user, day)
    reports = reports_of([one.lvr_id for one in shown], period)
    return [Line(one, rows.get(one.pk, []), reports.get(one.lvr_id, 0)) for one in shown]


def csv_lines(user: Any) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table that this person may see, as the file that can be uploaded."""
    names = vsv_names()
    for one in attributions_for(user).iterator(chunk_size=2000):
        row = Row(one.valid_from, one.vsv.code, one.share, one.valid_until)
        held = one.organisation
        yield from lines_of_table(OrganisationTable(held.lvr_id, held.name, held.kind, (row,)), names)
