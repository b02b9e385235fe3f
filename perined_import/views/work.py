"""How far the work on an upload is; stop it, or try again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission
from perined_import import presenters, services
from perined_import.models import ImportJob, Upload
from perined_import.status import is_busy
from perined_import.views.common import act, upload_of


def going_context(upload: Upload) -> dict[str, Any]:
    """Return how far the work is, and whether it can be stopped: a check always, the rest until it begins."""
    job = upload.jobs.first()
    checks = job is None or job.kind == ImportJob.Kind.CHECK
    going = presenters.going(upload, job)
    return {"going": going, "job": job, "can_stop": (checks or going.waiting) and not going.stopping}


@permission_required(Permission.IMPORT)
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page asks every moment; when the work is over it is told to show the result."""
    one = upload_of(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("perined_import:detail", pk=pk)
    if not is_busy(one, one.jobs.first()):
        response = HttpResponse()
        response["HX-Redirect"] = reverse("perined_import:detail", args=[pk]) + "?klaar=1"
        return response
    return render(request, "perined_import/going.html", {"upload": one} | going_context(one))


@permission_required(Permission.IMPORT)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the work to stop; it leaves everything as it was."""
    return act(request, pk, services.cancel, _("Asked to stop; nothing of this upload will count."))


@permission_required(Permission.IMPORT)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what stopped unexpectedly."""
    return act(request, pk, services.retry)
