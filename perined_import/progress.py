"""PURE. How long work tells how far it is, and hears that it must stop."""

from typing import Final, Literal, Protocol

Phase = Literal["read", "judge", "store", "settle", "count"]
"""Reading the files (bytes), judging the whole (rows), writing rows, linking them, counting the months."""


class Cancelled(Exception):
    """Somebody asked to stop; whoever catches it leaves everything as it was."""


class Progress(Protocol):
    """Told from time to time; ``at`` raises Cancelled when the work must stop."""

    def begin(self, phase: Phase, total: int) -> None:
        """A phase begins; ``total``: its size in bytes ("read") or rows (the others), 0 if unknown.

        Counting the months is one step within the database, so its size is never known.
        """

    def at(self, done: int) -> None:
        """So much of the phase is done."""


class _Quiet:
    def begin(self, phase: Phase, total: int) -> None:
        """Nobody listens."""

    def at(self, done: int) -> None:
        """Nobody listens."""


QUIET: Final[Progress] = _Quiet()
