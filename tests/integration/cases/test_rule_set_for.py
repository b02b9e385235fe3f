"""Which rule set judges a birth: the newest signed version that held on its day in Amsterdam."""

from datetime import UTC, date, datetime

import pytest

from cases.models import LocalRuleSet
from cases.rule_sets.queries import rule_set_for, thresholds
from tests import factories

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def local(vsv, number, *, valid_from, status="signed", value=5, profile="nl"):
    return LocalRuleSet.objects.create(
        vsv=vsv,
        number=number,
        profile=profile,
        base_version="2025-1",
        version=f"{vsv.code}-{number}",
        status=status,
        valid_from=valid_from,
        changes={"lab_min": {"value": value, "reason": "het laboratorium is om de hoek"}},
        switched_off={"P23": "omstreden"},
        created_by=factories.make_person("board", vsv),
    )


def test_without_a_local_version_the_national_one_judges(vsv):
    assert (rule_set_for(vsv, NOON).profile, rule_set_for(vsv, NOON).version) == ("nl", "2025-1")


def test_a_signed_version_judges_with_its_own_values_marks_and_reasons(vsv):
    local(vsv, 1, valid_from=date(2025, 6, 1))
    rules = rule_set_for(vsv, NOON)
    assert (rules.version, rules["lab_min"], rules.mark("lab_min")) == (f"{vsv.code}-1", 5, "L")
    assert rules.parameters["lab_min"].reason == "het laboratorium is om de hoek"
    assert (rules.switched_off, rules["theatre_min"], rules.date) == ({"P23": "omstreden"}, 15, "2025-06-01")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_draft_or_withdrawn_version_judges_nothing(vsv, status):
    local(vsv, 1, valid_from=date(2025, 6, 1), status=status)
    assert rule_set_for(vsv, NOON).version == "2025-1"


def test_another_vsv_keeps_its_own(vsv, other_vsv):
    local(other_vsv, 1, valid_from=date(2025, 6, 1))
    assert rule_set_for(vsv, NOON).version == "2025-1"
    assert rule_set_for(other_vsv, NOON).version == f"{other_vsv.code}-1"


def test_the_newest_that_held_then_judges(vsv):
    for number, day in ((1, date(2025, 1, 1)), (2, date(2025, 5, 1)), (3, date(2025, 7, 1))):
        local(vsv, number, valid_from=day)
    assert rule_set_for(vsv, NOON).version == f"{vsv.code}-2"


@pytest.mark.parametrize(
    ("birth", "number"),
    [
        # Winter time: midnight in Amsterdam is 23:00 in UTC.
        (datetime(2025, 1, 31, 22, 59, tzinfo=UTC), 0),
        (datetime(2025, 1, 31, 23, 0, tzinfo=UTC), 1),
        # Summer time: 22:00 in UTC.
        (datetime(2025, 6, 30, 21, 59, tzinfo=UTC), 1),
        (datetime(2025, 6, 30, 22, 0, tzinfo=UTC), 2),
        # The days on which the clock changes: midnight before is still the old time.
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), 2),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 3),
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), 3),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 4),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 4),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 4),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam(vsv, birth, number):
    days = (date(2025, 2, 1), date(2025, 7, 1), date(2026, 3, 29), date(2026, 10, 25))
    for place, day in enumerate(days, 1):
        local(vsv, place, valid_from=day)
    assert rule_set_for(vsv, birth).version == (f"{vsv.code}-{number}" if number else "2025-1")


def test_what_was_signed_outlives_a_renewed_national_list(vsv):
    made = local(vsv, 1, valid_from=date(2025, 6, 1))
    made.base = {"theatre_min": [20, "min", "K", "S28"]}
    made.base_version = "2024-1"
    rules = thresholds(made)
    assert (rules["theatre_min"], rules.mark("theatre_min")) == (20, "K")
    assert rules["fibrinogen_g_l"] == 2.0
