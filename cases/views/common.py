"""What the pages of the cases share: the case at hand, a deed without input, and problems as sentences."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import presenters, queries
from cases.case_problems import Problem
from cases.forms import words
from cases.labels import where
from cases.models import Case
from cases.sections import Draft, Section
from fluxus.organisations.errors import Refused


def case_of(request: HttpRequest, number: str) -> Case:
    """Return the case with this number when this person may see it, else 404."""
    return get_object_or_404(queries.cases_for(request.user), number=number)


def sentence(problem: Problem) -> str:
    """Return a problem or a warning with the name of what it is about."""
    return f"{words(where(problem.path))}: {words(problem.text)}"


def say(request: HttpRequest, problems: Iterable[str]) -> None:
    """Show why something was refused on the next page."""
    for problem in problems:
        messages.error(request, problem)


def deed(request: HttpRequest, number: str, service: Any, done: str) -> HttpResponse:
    """Do one thing to a case that needs nothing typed, and go back to the case."""
    try:
        service(case=case_of(request, number), by=request.user)
    except Refused as refused:
        say(request, refused.problems)
    else:
        messages.success(request, done)
    return redirect("cases:case", number=number)


def draft_context(request: HttpRequest, case: Case, draft: Draft, section: Section) -> dict[str, Any]:
    """Return what ``cases/draft.html`` needs, the frame of every page of a draft.

    Keys: case, subtitle, section, title, intro, steps, calamity, save_status, saving_texts, live_url,
    print_url.
    """
    return {
        "case": case,
        "subtitle": presenters.subtitle(case),
        "section": section,
        "title": words(section.title),
        "intro": words(section.intro),
        "steps": presenters.steps(draft, section),
        "calamity": presenters.needs_calamity_notice(draft.data),
        "save_status": save_status(case),
        "saving_texts": saving_texts(),
        "live_url": _url("cases:live", case),
        "print_url": _url("cases:print", case),
    }


def save_status(case: Case, refused: int = 0) -> dict[str, str]:
    """Return how far the saving of a draft is, for ``cases/save_status.html``: kind, words and the time.

    ``refused``: how many things could not be saved.
    """
    at = f"{timezone.localtime(case.saved_at):%H:%M}"
    if not refused:
        return {"kind": "saved", "words": _("saved %(time)s") % {"time": at}, "at": at}
    words = ngettext(
        "not saved: %(n)d thing to mend · the rest saved %(time)s",
        "not saved: %(n)d things to mend · the rest saved %(time)s",
        refused,
    )
    return {"kind": "mend", "words": words % {"n": refused, "time": at}, "at": at}


def conflict_status() -> dict[str, str]:
    """Return the state in which a colleague saved the same section in between."""
    return {"kind": "conflict", "words": _("not saved: this section was changed elsewhere too; choose")}


def saving_texts() -> dict[str, str]:
    """Return what ``static/js/saving.js`` says, by its own names; ``…_long`` stands in the banner."""
    return {
        "saved": _("saved %(time)s") % {"time": "{at}"},
        "saving": _("saving…"),
        "typing": _("not saved yet"),
        "conflict": conflict_status()["words"],
        "offline": _("not saved: no connection; what you typed is still here"),
        "offline_long": _(
            "There is no connection. What you typed is still here and is sent again by itself."
        ),
        "server": _("not saved: the server does not answer; what you typed is still here"),
        "server_long": _(
            "The server does not answer well. What you typed is still here and is sent again by itself."
        ),
        "logged_out": _("not saved: you are logged out"),
        "logged_out_long": _(
            "You are logged out. What you typed is still on this page: log in and it is saved."
        ),
        "other_person": _("not saved: somebody else is logged in"),
        "other_person_long": _(
            "Somebody else logged in. What you typed is still on this page: log in as yourself again."
        ),
        "forbidden": _("not saved: you may not change this now"),
        "forbidden_long": _(
            "You may not change this case now: your role or the VSV in the top bar changed. "
            "What you typed is still here."
        ),
        "gone": _("not saved: this case is not there for you"),
        "gone_long": _("This case is not there for you any more. What you typed is still here; copy it."),
        "refused": _("not saved"),
        "refused_long": _("This could not be saved. What you typed is still here; try it again."),
        "again": _("Try again now"),
        "log_in": _("Log in, in a new tab"),
        "log_in_url": reverse("account_login"),
        "log_out": _("Log them out, in a new tab"),
        "log_out_url": reverse("account_logout"),
        "put_back": _("What you typed before and was not saved yet stands here again."),
        "elsewhere": _("What you typed and was not saved yet also stands in:"),
    }


def _url(name: str, case: Case) -> str:
    try:
        return reverse(name, kwargs={"number": case.number})
    except NoReverseMatch:
        return ""
