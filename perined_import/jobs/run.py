"""A job is claimed, done, and ended: the one place where it is decided what becomes of it."""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Final

from django.db import transaction
from django.utils import timezone

from fluxus.texts import Text
from perined_import import spool
from perined_import.jobs import flip, locks, sentences
from perined_import.jobs.check import FilesGone, check, end
from perined_import.jobs.heart import Heart
from perined_import.models import ImportJob, Upload
from perined_import.progress import Cancelled
from perined_import.staging import unstage

logger = logging.getLogger(__name__)

_WORK: Final[Mapping[str, Callable[[ImportJob, Heart], None]]] = {ImportJob.Kind.CHECK: check, **flip.WORK}
_STOPPED: Final[Mapping[str, str]] = {
    ImportJob.State.CANCELLED: Upload.Status.CANCELLED,
    ImportJob.State.FAILED: Upload.Status.FAILED,
    ImportJob.State.REFUSED: Upload.Status.REFUSED,
}
"""Where a check that did not come about leaves its upload."""


def run(job_id: int) -> None:
    """Do a waiting job, and write how it ended. One that was done, cancelled or claimed is passed over."""
    with ExitStack() as claimed:
        job = _claim(job_id, claimed)
        if job is None:
            logger.info("Import job %s does not wait (any more).", job_id)
        else:
            _work(job)


def _work(job: ImportJob) -> None:
    with Heart(job.pk) as heart:
        try:
            _WORK[job.kind](job, heart)
        except Cancelled:
            stop(job, ImportJob.State.CANCELLED, sentences.CANCELLED)
        except FilesGone:
            stop(job, ImportJob.State.FAILED, sentences.FILES_GONE)
        except flip.ContentKnown:
            stop(job, ImportJob.State.REFUSED, sentences.MEANWHILE)
        except Exception:
            logger.exception("Import job %s (%s) failed.", job.pk, job.kind)
            stop(job, ImportJob.State.FAILED, sentences.UNEXPECTED.format(job=job.pk))
        except BaseException:
            logger.warning("Import job %s (%s) was interrupted.", job.pk, job.kind)
            stop(job, ImportJob.State.FAILED, sentences.KILLED)
            raise


def run_waiting() -> int:
    """Do every waiting job here and now, oldest first; return how many. For tests and small installations."""
    waiting = list(
        ImportJob.objects.filter(state=ImportJob.State.QUEUED).order_by("pk").values_list("pk", flat=True)
    )
    for job_id in waiting:
        run(job_id)
    return len(waiting)


@transaction.atomic
def _claim(job_id: int, held: ExitStack) -> ImportJob | None:
    """Make a waiting job one's own; None when it does not wait. Its lock is held before others see it run."""
    queued = ImportJob.objects.select_for_update(of=("self",)).select_related("upload")
    job = queued.filter(pk=job_id, state=ImportJob.State.QUEUED).first()
    if job is None:
        return None
    held.enter_context(locks.held(locks.of_job(job.pk)))
    now = timezone.now()
    job.state, job.started_at, job.heartbeat_at = ImportJob.State.RUNNING, now, now
    job.worker = f"{socket.gethostname()[:50]}:{os.getpid()}"
    job.save(update_fields=["state", "started_at", "heartbeat_at", "worker"])
    if job.kind == ImportJob.Kind.CHECK:
        job.upload.status = Upload.Status.CHECKING
        job.upload.save(update_fields=["status"])
    return job


def stop(job: ImportJob, state: str, sentence: Text) -> None:
    """End a job that did not come about, and bring its upload back to where it was."""
    upload = Upload.objects.get(pk=job.upload_id)
    is_check = job.kind == ImportJob.Kind.CHECK
    if is_check:
        unstage(upload)
        if state != ImportJob.State.FAILED:
            spool.remove(upload.pk)
    job.upload = upload
    with transaction.atomic():
        end(job, state, _STOPPED[state] if is_check else flip.BEFORE[job.kind], sentence)
