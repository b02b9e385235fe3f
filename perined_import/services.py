"""What a person can do with uploads: send in, answer, store, throw away, withdraw, put back, stop, try again.

Everything that may take long becomes a job behind the pages (`perined_import.jobs`); these services say at
once what can be said at once. At most one job is open per upload. While one waits or runs the upload is
``waiting``, ``checking`` or ``storing``; only one that is being withdrawn stays ``committed``, for it counts
until that is done.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from fluxus.periods import Period
from perined_import import mapping as heading_answers
from perined_import import spool
from perined_import.batch import Batch
from perined_import.jobs import sentences
from perined_import.jobs.at_once import Received, import_files
from perined_import.jobs.check import end
from perined_import.jobs.flip import BEFORE
from perined_import.jobs.queue import open_job, queue
from perined_import.jobs.reading import (
    UploadRefused,
    already_received,
    known_content,
    limits,
    refuse_at_once,
)
from perined_import.models import ImportJob, Upload
from perined_import.spool import IncomingFile, Spooled
from perined_import.staging import unstage

__all__ = ["IncomingFile", "Received", "UploadRefused", "import_files", "limits"]

_DISCARDABLE = (
    Upload.Status.QUESTION,
    Upload.Status.PENDING,
    Upload.Status.REFUSED,
    Upload.Status.CANCELLED,
    Upload.Status.FAILED,
)


# --- in -------------------------------------------------------------------------------------------------
def receive_upload(
    *,
    files: Iterable[IncomingFile],
    by: Any,
    vsv: Vsv | None,
    given_vsv: Vsv | None = None,
    period: Period | None = None,
    sheet: str = "",
) -> Upload:
    """Keep files until they are checked, and let that wait for its turn.

    ``vsv`` is whose upload this is (None: national); ``given_vsv`` is where its deliveries count when that is
    not left to the organisations. Raises UploadRefused for what can be said without reading, and Refused when
    there is no room for the files.
    """
    files = list(files)
    refuse_at_once(files)
    try:
        spooled = spool.receive(files)
    except OSError as error:
        raise Refused(
            _("There is no room to receive these files. Tell the administrator, or try a smaller upload.")
        ) from error
    try:
        _refuse_known(spooled)
        return _begin_check(spooled, by, vsv, given_vsv, period, sheet)
    except BaseException:
        spooled.remove()
        raise


def _refuse_known(spooled: Spooled) -> None:
    """Raise UploadRefused when everything was received before (as far as whole files tell)."""
    files = {file.sha256: (file.name, "") for file in spooled.files}
    if files and known_content(files) == set(files):
        raise UploadRefused(Batch(refusals=already_received(files)))


@transaction.atomic
def _begin_check(
    spooled: Spooled, by: Any, vsv: Vsv | None, given: Vsv | None, period: Period | None, sheet: str
) -> Upload:
    upload = Upload.objects.create(
        vsv=vsv,
        given_vsv=given,
        created_by=by,
        status=Upload.Status.WAITING,
        period_asked=period.code if period is not None else "",
        sheet=sheet,
    )
    queue(upload, ImportJob.Kind.CHECK, by)
    size = sum(file.size for file in spooled.files)
    details = {"files": len(spooled.files), "bytes": size}
    audit.record("import_received", by=by, target=upload, vsv=vsv, details=details)
    spooled.give_to(upload.pk)
    return upload


@transaction.atomic
def answer(
    *, upload: Upload, by: Any, sheet: str | None = None, mapping: Mapping[str, str] | None = None
) -> Upload:
    """Answer the question of an upload, and let its check wait for its turn again.

    ``sheet``: one of the sheets that were named. ``mapping``: heading key → column, empty for a heading to
    leave out; it is remembered for whose upload this is. Raises Refused for any other answer.
    """
    upload = _locked(upload)
    if upload.status != Upload.Status.QUESTION:
        raise Refused(_("This upload asks nothing (any more)."))
    if not spool.exists(upload.pk):
        raise Refused(sentences.FILES_GONE.in_language(get_language()))
    if sheet is None and mapping is None:
        raise Refused(_("Choose a sheet, or say what the headings mean."))
    if sheet is not None:
        if sheet not in upload.question.get("sheets", ()):
            raise Refused(_("There is no sheet “%(sheet)s” in this file.") % {"sheet": sheet})
        upload.sheet = sheet
    if mapping is not None:
        _remember(upload, by, mapping)
    upload.status, upload.question = Upload.Status.WAITING, {}
    upload.save(update_fields=["status", "question", "sheet"])
    audit.record("import_answered", by=by, target=upload, vsv=upload.vsv)
    queue(upload, ImportJob.Kind.CHECK, by)
    return upload


def _remember(upload: Upload, by: Any, answers: Mapping[str, str]) -> None:
    asked = {heading["key"] for heading in upload.question.get("headings", ())}
    wrong = [
        _("The file has no heading “%(heading)s”.") % {"heading": key}
        for key in sorted(answers.keys() - asked)
    ]
    wrong += heading_answers.problems_of(answers, ())
    if wrong:
        raise Refused(wrong)
    for key, column in answers.items():
        heading_answers.remember(heading=key, column=column, vsv=upload.vsv, by=by)


# --- what counts ----------------------------------------------------------------------------------------
@transaction.atomic
def store_upload(*, upload: Upload, by: Any) -> Upload:
    """Let a checked upload count. Raises Refused when it does not wait for that, or came in meanwhile."""
    upload = _locked(upload)
    if upload.status != Upload.Status.PENDING:
        raise Refused(_("This upload is no longer waiting for confirmation."))
    if _known(upload):
        raise Refused(_("These files were stored by another upload meanwhile. Upload them again to see."))
    _set(upload, Upload.Status.STORING)
    queue(upload, ImportJob.Kind.STORE, by)
    return upload


@transaction.atomic
def withdraw_upload(*, upload: Upload, by: Any) -> Upload:
    """Take an upload out of every figure; what it had replaced counts again. Raises Refused if not in use."""
    upload = _locked(upload)
    if upload.status != Upload.Status.COMMITTED:
        raise Refused(_("Only an upload that is in use can be withdrawn."))
    queue(upload, ImportJob.Kind.WITHDRAW, by)
    return upload


@transaction.atomic
def put_back_upload(*, upload: Upload, by: Any) -> Upload:
    """Let a withdrawn upload count again. Raises Refused if it is not, or its content came in anew."""
    upload = _locked(upload)
    if upload.status != Upload.Status.WITHDRAWN:
        raise Refused(_("Only a withdrawn upload can be put back."))
    if _known(upload):
        raise Refused(_("The same content was stored by a later upload; that one counts."))
    _set(upload, Upload.Status.STORING)
    queue(upload, ImportJob.Kind.PUT_BACK, by)
    return upload


@transaction.atomic
def discard_upload(*, upload: Upload, by: Any) -> None:
    """Throw away an upload that counts for nothing and never did. Raises Refused for any other."""
    upload = _locked(upload)
    if upload.status not in _DISCARDABLE:
        raise Refused(
            _("Only an upload that was never in use can be thrown away; stop or withdraw it instead.")
        )
    audit.record("import_discarded", by=by, target=upload, vsv=upload.vsv)
    pk = upload.pk
    unstage(upload)
    upload.delete()
    transaction.on_commit(lambda: spool.remove(pk))


# --- work -----------------------------------------------------------------------------------------------
@transaction.atomic
def cancel(*, upload: Upload, by: Any) -> Upload:
    """Stop the work on an upload: at once when it has not begun, else at its next step.

    Raises Refused when nothing goes on, or what goes on can no longer be stopped.
    """
    upload = _locked(upload)
    job = ImportJob.objects.select_for_update().filter(upload=upload, state__in=ImportJob.OPEN).first()
    if job is None:
        raise Refused(_("Nothing goes on with this upload (any more)."))
    if job.state == ImportJob.State.QUEUED:
        job.upload = upload
        is_check = job.kind == ImportJob.Kind.CHECK
        back = Upload.Status.CANCELLED if is_check else BEFORE[job.kind]
        end(job, ImportJob.State.CANCELLED, back, sentences.CANCELLED_BEFORE)
        if is_check:
            transaction.on_commit(lambda: spool.remove(upload.pk))
    elif job.kind != ImportJob.Kind.CHECK:
        raise Refused(_("This has begun and can no longer be stopped; it can be undone when it is done."))
    else:
        job.cancel_asked = True
        job.save(update_fields=["cancel_asked"])
    audit.record("import_cancelled", by=by, target=upload, vsv=upload.vsv, details={"kind": job.kind})
    return upload


def can_retry(upload: Upload) -> bool:
    """Say whether work on an upload that stopped can be started again."""
    return _retried(upload) is not None


@transaction.atomic
def retry(*, upload: Upload, by: Any) -> Upload:
    """Start the work on an upload again that failed. Raises Refused when none did, or its files are gone."""
    upload = _locked(upload)
    kind = _retried(upload)
    if kind is None:
        if upload.status == Upload.Status.FAILED:
            raise Refused(sentences.FILES_GONE.in_language(get_language()))
        raise Refused(_("No work on this upload failed."))
    if kind == ImportJob.Kind.CHECK:
        _set(upload, Upload.Status.WAITING)
    elif kind != ImportJob.Kind.WITHDRAW:
        _set(upload, Upload.Status.STORING)
    audit.record("import_retried", by=by, target=upload, vsv=upload.vsv, details={"kind": kind})
    queue(upload, kind, by)
    return upload


def _retried(upload: Upload) -> str | None:
    """Return the kind of work that failed last and can be done again."""
    last = upload.jobs.first()
    if last is None or last.state != ImportJob.State.FAILED or open_job(upload) is not None:
        return None
    if last.kind == ImportJob.Kind.CHECK:
        again = upload.status == Upload.Status.FAILED and spool.exists(upload.pk)
    else:
        again = upload.status == BEFORE[last.kind]
    return last.kind if again else None


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)


def _set(upload: Upload, status: str) -> None:
    upload.status = status
    upload.save(update_fields=["status"])


def _known(upload: Upload) -> bool:
    return bool(known_content(upload.files.values_list("sha256", flat=True)))
