"""The form of a draft rule set: what was typed if it was refused, else what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import LocalRuleSet
from cases.rule_sets import presenters as presenter
from cases.rule_sets.errors import ChangedMeanwhile, RuleSetRefused
from cases.rule_sets.queries import base_of
from cases.rule_sets.services import changed_reasons, fingerprint, first_day
from cases.rule_sets.typed import VALID_FROM, read_typed
from fluxus.organisations.errors import Refused


@dataclass(frozen=True)
class Field:
    """One threshold or check to fill in; ``theirs``: what a colleague saved in between."""

    row: Any
    value: str
    reason: str
    wrong: bool
    changed: bool
    theirs: str = ""


class DraftForm:
    """All fields of a draft; after ``refuse`` with the problems and what a colleague saved."""

    def __init__(self, local: LocalRuleSet, data: Mapping[str, str] | None) -> None:
        self.local = local
        self.data = data
        self.problems: list[str] = []
        self.finds: list[Any] = []
        self._wrong: frozenset[str] = frozenset()
        self._conflict = False

    def refuse(self, refused: Refused) -> None:
        """Keep why it was refused, for the fields and the summary."""
        self.problems = refused.problems
        self._conflict = isinstance(refused, ChangedMeanwhile)
        if isinstance(refused, RuleSetRefused):
            self._wrong = refused.keys
        typed = read_typed(self.data or {}, base_of(self.local))
        for _key, reason in changed_reasons(self.local, typed):
            self.finds += presenter.finds(reason)

    @property
    def seen(self) -> str:
        """Return the mark of the draft as shown; in a conflict that of the colleague's version."""
        if self.data is not None and self.problems and not self._conflict:
            return self.data.get("seen", "")
        return fingerprint(self.local)

    @property
    def valid_from(self) -> str:
        """Return the day wished for, as a date field has it."""
        if self.data is not None:
            return self.data.get(VALID_FROM, "")
        return self.local.valid_from.isoformat() if self.local.valid_from else ""

    @property
    def first_day(self) -> str:
        """Return the first day that can be chosen."""
        return first_day().isoformat()

    @property
    def valid_from_is_wrong(self) -> bool:
        """Whether the day was refused."""
        return VALID_FROM in self._wrong

    def groups(self) -> list[tuple[presenter.Group, list[Field]]]:
        """Return the thresholds to fill in, group by group; rows show the national list."""
        found = presenter.groups(base_of(self.local))
        return [(group, [self._threshold(row) for row in group.rows]) for group in found]

    def _threshold(self, row: presenter.Row) -> Field:
        kept = self.local.changes.get(row.key, {})
        value = presenter.number_words(kept["value"]) if kept else row.value
        reason = kept.get("reason", "")
        if self.data is None:
            return Field(row, value, reason, wrong=False, changed=bool(kept))
        mine = self.data.get(f"value__{row.key}", ""), self.data.get(f"reason__{row.key}", "")
        differs = self._conflict and mine != (value, reason)
        theirs = " · ".join(filter(None, (value, reason))) if differs else ""
        changed = mine[0] != row.value or bool(mine[1])
        return Field(row, *mine, wrong=row.key in self._wrong, changed=changed, theirs=theirs)

    def checks(self) -> list[Field]:
        """Return the checks; ``value``: "on" when it is switched off."""
        return [self._check(check) for check in presenter.checks(base_of(self.local))]

    def _check(self, check: dict[str, Any]) -> Field:
        kept = self.local.switched_off.get(check["id"])
        value, reason = ("on" if kept is not None else ""), kept or ""
        if self.data is None:
            return Field(check, value, reason, wrong=False, changed=bool(value))
        mine = self.data.get(f"off__{check['id']}", ""), self.data.get(f"off_reason__{check['id']}", "")
        theirs = ""
        if self._conflict and mine != (value, reason):
            theirs = presenter.off_words(kept)
        return Field(check, *mine, wrong=check["id"] in self._wrong, changed=bool(mine[0]), theirs=theirs)
