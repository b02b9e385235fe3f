"""Screen case files from the command line: nothing is stored and no database is needed."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases import case_problems as words
from cases.case_format import read_case
from cases.case_json import parse_case
from cases.case_problems import Problem
from cases.screening.engine import screen
from cases.screening.facts import CaseFacts
from cases.screening.rules import RuleSet, load_rule_set
from cases.screening_report import as_json, as_table

STANDARD_INPUT = "-"
REFUSED = 2


class Command(BaseCommand):
    """``screen_case FILE…``: a table for people, or one JSON object per case."""

    help = "Screens cases (fluxus-case/1): a table, or with --format json one object per case and line."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of the command."""
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help='a file; "-": one case per line from input'
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--profile", default="nl", help="the rule set: nl (default) or who2025")
        parser.add_argument(
            "--language", choices=("nl", "en"), default="nl", help="language of the sentences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Screen every case that can be read; exit with 2 when one was refused."""
        language = options["language"]
        report = as_json if options["format"] == "json" else as_table
        rule_set = _rule_set(options["profile"])
        refused = False
        for name, raw in _cases(options["files"]):
            facts = self._read(name, raw, language)
            if facts is None:
                refused = True
                continue
            self.stdout.write(report(facts, screen(facts, rule_set), language))
        if refused:
            sys.exit(REFUSED)

    def _read(self, name: str, raw: bytes | Problem, language: str) -> CaseFacts | None:
        """Return the facts, or None after every problem went to standard error; warnings go there too."""
        if isinstance(raw, Problem):
            return self._complain(name, (raw,), language)
        value, problem = parse_case(raw)
        if problem is not None:
            return self._complain(name, (problem,), language)
        reading = read_case(value)
        self._complain(name, reading.warnings, language, mark="? ")
        self._complain(name, reading.problems, language)
        return reading.facts

    def _complain(self, name: str, problems: tuple[Problem, ...], language: str, mark: str = "") -> None:
        for problem in problems:
            self.stderr.write(f"{mark}{name}: {problem.sentence(language)}")


def _rule_set(profile: str) -> RuleSet:
    try:
        return load_rule_set(profile)
    except (KeyError, ValueError, OSError) as error:
        raise CommandError(f"Profile '{profile}' does not exist: give nl or who2025.") from error


def _cases(files: list[str]) -> Iterator[tuple[str, bytes | Problem]]:
    """Yield the name and the bytes of each case; a file that cannot be read yields its problem."""
    for name in files:
        if name == STANDARD_INPUT:
            yield from _lines()
            continue
        try:
            yield name, Path(name).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            yield name, Problem("", words.NO_FILE.format(value=reason))


def _lines() -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            yield f"{STANDARD_INPUT}:{number}", line
