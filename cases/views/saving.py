"""Saving one section of a draft: answered in pieces to the page's script, as a page to a browser without.

What can be saved is saved; what cannot is told at its field. When a colleague saved the section in between,
nothing is written and both versions stand side by side, to choose from.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases import presenters, services
from cases.case_problems import Problem
from cases.charts import timeline_chart
from cases.errors import SectionEdited
from cases.forms import BIRTH_TIME, field_name, words
from cases.models import Case
from cases.questions import Draft, is_text
from cases.section_forms import SectionForm
from cases.sections import SECTIONS, Section, after, fingerprint
from cases.storage import load_draft
from cases.traces.shown import ShownTraces, declared_in, shown_traces
from cases.views.common import conflict_status, save_status

RECEIPTS = "saved_sections"
MOST_RECEIPTS = 30
ELSEWHERE = "section"
"""The place for what belongs to no field of the form."""


@dataclass
class Place:
    """What stands below one field: what was refused there, what is unlikely, which moment it is."""

    name: str
    problems: list[str] = field(default_factory=list)
    unlikely: list[str] = field(default_factory=list)
    traces: ShownTraces | None = None
    moment: str = ""


@dataclass
class Outcome:
    """What came of a save. ``draft``: the case as it stands now.

    ``edited``: a colleague was there in between, and nothing was written.
    """

    case: Case
    form: SectionForm
    draft: Draft
    saved: services.Saved | None = None
    edited: SectionEdited | None = None
    elsewhere: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many things were not saved."""
        return len(self.elsewhere) + sum(len(errors) for errors in self.form.errors.values())


def save(request: HttpRequest, case: Case, part: Section) -> Outcome:
    """Save what was sent of a section. Raises Refused when the case can no longer be changed."""
    posted, draft = request.POST, load_draft(case)
    form = SectionForm(posted, section=part, draft=draft)
    form.is_valid()
    choosing = "choice" in posted
    seen = posted.get("conflict_seen" if choosing else "seen", "")
    entered = form.entered()
    theirs = frozenset(
        name.removeprefix("keep__")
        for name, kept in posted.items()
        if choosing and name.startswith("keep__") and kept == "theirs"
    )
    if "incomplete_sections" in theirs:
        entered = replace(entered, complete=None)
    given = {"section": part, "entered": entered, "by": request.user, "theirs": theirs}
    given |= {"declared": declared_in(posted)}
    try:
        saved = services.save_section(case=case, seen=_own(request, case, part, seen), **given)
    except SectionEdited as edited:
        return Outcome(case, form, draft, edited=edited)
    draft = load_draft(saved.case) if saved.written else draft
    outcome = Outcome(saved.case, form, draft, saved=saved)
    for problem in saved.refused:
        if _field_of(form, problem) is None:
            outcome.elsewhere.append(f"{words(problem.text)}")
        form.attach(problem)
    if saved.written:
        _note(request, saved, part, seen)
    return outcome


def _own(request: HttpRequest, case: Case, part: Section, seen: str) -> str:
    """Return the mark to compare with: after an answer that got lost, that of this tab's own last save."""
    before, made = request.session.get(RECEIPTS, {}).get(_tab(request, case, part), ("", ""))
    return made if seen and seen == before else seen


def _note(request: HttpRequest, saved: services.Saved, part: Section, seen: str) -> None:
    if "X-Fluxus-Tab" not in request.headers:
        return
    receipts = dict(request.session.get(RECEIPTS, {}))
    key = _tab(request, saved.case, part)
    receipts.pop(key, None)
    receipts[key] = [seen, fingerprint(part, saved.draft)]
    request.session[RECEIPTS] = dict(list(receipts.items())[-MOST_RECEIPTS:])


def _tab(request: HttpRequest, case: Case, part: Section) -> str:
    return f"{case.number}/{part.id}/{request.headers.get('X-Fluxus-Tab', '')[:40]}"


def answer(request: HttpRequest, outcome: Outcome, part: Section) -> HttpResponse:
    """Answer the page's script: the pieces of the page that changed, and what happened as events."""
    draft = outcome.saved.draft if outcome.saved else load_draft(outcome.case)
    seen = fingerprint(part, draft) if outcome.saved else request.POST.get("seen", "")
    context: dict[str, Any] = {
        "case": outcome.case,
        "section": part,
        "steps": presenters.steps(draft, part),
        "seen": seen,
    }
    events: dict[str, Any] = {}
    if outcome.edited is not None:
        context |= versions(request, outcome) | {"save_status": conflict_status()}
        events["fluxus:conflict"] = {}
    else:
        shown = SectionForm(section=part, draft=draft)
        context["places"] = places(outcome, shown)
        context["save_status"] = status = save_status(outcome.case, outcome.refused)
        events |= _events(request, outcome, part, status)
        if part is SECTIONS[-1]:
            context["before"] = presenters.before_submitting(outcome.case, draft)
        if part.lists and outcome.saved.written:
            context["chart"] = timeline_chart(outcome.saved.facts, number=outcome.case.number)
    response = render(request, "cases/saved.html", context)
    response["HX-Trigger"] = json.dumps(events)
    return response


def _events(request: HttpRequest, outcome: Outcome, part: Section, status: dict[str, str]) -> dict[str, Any]:
    events: dict[str, Any] = {}
    if outcome.saved.written:
        events["fluxus:saved"] = {"at": status["at"]}
    if outcome.refused:
        traces = [name for name, text in _texts(outcome) if _traces(outcome, name, text)]
        fields = list(outcome.form.errors)
        events["fluxus:refused"] = {"problems": outcome.refused, "fields": fields, "traces": traces}
    if "next" in request.POST:
        following = (after(part, outcome.draft) or part).id
        url = reverse("cases:section", kwargs={"number": outcome.case.number, "section": following})
        events["fluxus:next"] = {"url": url}
    return events


def versions(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    """Return both versions for ``cases/conflict.html``: mine is chosen for what was changed on this page."""
    edited, part = outcome.edited, outcome.form.section
    names = [name for name in request.POST.get("changed", "").split(",") if name]
    lines = presenters.side_by_side(part, edited.mine, edited.theirs)
    for line in lines:
        own = field_name(line["path"])
        mine = [n for n in names if n == own or n.startswith(f"{own}__") or _is_same(n, line["path"])]
        line["changed"] = bool(mine) or "changed" not in request.POST
    return {"versions": lines, "conflict_seen": edited.seen}


def _is_same(name: str, path: str) -> bool:
    """Whether a field that is not called after its question asks it."""
    if path == BIRTH_TIME:
        return name == "birth__date"
    return path == "incomplete_sections" and name.startswith("complete__")


def places(outcome: Outcome | None, form: SectionForm) -> list[Place]:
    """Return what stands below each field of a form as stored, with what came of a save."""
    found = {name: Place(name) for name in form.fields if name != "seen"}
    found[ELSEWHERE] = Place(ELSEWHERE)
    for name, place in found.items():
        if name in form.fields and "time" in form.fields[name].widget.attrs.get("class", ""):
            place.moment = str(form.fields[name].help_text)
    if outcome is None:
        return list(found.values())
    for name, errors in outcome.form.errors.items():
        place = found.get(name, found[ELSEWHERE])
        place.problems += [str(error) for error in errors]
        place.moment = ""
    found[ELSEWHERE].problems += outcome.elsewhere
    for name, text in _texts(outcome):
        place = found[name]
        place.traces = _traces(outcome, name, text)
        said = {item.sentence for item in place.traces.items} if place.traces else set()
        place.problems = [problem for problem in place.problems if problem not in said]
    for warning in outcome.saved.warnings if outcome.saved else ():
        name = _field_of(form, warning)
        if name is not None:
            found[name].unlikely.append(words(warning.text))
    return list(found.values())


def put_places(form: SectionForm, outcome: Outcome | None) -> None:
    """Give each field of a form that is shown as a whole its place, and name it as its description."""
    for place in places(outcome, form):
        if place.name not in form.fields:
            form.elsewhere = place  # type: ignore[attr-defined]
            continue
        shown = form.fields[place.name]
        shown.place = place  # type: ignore[attr-defined]
        shown.widget.attrs["aria-describedby"] = f"problem-{place.name}"
        if place.moment:
            shown.help_text = ""


def _field_of(form: SectionForm, problem: Problem) -> str | None:
    name = "birth__time" if problem.path == BIRTH_TIME else field_name(problem.path)
    return name if name in form.fields else None


def _texts(outcome: Outcome) -> list[tuple[str, str]]:
    """Return the boxes with words of one's own that were refused, with what was typed."""
    form = outcome.form
    names = [field_name(path) for path in form.questions if is_text(path)]
    return [(name, form.data.get(name, "")) for name in names if name in form.errors]


def _traces(outcome: Outcome, name: str, text: str) -> ShownTraces | None:
    return shown_traces(name, text, outcome.case.harmless)
