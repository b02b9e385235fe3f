"""A demo's server starts a worker beside itself: a process, so that a big import does not hold up the pages.

Called where the server begins to serve (`fluxus.wsgi`), so never by other commands, tests or migrations.
"""

import logging
import subprocess
import sys
import threading
import time
from typing import Final

from django.conf import settings

from perined_import.jobs import locks

logger = logging.getLogger(__name__)
_LOCK: Final = "server-worker"
_PAUSE: Final = 2


def start_worker() -> None:
    """Keep a worker running as long as this server runs, if the installation wants that."""
    if settings.WORK_IN_SERVER:
        threading.Thread(target=_keep_one, name="keeps a worker", daemon=True).start()


def _keep_one() -> None:
    """Start the worker, again when it died; of several server processes one does this at a time."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--with-parent"]
    with locks.held(_LOCK, lasting=True):
        while True:
            # It ends when its standard input is closed: however this server stops, the worker does too. A
            # session of its own keeps Ctrl-C in the terminal away from the job that it may be doing.
            with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as worker:  # noqa: S603
                code = worker.wait()
            logger.warning("The worker behind the pages ended (%s); it is started again.", code)
            time.sleep(_PAUSE)
