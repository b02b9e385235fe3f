"""An upload begins or stops to count: each in one transaction, in which its job ends as well.

So whether a job that was killed did its work can be read off the upload.
"""

from collections.abc import Callable, Mapping
from typing import Final

from fluxus.organisations import audit
from fluxus.organisations.events import announce_data_changed
from perined_import.committing import FIGURES, begin_to_count, stop_counting
from perined_import.jobs.check import end
from perined_import.jobs.heart import Heart
from perined_import.jobs.reading import known_content
from perined_import.jobs.serial import one_at_a_time
from perined_import.models import ImportJob, Upload
from perined_import.placing import organisations

BEFORE: Final[Mapping[str, str]] = {
    ImportJob.Kind.STORE: Upload.Status.PENDING,
    ImportJob.Kind.WITHDRAW: Upload.Status.COMMITTED,
    ImportJob.Kind.PUT_BACK: Upload.Status.WITHDRAWN,
}
"""Where an upload stands when the work on it did not come about."""


class ContentKnown(Exception):
    """The same content came in with another upload meanwhile."""


def store(job: ImportJob, heart: Heart) -> None:
    """Let a checked upload count. Raises ContentKnown."""
    _begin(job, heart, "import_committed")


def put_back(job: ImportJob, heart: Heart) -> None:
    """Let a withdrawn upload count again. Raises ContentKnown."""
    _begin(job, heart, "import_put_back")


def withdraw(job: ImportJob, heart: Heart) -> None:
    """Take an upload out of every figure; what it had replaced counts again."""
    heart.begin("settle", 0)
    with one_at_a_time():
        upload = _locked(job)
        stop_counting(upload, organisations(), progress=heart)
        audit.record("import_withdrawn", by=job.by, target=upload, vsv=upload.vsv)
        announce_data_changed("import", by=job.by, vsv=upload.vsv)
        end(job, ImportJob.State.DONE, upload.status)


def _begin(job: ImportJob, heart: Heart, event: str) -> None:
    heart.begin("settle", 0)
    with one_at_a_time():
        upload = _locked(job)
        if known_content(upload.files.values_list("sha256", flat=True)):
            raise ContentKnown
        begin_to_count(upload, organisations(), progress=heart)
        figures = {name: getattr(upload, name) for name in FIGURES}
        audit.record(event, by=job.by, target=upload, vsv=upload.vsv, details=figures)
        announce_data_changed("import", by=job.by, vsv=upload.vsv)
        end(job, ImportJob.State.DONE, upload.status)


def _locked(job: ImportJob) -> Upload:
    job.upload = Upload.objects.select_for_update(of=("self",)).get(pk=job.upload_id)
    return job.upload


WORK: Final[Mapping[str, Callable[[ImportJob, Heart], None]]] = {
    ImportJob.Kind.STORE: store,
    ImportJob.Kind.WITHDRAW: withdraw,
    ImportJob.Kind.PUT_BACK: put_back,
}
