"""Do the work behind the pages: imports, one after the other, until told to stop."""

import logging
import os
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from perined_import.jobs.recovery import recover
from perined_import.jobs.tidy import tidy

logger = logging.getLogger(__name__)

LOOK_AROUND: Final = 15
"""Seconds between two looks for jobs that were killed."""
TIDY: Final = 600
_PAUSE_AFTER_ERROR: Final = 2


class Command(BaseCommand):
    """Ends after the job at hand on the first SIGTERM or Ctrl-C, and at once on the second."""

    help = "Do the work behind the pages (imports). Start as many as may run at the same time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--interval", type=float, default=0.3, help="seconds between looks for work")
        parser.add_argument("--once", action="store_true", help="do what waits, then stop")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop at once when standard input is closed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Put right what was killed, then work."""
        if options["with_parent"]:
            os.nice(5)  # pages come first
            threading.Thread(target=_die_with_parent, daemon=True).start()
        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            _work(worker, options["interval"], options["once"])
        finally:
            worker.reset_signals()


def _work(worker: Worker, interval: float, once: bool) -> None:
    next_look = next_tidying = time.monotonic()
    while worker.running:
        try:
            close_old_connections()
            now = time.monotonic()
            if now >= next_look:
                next_look = now + LOOK_AROUND
                recover()
            if now >= next_tidying:
                next_tidying = now + TIDY
                tidy()
            # Only looked at, so that nobody waits for a lock while there is nothing to do.
            if DBTaskResult.objects.ready().exists():
                worker.run()
        except Error:
            # The database is busy or away: what was in hand is recovered, the rest waits.
            logger.exception("The database did not do what was asked; going on in a moment.")
            time.sleep(_PAUSE_AFTER_ERROR)
        if once:
            return
        if worker.running:
            time.sleep(interval)


def _die_with_parent() -> None:
    """Stop at once when the server that started this is gone; the next one puts right what was cut off."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)
