"""Facts of a case for the tests of its picture."""

from datetime import UTC, datetime

from cases.case_format import read_case
from cases.screening.facts import CaseFacts
from tests.unit.cases.example_case import full_case, small_case

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def facts_of(data: dict) -> CaseFacts:
    """Return what a case in the case format says."""
    facts = read_case(data, now=NOW, draft=True).facts
    assert facts is not None
    return facts


def small(**changes) -> CaseFacts:
    """Return the small example (born on 9 March 2025, 23:40) with changes."""
    return facts_of(small_case(**changes))


def full() -> CaseFacts:
    """Return the example that uses every key (born on 25 October 2025, 23:10; the clock goes back)."""
    return facts_of(full_case())


def at(minutes: int) -> str:
    """Return a time of the small example, so many minutes after the birth."""
    hour, minute = divmod(23 * 60 + 40 + minutes, 60)
    return f"2025-03-{9 + hour // 24:02}T{hour % 24:02}:{minute:02}+01:00"
