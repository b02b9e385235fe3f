"""One case for paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases import finding_presenters, print_presenters, services
from cases.charts import timeline_chart
from cases.forms import language
from cases.models import Case
from cases.perspectives.queries import must_give_first
from cases.rule_sets.queries import rule_set_for
from cases.screening.engine import screen
from cases.storage import load_facts
from cases.views.blind import own_view_first
from cases.views.common import case_of
from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def print_case(request: HttpRequest, number: str) -> HttpResponse:
    """A case on at most two pages, without anything that leads to a person; a draft without findings."""
    case = case_of(request, number)
    if must_give_first(request.user, case):
        return redirect("cases:case", number=number)
    services.note_export(case=case, by=request.user)
    facts = load_facts(case)
    rules = rule_set_for(case.vsv, case.birth_time)
    context = {
        "case": case,
        "heading": print_presenters.heading(case),
        "derived": print_presenters.derived_words(screen(facts, rules).derived, rules),
        "chart": timeline_chart(facts, number=number, look="paper"),
        "timeline": print_presenters.timeline(facts, language()),
        "went_well": print_presenters.shortened(case.went_well),
        "learning_point": print_presenters.shortened(case.learning_point),
        "marks": print_presenters.marks(),
    }
    return render(request, "cases/print.html", context | ({} if case.is_draft else _findings(case)))


def _findings(case: Case) -> dict[str, Any]:
    stored = list(case.findings.select_related("review"))
    groups = finding_presenters.groups(finding_presenters.shown(found, language()) for found in stored)
    return {
        "findings": print_presenters.findings(groups),
        "decided": finding_presenters.decided(groups),
        "counts": finding_presenters.result_counts(stored),
        "rule_set": stored[0] if stored else None,
    }
