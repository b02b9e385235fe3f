"""What waits for this person: the home page as a to-do list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.perspectives.queries import view_work
from cases.queries import open_work
from cases.rule_sets.policies import can_sign
from cases.rule_sets.queries import waiting_for_signature
from dashboards.queries import due_actions, proposed
from fluxus import to_screen
from fluxus.organisations import access
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission
from perined_import.queries import last_upload


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why or how, where, and how many when that can be counted."""

    title: str
    text: str
    url: str
    count: int | None = None


def tasks_for(user: Any, vsv: Vsv | None) -> list[Task]:
    """Return what this person can do next, most urgent first: what waits, then where to look."""
    held = access.permissions_in(user, vsv)
    return [task for permission, tasks in SOURCES if permission in held for task in tasks(user, vsv)]


def _actions(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    if vsv is None:
        return
    for due in due_actions(vsv=vsv, today=timezone.localdate()):
        yield Task(due.item.title, due.text, due.url)


def _patterns(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    found = [] if vsv is None else proposed(vsv, timezone.localdate())
    if found:
        yield Task(
            _("Proposed patterns"),
            _("The same point came back in several cases. Make it an action, or say why not."),
            reverse("dashboards:patterns"),
            len(found),
        )


def _views(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    work = view_work(user, vsv)
    for number in work.to_give:
        yield Task(
            _("Give your view on case %(number)s") % {"number": number},
            _("A colleague asks how you see the care. Nobody reads it before the other line has given hers."),
            reverse("cases:own_view", kwargs={"number": number}),
        )
    for number in work.complete:
        yield Task(
            _("Both views on case %(number)s are in") % {"number": number},
            _("Read them beside each other, and discuss where they differ."),
            reverse("cases:perspectives", kwargs={"number": number}),
        )


def _signature(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    local = waiting_for_signature(user, vsv)
    if local is not None and can_sign(user, local):
        yield Task(
            _("Rule set %(version)s waits for signatures") % {"version": local.version},
            _("A gynaecologist, a midwife and an anaesthesiologist sign it. Read the list, then sign it."),
            reverse("cases:rule_set", kwargs={"name": local.pk}),
        )


def _cases(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    work = open_work(user, vsv)
    lists = reverse("cases:list")
    if work.invitations:
        yield Task(
            _("Cases you are invited to"),
            _("A colleague asks you to look along."),
            lists,
            work.invitations,
        )
    if work.drafts:
        yield Task(
            _("Your drafts"),
            _("Complete them and submit: only then the points to discuss appear."),
            lists,
            work.drafts,
        )
    if work.undecided:
        yield Task(
            _("Cases with points to decide"),
            _("Confirm or reject each point; only what you confirm counts as such."),
            lists,
            work.undecided,
        )


def _deliveries(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    if vsv is None:
        return
    waiting = len(to_screen.waiting(vsv))
    if waiting:
        yield Task(
            _("Deliveries to screen"),
            _("More than a litre of blood loss in the registry, and no case yet."),
            reverse("to_screen"),
            waiting,
        )
    yield Task(
        _("Enter a new case"),
        _("A haemorrhage that is not in the registry yet: from 24 hours after the birth."),
        reverse("cases:new"),
    )


def _imports(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    upload = last_upload(None if access.is_national(user, Permission.IMPORT) else vsv)
    if upload is None:
        yield Task(
            _("Import the first Perined export"),
            _("Choose the file; you see what is in it and what is wrong before anything is stored."),
            reverse("perined_import:upload"),
        )
        return
    day = date_format(timezone.localtime(upload.committed_at), "DATE_FORMAT")
    rejected = ngettext(
        "Last import on %(day)s; %(number)s row was not taken.",
        "Last import on %(day)s; %(number)s rows were not taken.",
        upload.rejected_units,
    )
    yield Task(
        _("Import a Perined export"),
        rejected % {"day": day, "number": upload.rejected_units},
        reverse("perined_import:upload"),
    )


def _benchmark(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    yield Task(
        _("See the benchmark"),
        _("The share of births with more than a litre of blood loss beside the national mean."),
        reverse("dashboards:benchmark"),
    )


def _people(user: Any, vsv: Vsv | None) -> Iterator[Task]:
    yield Task(
        _("People and roles"),
        _("Invite colleagues, and end the membership of who left."),
        reverse("organisations:people"),
    )


Tasks = Callable[[Any, Vsv | None], Iterator[Task]]
SOURCES: tuple[tuple[Permission, Tasks], ...] = (
    (Permission.EDIT_ACTIONS, _actions),
    (Permission.EDIT_ACTIONS, _patterns),
    (Permission.REVIEW_CASE, _views),
    (Permission.REVIEW_CASE, _cases),
    (Permission.SIGN_RULE_SET, _signature),
    (Permission.ENTER_CASE, _deliveries),
    (Permission.IMPORT, _imports),
    (Permission.SEE_BENCHMARK, _benchmark),
    (Permission.MANAGE_USERS, _people),
)
