"""Two views in the demo: one case with both given, and one on which a caregiver is still asked for hers."""

from typing import Any

from django.db.models import Count, Q

from cases.models import CareLine, Case, Result, Status
from cases.perspectives.services import ask_view, give_view
from cases.perspectives.writing import save_view
from fluxus.demo.perspectives import DemoView, views_of
from fluxus.organisations.models import Vsv

FEWEST_POINTS = 4
"""A case with fewer points to discuss shows little of where two lines differ."""


def make_views(vsv: Vsv, *, midwife: Any, gynaecologist: Any) -> int:
    """Ask for views on two cases of this VSV that wait for their meeting; return how many there were."""
    flagged = Count("findings", filter=Q(findings__result=Result.FLAGGED), distinct=True)
    waiting = Case.objects.filter(vsv=vsv, status=Status.SUBMITTED, invited=None)
    cases = waiting.annotate(points=flagged).filter(points__gte=FEWEST_POINTS)
    transferred = cases.exclude(place="hospital")
    both = transferred.filter(created_by=midwife).first() or cases.filter(created_by=midwife).first()
    asked = cases.filter(created_by=gynaecologist).first()
    if both is not None:
        _give_both(both, midwife, gynaecologist)
    if asked is not None:
        ask_view(case=asked, line=CareLine.PRIMARY, person=midwife, by=gynaecologist)
    return sum(case is not None for case in (both, asked))


def _give_both(case: Case, midwife: Any, gynaecologist: Any) -> None:
    checks = list(case.findings.filter(result=Result.FLAGGED).values_list("check_id", flat=True))
    lines = ((CareLine.PRIMARY, midwife), (CareLine.SECONDARY, gynaecologist))
    for (line, person), view in zip(lines, views_of(checks), strict=True):
        perspective = ask_view(case=case, line=line, person=person, by=midwife).perspective
        save_view(perspective=perspective, values=_values(view), by=person)
        give_view(perspective=perspective, by=person)


def _values(view: DemoView) -> dict[str, str]:
    values = {
        "went_well": view.went_well,
        "missed": view.missed,
        "learning_point": view.learning_point,
        "grade": view.grade,
    }
    for check, (opinion, reason, note) in view.judgements.items():
        values |= {f"opinion__{check}": opinion, f"reason__{check}": reason, f"note__{check}": note}
    return values
