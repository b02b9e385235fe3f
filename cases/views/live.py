"""Screening along with a draft: what can be seen already, and what is missing to judge the rest."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cases import policies
from cases.forms import words
from cases.live.missing import Thing
from cases.live.panel import Live, Step, live
from cases.models import Case, Status
from cases.questions import QUESTIONS, Draft, applies
from cases.rule_sets.queries import rule_set_for
from cases.screening.checks import CHECK_BY_ID
from cases.screening.findings import CATEGORIES, Finding, Result
from cases.screening.rules import MARKS
from cases.sections import place_of
from cases.storage import data_of, load_facts
from cases.views.common import case_of
from fluxus.organisations.access import permission_required
from fluxus.organisations.permissions import Permission

AT_ONCE = 4
"""Steps that are shown unfolded: more is a wall, and each one changes those after it."""
BLIND = {"D13": "vitals", "P11": "vitals"}
"""Where to look when nothing can be filled in but a measurement is missing; elsewhere: the blood loss."""


@permission_required(Permission.ENTER_CASE)
@require_GET
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel beside a draft that this person may change; nothing is kept."""
    found = case_of(request, number)
    if not policies.can_edit(request.user, found):
        if request.htmx and found.status != Status.DRAFT:  # type: ignore[attr-defined]
            return HttpResponse(status=204)  # submitted while its page was still open: nothing to show there
        raise Http404
    facts = load_facts(found)
    seen = live(facts, rule_set_for(found.vsv, found.birth_time), found.stated)
    draft = Draft(data_of(found, facts) if seen.steps else {}, found.stated)
    return render(request, "cases/live.html", context_of(found, draft, seen))


def context_of(case: Case, draft: Draft, seen: Live) -> dict[str, Any]:
    """Return the panel in words, with links to the fields."""
    steps = [text for step in seen.steps if (text := _step(case, draft, step))]
    points = len(seen.points)
    return {
        "case": case,
        "seen": seen,
        "points": [[_face(finding) for finding in point] for point in seen.points],
        "status": ngettext("%(n)d point to discuss to be seen", "%(n)d points to discuss to be seen", points)
        % {"n": points},
        "met": _counted(seen, Result.MET),
        "not_applicable": _counted(seen, Result.NOT_APPLICABLE),
        "open": _counted(seen, Result.NOT_ASSESSABLE),
        "steps": steps[:AT_ONCE],
        "more_steps": steps[AT_ONCE:],
        "otherwise": [_other(case, finding) for finding in seen.otherwise],
        "lost": [words(thing.label) for thing in seen.lost.things],
        "first_url": _url(case, "blood_loss"),
    }


@dataclass(frozen=True)
class Face:
    """One finding as the panel shows it."""

    check: str
    label: str
    sentence: str
    category: str
    mark: str
    mark_words: str
    source: str


def _face(finding: Finding) -> Face:
    check = CHECK_BY_ID[finding.check]
    return Face(
        check=finding.check,
        label=words(check.label),
        sentence=words(finding.explanation),
        category=words(CATEGORIES[finding.category]),
        mark=finding.mark,
        mark_words=words(MARKS[finding.mark]) if finding.mark in MARKS else "",
        source=check.source,
    )


def _counted(seen: Live, result: Result) -> int:
    return seen.counts.get(result, 0)


def _other(case: Case, finding: Finding) -> dict[str, str]:
    """Return a finding that cannot be judged, with where to look."""
    url = _url(case, BLIND.get(finding.check, "blood_loss"))
    return {
        "label": words(CHECK_BY_ID[finding.check].label),
        "sentence": words(finding.explanation),
        "url": url,
    }


def _url(case: Case, path: str) -> str:
    """Return the address of the field of a path."""
    section, element = place_of(path)
    page = reverse("cases:section", kwargs={"number": case.number, "section": section})
    return f"{page}#{element}" if element else page


def _step(case: Case, draft: Draft, step: Step) -> SafeString | None:
    """Return "Fill in …: then 9 more can be judged", each thing as a link to its field.

    None when the form asks none of it now: it comes up by itself after an earlier step.
    """
    things = [thing for thing in step.things if _asked_now(thing, draft)]
    if not things:
        return None
    link = '<a id="live-{}" href="{}">{}</a>'
    links = [format_html(link, *_link(case, thing, len(things))) for thing in things]
    alone = len(things) == 1 and things[0].is_list
    template = _("Tick %(things)s as complete") if alone else _("Fill in %(things)s")
    return format_html(
        "{}: {}.", format_html(template.replace("%(things)s", "{}"), _listed(links)), _effect(step)
    )


def _listed(links: list[SafeString]) -> SafeString:
    """Return "one, two and three"."""
    first = format_html_join(", ", "{}", ((link,) for link in links[:-1]))
    return format_html("{}{}{}", first, _(" and "), links[-1]) if first else links[-1]


def _asked_now(thing: Thing, draft: Draft) -> bool:
    """Whether the form asks it now: a list, a column of a list, or a question that applies."""
    return thing.path not in QUESTIONS or applies(thing.path, draft)


def _link(case: Case, thing: Thing, together: int) -> tuple[str, str, str]:
    name = words(thing.label)
    if thing.is_list:
        name = _("%(list)s (complete)") % {"list": name} if together > 1 else name.lower()
    elif thing.rows:
        rows = ngettext("%(n)d row", "%(n)d rows", thing.rows) % {"n": thing.rows}
        name = f"{name} ({rows})"
    return thing.path.replace(".", "-"), _url(case, thing.path), name


def _effect(step: Step) -> str:
    """Return what a step brings, after the steps before it."""
    sure = ngettext("then %(n)d more can be judged", "then %(n)d more can be judged", step.settles)
    helps = ngettext("it helps with %(n)d more", "it helps with %(n)d more", step.helps)
    said = [text % {"n": n} for text, n in ((sure, step.settles), (helps, step.helps)) if n]
    return _(" and ").join(said)
