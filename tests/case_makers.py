"""Cases for tests that are about something else."""

from datetime import UTC, datetime, timedelta

from cases.case_format import read_case
from cases.case_schema import FORMAT
from cases.models import Case
from cases.services import submit_case
from cases.storage import store


def make_case(vsv, by, *, label="", submitted=False, **changes):
    """Return a case of a home birth with 1200 ml, draft or submitted; ``changes`` are keys of the format.

    When the bleeding was under control is stated to be unknown, without which no case is submitted.
    """
    born = datetime(2025, 3, 9, 22, 40, tzinfo=UTC)
    loss = {"time": (born + timedelta(minutes=30)).isoformat(timespec="minutes"), "cumulative_ml": 1200}
    data = {
        "format": FORMAT,
        "label": label,
        "birth": {"time": born.isoformat(timespec="minutes"), "place": "home", "mode": "spontaneous"},
        "blood_loss": [loss],
    }
    case = Case(vsv=vsv, created_by=by)
    stated = {"birth.bleeding_controlled": "unknown"}
    store(case, read_case(data | changes).facts, {"went_well": "Er werd gewogen."}, stated=stated)
    if submitted:
        submit_case(case=case, by=by)
        case.refresh_from_db()
    return case
