"""What changes which reports count happens for one upload at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

_LOCK: Final = 0x666C7578
"""Any number, the same everywhere: it names the lock in PostgreSQL."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Open a transaction in which no other upload begins or stops to count.

    SQLite has one writer at a time anyway; PostgreSQL holds an advisory lock until the transaction ends.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
