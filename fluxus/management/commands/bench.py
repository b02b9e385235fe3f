"""``manage.py bench``: how quick it is, as a table."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from fluxus import bench


class Command(BaseCommand):
    """Measure on a scratch database; nothing that is there is touched."""

    help = "Measure speed on a scratch database and print a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--births", type=int, default=30_000, help="deliveries in the scratch database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each line when it is known."""
        self.stdout.write("| what | figure | beside |\n|---|---|---|")
        for line in bench.run(options["births"]):
            self.stdout.write(f"| {line.what} | {line.figure} | {line.beside} |")
