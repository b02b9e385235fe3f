"""The pages about patterns: all checks, one check, and answers to what is proposed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dashboards import choices, pattern_pages, presenters, queries, services, sources
from fluxus.organisations.access import has_permission, permission_required, require_permission
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission
from fluxus.periods import Period, months_before, unit_of


def last_twelve_months(today: date) -> Period:
    """Return the month at hand and the eleven before it."""
    return Period(unit_of(months_before(today, 11), "month").start, unit_of(today, "month").end, "month")


@require_safe
@permission_required(Permission.SEE_PATTERNS)
def patterns(request: HttpRequest) -> HttpResponse:
    """What is proposed, and how every check came out."""
    return _patterns_page(request, [])


@require_safe
@permission_required(Permission.SEE_PATTERNS)
def check(request: HttpRequest) -> HttpResponse:
    """One check: how it came out by place and time, per quarter, and in which cases."""
    asked = request.GET.get("check", "")
    if request.vsv is None or not asked:
        return redirect("dashboards:patterns")
    if asked not in sources.check_ids():
        problem = _("There is no check '%(check)s'; choose one from the list.") % {"check": asked}
        return _patterns_page(request, [problem])
    context = _chosen(request, asked)
    found = context["records"]
    today = timezone.localdate()
    start = months_before(today, 12 * queries.PATTERN_YEARS)
    long = queries.records(request.vsv, Period(start, today, "month"), check_id=asked)
    visible = sources.visible_case_numbers(request.user, request.vsv)
    context |= {
        "check_id": asked,
        "label": pattern_pages.label(asked),
        "whole": pattern_pages.groups(found),
        "splits": pattern_pages.splits(found),
        "chart": pattern_pages.trend(long, today),
        "cases": pattern_pages.cases(found, visible),
        "may_edit": has_permission(request.user, Permission.EDIT_ACTIONS, request.vsv),
    }
    return render(request, "dashboards/check.html", context, status=400 if context["problems"] else 200)


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def act_on_pattern(request: HttpRequest) -> HttpResponse:
    """Open an action from a proposed pattern."""
    try:
        item = services.open_action_from_pattern(
            vsv=request.vsv, check_id=request.POST.get("check", ""), by=request.user
        )
    except Refused as refused:
        return _patterns_page(request, refused.problems)
    return redirect("dashboards:action_edit", pk=item.pk)


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def answer_pattern(request: HttpRequest) -> HttpResponse:
    """Put a proposed pattern aside: later, or no with a reason."""
    try:
        kept = services.answer_pattern(
            vsv=request.vsv,
            check_id=request.POST.get("check", ""),
            answer=request.POST.get("answer", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
    except Refused as refused:
        return _patterns_page(request, refused.problems)
    messages.success(request, _("Put aside until %(day)s.") % {"day": kept.until})
    return redirect("dashboards:patterns")


def _chosen(request: HttpRequest, check_id: str | None = None) -> dict[str, Any]:
    """The period and the cases asked for, and what could not be read of it."""
    problems: list[str] = []
    period = choices.read_period(
        request.GET.get("period", ""), last_twelve_months(timezone.localdate()), problems
    )
    near = request.GET.get("near") == "1"
    found = (
        queries.records(request.vsv, period, with_near_misses=near, check_id=check_id) if request.vsv else []
    )
    return {"period": period, "near": near, "records": found, "problems": problems}


def _patterns_page(request: HttpRequest, problems: list[str]) -> HttpResponse:
    require_permission(request.user, Permission.SEE_PATTERNS, request.vsv)
    context = _chosen(request)
    today = timezone.localdate()
    proposed = queries.proposed(request.vsv, today) if request.vsv else []
    visible = sources.visible_case_numbers(request.user, request.vsv) if request.vsv else set()
    period_label = presenters.told(context["period"].label)
    context |= {
        "problems": [*context["problems"], *problems],
        "period_label": period_label,
        "case_count": len({record.case_number for record in context["records"]}),
        "groups": pattern_pages.groups(context["records"]),
        "chart": pattern_pages.pareto(context["records"], period_label),
        "proposals": [pattern_pages.proposal_card(each, visible) for each in proposed],
        "may_edit": has_permission(request.user, Permission.EDIT_ACTIONS, request.vsv),
    }
    return render(request, "dashboards/patterns.html", context, status=400 if context["problems"] else 200)
