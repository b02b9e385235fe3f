"""An import that its caller waits for (command line, demo): the steps of a check and a store in one go.

The rows are stored piece by piece, out of sight, so that others can go on writing; one short transaction lets
them count. Whatever goes wrong before that, an interruption too, leaves nothing; what a killed process
left is found by its lock, like that of a job.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from fluxus.organisations import audit
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.models import Vsv
from fluxus.periods import Period
from perined_import import comparing
from perined_import.batch import Batch
from perined_import.committing import FIGURES, begin_to_count
from perined_import.found import as_problems, store_problems
from perined_import.jobs import locks
from perined_import.jobs.check import end, stage_and_compare
from perined_import.jobs.reading import UploadRefused, all_known, context_for, read, refuse_at_once
from perined_import.jobs.serial import one_at_a_time
from perined_import.models import FoundProblem, ImportJob, Upload
from perined_import.placing import organisations
from perined_import.problems import Problem
from perined_import.progress import QUIET, Progress
from perined_import.spool import IncomingFile
from perined_import.staging import unstage


class InterruptedAfterwards(KeyboardInterrupt):
    """The interrupt came when everything was stored already."""


@dataclass
class Received:
    """What became of some files: the upload (None when everything was received before), and the batch."""

    batch: Batch
    upload: Upload | None
    committed: bool = False
    warnings: list[Problem] = field(default_factory=list)

    @property
    def already_received(self) -> bool:
        """Whether every file was received before."""
        return self.upload is None


def import_files(
    *,
    files: Iterable[IncomingFile],
    by: Any,
    vsv: Vsv | None = None,
    given_vsv: Vsv | None = None,
    period: Period | None = None,
    reference_date: date | None = None,
    dry_run: bool = False,
    progress: Progress = QUIET,
) -> Received:
    """Check files and let them count, or (dry run) tell exactly what would happen and write nothing.

    ``vsv`` is whose upload this is (None: national); ``given_vsv`` is where its deliveries count when that is
    not left to the organisations. Raises UploadRefused with every problem of the gate that failed.
    """
    files = list(files)
    refuse_at_once(files)
    context = context_for(by=by, vsv=vsv, given=given_vsv, period=period, reference_date=reference_date)
    batch = read(files, context, progress)
    if batch.refusals:
        raise UploadRefused(batch)
    if all_known(batch):
        return Received(batch, None, warnings=batch.warnings)
    upload = Upload(
        vsv=vsv,
        given_vsv=given_vsv,
        created_by=by,
        status=Upload.Status.CHECKING,
        period_asked=period.code if period is not None else "",
    )
    if dry_run:
        with transaction.atomic():
            upload.save()
            received = _let_count(_job(upload), batch, period, progress)
            transaction.set_rollback(True)
        return received
    return _write(upload, batch, period, progress)


def _write(upload: Upload, batch: Batch, period: Period | None, progress: Progress) -> Received:
    """Store and let count; leave nothing when that does not come about."""
    with ExitStack() as held:
        with transaction.atomic():
            upload.save()
            job = _job(upload)
            held.enter_context(locks.held(locks.of_job(job.pk)))  # before others see that it runs
        try:
            received = _let_count(job, batch, period, progress)
        except BaseException as error:
            if Upload.objects.filter(pk=upload.pk, status=Upload.Status.COMMITTED).exists():
                # It was telling others that new data came in.
                raise InterruptedAfterwards if isinstance(error, KeyboardInterrupt) else error from error
            unstage(upload)
            upload.delete()
            raise
    received.committed = True
    return received


def _job(upload: Upload) -> ImportJob:
    now = timezone.now()
    return ImportJob.objects.create(
        upload=upload,
        kind=ImportJob.Kind.CHECK,
        state=ImportJob.State.RUNNING,
        by=upload.created_by,
        worker="command",
        started_at=now,
        heartbeat_at=now,
    )


def _let_count(job: ImportJob, batch: Batch, period: Period | None, progress: Progress) -> Received:
    upload, by = job.upload, job.by
    warnings = stage_and_compare(upload, batch, by, period, progress)
    progress.begin("settle", batch.read)
    with one_at_a_time():
        before = comparing.totals(upload)
        begin_to_count(upload, organisations(), progress=progress)
        warnings.extend(comparing.jumps(before, comparing.totals(upload)))
        store_problems(upload, FoundProblem.Severity.WARNING, warnings)
        warnings.extend(as_problems(upload.problems.filter(code="conflict")))
        figures = {name: getattr(upload, name) for name in FIGURES}
        audit.record("import_committed", by=by, target=upload, vsv=upload.vsv, details=figures)
        announce_data_changed("import", by=by, vsv=upload.vsv)
        end(job, ImportJob.State.DONE, upload.status)
    return Received(batch, upload, warnings=warnings)
