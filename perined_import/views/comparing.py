"""What an upload brings beside what was there: per VSV, and the months of one VSV."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission
from perined_import import previewing
from perined_import.forms import ComparisonForm
from perined_import.models import Upload
from perined_import.previewing import Line
from perined_import.status import MARKS
from perined_import.views.common import upload_of

_ORDERS: Final = {
    "name": lambda line: (line.vsv == previewing.NOT_ATTRIBUTED, line.name),
    "births": lambda line: (-line.new.deliveries, line.name),
    "difference": lambda line: (-abs(line.difference.deliveries), line.name),
    "attention": lambda line: (-len(line.jumps), -abs(line.difference.deliveries), line.name),
}
FEW_MONTHS: Final = 36
"""Of one VSV so many months are shown at once; more are folded."""


def comparison_context(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """Return the lines per VSV as asked for (order, only what changed); of a single VSV its months."""
    form = ComparisonForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"order": "", "changed": False}
    comparison = previewing.compare(upload)
    lines = comparison.per_vsv()
    shown = [line for line in lines if line.changed or line.jumps] if asked["changed"] else lines
    single = comparison.per_month(lines[0].vsv) if len(lines) == 1 else []
    return {
        "comparison": comparison,
        "total": comparison.total(),
        "vsv_count": len(lines),
        "lines": sorted(shown, key=_ORDERS[asked["order"] or "name"]),
        "jumping": [line for line in lines if line.jumps],
        "months": single if len(single) <= FEW_MONTHS else [],
        "comparing": form,
    }


@permission_required(Permission.IMPORT)
def vsv_months(request: HttpRequest, pk: int, vsv: int) -> HttpResponse:
    """The months of one VSV in an upload: a page, or for htmx only its table."""
    one = upload_of(request, pk)
    comparison = previewing.compare(one)
    months: list[Line] = comparison.per_month(vsv)
    if not months:
        raise Http404
    mark = MARKS[one.status]
    context = {
        "upload": one,
        "mark": mark,
        "comparison": comparison,
        "months": months,
        "name": months[0].name,
    }
    whole = not request.htmx  # type: ignore[attr-defined]
    template = "vsv_months.html" if whole else "months_table.html"
    return render(request, f"perined_import/{template}", context)
