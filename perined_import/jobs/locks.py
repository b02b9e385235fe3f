"""Which job is alive: whoever does it holds a lock that the operating system lets go when it dies.

A heartbeat alone cannot tell: on SQLite nobody else can write while the last transaction of a job runs. Where
worker and server do not share the folder of the locks, the heartbeat decides (`recovery`).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from django.conf import settings


def _folder() -> Path:
    folder: Path = settings.IMPORT_SPOOL / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def held(name: str, *, lasting: bool = False) -> Iterator[None]:
    """Hold a lock by name; wait while another holds it.

    The file of a lock that others may wait for (``lasting``) stays: they have it open already.
    """
    path = _folder() / name
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        if not lasting:
            forget(name)
    finally:
        os.close(handle)


def state(name: str) -> Literal["held", "free", "absent"]:
    """Say whether somebody holds a lock; ``free``: whoever held it died."""
    try:
        handle = os.open(_folder() / name, os.O_RDWR)
    except FileNotFoundError:
        return "absent"
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return "held"
    finally:
        os.close(handle)
    return "free"


def forget(name: str) -> None:
    """Remove what a dead holder left."""
    with suppress(FileNotFoundError):
        (_folder() / name).unlink()


def of_job(job_id: int) -> str:
    """Return the name of a job's lock."""
    return f"job-{job_id}"
