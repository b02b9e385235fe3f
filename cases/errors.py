"""What the services of this app raise."""

from collections.abc import Iterable

from django.utils.translation import get_language

from cases.case_problems import Problem
from cases.labels import where
from cases.questions import Draft
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
    """A colleague saved the same thing in between: nothing was written, both versions can be shown."""


class SectionEdited(EditedMeanwhile):
    """A colleague saved the same section in between.

    ``mine`` and ``theirs`` are both drafts, ``paths`` what differs, in the order of the form, ``seen`` the
    mark of the colleague's version, to send back with the choice.
    """

    def __init__(self, problem: str, *, mine: Draft, theirs: Draft, paths: Iterable[str], seen: str) -> None:
        super().__init__(problem)
        self.mine, self.theirs, self.paths, self.seen = mine, theirs, tuple(paths), seen
