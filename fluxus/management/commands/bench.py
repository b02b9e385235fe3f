"""``manage.py bench``: how quick it is, as a table."""

import os
import platform
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pandas as pd
from django.core.management.base import BaseCommand
from django.utils import timezone

from fluxus.bench.imports import SIZES, imports
from fluxus.bench.screens import screens
from fluxus.bench.table import HEADING, Line, write_into

PARTS = ("screens", "imports")


class Command(BaseCommand):
    """Measure on scratch databases; nothing that is there is touched."""

    help = "Measure speed on scratch databases and print a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        sizes = ",".join(map(str, SIZES))
        parser.add_argument("--births", type=int, default=30_000, help="deliveries behind the pages")
        parser.add_argument("--sizes", default=sizes, help="rows of the tables to import, with commas")
        parser.add_argument("--only", choices=PARTS, help="one part of the measurements")
        parser.add_argument("--write", metavar="PAGE", help="put the table into this page as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each line when it is known."""
        lines: list[Line] = []
        self.stdout.write(HEADING)
        for line in self._lines(options):
            lines.append(line)
            self.stdout.write(str(line))
            self.stdout.flush()
        if options["write"]:
            write_into(Path(options["write"]), machine(), lines)

    def _lines(self, options: dict[str, Any]) -> Iterator[Line]:
        if options["only"] != "imports":
            yield from screens(options["births"])
        if options["only"] != "screens":
            yield from imports([int(size) for size in options["sizes"].split(",")])


def machine() -> str:
    """Say on what was measured, and when."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"Measured on {timezone.localdate():%Y-%m-%d}: {os.cpu_count()} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}, Django {django.__version__}, pandas {pd.__version__}."
    )
