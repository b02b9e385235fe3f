"""All problems of an upload to browse, and the problem file to mend."""

import tempfile
from typing import Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission
from perined_import import presenters, problem_list
from perined_import import problem_file as file_of
from perined_import.forms import ProblemFilterForm
from perined_import.found import as_problems
from perined_import.status import MARKS
from perined_import.views.common import upload_of
from perined_import.views.mapping import XLSX

PER_PAGE: Final = 50


@permission_required(Permission.IMPORT)
def problems(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every problem of an upload: counts per kind, filters, an order, page by page."""
    one = upload_of(request, pk)
    kinds = presenters.kind_lines(problem_list.kinds(one))
    form = ProblemFilterForm(
        request.GET, kinds=kinds, files=problem_list.files(one), columns=problem_list.columns(one)
    )
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = {name: asked.get(name, "") for name in ("severity", "code", "file", "column")}
    found = problem_list.select(one, wanted, asked.get("order", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    context = {
        "upload": one,
        "mark": MARKS[one.status],
        "kinds": kinds,
        "total": sum(kind.count for kind in kinds),
        "filter": form,
        "filtered": any(wanted.values()),
        "page": page,
        "lines": presenters.problem_lines(as_problems(rows), (row.severity for row in rows)),
        "parts": file_of.parts(one),
        "one_file": one.files.count() == 1,
    }
    return render(request, "perined_import/problems.html", context)


@permission_required(Permission.IMPORT)
def problem_file(request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
    """The rows that were not taken: mend them and upload the file. ``?deel=2``: rows with other headings."""
    one = upload_of(request, pk)
    parts = file_of.parts(one)
    number = request.GET.get("deel", "1")
    if not number.isdecimal() or not 1 <= int(number) <= len(parts):
        raise Http404
    name = f"problemen-{one.pk}{'' if len(parts) == 1 else f'-{number}'}.{extension}"
    rows = file_of.rows(one, parts[int(number) - 1], get_language())
    response: StreamingHttpResponse
    if extension == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        file_of.as_xlsx(rows, f"problemen {one.pk}", file)
        response = FileResponse(file, content_type=XLSX)
    else:
        response = StreamingHttpResponse(file_of.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
