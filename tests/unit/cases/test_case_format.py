"""Reading and writing the case format."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_format import CaseReading, read_case, write_case
from cases.case_schema import OBJECTS, ROWS, TOP
from cases.screening.facts import NEVER, SECTIONS, Answer, CaseFacts
from tests.unit.cases.example_case import full_case, small_case

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def facts_of(data: object) -> CaseFacts:
    reading = read_case(data, now=NOW)
    assert reading.problems == ()
    assert reading.facts is not None
    return reading.facts


def problems_of(data: object) -> dict[str, str]:
    reading = read_case(data, now=NOW)
    assert reading.facts is None
    for problem in reading.problems:
        assert "{" not in problem.text.en.replace("{…}", "") and "{" not in problem.text.nl.replace("{…}", "")
    return {problem.path: problem.text.en for problem in reading.problems}


def warnings_of(data: object) -> dict[str, str]:
    reading = read_case(data, now=NOW)
    assert reading.problems == ()
    return {warning.path: warning.text.en for warning in reading.warnings}


def test_example_uses_every_key() -> None:
    data = full_case()
    assert set(data) == {"format", "review", *OBJECTS, *ROWS, *(key.name for key in TOP)}
    for name, keys in OBJECTS.items():
        assert set(data[name]) == {key.name for key in keys}
    for name, keys in ROWS.items():
        assert set(data[name][0]) == {key.name for key in keys}


def test_times_become_minutes_since_birth() -> None:
    facts = facts_of(full_case())
    assert facts.birth.time == datetime(2025, 10, 25, 21, 10, tzinfo=UTC)
    assert facts.birth.placenta_delivered == 21
    assert facts.birth.bleeding_controlled == 90
    assert facts.secondary_care_takeover == 40
    assert facts.mother.gestation_days == 41 * 7 + 2
    assert facts.staff[0].present_from == -190


def test_rows_are_sorted_by_time_and_keep_their_place_in_the_file() -> None:
    facts = facts_of(full_case())
    assert [(row.index, row.time, row.cumulative_ml) for row in facts.blood_loss] == [
        (1, 25, 400),
        (0, 38, 900),
        (2, 70, 1400),
    ]
    assert [row.index for row in facts.medication] == [0, 2, 1]


def test_records_of_one_minute_are_sorted_by_volume() -> None:
    rows = [{"time": "2025-03-09T23:50+01:00", "cumulative_ml": ml} for ml in (700, 500)]
    assert [row.cumulative_ml for row in facts_of(small_case(blood_loss=rows)).blood_loss] == [500, 700]


def test_a_value_counts_as_that_test_done() -> None:
    assert facts_of(full_case()).labs[0].tests == {
        "crossmatch",
        "haemoglobin",
        "platelets",
        "fibrinogen",
        "lactate",
        "calcium",
        "coagulation",
        "viscoelastic",
    }


def test_left_out_is_unknown_and_a_list_left_out_is_incomplete() -> None:
    facts = facts_of(small_case(mother={"asthma": None}, calls=[], vitals=None))
    assert facts.mother.asthma is Answer.UNKNOWN
    assert facts.mother.risk_factors is None
    assert facts.birth.bleeding_controlled is None
    assert facts.incomplete == set(SECTIONS) - {"blood_loss", "calls"}
    assert facts.birth.causes == frozenset()


def test_never_is_not_unknown() -> None:
    data = small_case()
    data["birth"] |= {"placenta_delivered": "never", "bleeding_controlled": "never"}
    facts = facts_of(data)
    assert (facts.birth.placenta_delivered, facts.birth.bleeding_controlled) == (NEVER, NEVER)


def test_a_hospital_birth_is_under_secondary_care_from_the_start() -> None:
    assert facts_of(small_case()).secondary_care_takeover == 0
    later = small_case(secondary_care_takeover="2025-03-10T01:00+01:00")
    assert facts_of(later).secondary_care_takeover == 0


@pytest.mark.parametrize(
    ("place", "ambulance", "used", "unknown"),
    [
        ("home", {}, False, True),
        ("home", {"ambulance": None}, False, False),
        ("hospital", {}, False, False),
        ("home", {"ambulance": {"urgency": "A1"}}, True, False),
    ],
)
def test_ambulance_left_out(place: str, ambulance: dict, used: bool, unknown: bool) -> None:
    data = small_case(**ambulance)
    data["birth"]["place"] = place
    facts = facts_of(data)
    assert (facts.ambulance is not None, facts.ambulance_unknown) == (used, unknown)
    assert facts_of(write_case(facts)) == facts


@pytest.mark.parametrize("data", [full_case(), small_case()])
def test_round_trip(data: dict) -> None:
    facts = facts_of(data)
    assert facts_of(write_case(facts)) == facts
    assert write_case(facts_of(write_case(facts))) == write_case(facts)


def test_written_case_is_the_one_that_was_read() -> None:
    data = full_case()
    del data["review"]
    data["mother"].pop("asthma")  # unknown is left out
    data["aftercare"].pop("thrombosis_risk_assessed")
    data["medication"][1].pop("time")
    data["interventions"][1].pop("time")
    data["labs"][0]["tests"] = [
        "haemoglobin",
        "platelets",
        "fibrinogen",
        "crossmatch",
        "coagulation",
        "lactate",
        "calcium",
        "viscoelastic",
    ]
    assert write_case(facts_of(data)) == data


@pytest.mark.parametrize(
    ("birth", "later", "minutes"),
    [
        ("2025-03-30T01:50+01:00", "2025-03-30T03:10+02:00", 20),  # the clock goes forward
        ("2025-10-26T02:50+02:00", "2025-10-26T02:10+01:00", 20),  # and back: the hour that comes twice
        ("2024-02-28T23:50+01:00", "2024-02-29T00:10+01:00", 20),
        ("2024-12-31T23:50+01:00", "2025-01-01T00:10+01:00", 20),
        ("2025-03-09T23:50+01:00", "2025-03-09T23:10Z", 20),
        ("2025-03-09T23:50+01:00", "2025-03-10T09:10:00+10:00", 20),
        ("2025-03-09T23:50+01:00", "2025-03-09T23:45+01:00", -5),
    ],
)
def test_arithmetic_is_on_instants(birth: str, later: str, minutes: int) -> None:
    data = small_case(blood_loss=[{"time": later, "cumulative_ml": 600}])
    data["birth"]["time"] = birth
    facts = facts_of(data)
    assert facts.blood_loss[0].time == minutes
    assert facts_of(write_case(facts)) == facts


def test_written_times_are_those_of_the_clock_in_amsterdam() -> None:
    data = small_case(blood_loss=[{"time": "2025-10-26T02:10+01:00", "cumulative_ml": 600}])
    data["birth"]["time"] = "2025-10-26T00:50Z"
    written = write_case(facts_of(data))
    assert written["birth"]["time"] == "2025-10-26T02:50+02:00"
    assert written["blood_loss"][0]["time"] == "2025-10-26T02:10+01:00"


@settings(max_examples=150, deadline=None)
@given(
    start=st.datetimes(datetime(1975, 1, 1), datetime(2024, 12, 31)),
    minutes=st.integers(-7 * 1440, 7 * 1440),
)
def test_any_moment_survives_the_round_trip(start: datetime, minutes: int) -> None:
    birth = start.replace(second=0, microsecond=0, tzinfo=UTC)
    zone = ZoneInfo("Europe/Amsterdam")
    later = (birth + timedelta(minutes=minutes)).astimezone(zone).isoformat(timespec="minutes")
    data = small_case(blood_loss=[{"time": later, "cumulative_ml": 600}])
    data["birth"]["time"] = birth.isoformat(timespec="minutes")
    facts = facts_of(data)
    assert facts.blood_loss[0].time == minutes
    assert facts_of(write_case(facts)) == facts


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [None, [], "text", 3, True, float("nan")])
def test_what_is_no_object_is_one_problem(data: object) -> None:
    assert list(problems_of(data)) == [""]


def test_an_empty_object_names_everything_that_is_required() -> None:
    assert set(problems_of({})) == {"format", "birth.time", "birth.place", "birth.mode", "blood_loss"}


def test_every_problem_is_named_at_once() -> None:
    data = full_case()
    data["medication"][2]["drug"] = "oxytocine"
    data["vitals"][0]["heart_rate"] = 900
    data["mother"]["gestation"] = "39+7"
    data["colour"] = "red"
    data["birth"]["tiem"] = "x"
    data["labs"][0]["inr"] = True
    problems = problems_of(data)
    assert set(problems) == {
        "medication[2].drug",
        "vitals[0].heart_rate",
        "mother.gestation",
        "colour",
        "birth.tiem",
        "labs[0].inr",
    }
    assert problems["birth.tiem"] == "this key does not exist; do you mean time?"
    assert problems["colour"] == "this key does not exist; remove it"
    assert '"oxytocine" is not a valid code; choose from oxytocin' in problems["medication[2].drug"]
    assert problems["vitals[0].heart_rate"].startswith("900 is not possible; a possible value lies from 30")
    assert problems["labs[0].inr"] == "true is not a number; write a number from 0.8 up to and including 10"


BAD_VALUES = [
    ("format", "fluxus-case/2"),
    ("label", "x" * 121),
    ("label", 7),
    ("label", "\ud800"),
    ("vsv", "a\x00b"),
    ("incomplete_sections", ["vital"]),
    ("incomplete_sections", "vitals"),
    ("incomplete_sections", [["vitals"]]),
    ("mother", []),
    ("mother.age_band", "33"),
    ("mother.age_band", {}),
    ("mother.parity", -1),
    ("mother.parity", 31),
    ("mother.parity", 1.5),
    ("mother.parity", "1"),
    ("mother.parity", 10**400),
    ("mother.parity", float("nan")),
    ("mother.gestation", "15+6"),
    ("mother.gestation", "45+1"),
    ("mother.gestation", "39+7"),
    ("mother.gestation", 280),
    ("mother.asthma", True),
    ("mother.asthma", "maybe"),
    ("mother.risk_factors", "obesity"),
    ("birth.time", None),
    ("birth.time", "2025-13-09T23:40+01:00"),
    ("birth.time", "2025-10-25T23:10"),
    ("birth.time", "2025-10-25T23:10:30+02:00"),
    ("birth.time", "2025-10-25 23:10+02:00"),
    ("birth.time", "0001-01-01T00:00+14:00"),
    ("birth.time", "2025-10-25T23:10+99:00"),
    ("birth.time", "2026-10-25T23:10+02:00"),
    ("birth.time", 1761426600),
    ("birth.mode", None),
    ("birth.place", "planned"),
    ("birth.placenta_delivered", "ooit"),
    ("birth.bleeding_started", "never"),
    ("birth.bleeding_started", "2025-10-18T23:09+02:00"),
    ("secondary_care_takeover", "2026-01-01T00:00+01:00"),
    ("blood_loss", []),
    ("blood_loss", None),
    ("blood_loss", {}),
    ("blood_loss[0]", None),
    ("blood_loss[0]", 5),
    ("blood_loss[0].time", None),
    ("blood_loss[0].cumulative_ml", None),
    ("blood_loss[0].cumulative_ml", 15001),
    ("blood_loss[0].method", "guess"),
    ("vitals[0].time", None),
    ("vitals[0].temperature_c", 31.9),
    ("vitals[0].temperature_c", float("inf")),
    ("vitals[0].spo2", 101),
    ("medication[0].drug", None),
    ("medication[0].dose", -1),
    ("medication[0].dose", 1e308),
    ("medication[0].dose", "5"),
    ("interventions[0].kind", None),
    ("calls[0].role", "neighbour"),
    ("staff[0].role", "secondary_care"),
    ("labs[0].fibrinogen_g_l", 0.0),
    ("blood_products[0].product", None),
    ("clear_fluids_before_blood_ml", 10001),
    ("ambulance", "A1"),
    ("ambulance.urgency", "A3"),
    ("aftercare.iron_plan", "later"),
    ("outcome.red_cells_total", 81),
    ("outcome.complications", {"dic": True}),
    ("review.grade", "E"),
    ("review.findings", []),
    ("review", "fine"),
]


def put(data: dict, path: str, value: object) -> None:
    """Set the value at a path such as ``calls[0].role``."""
    place: object = data
    steps = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    for step in steps[:-1]:
        place = place[step]  # type: ignore[index]
    place[steps[-1]] = value  # type: ignore[index]


@pytest.mark.parametrize(("path", "value"), BAD_VALUES)
def test_a_bad_value_is_named_by_its_path(path: str, value: object) -> None:
    data = full_case()
    put(data, path, value)
    assert path in problems_of(data)


IMPOSSIBLE = [
    ("calls[0].arrived", "2025-10-25T23:44+02:00"),
    ("staff[0].present_until", "2025-10-25T19:59+02:00"),
    ("labs[0].resulted", "2025-10-25T23:54+02:00"),
    ("birth.bleeding_controlled", "2025-10-25T23:32+02:00"),
    ("ambulance.on_scene", "2025-10-25T23:39+02:00"),
    ("ambulance.at_hospital", "2025-10-25T23:45+02:00"),
    ("medication[0].unit", "mg"),
    ("outcome.total_loss_note", ""),
    ("birth.mode", "planned_caesarean"),
]


@pytest.mark.parametrize(("path", "value"), IMPOSSIBLE)
def test_impossible_content_is_refused(path: str, value: object) -> None:
    data = full_case()
    put(data, path, value)
    where = {"outcome.total_loss_note": "outcome.total_loss_ml", "birth.mode": "birth.place"}.get(path, path)
    assert list(problems_of(data)) == [where]


def test_loss_that_falls_names_the_record_that_falls() -> None:
    data = full_case()
    data["blood_loss"][2]["cumulative_ml"] = 800
    data["outcome"] = {}
    assert problems_of(data) == {
        "blood_loss[2].cumulative_ml": "the cumulative blood loss falls from 900 ml to 800 ml; "
        "always give the total so far"
    }


def test_ambulance_times_are_compared_across_a_gap() -> None:
    data = full_case()
    data["ambulance"] |= {"on_scene": None, "departed": None, "at_hospital": "2025-10-25T23:39+02:00"}
    assert list(problems_of(data)) == ["ambulance.at_hospital"]


def test_seven_days_before_birth_is_the_limit() -> None:
    data = full_case()
    data["staff"][0]["present_from"] = "2025-10-18T23:10+02:00"
    facts_of(data)
    data["staff"][0]["present_from"] = "2025-10-18T23:09+02:00"
    assert list(problems_of(data)) == ["staff[0].present_from"]


def test_this_very_minute_is_not_the_future() -> None:
    data = small_case(blood_loss=[{"time": "2025-11-30T13:00+01:00", "cumulative_ml": 600}])
    facts_of(data)
    data["blood_loss"][0]["time"] = "2025-11-30T13:01+01:00"
    assert list(problems_of(data)) == ["blood_loss[0].time"]


def test_problems_are_found_although_the_birth_time_is_missing() -> None:
    data = full_case()
    del data["birth"]["time"]
    data["calls"][0]["arrived"] = "2025-10-25T23:44+02:00"
    assert list(problems_of(data)) == ["birth.time", "calls[0].arrived"]


def test_what_looks_odd_but_can_be_is_accepted() -> None:
    data = small_case(
        staff=[],
        blood_products=[],
        mother={"fetuses": 5, "parity": 0},
        outcome={"total_loss_ml": 600, "death": "yes"},
    )
    assert warnings_of(data) == {}


def test_unlikely_content_gets_a_warning() -> None:
    data = full_case()
    data["blood_loss"][2]["cumulative_ml"] = 2401
    data["medication"][0]["dose"] = 60
    data["vitals"][0]["diastolic"] = 108
    data["blood_products"][0]["started"] = "2025-10-26T00:04+02:00"
    data["birth"] |= {"bleeding_started": None, "bleeding_controlled": "2025-10-25T23:34+02:00"}
    assert set(warnings_of(data)) == {
        "blood_loss[2].cumulative_ml",
        "medication[0].dose",
        "vitals[0].diastolic",
        "blood_products[0].started",
        "birth.bleeding_controlled",
    }


def test_whole_numbers_may_be_written_with_a_point() -> None:
    data = small_case(mother={"parity": 2.0})
    parity = facts_of(data).mother.parity
    assert parity == 2 and isinstance(parity, int)


def test_too_many_rows_are_one_problem() -> None:
    data = small_case(vitals=[{}] * 5001)
    assert list(problems_of(data)) == ["vitals"]


def test_problem_sentences_in_both_languages() -> None:
    reading = read_case(small_case(ambulance="A1"), now=NOW)
    (problem,) = reading.problems
    assert problem.sentence("en") == 'ambulance: this must be an object with keys, not "A1"'
    assert problem.sentence("nl") == 'ambulance: hier hoort een object met sleutels te staan, niet "A1"'
    assert read_case(None).problems[0].sentence("en") == "this must be an object with keys, not null"


# --- nothing raises --------------------------------------------------------------------------------------

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([10**4000, -(10**4000), "2025-10-25T23:10+02:00", "never", "yes", "A" * 10_000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PATHS = [path for path, _ in (*BAD_VALUES, *IMPOSSIBLE)] + ["birth", "labs", "labs[0]", "staff[0].nonsense"]


@settings(max_examples=300, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(PATHS), JUNK, min_size=1, max_size=4))
def test_a_mutated_case_never_raises(changes: dict[str, object]) -> None:
    data = full_case()
    for path, value in changes.items():
        try:
            put(data, path, value)
        except (TypeError, IndexError, KeyError):
            continue  # an earlier change took the place away
    reading = read_case(data, now=NOW)
    assert (reading.facts is None) == bool(reading.problems)
    for problem in (*reading.problems, *reading.warnings):
        assert len(problem.sentence("nl")) < 1500
        problem.sentence("en").encode()
    if reading.facts is not None:
        again: CaseReading = read_case(write_case(reading.facts), now=NOW)
        assert again.facts == reading.facts


@settings(max_examples=100, deadline=None)
@given(JUNK)
def test_junk_never_raises(data: object) -> None:
    assert read_case(data, now=NOW).facts is None


def test_deep_nesting_is_a_problem() -> None:
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    data = small_case(calls=deep, label=deep)
    assert set(problems_of(data)) == {"calls[0]", "label"}
