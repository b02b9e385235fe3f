"""The steps between a batch and what counts, as jobs call them."""

import inspect
from typing import Any

from django.db import transaction

from perined_import import committing, comparing, staging
from perined_import.attribution import Organisations
from perined_import.batch import Batch
from perined_import.found import as_problems
from perined_import.models import FoundProblem, RejectedUnit, Report, Upload, UploadFile
from perined_import.problems import Problem
from perined_import.progress import QUIET, Progress

_PARTS = (Report, RejectedUnit, UploadFile, FoundProblem)
_COPIED = (
    "messages", "rows", "merged_rows", "set_aside", "rejected_units", "source_key", "supplement_of",
    "period_start", "period_end", "by_month",
)  # fmt: skip


def stage(batch: Batch, *, upload: Upload, progress: Progress = QUIET, **others: Any) -> Upload:
    """Store a batch as the content of an upload, out of sight."""
    if "upload" in inspect.signature(staging.stage).parameters:
        return staging.stage(batch, upload=upload, progress=progress, **others)
    made = staging.stage(batch, **others)
    for model in _PARTS:
        model._base_manager.filter(upload=made).update(upload=upload)
    for name in _COPIED:
        setattr(upload, name, getattr(made, name))
    upload.save()
    made.delete()
    return upload


def unstage(upload: Upload) -> None:
    """Remove the content of an upload that counts for nothing."""
    if hasattr(staging, "unstage"):
        staging.unstage(upload)
        return
    for model in _PARTS:
        model._base_manager.filter(upload=upload).delete()


def preview(upload: Upload, organisations: Organisations) -> tuple[dict[str, int], list[Problem]]:
    """Return what an upload would come to, and what is worth a look; nothing is written."""
    if hasattr(committing, "preview"):
        return committing.preview(upload, organisations)
    with transaction.atomic():
        before = comparing.totals(upload)
        committing.begin_to_count(upload, organisations)
        names = (
            "accepted",
            "merged",
            "set_aside",
            "rejected_units",
            "deliveries",
            "pph",
            "unknown_blood_loss",
        )
        figures = {name: getattr(upload, name) for name in names}
        found = comparing.jumps(before, comparing.totals(upload))
        found += list(as_problems(upload.problems.filter(code="conflict")))
        transaction.set_rollback(True)
    upload.committed_at = None
    return figures, found


def begin_to_count(upload: Upload, organisations: Organisations, progress: Progress = QUIET) -> None:
    """Let an upload count, inside a transaction."""
    if "progress" in inspect.signature(committing.begin_to_count).parameters:
        committing.begin_to_count(upload, organisations, progress)
    else:
        committing.begin_to_count(upload, organisations)


def stop_counting(upload: Upload, organisations: Organisations, progress: Progress = QUIET) -> None:
    """Let an upload no longer count, inside a transaction."""
    if "progress" in inspect.signature(committing.stop_counting).parameters:
        committing.stop_counting(upload, organisations, progress)
    else:
        committing.stop_counting(upload, organisations)
