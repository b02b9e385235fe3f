"""Screening a case again with another rule set: what would change, and storing it once somebody confirms."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policies
from cases.models import Case, Finding, Result
from cases.rule_sets.errors import ChangedMeanwhile
from cases.rule_sets.queries import Named, named_for
from cases.screening.engine import screen
from cases.screening.findings import Finding as Found
from cases.screening.rules import RuleSet
from cases.storage import load_facts
from cases.store_findings import screen_and_store
from fluxus.organisations import audit
from fluxus.organisations.events import announce_data_changed


@dataclass(frozen=True)
class Change:
    """One check that would say something else. ``before`` None: it was not screened yet."""

    check: str
    before: Finding | None
    after: Found

    @property
    def result_differs(self) -> bool:
        """Whether the result itself would change, not only its limit or its words."""
        return self.before is None or self.before.result != str(self.after.result)

    @property
    def reviewed(self) -> bool:
        """Whether somebody decided about it."""
        return self.before is not None and getattr(self.before, "review", None) is not None

    @property
    def drops_review(self) -> bool:
        """Whether the decision about it would go, for it is no longer a point to discuss."""
        return self.reviewed and str(self.after.result) != Result.FLAGGED


@dataclass(frozen=True)
class Preview:
    """What screening again would change. ``seen`` tells this state of the case from a later one."""

    rules: RuleSet
    stored: tuple[str, str]
    changes: tuple[Change, ...]
    before: Counter[str]
    after: Counter[str]
    seen: str

    @property
    def other_results(self) -> list[Change]:
        """Return the checks of which the result would change."""
        return [change for change in self.changes if change.result_differs]

    @property
    def other_words(self) -> list[Change]:
        """Return the checks with the same result but another limit, mark, value or sentence."""
        return [change for change in self.changes if not change.result_differs]

    @property
    def dropped(self) -> list[Change]:
        """Return the checks of which the decision would go."""
        return [change for change in self.changes if change.drops_review]

    @property
    def to_look_at(self) -> list[Change]:
        """Return the decisions that stay although what they are about changes."""
        return [change for change in self.changes if change.reviewed and not change.drops_review]

    @property
    def is_stored_version(self) -> bool:
        """Whether the case was screened with this very rule set."""
        return self.stored == (self.rules.profile, self.rules.version)


def preview(case: Case, rules: RuleSet) -> Preview:
    """Return what screening a case again with these rules would change; nothing is written."""
    kept = {finding.check_id: finding for finding in case.findings.select_related("review")}
    screening = screen(load_facts(case), rules)
    pairs = [(kept.get(found.check), found) for found in screening.findings]
    return Preview(
        rules=rules,
        stored=stored_version(case),
        changes=tuple(Change(found.check, old, found) for old, found in pairs if _differs(old, found)),
        before=Counter(finding.result for finding in kept.values()),
        after=Counter(str(found.result) for found in screening.findings),
        seen=_state(case, kept, rules),
    )


def stored_version(case: Case) -> tuple[str, str]:
    """Return profile and version of the rule set that made the findings of a case ("", "": none)."""
    found = case.findings.values_list("rule_set_profile", "rule_set_version").first()
    return found or ("", "")


def newer_for(case: Case) -> Named | None:
    """Return the rule set that holds for the birth when the case was screened with another one."""
    if case.is_draft:
        return None
    named = named_for(case.vsv, case.birth_time)
    return named if named.key != stored_version(case) else None


@transaction.atomic
def rescreen_case(*, case: Case, rules: RuleSet, by: Any, seen: str) -> Preview:
    """Screen a case again and keep what comes out; return what changed.

    ``seen``: the state that was shown to who confirms it. A decision stays with a check that is flagged
    again. Raises ChangedMeanwhile when the case, its decisions or the rules changed since.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("vsv").get(pk=case.pk)
    policies.check_can_review(by, case)
    shown = preview(case, rules)
    if shown.seen != seen:
        raise ChangedMeanwhile(
            _("The case changed since you looked at the differences: look again, then confirm.")
        )
    screen_and_store(case, load_facts(case), rules)
    details = {
        "from": " ".join(shown.stored),
        "to": f"{rules.profile} {rules.version}",
        "results_changed": [change.check for change in shown.other_results],
        "reviews_dropped": [change.check for change in shown.dropped],
    }
    audit.record("case.rescreened", by=by, target=case, vsv=case.vsv, details=details)
    announce_data_changed("case", by=by, vsv=case.vsv)
    return shown


def _differs(old: Finding | None, found: Found) -> bool:
    return old is None or (
        (old.result, old.value, old.limit, old.mark, old.explanation_nl, old.explanation_en)
        != (str(found.result), found.value, found.limit, found.mark, *found.explanation)
    )


def _state(case: Case, kept: dict[str, Finding], rules: RuleSet) -> str:
    """Return what tells this case with its findings and decisions, and these rules, from any other."""
    findings = [
        (check, old.result, old.rule_set_version, old.explanation_nl, _decision(old))
        for check, old in sorted(kept.items())
    ]
    thresholds = sorted((p.key, p.value, p.mark, p.reason) for p in rules.parameters.values())
    state = (case.status, str(case.saved_at), findings, rules.version, thresholds, dict(rules.switched_off))
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def _decision(finding: Finding) -> str:
    review = getattr(finding, "review", None)
    return "" if review is None else f"{review.status} {review.at.isoformat()}"
