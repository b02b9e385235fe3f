"""The pages that belong to no app: home, the choice of VSV, and what is shown when something is wrong."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.errors import CaseRefused
from cases.prefill import prefilled_data
from cases.section_forms import SectionForm
from cases.sections import START, Draft
from cases.services import open_case_for_delivery
from fluxus import home as home_page
from fluxus import to_screen as to_screen_joint
from fluxus.organisations import access
from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission

DELIVERIES_PER_PAGE = 50


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The to-do list of this person."""
    return render(request, "home.html", {"tasks": home_page.tasks_for(request.user, request.vsv)})


@login_required
@require_POST
def choose_vsv(request: HttpRequest) -> HttpResponse:
    """Switch to another VSV of one's own and go back to where one was."""
    chosen = request.POST.get("vsv", "")
    if not chosen.isdigit():
        return HttpResponseBadRequest(_("Choose a VSV from the list."))
    request.session[access.SESSION_KEY] = get_object_or_404(
        access.selectable_vsvs(request.user), pk=int(chosen)
    ).pk
    return redirect("home")


@permission_required(Permission.ENTER_CASE)
def to_screen(request: HttpRequest) -> HttpResponse:
    """The haemorrhages in the registry for which nobody opened a case yet."""
    waiting = [] if request.vsv is None else to_screen_joint.waiting(request.vsv)  # type: ignore[attr-defined]
    page = Paginator(waiting, DELIVERIES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "to_screen.html", {"page": page, "total": len(waiting)})


@permission_required(Permission.ENTER_CASE)
def open_case(request: HttpRequest, key: str) -> HttpResponse:
    """Start the case of one delivery: what the registry knows stands there, what it lacks is asked."""
    vsv = request.vsv  # type: ignore[attr-defined]
    found = next((each for each in to_screen_joint.waiting(vsv) if each.delivery_key == key), None)
    if found is None:
        raise Http404
    known = to_screen_joint.as_case(found)
    form = SectionForm(
        request.POST or None,
        section=START,
        draft=Draft(prefilled_data(known)),
        initial=to_screen_joint.initial_of(found),
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case_for_delivery(delivery=known, vsv=vsv, by=request.user, entered=form.entered())
        except CaseRefused as refused:
            problems = refused.problems
            for problem in refused.found:
                form.attach(problem)
        else:
            return redirect("cases:case", number=case.number)
    return render(request, "open_case.html", {"form": form, "problems": problems, "delivery": found})


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(
        request, 400, _("This request could not be read"), _("Go back, check what you entered and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(
        request,
        403,
        _("Your role does not include this page"),
        _("Ask the administrator of your VSV if you need it for your work."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what belongs to another VSV."""
    return _error(
        request,
        404,
        _("This page does not exist for you"),
        _("The address may be mistyped, or it belongs to another VSV. Start again from the home page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Nothing here may need the database: it may be what failed."""
    response: HttpResponse = render(None, "500.html", status=500)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form's token is missing or old."""
    return _error(
        request,
        403,
        _("This form was open for too long"),
        _("Nothing was saved. Go back, reload the page and send the form again."),
    )
