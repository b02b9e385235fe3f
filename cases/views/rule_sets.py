"""The rule sets: list, one in full, two side by side; making, changing, signing and withdrawing one."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import LocalRuleSet
from cases.rule_sets import policies as policies
from cases.rule_sets import presenters as presenter
from cases.rule_sets import queries as queries
from cases.rule_sets import services as services
from cases.rule_sets.compare import compare
from cases.rule_sets.form import DraftForm
from cases.rule_sets.queries import Named
from fluxus.organisations.access import has_permission, permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


def _named(request: HttpRequest, name: str) -> Named:
    """Return the rule set with this name when this person may see it, else 404."""
    found = queries.rule_set_named(request.user, name)
    if found is None:
        raise Http404
    return found


def _local(request: HttpRequest, name: str) -> LocalRuleSet:
    found = _named(request, name).local
    if found is None:
        raise Http404
    return found


@permission_required(Permission.SEE_RULE_SETS)
def rule_sets(request: HttpRequest) -> HttpResponse:
    """The national lists and the local versions of this VSV, and which one holds today."""
    return _list(request)


def _list(request: HttpRequest, problems: list[str] | None = None) -> HttpResponse:
    vsv = request.vsv  # type: ignore[attr-defined]
    versions = queries.local_versions(request.user, vsv)
    today = queries.holding(vsv, timezone.localdate())
    context = {
        "national": [(each, presenter.title(each)) for each in queries.national()],
        "versions": [
            (each, presenter.title(queries.of_local(each)), presenter.status(each)) for each in versions
        ],
        "holds": today,
        "holds_title": presenter.title(today),
        "may_start": policies.can_start(request.user, vsv),
        "has_signed": any(each.status == policies.SIGNED for each in versions),
        "choices": [(each.name, presenter.title(each)) for each in _choices(request)],
        "problems": problems or [],
        "may_read_cases": has_permission(request.user, Permission.REVIEW_CASE, vsv),
    }
    return render(request, "cases/rule_sets.html", context, status=422 if problems else 200)


def _choices(request: HttpRequest) -> list[Named]:
    """Return what can be put side by side: national lists and the local versions of this VSV."""
    versions = queries.local_versions(request.user, request.vsv)  # type: ignore[attr-defined]
    return [*queries.national(), *(queries.of_local(each) for each in versions)]


@permission_required(Permission.SEE_RULE_SETS)
def rule_set(request: HttpRequest, name: str) -> HttpResponse:
    """One rule set in full: thresholds, checks, sources, signatures; prints as the list to sign."""
    return _page(request, _named(request, name))


def _page(request: HttpRequest, named: Named, **more: Any) -> HttpResponse:
    local = named.local
    base = queries.base_of(local) if local else None
    to_sign, rest = presenter.to_sign_first(presenter.groups(named.rules, base))
    checks = presenter.checks(named.rules)
    context = {
        "named": named,
        "title": presenter.title(named),
        "parts": [
            (_("To be confirmed before first use (marks K and L)"), to_sign),
            (_("From a source that was read or reported (marks V and S)"), rest),
        ],
        "off": [check for check in checks if check["off"]],
        "checks": checks,
        "sources": presenter.sources(named.rules),
        "lines": presenter.signatures(local) if local else presenter.empty_signatures(),
        "others": [
            (each.name, presenter.title(each)) for each in _choices(request) if each.name != named.name
        ],
    }
    if local is not None:
        context |= {
            "local": local,
            "status": presenter.status(local),
            "seen": services.fingerprint(local),
            "may_edit": policies.can_edit(request.user, local),
            "may_sign": policies.can_sign(request.user, local),
            "may_withdraw": policies.can_withdraw(request.user, local),
            "shows_signers": policies.may_know_signers(request.user, local.vsv),
            "first_day": services.first_day(),
            "base_title": presenter.title_of(local.profile, local.base_version, is_local=False),
        }
    return render(request, "cases/rule_set.html", context | more, status=422 if more.get("problems") else 200)


@permission_required(Permission.SEE_RULE_SETS)
def rule_set_file(request: HttpRequest, name: str) -> HttpResponse:
    """The thresholds of one rule set as a table for a spreadsheet."""
    named = _named(request, name)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    filename = f"regelset-{named.rules.profile}-{named.rules.version}.csv"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(presenter.csv_rows(named.rules))
    return response


@permission_required(Permission.SEE_RULE_SETS)
def compare_rule_sets(request: HttpRequest) -> HttpResponse:
    """What differs between two rule sets, and nothing else."""
    choices = _choices(request)
    first = request.GET.get("a") or choices[0].name
    second = request.GET.get("b") or choices[-1].name
    before, after = _named(request, first), _named(request, second)
    comparison = compare(before.rules, after.rules)
    context = {
        "choices": [(each.name, presenter.title(each)) for each in choices],
        "before": before,
        "after": after,
        "before_title": presenter.title(before),
        "after_title": presenter.title(after),
        "nothing": comparison.nothing,
        "differences": presenter.differences(comparison),
    }
    return render(request, "cases/rule_set_compare.html", context)


@permission_required(Permission.MANAGE_RULE_SETS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Make a draft."""
    try:
        local = services.start_rule_set(
            vsv=request.vsv,  # type: ignore[attr-defined]
            source=request.POST.get("source", ""),
            by=request.user,
        )
    except Refused as refused:
        return _list(request, refused.problems)
    return redirect("cases:rule_set_edit", name=local.pk)


@permission_required(Permission.MANAGE_RULE_SETS)
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Change a draft: values with their reasons, checks that are switched off, the day it holds from."""
    local = _local(request, name)
    if not policies.can_edit(request.user, local):
        return redirect("cases:rule_set", name=name)
    form = DraftForm(local, request.POST or None)
    if request.method == "POST":
        try:
            services.save_draft(
                rule_set=local,
                fields=request.POST.dict(),
                by=request.user,
                seen=request.POST.get("seen", ""),
                declared=frozenset(request.POST.getlist("declared")),
            )
        except Refused as refused:
            local.refresh_from_db()
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("cases:rule_set", name=name)
    context = {
        "local": local,
        "title": presenter.title(queries.of_local(local)),
        "form": form,
        "signed": local.signatures.count(),
        "problems": form.problems,
    }
    return render(request, "cases/rule_set_edit.html", context, status=422 if form.problems else 200)


@permission_required(Permission.SIGN_RULE_SET)
@require_POST
def sign(request: HttpRequest, name: str) -> HttpResponse:
    """Sign a draft as one of the three professions."""
    local = _local(request, name)
    profession = request.POST.get("profession", "")
    try:
        services.sign_rule_set(
            rule_set=local,
            profession=profession,
            confirmed="confirmed" in request.POST,
            by=request.user,
            seen=request.POST.get("seen", ""),
        )
    except Refused as refused:
        return _page(request, _named(request, name), problems=refused.problems, chosen=profession)
    messages.success(request, _("You signed this version."))
    return redirect("cases:rule_set", name=name)


@permission_required(Permission.MANAGE_RULE_SETS)
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Withdraw a version, with a reason."""
    local, reason = _local(request, name), request.POST.get("reason", "")
    try:
        services.withdraw_rule_set(
            rule_set=local,
            reason=reason,
            by=request.user,
            declared=frozenset(request.POST.getlist("declared")),
        )
    except Refused as refused:
        found = presenter.finds(reason)
        return _page(request, _named(request, name), problems=refused.problems, reason=reason, found=found)
    messages.success(request, _("This version is withdrawn: it judges no case from now on."))
    return redirect("cases:rule_set", name=name)
