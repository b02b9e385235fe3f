"""Everything that reads cases, limited to what a person may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from cases.case_values import AMSTERDAM
from cases.models import Case, Finding, Result, Status, UnreadLine
from fluxus.organisations.access import visible_to, vsvs_with
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission

OFFICE_START, OFFICE_END = 8, 18
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding of one submitted case; ``review_status`` empty: not yet decided.

    ``office_hours``: born on a weekday from 8:00 to 18:00, holidays not taken into account.
    """

    case_number: str
    case_id: int
    birth_time: datetime
    place: str
    office_hours: bool
    check_id: str
    category: str
    severity: str
    result: str
    review_status: str
    causes: tuple[str, ...] = ()
    final_ml: int | None = None


def cases_for(user: Any) -> QuerySet[Case]:
    """Return the cases that somebody may see: own ones and those invited to; for the board all submitted."""
    own = visible_to(user, Case.objects.all(), Permission.SEE_OWN_CASES)
    own = own.filter(Q(created_by=user) | Q(invited=user))
    board = visible_to(user, Case.objects.all(), Permission.SEE_ALL_CASES).exclude(status=Status.DRAFT)
    visible = Q(pk__in=own.values("pk")) | Q(pk__in=board.values("pk"))
    return Case.objects.filter(visible).select_related("vsv")


def findings_for(user: Any) -> QuerySet[Finding]:
    """Return the findings of the cases that somebody may see."""
    return Finding.objects.filter(case__in=cases_for(user)).select_related("case", "case__vsv", "review")


def listed_cases(user: Any, vsv: Vsv | None) -> QuerySet[Case]:
    """Return the cases of one VSV with their number of flags and of flags not yet decided."""
    flagged = Q(findings__result=Result.FLAGGED)
    return (
        cases_for(user)
        .filter(vsv=vsv)
        .annotate(
            flags=Count("findings", filter=flagged),
            open_flags=Count("findings", filter=flagged & Q(findings__review=None)),
        )
        .order_by("-birth_time", "number")
    )


def unread_lines(case: Case) -> QuerySet[UnreadLine]:
    """Return the lines of a case that could not be read, in the order in which they came.

    The caller answers for who sees them: whoever may see the case sees these.
    """
    return UnreadLine.objects.filter(case=case)


def case_of_delivery(vsv: Vsv, delivery_key: str) -> Case | None:
    """Return the case that was opened for a delivery of an import, if any."""
    return Case.objects.filter(vsv=vsv, delivery_key=delivery_key).first()


def delivery_keys_with_case(vsv: Vsv) -> set[str]:
    """Return the deliveries of this VSV that have a case already."""
    keys = Case.objects.filter(vsv=vsv).exclude(delivery_key=None).values_list("delivery_key", flat=True)
    return {key for key in keys if key}


def colleague(case: Case, email: str) -> Any:
    """Return who can be invited under this address, or None."""
    user = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    may = user is not None and vsvs_with(user, Permission.SEE_OWN_CASES).filter(pk=case.vsv_id).exists()
    return user if may else None


def finding_records(vsv: Vsv, start: date, end: date, *, check_id: str | None = None) -> list[FindingRecord]:
    """Return the findings of the submitted cases of one VSV with the birth from ``start`` up to ``end``.

    Both days count whole, on the clock in Amsterdam. ``check_id`` limits them to one check. The caller
    answers for who sees them.
    """
    first = datetime.combine(start, time(), AMSTERDAM)
    after = datetime.combine(end + timedelta(days=1), time(), AMSTERDAM)
    cases = Case.objects.filter(vsv=vsv, birth_time__gte=first, birth_time__lt=after)
    cases = cases.exclude(status=Status.DRAFT)
    of_case = _facts_of(cases)
    findings = Finding.objects.filter(case__in=cases)
    if check_id is not None:
        findings = findings.filter(check_id=check_id)
    # Years of cases times 45 findings: plain values, for model objects would take seconds.
    rows = findings.order_by("case__birth_time", "case__number", "position").values_list(
        "case_id", "check_id", "category", "severity", "result", "review__status"
    )
    return [
        FindingRecord(
            case_id=case_id,
            check_id=check,
            category=category,
            severity=severity,
            result=result,
            review_status=review_status or "",
            **of_case[case_id],
        )
        for case_id, check, category, severity, result, review_status in rows
    ]


def _facts_of(cases: QuerySet[Case]) -> dict[int, dict[str, Any]]:
    """Return what every record of a case repeats; final_ml is what was stated, else the highest record."""
    final = Coalesce("total_loss_ml", Max("bloodlossrows__cumulative_ml"))
    rows = cases.order_by().annotate(final=final)
    return {
        pk: {
            "case_number": number,
            "birth_time": birth_time,
            "place": place,
            "office_hours": in_office_hours(birth_time),
            "causes": tuple(causes or ()),
            "final_ml": final_ml,
        }
        for pk, number, birth_time, place, causes, final_ml in rows.values_list(
            "pk", "number", "birth_time", "place", "causes", "final"
        )
    }


def in_office_hours(moment: datetime) -> bool:
    """Whether a moment lies on a weekday between 8:00 and 18:00 in Amsterdam."""
    local = moment.astimezone(AMSTERDAM)
    return local.weekday() < SATURDAY and OFFICE_START <= local.hour < OFFICE_END


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What waits for somebody: own drafts, cases invited to, and flags that nobody has decided about."""

    drafts: int
    invitations: int
    undecided: int


def open_work(user: Any, vsv: Vsv | None) -> OpenWork:
    """Return how much waits for somebody in this VSV."""
    cases = cases_for(user).filter(vsv=vsv)
    drafts = cases.filter(status=Status.DRAFT)
    undecided = cases.filter(status=Status.SUBMITTED, findings__result=Result.FLAGGED, findings__review=None)
    return OpenWork(
        drafts=drafts.filter(created_by=user).count(),
        invitations=drafts.exclude(created_by=user).count(),
        undecided=undecided.distinct().count(),
    )
