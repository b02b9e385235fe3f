"""Pages of the cases: form in, service, redirect out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import policies, presenters, queries, review_services, services
from cases.case_format import read_case
from cases.case_json import MAX_BYTES, parse_case
from cases.case_problems import Problem
from cases.charts import timeline_chart
from cases.errors import CaseRefused, EditedMeanwhile
from cases.exports import exported
from cases.forms import ImportForm, InviteForm, ReviewForm, SectionForm, language, words
from cases.labels import where
from cases.models import Case
from cases.sections import BY_ID, SECTIONS, START, Entered, Section, after, fingerprint, merged, progress
from cases.storage import load_data, load_facts
from cases.timeline_forms import SectionPage
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission

CASES_PER_PAGE = 50
PROBLEMS_SHOWN = 100


def _case(request: HttpRequest, number: str) -> Case:
    return get_object_or_404(queries.cases_for(request.user), number=number)


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
    form = SectionForm(request.POST or None, section=START, case={})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = services.create_case(
                entered=Entered(form.values),
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
        messages.warning(request, _sentence(warning))
    vsv = policies.vsv_for_file(request.user, reading.facts.vsv, request.vsv)  # type: ignore[attr-defined]
    return services.import_case(facts=reading.facts, vsv=vsv, by=request.user)


def _sentence(problem: Problem) -> str:
    return f"{words(where(problem.path))}: {words(problem.text)}"


@permission_required(Permission.REVIEW_CASE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Go to where the case is: the first section that is not done, or its points to discuss."""
    found = _case(request, number)
    if not found.is_draft:
        return redirect("cases:findings", number=number)
    data = load_data(found)
    unfinished = (s for s in SECTIONS if not progress(s, data).done)
    return redirect("cases:section", number=number, section=next(unfinished, SECTIONS[-1]).id)


@permission_required(Permission.ENTER_CASE)
def section(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """One section of a draft: show it, or save it."""
    found, part = _case(request, number), BY_ID.get(section)
    if part is None:
        raise Http404
    if not policies.can_edit(request.user, found):
        return redirect("cases:findings", number=number)
    data = load_data(found)
    seen = fingerprint(part, data)
    if request.method != "POST":
        services.note_seen(case=found, by=request.user)
        return _section_page(request, found, data, SectionPage(part, data, seen=seen))
    page = SectionPage(part, data, request.POST)
    if not page.is_valid():
        return _section_page(request, found, data, page, problems=page.errors())
    try:
        saved = services.save_section(
            case=found,
            section=part,
            entered=page.entered(),
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except EditedMeanwhile as refused:
        return _conflict(request, found, data, page, refused)
    except CaseRefused as refused:
        page.attach(refused.found)
        return _section_page(request, found, data, page, problems=refused.problems)
    return _after_saving(request, saved, part)


def _after_saving(request: HttpRequest, case: Case, part: Section) -> HttpResponse:
    data = load_data(case)
    for warning in read_case(data, draft=True).warnings:
        messages.warning(request, _sentence(warning))
    following = after(part, data) if "next" in request.POST else None
    return redirect("cases:section", number=case.number, section=(following or part).id)


def _conflict(
    request: HttpRequest, case: Case, data: dict[str, Any], page: SectionPage, refused: Refused
) -> HttpResponse:
    """Show both versions; saving again keeps what this person typed."""
    mine = merged(page.section, data, page.entered())
    page.form.data = page.form.data.copy()
    page.form.data["seen"] = fingerprint(page.section, data)
    versions = presenters.side_by_side(page.section, mine, data)
    return _section_page(request, case, data, page, problems=refused.problems, versions=versions)


def _section_page(
    request: HttpRequest, case: Case, data: dict[str, Any], page: SectionPage, **more: Any
) -> HttpResponse:
    facts = load_facts(case)
    context = {
        "case": case,
        "subtitle": presenters.subtitle(case),
        "page": page,
        "section": page.section,
        "title": words(page.section.title),
        "intro": words(page.section.intro),
        "steps": presenters.steps(data, page.section),
        "last": page.section is SECTIONS[-1],
        "open_lists": presenters.open_lists(data),
        "calamity": presenters.needs_calamity_notice(data),
        "chart": timeline_chart(facts, number=case.number)
        if page.section.lists and facts.blood_loss
        else None,
        "invite_form": InviteForm(),
    }
    status = 422 if more.get("problems") else 200
    return render(request, "cases/section.html", context | more, status=status)


@permission_required(Permission.ENTER_CASE)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Submit a draft, which screens it."""
    found = _case(request, number)
    try:
        services.submit_case(case=found, by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect("cases:section", number=number, section=SECTIONS[-1].id)
    return redirect("cases:findings", number=number)


def _deed(request: HttpRequest, number: str, service: Any, done: str) -> HttpResponse:
    """Do one thing to a case that needs nothing typed."""
    try:
        service(case=_case(request, number), by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
    else:
        messages.success(request, done)
    return redirect("cases:case", number=number)


@permission_required(Permission.ENTER_CASE)
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Make a submitted case a draft again."""
    return _deed(
        request, number, services.reopen_case, _("The case is open again: change it and submit it anew.")
    )


@permission_required(Permission.REVIEW_CASE)
@require_POST
def discussed(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the case was discussed."""
    return _deed(request, number, services.mark_discussed, _("The case is noted as discussed."))


@permission_required(Permission.ENTER_CASE)
@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Let a colleague look at the case too."""
    found, form = _case(request, number), InviteForm(request.POST)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    try:
        services.invite(case=found, user=queries.colleague(found, email), by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
    else:
        messages.success(request, _("%(email)s can see this case now.") % {"email": email})
    return redirect("cases:case", number=number)


@permission_required(Permission.REVIEW_CASE)
def findings(request: HttpRequest, number: str) -> HttpResponse:
    """What the screening found, flags first."""
    found = _case(request, number)
    if found.is_draft:
        return redirect("cases:case", number=number)
    services.note_seen(case=found, by=request.user)
    facts, stored = load_facts(found), list(found.findings.select_related("review"))
    context = {
        "case": found,
        "subtitle": presenters.subtitle(found),
        "groups": presenters.groups(stored, language()),
        "counts": presenters.result_counts(stored),
        "rule_set": stored[0] if stored else None,
        "chart": timeline_chart(facts, number=number),
        "calamity": presenters.needs_calamity_notice(load_data(found)),
        "may_review": policies.can_review(request.user, found),
        "may_reopen": policies.can_reopen(request.user, found),
        "invite_form": InviteForm() if policies.takes_part(request.user, found) else None,
    }
    return render(request, "cases/findings.html", context)


@permission_required(Permission.REVIEW_CASE)
def review(request: HttpRequest, number: str, check: str) -> HttpResponse:
    """Decide about one flag."""
    finding = get_object_or_404(queries.findings_for(request.user), case__number=number, check_id=check)
    stored = getattr(finding, "review", None)
    names = ("status", "reason", "note", "standard", "domain", "relation")
    initial = {name: getattr(stored, name) for name in names} if stored else {}
    form = ReviewForm(request.POST or None, initial=initial)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            review_services.review_finding(finding=finding, by=request.user, **form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("cases:findings", number=number)
    context = {"finding": presenters.shown(finding, language()), "case": finding.case, "form": form}
    return render(request, "cases/review.html", context | {"problems": problems})


@permission_required(Permission.REVIEW_CASE)
def export(request: HttpRequest, number: str) -> HttpResponse:
    """Download the case as a file."""
    found = _case(request, number)
    services.note_export(case=found, by=request.user)
    response = JsonResponse(exported(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="fluxus-{found.number}.json"'
    return response
