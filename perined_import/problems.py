"""PURE. The one catalogue of what can be wrong with a delivery: code → what is wrong and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fluxus.texts import Text
from perined_import.problem_texts import fhir, files, rows, warnings
from perined_import.problem_texts.entry import Entry, Gate

VALUE_LENGTH: Final = 60
"""A value is quoted up to this many characters."""

CATALOGUE: Final[Mapping[str, Entry]] = {
    **files.ENTRIES,
    **fhir.ENTRIES,
    **rows.ENTRIES,
    **warnings.ENTRIES,
}


class ProblemDict(dict[str, Any]):
    """Fills a sentence; a name that was not given stays readable."""

    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, which value, and (through the catalogue) what and how to mend it.

    ``row`` is the row as the spreadsheet shows it (the heading is row 1); ``message`` counts from 1.
    """

    code: str
    file: str = ""
    member: str = ""
    row: int | None = None
    message: int | None = None
    column: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gate(self) -> Gate:
        """The gate at which this stands."""
        return CATALOGUE[self.code].gate

    @property
    def problem(self) -> Text:
        """What is wrong."""
        return self._filled(CATALOGUE[self.code].problem)

    @property
    def remedy(self) -> Text:
        """How to mend it."""
        return self._filled(CATALOGUE[self.code].remedy)

    def _filled(self, text: Text) -> Text:
        values = ProblemDict(self.params)
        values.setdefault("column", self.column)
        values["value"] = self.value
        return Text(text.nl.format_map(values), text.en.format_map(values))

    def as_dict(self, language: str | None = "nl") -> dict[str, Any]:
        """Return the problem as the command's JSON shows it."""
        return {
            "file": self.file,
            "member": self.member,
            "row": self.row,
            "message": self.message,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "problem": self.problem.in_language(language),
            "remedy": self.remedy.in_language(language),
        }


def shorten(value: object) -> str:
    """Return a value as it is quoted: one line, bounded, control characters replaced."""
    text = "".join(char if char.isprintable() else "·" for char in str(value)[: VALUE_LENGTH + 1])
    return text if len(text) <= VALUE_LENGTH else text[:VALUE_LENGTH] + "…"
