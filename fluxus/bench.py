"""Speed, measured side by side on one machine: each figure beside the barest thing that does the same work.

Runs on a scratch database that is made and thrown away. Quote ratios and medians, not single times.
"""

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from time import perf_counter

import pandas as pd
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
from fluxus.demo.cases import showcase_cases
from fluxus.demo.country import build_country
from fluxus.demo.deliveries import write_deliveries
from fluxus.demo.names import HIGHER
from fluxus.demo.people import account_for
from fluxus.entry_bench import entry
from fluxus.organisations.permissions import Role
from perined_import.services import IncomingFile, import_files

SEED = 7
RUNS = 9
PAGES = ("/", "/spiegel/", "/spiegel/?period=2019..2025", "/patronen/", "/verbeteren/", "/casussen/")


@dataclass(frozen=True)
class Line:
    """One row of the table: what, how much (with unit), and beside what."""

    what: str
    figure: str
    beside: str = ""


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
    yield Line("cases screened per second, JSON in, JSON out", f"{rate:.0f}", "goal: 300")


def importing(births: int) -> Iterator[Line]:
    """Import a table from CSV to committed rows, beside a bare read_csv of the same file."""
    country = build_country(SEED)
    with tempfile.TemporaryDirectory() as folder:
        files = list(
            write_deliveries(Path(folder), country=country, seed=SEED, births=births, years=range(2024, 2025))
        )
        file = files[0]
        bare = statistics.median(seconds(lambda: pd.read_csv(file.path, sep=";")) for _ in range(5))
        by = get_user_model().objects.get(email=account_for(Role.DATA_MANAGER, None).email)
        with file.path.open("rb") as stream:
            incoming = IncomingFile("bench.csv", file.path.stat().st_size, stream)
            took = seconds(lambda: import_files(files=[incoming], by=by))
        yield Line(
            f"rows per second, CSV to committed ({connection.vendor}, {file.rows} rows)",
            f"{file.rows / took:.0f}",
            f"{took / bare:.1f} x a bare read_csv",
        )


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


def run(births: int) -> Iterator[Line]:
    """Yield every line of the table."""
    yield from screening()
    with scratch_database():
        call_command("demo", births=births, password="only for this run", stdout=StringIO())  # noqa: S106
        yield from pages()
        yield from (Line(*figures) for figures in entry(SEED))
        yield from importing(births)
