"""``manage.py benchmark``: every VSV beside the national figure, for whoever runs the server."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboards import exports
from dashboards.benchmark import BenchmarkResult, benchmark
from dashboards.outcomes import OUTCOMES, PPH
from dashboards.viewing import for_viewer
from dashboards.wording import count_of, fill, percent
from fluxus.periods import PeriodError, last_units, parse
from fluxus.texts import Text


class Command(BaseCommand):
    """Show the benchmark as text, JSON or CSV. Shows true counts unless asked for ``--public``."""

    help = "Show every VSV or organisation beside the national figure. Never a ranking: in order of code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--period", help="2021, 2021-Q3, 2021-03 or a run such as 2019..2021")
        parser.add_argument("--by", choices=["vsv", "organisation"], default="vsv")
        parser.add_argument("--outcome", choices=list(OUTCOMES), default=PPH.id)
        parser.add_argument("--format", choices=["text", "json", "csv"], default="text")
        parser.add_argument("--target", choices=["data", "reference"], default="data")
        parser.add_argument("--language", choices=["nl", "en"], default="nl")
        parser.add_argument(
            "--public", action="store_true", help="leave out names and hide small numbers, to hand on"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the result."""
        try:
            period = parse(options["period"]) if options["period"] else self.last_year()
        except PeriodError as problem:
            raise CommandError(problem.text.in_language(options["language"])) from problem
        result = benchmark(
            period=period,
            by=options["by"],
            outcome=OUTCOMES[options["outcome"]],
            target=options["target"],
        )
        if options["public"]:
            result = result.showing(for_viewer(result.comparison))
        write = {"json": self.as_json, "csv": self.as_csv, "text": self.as_text}[options["format"]]
        self.stdout.write(write(result, options["language"]), ending="")

    def last_year(self) -> Any:
        """Return the last year that is over."""
        return last_units(1, "year", timezone.localdate())

    def as_json(self, result: BenchmarkResult, language: str) -> str:
        """Return the result as one JSON object."""
        return json.dumps(exports.as_dict(result), ensure_ascii=False, indent=2) + "\n"

    def as_csv(self, result: BenchmarkResult, language: str) -> str:
        """Return the result as a file for a spreadsheet."""
        return exports.as_csv(result, language)

    def as_text(self, result: BenchmarkResult, language: str) -> str:
        """Return a table in words with period, definition, national figure and what chance does."""
        target, outcome = result.comparison.target, result.outcome
        said = [
            f"{outcome.label.in_language(language)} · {result.period.label.in_language(language)}",
            outcome.inclusion.in_language(language),
            self.target_line(result, language) if target.rate is not None else "–",
            "",
        ]
        table = [exports.headings(language), *exports.rows(result, language)]
        widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
        said += ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in table]
        said += ["", *self.unattributed_line(result, language), result.chance.text.in_language(language)]
        return "\n".join(said) + "\n"

    def unattributed_line(self, result: BenchmarkResult, language: str) -> list[str]:
        """Return how many births belong to no VSV or organisation; nothing when there are none."""
        rest = result.comparison.unattributed
        if rest is None or rest.figure is None:
            return []
        words = Text("niet toegewezen: {counts}", "not attributed: {counts}")
        return [fill(words, counts=count_of(rest.figure.events, rest.figure.total)).in_language(language)]

    def target_line(self, result: BenchmarkResult, language: str) -> str:
        """Return the national figure with its counts or source, and the date of the data."""
        target = result.comparison.target
        words = {"nl": ("landelijk", "van", "gegevens tot en met"), "en": ("national", "of", "data until")}
        national, of, until = words[language]
        shown = f"{national} {percent(target.rate).in_language(language)}"
        if target.total is not None and target.events is not None:
            shown += f" ({target.events:.0f} {of} {target.total:.0f})"
        if target.label:
            shown += f" ({target.label})"
        return f"{shown} · {until} {result.data_until}"
