"""Filling in a draft, section by section, and submitting it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases import policies, presenters, queries, services
from cases.charts import timeline_chart
from cases.forms import InviteForm
from cases.models import Case
from cases.section_forms import SectionForm
from cases.sections import BY_ID, SECTIONS, Section, after, fingerprint
from cases.services import Saved
from cases.storage import load_draft, load_facts
from cases.views import saving, timeline
from cases.views.common import (
    case_of,
    conflict_status,
    deed,
    draft_context,
    save_status,
    say,
    sentence,
)
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


@never_cache  # an old page with old answers must not come back by "back"
@permission_required(Permission.ENTER_CASE)
def section(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """One section of a draft: show it, or save it."""
    found, part = case_of(request, number), BY_ID.get(section)
    if part is None:
        raise Http404
    by_script = "HX-Request" in request.headers
    if not policies.can_edit(request.user, found):
        return _not_a_draft(found) if by_script else redirect("cases:findings", number=number)
    if request.method != "POST":
        services.note_seen(case=found, by=request.user)
        if part.id == "timeline":
            return timeline.page(request, found)
        draft = load_draft(found)
        form = SectionForm(section=part, draft=draft, initial={"seen": fingerprint(part, draft)})
        return _section_page(request, found, form, None)
    try:
        outcome = saving.save(request, found, part)
    except Refused as refused:  # submitted between the check above and the lock
        return _not_a_draft(found, *refused.problems)
    if by_script:
        return saving.answer(request, outcome, part)
    if outcome.edited is not None:
        problems = outcome.edited.problems
        both = saving.versions(request, outcome) | {"save_status": conflict_status()}
        return _section_page(request, found, outcome.form, outcome, problems=problems, **both)
    if outcome.refused:
        problems = [*outcome.form.sentences(), *outcome.elsewhere]
        return _section_page(request, outcome.case, outcome.form, outcome, problems=problems)
    return _after_saving(request, outcome.saved, part)


def _not_a_draft(case: Case, *problems: str) -> HttpResponse:
    """Say to the page's script in one sentence why nothing can be changed any more."""
    sentence = _("Case %(number)s is no draft that you can change now.") % {"number": case.number}
    text = " ".join(problems or [sentence])
    return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")


def _after_saving(request: HttpRequest, saved: Saved, part: Section) -> HttpResponse:
    for warning in saved.warnings:
        messages.warning(request, sentence(warning))
    following = after(part, load_draft(saved.case)) if "next" in request.POST else None
    return redirect("cases:section", number=saved.case.number, section=(following or part).id)


def _section_page(
    request: HttpRequest, case: Case, form: SectionForm, outcome: saving.Outcome | None, **more: Any
) -> HttpResponse:
    part, draft, facts = form.section, load_draft(case), load_facts(case)
    if outcome is not None and outcome.saved is not None:
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(part, draft)
    saving.put_places(form, outcome)
    context = draft_context(request, case, draft, part) | {
        "form": form,
        "last": part is SECTIONS[-1],
        "before": presenters.before_submitting(case, draft) if part is SECTIONS[-1] else None,
        "chart": timeline_chart(facts, number=case.number) if part.lists and facts.blood_loss else None,
        "invite_form": InviteForm(),
    }
    if outcome is not None and outcome.refused:
        context["save_status"] = save_status(case, outcome.refused)
    status = 422 if more.get("problems") else 200
    return render(request, "cases/section.html", context | more, status=status)


@permission_required(Permission.ENTER_CASE)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Submit a draft, which screens it."""
    found = case_of(request, number)
    try:
        services.submit_case(case=found, by=request.user)
    except Refused as refused:
        say(request, refused.problems)
        return redirect("cases:section", number=number, section=SECTIONS[-1].id)
    return redirect("cases:findings", number=number)


@permission_required(Permission.ENTER_CASE)
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Make a submitted case a draft again."""
    return deed(
        request, number, services.reopen_case, _("The case is open again: change it and submit it anew.")
    )


@permission_required(Permission.ENTER_CASE)
@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Let a colleague look at the case too."""
    found, form = case_of(request, number), InviteForm(request.POST)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    try:
        services.invite(case=found, user=queries.colleague(found, email), by=request.user)
    except Refused as refused:
        say(request, refused.problems)
    else:
        messages.success(request, _("%(email)s can see this case now.") % {"email": email})
    return redirect("cases:case", number=number)
