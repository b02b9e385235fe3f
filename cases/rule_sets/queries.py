"""Everything that reads the rule sets of VSVs: which one judges a birth, and the thresholds of each."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from cases.case_values import AMSTERDAM
from cases.models import LocalRuleSet
from cases.screening.rules import PROFILES, Override, Parameter, RuleSet, applied, load_rule_set
from fluxus.organisations.access import visible_to
from fluxus.organisations.models import Vsv
from fluxus.organisations.permissions import Permission

NATIONAL = "nl"
"""The profile that judges where no local version holds."""


def day_of_birth(birth: datetime) -> date:
    """Return the day on the calendar in Amsterdam."""
    return birth.astimezone(AMSTERDAM).date()


def local_for(vsv: Vsv, day: date) -> LocalRuleSet | None:
    """Return the newest signed version of a VSV that holds on a day, if any."""
    signed = LocalRuleSet.objects.filter(vsv=vsv, status=LocalRuleSet.Status.SIGNED, valid_from__lte=day)
    return signed.order_by("-valid_from", "-number").first()


def rule_set_for(vsv: Vsv, birth: datetime) -> RuleSet:
    """Return the rule set that judges a birth in a VSV: the agreements that held on its day in Amsterdam."""
    return named_for(vsv, birth).rules


def base_of(local: LocalRuleSet) -> RuleSet:
    """Return the national list on which a local version rests, as it was when that version was made.

    A threshold that the engine learned to read since then has the national value of today.
    """
    national = load_rule_set(local.profile)
    kept = {key: Parameter(key, *entry) for key, entry in local.base.items()}
    return replace(national, version=local.base_version, parameters={**national.parameters, **kept})


def thresholds(local: LocalRuleSet) -> RuleSet:
    """Return the whole rule set of a local version; its profile stays that of the national list."""
    overrides = tuple(
        Override(key, change["value"], change["reason"]) for key, change in local.changes.items()
    )
    rule_set = applied(
        base_of(local), version=local.version, overrides=overrides, switched_off=local.switched_off
    )
    return replace(rule_set, date=local.valid_from.isoformat() if local.valid_from else "")


@dataclass(frozen=True)
class Named:
    """A rule set with the name it has in addresses: "nl", "who2025", or the id of a local version."""

    name: str
    rules: RuleSet
    local: LocalRuleSet | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what a finding keeps of it: profile and version."""
        return self.rules.profile, self.rules.version


def rule_sets_for(user: Any) -> QuerySet[LocalRuleSet]:
    """Return the local versions that somebody may see, the newest of each VSV first."""
    return visible_to(user, LocalRuleSet.objects.all(), Permission.SEE_RULE_SETS).select_related("vsv")


def local_versions(user: Any, vsv: Vsv | None) -> list[LocalRuleSet]:
    """Return the local versions of one VSV with their signatures, newest first."""
    return list(rule_sets_for(user).filter(vsv=vsv).prefetch_related("signatures").order_by("-number"))


def national() -> list[Named]:
    """Return the national lists."""
    return [Named(profile, load_rule_set(profile)) for profile in PROFILES]


def of_local(local: LocalRuleSet) -> Named:
    """Return a local version under its name."""
    return Named(str(local.pk), thresholds(local), local)


def rule_set_named(user: Any, name: str) -> Named | None:
    """Return the rule set with this name when somebody may see it."""
    if name in PROFILES:
        return Named(name, load_rule_set(name))
    if not (name.isascii() and name.isdigit() and len(name) < 18):  # fits the database's id
        return None
    local = rule_sets_for(user).filter(pk=int(name)).first()
    return None if local is None else of_local(local)


def to_judge_with(vsv: Vsv) -> list[Named]:
    """Return every rule set by which a case of a VSV can be screened: local ones signed, then national."""
    signed = LocalRuleSet.objects.filter(vsv=vsv, status=LocalRuleSet.Status.SIGNED).select_related("vsv")
    return [*(of_local(local) for local in signed.order_by("-valid_from", "-number")), *national()]


def named_for(vsv: Vsv, birth: datetime) -> Named:
    """Return the rule set that holds for a birth, under its name."""
    local = local_for(vsv, day_of_birth(birth))
    return Named(NATIONAL, load_rule_set(NATIONAL)) if local is None else of_local(local)


def holding(vsv: Vsv | None, day: date) -> Named:
    """Return the rule set that holds for births of a day."""
    local = None if vsv is None else local_for(vsv, day)
    return Named(NATIONAL, load_rule_set(NATIONAL)) if local is None else of_local(local)


def waiting_for_signature(user: Any, vsv: Vsv | None) -> LocalRuleSet | None:
    """Return the draft of a VSV that somebody has not signed, if any."""
    drafts = rule_sets_for(user).filter(vsv=vsv, status=LocalRuleSet.Status.DRAFT)
    return drafts.exclude(signatures__by=user).first()
