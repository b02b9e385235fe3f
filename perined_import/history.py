"""What happened to an upload: from the audit records, and from the work that did not end well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import AuditEvent
from fluxus.texts import Text
from perined_import.models import ImportJob, Upload

EVENTS: Final[Mapping[str, Promise]] = {
    "import_received": _("received"),
    "import_checked": _("checked"),
    "import_asked": _("a question was asked"),
    "import_answered": _("the question was answered"),
    "import_committed": _("stored"),
    "import_withdrawn": _("withdrawn"),
    "import_put_back": _("put back"),
    "import_refused": _("refused"),
    "import_cancelled": _("cancelled"),
    "import_failed": _("stopped unexpectedly"),
    "import_retried": _("tried again"),
}
_ENDED_BADLY: Final = (ImportJob.State.REFUSED, ImportJob.State.CANCELLED, ImportJob.State.FAILED)


@dataclass(frozen=True)
class Happened:
    """One thing that happened: when, what, by whom ("" by the system itself), and why."""

    at: datetime
    what: str
    by: str
    why: str = ""


def history(upload: Upload) -> list[Happened]:
    """Return what happened to an upload, oldest first."""
    found = _recorded(upload)
    told = {one.what for one in found}
    if str(EVENTS["import_received"]) not in told:
        by = upload.created_by.get_username() if upload.created_by else ""
        found.append(Happened(upload.created_at, str(EVENTS["import_received"]), by))
    refused_told = str(EVENTS["import_refused"]) in told
    for job in upload.jobs.filter(state__in=_ENDED_BADLY).select_related("by"):
        if job.kind == ImportJob.Kind.CHECK and job.state == ImportJob.State.REFUSED and refused_told:
            continue  # it stands there already, and the page lists the reasons
        what = f"{job.get_kind_display()}: {job.get_state_display()}"
        by = job.by.get_username() if job.by else ""
        found.append(Happened(job.finished_at or job.created_at, what, by, sentence(job)))
    return sorted(found, key=lambda one: one.at)


def sentence(job: ImportJob | None) -> str:
    """Return in the language at hand why a job was refused, cancelled or failed; empty if nobody said."""
    if job is None or len(job.sentence) != 2:
        return ""
    return Text(*job.sentence).in_language(get_language())


def _recorded(upload: Upload) -> list[Happened]:
    records = AuditEvent.objects.filter(
        target_type=upload._meta.label, target_id=str(upload.pk), event__in=EVENTS
    )
    held = list(records.order_by("at", "pk"))
    names = _names({one.user_id for one in held})
    return [Happened(one.at, str(EVENTS[one.event]), names.get(one.user_id, "")) for one in held]


def _names(ids: set[Any]) -> dict[Any, str]:
    users = get_user_model().objects.filter(pk__in=ids - {None})
    return {user.pk: user.get_username() for user in users}
