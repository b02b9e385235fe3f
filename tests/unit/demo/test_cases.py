"""The showcase cases are valid, believable, the same for a seed, and hold their planted patterns."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from cases.case_format import read_case
from cases.free_text import traces_of_people
from fluxus.demo.cases import DemoCase, entered_so_far, is_out_of_hours, practice_cases, showcase_cases
from fluxus.demo.country import SEED
from fluxus.demo.habits import practices, vte_change
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.demo.scenarios import SCENARIOS

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def cases() -> list[DemoCase]:
    return list(showcase_cases(SEED, today=TODAY))


def minute(case: DemoCase, text: str | None) -> int | None:
    """Minutes since birth of a time in the file."""
    if text is None:
        return None
    birth = datetime.fromisoformat(case.facts["birth"]["time"])
    return int((datetime.fromisoformat(text) - birth).total_seconds() // 60)


def test_every_case_is_accepted_without_a_warning(cases: list[DemoCase]) -> None:
    now = datetime.fromisoformat("2026-11-21T08:00+01:00")
    for case in cases:
        reading = read_case(case.facts, now=now)
        assert (reading.problems, reading.warnings) == ((), ()), case.scenario


def test_about_forty_cases_each_and_enough_around_the_dated_action(cases: list[DemoCase]) -> None:
    per_vsv = {name: [case for case in cases if case.landscape == name] for name in (HIGHER, ABOUT, LOWER)}
    assert 40 <= len(per_vsv[HIGHER]) <= 50
    assert 40 <= len(per_vsv[ABOUT]) <= 50
    before = [case for case in per_vsv[LOWER] if case.day < vte_change(TODAY)]
    assert len(before) >= 40
    assert len(per_vsv[LOWER]) - len(before) >= 50


def test_cases_are_spread_over_all_quarters(cases: list[DemoCase]) -> None:
    for name in (HIGHER, ABOUT, LOWER):
        quarters = {(case.day.year, (case.day.month - 1) // 3) for case in cases if case.landscape == name}
        assert len(quarters) == 16


def test_every_scenario_occurs(cases: list[DemoCase]) -> None:
    assert {case.scenario for case in cases} == set(SCENARIOS)


def test_all_but_near_misses_exceed_a_litre(cases: list[DemoCase]) -> None:
    for case in cases:
        assert (case.facts["outcome"]["total_loss_ml"] > 1000) == (case.scenario != "near_miss")


def test_the_newest_cases_are_drafts_and_the_oldest_discussed(cases: list[DemoCase]) -> None:
    for name in (HIGHER, ABOUT, LOWER):
        statuses = [case.status for case in cases if case.landscape == name]
        assert statuses[-2:] == ["draft"] * 2
        assert statuses[-6:-2] == ["submitted"] * 4
        assert set(statuses[:-6]) == {"discussed"}


def test_pulse_rises_and_pressure_falls_with_the_loss(cases: list[DemoCase]) -> None:
    for case in cases:
        control = case.facts["birth"]["bleeding_controlled"]
        during = [row for row in case.facts["vitals"] if control is None or row["time"] <= control]
        first, last = during[0], max(during, key=lambda row: row["heart_rate"])
        if case.facts["outcome"]["total_loss_ml"] >= 1200:
            # at a caesarean half a litre is lost before the first round, so pulse starts higher
            rise = 1 if case.facts["birth"]["mode"].endswith("caesarean") else 5
            assert last["heart_rate"] >= first["heart_rate"] + rise, case.scenario
            assert last["heart_rate"] >= 90, case.scenario
            assert min(row["systolic"] for row in during) < first["systolic"], case.scenario


def test_large_losses_get_help_blood_and_a_decisive_step(cases: list[DemoCase]) -> None:
    for case in cases:
        if case.facts["outcome"]["total_loss_ml"] >= 2500:
            called = {row["role"] for row in case.facts["calls"]}
            products = {row["product"] for row in case.facts["blood_products"]}
            assert "massive_transfusion_protocol" in called
            assert {"red_cells", "plasma", "fibrinogen"} <= products
            assert "balloon_tamponade" in {row["kind"] for row in case.facts["interventions"]}


def test_records_do_not_fall_and_stop_when_the_bleeding_does(cases: list[DemoCase]) -> None:
    for case in cases:
        rows = case.facts["blood_loss"]
        assert all(one["cumulative_ml"] <= other["cumulative_ml"] for one, other in pairwise(rows))
        assert rows[-1]["cumulative_ml"] == case.facts["outcome"]["total_loss_ml"]


def test_a_transported_woman_is_treated_in_hospital_after_she_arrives(cases: list[DemoCase]) -> None:
    for case in cases:
        ambulance = case.facts["ambulance"]
        if ambulance is None:
            continue
        assert case.facts["secondary_care_takeover"] == ambulance["at_hospital"]
        arrival = minute(case, ambulance["at_hospital"])
        for row in case.facts["medication"]:
            if row["drug"] == "tranexamic_acid":
                assert (minute(case, row["time"]) or 0) >= (arrival or 0)
        if case.facts["birth"]["placenta_removal"] == "manual":
            assert (minute(case, case.facts["birth"]["placenta_delivered"]) or 0) > (arrival or 0)


def test_an_anaesthetist_is_there_for_a_manual_removal(cases: list[DemoCase]) -> None:
    for case in cases:
        if case.facts["birth"]["placenta_removal"] == "manual":
            there = min(
                minute(case, row["present_from"]) or 0
                for row in case.facts["staff"]
                if row["role"] == "anaesthesiologist"
            )
            assert there <= (minute(case, case.facts["birth"]["placenta_delivered"]) or 0)


def test_no_drug_against_its_contraindication(cases: list[DemoCase]) -> None:
    for case in cases:
        drugs = {row["drug"] for row in case.facts["medication"]}
        mother = case.facts["mother"]
        assert not ("methylergometrine" in drugs and mother["hypertension"] == "yes")
        assert not ("sulprostone" in drugs and mother["asthma"] == "yes")


def _share(cases: list[DemoCase], chosen: Callable[[DemoCase], bool], slip: str) -> float:
    found = [slip in case.slips for case in cases if chosen(case)]
    return sum(found) / len(found)


def _out_of_hours(case: DemoCase) -> bool:
    return is_out_of_hours(datetime.fromisoformat(case.facts["birth"]["time"]))


def test_each_vsv_has_its_own_planted_pattern(cases: list[DemoCase]) -> None:
    def of(name: str, **only: Any) -> Callable[[DemoCase], bool]:
        return lambda case: (
            case.landscape == name
            and (only.get("night") is None or _out_of_hours(case) == only["night"])
            and (not only.get("home") or case.facts["ambulance"] is not None)
        )

    assert _share(cases, of(HIGHER), "second_uterotonic_late") > 0.5
    assert _share(cases, of(HIGHER, night=True), "gynaecologist_late") > 0.6
    assert _share(cases, of(HIGHER, night=False), "gynaecologist_late") < 0.4
    assert _share(cases, of(HIGHER), "lab_without_fibrinogen") > 0.45
    assert _share(cases, of(ABOUT, home=True), "estimated") > 0.6
    assert _share(cases, of(ABOUT, home=True), "ambulance_a2") > 0.5
    assert _share(cases, of(LOWER), "txa_late") > 0.4
    assert _share(cases, of(ABOUT), "second_uterotonic_late") < 0.3


def test_the_dated_action_shows_in_the_cases(cases: list[DemoCase]) -> None:
    change = vte_change(TODAY)
    before = [case for case in cases if case.landscape == LOWER and case.day < change]
    after = [case for case in cases if case.landscape == LOWER and case.day >= change]
    assert _share(before, lambda _: True, "vte_not_assessed") > 0.5
    assert _share(after, lambda _: True, "vte_not_assessed") < 0.3


def test_the_words_of_the_review_hold_nothing_about_a_person(cases: list[DemoCase]) -> None:
    for case in cases:
        for text in (case.went_well, case.learning_point, case.facts["label"]):
            assert text
            assert not traces_of_people(text), text


def test_a_draft_lacks_its_last_parts_and_is_still_valid(cases: list[DemoCase]) -> None:
    draft = next(case for case in cases if case.status == "draft")
    entered = entered_so_far(draft)
    assert not {"labs", "staff", "aftercare"} & set(entered)
    assert not read_case(entered).problems
    assert entered_so_far(cases[0]) == cases[0].facts


def test_the_same_seed_and_day_give_the_same_cases() -> None:
    practice = practices(TODAY)[0]
    first = list(practice_cases(practice, SEED, today=TODAY))
    assert first == list(practice_cases(practice, SEED, today=TODAY))
    assert first != list(practice_cases(practice, SEED + 1, today=TODAY))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_are_valid_too(seed: int) -> None:
    now = datetime.fromisoformat("2026-03-02T08:00+01:00")
    for case in showcase_cases(seed, today=date(2026, 3, 2)):
        assert not read_case(case.facts, now=now).problems


def test_a_case_that_keeps_moving_is_settled_by_bleeding_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fluxus.demo.care.PASSES", 0)
    now = datetime.fromisoformat("2026-11-21T08:00+01:00")
    for case in practice_cases(practices(TODAY)[1], SEED, today=TODAY):
        assert not read_case(case.facts, now=now).problems
