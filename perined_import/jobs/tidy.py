"""Nothing is kept longer than needed: files that wait, what crashes left, old results of tasks."""

import logging
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fluxus.texts import Text
from perined_import import spool
from perined_import.jobs import sentences
from perined_import.models import ImportJob, Upload

logger = logging.getLogger(__name__)

_WAITING: Final = (
    Upload.Status.WAITING,
    Upload.Status.CHECKING,
    Upload.Status.QUESTION,
    Upload.Status.FAILED,
)
"""Uploads whose files are still needed."""
_RESULTS_KEPT: Final = timedelta(days=30)
_GRACE_SECONDS: Final = 3600
"""What belongs to no upload may be just coming in."""


def tidy() -> None:
    """Remove what is not needed any more."""
    expire()
    _remove_orphans()
    old = timezone.now() - _RESULTS_KEPT
    DBTaskResult.objects.filter(enqueued_at__lt=old).exclude(pk__in=DBTaskResult.objects.ready()).delete()


def expire() -> int:
    """Remove files that waited too long for an answer or another try; return of how many uploads.

    The upload says so: an unanswered one is cancelled, a failed one can no longer be tried again.
    """
    before = timezone.now() - timedelta(hours=settings.IMPORT_SPOOL_HOURS)
    expired = 0
    for upload in Upload.objects.filter(
        pk__in=spool.upload_ids(), status__in=(Upload.Status.QUESTION, Upload.Status.FAILED)
    ):
        last = upload.jobs.first()
        if last is not None and last.finished_at is not None and last.finished_at > before:
            continue
        _forget_files(upload, last)
        expired += 1
    return expired


@transaction.atomic
def _forget_files(upload: Upload, last: ImportJob | None) -> None:
    asked = upload.status == Upload.Status.QUESTION
    spool.remove(upload.pk)
    if asked:
        upload.status, upload.question = Upload.Status.CANCELLED, {}
        upload.save(update_fields=["status", "question"])
    if last is not None:
        text = sentences.EXPIRED_QUESTION if asked else sentences.EXPIRED_FAILURE
        text = text.format(hours=settings.IMPORT_SPOOL_HOURS)
        told = Text(*last.sentence) if last.sentence and not asked else Text("", "")
        last.sentence = [f"{told.nl} {text.nl}".strip(), f"{told.en} {text.en}".strip()]
        last.save(update_fields=["sentence"])
    logger.info("The files of upload %s waited too long and were removed.", upload.pk)


def _remove_orphans() -> None:
    """Remove files of uploads that do not need them: a process died between two steps."""
    waiting = spool.upload_ids(_GRACE_SECONDS)
    needed = set(Upload.objects.filter(pk__in=waiting, status__in=_WAITING).values_list("pk", flat=True))
    for upload_id in waiting - needed:
        logger.warning("The files of upload %s were left behind and are removed.", upload_id)
        spool.remove(upload_id)
    spool.remove_arriving(_GRACE_SECONDS)
