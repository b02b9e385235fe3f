"""What the services of this app raise."""

from collections.abc import Iterable

from django.utils.translation import get_language

from cases.case_problems import Problem
from cases.labels import where
from fluxus.organisations.errors import Refused


class CaseRefused(Refused):
    """Nothing was written; ``found`` are the problems by path, ``problems`` the same as whole sentences."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(found)
        language = get_language()
        super().__init__(
            f"{where(problem.path).in_language(language)}: {problem.text.in_language(language)}"
            for problem in self.found
        )


class EditedMeanwhile(Refused):
    """A colleague saved the same section in between: nothing was written, both versions can be shown."""
