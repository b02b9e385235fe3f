"""What can be done with uploads: check, commit, discard, withdraw, put back; all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fluxus.organisations import access, audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.events import announce_data_changed
from fluxus.organisations.models import Organisation, Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period
from perined_import import comparing
from perined_import.committing import begin_to_count, stop_counting
from perined_import.found import as_problems, store_problems
from perined_import.intake import Batch, Intake
from perined_import.keys import MINIMUM_KEY_LENGTH
from perined_import.models import FoundProblem, Upload, UploadFile
from perined_import.placing import organisations
from perined_import.problems import Problem
from perined_import.readers.source import Context, Limits, Source
from perined_import.staging import stage


class UploadRefused(Refused):
    """An upload was refused and nothing written; ``batch`` holds every problem with its place."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        language = get_language()
        super().__init__(
            f"{problem.problem.in_language(language)} {problem.remedy.in_language(language)}"
            for problem in batch.refusals
        )


@dataclass(frozen=True)
class IncomingFile:
    """A file as it comes in: its name, its size in bytes and a stream that can be read from the start."""

    name: str
    size: int
    stream: BinaryIO


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


@transaction.atomic
def preview_upload(
    *,
    files: Iterable[IncomingFile],
    by: Any,
    vsv: Vsv | None = None,
    given_vsv: Vsv | None = None,
    period: Period | None = None,
    reference_date: date | None = None,
) -> Received:
    """Read and check files and keep them, derived and unlinked to any person, until they are confirmed.

    ``vsv`` is whose upload this is (None: national); ``given_vsv`` is where its deliveries count when that is
    not left to the organisations. Raises UploadRefused with every problem of the gate that failed.
    """
    received = _receive(files, by, vsv, given_vsv, period, reference_date)
    if received.upload is None:
        return received
    upload = received.upload
    with transaction.atomic():
        before = comparing.totals(upload)
        begin_to_count(upload, organisations())
        figures = {name: getattr(upload, name) for name in _FIGURES}
        jumps = comparing.jumps(before, comparing.totals(upload))
        found = list(as_problems(upload.problems.filter(code="conflict")))
        transaction.set_rollback(True)
    for name, value in figures.items():
        setattr(upload, name, value)
    received.warnings.extend(jumps)
    upload.status, upload.committed_at = Upload.Status.PENDING, None
    upload.save()
    store_problems(upload, FoundProblem.Severity.WARNING, [*received.warnings, *found])
    audit.record("import_checked", by=by, target=upload, vsv=vsv, details=figures)
    return received


_FIGURES = ("accepted", "merged", "set_aside", "rejected_units", "deliveries", "pph", "unknown_blood_loss")


@transaction.atomic
def commit_upload(*, upload: Upload, by: Any) -> Upload:
    """Let a checked upload count. Raises Refused when it does not wait for that, or came in meanwhile."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Upload.Status.PENDING:
        raise Refused(_("This upload is no longer waiting for confirmation."))
    known = set(upload.files.values_list("sha256", flat=True)) & _known_content()
    if known:
        raise Refused(_("These files were stored by another upload meanwhile. Upload them again to see."))
    begin_to_count(upload, organisations())
    audit.record(
        "import_committed",
        by=by,
        target=upload,
        vsv=upload.vsv,
        details={name: getattr(upload, name) for name in _FIGURES},
    )
    announce_data_changed("import", by=by, vsv=upload.vsv)
    return upload


@transaction.atomic
def discard_upload(*, upload: Upload, by: Any) -> None:
    """Throw an upload away that was checked and not confirmed. Raises Refused for any other."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Upload.Status.PENDING:
        raise Refused(
            _("Only an upload that waits for confirmation can be thrown away; withdraw it instead.")
        )
    audit.record("import_discarded", by=by, target=upload, vsv=upload.vsv)
    upload.delete()


@transaction.atomic
def withdraw_upload(*, upload: Upload, by: Any) -> Upload:
    """Take an upload out of every figure; what it had replaced counts again. Raises Refused if not in use."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Upload.Status.COMMITTED:
        raise Refused(_("Only an upload that is in use can be withdrawn."))
    stop_counting(upload, organisations())
    audit.record("import_withdrawn", by=by, target=upload, vsv=upload.vsv)
    announce_data_changed("import", by=by, vsv=upload.vsv)
    return upload


@transaction.atomic
def put_back_upload(*, upload: Upload, by: Any) -> Upload:
    """Let a withdrawn upload count again. Raises Refused if it is not, or its content came in anew."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Upload.Status.WITHDRAWN:
        raise Refused(_("Only a withdrawn upload can be put back."))
    if set(upload.files.values_list("sha256", flat=True)) & _known_content():
        raise Refused(_("The same content was stored by a later upload; that one counts."))
    begin_to_count(upload, organisations())
    audit.record("import_put_back", by=by, target=upload, vsv=upload.vsv)
    announce_data_changed("import", by=by, vsv=upload.vsv)
    return upload


def import_files(
    *,
    files: Iterable[IncomingFile],
    by: Any,
    vsv: Vsv | None = None,
    given_vsv: Vsv | None = None,
    period: Period | None = None,
    reference_date: date | None = None,
    dry_run: bool = False,
) -> Received:
    """Check and commit in one transaction, or (dry run) tell exactly what would happen and write nothing.

    Raises UploadRefused with every problem of the gate that failed.
    """
    with transaction.atomic():
        received = _receive(files, by, vsv, given_vsv, period, reference_date, live=True)
        upload = received.upload
        if upload is None:
            return received
        before = comparing.totals(upload)
        begin_to_count(upload, organisations())
        received.warnings.extend(comparing.jumps(before, comparing.totals(upload)))
        store_problems(upload, FoundProblem.Severity.WARNING, received.warnings)
        received.warnings.extend(as_problems(upload.problems.filter(code="conflict")))
        figures = {name: getattr(upload, name) for name in _FIGURES}
        audit.record("import_committed", by=by, target=upload, vsv=vsv, details=figures)
        announce_data_changed("import", by=by, vsv=vsv)
        received.committed = not dry_run
        transaction.set_rollback(dry_run)
    return received


def limits() -> Limits:
    """Return the limits of this installation (setting KERNSET_LIMITS, by name)."""
    return Limits(**getattr(settings, "KERNSET_LIMITS", {}))


def _known_content() -> set[str]:
    counted = UploadFile.objects.filter(upload__status=Upload.Status.COMMITTED)
    return set(counted.values_list("sha256", flat=True))


def _receive(
    files: Iterable[IncomingFile],
    by: Any,
    vsv: Vsv | None,
    given: Vsv | None,
    period: Period | None,
    reference_date: date | None,
    live: bool = False,
) -> Received:
    """Read, check and stage. Raises UploadRefused."""
    intake = Intake(_context(by, given, period, reference_date), _known_content())
    if len(intake.context.key) < MINIMUM_KEY_LENGTH:
        intake.batch.refusals.append(Problem("no_hmac_key"))
        raise UploadRefused(intake.batch)
    for file in sorted(files, key=lambda one: one.name):
        intake.add(Source(file.name, file.stream), file.size)
    batch = intake.finish()
    batch.warnings[:0] = _already_received(batch)
    if batch.refusals:
        raise UploadRefused(batch)
    if all(file.known for file in batch.files):
        return Received(batch, None, warnings=batch.warnings)
    upload = stage(
        batch, by=by, vsv=vsv, given=given, period=period, organisations=organisations(), live=live
    )
    batch.warnings.extend(comparing.overlaps(upload))
    return Received(batch, upload, warnings=batch.warnings)


def _context(by: Any, given: Vsv | None, period: Period | None, reference_date: date | None) -> Context:
    vsvs = access.vsvs_with(by, Permission.IMPORT) if by is not None else Vsv.objects.all()
    return Context(
        key=settings.KERNSET_HMAC_KEY.encode(),
        today=timezone.localdate(),
        reference_date=reference_date,
        period=period,
        kinds=dict(Organisation.objects.values_list("lvr_id", "kind")),
        vsv_codes=frozenset(vsvs.values_list("code", flat=True)),
        vsv_given=given is not None,
        limits=limits(),
    )


def _already_received(batch: Batch) -> list[Problem]:
    """Say of each known file when it came in, and by whom."""
    known = [file for file in batch.files if file.known][:50]
    counted = UploadFile.objects.filter(
        sha256__in=[file.sha256 for file in known], upload__status=Upload.Status.COMMITTED
    ).select_related("upload__created_by")
    first = {file.sha256: file.upload for file in counted.order_by("-pk")}
    return [
        Problem(
            "already_received",
            file.name,
            file.member,
            value=date_format(timezone.localtime(upload.created_at), "j-n-Y H:i"),
            params={"by": upload.created_by.get_username() if upload.created_by else "import_kernset"},
        )
        for file in known
        if (upload := first.get(file.sha256)) is not None
    ]
