"""What the other two apps give. The only module here that reads imports and cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cases import free_text
from cases import queries as case_queries
from cases.labels import CODES
from cases.models import Finding
from cases.screening.checks import CHECKS
from cases.screening.checks.check import Check
from dashboards.comparison import Counts
from dashboards.patterns import Record
from fluxus.organisations.models import Vsv
from fluxus.periods import Period, unit_of
from fluxus.texts import Text
from perined_import import queries as import_queries
from perined_import.models import MonthCount, NationalReference

BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}


def unit_counts(period: Period, by: str = "vsv") -> Sequence[Counts]:
    """Return what the imports count per VSV or organisation in a period."""
    return import_queries.delivery_counts(start=period.start, end=period.end, by=by)


def quarter_counts(vsv: Vsv, start: date, end: date) -> list[tuple[Period, Counts]]:
    """Return the counts of one VSV per quarter, for quarters that lie wholly from start to end."""
    return list(import_queries.quarter_counts(vsv_id=vsv.pk, start=start, end=end))


def data_span(vsv: Vsv | None = None) -> tuple[date, date] | None:
    """Return the first and the last day of the months with births, in the country or in one VSV.

    Births of which only the year is known stand for the whole year.
    """
    months = MonthCount.objects.filter(deliveries__gt=0)
    if vsv is not None:
        months = months.filter(vsv=vsv)
    found = list(months.order_by().values_list("year", "month").distinct())
    if not found:
        return None
    first_year, first_month = min(found)
    last_year, last_month = max((year, month or 12) for year, month in found)
    return date(first_year, first_month or 1, 1), unit_of(date(last_year, last_month, 1), "month").end


def reference(period: Period, outcome: str) -> NationalReference | None:
    """Return the published figure that covers the period, else the newest before it, if there is one."""
    published = list(import_queries.national_references(outcome).filter(year_from__lte=period.start.year))
    covering = [each for each in published if each.year_to >= period.end.year]
    if covering:
        return min(covering, key=lambda each: each.year_to - each.year_from)
    return max(published, key=lambda each: (each.year_to, each.year_from), default=None)


def finding_records(vsv: Vsv, start: date, end: date, check_id: str | None = None) -> Sequence[Record]:
    """Return the findings on the submitted cases of one VSV with a birth in a period, of one check or all."""
    return case_queries.finding_records(vsv, start, end, check_id=check_id)


def check_label(check_id: str) -> Text:
    """Return what a check is called. Raises KeyError for an id that does not exist."""
    return BY_ID[check_id].label


def check_ids() -> list[str]:
    """Return the ids of all checks, in the order of the specification."""
    return list(BY_ID)


def rule_set_versions(vsv: Vsv, check_id: str, start: date, end: date) -> str:
    """Return which rule sets judged this check in a period, such as ``nl 2025-1``."""
    found = Finding.objects.filter(
        case__vsv=vsv,
        check_id=check_id,
        case__birth_time__date__gte=start,
        case__birth_time__date__lte=end,
    )
    versions = found.order_by().values_list("rule_set_profile", "rule_set_version").distinct()
    return ", ".join(sorted(f"{profile} {version}" for profile, version in versions))[:80]


def visible_case_numbers(user: Any, vsv: Vsv) -> set[str]:
    """Return the numbers of the cases of this VSV that the person may open."""
    return set(case_queries.cases_for(user).filter(vsv=vsv).values_list("number", flat=True))


def traces_of_people(text: str) -> Sequence[Text]:
    """Return what in a text can lead to a person, as sentences."""
    return free_text.traces_of_people(text)


def code_label(code: str) -> Text:
    """Return what a code of the case format is called; the code itself where it has no name."""
    return CODES.get(code, Text(code, code))
