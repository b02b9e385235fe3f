"""The page on data quality and its file."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards import choices
from dashboards.presenters import told
from dashboards.quality import exports, presenters
from dashboards.quality.result import QualityResult, data_span, quality
from fluxus.organisations.access import has_permission, permission_required
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, last_units


@require_safe
@permission_required(Permission.SEE_DATA_QUALITY)
def data_quality(request: HttpRequest) -> HttpResponse:
    """How well the VSV at hand, or one of its organisations, registers its births."""
    today, span = timezone.localdate(), data_span()
    problems: list[str] = []
    until = span[1] if span else None
    period = choices.read_period(request.GET.get("period", ""), choices.default_year(today, until), problems)
    recent = last_units(12, "month", min(today, until + timedelta(days=1)) if until else today)
    context = {
        "period": period,
        "period_label": told(period.label),
        "suggestions": [
            (recent.code, told(recent.label)),
            *choices.suggestions(span, today),
        ],
        "recent": recent.code,
        "problems": problems,
        "may_import": has_permission(request.user, Permission.IMPORT, request.vsv),
        "may_see_benchmark": has_permission(request.user, Permission.SEE_BENCHMARK, request.vsv),
    }
    if request.vsv is not None and span is not None:
        result = _result(request, period)
        context |= {"result": result, "page": presenters.quality_page(result)}
    return render(request, "dashboards/quality.html", context, status=400 if problems else 200)


@require_safe
@permission_required(Permission.SEE_DATA_QUALITY)
def data_quality_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file."""
    problems: list[str] = []
    span = data_span()
    default = choices.default_year(timezone.localdate(), span[1] if span else None)
    period = choices.read_period(request.GET.get("period", ""), default, problems)
    if problems:
        return HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")
    if request.vsv is None:
        raise Http404
    file = exports.as_csv(_result(request, period), presenters.language())
    return HttpResponse(
        "\ufeff" + file,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="fluxus-data-{period.code}.csv"'},
    )


def _result(request: HttpRequest, period: Period) -> QualityResult:
    """Return the quality of the VSV at hand; an organisation of another VSV does not exist."""
    found = quality(
        request.user, request.vsv, period=period, lvr_id=request.GET.get("organisation", "").strip()
    )
    if found is None:
        raise Http404
    return found
