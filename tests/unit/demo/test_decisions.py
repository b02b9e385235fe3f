"""The demo's reviewers decide in the codes of the review, always the same for a seed."""

from collections import Counter

from cases import review_words
from fluxus.demo.decisions import DemoDecision, decide


def _decisions(seed: int = 1) -> list[DemoDecision | None]:
    return [
        decide(seed, case=str(number), check="D05", category=category)
        for number in range(200)
        for category in ("delay", "protocol", "escalation")
    ]


def test_most_flags_are_confirmed_some_rejected_and_a_few_open() -> None:
    found = Counter(decision.status if decision else "open" for decision in _decisions())
    assert found["confirmed"] > 400
    assert all(found[status] > 3 for status in ("rejected", "not_assessable", "open"))


def test_every_code_is_one_of_the_review() -> None:
    for decision in filter(None, _decisions()):
        assert decision.status in review_words.STATUSES
        assert not decision.reason or decision.reason in review_words.REASONS
        assert bool(decision.reason) == (decision.status == "rejected")
        if decision.status == "confirmed":
            assert decision.standard in review_words.STANDARDS
            assert decision.domain in review_words.DOMAINS
            assert decision.relation in review_words.RELATIONS


def test_the_same_seed_gives_the_same_decisions() -> None:
    assert _decisions() == _decisions()
    assert _decisions() != _decisions(2)
