"""What the status of an upload means: whether work goes on, and which mark it gets on the pages."""

from collections.abc import Mapping
from typing import Final

from perined_import.models import ImportJob, Upload

_STATUS = Upload.Status
BUSY: Final = frozenset({_STATUS.WAITING, _STATUS.CHECKING, _STATUS.STORING})
"""Somebody or something is at work; the page asks how far."""
STOPPED: Final = frozenset({_STATUS.REFUSED, _STATUS.CANCELLED, _STATUS.FAILED})
MARKS: Final[Mapping[str, str]] = {
    _STATUS.WAITING: "own",
    _STATUS.CHECKING: "own",
    _STATUS.STORING: "own",
    _STATUS.QUESTION: "point",
    _STATUS.PENDING: "point",
    _STATUS.COMMITTED: "good",
    _STATUS.WITHDRAWN: "unknown",
    _STATUS.CANCELLED: "unknown",
    _STATUS.REFUSED: "point",
    _STATUS.FAILED: "point",
}
"""Status → kind of tag."""


def is_busy(upload: Upload, job: ImportJob | None) -> bool:
    """Whether work on an upload (its newest job) goes on or waits, also on one that is still in use."""
    return upload.status in BUSY or (job is not None and job.state in ImportJob.OPEN)
