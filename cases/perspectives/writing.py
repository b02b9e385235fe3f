"""Saving a view while it is being written: what can be kept is kept, what cannot is refused at its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import review_words
from cases.case_codes import GRADES
from cases.free_text import find_traces, refused_traces
from cases.models import Case, Finding, Judgement, Opinion, Perspective, Result
from cases.perspectives import policies as policies
from fluxus.organisations import audit

TEXTS: Final = ("went_well", "missed", "learning_point")
LONGEST_TEXT: Final = 4000
LONGEST_NOTE: Final = 1000
ABOUT_A_FLAG: Final = (Opinion.CONFIRMED, Opinion.REJECTED, Opinion.NOT_ASSESSABLE)


@dataclass
class Written:
    """What was kept. ``refused``: sentences by field; ``traces``: fields that lead to a person."""

    perspective: Perspective
    refused: dict[str, list[str]] = field(default_factory=dict)
    traces: set[str] = field(default_factory=set)
    changed: bool = False


@transaction.atomic
def save_view(
    *, perspective: Perspective, values: Mapping[str, str], by: Any, declared: frozenset[str] = frozenset()
) -> Written:
    """Keep what was typed of a view. ``values`` by field; a field that is not named stays as it was.

    Fields: went_well, missed, learning_point, grade, and per check ``opinion__D01``, ``reason__D01`` and
    ``note__D01`` in the codes of ``review_words``. ``declared``: keys of what was said to lead to nobody.
    """
    case = Case.objects.select_for_update().get(pk=perspective.case_id)
    perspective = case.perspectives.get(pk=perspective.pk)
    policies.check_can_write(by, case, perspective)
    written = Written(perspective)
    values = {name: value.strip() for name, value in values.items()}
    kept = _keep_texts(written, values, declared)
    results = dict(Finding.objects.filter(case=case).values_list("check_id", "result"))
    _keep_judgements(written, kept, results)
    if written.changed:
        used = {trace.key for text in kept.values() for trace in find_traces(text)} & declared
        perspective.harmless = sorted({*perspective.harmless, *used})
        perspective.save()
        details = {"line": perspective.line}
        audit.record("perspective.saved", by=by, target=case, vsv=case.vsv, details=details)
    return written


def _keep_texts(written: Written, values: Mapping[str, str], declared: frozenset[str]) -> dict[str, str]:
    """Put texts and grade into the view; return the values that were not refused for what they lead to."""
    harmless = declared | frozenset(written.perspective.harmless)
    kept = {}
    for name, value in values.items():
        problems = _too_long(name, value)
        traces = refused_traces(value, harmless)
        if traces:
            written.traces.add(name)
            problems += [trace.text.in_language(get_language()) for trace in traces]
        if name == "grade" and value and value not in GRADES:
            problems.append(_no_choice(value))
        if problems:
            written.refused[name] = problems
            continue
        kept[name] = value
        if name in (*TEXTS, "grade") and getattr(written.perspective, name) != value:
            setattr(written.perspective, name, value)
            written.changed = True
    return kept


def _keep_judgements(written: Written, values: Mapping[str, str], results: Mapping[str, str]) -> None:
    """Store what is thought of each check that was named; an emptied one goes."""
    stored = {judgement.check_id: judgement for judgement in written.perspective.judgements.all()}
    for check in _checks_in(values):
        if check not in results:
            continue
        judgement = stored.get(check) or Judgement(perspective=written.perspective, check_id=check)
        before = (judgement.opinion, judgement.reason, judgement.note)
        flagged = results[check] == Result.FLAGGED
        allowed = {
            "opinion": ABOUT_A_FLAG if flagged else (Opinion.DOUBTED,),
            "reason": tuple(review_words.REASONS) if flagged else (),
        }
        for part in ("opinion", "reason", "note"):
            name = f"{part}__{check}"
            if name not in values:
                continue
            value = values[name]
            if part in allowed and value and value not in allowed[part]:
                written.refused[name] = [_no_choice(value)]
            else:
                setattr(judgement, part, value)
        if judgement.opinion != Opinion.REJECTED:
            judgement.reason = ""
        if (judgement.opinion, judgement.reason, judgement.note) != before:
            written.changed = True
            _store(judgement)


def _store(judgement: Judgement) -> None:
    if judgement.opinion or judgement.note:
        judgement.save()
    elif judgement.pk:
        judgement.delete()


def _checks_in(names: Iterable[str]) -> list[str]:
    return sorted({name.partition("__")[2] for name in names if "__" in name})


def _too_long(name: str, value: str) -> list[str]:
    limit = LONGEST_TEXT if name in TEXTS else LONGEST_NOTE
    if len(value) <= limit:
        return []
    words = {"length": len(value), "limit": limit}
    return [_("The text has %(length)d characters, at most %(limit)d fit: shorten it.") % words]


def _no_choice(value: str) -> str:
    return _("“%(code)s” is not one of the choices: choose one from the list.") % {"code": value[:40]}
