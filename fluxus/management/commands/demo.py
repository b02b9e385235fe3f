"""``manage.py demo``: an installation full of fictitious data, to look around in."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from fluxus.demo.country import SEED
from fluxus.demo.deliveries import BIRTHS
from fluxus.demo.people import ACCOUNTS
from fluxus.management import demo_steps as steps
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import ROLE_LABELS

MOST_BIRTHS = 2_000_000
PASSWORD_LENGTH = 14
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Fill an empty, non-production installation; on one that it filled before: new passwords only."""

    help = "Fill an empty installation with a fictitious country of 79 VSVs, its births, cases and actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--births", type=int, default=BIRTHS, help="deliveries over 2019-2025")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same data")
        parser.add_argument("--password", help="for all demo accounts; default: a new one each time")
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="shown with the accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or say why not."""
        births, seed = options["births"], options["seed"]
        if settings.PRODUCTION:
            raise CommandError(
                "This is a production installation (FLUXUS_ENV=production): it never gets demo data. "
                "Run it without that variable, on a database of its own."
            )
        if not 1 <= births <= MOST_BIRTHS:
            raise CommandError(f"--births is {births}: give a number from 1 to {MOST_BIRTHS}.")
        password = options["password"] or get_random_string(PASSWORD_LENGTH, READABLE)
        state = steps.state_of_database()
        if state.in_use:
            raise CommandError(f"{state.in_use} {steps.HOW_TO_EMPTY}")
        if state.made is None:
            self._fill(births, seed)
        else:
            made = ", ".join(f"{name} {value}" for name, value in sorted(state.made.items()))
            self.stdout.write(f"The demo data is there already ({made}): nothing is added.")
            if (births, seed) != (state.made.get("births"), state.made.get("seed")):
                self.stdout.write(f"Another size or seed needs an empty database. {steps.HOW_TO_EMPTY}")
        steps.set_passwords(password)
        self._show_accounts(password, options["address"])

    def _fill(self, births: int, seed: int) -> None:
        begin = perf_counter()
        self.stdout.write(f"Fictitious data: seed {seed}, {births} births over 2019-2025.")
        demo = steps.Demo(seed=seed, births=births)
        try:
            for title, step in (
                ("VSVs, hospitals and practices", demo.make_organisations),
                ("accounts", demo.make_accounts),
                ("births, through the import", demo.import_births),
                ("rule sets of a VSV", demo.make_rule_sets),
                ("cases, screened and reviewed", demo.make_cases),
                ("actions", demo.make_actions),
            ):
                with self._timed(title) as done:
                    done.append(step())
        except Refused as refused:
            raise CommandError("\n".join(refused.problems)) from refused
        demo.finish()
        self.stdout.write(f"Ready in {perf_counter() - begin:.1f} s.")

    @contextmanager
    def _timed(self, title: str) -> Iterator[list[str]]:
        begin = perf_counter()
        done: list[str] = []
        yield done
        self.stdout.write(f"  {title}: {' '.join(done)} ({perf_counter() - begin:.1f} s)")

    def _show_accounts(self, password: str, address: str) -> None:
        self.stdout.write(f"\nLog in at {address} with password  {password}")
        for account in ACCOUNTS:
            role = ROLE_LABELS[account.role].en
            where = f"VSV {account.landscape}" if account.landscape else "national"
            self.stdout.write(f"  {account.email:<32} {role} · {where}")
