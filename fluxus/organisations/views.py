"""Pages of the administrator: people and the log."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations import accounts, queries, services
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.forms import AuditFilterForm, InvitationForm
from fluxus.organisations.permissions import Permission, Role

ROWS_PER_PAGE = 100


@permission_required(Permission.MANAGE_USERS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody's roles, and the form that invites somebody."""
    form = InvitationForm(request.POST or None, by=request.user)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                vsv=form.cleaned_data["vsv"],
                valid_until=form.cleaned_data["valid_until"],
                by=request.user,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            accounts.send_password_link(request, form.cleaned_data["email"])
            messages.success(request, _("%(email)s is invited.") % {"email": form.cleaned_data["email"]})
            return redirect("organisations:people")
    page = Paginator(queries.memberships_for(request.user), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/people.html", {"form": form, "problems": problems, "page": page})


@permission_required(Permission.MANAGE_USERS)
@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership today."""
    membership = get_object_or_404(queries.memberships_for(request.user), pk=pk)
    try:
        services.end_membership(membership=membership, on=timezone.localdate(), by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
    else:
        messages.success(request, _("The membership ends today."))
    return redirect("organisations:people")


@permission_required(Permission.SEE_AUDIT)
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did or saw what, by period and event, on the page or as CSV. Reading the log is logged too."""
    form = AuditFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    events = queries.audit_events_for(request.user, **chosen)
    if request.GET.get("format") == "csv":
        services.note_log_read(by=request.user, exported=True)
        return _as_csv(queries.with_names(list(events[:50_000])))
    services.note_log_read(by=request.user, exported=False)
    page = Paginator(events, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "organisations/audit_log.html",
        {"form": form, "page": page, "rows": queries.with_names(list(page.object_list))},
    )


def _as_csv(rows: list[dict[str, object]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="fluxus-log.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["at", "event", "outcome", "user", "role", "vsv", "target", "details"])
    for row in rows:
        event = row["event"]
        writer.writerow(
            [
                event.at.isoformat(),
                event.event,
                event.outcome,
                row["user"],
                event.role,
                row["vsv"],
                f"{event.target_type} {event.target_id}".strip(),
                event.details or "",
            ]
        )
    return response
