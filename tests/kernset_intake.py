"""Shortest way from bytes to a batch, for tests of the pure import."""

import io
from datetime import date

from perined_import import frames
from perined_import.intake import Intake
from perined_import.readers import ada, hl7v3
from perined_import.readers.derive import row_of
from perined_import.readers.detect import layout_of
from perined_import.readers.source import Context, Limits, Source

KEY = b"a key for tests, not a secret"
KINDS = {"0003": "hospital", "0010": "hospital", "1410": "practice"}


def context(**changes):
    """Return a context for tests: today is 1 January 2026."""
    return Context(**({"key": KEY, "today": date(2026, 1, 1), "kinds": KINDS} | changes))


def source(content, name="levering.csv"):
    """Return a source over these bytes."""
    content = content.encode() if isinstance(content, str) else content
    return Source(name, io.BytesIO(content))


def batch(*files, known=(), **changes):
    """Return the batch that (name, content) pairs come to."""
    intake = Intake(context(**changes), known)
    for name, content in files:
        intake.add(source(content, name), len(content))
    return intake.finish()


def rows(found):
    """Return a batch's reports as dicts."""
    return frames.to_rows(found.frame)


def one_row(*files, **changes):
    """Return the only report of a batch that must have no problem."""
    found = batch(*files, **changes)
    assert found.problems == []
    (row,) = rows(found)
    return row


def message_row(content, **changes):
    """Return the one row of a message file, without judging it column-wise (quick)."""
    file, around = source(content, "bericht.xml"), context(**changes)
    if layout_of(file) == "hl7v3":
        (message,) = hl7v3.read(file, around.limits)
    else:
        (message,) = ada.read(file, around.limits, around.reference_date)
    row, faults = row_of(message, around)
    assert faults == []
    return row


def codes(found):
    """Return the codes of everything that stands in the way."""
    return [problem.code for problem in found.problems]


def small(**changes):
    """Return limits that tests can reach."""
    return Limits(**changes)
