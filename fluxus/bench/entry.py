"""Speed of case entry: the answers that a person waits for while filling in a long case."""

import statistics
from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cases.case_format import read_case
from cases.case_schema import FORMAT
from cases.models import Case
from cases.screening.facts import SECTIONS
from cases.sections import BY_ID, fingerprint
from cases.storage import load_draft, store
from fluxus.demo.cases import showcase_cases
from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.organisations.access import vsvs_with
from fluxus.organisations.permissions import Permission, Role

RUNS: Final = 9
SCRIPT: Final = {"HX-Request": "true"}
GOAL: Final = "150 ms"
Figures = Iterator[tuple[str, str, str]]


def half_filled(data: dict[str, Any]) -> dict[str, Any]:
    """Return a case halfway through filling in: every row is there, no list is said to be complete."""
    birth = {name: data["birth"][name] for name in ("time", "place", "mode")}
    rows = {name: data[name] for name in SECTIONS if data.get(name)}
    return {"format": FORMAT, "birth": birth, "incomplete_sections": list(SECTIONS), **rows}


def entry(seed: int) -> Figures:
    """Yield (what, median, goal) for a save, a line and the panel beside the longest case of the demo."""
    data = max((case.facts for case in showcase_cases(seed, today=date(2026, 1, 1))), key=_rows)
    facts = read_case(half_filled(data), draft=True).facts
    if facts is None:
        raise ValueError("the longest case of the demo, half filled in, is not valid")
    by = get_user_model().objects.get(email=account_for(Role.CAREGIVER, HIGHER).email)
    case = Case(vsv=vsvs_with(by, Permission.ENTER_CASE).get(), created_by=by)
    store(case, facts, {})
    client = Client()
    client.force_login(by)
    # The lines come last: each makes the case longer than its heading says.
    for what, answer in (("a section saved", _save), ("live screening", _panel), ("a line added", _line)):
        took = statistics.median(_seconds(client, case, answer, run) for run in range(RUNS))
        yield (
            f"{what}, case of {_rows(data)} rows half filled in, median of {RUNS}",
            f"{took * 1000:.0f} ms",
            GOAL,
        )


def _rows(data: dict[str, Any]) -> int:
    return sum(len(data.get(name) or ()) for name in SECTIONS)


def _seconds(client: Client, case: Case, answer: Callable[[Client, Case, int], Any], run: int) -> float:
    case.refresh_from_db()
    begin = perf_counter()
    response = answer(client, case, run)
    took = perf_counter() - begin
    if response.status_code != 200:
        raise ValueError(f"{response.status_code}: {response.content[:200]!r}")
    return took


def _save(client: Client, case: Case, run: int) -> Any:
    seen = fingerprint(BY_ID["woman"], load_draft(case))
    typed = {"mother__parity": str(run), "changed": "mother__parity", "seen": seen}
    return client.post(_url("section", case, section="woman"), typed, headers=SCRIPT)


def _line(client: Client, case: Case, run: int) -> Any:
    return client.post(_url("lines", case), {"lines": f"+{run + 1} p {80 + run}"}, headers=SCRIPT)


def _panel(client: Client, case: Case, run: int) -> Any:
    # Another total each time: an answer from memory is not what somebody waits for after an edit.
    Case.objects.filter(pk=case.pk).update(clear_fluids_before_blood_ml=1000 + run)
    return client.get(_url("live", case), headers=SCRIPT)


def _url(name: str, case: Case, **more: str) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number, **more})
