"""Read the dated table of organisations (which hospital or practice belongs to which VSV) from a CSV."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from fluxus.organisations.attribution_import import COLUMNS, import_organisations
from fluxus.organisations.errors import Refused

REFUSED = 2


class Command(BaseCommand):
    """Exit 0: stored; 2: refused with every problem, nothing written."""

    help = f"Read organisations and their VSVs from a CSV with the columns {';'.join(COLUMNS)}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"'{path}' cannot be read: {error.strerror}.", returncode=REFUSED) from error
        try:
            count = import_organisations(content=content, by=None)
        except Refused as refused:
            raise CommandError("\n".join(refused.problems), returncode=REFUSED) from refused
        self.stdout.write(_("%(count)d rows stored.") % {"count": count})
