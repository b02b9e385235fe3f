"""PURE. Lays two views on one case beside each other: where they differ first, and how often they agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """What one line thinks of one check, in codes of ``perspective_words``; ``opinion`` may be empty."""

    opinion: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What both lines think of one check; None: this line said nothing about it."""

    check_id: str
    flagged: bool
    primary: Judged | None
    secondary: Judged | None

    @property
    def same(self) -> bool:
        """Whether both gave the same opinion; for a check that was not flagged, silence is one too."""
        return _opinion(self.primary) == _opinion(self.secondary)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs in the order of the checks. Both lines judged ``judged`` flags, ``agreed`` of them the same."""

    differing: tuple[Pair, ...]
    same: tuple[Pair, ...]
    agreed: int
    judged: int


def compare(
    checks: Sequence[str],
    flagged: frozenset[str],
    primary: Mapping[str, Judged],
    secondary: Mapping[str, Judged],
) -> Comparison:
    """Return what both lines think of every flag, and of each other check that one of them doubts.

    ``checks``: all ids in their order; the mappings are by id.
    """
    pairs = [
        Pair(check, check in flagged, primary.get(check), secondary.get(check))
        for check in checks
        if check in flagged or _opinion(primary.get(check)) or _opinion(secondary.get(check))
    ]
    both = [pair for pair in pairs if pair.flagged and _opinion(pair.primary) and _opinion(pair.secondary)]
    return Comparison(
        differing=tuple(pair for pair in pairs if not pair.same),
        same=tuple(pair for pair in pairs if pair.same),
        agreed=sum(pair.same for pair in both),
        judged=len(both),
    )


def _opinion(judged: Judged | None) -> str:
    return judged.opinion if judged is not None else ""
