"""Pages of the import: upload, check, confirm, history."""

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations import access
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission
from perined_import import presenters, queries, services
from perined_import.forms import UploadForm
from perined_import.found import as_problems
from perined_import.models import FoundProblem, Upload

UPLOADS_PER_PAGE = 20


@permission_required(Permission.IMPORT)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose files; they are checked at once, and nothing counts before it is confirmed."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted, by=request.user)
    refused: services.UploadRefused | None = None
    if form.is_valid():
        try:
            received = _preview(request, form)
        except services.UploadRefused as error:
            refused = error
        else:
            if received.upload is not None:
                return redirect("perined_import:detail", pk=received.upload.pk)
            for line in presenters.problem_lines(received.warnings):
                messages.info(request, f"{line.file}: {line.problem}")
            return redirect("perined_import:upload")
    page = Paginator(queries.uploads_for(request.user), UPLOADS_PER_PAGE).get_page(request.GET.get("page"))
    problems = refused.batch.problems if refused else []
    context = {
        "form": form,
        "page": page,
        "refused": refused,
        "lines": presenters.problem_lines(problems[: presenters.SHOWN]),
        "more": max(len(problems) - presenters.SHOWN, 0),
    }
    wrong = refused is not None or (form.is_bound and not form.is_valid())
    return render(request, "perined_import/upload.html", context, status=422 if wrong else 200)


def _preview(request: HttpRequest, form: UploadForm) -> services.Received:
    national = access.is_national(request.user, Permission.IMPORT)
    return services.preview_upload(
        files=[
            services.IncomingFile(file.name or "", file.size or 0, file.file)
            for file in form.cleaned_data["files"]
        ],
        by=request.user,
        vsv=None if national else request.vsv,  # type: ignore[attr-defined]
        given_vsv=form.cleaned_data["vsv"],
        period=form.cleaned_data["period"],
    )


@permission_required(Permission.IMPORT)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an upload comes to, beside what was there, with every problem; and what can be done with it."""
    one = get_object_or_404(queries.uploads_for(request.user), pk=pk)
    severity = FoundProblem.Severity
    context = {
        "upload": one,
        "files": queries.files_of(one)[: presenters.SHOWN],
        "months": queries.months_of(one),
        "rejected": _lines(one, severity.REJECTED),
        "warnings": _lines(one, severity.WARNING),
    }
    return render(request, "perined_import/detail.html", context)


def _lines(upload: Upload, severity: str) -> list[presenters.ProblemLine]:
    found = queries.problems_of(upload, severity)[: presenters.SHOWN]
    return presenters.problem_lines(as_problems(found))


def _act(
    request: HttpRequest, pk: int, service: Callable[..., Any], done: str, to_list: bool = False
) -> HttpResponse:
    one = get_object_or_404(queries.uploads_for(request.user), pk=pk)
    try:
        service(upload=one, by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect("perined_import:upload")
    messages.success(request, done)
    return redirect("perined_import:upload") if to_list else redirect("perined_import:detail", pk=pk)


@permission_required(Permission.IMPORT)
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a checked upload count."""
    return _act(request, pk, services.commit_upload, _("The upload is stored and counts from now on."))


@permission_required(Permission.IMPORT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a checked upload away."""
    return _act(
        request, pk, services.discard_upload, _("The upload is thrown away; nothing changed."), to_list=True
    )


@permission_required(Permission.IMPORT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an upload out of every figure."""
    return _act(request, pk, services.withdraw_upload, _("The upload is withdrawn and no longer counts."))


@permission_required(Permission.IMPORT)
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a withdrawn upload count again."""
    return _act(request, pk, services.put_back_upload, _("The upload counts again."))


@permission_required(Permission.IMPORT)
def problem_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejected rows as CSV: mend them and upload the file."""
    one = get_object_or_404(queries.uploads_for(request.user), pk=pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problemen-{one.pk}.csv"'
    csv.writer(response, delimiter=";").writerows(presenters.problem_file(one, queries.rejected_of(one)))
    return response
