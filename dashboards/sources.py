"""What the other two apps give. The only module here that reads imports and cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboards.comparison import Counts
from dashboards.patterns import Record
from fluxus.organisations.models import Vsv
from fluxus.periods import Period, parse, unit_of
from fluxus.texts import Text


def unit_counts(period: Period, by: str = "vsv") -> Sequence[Counts]:
    """Return what the imports count per VSV or organisation in a period."""
    from perined_import import queries

    counts: Sequence[Counts] = queries.delivery_counts(start=period.start, end=period.end, by=by)
    return counts


def quarter_counts(vsv: Vsv, start: date, end: date) -> list[tuple[Period, Counts]]:
    """Return the counts of one VSV per quarter, for quarters that lie wholly from start to end."""
    from perined_import import queries

    found = queries.quarter_counts(vsv_id=vsv.pk, start=start, end=end)
    return [(_quarter(quarter), counts) for quarter, counts in found]


def data_span() -> tuple[date, date] | None:
    """Return the first and last birth date that the live imports hold."""
    from perined_import import queries

    span: tuple[date, date] | None = queries.data_span()
    return span


def reference(period: Period, outcome: str) -> Any:
    """Return the published national figure that covers the period, the shortest first; None without one."""
    from perined_import.models import NationalReference

    covering = NationalReference.objects.filter(
        outcome=outcome, year_from__lte=period.start.year, year_to__gte=period.end.year
    )
    return min(covering, key=lambda each: each.year_to - each.year_from, default=None)


def finding_records(vsv: Vsv, start: date, end: date) -> Sequence[Record]:
    """Return the findings on the submitted cases of one VSV with a birth from start to end."""
    from cases import queries

    records: Sequence[Record] = queries.finding_records(vsv, start, end)
    return records


def check_label(check_id: str) -> Text:
    """Return what a check is called."""
    from cases.screening import checks

    label: Text = checks.LABELS[check_id]
    return label


def _quarter(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    return unit_of(value, "quarter") if isinstance(value, date) else parse(str(value))
