"""Remembered answers about headings, and the template whose headings need no answer."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations import access
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission
from perined_import import mapping, queries, template_file
from perined_import.forms import RememberForm
from perined_import.value_words import column_label

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permission_required(Permission.IMPORT)
def mappings(request: HttpRequest) -> HttpResponse:
    """What was answered about headings: used for every table that comes in. More can be added."""
    form = RememberForm(request.POST or None, initial={"heading": request.GET.get("kop", "")})
    if request.method == "POST" and form.is_valid():
        national = access.is_national(request.user, Permission.IMPORT)
        vsv = None if national else request.vsv  # type: ignore[attr-defined]
        try:
            kept = mapping.remember(**form.cleaned_data, vsv=vsv, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.problems)
        else:
            messages.success(
                request,
                _("Remembered: “%(heading)s”. It is used for the next table that comes in.")
                % {"heading": kept.heading},
            )
            return redirect("perined_import:mappings")
    language = get_language()
    kept_answers = queries.mappings_for(request.user)
    context = {
        "form": form,
        "lines": [(one, column_label(one.column, language)) for one in kept_answers],
    }
    return render(request, "perined_import/mappings.html", context, status=422 if form.errors else 200)


@permission_required(Permission.IMPORT)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one answer; the next table with that heading is asked about again."""
    one = get_object_or_404(queries.mappings_for(request.user), pk=pk)
    mapping.forget(answer=one, by=request.user)
    messages.success(request, _("Forgotten: “%(heading)s”.") % {"heading": one.heading})
    return redirect("perined_import:mappings")


@permission_required(Permission.IMPORT)
def template(request: HttpRequest, extension: str) -> HttpResponse:
    """The empty table with headings that are recognised, as a spreadsheet or CSV."""
    if extension == "xlsx":
        response = HttpResponse(template_file.as_xlsx(get_language()), content_type=XLSX)
    else:
        response = HttpResponse(template_file.as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sjabloon-bevallingen.{extension}"'
    return response
