"""Everything that happened, as one list in words."""

from datetime import UTC, datetime

from cases.case_format import read_case
from cases.screening.facts import CaseFacts
from cases.timeline.events import clock, events
from tests.unit.cases.example_case import full_case, small_case

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def facts_of(data: dict) -> CaseFacts:
    facts = read_case(data, now=NOW).facts
    assert facts is not None
    return facts


def test_by_time_with_undated_events_last() -> None:
    found = events(facts_of(full_case()))
    minutes = [event.minute for event in found]
    known = [minute for minute in minutes if minute is not None]
    assert known == sorted(known)
    assert minutes[-2:] == [None, None]
    assert {event.kind for event in found} == {
        "blood_loss",
        "vitals",
        "medication",
        "interventions",
        "calls",
        "staff",
        "labs",
        "blood_products",
        "ambulance",
        "birth",
    }


def words(kind: str, language: str = "nl") -> list[tuple[str, str]]:
    found = [event for event in events(facts_of(full_case())) if event.kind == kind]
    return [(event.what.in_language(language), event.detail.in_language(language)) for event in found]


def test_words() -> None:
    assert words("blood_loss")[0] == ("400 ml", "geschat")
    assert words("vitals") == [("pols 104 · RR 108/62", "shockindex 0,96")]
    assert words("vitals", "en") == [("pulse 104 · RR 108/62", "shock index 0.96")]
    assert words("medication")[0] == ("oxytocine 5 IE i.m.", "preventie")
    assert words("medication")[1] == ("oxytocine", "behandeling")
    assert words("calls") == [("gynaecoloog geroepen", "gekomen om 23:50")]
    assert words("blood_products") == [("erytrocyten (EC)", "2")]
    assert words("ambulance", "en")[0] == ("requested", "A1")


def test_calls_that_brought_nobody() -> None:
    called = "2025-03-10T00:10+01:00"
    calls = [
        {"role": "gynaecologist", "called": called, "mode": "phone"},
        {"role": "theatre_team", "called": called},
    ]
    found = [event for event in events(facts_of(small_case(calls=calls))) if event.kind == "calls"]
    assert [event.detail.nl for event in found] == ["telefonisch overleg", "niet gekomen"]


def test_sparse_rows() -> None:
    data = small_case(
        vitals=[
            {"time": "2025-03-09T23:55+01:00", "temperature_c": 36.0},
            {"time": "2025-03-09T23:56+01:00", "heart_rate": 90},
        ],
        blood_products=[{"product": "plasma"}],
    )
    found = {event.kind: event for event in events(facts_of(data))}
    assert found["blood_products"].minute is None
    assert found["vitals"].what.nl == "pols 90"


def test_the_clock_in_the_hour_that_comes_twice() -> None:
    birth = datetime(2025, 10, 25, 23, 50, tzinfo=UTC)
    assert [clock(birth, minute) for minute in (0, 60, 120)] == ["01:50", "02:50", "02:50"]


def test_the_course_of_a_case() -> None:
    assert words("birth") == [
        ("placenta geboren", ""),
        ("begin van de bloeding", ""),
        ("overname door de tweede lijn", ""),
        ("bloeding onder controle", ""),
    ]
    never = small_case()
    never["birth"]["bleeding_controlled"] = "never"
    (course,) = [event for event in events(facts_of(never)) if event.kind == "birth"]
    assert (course.minute, course.detail.nl) == (None, "nooit")


def test_a_sample_tells_its_values() -> None:
    said = words("labs")[0][0]
    assert said.startswith("Hb 5,9, trombocyten 180, fibrinogeen 2,4, lactaat 1,8")
    assert "kruisproef" in said
    assert "INR 1" in said and "FIBTEM A5 12" in said
    only_a_value = [{"sampled": "2025-03-10T00:10+01:00", "fibrinogen_g_l": 1.5}]
    (lab,) = [event for event in events(facts_of(small_case(labs=only_a_value))) if event.kind == "labs"]
    assert (lab.what.nl, lab.what.en) == ("fibrinogeen 1,5", "fibrinogen 1.5")
