"""A batch becomes the content of an upload: stored piece by piece, and counting for nothing yet."""

import calendar
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.db import transaction

from fluxus.organisations.models import Vsv
from fluxus.periods import Period
from perined_import import sources
from perined_import.attribution import WHOLE, Organisations
from perined_import.batch import Batch, FileRead
from perined_import.delivery_keys import delivery_keys_for
from perined_import.found import as_row
from perined_import.loading import Columns, insert, store
from perined_import.models import DeliveryShare, FoundProblem, RejectedUnit, Report, Upload, UploadFile
from perined_import.outcome import add_outcome
from perined_import.placing import Placed, place
from perined_import.problems import Problem, shorten
from perined_import.progress import QUIET, Progress

_SHOWN = 20
_UNITS = 5_000
_GONE = 50_000


def stage(
    batch: Batch,
    *,
    by: Any,
    vsv: Vsv | None,
    given: Vsv | None,
    period: Period | None,
    organisations: Organisations,
    progress: Progress = QUIET,
    upload: Upload | None = None,
) -> Upload:
    """Store a batch as the content of an upload (a new one that waits for confirmation, if none is given):
    files, reports, rejected units.

    Each piece is a transaction of its own, unless one is at hand; whoever stops it halfway (``progress`` may
    raise Cancelled) removes what is there with `unstage`.
    """
    frame = add_outcome(batch.frame)
    vsv_ids = dict(Vsv.objects.values_list("code", "pk"))
    placed = place(frame, organisations, vsv_ids, given.pk if given is not None else None)
    batch.warnings.extend(_unknown_organisations(frame, organisations, placed))
    if upload is None:
        upload = Upload(vsv=vsv, created_by=by)
    upload.messages, upload.rows, upload.merged_rows = batch.messages, batch.rows, batch.merged
    upload.set_aside, upload.rejected_units = batch.set_aside, batch.rejected_units
    upload.codes, upload.experimental = batch.codes, batch.experimental
    _describe_table(upload, batch, frame, period, given)
    upload.by_month = by_month(frame, placed)
    with transaction.atomic():
        upload.save()
        file_ids = _store_files(upload, batch)
    births = frame["is_birth"].to_numpy(dtype=bool)
    store(
        frame,
        placed,
        upload_id=upload.pk,
        file_ids=file_ids,
        roles=np.where(births, Report.Role.ALONE.value, Report.Role.ASIDE.value),
        delivery_keys=delivery_keys_for(frame, upload),
        progress=progress,
    )
    _store_rejected(upload, batch, file_ids)
    return upload


def _store_files(upload: Upload, batch: Batch) -> list[int]:
    """Store the files that are new; return an id for each file of the batch (0: known before)."""
    files = [file for file in batch.files if not file.known]
    ids: Iterator[int] = iter(())
    if files:
        # A ZIP may hold many thousands, so they go in like the reports do; their ids are in the same order.
        insert(UploadFile._meta.db_table, _as_columns(upload, files))
        ids = iter(UploadFile.objects.filter(upload=upload).order_by("pk").values_list("pk", flat=True))
    return [0 if file.known else next(ids) for file in batch.files]


def _as_columns(upload: Upload, files: list[FileRead]) -> Columns:
    return {
        "upload_id": np.full(len(files), upload.pk),
        "name": pd.Series([shorten(file.name[-255:]) for file in files], dtype=object),
        "member": pd.Series([shorten(file.member[-255:]) for file in files], dtype=object),
        "sha256": pd.Series([file.sha256 for file in files], dtype=object),
        "size": np.array([file.size for file in files], dtype=np.int64),
        "layout": pd.Series([file.layout for file in files], dtype=object),
        "units": np.array([file.units for file in files], dtype=np.int64),
    }


def _store_rejected(upload: Upload, batch: Batch, file_ids: list[int]) -> None:
    for start in range(0, len(batch.rejected), _UNITS):
        piece = batch.rejected[start : start + _UNITS]
        with transaction.atomic():
            units = RejectedUnit.objects.bulk_create(
                (
                    RejectedUnit(
                        upload=upload,
                        file_id=file_ids[unit.file],
                        position=unit.position,
                        cells=list(unit.cells.items()),
                    )
                    for unit in piece
                ),
                batch_size=500,
            )
            FoundProblem.objects.bulk_create(
                (
                    as_row(upload, FoundProblem.Severity.REJECTED, problem, stored)
                    for stored, unit in zip(units, piece, strict=True)
                    for problem in unit.problems
                ),
                batch_size=2000,
            )


def unstage(upload: Upload) -> None:
    """Remove the content of an upload that counts for nothing, piece by piece; the upload itself stays.

    Raises ValueError for an upload that is or was in use.
    """
    if Upload.objects.filter(pk=upload.pk, committed_at__isnull=False).exists():
        raise ValueError(f"upload {upload.pk} was in use")
    own = Report.objects.filter(upload=upload).order_by("pk")
    while keys := list(own.values_list("pk", flat=True)[:_GONE]):
        with transaction.atomic():
            gone = Report.objects.filter(upload=upload, pk__lte=keys[-1])
            shares = DeliveryShare.objects.filter(delivery__in=gone.filter(split=True).values("pk"))
            shares._raw_delete(shares.db)  # nothing refers to a share
            gone._raw_delete(gone.db)  # nor to a report, but its shares
    with transaction.atomic():
        for model in (FoundProblem, RejectedUnit, UploadFile):
            model._base_manager.filter(upload=upload).delete()


def _describe_table(
    upload: Upload, batch: Batch, frame: pd.DataFrame, period: Period | None, given: Vsv | None
) -> None:
    """Set what a table is a whole picture of: its organisations (or VSVs), and its period of whole months."""
    tables = [number for number, file in enumerate(batch.files) if file.layout == "table"]
    if not tables:
        return
    rows = frame[frame["file"].isin(tables)]
    reporters = rows["reporting_lvr_id"].fillna(rows["hospital_lvr_id"]).dropna().unique()
    named = rows["vsv_code"].dropna().unique()
    source = sorted(reporters) or sorted(named) or [given.code if given is not None else ""]
    upload.source = source
    upload.source_key = sources.key_of(upload, batch)
    parent = _parent(batch, upload)
    if parent is not None:
        upload.supplement_of = parent
        upload.source, upload.source_key = parent.source, parent.source_key
        upload.period_start, upload.period_end = parent.period_start, parent.period_end
    elif period is not None:
        upload.period_start, upload.period_end = period.start, period.end
    else:
        upload.period_start, upload.period_end = covering_months(
            rows["birth_date"].dropna(), rows["birth_year"].dropna()
        )


def _parent(batch: Batch, upload: Upload) -> Upload | None:
    """Return the upload that a mended problem file completes."""
    if batch.supplement is None:
        return None
    committed = Upload.objects.filter(status=Upload.Status.COMMITTED, vsv=upload.vsv).exclude(source_key="")
    if batch.supplement:
        return committed.filter(pk=batch.supplement).first()
    return committed.filter(supplement_of=None).order_by("-committed_at").first()


def covering_months(dates: Any, years: Any) -> tuple[date | None, date | None]:
    """Return the smallest run of whole months that covers the births; a bare year covers the whole year."""
    starts = [date(int(year), 1, 1) for year in years.unique()]
    ends = [date(int(year), 12, 31) for year in years.unique()]
    if len(dates):
        first, last = dates.min().date(), dates.max().date()
        starts.append(first.replace(day=1))
        ends.append(last.replace(day=calendar.monthrange(last.year, last.month)[1]))
    return (min(starts), max(ends)) if starts else (None, None)


def by_month(frame: pd.DataFrame, placed: Placed) -> list[dict[str, Any]]:
    """Return deliveries, PPH, known and unknown blood loss per VSV and month of a frame, in millionths.

    Month 0: only the year is known. Set-aside rows are left out.
    """
    births = frame["is_birth"].to_numpy(dtype=bool)
    if not births.any():
        return []
    whole = births.copy()
    whole[list(placed.shares)] = False
    parts = [
        (row, share.vsv_id or 0, share.share)
        for row, shares in placed.shares.items()
        if births[row]
        for share in shares
    ]
    split_rows, split_vsvs, split_shares = np.array(parts, dtype=np.int64).reshape(-1, 3).T
    rows = np.concatenate([np.flatnonzero(whole), split_rows])
    weight = np.concatenate([np.full(whole.sum(), WHOLE), split_shares])
    vsvs = np.concatenate(
        [pd.array(placed.vsv_ids, dtype="Int64").to_numpy(np.int64, na_value=0)[whole], split_vsvs]
    )
    born = frame["birth_date"]
    year = born.dt.year.astype("Int32").fillna(frame["birth_year"]).to_numpy(dtype=np.int64, na_value=0)
    month = born.dt.month.astype("Int32").to_numpy(dtype=np.int64, na_value=0)
    known = frame["in_denominator"].to_numpy(dtype=bool)
    counted = {
        "deliveries": np.ones(len(frame), dtype=bool),
        "pph": known & frame["pph"].to_numpy(dtype=bool, na_value=False),
        "known": known,
        "unknown": frame["eligible"].to_numpy(dtype=bool) & ~known,
    }
    cells = {"vsv": vsvs, "year": year[rows], "month": month[rows]}
    table = pd.DataFrame(cells | {name: weight * mask[rows] for name, mask in counted.items()})
    sums = table.groupby(["vsv", "year", "month"], as_index=False).sum()
    return [{name: int(value) for name, value in row.items()} for row in sums.to_dict("records")]


def _unknown_organisations(
    frame: pd.DataFrame, organisations: Organisations, placed: Placed
) -> Iterable[Problem]:
    """Warn of organisations that the dated table does not have, where they decide."""
    births = frame["is_birth"].to_numpy(dtype=bool)
    nowhere = pd.isna(np.asarray(placed.vsv_ids, dtype=object)) & ~np.asarray(placed.named, dtype=bool)
    deciding = np.asarray(placed.lvr_ids, dtype=object)[births & nowhere]
    unknown = sorted(lvr_id for lvr_id in set(deciding) if lvr_id and lvr_id not in organisations.kinds)
    return [Problem("unknown_organisation", value=shorten(lvr_id)) for lvr_id in unknown[:_SHOWN]]
