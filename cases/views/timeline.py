"""The timeline of a draft: lines as they are read aloud, and every row by itself.

Each deed answers htmx with pieces that go out of band (table, picture, steps, save status, what was said),
and without it with the page anew. Nothing that was typed is dropped: what cannot be stored comes back.
"""

import json
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import policies
from cases.case_schema import ROWS
from cases.errors import CaseRefused, EditedMeanwhile
from cases.models import Case
from cases.storage import load_data
from cases.timeline import services as row_services
from cases.timeline.deeds import RowChanged, Written
from cases.timeline.edit import mark_of, read_known
from cases.timeline.forms import RowForm, row_form
from cases.timeline.services import LONGEST_BLOCK, TooMuchAtOnce
from cases.traces.shown import declared_in
from cases.views import timeline_answers as answers
from cases.views import timeline_editing as editing_form
from cases.views.common import case_of
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission

SLUG = re.compile(r"[a-z_]+-(?:[0-9]{1,4}|new)")


def page(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    """Show the timeline of a draft; ``more`` goes to the template (a row being edited, lines to mend)."""
    key = request.GET.get("row", "") if request.method == "GET" else ""
    if key:
        more["editing"] = _editing(case, key)
    status = 422 if any(more.get(name) for name in ("problems", "held", "too_long")) else 200
    context = answers.page_context(request, case) | more
    return render(request, "cases/timeline.html", context, status=status)


@permission_required(Permission.ENTER_CASE)
@require_POST
def lines(request: HttpRequest, number: str) -> HttpResponse:
    """Add lines as they are read out of the record."""
    case, text = case_of(request, number), request.POST.get("lines", "")
    try:
        added = row_services.add_lines(
            case=case, text=text, declared=declared_in(request.POST), **_by(request)
        )
    except Refused as refused:
        return _refused(request, case, refused, box=text)
    return _after_lines(request, added)


@permission_required(Permission.ENTER_CASE)
@require_POST
def mend(request: HttpRequest, number: str) -> HttpResponse:
    """Read a line again that could not be read, or remove it."""
    case, key, text = case_of(request, number), request.POST.get("line", ""), request.POST.get("text", "")
    line = int(key) if key.isdigit() else 0
    try:
        if "remove" in request.POST:
            written, removed = row_services.remove_line(case=case, line=line, **_by(request, token=False))
            return answers.answer(request, written, said=answers.removed_line(removed))
        added = row_services.mend_line(
            case=case,
            line=line,
            text=text,
            declared=declared_in(request.POST),
            **_by(request),
        )
    except Refused as refused:
        return _refused(request, case, refused, box=text)
    return _after_lines(request, added)


def _after_lines(request: HttpRequest, added: row_services.Added) -> HttpResponse:
    if added.held and not request.htmx:  # type: ignore[attr-defined]
        return page(request, added.case, **answers.held_context(added))
    return answers.answer(request, added, said=answers.after_lines(added), **answers.held_context(added))


@permission_required(Permission.ENTER_CASE)
@require_POST
def read(request: HttpRequest, number: str) -> HttpResponse:
    """Say how lines would be read; nothing is stored."""
    case, text = case_of(request, number), request.POST.get("lines", "")[:LONGEST_BLOCK]
    return render(request, "cases/timeline_read.html", answers.preview(case, text))


@permission_required(Permission.ENTER_CASE)
def row(request: HttpRequest, number: str) -> HttpResponse:
    """The form of one row: a new one of a list, or one that stands in the table; show it, or save it."""
    case = case_of(request, number)
    if not policies.can_edit(request.user, case):
        return redirect("cases:case", number=number)
    posted = request.method == "POST"
    editing = _editing(case, (request.POST if posted else request.GET).get("row", ""), request)
    if not posted:
        if not request.htmx:  # type: ignore[attr-defined]
            return page(request, case, editing=editing)
        return render(request, "cases/timeline_editing.html", editing)
    form: RowForm = editing["form"]
    if not form.is_valid() or not form.values:
        if form.is_valid():
            form.add_error(None, _("Nothing is filled in yet: fill in the row, or cancel."))
        return _edit_again(request, case, editing)
    try:
        written = _save_row(request, case, editing)
    except RowChanged as changed:
        return _edit_again(request, case, editing | editing_form.both_versions(editing, changed))
    except CaseRefused as refused:
        editing_form.attach(form, editing, refused)
        return _edit_again(request, case, editing)
    except Refused as refused:
        return _refused(request, case, refused)
    return answers.answer(request, written, said=answers.after_row(written), saved_row=True)


def _save_row(request: HttpRequest, case: Case, editing: dict[str, Any]) -> Written:
    given = {"case": case, "name": editing["name"], "row": editing["form"].values, **_by(request)}
    if editing["was"]:
        return row_services.change_row(index=editing["index"], was=editing["was"], **given)
    return row_services.add_row(**given)


def _edit_again(request: HttpRequest, case: Case, editing: dict[str, Any]) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return page(request, case, editing=editing, problems=editing["form"].sentences())
    response = render(request, "cases/timeline_editing.html", editing | {"oob": True})
    response["HX-Trigger"] = json.dumps({"fluxus:refused": {"problems": 1}})
    return response


def _editing(case: Case, key: str, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what the form of a row needs. ``key``: list, place, mark; both empty for a new row."""
    name, _colon, rest = key.partition(":")
    place, _colon, was = rest.partition(":")
    if name not in ROWS:
        raise Http404
    index = int(place) if place.isdigit() else 0
    data = load_data(case)
    rows = data.get(name) or []
    stored = next((row for row in rows if mark_of(row) == was), {}) if was else {}
    posted = request.POST if request is not None and request.method == "POST" else None
    slug = posted.get("slug", "") if posted else ""
    slug = slug if SLUG.fullmatch(slug) else f"{name}-{index}" if was else f"{name}-new"
    form = row_form(name, data, stored, posted, prefix=slug)
    return editing_form.editing_context(case, name, index, was, form, stored) | {"slug": slug}


@permission_required(Permission.ENTER_CASE)
@require_POST
def remove(request: HttpRequest, number: str) -> HttpResponse:
    """Remove a row; the answer offers to put it back."""
    case = case_of(request, number)
    name, index, was = _key(request)
    try:
        written, removed = row_services.remove_row(case=case, name=name, index=index, was=was, **_by(request))
    except RowChanged as changed:
        if changed.theirs is None:
            return _refused(request, case, changed)
        written, theirs = answers.unchanged(case, request), answers.remove_anyway(name, changed)
        return answers.answer(request, written, changed=theirs)
    except Refused as refused:
        return _refused(request, case, refused)
    return answers.answer(request, written, removed=answers.removed_row(name, index, removed))


@permission_required(Permission.ENTER_CASE)
@require_POST
def put_back(request: HttpRequest, number: str) -> HttpResponse:
    """Put a row back that was removed a moment ago."""
    case = case_of(request, number)
    name, index, _was = _key(request)
    try:
        kept = json.loads(request.POST.get("content", ""))
    except ValueError:
        raise Http404 from None
    if not isinstance(kept, dict):
        raise Http404
    try:
        written = row_services.put_back_row(case=case, name=name, row=kept, place=index, **_by(request))
    except Refused as refused:
        return _refused(request, case, refused)
    return answers.answer(request, written, said=answers.after_row(written))


@permission_required(Permission.ENTER_CASE)
@require_POST
def all_complete(request: HttpRequest, number: str) -> HttpResponse:
    """Say that everything that the record holds stands here."""
    case = case_of(request, number)
    try:
        written = row_services.complete_all(case=case, **_by(request, token=False))
    except Refused as refused:
        return _refused(request, case, refused)
    said = [answers.Said("done", _("All lists are noted as complete."))]
    return answers.answer(request, written, said=said, with_form=True)


@permission_required(Permission.ENTER_CASE)
def rows(request: HttpRequest, number: str) -> HttpResponse:
    """The table as it is now: what a colleague wrote stays."""
    case = case_of(request, number)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("cases:section", number=number, section="timeline")
    return answers.answer(request, answers.unchanged(case, request))


def _key(request: HttpRequest) -> tuple[str, int, str]:
    name, _colon, rest = request.POST.get("row", "").partition(":")
    place, _colon, was = rest.partition(":")
    if name not in ROWS or not place.isdigit():
        raise Http404
    return name, int(place), was


def _by(request: HttpRequest, *, token: bool = True) -> dict[str, Any]:
    """Return who does a deed, which rows the page showed, and the mark by which a repeat is known."""
    given: dict[str, Any] = {"by": request.user, "known": read_known(request.POST.get("known", ""))}
    return given | ({"token": request.POST.get("token", "")} if token else {})


def _refused(request: HttpRequest, case: Case, refused: Refused, box: str = "") -> HttpResponse:
    """Say why nothing was written; what was typed goes back into the box."""
    if not request.htmx:  # type: ignore[attr-defined]
        if box:
            return page(request, case, problems=refused.problems, box=box)
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect("cases:section", number=case.number, section="timeline")
    if not isinstance(refused, EditedMeanwhile | CaseRefused | TooMuchAtOnce):
        return HttpResponse(" ".join(refused.problems), status=422, content_type="text/plain; charset=utf-8")
    written = answers.unchanged(case, request)
    return answers.answer(request, written, problems=refused.problems, box=box)
