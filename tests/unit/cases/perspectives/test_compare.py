"""Two views beside each other: what counts as the same, and how often both went the same way."""

from hypothesis import given
from hypothesis import strategies as st

from cases.perspectives.compare import Judged, compare

CHECKS = ["D01", "D02", "P05", "E01"]


def test_differences_and_agreement() -> None:
    first = {"D01": Judged("confirmed"), "D02": Judged("rejected", "right_choice"), "P05": Judged("doubted")}
    second = {"D01": Judged("confirmed", note="eens"), "D02": Judged("confirmed")}
    found = compare(CHECKS, frozenset({"D01", "D02", "E01"}), first, second)
    assert [pair.check_id for pair in found.differing] == ["D02", "P05"]
    assert [pair.check_id for pair in found.same] == ["D01", "E01"]
    assert (found.agreed, found.judged) == (1, 2)


def test_rejected_for_different_reasons_is_the_same_judgement() -> None:
    first, second = {"D01": Judged("rejected", "other")}, {"D01": Judged("rejected", "entry_error")}
    found = compare(CHECKS, frozenset({"D01"}), first, second)
    assert not found.differing
    assert (found.agreed, found.judged) == (1, 1)


def test_a_note_without_an_opinion_is_no_judgement() -> None:
    found = compare(CHECKS, frozenset({"D01"}), {"D01": Judged("", note="?")}, {"D01": Judged("confirmed")})
    assert [pair.check_id for pair in found.differing] == ["D01"]
    assert found.judged == 0


opinions = st.dictionaries(
    st.sampled_from(CHECKS), st.sampled_from(["", "confirmed", "rejected", "doubted"]).map(Judged)
)


@given(st.frozensets(st.sampled_from(CHECKS)), opinions, opinions)
def test_it_does_not_matter_which_line_is_named_first(flagged, first, second) -> None:
    one, other = compare(CHECKS, flagged, first, second), compare(CHECKS, flagged, second, first)
    assert [pair.check_id for pair in one.differing] == [pair.check_id for pair in other.differing]
    assert (one.agreed, one.judged) == (other.agreed, other.judged)
    assert one.agreed <= one.judged <= len(flagged)
    shown = [pair.check_id for pair in (*one.differing, *one.same)]
    assert flagged <= set(shown)
    assert len(shown) == len(set(shown))
