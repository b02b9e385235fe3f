"""A case as a file."""

from typing import Any

from cases.models import Case, Review
from cases.questions import with_stated
from cases.storage import load_data


def exported(case: Case) -> dict[str, Any]:
    """Return a case in the case format, with its review: what went well, and the decision per finding."""
    data = with_stated(load_data(case), case.stated)
    decided = Review.objects.filter(finding__case=case).select_related("finding")
    findings = {
        review.finding.check_id: {"status": review.status, "reason": review.reason} for review in decided
    }
    review = data.get("review", {}) | ({"findings": findings} if findings else {})
    return data | ({"review": review} if review else {})
