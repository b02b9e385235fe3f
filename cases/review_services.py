"""Deciding about a flagged finding, and noting what is learned from a case."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import policies, review_words
from cases.case_codes import GRADES
from cases.free_text import find_traces, traces_of_people
from cases.models import Case, Finding, Result, Review, ReviewStatus
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused

LONGEST_NOTE = 1000
LONGEST_LESSON = 4000


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
    declared: frozenset[str] = frozenset(),
) -> Review:
    """Confirm or reject a flag, or call it not assessable; a rejected one needs a reason.

    Codes are those of ``review_words``. ``declared``: keys of what looks in the note as if it leads to a
    person and was said not to. Raises Refused with every problem.
    """
    policies.check_can_review(by, finding.case)
    case = Case.objects.select_for_update().get(pk=finding.case_id)
    harmless = declared | frozenset(case.harmless)
    problems = _problems(finding, status, reason, note)
    problems += [trace.in_language(get_language()) for trace in traces_of_people(note, harmless)]
    problems += _unknown_codes(standard=standard, domain=domain, relation=relation)
    if problems:
        raise Refused(problems)
    note_harmless(case, [note], declared)
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


@transaction.atomic
def note_learned(
    *, case: Case, learning_point: str, grade: str, by: Any, declared: frozenset[str] = frozenset()
) -> Case:
    """Keep what is learned from a submitted case and the grade of its care (A–D, "" for none).

    ``declared``: keys of what looks as if it leads to a person and was said not to. Raises Refused with
    every problem.
    """
    policies.check_can_review(by, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    problems = [
        trace.in_language(get_language())
        for trace in traces_of_people(learning_point, declared | frozenset(case.harmless))
    ]
    if len(learning_point) > LONGEST_LESSON:
        problems.append(
            _("What we learn is longer than %(limit)d characters: shorten it.") % {"limit": LONGEST_LESSON}
        )
    if grade and grade not in GRADES:
        problems.append(
            _("“%(code)s” is not one of the choices: choose one from the list.") % {"code": grade[:40]}
        )
    if problems:
        raise Refused(problems)
    note_harmless(case, [learning_point], declared)
    changed = (learning_point.strip(), grade) != (case.learning_point, case.grade)
    if changed:
        case.learning_point, case.grade = learning_point.strip(), grade
        case.save(update_fields=["learning_point", "grade", "saved_at"])
        audit.record("case.learned", by=by, target=case, vsv=case.vsv, details={"grade": grade})
    return case


def note_harmless(case: Case, texts: Iterable[str], declared: frozenset[str]) -> None:
    """Keep with the case what was declared harmless now and stands in these texts."""
    found = {trace.key for text in texts for trace in find_traces(text)} if declared else set()
    if not declared & found <= set(case.harmless):
        case.harmless = sorted({*case.harmless, *(declared & found)})
        case.save(update_fields=["harmless"])


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
    return problems


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
