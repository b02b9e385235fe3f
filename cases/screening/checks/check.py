"""PURE. One check as data: what it is called, how severe it is, where it comes from and how it is judged."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.screening.judging import Judged
from cases.screening.view import View
from fluxus.texts import Text


@dataclass(frozen=True, slots=True)
class Check:
    """A check. ``mark`` and ``unit`` stand for findings in which no single parameter decided."""

    id: str
    label: Text
    category: str
    severity: str
    mark: str
    unit: str
    source: str
    judge: Callable[[View], Judged]
