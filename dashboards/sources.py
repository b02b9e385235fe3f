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
    return _checks()[check_id].label


def check_ids() -> list[str]:
    """Return the ids of all checks, in the order of the specification."""
    return list(_checks())


def rule_set_versions(vsv: Vsv, check_id: str, start: date, end: date) -> str:
    """Return which rule sets judged this check in a period, such as ``nl 2025-1``."""
    from cases.models import Finding

    found = Finding.objects.filter(
        case__vsv=vsv,
        check_id=check_id,
        case__birth_time__date__gte=start,
        case__birth_time__date__lte=end,
    )
    versions = found.values_list("rule_set_profile", "rule_set_version").distinct()
    return ", ".join(sorted(f"{profile} {version}" for profile, version in versions))[:80]


def visible_case_numbers(user: Any, vsv: Vsv) -> set[str]:
    """Return the numbers of the cases of this VSV that the person may open."""
    from cases import queries

    return set(queries.cases_for(user).filter(vsv=vsv).values_list("number", flat=True))


def traces_of_people(text: str) -> Sequence[Text]:
    """Return what in a text can lead to a person, as sentences."""
    from cases.free_text import traces_of_people as find

    return find(text)


def _checks() -> dict[str, Any]:
    from cases.screening.engine import CHECKS

    return {check.id: check for check in CHECKS}


def _quarter(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    return unit_of(value, "quarter") if isinstance(value, date) else parse(str(value))


def code_label(code: str) -> Text:
    """Return what a code of the case format is called; the code itself where it has no name."""
    from cases.labels import CODES

    return CODES.get(code, Text(code, code))
