"""On what a finding rests: words, and the band between its first and last entry."""

from typing import Any

from cases.picture.band_words import UNTIL
from cases.picture.evidence import band, in_words, moments_of
from cases.screening.checks import CHECK_BY_ID
from cases.screening.engine import screen
from cases.screening.rules import load_rule_set
from fluxus.texts import Text
from tests.unit.cases.picture.makers import at, full, small

LABEL = Text("Tweede uterotonicum te laat", "Second-line uterotonic late")


def case():
    return small(
        blood_loss=[{"time": at(18), "cumulative_ml": 600, "method": "weighed"}],
        medication=[{"time": at(58), "drug": "methylergometrine", "purpose": "treatment"}],
    )


def evidence(*entries: str) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "index": int(index) if index else None}
        for kind, _, index in (entry.partition(":") for entry in entries)
    ]


def banded(facts, *entries: str, check: str = "D05", value: Any = None, unit: str = "min"):
    return band(facts, check=check, label=LABEL, evidence=evidence(*entries), value=value, unit=unit)


def test_in_words() -> None:
    said = in_words(case(), evidence("blood_loss:0", "medication:0"))
    assert said.nl == "23:58 · 600 ml · gewogen; 00:38 · methylergometrine · behandeling"
    assert in_words(case(), evidence("birth", "mother")).nl == "23:40 · geboorte; gegevens van de vrouw"
    assert in_words(full(), evidence("ambulance")).en.startswith("ambulance 23:40 requested")
    assert in_words(case(), []).nl == ""


def test_a_long_list_is_cut_with_a_count() -> None:
    rows = [{"time": at(n), "cumulative_ml": 100 * n} for n in range(1, 10)]
    said = in_words(small(blood_loss=rows), evidence(*(f"blood_loss:{n}" for n in range(9))))
    assert said.nl.endswith("; en nog 3")


def test_a_band_counts_the_minutes_of_the_finding() -> None:
    found = banded(case(), "blood_loss:0", "medication:0", value=40)
    assert found is not None
    assert (found.start, found.end) == (18, 58)
    assert (found.words.nl, found.words.en) == (
        "40 min tot tweede uterotonicum", "40 min to second-line uterotonic",
    )  # fmt: skip


def test_a_band_to_what_is_no_entry() -> None:
    found = banded(case(), "blood_loss:0", check="E07", value=48)
    assert found is not None
    assert (found.start, found.end, found.words.nl) == (18, 66, "48 min tot ambulance (A1)")


def test_a_band_without_minutes_has_the_label() -> None:
    found = banded(case(), "blood_loss:0", "medication:0", check="P02", value="no", unit="answer")
    assert found is not None
    assert (found.start, found.end, found.words) == (18, 58, LABEL)


def test_a_band_between_steps_of_one_entry() -> None:
    found = banded(full(), "ambulance", check="D08", value=9)
    assert found is not None
    assert (found.start, found.end) == (30, 39)


def test_nothing_dated_has_no_band() -> None:
    assert banded(case(), "mother") is None
    assert banded(full(), "interventions:1") is None


def test_every_timed_label_is_of_a_check() -> None:
    assert set(UNTIL) <= set(CHECK_BY_ID)


def test_every_entry_that_a_screening_names_is_known() -> None:
    facts = full()
    known = {*moments_of(facts), "mother", "outcome", "aftercare"}
    named = {
        e.kind if e.index is None else f"{e.kind}:{e.index}"
        for finding in screen(facts, load_rule_set()).findings
        for e in finding.evidence
    }
    assert named and named <= known
