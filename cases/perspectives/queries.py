"""The one place that reads two views on one case: status for everybody, content only for who may see it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.models import CareLine, Case, Finding, Perspective, Result, Status
from cases.queries import cases_for
from fluxus.organisations.models import Membership, Vsv
from fluxus.organisations.permissions import Permission, roles_with


@dataclass(frozen=True, slots=True)
class LineStatus:
    """How far the view of one line is, without a word of what it says; ``perspective`` None: not asked."""

    line: CareLine
    perspective: Perspective | None

    @property
    def given(self) -> bool:
        """Whether it was given."""
        return self.perspective is not None and self.perspective.given_at is not None


def line_statuses(case: Case) -> list[LineStatus]:
    """Return how far both lines are, the first line first. Nothing of the content is loaded."""
    asked = case.perspectives.select_related("person").defer("went_well", "learning_point", "missed", "grade")
    by_line = {perspective.line: perspective for perspective in asked}
    return [LineStatus(line, by_line.get(line.value)) for line in CareLine]


def are_open(case: Case) -> bool:
    """Whether the views can be read: both were given, or the board opened the only one."""
    views = list(case.perspectives.values_list("given_at", "opened_at"))
    given = [view for view in views if view[0] is not None]
    return len(given) == len(CareLine) or any(opened for _given, opened in views)


def open_views(case: Case) -> list[Perspective]:
    """Return the given views with their judgements once they can be read, else nothing."""
    if not are_open(case):
        return []
    return list(case.perspectives.exclude(given_at=None).prefetch_related("judgements"))


def own_view(user: Any, case: Case) -> Perspective | None:
    """Return the view that this person was asked for, if any."""
    return case.perspectives.filter(person=user).first()


def own_views(user: Any) -> QuerySet[Perspective]:
    """Return the views that this person was asked for, on cases that she may see."""
    return Perspective.objects.filter(case__in=cases_for(user), person=user).select_related("case")


def must_give_first(user: Any, case: Case) -> bool:
    """Whether this person was asked for a view and has not given it: others' decisions are out of sight."""
    return case.perspectives.filter(person=user, given_at=None).exists()


def findings_of(case: Case) -> list[Finding]:
    """Return the findings without anybody's decision about them."""
    return list(case.findings.all())


def flagged_ids(case: Case) -> frozenset[str]:
    """Return the checks that the screening flagged."""
    return frozenset(case.findings.filter(result=Result.FLAGGED).values_list("check_id", flat=True))


def colleagues(vsv: Vsv) -> QuerySet[Any]:
    """Return who can be asked for a view: everybody with a caregiver's role in this VSV today."""
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(vsv=vsv) | Q(vsv=None), role__in=roles_with(Permission.SEE_OWN_CASES), valid_from__lte=today
    ).exclude(valid_until__lt=today)
    return get_user_model().objects.filter(is_active=True, pk__in=held.values("user")).order_by("email")


@dataclass(frozen=True, slots=True)
class ViewWork:
    """What waits for somebody: numbers of cases to give a view on, and of cases with both views in."""

    to_give: tuple[str, ...]
    complete: tuple[str, ...]


def view_work(user: Any, vsv: Vsv | None) -> ViewWork:
    """Return which views wait for somebody in this VSV."""
    cases = cases_for(user).filter(vsv=vsv, status=Status.SUBMITTED)
    to_give = Perspective.objects.filter(case__in=cases, person=user, given_at=None)
    complete = cases.filter(perspectives__asked_by=user).exclude(perspectives__given_at=None).distinct()
    complete = complete.annotate(given=Count("perspectives", distinct=True)).filter(given=len(CareLine))
    numbers = complete.order_by("number").values_list("number", flat=True)
    return ViewWork(
        tuple(to_give.order_by("asked_at").values_list("case__number", flat=True)), tuple(numbers)
    )
