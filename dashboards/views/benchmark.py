"""The benchmark page and its file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dashboards import choices, exports, presenters, sources
from dashboards.benchmark import BenchmarkResult, benchmark_for, trend_of
from dashboards.outcomes import OUTCOMES
from fluxus.organisations.access import has_permission, permission_required
from fluxus.organisations.permissions import Permission


@require_safe
@permission_required(Permission.SEE_BENCHMARK)
def benchmark(request: HttpRequest) -> HttpResponse:
    """One's own VSV beside the national figure."""
    today, span = timezone.localdate(), sources.data_span()
    choice = choices.read_benchmark(request.GET, today=today, data_until=span[1] if span else None)
    context = {
        "choice": choice,
        "problems": choice.problems,
        "suggestions": choices.suggestions(span, today),
        "outcomes": [(each.id, presenters.told(each.short)) for each in OUTCOMES.values()],
        "label": presenters.told(choice.outcome.label),
        "inclusion": presenters.told(choice.outcome.inclusion),
        "definition": presenters.told(choice.outcome.definition),
        "period_label": presenters.told(choice.period.label),
        "may_see_quality": has_permission(request.user, Permission.SEE_DATA_QUALITY, request.vsv),
    }
    if span is not None:
        result = _result(request, choice)
        context["page"] = presenters.benchmark_page(result)
        if result.focus is not None and result.focus.own:
            shown = trend_of(request.vsv, outcome=choice.outcome)
            context["trend"] = presenters.trend_chart(shown, result) if shown else None
            context["may_edit"] = has_permission(request.user, Permission.EDIT_ACTIONS, request.vsv)
    return render(request, "dashboards/benchmark.html", context, status=400 if choice.problems else 200)


@require_safe
@permission_required(Permission.SEE_BENCHMARK)
def benchmark_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file."""
    span = sources.data_span()
    choice = choices.read_benchmark(
        request.GET, today=timezone.localdate(), data_until=span[1] if span else None
    )
    if choice.problems:
        return HttpResponse("\n".join(choice.problems), status=400, content_type="text/plain; charset=utf-8")
    file = exports.as_csv(_result(request, choice), get_language() or "nl")
    name = f"fluxus-{choice.outcome.id}-{choice.period.code}.csv"
    return HttpResponse(
        "\ufeff" + file,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _result(request: HttpRequest, choice: choices.BenchmarkChoice) -> BenchmarkResult:
    return benchmark_for(
        request.user,
        vsv_id=request.vsv.pk if request.vsv else None,
        period=choice.period,
        outcome=choice.outcome,
        target=choice.target,
    )
