"""Screening a case again with a newer rule set: the differences first, stored only on request."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import policies, presenters
from cases.forms import language, words
from cases.models import Case
from cases.review_words import STATUSES
from cases.rule_sets import presenters as presenter
from cases.rule_sets import queries as queries
from cases.rule_sets import rescreening as rescreening
from cases.rule_sets.queries import Named
from cases.rule_sets.rescreening import Change, Preview
from cases.screening.checks import CHECK_BY_ID
from cases.screening.findings import RESULTS, Result
from cases.screening.rules import MARKS
from cases.views.blind import own_view_first
from cases.views.common import case_of
from fluxus.organisations.access import permission_required
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Permission


@permission_required(Permission.REVIEW_CASE)
@own_view_first
def rescreen(request: HttpRequest, number: str) -> HttpResponse:
    """Show what another rule set would say about a case; keep it when that is confirmed."""
    case = case_of(request, number)
    if not policies.can_review(request.user, case):
        return redirect("cases:case", number=number)
    choices = queries.to_judge_with(case.vsv)
    holds = queries.named_for(case.vsv, case.birth_time)
    asked = (request.POST if request.method == "POST" else request.GET).get("rule_set") or holds.name
    chosen = next((each for each in choices if each.name == asked), None)
    if chosen is None:
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        try:
            done = rescreening.rescreen_case(
                case=case, rules=chosen.rules, by=request.user, seen=request.POST.get("seen", "")
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _done_words(done))
            return redirect("cases:findings", number=number)
    context = _context(case, choices, holds, chosen) | {"problems": problems}
    return render(request, "cases/rescreen.html", context, status=422 if problems else 200)


def _done_words(done: Preview) -> str:
    number = len(done.other_results)
    return ngettext(
        "Screened again: %(n)d check has another result.",
        "Screened again: %(n)d checks have another result.",
        number,
    ) % {"n": number}


def _context(case: Case, choices: list[Named], holds: Named, chosen: Named) -> dict[str, Any]:
    shown = rescreening.preview(case, chosen.rules)
    profile, version = shown.stored
    local = {each.rules.version for each in choices if each.local is not None}
    return {
        "case": case,
        "subtitle": presenters.subtitle(case),
        "choices": [(each.name, _choice(each, each.name == holds.name)) for each in choices],
        "chosen": chosen,
        "chosen_title": presenter.title(chosen),
        "stored_title": presenter.title_of(
            profile, version, is_local=version in local or version.startswith(f"{case.vsv.code}-")
        ),
        "shown": shown,
        "counts": [
            (words(RESULTS[result]), shown.before[result.value], shown.after[result.value])
            for result in Result
        ],
        "results": [_row(change) for change in shown.other_results],
        "same": [_row(change) for change in shown.other_words],
        "dropped": [_row(change) for change in shown.dropped],
        "to_look_at": [_row(change) for change in shown.to_look_at],
    }


def _choice(named: Named, holds: bool) -> str:  # one call, one meaning
    title = presenter.title(named)
    return _("%(title)s: holds for this birth") % {"title": title} if holds else title


def _row(change: Change) -> dict[str, Any]:
    """Return one difference in words, both sentences with limit and mark."""
    before, after = change.before, change.after
    english = language().startswith("en")
    old_sentence = (before.explanation_en if english else before.explanation_nl) if before else ""
    review = getattr(before, "review", None) if before else None
    return {
        "check": change.check,
        "label": words(CHECK_BY_ID[change.check].label),
        "before": _side(before.result, old_sentence, before.limit, before.unit, before.mark)
        if before
        else None,
        "after": _side(str(after.result), words(after.explanation), after.limit, after.unit, after.mark),
        "decision": words(STATUSES[review.status]) if review else "",
    }


def _side(result: str, sentence: str, limit: float | None, unit: str, mark: str) -> dict[str, str]:
    return {
        "result": result,
        "words": words(RESULTS[Result(result)]),
        "sentence": sentence,
        "limit": "" if limit is None else f"{presenter.number_words(limit)} {presenter.unit_words(unit)}",
        "mark": words(MARKS[mark]) if mark in MARKS else "",
    }
