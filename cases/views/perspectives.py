"""Two views on one case: asking, writing one's own, and reading both beside each other."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases import presenters, queries, services
from cases.charts import timeline_chart
from cases.forms import words
from cases.models import Case, Perspective
from cases.perspectives import policies as perspective_policies
from cases.perspectives import presenters as perspective_presenters
from cases.perspectives import queries as perspective_queries
from cases.perspectives import services as perspective_services
from cases.perspectives.page import ViewForm
from cases.perspectives.words import VIEWS
from cases.perspectives.writing import Written, save_view
from cases.storage import load_facts
from cases.traces.shown import declared_in
from cases.views.blind import own_view_first
from cases.views.common import case_of, saving_texts, say
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def perspectives(request: HttpRequest, number: str) -> HttpResponse:
    """Both views beside each other; before they can be read, how far they are."""
    found = case_of(request, number)
    if found.is_draft:
        return redirect("cases:case", number=number)
    block = perspective_presenters.perspectives_block(request.user, found)
    context = {"case": found, "subtitle": presenters.subtitle(found), "perspectives": block}
    if perspective_policies.can_read(request.user, found):
        perspective_services.note_read(case=found, by=request.user)
        context["both"] = perspective_presenters.both_views(found)
    return render(request, "cases/perspectives.html", context)


@permission_required(Permission.REVIEW_CASE)
@require_POST
def ask_view(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a colleague for the view of one line."""
    found = case_of(request, number)
    try:
        asked = perspective_services.ask_view(
            case=found,
            line=request.POST.get("line", ""),
            person=queries.colleague(found, request.POST.get("email", "").strip()),
            by=request.user,
            link=_mailed(request),
        )
    except Refused as refused:
        say(request, refused.problems)
    else:
        _say_asked(request, asked)
    return redirect(_block(found))


@permission_required(Permission.REVIEW_CASE)
@require_POST
def change_asked(request: HttpRequest, number: str, line: str, deed: str) -> HttpResponse:
    """Remind who was asked, withdraw the invitation, or move it to another colleague."""
    found = case_of(request, number)
    act = DEEDS.get(deed)
    if act is None:
        raise Http404
    perspective = get_object_or_404(found.perspectives, line=line)
    try:
        act(request, found, perspective)
    except Refused as refused:
        say(request, refused.problems)
    return redirect(_block(found))


def _remind(request: HttpRequest, case: Case, perspective: Perspective) -> None:
    asked = perspective_services.remind(perspective=perspective, by=request.user, link=_mailed(request))
    if not _say_unsent(request, asked):
        messages.success(request, _("A reminder was sent."))


def _withdraw(request: HttpRequest, case: Case, perspective: Perspective) -> None:
    perspective_services.withdraw(perspective=perspective, by=request.user)
    messages.success(request, _("The invitation is withdrawn."))


def _move(request: HttpRequest, case: Case, perspective: Perspective) -> None:
    person = queries.colleague(case, request.POST.get("email", "").strip())
    asked = perspective_services.move(
        perspective=perspective, person=person, by=request.user, link=_mailed(request)
    )
    _say_asked(request, asked)


DEEDS = {"remind": _remind, "withdraw": _withdraw, "move": _move}


@permission_required(Permission.REVIEW_CASE)
@require_POST
def open_one_view(request: HttpRequest, number: str) -> HttpResponse:
    """Open the only view that was given, without a second one."""
    found = case_of(request, number)
    try:
        perspective_services.open_one(case=found, by=request.user)
    except Refused as refused:
        say(request, refused.problems)
        return redirect(_block(found))
    return redirect("cases:perspectives", number=number)


@permission_required(Permission.REVIEW_CASE)
def view_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that is mailed: it says nothing, and leads who was asked to her own page."""
    asked = get_object_or_404(perspective_queries.own_views(request.user), pk=pk)
    return redirect("cases:own_view", number=asked.case.number)


@permission_required(Permission.REVIEW_CASE)
def own_view(request: HttpRequest, number: str) -> HttpResponse:
    """Write one's own view, without anybody else's in sight; a given one can be read here."""
    found, perspective = _own(request, number)
    if found.is_draft:
        messages.info(request, _("The case was opened again: wait until it is submitted."))
        return redirect("home")
    if request.method == "POST":
        return _save(request, found, perspective)
    services.note_seen(case=found, by=request.user)
    form = ViewForm(perspective, perspective_queries.findings_of(found))
    return _own_page(request, found, form)


def _save(request: HttpRequest, case: Case, perspective: Perspective) -> HttpResponse:
    findings = perspective_queries.findings_of(case)
    names = ViewForm(perspective, findings).names()
    if "changed" in request.POST:
        names = [name for name in names if name in request.POST["changed"].split(",")]
    typed = {name: request.POST.get(name, "") for name in names}
    declared = declared_in(request.POST)
    try:
        written = save_view(perspective=perspective, values=typed, by=request.user, declared=declared)
    except Refused as refused:
        if _is_htmx(request):
            return HttpResponse(" ".join(refused.problems), status=422, content_type="text/plain")
        say(request, refused.problems)
        return redirect("cases:own_view", number=case.number)
    form = ViewForm(written.perspective, findings, typed=typed, written=written, declared=declared)
    if _is_htmx(request):
        return _saved(request, form, written, names)
    if written.refused:
        problems = [problem for found in written.refused.values() for problem in found]
        return _own_page(request, case, form, problems=problems)
    return redirect("cases:own_view", number=case.number)


def _saved(request: HttpRequest, form: ViewForm, written: Written, names: list[str]) -> HttpResponse:
    """Answer a save of the page itself: how it stands, and what is said of each field that was sent."""
    problems = sum(map(len, written.refused.values()))
    status = _status(written.perspective, problems)
    context = {
        "save_status": status,
        "places": [form.place(name) for name in names if name in form.placed()],
    }
    response = render(request, "cases/perspective_saved.html", context)
    told: dict[str, Any] = {"fluxus:saved": {"at": status["at"]}} if written.changed else {}
    if written.refused:
        fields = {"fields": list(written.refused), "traces": sorted(written.traces), "problems": problems}
        told["fluxus:refused"] = fields
    response["HX-Trigger"] = json.dumps(told)
    return response


def _status(perspective: Perspective, refused: int = 0) -> dict[str, str]:
    """Return how far the saving is, for ``cases/save_status.html``."""
    at = f"{timezone.localtime(perspective.saved_at):%H:%M}"
    if not refused:
        return {"kind": "saved", "words": _("saved %(time)s") % {"time": at}, "at": at}
    said = ngettext(
        "not saved: %(n)d thing to mend · the rest saved %(time)s",
        "not saved: %(n)d things to mend · the rest saved %(time)s",
        refused,
    )
    return {"kind": "mend", "words": said % {"n": refused, "time": at}, "at": at}


def _own_page(request: HttpRequest, case: Case, form: ViewForm, **more: Any) -> HttpResponse:
    perspective = form.perspective
    facts = load_facts(case)
    context = {
        "case": case,
        "subtitle": presenters.subtitle(case),
        "perspective": perspective,
        "title": words(VIEWS[perspective.line]),
        "boxes": form.boxes(),
        "groups": form.groups(),
        "grades": form.grades(),
        "doubted": form.doubted(),
        "chart": timeline_chart(facts, number=case.number) if facts.blood_loss else None,
        "open": perspective_queries.are_open(case),
        "may_take_back": perspective_policies.can_take_back(request.user, case, perspective),
        "save_status": _status(perspective),
        "saving_texts": saving_texts(),
    }
    return render(request, "cases/perspective.html", context | more, status=422 if more else 200)


@permission_required(Permission.REVIEW_CASE)
@require_POST
def give_view(request: HttpRequest, number: str) -> HttpResponse:
    """Give one's own view."""
    found, perspective = _own(request, number)
    if "sure" not in request.POST:
        messages.error(request, _("Tick first that your view is ready to stand beside the other."))
        return redirect("cases:own_view", number=number)
    try:
        perspective_services.give_view(perspective=perspective, by=request.user)
    except Refused as refused:
        say(request, refused.problems)
        return redirect("cases:own_view", number=number)
    messages.success(request, _("Your view is given. Thank you."))
    return redirect("cases:perspectives", number=number)


@permission_required(Permission.REVIEW_CASE)
@require_POST
def take_back_view(request: HttpRequest, number: str) -> HttpResponse:
    """Change one's own given view, as long as the other was not given."""
    found, perspective = _own(request, number)
    try:
        perspective_services.take_back(perspective=perspective, by=request.user)
    except Refused as refused:
        say(request, refused.problems)
    return redirect("cases:own_view", number=number)


def _own(request: HttpRequest, number: str) -> tuple[Case, Perspective]:
    """Return the case and this person's own view on it, else 404."""
    found = case_of(request, number)
    perspective = perspective_queries.own_view(request.user, found)
    if perspective is None:
        raise Http404
    return found, perspective


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _mailed(request: HttpRequest) -> str:
    """Return the address to mail, with a place for the invitation's key."""
    address: str = request.build_absolute_uri(reverse("cases:view_link", kwargs={"pk": 0}))
    return address.replace("/0/", "/{pk}/")


def _block(case: Case) -> str:
    return reverse("cases:perspectives", kwargs={"number": case.number})


def _say_asked(request: HttpRequest, asked: perspective_services.Asked) -> None:
    if not _say_unsent(request, asked):
        email = asked.perspective.person.email
        messages.success(request, _("%(email)s is asked for a view.") % {"email": email})


def _say_unsent(request: HttpRequest, asked: perspective_services.Asked) -> bool:
    if asked.mail.sent is not False:
        return False
    email = asked.perspective.person.email
    messages.warning(
        request,
        _("%(email)s is asked, but the mail could not be sent: tell her yourself. It is on her home page.")
        % {"email": email},
    )
    return True
