"""What the pages of the import share: an upload that this person may see, and doing something with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from fluxus.organisations.errors import Refused
from perined_import import queries
from perined_import.jobs.recovery import recover
from perined_import.models import Upload


def upload_of(request: HttpRequest, pk: int) -> Upload:
    """Return an upload that this person may see; another one does not exist for them (404)."""
    one = get_object_or_404(queries.uploads_for(request.user), pk=pk)
    if recover(one):  # work on it was killed: say so now, not when the next worker looks
        one.refresh_from_db()
    return one


def act(
    request: HttpRequest,
    pk: int,
    service: Callable[..., Any],
    done: str = "",
    to: str = "detail",
    **values: Any,
) -> HttpResponse:
    """Do one thing with an upload, say that it is done (or why not) and go to its page or to the list."""
    one = upload_of(request, pk)
    try:
        service(upload=one, by=request.user, **values)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect("perined_import:detail", pk=pk)
    if done:
        messages.success(request, done)
    return redirect("perined_import:upload") if to == "list" else redirect("perined_import:detail", pk=pk)
