"""Deciding about a flagged finding."""

from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import policies, review_words
from cases.free_text import traces_of_people
from cases.models import Finding, Result, Review, ReviewStatus
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused

LONGEST_NOTE = 1000


@transaction.atomic
def review_finding(
    *,
    finding: Finding,
    status: str,
    by: Any,
    reason: str = "",
    note: str = "",
    standard: str = "",
    domain: str = "",
    relation: str = "",
) -> Review:
    """Confirm or reject a flag, or call it not assessable; a rejected one needs a reason.

    Codes are those of ``review_words``. Raises Refused with every problem.
    """
    policies.check_can_review(by, finding.case)
    problems = _problems(finding, status, reason, note)
    problems += _unknown_codes(standard=standard, domain=domain, relation=relation)
    if problems:
        raise Refused(problems)
    confirmed = status == ReviewStatus.CONFIRMED
    review, _made = Review.objects.update_or_create(
        finding=finding,
        defaults={
            "status": status,
            "reason": reason if status == ReviewStatus.REJECTED else "",
            "note": note.strip(),
            "standard": standard if confirmed else "",
            "domain": domain if confirmed else "",
            "relation": relation if confirmed else "",
            "by": by,
        },
    )
    details = {"check": finding.check_id, "status": status}
    audit.record("finding.reviewed", by=by, target=finding, vsv=finding.case.vsv, details=details)
    return review


def _problems(finding: Finding, status: str, reason: str, note: str) -> list[str]:
    problems = []
    if finding.result != Result.FLAGGED:
        problems.append(_("Only a point to discuss can be confirmed or rejected."))
    if status not in ReviewStatus.values:
        problems.append(_("Choose confirmed, rejected or not assessable."))
    if status == ReviewStatus.REJECTED and reason not in review_words.REASONS:
        problems.append(_("Choose the reason why this is no point to discuss."))
    if len(note) > LONGEST_NOTE:
        problems.append(
            _("The note is longer than %(limit)d characters: shorten it.") % {"limit": LONGEST_NOTE}
        )
    return problems + [trace.in_language(get_language()) for trace in traces_of_people(note)]


def _unknown_codes(**chosen: str) -> list[str]:
    allowed = {
        "standard": review_words.STANDARDS,
        "domain": review_words.DOMAINS,
        "relation": review_words.RELATIONS,
    }
    return [
        _("“%(code)s” is not one of the choices: choose one from the list.") % {"code": code[:40]}
        for name, code in chosen.items()
        if code and code not in allowed[name]
    ]
