"""Rule sets as pages show them: thresholds in groups, checks, sources, status and differences in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.forms import words
from cases.free_text import find_traces
from cases.models import LocalRuleSet, Profession
from cases.rule_sets.compare import Comparison
from cases.rule_sets.labels import GROUPS, WORDS, label_of, name_of, unit_of
from cases.rule_sets.queries import Named
from cases.rule_sets.sources import sources_of
from cases.screening.checks import CHECK_BY_ID, CHECKS
from cases.screening.findings import CATEGORIES, SEVERITIES
from cases.screening.rules import MARKS, Parameter, RuleSet
from fluxus.texts import Text

TO_SIGN = "KL"


@dataclass(frozen=True)
class Row:
    """One threshold in words; ``national``: the national value when it differs."""

    key: str
    name: str
    explanation: str
    value: str
    unit: str
    mark: str
    mark_words: str
    source: str
    reason: str
    checks: tuple[tuple[str, str], ...]
    national: str = ""

    @property
    def to_sign(self) -> bool:
        """Whether clinicians confirm it before first use."""
        return self.mark in TO_SIGN


@dataclass
class Group:
    """The thresholds of one kind."""

    id: str
    title: str
    rows: list[Row] = field(default_factory=list)


def number_words(value: float | None) -> str:
    """Return a value as people write it in the language of the page: 2,5."""
    if value is None:
        return "–"
    text = f"{value:g}"
    return text if words(Text("nl", "en")) == "en" else text.replace(".", ",")


def row(parameter: Parameter, national: Parameter | None = None) -> Row:
    """Return one threshold in words."""
    known = WORDS.get(parameter.key)
    differs = national is not None and national.value != parameter.value
    return Row(
        key=parameter.key,
        name=words(name_of(parameter.key)),
        explanation=words(known.explanation) if known else "",
        value=number_words(parameter.value),
        unit=words(unit_of(parameter.unit)),
        mark=parameter.mark,
        mark_words=words(MARKS[parameter.mark]),
        source=parameter.source,
        reason=parameter.reason,
        checks=tuple((check, words(CHECK_BY_ID[check].label)) for check in (known.checks if known else ())),
        national=number_words(national.value) if differs and national is not None else "",
    )


def groups(rules: RuleSet, national: RuleSet | None = None) -> list[Group]:
    """Return every threshold of a rule set in its group; ``national``: the list on which it rests."""
    found = {name: Group(name, words(title)) for name, title in GROUPS.items()}
    for parameter in rules.parameters.values():
        known = WORDS.get(parameter.key)
        base = national.parameters.get(parameter.key) if national else None
        found[known.group if known else "protocol"].rows.append(row(parameter, base))
    return [group for group in found.values() if group.rows]


def to_sign_first(found: list[Group]) -> tuple[list[Group], list[Group]]:
    """Return the groups split: thresholds that clinicians confirm (K, L), and the rest."""
    split: tuple[list[Group], list[Group]] = ([], [])
    for group in found:
        for place, wanted in enumerate((True, False)):
            rows = [each for each in group.rows if each.to_sign is wanted]
            if rows:
                split[place].append(Group(group.id, group.title, rows))
    return split


def checks(rules: RuleSet) -> list[dict[str, Any]]:
    """Return the 45 checks in words; ``off``: why it is switched off."""
    return [
        {
            "id": check.id,
            "label": words(check.label),
            "category": words(CATEGORIES[check.category]),
            "severity": words(SEVERITIES[check.severity]),
            "mark": check.mark,
            "mark_words": words(MARKS[check.mark]) if check.mark in MARKS else "",
            "source": check.source,
            "off": rules.switched_off.get(check.id, ""),
        }
        for check in CHECKS
    ]


def sources(rules: RuleSet) -> list[tuple[str, str]]:
    """Return the sources that thresholds and checks name, spelled out."""
    named = [parameter.source for parameter in rules.parameters.values()] + [c.source for c in CHECKS]
    return [(code, words(text)) for code, text in sources_of(named)]


def title(named: Named) -> str:
    """Return what a rule set is called on pages."""
    return title_of(named.rules.profile, named.rules.version, is_local=named.local is not None)


def title_of(profile: str, version: str, *, is_local: bool) -> str:
    """Return what a rule set is called; ``is_local`` False: a national list."""
    if is_local:
        return _("Local version %(version)s") % {"version": version}
    name = {"nl": _("National list"), "who2025": _("WHO list")}.get(profile, profile)
    return f"{name} ({profile} {version})"


def status(local: LocalRuleSet) -> str:
    """Return how far a local version is, in words."""
    if local.status == LocalRuleSet.Status.DRAFT:
        signed = len(local.signatures.all())
        return _("draft, signed by %(n)d of %(all)d") % {"n": signed, "all": len(Profession.values)}
    if local.status == LocalRuleSet.Status.WITHDRAWN:
        return _("withdrawn")
    return _("signed, holds from %(day)s") % {"day": date_format(local.valid_from, "j-n-Y")}


PROFESSIONS = {
    Profession.GYNAECOLOGIST: Text("gynaecoloog", "gynaecologist"),
    Profession.MIDWIFE: Text("verloskundige", "midwife"),
    Profession.ANAESTHESIOLOGIST: Text("anesthesioloog", "anaesthesiologist"),
}


def signatures(local: LocalRuleSet) -> list[dict[str, Any]]:
    """Return the three lines of signatures; ``signature`` None: nobody yet."""
    found = {each.profession: each for each in local.signatures.select_related("by")}
    return [
        {"code": code.value, "profession": words(text), "signature": found.get(code.value)}
        for code, text in PROFESSIONS.items()
    ]


def differences(comparison: Comparison) -> dict[str, Any]:
    """Return what differs between two rule sets, in words."""
    return {
        "parameters": [
            {
                "name": words(name_of(each.key)),
                "before": row(each.before) if each.before else None,
                "after": row(each.after) if each.after else None,
            }
            for each in comparison.parameters
        ],
        "checks": [
            {"label": words(label_of(each.check)), "before": each.before, "after": each.after}
            for each in comparison.checks
        ],
    }


def csv_rows(rules: RuleSet) -> Iterable[tuple[str, ...]]:
    """Yield the header, every threshold, and every check that is switched off, for a file."""
    yield (
        _("Code"), _("Threshold"), _("Value"), _("Unit"), _("Mark"), _("Meaning of the mark"), _("Source"),
        _("Reason"), _("Used by"),
    )  # fmt: skip
    for group in groups(rules):
        for each in group.rows:
            used = " ".join(check for check, _label in each.checks)
            yield (
                each.key, each.name, each.value, each.unit, each.mark, each.mark_words, each.source,
                each.reason, used,
            )  # fmt: skip
    for check in checks(rules):
        if check["off"]:
            yield check["id"], check["label"], _("switched off"), "", "L", "", "", check["off"], check["id"]


def empty_signatures() -> list[dict[str, Any]]:
    """Return three empty lines of signatures, for the printed list."""
    return [{"code": code.value, "profession": words(text)} for code, text in PROFESSIONS.items()]


def finds(text: str) -> list[dict[str, str]]:
    """Return what can be declared harmless in a text: the key to send back, and the sentence."""
    return [
        {"key": found.key, "words": found.words, "sentence": words(found.text)}
        for found in find_traces(text)
        if found.may_be_harmless
    ]


def off_words(reason: str | None) -> str:
    """Return whether a check is switched off, and why."""
    return _("switched on") if reason is None else _("switched off: %(reason)s") % {"reason": reason}


def unit_words(unit: str) -> str:
    """Return a unit in the language of the page."""
    return words(unit_of(unit))
