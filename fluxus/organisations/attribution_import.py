"""The dated table of organisations from a CSV: what it says is checked as a whole, and only then stored.

The file replaces the rows of the organisations that it names; others stay as they are.
"""

from typing import Any

from django.db import transaction

from fluxus.organisations import audit
from fluxus.organisations.attribution_changes import apply, attribution_changed
from fluxus.organisations.attribution_csv import COLUMNS, read_change

__all__ = ["COLUMNS", "attribution_changed", "import_organisations"]


@transaction.atomic
def import_organisations(*, content: bytes, by: Any) -> int:
    """Store the table in a CSV (``;`` ``,`` or tab; UTF-8 or Windows-1252); return the number of rows.

    Raises Refused with every problem at once: then nothing is written.
    """
    change = read_change(content)
    apply(change=change, by=by)
    rows = sum(len(one.rows) for one in change.organisations)
    audit.record("attribution_imported", by=by, details={"rows": rows})
    return rows
