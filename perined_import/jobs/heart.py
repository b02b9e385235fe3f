"""The heart of a running job: tells twice a second how far it is, and hears that it must stop.

It beats in a thread with a database connection of its own, so that what it writes is seen at once, also
while the job's own connection is inside a transaction.
"""

import threading
from typing import Final, Self

from django.db import OperationalError, connection
from django.utils import timezone

from perined_import.models import ImportJob
from perined_import.progress import Cancelled, Phase

INTERVAL: Final = 0.5
_PATIENCE_MS: Final = 200


class Heart:
    """A `perined_import.progress.Progress` that beats while it is entered."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._phase, self._done, self._total = "", 0, 0
        self._cancelled, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    # --- what the work tells ---------------------------------------------------------------------------
    def begin(self, phase: Phase, total: int) -> None:
        """A phase begins. Raises Cancelled when somebody asked to stop."""
        self._phase, self._done, self._total = phase, 0, total
        self._heed()

    def at(self, done: int) -> None:
        """So much of the phase is done. Raises Cancelled when somebody asked to stop."""
        self._done = done
        self._heed()

    def _heed(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    # --- what others see -------------------------------------------------------------------------------
    def beat(self) -> None:
        """Write how far the job is, and look whether somebody asked to stop."""
        running = ImportJob.objects.filter(pk=self._job_id, state=ImportJob.State.RUNNING)
        running.update(
            phase=self._phase, done=max(self._done, 0), total=max(self._total, 0), heartbeat_at=timezone.now()
        )
        if running.filter(cancel_asked=True).exists():
            self._cancelled.set()

    def __enter__(self) -> Self:
        if _others_can_look():
            self._thread = threading.Thread(
                target=self._keep_beating, name=f"job {self._job_id}", daemon=True
            )
            self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _keep_beating(self) -> None:
        try:
            while not self._over.wait(INTERVAL):
                try:
                    self._make_impatient()
                    self.beat()
                except OperationalError:
                    # Somebody else is writing, or the database is away for a moment: the next beat tells.
                    connection.close()
        finally:
            connection.close()

    def _make_impatient(self) -> None:
        """On SQLite: do not wait for another writer, who may be this very job in its last transaction."""
        if connection.vendor == "sqlite" and connection.connection is None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")


def _others_can_look() -> bool:
    """Say whether another connection can see this job at all: not in a transaction or in memory."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    return not (connection.in_atomic_block or in_memory)
