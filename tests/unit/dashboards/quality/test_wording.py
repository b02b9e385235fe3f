"""The sentences of data quality: figures in both languages, plain and without blame."""

import pytest

from dashboards.quality import wording
from dashboards.quality.about import ABOUT, COMPLETENESS_STEPS, COMPLETENESS_THRESHOLD
from dashboards.quality.measures import AT_1000, MEASURES, MISSING, MONTHS, judged
from dashboards.quality.months import Gap
from fluxus.periods import parse
from fluxus.texts import Text

BLAME = (
    "fout",
    "schuld",
    "slecht",
    "slordig",
    "ranglijst",
    "outlier",
    "wrong",
    "bad ",
    "blame",
    "sloppy",
    "rank",
)


def texts():
    for about in ABOUT.values():
        yield from (about.definition, about.why, about.threshold, about.good, about.look, about.work)
        yield from (about.noun, *about.steps)
    yield from (*wording.STATES.values(), *COMPLETENESS_STEPS, COMPLETENESS_THRESHOLD)


def test_both_languages_are_there_and_nobody_is_blamed():
    for text in texts():
        assert text.nl and text.en and text.nl != text.en
        assert not [word for word in BLAME if word in f"{text.nl} {text.en} ".lower()]


def test_heaping_is_said_with_counts_what_is_expected_and_what_it_means():
    assert wording.said(judged(AT_1000, 31, 80)) == Text(
        "31 van 80 waarden tussen 900 en 1100 ml zijn precies 1000 (38,8 %); bij wegen op 10 ml verwacht "
        "je er "
        "ongeveer 4. Dat wijst op schatten.",
        "31 of 80 values between 900 and 1100 ml are exactly 1000 (38.8%); weighing to 10 ml gives about 4. "
        "That points at estimating.",
    )


@pytest.mark.parametrize("measure", [*MEASURES, MONTHS], ids=lambda measure: measure.id)
@pytest.mark.parametrize("figures", [(0, 0), (3, 5), (0, 200), (5, 200), (150, 200)])
def test_every_measure_says_numerator_and_denominator(measure, figures):
    said = wording.said(judged(measure, *figures))
    assert f"{figures[0]} van {figures[1]}" in said.nl and f"{figures[0]} of {figures[1]}" in said.en
    assert said.nl.endswith(".") and "{" not in said.nl + said.en


def test_hidden_figures_are_nowhere():
    hidden = judged(MISSING, 3, 456)
    hidden = type(hidden)(**(vars(hidden) | {"hidden": True}))
    for text in (
        wording.said(hidden),
        wording.cell(hidden),
        wording.interval(hidden),
        wording.verdict(hidden),
    ):
        assert not {"3", "456"} & set(text.nl.split())


def test_the_country_is_rounded_for_others():
    country = judged(MISSING, 1234, 45678)
    assert wording.national(country, rounded=False).nl == "1234 van 45.678 (2,7 %)"
    assert wording.national(country, rounded=True).nl == "2,7 % (van ongeveer 45.700)"


def test_a_gap_tells_numbers_to_those_who_may_see_them():
    gap = Gap("1001", parse("2024-03"), 3, 20.0)
    assert wording.gap(gap, "Praktijk", whole=True).nl == "Praktijk, maart 2024: 3 meldingen, gewoonlijk 20"
    assert wording.gap(gap, "Praktijk", whole=False).nl == "Praktijk, maart 2024: weinig meldingen"


def test_what_a_litre_exactly_could_mean():
    said = wording.heap_consequence(31, 85, 1400)
    assert "6,1 %" in said.nl and "8,3 %" in said.nl and "31 geboorten" in said.nl
    assert wording.heap_consequence(0, 85, 1400) == Text("", "")


@pytest.mark.parametrize(("months", "words"), [(0, "bij"), (1, "1 maand achter"), (7, "7 maanden achter")])
def test_how_late_is_said_in_months(months, words):
    assert wording.lag(months).nl == words
