"""Files → a batch, with what this installation knows: the same for a job, the command and the demo."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from fluxus.organisations import access
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Organisation, Vsv
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period
from perined_import.intake import Batch, Intake
from perined_import.keys import MINIMUM_KEY_LENGTH
from perined_import.models import ColumnMapping, Upload, UploadFile
from perined_import.problems import Problem
from perined_import.progress import QUIET, Progress
from perined_import.readers.source import MB, Context, Limits, Source
from perined_import.spool import IncomingFile


class UploadRefused(Refused):
    """An upload was refused and nothing written; ``batch`` holds every problem with its place."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        language = get_language()
        super().__init__(
            f"{problem.problem.in_language(language)} {problem.remedy.in_language(language)}"
            for problem in batch.refusals
        )


def limits() -> Limits:
    """Return the limits of this installation (setting KERNSET_LIMITS, by name)."""
    return Limits(**getattr(settings, "KERNSET_LIMITS", {}))


def refuse_at_once(files: Iterable[IncomingFile]) -> None:
    """Raise UploadRefused for what can be seen without reading: no key, or a file that is too large."""
    batch = Batch()
    if len(settings.KERNSET_HMAC_KEY.encode()) < MINIMUM_KEY_LENGTH:
        batch.refusals.append(Problem("no_hmac_key"))
    most = limits().file_bytes
    large = [file.name for file in files if file.size > most]
    batch.refusals.extend(Problem("too_large", name, params={"limit": most // MB}) for name in large)
    if batch.refusals:
        raise UploadRefused(batch)


def known_content(among: Iterable[str] | None = None) -> set[str]:
    """Return the fingerprints (SHA-256) of everything that is in use, or of those ``among`` that are."""
    counted = UploadFile.objects.filter(upload__status=Upload.Status.COMMITTED)
    if among is not None:
        counted = counted.filter(sha256__in=list(among))
    return set(counted.values_list("sha256", flat=True))


def context_for(
    *,
    by: Any,
    given: Vsv | None,
    period: Period | None,
    reference_date: date | None = None,
    vsv: Vsv | None = None,
    sheet: str = "",
    asks: bool = False,
) -> Context:
    """Return what the readers must know. ``by`` None: the command line, which may do everything."""
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
        mapping=dict(ColumnMapping.objects.filter(vsv=vsv).values_list("heading", "column")),
        sheet=sheet,
        asks=asks,
    )


def read(files: Iterable[IncomingFile], context: Context, progress: Progress = QUIET) -> Batch:
    """Read and check files. What is wrong is in the batch; raises Question when the context asks."""
    files = sorted(files, key=lambda one: one.name)
    found = Intake(context, known_content(), progress, sum(file.size for file in files))
    for file in files:
        found.add(Source(file.name, file.stream), file.size)
    batch = found.finish()
    batch.warnings[:0] = already_received(
        {file.sha256: (file.name, file.member) for file in known_files(batch)}
    )
    return batch


def known_files(batch: Batch) -> list[Any]:
    """Return the files of a batch that were received before."""
    return [file for file in batch.files if file.known]


def all_known(batch: Batch) -> bool:
    """Say whether nothing in a batch is new."""
    return all(file.known for file in batch.files)


_SHOWN = 50


def already_received(files: dict[str, tuple[str, str]]) -> list[Problem]:
    """Say of each known content (SHA-256 → file, ZIP member) when it came in, and by whom."""
    wanted = dict(list(files.items())[:_SHOWN])
    counted = UploadFile.objects.filter(
        Q(upload__status=Upload.Status.COMMITTED), sha256__in=list(wanted)
    ).select_related("upload__created_by")
    first = {file.sha256: file.upload for file in counted.order_by("-pk")}
    return [
        Problem(
            "already_received",
            *place,
            value=date_format(timezone.localtime(upload.created_at), "j-n-Y H:i"),
            params={"by": upload.created_by.get_username() if upload.created_by else "import_kernset"},
        )
        for sha256, place in wanted.items()
        if (upload := first.get(sha256)) is not None
    ]
