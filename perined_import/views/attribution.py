"""Pages of organisations: which counts for which VSV, and what a change comes to before it is saved."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fluxus.organisations import access
from fluxus.organisations.access import permission_required
from fluxus.organisations.attribution_changes import discard_change, overtaken, propose, save_change
from fluxus.organisations.attribution_csv import EXAMPLE, LENGTHS, as_csv, read_change
from fluxus.organisations.attribution_state import fingerprint, tables, vsv_names
from fluxus.organisations.attribution_table import Change, OrganisationTable, from_json
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission
from perined_import.attributing import effect, forms, presenters, queries

PER_PAGE = 50
UNPLACED_SHOWN = 20
MANAGE = Permission.MANAGE_ATTRIBUTION


def _national(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard a page that changes the table: only for who looks after all VSVs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not queries.may_edit(request.user):
            raise PermissionDenied(MANAGE.value)
        return view(request, *args, **kwargs)

    return guarded


@permission_required(MANAGE)
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations with their VSVs; on top what is not attributed."""
    edit = queries.may_edit(request.user)
    names = queries.vsv_choices(request.user)
    form = forms.FilterForm(request.GET or None, vsvs=names)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.search(
        queries.organisations_for(request.user),
        text=asked.get("q", ""),
        kind=asked.get("kind", ""),
        vsv_code=asked.get("vsv", ""),
        today=timezone.localdate(),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    period = queries.last_year()
    unplaced = queries.unplaced() if edit else []
    context = {
        "form": form,
        "page": page,
        "edit": edit,
        "lines": queries.lines_of(page.object_list, request.user, timezone.localdate(), period),
        "period": period,
        "unplaced": unplaced[:UNPLACED_SHOWN],
        "unplaced_more": max(len(unplaced) - UNPLACED_SHOWN, 0),
        "unplaced_births": sum(one.births for one in unplaced),
        "bare": queries.births_without_organisation() if edit else 0,
    }
    return render(request, "perined_import/attribution.html", context)


@permission_required(MANAGE)
def organisation(request: HttpRequest, lvr_id: str) -> HttpResponse:
    """One organisation: its dated rows, to change for who looks after all VSVs, and its history."""
    edit = queries.may_edit(request.user)
    found = queries.organisations_for(request.user).filter(lvr_id=lvr_id).first()
    if found is None and (not edit or len(lvr_id) > LENGTHS["lvr_id"]):
        raise Http404
    if request.method == "POST" and not edit:
        raise PermissionDenied(MANAGE.value)
    now = tables([lvr_id]).get(lvr_id, OrganisationTable(lvr_id, "", "practice"))
    context: dict[str, object] = {
        "lvr_id": lvr_id,
        "found": found,
        "edit": edit,
        "now": now,
        "rows": queries.attributions_for(request.user).filter(organisation=found),
        "history": presenters.history_said(queries.history_of(found), vsv_names()) if found and edit else [],
        "gaps": presenters.gaps_said(now) if found and edit else [],
    }
    return _editor(request, now, context) if edit else render(request, _ONE, context)


_ONE = "perined_import/attribution_organisation.html"


def _editor(request: HttpRequest, now: OrganisationTable, context: dict[str, object]) -> HttpResponse:
    choices = {"vsvs": queries.vsv_choices(request.user)}
    posted = request.POST if request.method == "POST" else None
    form = forms.OrganisationForm(posted, initial={"name": now.name, "kind": now.kind})
    initial = None if posted else forms.initial_rows(now)
    formset = forms.RowFormSet(posted, initial=initial, form_kwargs=choices, prefix="row")
    problems: list[str] = []
    seen = fingerprint(Change("rows", (now,)))
    if posted is not None:
        change, problems = forms.organisation_change(now.lvr_id, form, formset)
        if posted.get("seen", seen) != seen:
            problems.append(overtaken())
        if change is not None and not problems:
            done = _proposed(request, change, problems)
            if done is not None:
                return done
    context |= {"form": form, "formset": formset, "problems": problems, "seen": seen}
    return render(request, _ONE, context, status=422 if problems else 200)


def _proposed(request: HttpRequest, change: Change, problems: list[str]) -> HttpResponse | None:
    """Go to the page with the effect of a change; where it is refused, note why and return None."""
    try:
        proposed = propose(change=change, by=request.user)
    except Refused as refused:
        problems.extend(refused.problems)
        return None
    return redirect("perined_import:organisation_change", pk=proposed.pk)


@permission_required(MANAGE)
@_national
def vsvs(request: HttpRequest) -> HttpResponse:
    """All VSVs: give one another name, or make a new one."""
    form = forms.VsvForm(request.POST or None)
    problems: list[str] = []
    if form.is_valid():
        read = form.cleaned_data
        done = _proposed(request, Change("vsv", (), {read["code"]: read["name"]}), problems)
        if done is not None:
            return done
    elif form.is_bound:
        problems = forms.sentences(form)
    context = {"vsvs": queries.vsvs_with_counts(), "form": form, "problems": problems}
    return render(request, "perined_import/attribution_vsvs.html", context, status=422 if problems else 200)


@permission_required(MANAGE)
@_national
def merge(request: HttpRequest) -> HttpResponse:
    """Let VSVs go on as another one from a day on."""
    give_roles = access.is_national(request.user, Permission.MANAGE_USERS)
    form = forms.MergerForm(
        request.POST if request.method == "POST" else None,
        vsvs=queries.vsv_choices(request.user),
        give_roles=give_roles,
    )
    problems: list[str] = []
    if form.is_valid():
        done = _proposed(request, form.change(list(tables().values())), problems)
        if done is not None:
            return done
    elif form.is_bound:
        problems = forms.sentences(form)
    context = {"form": form, "problems": problems, "give_roles": give_roles}
    return render(request, "perined_import/attribution_merge.html", context, status=422 if problems else 200)


@permission_required(MANAGE)
@_national
def upload_table(request: HttpRequest) -> HttpResponse:
    """The table as a file: what it says replaces the rows of the organisations that it names."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.CsvForm(*posted)
    problems: list[str] = []
    if form.is_valid():
        try:
            change = read_change(form.cleaned_data["file"].read())
        except Refused as refused:
            problems = refused.problems
        else:
            done = _proposed(request, change, problems)
            if done is not None:
                return done
    elif form.is_bound:
        problems = forms.sentences(form)
    context = {"form": form, "problems": problems}
    return render(request, "perined_import/attribution_csv.html", context, status=422 if problems else 200)


@permission_required(MANAGE)
def table(request: HttpRequest) -> HttpResponse:
    """The table as it stands, as the file that can be uploaded; of a VSV only its own rows."""
    return _file("organisaties.csv", queries.csv_lines(request.user))


@permission_required(MANAGE)
def template(request: HttpRequest) -> HttpResponse:
    """An example of the file."""
    return _file("organisaties-voorbeeld.csv", EXAMPLE)


def _file(name: str, lines: object) -> HttpResponse:
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@permission_required(MANAGE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What a proposed change comes to; a very large one is worked out when asked for."""
    proposed = get_object_or_404(queries.changes_for(request.user), pk=pk)
    wanted = from_json(proposed.content)
    work = effect.about(wanted)
    context: dict[str, object] = {
        "proposed": proposed,
        "births": work.births,
        "duration": presenters.seconds_said(work),
        "title": presenters.title_of(wanted.kind),
        "merger": wanted.merger,
    }
    if work.births <= presenters.AT_ONCE or "work" in request.GET:
        context["shown"] = presenters.change_page(effect.effect_of(wanted))
    return render(request, "perined_import/attribution_change.html", context)


@permission_required(MANAGE)
@require_POST
def change_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a proposed change: every figure that rests on it follows."""
    proposed = get_object_or_404(queries.changes_for(request.user), pk=pk)
    try:
        save_change(proposed=proposed, by=request.user)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect("perined_import:organisation_change", pk=pk)
    messages.success(request, _("The change is saved; the figures follow it from now on."))
    return redirect("perined_import:organisations")


@permission_required(MANAGE)
@require_POST
def change_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a proposed change away."""
    proposed = get_object_or_404(queries.changes_for(request.user), pk=pk)
    discard_change(proposed=proposed, by=request.user)
    messages.success(request, _("The change is thrown away; nothing was saved."))
    return redirect("perined_import:organisations")
