"""What waits for this person: the home page as a to-do list."""

from dataclasses import dataclass
from typing import Any

from fluxus.organisations.models import Vsv


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence, how many, and where."""

    title: str
    text: str
    url: str
    count: int | None = None


def tasks_for(user: Any, vsv: Vsv | None) -> list[Task]:
    """Return what this person can do next, most urgent first."""
    return []
