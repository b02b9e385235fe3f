"""Pages of the import: upload, history, one upload as it stands, and what can be done with it."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations import access
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission
from perined_import import (
    history,
    mapping,
    presenters,
    previewing,
    problem_file,
    problem_list,
    queries,
    services,
)
from perined_import.forms import HistoryForm, UploadForm
from perined_import.found import as_problems
from perined_import.models import FoundProblem, ImportJob, Upload
from perined_import.status import MARKS, STOPPED, is_busy
from perined_import.views.answering import question_context
from perined_import.views.common import act, upload_of
from perined_import.views.comparing import comparison_context
from perined_import.views.work import going_context

UPLOADS_PER_PAGE: Final = 20
MOST_KINDS: Final = 6


@permission_required(Permission.IMPORT)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose files; they are checked behind the page, and nothing counts before it is confirmed."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {name: request.GET[name] for name in ("vsv", "period") if name in request.GET}
    form = UploadForm(*posted, by=request.user, initial=initial)
    refused: Refused | None = None
    if form.is_valid():
        try:
            received = _receive(request, form)
        except Refused as error:
            refused = error
        else:
            return redirect("perined_import:detail", pk=received.pk)
    wrong = refused is not None or (form.is_bound and not form.is_valid())
    context = _history_context(request) | {
        "form": form,
        "refused": refused,
        "lines": _refusal_lines(refused),
        "more": max(len(_refusals(refused)) - presenters.SHOWN, 0),
    }
    return render(request, "perined_import/upload.html", context, status=422 if wrong else 200)


def _receive(request: HttpRequest, form: UploadForm) -> Upload:
    national = access.is_national(request.user, Permission.IMPORT)
    return services.receive_upload(
        files=[
            services.IncomingFile(file.name or "", file.size or 0, file.file)
            for file in form.cleaned_data["files"]
        ],
        by=request.user,
        vsv=None if national else request.vsv,  # type: ignore[attr-defined]
        given_vsv=form.cleaned_data["vsv"],
        period=form.cleaned_data["period"],
    )


def _refusals(refused: Refused | None) -> list[Any]:
    batch = getattr(refused, "batch", None)
    return batch.problems if batch is not None else []


def _refusal_lines(refused: Refused | None) -> list[presenters.ProblemLine]:
    return presenters.problem_lines(_refusals(refused)[: presenters.SHOWN])


def _history_context(request: HttpRequest) -> dict[str, Any]:
    form = HistoryForm(request.GET)
    status = form.cleaned_data["status"] if form.is_valid() else ""
    found = queries.uploads_for(request.user, status)
    page = Paginator(found, UPLOADS_PER_PAGE).get_page(request.GET.get("page"))
    jobs = queries.newest_jobs(page.object_list)
    rows = [(one, MARKS[one.status], _going(one, jobs)) for one in page.object_list]
    return {
        "page": page,
        "rows": rows,
        "filter": form,
        "filtered": bool(status),
        "busy": any(going for _one, _mark, going in rows),
    }


def _going(one: Upload, jobs: dict[int, Any]) -> presenters.Going | None:
    job = jobs.get(one.pk)
    return presenters.going(one, job) if is_busy(one, job) else None


# --- one upload --------------------------------------------------------------------------------------------
@permission_required(Permission.IMPORT)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One upload as it stands: at work, asking, stopped, waiting for confirmation, in use or withdrawn."""
    one = upload_of(request, pk)
    template, more = _page_of(request, one)
    context = {
        "upload": one,
        "mark": MARKS[one.status],
        "files": queries.files_of(one)[: presenters.SHOWN],
        "happened": history.history(one),
        "arrived": "klaar" in request.GET,
    }
    return render(request, f"perined_import/{template}.html", context | more)


def _page_of(request: HttpRequest, one: Upload) -> tuple[str, dict[str, Any]]:
    """Return the template of an upload's page and what it needs besides."""
    if is_busy(one, one.jobs.first()):
        return "work", going_context(one)
    if one.status == Upload.Status.QUESTION:
        return "question", question_context(one)
    if one.status in STOPPED:
        return "stopped", _stopped_context(one)
    return "detail", _result_context(request, one)


def _stopped_context(one: Upload) -> dict[str, Any]:
    found = list(queries.problems_of(one, FoundProblem.Severity.REFUSAL)[: presenters.SHOWN])
    return {
        "again": services.can_retry(one),
        "sentence": history.sentence(one.jobs.first()),
        "lines": presenters.problem_lines(as_problems(found)),
        "kinds": [kind for kind in presenters.kind_lines(problem_list.kinds(one)) if not _refuses(kind)],
        "parts": problem_file.parts(one),
    }


def _refuses(kind: presenters.KindLine) -> bool:
    """Say whether a kind stands in the way of the whole upload: those are shown one by one, with a remedy."""
    return kind.severity == FoundProblem.Severity.REFUSAL


def _result_context(request: HttpRequest, one: Upload) -> dict[str, Any]:
    sum_parts = presenters.parts_of_sum(one)
    kinds = presenters.kind_lines(problem_list.kinds(one))
    return comparison_context(request, one) | {
        "sum": sum_parts,
        "sum_width": presenters.picture_width(sum_parts),
        "known": max(round(one.deliveries - one.unknown_blood_loss), 0),
        "kinds": kinds[:MOST_KINDS],
        "more_kinds": len(kinds) - MOST_KINDS,
        "problem_count": sum(kind.count for kind in kinds),
        "parts": problem_file.parts(one),
        "codes": presenters.code_groups(one),
        "ignored": mapping.ignored_headings(one),
        "setback": _setback(one),
    }


def _setback(one: Upload) -> dict[str, Any] | None:
    """Return why the last work on an upload did not succeed, while that is the last thing that happened."""
    job = one.jobs.first()
    ended_well = job is None or job.state == ImportJob.State.DONE
    if job is None or ended_well:
        return None
    return {
        "sentence": history.sentence(job),
        "kind": job.get_kind_display(),
        "again": services.can_retry(one),
    }


@permission_required(Permission.IMPORT)
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a checked upload count."""
    return act(request, pk, services.store_upload)


@permission_required(Permission.IMPORT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that does not count."""
    done = _("The upload is thrown away; nothing changed.")
    return act(request, pk, services.discard_upload, done, to="list")


@permission_required(Permission.IMPORT)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what withdrawing would change; when confirmed, take the upload out of every figure."""
    if request.method == "POST":
        return act(request, pk, services.withdraw_upload)
    return _confirm(request, pk, Upload.Status.COMMITTED, back=False)


@permission_required(Permission.IMPORT)
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what putting back would change; when confirmed, let the upload count again."""
    if request.method == "POST":
        return act(request, pk, services.put_back_upload)
    return _confirm(request, pk, Upload.Status.WITHDRAWN, back=True)


def _confirm(request: HttpRequest, pk: int, status: str, back: bool) -> HttpResponse:
    one = upload_of(request, pk)
    if one.status != status:
        messages.error(request, _("This upload is no longer in that state; this is how it stands now."))
        return redirect("perined_import:detail", pk=pk)
    lines = previewing.changes(one, back=back)
    total = previewing.together(lines)
    context = {"upload": one, "mark": MARKS[one.status], "back": back, "lines": lines, "total": total}
    return render(request, "perined_import/confirm.html", context)
