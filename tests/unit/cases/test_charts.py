"""The picture of a case."""

from datetime import UTC, datetime, timedelta

from django.utils import translation

from cases.case_format import read_case
from cases.charts import timeline_chart
from tests.unit.cases.example_case import full_case, small_case

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


def chart_of(data: dict, language: str = "nl"):
    with translation.override(language):
        return timeline_chart(read_case(data, now=NOW, draft=True).facts, number="7F3K-2Q")


def test_every_event_stands_in_the_table() -> None:
    chart = chart_of(full_case())
    assert len(chart.headers) == 5
    assert len(chart.rows) == 17
    assert chart.rows[-1][0] == "?"
    assert "1400 ml" in chart.sentence and "00:20" in chart.sentence


def test_measured_dots_are_filled_and_estimated_ones_open() -> None:
    loss = chart_of(full_case()).figure.data[0]
    assert list(loss.x) == [25, 38, 70]
    assert list(loss.marker.symbol) == ["circle-open", "circle", "circle"]


def test_ticks_show_the_clock() -> None:
    axis = chart_of(full_case()).figure.layout.xaxis
    assert "23:10" in axis.ticktext
    assert len(axis.tickvals) <= 10


def test_an_empty_case_has_a_picture_too() -> None:
    chart = chart_of(small_case(blood_loss=[]), "en")
    assert chart.sentence == "No blood loss has been filled in yet."
    assert chart.rows == []


def test_long_cases_keep_few_ticks() -> None:
    late = {"time": "2025-03-12T23:50+01:00", "cumulative_ml": 700}
    chart = chart_of(small_case(blood_loss=[*small_case()["blood_loss"], late]))
    assert len(chart.figure.layout.xaxis.tickvals) <= 11


def test_words_stand_only_where_there_is_room() -> None:
    at = "2025-03-10T00:{:02}+01:00"
    done = [{"time": at.format(m), "kind": "uterine_massage"} for m in (0, 1, 2)]
    chart = chart_of(small_case(interventions=done))
    lane = next(trace for trace in chart.figure.data if list(trace.x) == [20, 21, 22])
    assert list(lane.text)[:2] == ["", ""]
    assert lane.customdata[0] == "00:00 · uterusmassage"


def test_the_axis_reaches_the_last_help_that_came() -> None:
    data = small_case()
    born = datetime.fromisoformat(data["birth"]["time"])
    late = (born + timedelta(minutes=200)).isoformat(timespec="minutes")
    data["calls"] = [{"role": "gynaecologist", "called": late, "arrived": None, "mode": "phone"}]
    assert chart_of(data).figure.layout.xaxis.range[1] >= 200
