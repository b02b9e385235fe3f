"""Every state in words, in both languages, with numbers written the way each language writes them."""

import string
from datetime import date

import pytest

from dashboards import effect as effects
from dashboards import wording
from dashboards.effect import Baseline, QuarterCount
from dashboards.statistics.inputs import Interval
from dashboards.statistics.runs import Run
from dashboards.words import STATES
from fluxus.periods import following, parse
from fluxus.texts import Text

NEVER = ("fout", "schuld", "outlier", "significant", "p-waarde", "ranglijst", "p-value", "league table")


def names_in(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("state", STATES)
def test_both_languages_ask_for_the_same_figures_and_blame_nobody(state):
    for text in STATES[state]:
        assert names_in(text.nl) == names_in(text.en)
        assert bool(text.nl) == bool(text.en)
        assert not [word for word in NEVER if word in text.nl.lower() or word in text.en.lower()]


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (8.44, 1, "8,4", "8.4"),
        (2180, 0, "2180", "2180"),
        (165432, 0, "165.432", "165,432"),
        (12345.6, 1, "12.345,6", "12,345.6"),
        (-0.04, 1, "0,0", "0.0"),
        (-1.2, 1, "-1,2", "-1.2"),
        (0, 0, "0", "0"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers(value, decimals, nl, en):
    assert wording.number(value, decimals) == Text(nl, en)


def test_percent_puts_the_sign_as_the_language_does():
    assert wording.percent(0.0844) == Text("8,4 %", "8.4%")
    assert wording.percent(None) == Text("–", "–")


def verdict(state):
    return wording.verdict_sentence(
        state,
        events=184,
        total=2180,
        target=0.062,
        interval=Interval(0.073, 0.097),
        units=79,
        by_chance=2.3,
    )


@pytest.mark.parametrize(
    ("state", "nl", "en"),
    [
        (
            "high_998",
            "Duidelijk hoger dan landelijk. 184 van 2180 (8,4 %); bij het landelijk cijfer (6,2 %) verwacht "
            "je er ongeveer 135. Een verschil van deze grootte is vrijwel nooit toeval. Dit zegt nog niet "
            "waardoor.",
            "Clearly higher than the national figure. 184 of 2180 (8.4%); at the national figure (6.2%) "
            "about 135 would be expected. A difference this large is hardly ever chance. It does not tell "
            "you why.",
        ),
        (
            "high_95",
            "Waarschijnlijk hoger dan landelijk. Toeval is niet uitgesloten: bij 79 VSV's verwacht je er "
            "zo'n 2 alleen door toeval.",
            "Probably higher than the national figure. Chance cannot be ruled out: of 79 VSVs about 2 land "
            "here by chance alone.",
        ),
        (
            "within",
            "Niet te onderscheiden van landelijk. Het werkelijke cijfer ligt vermoedelijk tussen 7,3 % en "
            "9,7 %. Dat is iets anders dan 'gelijk'.",
            "Cannot be told apart from the national figure. The true figure probably lies between 7.3% and "
            "9.7%. That is not the same as 'equal'.",
        ),
    ],
)
def test_verdicts(state, nl, en):
    assert verdict(state).text == Text(nl, en)


@pytest.mark.parametrize(
    ("state", "nl"), [("low_95", "Waarschijnlijk lager dan"), ("low_998", "Duidelijk lager dan")]
)
def test_low_asks_to_check_the_measuring_first(state, nl):
    assert verdict(state).lead.nl.startswith(nl)
    assert verdict(state).rest.nl.startswith("Controleer eerst of al het bloedverlies is gemeten")
    assert verdict(state).rest.en.startswith("First check that all blood loss is measured")


@pytest.mark.parametrize(
    ("state", "marked", "want"),
    [
        ("within", True, None),
        (None, True, None),
        ("high_95", False, "usual_spread_high"),
        ("low_998", False, "usual_spread_low"),
        ("high_998", True, "stands_out"),
    ],
)
def test_spread_is_only_said_together_with_a_difference(state, marked, want):
    sentence = wording.spread_sentence(state, marked)
    assert (sentence and sentence.state) == want


def test_no_verdict_gives_all_reasons():
    reasons = [Text("te weinig", "too few"), Text("niet af", "not over")]
    assert wording.no_verdict(reasons).text == Text(
        "Te weinig gegevens voor een uitspraak (te weinig; niet af).",
        "Too few data for a statement (too few; not over).",
    )


def test_chance():
    said = wording.chance_sentence(units=79, by_chance=4.1, outside=27).text
    assert said.nl.startswith("Van 79 VSV's met een uitspraak vallen er door toeval alleen zo'n 4 buiten")
    assert "here there are 27" in said.en
    assert wording.about(0.31) == Text("0,3", "0.3")


def test_figure_always_shows_both_counts():
    assert wording.figure(184, 2180, Interval(0.073, 0.097)) == Text(
        "184 van 2180 (8,4 %; 95 %-interval 7,3 tot 9,7 %)", "184 of 2180 (8.4%; 95% interval 7.3 to 9.7%)"
    )
    assert wording.figure(0, 0, Interval(None, None)) == Text("0 van 0", "0 of 0")
    assert wording.share(24, 73).nl == "24 van 73 (33 %)"
    assert wording.share(0, 0).en == "0 of 0"


@pytest.mark.parametrize(
    ("values", "nl"),
    [
        ({}, "Geen aanwijzing voor verandering; schommelingen horen hierbij."),
        (
            {"run": Run(3, 8, "below"), "run_since": parse("2021-Q3")},
            "Sinds 3e kwartaal 2021 lager dan voorheen: 8 kwartalen op rij.",
        ),
        (
            {"run": Run(3, 9, "above"), "run_since": parse("2021-Q3")},
            "Sinds 3e kwartaal 2021 hoger dan voorheen: 9 kwartalen op rij.",
        ),
        (
            {"outside": [parse("2022-Q1")]},
            "1e kwartaal 2022 valt buiten de gewone schommeling. Eén punt kan een toevalstreffer of een "
            "bijzondere oorzaak zijn: kijk wat er speelde.",
        ),
        (
            {"few_crossings": True},
            "Het cijfer schommelt minder om het midden dan bij toeval past: er lijkt iets verschoven.",
        ),
    ],
)
def test_trends(values, nl):
    asked = {"run": None, "run_since": None, "outside": [], "few_crossings": False} | values
    assert wording.trend_sentence(**asked).text.nl == nl


def effect(*, quarters=4, events=5, total=20, today=date(2026, 1, 1), intended="lower", rule="difference"):
    first = parse("2024-Q1")
    return effects.judge(
        baseline=Baseline(100, 200),
        counts=[QuarterCount(following(first, i), events, total) for i in range(quarters)],
        start=date(2024, 1, 1),
        check_date=date(2026, 1, 1),
        today=today,
        kind="outcome",
        rule=rule,
        intended=intended,
    )


@pytest.mark.parametrize(
    ("values", "state", "nl"),
    [
        (
            {"quarters": 2},
            "early",
            "Te vroeg om te zeggen: 2 kwartalen na de actie, minimaal 4 nodig.",
        ),
        (
            {"total": 8, "events": 2},
            "early_denominator",
            "Te vroeg om te zeggen: 32 bevallingen na de actie, minimaal 40 nodig.",
        ),
        (
            {"today": date(2025, 12, 31)},
            "early_date",
            "Te vroeg om te zeggen: de toetsdatum 1 januari 2026 is nog niet geweest. Tussentijds oordelen "
            "geeft vaker vals alarm.",
        ),
        (
            {"rule": "shift"},
            "early_points",
            "Te vroeg om te zeggen: 4 bruikbare kwartalen na de actie, minimaal 8 nodig.",
        ),
        (
            {},
            "changed",
            "Het cijfer is na de actie veranderd (50,0 % → 25,0 %). Dat de actie de oorzaak is, is "
            "aannemelijk maar niet bewezen.",
        ),
        (
            {"intended": "higher"},
            "changed_other_way",
            "Het cijfer is na de actie veranderd (50,0 % → 25,0 %), maar niet de kant op die de bedoeling "
            "was. Kijk eerst wat er speelde.",
        ),
        (
            {"events": 10},
            "not_shown",
            "Nog geen verandering aangetoond. Dat is geen bewijs dat de actie niet werkt.",
        ),
        (
            {"quarters": 8, "rule": "shift"},
            "run_below",
            "Sinds 1e kwartaal 2024 lager dan voorheen: 8 kwartalen op rij.",
        ),
    ],
)
def test_after_an_action(values, state, nl):
    said = wording.effect_sentence(
        effect(**values), check_date=date(2026, 1, 1), what=Text("bevallingen", "births"), least_total=40
    )
    assert (said.state, said.text.nl) == (state, nl)


def test_figures_are_told_also_when_it_is_early():
    assert wording.effect_figures(effect(quarters=2)).en == (
        "Before the action 100 of 200 (50.0%), after it 10 of 40 (25%). "
        "Difference -25.0 percentage points (95% interval -37.8 to -8.3)."
    )
    assert wording.effect_figures(effect(quarters=0)).nl == (
        "Voor de actie 100 van 200 (50,0 %), erna 0 van 0."
    )


def test_hidden():
    assert wording.say("hidden").text.nl == "Te klein aantal om te tonen (privacy)."
    with pytest.raises(KeyError):
        wording.say("no such state")


@pytest.mark.parametrize(
    ("number", "names", "nl", "en"),
    [
        (1, wording.QUARTERS, "1 kwartaal", "1 quarter"),
        (2, wording.QUARTERS, "2 kwartalen", "2 quarters"),
        (1, wording.USABLE_QUARTERS, "1 bruikbaar kwartaal", "1 usable quarter"),
        (8, wording.USABLE_QUARTERS, "8 bruikbare kwartalen", "8 usable quarters"),
    ],
)
def test_quarters_are_counted_in_words(number, names, nl, en):
    assert wording.counted(number, names) == Text(nl, en)
