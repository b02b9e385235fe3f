"""What the screening found in a case, and what people decide about it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import finding_presenters, policies, presenters, queries, review_services, services
from cases.charts import timeline_chart
from cases.finding_presenters import Decided, Group
from cases.forms import InviteForm, ReviewForm, language
from cases.models import Case, Finding
from cases.perspectives.presenters import perspectives_block
from cases.picture.drawing import axis_for
from cases.review_forms import LearnedForm
from cases.rule_sets import rescreening as rescreening
from cases.storage import load_data, load_facts
from cases.traces.shown import declared_in, shown_traces
from cases.views.blind import own_view_first
from cases.views.common import case_of, deed
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def findings(request: HttpRequest, number: str) -> HttpResponse:
    """What the screening found, flags first."""
    found = case_of(request, number)
    if found.is_draft:
        return redirect("cases:case", number=number)
    services.note_seen(case=found, by=request.user)
    return _page(request, found, LearnedForm(case=found))


def _page(request: HttpRequest, case: Case, learned: LearnedForm, **more: Any) -> HttpResponse:
    facts, stored = load_facts(case), list(case.findings.select_related("review"))
    axis = axis_for(facts)
    groups = finding_presenters.groups(
        finding_presenters.on_picture(finding, facts, axis, language()) for finding in stored
    )
    context = {
        "case": case,
        "subtitle": presenters.subtitle(case),
        "groups": groups,
        "counts": finding_presenters.result_counts(stored),
        "decided": finding_presenters.decided(groups),
        "rule_set": stored[0] if stored else None,
        "chart": timeline_chart(facts, number=case.number, look="findings"),
        "calamity": presenters.needs_calamity_notice(load_data(case)),
        "newer": rescreening.newer_for(case),
        "may_review": policies.can_review(request.user, case),
        "may_reopen": policies.can_reopen(request.user, case),
        "learned": learned,
        "perspectives": perspectives_block(request.user, case),
        "invite_form": InviteForm() if policies.takes_part(request.user, case) else None,
    }
    return render(request, "cases/findings.html", context | more)


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def review(request: HttpRequest, number: str, check: str) -> HttpResponse:
    """Decide about one flag: on a page of its own, or in its place among the findings (htmx)."""
    finding = get_object_or_404(queries.findings_for(request.user), case__number=number, check_id=check)
    if request.htmx and "shut" in request.GET:  # type: ignore[attr-defined]
        return _decision(request, finding)
    stored = getattr(finding, "review", None)
    names = ("status", "reason", "note", "standard", "domain", "relation")
    initial = {name: getattr(stored, name) for name in names} if stored else {}
    form = ReviewForm(request.POST or None, initial=initial, auto_id=f"id_{check}_%s")
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            review_services.review_finding(
                finding=finding, by=request.user, declared=declared_in(request.POST), **form.cleaned_data
            )
        except Refused as refused:
            problems = refused.problems
        else:
            return _after_deciding(request, finding)
    elif request.method == "POST":
        problems = [error for errors in form.errors.values() for error in errors]
    note, declared = request.POST.get("note", ""), declared_in(request.POST)
    context = {
        "shown": finding_presenters.shown(finding, language()),
        "case": finding.case,
        "form": form,
        "problems": problems,
        "traces": shown_traces("note", note, finding.case.harmless, declared),
    }
    template = "cases/decide.html" if request.htmx else "cases/review.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _after_deciding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Go back to the findings; in place: show the decision, and say which flag waits next."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("cases:findings", number=finding.case.number)
    finding = queries.findings_for(request.user).get(pk=finding.pk)
    decided = _decided(finding.case, after=finding.check_id)
    response = _decision(request, finding, decided=decided)
    response["HX-Trigger-After-Settle"] = json.dumps({"fluxus:decided": {"next": decided.following}})
    return response


def _decided(case: Case, after: str) -> Decided:
    stored = case.findings.select_related("review")
    groups: list[Group] = finding_presenters.groups(
        finding_presenters.shown(finding, language()) for finding in stored
    )
    return finding_presenters.decided(groups, after)


def _decision(request: HttpRequest, finding: Finding, **more: Any) -> HttpResponse:
    context = {
        "shown": finding_presenters.shown(finding, language()),
        "case": finding.case,
        "may_review": policies.can_review(request.user, finding.case),
    }
    return render(request, "cases/decided.html", context | more)


@permission_required(Permission.REVIEW_CASE)
@own_view_first
@require_POST
def learned(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what is learned from a submitted case, and the grade of its care."""
    case = case_of(request, number)
    form, declared = LearnedForm(request.POST, case=case), declared_in(request.POST)
    problems = [] if form.is_valid() else [error for errors in form.errors.values() for error in errors]
    if not problems:
        try:
            review_services.note_learned(case=case, by=request.user, declared=declared, **form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("What is learned from the case is kept."))
            return redirect("cases:case", number=number)
    if case.is_draft:
        return redirect("cases:case", number=number)
    text = request.POST.get("learning_point", "")
    traces = shown_traces("learning_point", text, case.harmless, declared)
    return _page(request, case, form, problems=problems, traces=traces)


@permission_required(Permission.REVIEW_CASE)
@own_view_first
@require_POST
def discussed(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the case was discussed."""
    return deed(request, number, services.mark_discussed, _("The case is noted as discussed."))
