"""The two views of the demo differ somewhere, agree mostly, and lead to nobody."""

from cases.free_text import traces_of_people
from cases.perspectives.compare import Judged, compare
from cases.perspectives.words import OPINIONS, WHY_REJECTED
from fluxus.demo.perspectives import views_of

CHECKS = ["D01", "D03", "P05", "P12", "E01", "E02"]


def test_they_differ_where_it_is_worth_talking() -> None:
    first, second = ({c: Judged(*said) for c, said in view.judgements.items()} for view in views_of(CHECKS))
    found = compare(CHECKS, frozenset(CHECKS), first, second)
    assert found.judged == len(CHECKS)
    assert 1 <= len(found.differing) <= 2


def test_their_codes_are_known_and_their_words_lead_to_nobody() -> None:
    for view in views_of(CHECKS):
        texts = [view.went_well, view.missed, view.learning_point]
        for opinion, reason, note in view.judgements.values():
            assert opinion in OPINIONS
            assert (reason in WHY_REJECTED) == (opinion == "rejected")
            texts.append(note)
        assert not [trace for text in texts for trace in traces_of_people(text)]
