"""What was killed is put right: a job whose worker died, and one that nobody was told of."""

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from perined_import.jobs import locks, sentences
from perined_import.jobs.check import end
from perined_import.jobs.queue import hand_over
from perined_import.jobs.run import stop
from perined_import.models import ImportJob, Upload

logger = logging.getLogger(__name__)

SILENCE: Final = timedelta(seconds=60)
"""A running job that is not heard of for so long is dead, where its lock cannot tell."""


def recover(upload: Upload | None = None) -> int:
    """Put right what was killed, of one upload or of all; return how many jobs that were."""
    jobs = ImportJob.objects.filter(state__in=ImportJob.OPEN)
    if upload is not None:
        jobs = jobs.filter(upload=upload)
    return sum(_recover_one(job) for job in jobs)


def _recover_one(job: ImportJob) -> bool:
    if job.state == ImportJob.State.QUEUED:
        if not _is_lost(job):
            return False
        logger.warning("Import job %s was waiting without a task; it waits again.", job.pk)
        hand_over(job.pk)
        return True
    if is_alive(job):
        return False
    return _bury(job.pk)


def is_alive(job: ImportJob) -> bool:
    """Say whether somebody does this running job: its lock tells, or else how long it was silent."""
    lock = locks.state(locks.of_job(job.pk))
    if lock != "absent":
        return lock == "held"
    heard = job.heartbeat_at or job.started_at or job.created_at
    return timezone.now() - heard < SILENCE


def _is_lost(job: ImportJob) -> bool:
    """Say whether no worker was told of a waiting job, or the one that was died before it began."""
    if timezone.now() - job.created_at < SILENCE:
        return False
    try:
        task = UUID(job.task_id)
    except ValueError:
        return True
    return not DBTaskResult.objects.ready().filter(pk=task).exists()


def _bury(job_id: int) -> bool:
    """End a job whose worker died: as done when its upload says so, else as failed."""
    with transaction.atomic():
        running = ImportJob.objects.select_for_update(of=("self",)).filter(state=ImportJob.State.RUNNING)
        job = running.select_related("upload").filter(pk=job_id).first()
        if job is None or is_alive(job):
            return False
        if _was_done(job):
            logger.warning("Import job %s (%s) was killed when it was done.", job.pk, job.kind)
            end(job, ImportJob.State.DONE, job.upload.status, sentences.KILLED_AFTER)
        else:
            logger.warning("Import job %s (%s) was killed; nothing of it counts.", job.pk, job.kind)
            stop(job, ImportJob.State.FAILED, sentences.KILLED)
    locks.forget(locks.of_job(job_id))
    return True


def _was_done(job: ImportJob) -> bool:
    """Read off an upload whether the transaction of its job was committed."""
    if job.kind == ImportJob.Kind.CHECK:
        return False
    done = Upload.Status.WITHDRAWN if job.kind == ImportJob.Kind.WITHDRAW else Upload.Status.COMMITTED
    return job.upload.status == done
