"""Children of one birth, and reports of several organisations: which value wins."""

import itertools
from datetime import date

import pytest

from perined_import.combining import combine_children, combine_reports
from perined_import.kernset import MODES, REPORT_COLUMNS, SECOND_STAGE, THIRD_STAGE


def row(**values):
    born = {"birth_date": date(2021, 8, 4), "reporting_lvr_id": "0010"}
    return dict.fromkeys(REPORT_COLUMNS) | born | values


def test_blood_loss_is_once_per_delivery_and_the_largest():
    joined = combine_children(
        [row(blood_loss_ml=1700, birth_orders=1), row(blood_loss_ml=1650, birth_orders=2)]
    )
    assert (joined["blood_loss_ml"], joined["children"]) == (1700, 2)


def test_first_child_by_time_then_by_number():
    early = row(birth_time=60, birth_orders=2, place="home", second_stage_min=10, gestation_days=250)
    late = row(birth_time=90, birth_orders=1, place="hospital", second_stage_min=20, gestation_days=251)
    joined = combine_children([late, early])
    assert (joined["birth_time"], joined["place"], joined["second_stage_min"]) == (60, "home", 10)
    untimed = combine_children([row(birth_orders=2, line="secondary"), row(birth_orders=1, line="primary")])
    assert untimed["line"] == "primary"


def test_another_childs_time_is_not_the_deliverys():
    joined = combine_children([row(birth_orders=1), row(birth_orders=2, second_stage_min=15, parity=1)])
    assert joined["second_stage_min"] is None and joined["parity"] == 1


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(MODES, 2)))
def test_the_foremost_mode(first, second):
    assert combine_children([row(mode=second), row(mode=first)])["mode"] == first


@pytest.mark.parametrize("name", ["perinatal_death", "epidural", "augmented", "pph_flag"])
@pytest.mark.parametrize(
    ("values", "joined"), [((True, False), True), ((False, None), False), ((None, None), None)]
)
def test_any_child(name, values, joined):
    assert combine_children([row(**{name: value}) for value in values])[name] is joined


def test_a_termination_of_one_of_two_is_none_of_the_delivery():
    assert combine_children([row(termination=True), row(termination=False)])["termination"] is False


def reports(*changes):
    made = []
    for change in changes:
        made.append(
            row(**{"reporting_lvr_id": "0010", "hospital_lvr_id": "0010", "care_periods": 0} | change)
        )
    return made


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [
        ({"reporting_lvr_id": "1410", "care_periods": SECOND_STAGE}, {"care_periods": THIRD_STAGE}, "1410"),
        ({"reporting_lvr_id": "1410", "care_periods": THIRD_STAGE}, {}, "1410"),
        ({"reporting_lvr_id": "1410"}, {}, "0010"),
        (
            {"reporting_lvr_id": "1410", "hospital_lvr_id": None},
            {"reporting_lvr_id": "1504", "hospital_lvr_id": None},
            "1410",
        ),
        (
            {"reporting_lvr_id": "1410", "care_periods": SECOND_STAGE | THIRD_STAGE},
            {"care_periods": SECOND_STAGE},
            "1410",
        ),
    ],
)
def test_who_takes_precedence(one, other, chosen):
    rows = reports({"parity": 1} | one, {"parity": 2} | other)
    for order in (rows, rows[::-1]):
        joined, conflicts, ordered = combine_reports(order)
        assert ordered[0]["reporting_lvr_id"] == joined["reporting_lvr_id"] == chosen
        assert any(conflict.column == "parity" and set(conflict.values) == {1, 2} for conflict in conflicts)


def test_missing_values_are_filled_and_the_largest_loss_stays():
    practice = {"reporting_lvr_id": "1410", "blood_loss_ml": 800, "bmi": 22.0, "pph_flag": True}
    hospital = {"blood_loss_ml": 2000, "parity": 1, "pph_flag": False, "care_periods": SECOND_STAGE}
    joined, conflicts, _ = combine_reports(reports(practice, hospital))
    assert (joined["blood_loss_ml"], joined["bmi"], joined["parity"], joined["pph_flag"]) == (
        2000,
        22.0,
        1,
        True,
    )
    assert {conflict.column for conflict in conflicts} == {"blood_loss_ml", "pph_flag"}


def test_a_time_goes_with_its_date():
    hospital = {"birth_date": date(2021, 8, 5), "care_periods": SECOND_STAGE}
    joined, *_ = combine_reports(reports(hospital, {"reporting_lvr_id": "1410", "birth_time": 1415}))
    assert (joined["birth_date"], joined["birth_time"]) == (date(2021, 8, 5), None)


def test_began_in_first_line_and_led_by_second_is_a_transfer():
    practice = {"reporting_lvr_id": "1410", "low_risk_at_start": True}
    joined, *_ = combine_reports(reports(practice, {"line": "secondary"}))
    assert joined["transferred_in_labour"] is True


def test_two_records_of_one_organisation_are_children_first():
    rows = reports(
        {"birth_orders": 1, "birth_time": 5},
        {"birth_orders": 2, "birth_time": 3},
        {"reporting_lvr_id": "1410"},
    )
    joined, conflicts, ordered = combine_reports(rows)
    assert (joined["children"], joined["birth_time"], len(ordered), conflicts) == (2, 3, 2, [])


def test_the_order_of_reports_does_not_matter():
    rows = reports(
        {"reporting_lvr_id": "1410", "blood_loss_ml": 800, "place": "home"},
        {"blood_loss_ml": 900, "place": "hospital", "care_periods": SECOND_STAGE},
        {"reporting_lvr_id": "1504", "mode": "vacuum", "hospital_lvr_id": "0003"},
    )
    results = [combine_reports(list(order))[0] for order in itertools.permutations(rows)]
    assert all(result == results[0] for result in results)
