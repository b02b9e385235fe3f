"""PURE. What a service raises when it will not do what was asked."""

from collections.abc import Iterable


class Refused(Exception):
    """Nothing was written; ``problems`` are whole sentences that say what is wrong and how to mend it."""

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))
