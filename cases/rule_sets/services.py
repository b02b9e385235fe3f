"""Everything that writes rule sets: starting a local version, changing it, signing and withdrawing it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.case_values import AMSTERDAM
from cases.free_text import traces_of_people
from cases.models import LocalRuleSet, Profession, Signature
from cases.rule_sets import policies as policies
from cases.rule_sets.errors import ChangedMeanwhile, RuleSetRefused
from cases.rule_sets.queries import base_of
from cases.rule_sets.typed import LONGEST_REASON, VALID_FROM, Typed, read_typed
from cases.screening.rules import PROFILES, RuleProblem, RuleSetError, load_rule_set, with_overrides
from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from fluxus.texts import Text

LOCAL = LocalRuleSet.Status
FROM_LAST = "last"
"""Start from the last local version that was signed, instead of from a national profile."""
TOO_SOON = Text(
    "{day} kan niet: zorg wordt beoordeeld naar wat tevoren is afgesproken; kies {first} of later",
    "{day} is too soon: care is judged by what was agreed before it; choose {first} or later",
)
OTHER_HOLDS = Text(
    "versie {version} geldt vanaf {day}; kies een latere dag of trek die versie in",
    "version {version} holds from {day}; choose a later day or withdraw that version",
)


@transaction.atomic
def start_rule_set(*, vsv: Vsv | None, source: str, by: Any, now: datetime | None = None) -> LocalRuleSet:
    """Make a draft from a national profile ("nl", "who2025") or from the last signed version ("last").

    The national list is kept as it is today. Raises Refused when there is a draft, or no such source.
    """
    policies.check_can_start(by, vsv)
    Vsv.objects.select_for_update().get(pk=vsv.pk)  # type: ignore[union-attr]
    policies.check_can_start(by, vsv)
    last = LocalRuleSet.objects.filter(vsv=vsv, status=LOCAL.SIGNED).order_by("-valid_from").first()
    if source not in PROFILES and (source != FROM_LAST or last is None):
        raise Refused(_("Choose the list from which to start: a national one, or your last version."))
    profile = last.profile if source == FROM_LAST and last else source
    national = load_rule_set(profile)
    number = (LocalRuleSet.objects.filter(vsv=vsv).aggregate(last=Max("number"))["last"] or 0) + 1
    local = LocalRuleSet(
        vsv=vsv,
        number=number,
        profile=profile,
        base_version=national.version,
        version=f"{vsv.code}-{number}",  # type: ignore[union-attr]
        base={key: [p.value, p.unit, p.mark, p.source] for key, p in national.parameters.items()},
        created_by=by,
    )
    if source == FROM_LAST and last:
        local.changes = {key: change for key, change in last.changes.items() if key in national.parameters}
        local.switched_off = dict(last.switched_off)
    if last and last.valid_from and last.valid_from >= first_day(now):
        local.valid_from = last.valid_from + timedelta(1)
    local.save()
    details = {"version": local.version, "source": source}
    audit.record("rule_set.started", by=by, target=local, vsv=vsv, details=details)
    return local


@transaction.atomic
def save_draft(
    *,
    rule_set: LocalRuleSet,
    fields: Mapping[str, str],
    by: Any,
    seen: str,
    declared: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> LocalRuleSet:
    """Change a draft as typed (``rule_set_typed``); a change of the list clears its signatures.

    ``seen``: the fingerprint of the draft as it was shown. ``declared``: finds in the reasons declared
    harmless. Raises ChangedMeanwhile, or Refused with every problem; then nothing is written.
    """
    local = _locked(rule_set)
    policies.check_can_edit(by, local)
    if seen != fingerprint(local):
        raise ChangedMeanwhile(
            _("A colleague changed this draft in between. Compare both, then save again to keep yours.")
        )
    typed = read_typed(fields, base_of(local))
    problems = _draft_problems(local, typed, declared, now)
    if problems:
        raise RuleSetRefused(problems)
    local.changes, local.switched_off = typed.changes, dict(typed.switched_off)
    local.valid_from = typed.valid_from
    if fingerprint(local) == seen:
        return local
    local.save()
    cleared, _by_model = local.signatures.all().delete()
    details = {
        "version": local.version,
        "changes": len(local.changes),
        "switched_off": sorted(local.switched_off),
        "signatures_cleared": cleared,
    }
    audit.record("rule_set.changed", by=by, target=local, vsv=local.vsv, details=details)
    return local


@transaction.atomic
def sign_rule_set(
    *,
    rule_set: LocalRuleSet,
    profession: str,
    confirmed: bool,
    by: Any,
    seen: str,
    now: datetime | None = None,
) -> LocalRuleSet:
    """Sign a draft as one profession; with the third signature it is signed and never changes again.

    It then holds from the day wished for, but never before the day after the last signature: care that was
    given earlier was not agreed upon. Raises ChangedMeanwhile when the list changed since it was read.
    """
    local = _locked(rule_set)
    policies.check_can_sign(by, local)
    problems = []
    if profession not in Profession.values:
        problems.append(_("Choose as what you sign: gynaecologist, midwife or anaesthesiologist."))
    elif local.signatures.filter(profession=profession).exists():
        problems.append(_("Somebody signed as this profession already: three professions sign."))
    if not confirmed:
        problems.append(_("Tick that you read the list: only then your signature means something."))
    if problems:
        raise Refused(problems)
    if seen != fingerprint(local):
        raise ChangedMeanwhile(_("The list was changed since you opened it: read it again before you sign."))
    moment = now or timezone.now()
    Signature.objects.create(rule_set=local, profession=profession, by=by, at=moment)
    details = {"version": local.version, "profession": profession, "list": seen}
    audit.record("rule_set.signed", by=by, target=local, vsv=local.vsv, details=details)
    if local.signatures.count() == len(Profession.values):
        _complete(local, by, moment)
    return local


def _complete(local: LocalRuleSet, by: Any, moment: datetime) -> None:
    """Make a version that all professions signed hold from its day on."""
    local.valid_from = max(local.valid_from or date.min, first_day(moment))
    problems = _day_problems(local, local.valid_from, moment)
    if problems:
        raise RuleSetRefused(problems)
    local.status, local.signed_at = LOCAL.SIGNED, moment
    local.save()
    details = {"version": local.version, "valid_from": local.valid_from.isoformat()}
    audit.record("rule_set.completed", by=by, target=local, vsv=local.vsv, details=details)


@transaction.atomic
def withdraw_rule_set(
    *, rule_set: LocalRuleSet, reason: str, by: Any, declared: frozenset[str] = frozenset()
) -> LocalRuleSet:
    """Withdraw a version, with a reason: it judges no case from now on; stored findings stay as they are."""
    local = _locked(rule_set)
    policies.check_can_withdraw(by, local)
    reason = " ".join(reason.split())
    problems = [] if reason else [_("Say why this version is withdrawn.")]
    if len(reason) > LONGEST_REASON:
        problems.append(_("The reason has more than %(n)d characters: shorten it.") % {"n": LONGEST_REASON})
    problems += [trace.in_language(get_language()) for trace in traces_of_people(reason, declared)]
    if problems:
        raise Refused(problems)
    local.status, local.withdrawn_at, local.withdrawn_reason = LOCAL.WITHDRAWN, timezone.now(), reason
    local.save()
    audit.record("rule_set.withdrawn", by=by, target=local, vsv=local.vsv, details={"version": local.version})
    return local


def fingerprint(local: LocalRuleSet) -> str:
    """Return what tells one state of the list from another: what people read and sign."""
    state = [local.profile, local.base_version, local.changes, local.switched_off, str(local.valid_from)]
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]


def first_day(now: datetime | None = None) -> date:
    """Return the first day for which a list signed now can hold: tomorrow, in Amsterdam."""
    return (now or timezone.now()).astimezone(AMSTERDAM).date() + timedelta(1)


def _draft_problems(
    local: LocalRuleSet, typed: Typed, declared: frozenset[str], now: datetime | None
) -> list[RuleProblem]:
    """Return everything that keeps a draft from being saved."""
    found = list(typed.problems)
    try:
        with_overrides(
            base_of(local),
            version=local.version,
            overrides=typed.overrides,
            switched_off=typed.switched_off,
        )
    except RuleSetError as error:
        found += error.found
    return [*found, *_traces(local, typed, declared), *_day_problems(local, typed.valid_from, now)]


def changed_reasons(local: LocalRuleSet, typed: Typed) -> list[tuple[str, str]]:
    """Return the reasons that are new: parameter or check, and its words."""
    before = {key: change["reason"] for key, change in local.changes.items()} | local.switched_off
    reasons = [(o.key, o.reason) for o in typed.overrides] + list(typed.switched_off.items())
    return [(key, reason) for key, reason in reasons if reason and before.get(key) != reason]


def _traces(local: LocalRuleSet, typed: Typed, declared: frozenset[str]) -> Iterable[RuleProblem]:
    for key, reason in changed_reasons(local, typed):
        for trace in traces_of_people(reason, declared):
            yield RuleProblem(key, trace)


def _day_problems(local: LocalRuleSet, day: date | None, now: datetime | None) -> list[RuleProblem]:
    """Return what is wrong with the day from which a version would hold."""
    first = first_day(now)
    if day is not None and day < first:
        return [RuleProblem(VALID_FROM, TOO_SOON.format(day=_short(day), first=_short(first)))]
    others = LocalRuleSet.objects.filter(vsv=local.vsv, status=LOCAL.SIGNED, valid_from__gte=day or first)
    other = others.exclude(pk=local.pk).order_by("-valid_from").first()
    if other is None or other.valid_from is None:
        return []
    text = OTHER_HOLDS.format(version=other.version, day=_short(other.valid_from))
    return [RuleProblem(VALID_FROM, text)]


def _short(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _locked(rule_set: LocalRuleSet) -> LocalRuleSet:
    return LocalRuleSet.objects.select_for_update(of=("self",)).select_related("vsv").get(pk=rule_set.pk)
