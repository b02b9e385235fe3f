"""What the services of rule sets raise."""

from collections.abc import Iterable

from django.utils.translation import get_language

from cases.rule_sets.labels import label_of
from cases.screening.rules import RuleProblem
from fluxus.organisations.errors import Refused


class RuleSetRefused(Refused):
    """Nothing was written; ``keys`` are the thresholds and checks that something is wrong with."""

    def __init__(self, found: Iterable[RuleProblem]) -> None:
        self.found = tuple(found)
        self.keys = frozenset(problem.key for problem in self.found)
        super().__init__(problem.named(label_of).in_language(get_language()) for problem in self.found)


class ChangedMeanwhile(Refused):
    """What somebody looked at was changed in between: nothing was written, look again."""
