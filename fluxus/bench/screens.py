"""Speed of screening and of the pages that a board opens, on the demo's data."""

import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from time import perf_counter

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, get_runner, setup_test_environment

from cases.case_format import read_case
from cases.screening.engine import screen
from cases.screening.rules import load_rule_set
from cases.screening_report import as_json
from fluxus.bench.entry import entry
from fluxus.bench.table import Line
from fluxus.demo.cases import showcase_cases
from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.organisations.permissions import Role

SEED = 7
RUNS = 9
PAGES = ("/", "/spiegel/", "/spiegel/?period=2019..2025", "/patronen/", "/verbeteren/", "/casussen/")


@contextmanager
def scratch_database() -> Iterator[None]:
    """Work on an empty database of the configured kind, and drop it afterwards."""
    setup_test_environment(debug=False)
    runner = get_runner(settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


def seconds(action: Callable[[], object]) -> float:
    """Return how long ``action`` took, in seconds."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def screening() -> Iterator[Line]:
    """Screen the demo's cases, from JSON text to JSON text."""
    files = [json.dumps(case.facts) for case in showcase_cases(SEED, today=date(2026, 1, 1))]
    rules = load_rule_set("nl")

    def once() -> None:
        for file in files:
            facts = read_case(json.loads(file)).facts
            if facts is None:
                raise ValueError("a demo case is not valid")
            json.dumps(as_json(facts, screen(facts, rules), "nl"))

    rate = len(files) / statistics.median(seconds(once) for _ in range(5))
    yield Line("cases screened per second, JSON in, JSON out", f"{rate:.0f}", goal="300")


def pages() -> Iterator[Line]:
    """Answer the pages of a board."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=account_for(Role.BOARD, HIGHER).email))
    for path in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        asked = len(queries)
        took = statistics.median(seconds(lambda path=path: client.get(path)) for _ in range(RUNS))
        yield Line(f"page {path}, median of {RUNS}", f"{took * 1000:.0f} ms", f"{asked} queries")


def screens(births: int) -> Iterator[Line]:
    """Yield the lines of screening, pages and case entry, with ``births`` deliveries in the database."""
    yield from screening()
    with scratch_database():
        call_command("demo", births=births, password="only for this run", stdout=StringIO())  # noqa: S106
        yield from pages()
        yield from (Line(what, figure, goal=goal) for what, figure, goal in entry(SEED))
