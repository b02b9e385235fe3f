"""The picture of a case with its words and its table."""

from django.utils import translation

from cases.charts import timeline_chart
from cases.screening.facts import CaseFacts
from tests.unit.cases.picture.makers import at, full, small


def chart_of(facts: CaseFacts, language: str = "nl", **more):
    with translation.override(language):
        return timeline_chart(facts, number="7F3K-2Q", **more)


def test_every_event_stands_in_the_table() -> None:
    chart = chart_of(full())
    assert len(chart.headers) == 5
    assert [row[2] for row in chart.rows].count("Verloop") == 4
    assert len(chart.rows) == 17 + 4
    assert chart.rows[-1][0] == "?"
    assert "1400 ml" in chart.sentence and "00:20" in chart.sentence


def test_an_empty_case_says_what_will_be_drawn() -> None:
    chart = chart_of(small(blood_loss=[]), "en")
    assert chart.sentence.startswith("Nothing has been filled in yet.")
    assert chart.rows == []
    assert chart.figure_json["widths"][0]["layout"]["xaxis"]["ticktext"]


def test_help_without_blood_loss() -> None:
    called = [{"role": "gynaecologist", "called": at(20), "mode": "phone"}]
    assert (
        chart_of(small(blood_loss=[], calls=called), "en").sentence == "No blood loss has been filled in yet."
    )


def test_rows_without_a_time_are_counted() -> None:
    chart = chart_of(full(), "en")
    assert "2 rows have no time" in chart.sentence


def test_the_legend_names_a_method_that_is_not_known_only_when_there_is_one() -> None:
    assert [sign for sign, _words in chart_of(full()).legend][:4] == ["●", "■", "○", "◆"]
    assert [sign for sign, _words in chart_of(small()).legend][:4] == ["●", "■", "○", "◇"]


def test_on_paper_there_is_no_date() -> None:
    def words(chart) -> list[str]:
        return [note["text"] for note in chart.figure_json["widths"][0]["layout"]["annotations"]]

    late = small(blood_loss=[{"time": at(30), "cumulative_ml": 800}])
    assert "ma 10 mrt" in words(chart_of(late))
    assert "ma 10 mrt" not in words(chart_of(late, look="paper"))
    assert "volgende dag" in words(chart_of(late, look="paper"))
