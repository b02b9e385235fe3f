"""The list of cases, starting one, and cases as files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import policies, presenters, queries, services
from cases.case_format import read_case
from cases.case_json import MAX_BYTES, parse_case
from cases.errors import CaseRefused
from cases.exports import exported
from cases.forms import ImportForm
from cases.models import Case
from cases.questions import stated_in_file
from cases.section_forms import SectionForm
from cases.sections import SECTIONS, START, Draft, progress
from cases.storage import load_draft
from cases.views.blind import own_view_first
from cases.views.common import case_of, sentence
from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission

CASES_PER_PAGE = 50
PROBLEMS_SHOWN = 100


@permission_required(Permission.REVIEW_CASE)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that this person may see in this VSV."""
    cases = queries.listed_cases(request.user, request.vsv)  # type: ignore[attr-defined]
    page = Paginator(cases, CASES_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(case, presenters.subtitle(case)) for case in page.object_list]
    return render(request, "cases/list.html", {"page": page, "rows": rows, **_rights(request)})


def _rights(request: HttpRequest) -> dict[str, Any]:
    return {"may_enter": policies.may_enter(request.user, request.vsv)}  # type: ignore[attr-defined]


@permission_required(Permission.ENTER_CASE)
def new(request: HttpRequest) -> HttpResponse:
    """Start a case from the birth."""
    form = SectionForm(request.POST or None, section=START, draft=Draft())
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = services.create_case(
                entered=form.entered(),
                vsv=request.vsv,  # type: ignore[attr-defined]
                by=request.user,
            )
        except CaseRefused as refused:
            problems = refused.problems
            for problem in refused.found:
                form.attach(problem)
        else:
            return redirect("cases:section", number=case.number, section=SECTIONS[0].id)
    return render(request, "cases/new.html", {"form": form, "problems": problems})


@permission_required(Permission.ENTER_CASE)
def import_file(request: HttpRequest) -> HttpResponse:
    """Take in a case file: a draft, or every problem at once."""
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = _import(request, form.cleaned_data["file"])
        except CaseRefused as refused:
            problems = refused.problems[:PROBLEMS_SHOWN]
        else:
            messages.success(request, _("The case was taken in as a draft: check it and submit it."))
            return redirect("cases:case", number=case.number)
    return render(request, "cases/import.html", {"form": form, "problems": problems})


def _import(request: HttpRequest, file: Any) -> Case:
    value, problem = parse_case(file.read(MAX_BYTES + 1))
    if problem is not None:
        raise CaseRefused([problem])
    reading = read_case(value)
    if reading.facts is None:
        raise CaseRefused(reading.problems)
    for warning in reading.warnings:
        messages.warning(request, sentence(warning))
    vsv = policies.vsv_for_file(request.user, reading.facts.vsv, request.vsv)  # type: ignore[attr-defined]
    return services.import_case(facts=reading.facts, vsv=vsv, by=request.user, stated=stated_in_file(value))


@permission_required(Permission.REVIEW_CASE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Go to where the case is: the first section that is not done, or its points to discuss."""
    found = case_of(request, number)
    if not found.is_draft:
        return redirect("cases:findings", number=number)
    draft = load_draft(found)
    unfinished = (s for s in SECTIONS if not progress(s, draft).done)
    return redirect("cases:section", number=number, section=next(unfinished, SECTIONS[-1]).id)


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def export(request: HttpRequest, number: str) -> HttpResponse:
    """Download the case as a file."""
    found = case_of(request, number)
    services.note_export(case=found, by=request.user)
    response = JsonResponse(exported(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="fluxus-{found.number}.json"'
    return response
