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
FEW_VSVS: Final = 12
"""So many VSVs are always shown; of more only those that need a look, until all are asked for."""
MOST_TO_LOOK_AT: Final = 10
ENOUGH_BIRTHS: Final = 10
ENOUGH_SHARE: Final = 0.1
"""A VSV needs a look when it gains or loses both so many deliveries and this share of what was there."""
FEW_MONTHS: Final = 36
"""Of one VSV so many months are shown at once; more are folded."""


def comparison_context(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """Return the lines per VSV as asked for (order, only what changed); of a single VSV its months."""
    form = ComparisonForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"order": "", "changed": False, "whole": False}
    comparison = previewing.compare(upload)
    lines = comparison.per_vsv()
    folded = len(lines) > FEW_VSVS and not any(asked.values())
    shown = [line for line in lines if line.changed or line.jumps] if asked["changed"] else lines
    if folded:
        shown = to_look_at(lines)
    single = comparison.per_month(lines[0].vsv) if len(lines) == 1 else []
    return {
        "comparison": comparison,
        "total": comparison.total(),
        "vsv_count": len(lines),
        "vsv_number": sum(line.vsv != previewing.NOT_ATTRIBUTED for line in lines),
        "lines": sorted(shown, key=_ORDERS[asked["order"] or "name"]),
        "shown_vsvs": sum(line.vsv != previewing.NOT_ATTRIBUTED for line in shown),
        "folded": folded,
        "can_fold": len(lines) > FEW_VSVS,
        "jumping": [line for line in lines if line.jumps],
        "months": single if len(single) <= FEW_MONTHS else [],
        "comparing": form,
    }


def to_look_at(lines: list[Line]) -> list[Line]:
    """Return the VSVs with a mark or a large difference (at most ten), and what is not attributed."""
    loose = [line for line in lines if line.vsv == previewing.NOT_ATTRIBUTED]
    striking = [line for line in lines if line not in loose and (line.jumps or _differs_much(line))]
    return sorted(striking, key=_ORDERS["attention"])[:MOST_TO_LOOK_AT] + loose


def _differs_much(line: Line) -> bool:
    return abs(line.difference.deliveries) >= max(ENOUGH_BIRTHS, ENOUGH_SHARE * line.old.deliveries)


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
