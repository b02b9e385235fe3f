"""What others may ask of the imported deliveries: counts, and the haemorrhages that are still to screen.

Counts per VSV can be fractional (a home birth counts for the VSVs of the practice, in shares); totals over
all VSVs, with what is not attributed, are whole.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from fluxus.organisations import access
from fluxus.organisations.models import Organisation, Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, unit_of
from perined_import.attribution import WHOLE
from perined_import.committing import within
from perined_import.counting import COUNTED, counts
from perined_import.models import (
    ColumnMapping,
    Delivery,
    FoundProblem,
    ImportJob,
    MonthCount,
    NationalReference,
    RejectedUnit,
    Upload,
    UploadFile,
)

By = Literal["vsv", "organisation"]
Stratum = Literal["parity_group", "plural"]


@dataclass(frozen=True)
class UnitCounts:
    """Counts of one VSV or organisation over one period; ``unit_id`` None: not attributed.

    ``known`` is the denominator: eligible deliveries with known blood loss. Of eligible and unknown loss
    together nothing is left out: eligible = known + unknown_blood_loss.
    """

    unit_id: int | None
    code: str
    name: str
    deliveries: float = 0
    eligible: float = 0
    known: float = 0
    pph: float = 0
    pph_1500: float = 0
    pph_2000: float = 0
    stratum: tuple[Any, ...] = ()

    @property
    def unknown_blood_loss(self) -> float:
        """Eligible deliveries of which it is not known how much blood was lost."""
        return round(self.eligible - self.known, 6)


@dataclass(frozen=True)
class PphDelivery:
    """A delivery with a haemorrhage, as far as the registry goes; None is unknown."""

    delivery_key: str
    birth_date: date
    birth_time: time | None
    place: str | None
    line: str | None
    mode: str | None
    parity: int | None
    gestation_days: int | None
    children: int | None
    blood_loss_ml: int | None
    maternal_age: int | None
    bmi: float | None
    placenta: str | None
    perineum: str | None
    third_stage_uterotonic: bool | None
    previous_pph: bool | None
    transferred_in_labour: bool | None


def delivery_counts(
    *, start: date, end: date, by: By = "vsv", strata: Sequence[Stratum] = (), vsv_id: int | None = None
) -> list[UnitCounts]:
    """Return the counts of every VSV (or organisation) over a period, both days included.

    ``strata`` splits each unit further (UnitCounts.stratum holds the values in that order; parity_group is
    0, 1 for one or more, 9 for unknown). ``vsv_id`` limits the counts to what counts for one VSV. Births
    known by year only count when the whole year lies within.
    """
    rows = _rows(start, end, vsv_id)
    unit = "vsv_id" if by == "vsv" else "lvr_id"
    totals: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        key = (row[unit], *(row[name] for name in strata))
        total = totals.setdefault(key, dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            total[name] += row[name]
    names = _vsv_names(totals) if by == "vsv" else _organisation_names(totals)
    found = [
        UnitCounts(
            *names.get(key[0], (None, "", _("not attributed"))),
            **{name: total / WHOLE for name, total in counted.items()},
            stratum=key[1:],
        )
        for key, counted in totals.items()
    ]
    return sorted(found, key=lambda one: (one.unit_id is None, one.name, one.code, one.stratum))


def quarter_counts(*, vsv_id: int, start: date, end: date) -> list[tuple[Period, UnitCounts]]:
    """Return (quarter, counts) of one VSV for every whole quarter within the period, empty ones too."""
    vsv = Vsv.objects.get(pk=vsv_id)
    run = Period(start, end, "quarter")
    totals = {quarter: dict.fromkeys(COUNTED, 0) for quarter in run.units("quarter")}
    for row in _month_rows(MonthCount.objects.filter(vsv_id=vsv_id, month__gt=0, **_years(start, end))):
        quarter = unit_of(date(row["year"], row["month"], 1), "quarter")
        if quarter in totals:
            for name in COUNTED:
                totals[quarter][name] += row[name]
    return [
        (quarter, UnitCounts(vsv.pk, vsv.code, vsv.name, **{name: n / WHOLE for name, n in counted.items()}))
        for quarter, counted in totals.items()
    ]


def _years(start: date, end: date) -> dict[str, int]:
    return {"year__gte": start.year, "year__lte": end.year}


def _rows(start: date, end: date, vsv_id: int | None) -> Iterable[dict[str, Any]]:
    """Yield counts per unit and stratum: whole months from the summary, other days from the deliveries."""
    whole = list(Period(start, end, "month").units("month"))
    of_vsv = Q() if vsv_id is None else Q(vsv_id=vsv_id)
    if whole:
        yield from _month_rows(MonthCount.objects.filter(of_vsv, _months(whole) | _bare_years(start, end)))
    first, last = (whole[0].start, whole[-1].end) if whole else (None, None)
    beside = Q(birth_date__gte=start, birth_date__lte=end)
    if first is not None and last is not None:
        beside &= Q(birth_date__lt=first) | Q(birth_date__gt=last)
    if first != start or last != end:
        rest = counts(Delivery.objects.filter(beside))
        yield from (row for row in rest if vsv_id is None or row["vsv_id"] == vsv_id)


def _months(months: Sequence[Period]) -> Q:
    first, last = months[0].start, months[-1].start
    after = Q(year__gt=first.year) | Q(year=first.year, month__gte=first.month)
    before = Q(year__lt=last.year) | Q(year=last.year, month__lte=last.month)
    return Q(month__gt=0) & after & before


def _bare_years(start: date, end: date) -> Q:
    first = start.year + ((start.month, start.day) != (1, 1))
    last = end.year - ((end.month, end.day) != (12, 31))
    return Q(month=0, year__gte=first, year__lte=last)


def _month_rows(rows: QuerySet[MonthCount]) -> Iterable[dict[str, Any]]:
    keys = ("vsv_id", "lvr_id", "year", "month", "parity_group", "plural")
    sums = {f"n_{name}": Sum(name) for name in COUNTED}
    for row in rows.order_by().values(*keys).annotate(**sums):
        yield {**{key: row[key] for key in keys}, **{name: row[f"n_{name}"] for name in COUNTED}}


def _vsv_names(totals: Collection[tuple[Any, ...]]) -> dict[Any, tuple[int, str, str]]:
    found = Vsv.objects.filter(pk__in={key[0] for key in totals if key[0] is not None})
    return {vsv.pk: (vsv.pk, vsv.code, vsv.name) for vsv in found}


def _organisation_names(totals: Collection[tuple[Any, ...]]) -> dict[Any, tuple[int | None, str, str]]:
    wanted = {key[0] for key in totals if key[0] is not None}
    names: dict[Any, tuple[int | None, str, str]] = {lvr_id: (None, lvr_id, lvr_id) for lvr_id in wanted}
    for one in Organisation.objects.filter(lvr_id__in=wanted):
        names[one.lvr_id] = (one.pk, one.lvr_id, one.name)
    return names


def pph_deliveries(vsv: Vsv, *, start: date | None = None, end: date | None = None) -> list[PphDelivery]:
    """Return the haemorrhages that count for a VSV and whose day is known, newest first."""
    mine = Q(vsv=vsv, split=False) | Q(split=True, shares__vsv=vsv)
    found = Delivery.objects.filter(mine, in_denominator=True, pph=True, birth_date__isnull=False)
    if start is not None and end is not None:
        found = found.filter(within(start, end))
    names = PphDelivery.__dataclass_fields__
    return [
        PphDelivery(**row) for row in found.order_by("-birth_date", "delivery_key").values(*names).distinct()
    ]


def pph_deliveries_to_screen(vsv: Vsv, *, screened: Collection[str] = ()) -> list[PphDelivery]:
    """Return the haemorrhages of a VSV without a case; ``screened`` are the keys that cases have."""
    known = set(screened)
    return [one for one in pph_deliveries(vsv) if one.delivery_key not in known]


def national_references(outcome: str = "pph") -> QuerySet[NationalReference]:
    """Return the published national figures of an outcome, by year."""
    return NationalReference.objects.filter(outcome=outcome)


def last_upload(vsv: Vsv | None) -> Upload | None:
    """Return the newest upload in use for a VSV (None: national), if there is one."""
    return Upload.objects.filter(vsv=vsv, status=Upload.Status.COMMITTED).order_by("-committed_at").first()


# --- the import's own pages --------------------------------------------------------------------------------
def uploads_for(user: Any, status: str = "") -> QuerySet[Upload]:
    """Return the uploads that a data manager may see: of the own VSVs; national ones to the national.

    ``status`` limits them to one `Upload.Status`; empty: all.
    """
    seen = access.visible_to(user, Upload.objects.all(), Permission.IMPORT)
    if access.is_national(user, Permission.IMPORT):
        seen = seen | Upload.objects.filter(vsv=None)
    if status:
        seen = seen.filter(status=status)
    return seen.select_related("vsv", "created_by")


def files_of(upload: Upload) -> QuerySet[UploadFile]:
    """Return the files of an upload."""
    return upload.files.all()


def rejected_of(upload: Upload) -> QuerySet[RejectedUnit]:
    """Return what was not taken, in the order of the files."""
    return upload.rejected.select_related("file").prefetch_related("problems")


def problems_of(upload: Upload, severity: str) -> QuerySet[FoundProblem]:
    """Return the problems of one severity, in the order in which they were found."""
    return upload.problems.filter(severity=severity)


def newest_jobs(uploads: Iterable[Upload]) -> dict[int, ImportJob]:
    """Return the newest piece of work on each upload, by the upload's id."""
    jobs = ImportJob.objects.filter(upload__in=[one.pk for one in uploads]).order_by("pk")
    return {job.upload_id: job for job in jobs}


def mappings_for(user: Any) -> QuerySet[ColumnMapping]:
    """Return the remembered headings that a data manager may see: of the own VSVs; national ones likewise."""
    seen = access.visible_to(user, ColumnMapping.objects.all(), Permission.IMPORT)
    if access.is_national(user, Permission.IMPORT):
        seen = seen | ColumnMapping.objects.filter(vsv=None)
    return seen.select_related("vsv", "by").order_by("vsv__name", "heading")
