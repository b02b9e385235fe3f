"""The pages about actions: the board, one action, its form, and the buttons on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboards import action_pages, queries, services
from dashboards.forms import ActionForm
from dashboards.models import ActionItem
from fluxus.organisations.access import has_permission, permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission

OPENING = ("title", "origin", "origin_note", "measure")
"""What the address may fill in beforehand in the form of a new action."""


@require_safe
@permission_required(Permission.SEE_ACTIONS)
def actions(request: HttpRequest) -> HttpResponse:
    """The board with its four columns."""
    today = timezone.localdate()
    items = list(queries.actions_for(request.user).filter(vsv=request.vsv)) if request.vsv else []
    context = {
        "columns": action_pages.board(items, today),
        "count": len([item for item in items if not item.is_closed]),
        "due": queries.due_actions(vsv=request.vsv, today=today) if request.vsv else [],
        "proposals": len(queries.proposed(request.vsv, today)) if request.vsv else 0,
        "may_edit": has_permission(request.user, Permission.EDIT_ACTIONS, request.vsv),
    }
    return render(request, "dashboards/actions.html", context)


@require_safe
@permission_required(Permission.SEE_ACTIONS)
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action."""
    return _action_page(request, get_object_or_404(queries.actions_for(request.user), pk=pk), [])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.EDIT_ACTIONS)
def new_action(request: HttpRequest) -> HttpResponse:
    """Open an action."""
    opening = {name: request.GET[name] for name in OPENING if name in request.GET}
    form = ActionForm(request.POST or None, initial=opening)
    return _save(
        request, form, lambda changes: services.open_action(vsv=request.vsv, by=request.user, changes=changes)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.EDIT_ACTIONS)
def edit_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an action."""
    item = _editable(request, pk)
    form = ActionForm(request.POST or None, instance=item)
    return _save(
        request, form, lambda changes: services.edit_action(item=item, changes=changes, by=request.user)
    )


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an action to another stage."""
    item, to = _editable(request, pk), request.POST.get("to", "")
    return _do(request, item, lambda: services.move_stage(item=item, to=to, by=request.user))


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was done."""
    item, text = _editable(request, pk), request.POST.get("text", "")
    return _do(request, item, lambda: services.log_done(item=item, text=text, by=request.user))


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the figures again."""
    item = _editable(request, pk)

    def look() -> None:
        if not services.recheck_actions(vsv=item.vsv, by=request.user):
            messages.info(request, _("Nothing new came in since the last time."))

    return _do(request, item, look)


@require_POST
@permission_required(Permission.EDIT_ACTIONS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """End the cycle with a decision."""
    item, asked = _editable(request, pk), request.POST
    try:
        after = services.decide_act(
            item=item,
            decision=asked.get("decision", ""),
            reason=asked.get("reason", ""),
            by=request.user,
        )
    except Refused as refused:
        return _action_page(request, item, refused.problems)
    return redirect("dashboards:action", pk=after.pk)


def _editable(request: HttpRequest, pk: int) -> ActionItem:
    return get_object_or_404(queries.actions_for(request.user, Permission.EDIT_ACTIONS), pk=pk)


def _do(request: HttpRequest, item: ActionItem, work: Callable[[], Any]) -> HttpResponse:
    try:
        work()
    except Refused as refused:
        return _action_page(request, item, refused.problems)
    return redirect("dashboards:action", pk=item.pk)


def _save(
    request: HttpRequest, form: ActionForm, write: Callable[[dict[str, Any]], ActionItem]
) -> HttpResponse:
    problems: list[str] = []
    if request.method == "POST":
        if form.is_valid():
            try:
                return redirect("dashboards:action", pk=write(form.changes()).pk)
            except Refused as refused:
                problems = refused.problems
        else:
            problems = form.problems()
    context = {"form": form, "problems": problems, "item": form.instance if form.instance.pk else None}
    return render(request, "dashboards/action_form.html", context, status=400 if problems else 200)


def _action_page(request: HttpRequest, item: ActionItem, problems: list[str]) -> HttpResponse:
    item.refresh_from_db()
    context = {
        "item": item,
        "page": action_pages.item_page(item, timezone.localdate()),
        "log": item.log.all(),
        "problems": problems,
        "may_edit": has_permission(request.user, Permission.EDIT_ACTIONS, item.vsv) and not item.is_closed,
    }
    return render(request, "dashboards/action.html", context, status=400 if problems else 200)
