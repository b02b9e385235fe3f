"""A job begins to wait for its turn."""

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fluxus.organisations.errors import Refused
from perined_import.models import ImportJob, Upload

logger = logging.getLogger(__name__)


def open_job(upload: Upload) -> ImportJob | None:
    """Return the job that waits or runs for an upload, if any."""
    return upload.jobs.filter(state__in=ImportJob.OPEN).first()


def queue(upload: Upload, kind: str, by: Any) -> ImportJob:
    """Let a job (`ImportJob.Kind`) wait; it is handed to the workers once the transaction is committed.

    Runs inside a transaction that locked the upload. Raises Refused while another job is open.
    """
    if open_job(upload) is not None:
        raise Refused(_("This upload is being worked on. Wait until that is done."))
    job = ImportJob.objects.create(upload=upload, kind=kind, by=by)
    # A job that nobody was told of is found again by `recovery`.
    transaction.on_commit(lambda: hand_over(job.pk), robust=True)
    return job


def hand_over(job_id: int) -> None:
    """Tell the workers of a waiting job. Harmless to repeat: only one of them can claim it."""
    from perined_import.tasks import work_on_import  # it imports what it runs

    result = work_on_import.enqueue(job_id)
    ImportJob.objects.filter(pk=job_id).update(task_id=str(result.id))
