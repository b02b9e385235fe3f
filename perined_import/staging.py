"""A batch becomes an upload that waits for confirmation: stored, and counting for nothing yet."""

import calendar
import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from fluxus.organisations.models import Vsv
from fluxus.periods import Period
from perined_import.attribution import WHOLE, Organisations
from perined_import.found import as_row
from perined_import.intake import Batch
from perined_import.loading import store
from perined_import.models import FoundProblem, RejectedUnit, Report, Upload, UploadFile
from perined_import.outcome import add_outcome
from perined_import.placing import Placed, place
from perined_import.problems import Problem, shorten

_SHOWN = 20


def stage(
    batch: Batch,
    *,
    by: Any,
    vsv: Vsv | None,
    given: Vsv | None,
    period: Period | None,
    organisations: Organisations,
    live: bool = False,
) -> Upload:
    """Store a batch as a pending upload: files, reports, rejected units.

    ``live`` is for whoever confirms it in the same transaction: it saves writing every row twice.
    """
    frame = add_outcome(batch.frame)
    vsv_ids = dict(Vsv.objects.values_list("code", "pk"))
    placed = place(frame, organisations, vsv_ids, given.pk if given is not None else None)
    batch.warnings.extend(_unknown_organisations(frame, organisations, placed))
    upload = Upload(
        vsv=vsv,
        created_by=by,
        messages=batch.messages,
        rows=batch.rows,
        merged_rows=batch.merged,
        set_aside=batch.set_aside,
        rejected_units=batch.rejected_units,
    )
    _describe_table(upload, batch, frame, period, given)
    upload.by_month = by_month(frame, placed)
    upload.save()
    files = [
        UploadFile(
            upload=upload,
            name=file.name[-255:],
            member=file.member[-255:],
            sha256=file.sha256,
            size=file.size,
            layout=file.layout,
            units=file.units,
        )
        for file in batch.files
        if not file.known
    ]
    for file in files:
        file.name, file.member = shorten(file.name), shorten(file.member)
    UploadFile.objects.bulk_create(files, batch_size=1000)
    known_file = iter(files)
    file_ids = [0 if file.known else next(known_file).pk for file in batch.files]
    births = frame["is_birth"].to_numpy(dtype=bool)
    roles = np.where(births, Report.Role.ALONE.value, Report.Role.ASIDE.value).tolist()
    store(frame, placed, upload_id=upload.pk, file_ids=file_ids, roles=roles, live=live)
    units = [
        RejectedUnit(
            upload=upload,
            file_id=file_ids[unit.file],
            position=unit.position,
            cells=list(unit.cells.items()),
        )
        for unit in batch.rejected
    ]
    RejectedUnit.objects.bulk_create(units, batch_size=500)
    FoundProblem.objects.bulk_create(
        (
            as_row(upload, FoundProblem.Severity.REJECTED, problem, stored)
            for stored, unit in zip(units, batch.rejected, strict=True)
            for problem in unit.problems
        ),
        batch_size=2000,
    )
    return upload


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
    upload.source_key = hashlib.sha256("\x1f".join(source).encode()).hexdigest()
    parent = _parent(batch, upload)
    if parent is not None:
        upload.supplement_of = parent
        upload.source_key = parent.source_key
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
    """Return deliveries, PPH and unknown blood loss per VSV and month of a frame, in millionths.

    Month 0: only the year is known. Set-aside rows are left out.
    """
    births = frame["is_birth"].to_numpy(dtype=bool)
    if not births.any():
        return []
    year = frame["birth_date"].dt.year.astype("Int32").fillna(frame["birth_year"])
    month = frame["birth_date"].dt.month.astype("Int32").fillna(0)
    pph = frame["in_denominator"] & frame["pph"].fillna(False).astype(bool)
    unknown = frame["eligible"] & ~frame["in_denominator"]
    whole = [row for row in np.flatnonzero(births).tolist() if row not in placed.shares]
    parts = [
        (row, share.vsv_id or 0, share.share)
        for row, shares in placed.shares.items()
        if births[row]
        for share in shares
    ]
    rows = np.array(whole + [row for row, *_ in parts], dtype=np.int64)
    weight = np.array([WHOLE] * len(whole) + [share for *_, share in parts], dtype=np.int64)
    table = pd.DataFrame(
        {
            "vsv": [placed.vsv_ids[row] or 0 for row in whole] + [vsv_id for _, vsv_id, _ in parts],
            "year": year.to_numpy(dtype=np.int64, na_value=0)[rows],
            "month": month.to_numpy(dtype=np.int64)[rows],
            "deliveries": weight,
            "pph": weight * pph.to_numpy(dtype=np.int64)[rows],
            "unknown": weight * unknown.to_numpy(dtype=np.int64)[rows],
        }
    )
    sums = table.groupby(["vsv", "year", "month"], as_index=False).sum()
    return [{name: int(value) for name, value in row.items()} for row in sums.to_dict("records")]


def _unknown_organisations(
    frame: pd.DataFrame, organisations: Organisations, placed: Placed
) -> Iterable[Problem]:
    """Warn of organisations that the dated table does not have, where they decide."""
    lvr_ids = {
        lvr_id
        for lvr_id, vsv_id, named, birth in zip(
            placed.lvr_ids, placed.vsv_ids, placed.named, frame["is_birth"], strict=True
        )
        if birth and lvr_id and vsv_id is None and not named
    }
    unknown = sorted(lvr_id for lvr_id in lvr_ids if lvr_id not in organisations.kinds)
    return [Problem("unknown_organisation", value=shorten(lvr_id)) for lvr_id in unknown[:_SHOWN]]
