"""The question about a file that cannot be read without an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission
from perined_import import history, mapping, queries, services
from perined_import.forms import MappingForm, SheetForm
from perined_import.models import Upload
from perined_import.status import MARKS
from perined_import.views.common import act, upload_of


def question_context(upload: Upload, form: Any = None) -> dict[str, Any]:
    """Return the question of an upload and the form that answers it."""
    return {
        "form": form if form is not None else _form(upload),
        "about_sheets": "sheets" in upload.question,
        "file": upload.question.get("file", ""),
        "missing": mapping.missing_words(upload.question.get("missing", [])),
    }


def _form(upload: Upload, data: Any = None) -> SheetForm | MappingForm:
    if "sheets" in upload.question:
        return SheetForm(data, sheets=upload.question["sheets"])
    return MappingForm(data, upload=upload)


@permission_required(Permission.IMPORT)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the question of an upload; its check goes on."""
    one = upload_of(request, pk)
    if one.status != Upload.Status.QUESTION:
        messages.error(request, _("This upload has no question any more; this is how it stands now."))
        return redirect("perined_import:detail", pk=pk)
    form = _form(one, request.POST)
    if form.is_valid():
        return act(request, pk, services.answer, **form.answer())
    context = {
        "upload": one,
        "mark": MARKS[one.status],
        "files": queries.files_of(one),
        "happened": history.history(one),
    }
    return render(request, "perined_import/question.html", context | question_context(one, form), status=422)
