"""The check of an upload: read, judge, store out of sight, work out what it would come to."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fluxus.organisations import audit
from fluxus.periods import parse
from fluxus.texts import Text
from perined_import import comparing, spool
from perined_import.batch import Batch
from perined_import.committing import preview
from perined_import.found import as_row, store_problems
from perined_import.jobs import sentences
from perined_import.jobs.heart import Heart
from perined_import.jobs.reading import all_known, context_for, read
from perined_import.jobs.serial import one_at_a_time
from perined_import.models import FoundProblem, ImportJob, Report, Upload, UploadFile
from perined_import.placing import organisations
from perined_import.problems import Problem, shorten
from perined_import.progress import Cancelled, Progress
from perined_import.readers.source import Context, Question
from perined_import.staging import stage, unstage

_AT_ONCE = 2000


class FilesGone(Exception):
    """The files of an upload are no longer there."""


def check(job: ImportJob, heart: Heart) -> None:
    """Bring an upload from its files to a status in which a person decides. Raises Cancelled, FilesGone."""
    upload = job.upload
    unstage(upload)  # of an attempt that was cut off
    if not spool.exists(upload.pk):
        raise FilesGone
    try:
        with spool.opened(upload.pk) as files:
            batch = read(files, context_of(upload), heart)
    except Question as question:
        _ask(job, question)
        return
    if batch.refusals or all_known(batch):
        _refuse(job, batch, heart)
    else:
        _stage(job, batch, heart)
    spool.remove(upload.pk)


def context_of(upload: Upload) -> Context:
    """Return what the readers must know about an upload, as whoever sent it may see it."""
    return context_for(
        by=upload.created_by,
        vsv=upload.vsv,
        given=upload.given_vsv,
        period=parse(upload.period_asked) if upload.period_asked else None,
        sheet=upload.sheet,
        asks=True,
    )


def stage_and_compare(
    upload: Upload, batch: Batch, by: Any, period: Any, progress: Progress
) -> list[Problem]:
    """Store a batch out of sight as the content of an upload; return what is worth a look."""
    known = organisations()
    stage(
        batch,
        by=by,
        vsv=upload.vsv,
        given=upload.given_vsv,
        period=period,
        organisations=known,
        progress=progress,
        upload=upload,
    )
    _tell_planner()
    return [*batch.warnings, *comparing.overlaps(upload)]


def _tell_planner() -> None:
    """Let PostgreSQL look how many rows there are now: it would plan for the few that were there before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Report._meta.db_table)}")


def _ask(job: ImportJob, question: Question) -> None:
    job.upload.question = question.as_json()
    with transaction.atomic():
        audit.record("import_asked", by=job.by, target=job.upload, vsv=job.upload.vsv)
        end(job, ImportJob.State.DONE, Upload.Status.QUESTION, sentences.ASKED, fields=["question"])


def _refuse(job: ImportJob, batch: Batch, progress: Progress) -> None:
    """Keep what was wrong with the files, so that it can be read; nothing else of them."""
    upload = job.upload
    severity = FoundProblem.Severity
    known = not batch.refusals
    refusals = batch.warnings if known else batch.refusals
    rejected = [problem for unit in batch.rejected for problem in unit.problems]
    upload.messages, upload.rows, upload.rejected_units = batch.messages, batch.rows, batch.rejected_units
    progress.begin("store", len(rejected))
    store_problems(upload, severity.REFUSAL, refusals)
    for start in range(0, len(rejected), _AT_ONCE):
        piece = rejected[start : start + _AT_ONCE]
        FoundProblem.objects.bulk_create(as_row(upload, severity.REJECTED, one) for one in piece)
        progress.at(start + len(piece))
    UploadFile.objects.bulk_create(_file(upload, one) for one in batch.files)
    with transaction.atomic():
        audit.record(
            "import_refused",
            by=job.by,
            target=upload,
            vsv=upload.vsv,
            details={"codes": sorted({problem.code for problem in refusals})},
        )
        end(
            job,
            ImportJob.State.REFUSED,
            Upload.Status.REFUSED,
            sentences.ALL_KNOWN if known else sentences.REFUSED,
            fields=["messages", "rows", "rejected_units"],
        )


def _file(upload: Upload, file: Any) -> UploadFile:
    return UploadFile(
        upload=upload,
        name=shorten(file.name),
        member=shorten(file.member),
        sha256=file.sha256,
        size=file.size,
        layout=file.layout[:10],
        units=file.units,
    )


def _stage(job: ImportJob, batch: Batch, heart: Heart) -> None:
    upload = job.upload
    period = parse(upload.period_asked) if upload.period_asked else None
    warnings = stage_and_compare(upload, batch, upload.created_by, period, heart)
    heart.begin("settle", batch.read)
    with one_at_a_time():
        figures, found = preview(upload, organisations(), heart)
    for name, value in figures.items():
        setattr(upload, name, value)
    with transaction.atomic():
        if ImportJob.objects.select_for_update().get(pk=job.pk).cancel_asked:
            raise Cancelled
        store_problems(upload, FoundProblem.Severity.WARNING, [*warnings, *found])
        audit.record("import_checked", by=job.by, target=upload, vsv=upload.vsv, details=figures)
        end(job, ImportJob.State.DONE, Upload.Status.PENDING, fields=list(figures))


def end(
    job: ImportJob, state: str, status: str, sentence: Text | None = None, fields: list[str] | None = None
) -> None:
    """Write, inside a transaction, how a job ended and where that leaves its upload."""
    job.upload.status = status
    job.upload.save(update_fields=["status", *(fields or [])])
    job.state, job.finished_at, job.sentence = state, timezone.now(), list(sentence or [])
    job.save(update_fields=["state", "finished_at", "sentence"])
