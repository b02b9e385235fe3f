"""The form of one row of the timeline: what it shows, why it was refused, and both versions side by side."""

from typing import Any

from django.utils.translation import gettext as _

from cases import labels
from cases.errors import CaseRefused
from cases.forms import words
from cases.models import Case
from cases.timeline import words as row_words
from cases.timeline.edit import mark_of
from cases.timeline.forms import RowForm
from cases.timeline.services import RowChanged
from cases.views.common import sentence
from cases.views.timeline_answers import in_words


def editing_context(
    case: Case, name: str, index: int, was: str, form: RowForm, stored: dict[str, Any]
) -> dict[str, Any]:
    """Return what the form of one row needs. ``was`` empty: a row that is not there yet."""
    key = f"{name}:{index}:{was}" if was else f"{name}::"
    kind = words(row_words.KINDS[name])
    whose = in_words(name, stored).partition(" · ")[0] if stored else _("new row")
    form.name_fields(f"{whose} {kind}")
    title = _("Change %(row)s") % {"row": in_words(name, stored)} if stored else _("New row: %(kind)s")
    return {
        "case": case,
        "name": name,
        "index": index,
        "was": was,
        "key": key,
        "form": form,
        "title": title % {"kind": words(labels.LISTS[name]).lower()} if not stored else title,
        "stored": stored,
    }


def attach(form: RowForm, editing: dict[str, Any], refused: CaseRefused) -> None:
    """Show why a row was refused, at its field where that is known."""
    for problem in refused.found:
        head, _bracket, rest = problem.path.partition("[")
        field = rest.partition("].")[2]
        own = head == editing["name"] and field in form.fields
        form.add_error(field if own else None, words(problem.text) if own else sentence(problem))


def both_versions(editing: dict[str, Any], changed: RowChanged) -> dict[str, Any]:
    """Return both versions of a row side by side; saving again keeps what this person typed."""
    name, form = editing["name"], editing["form"]
    theirs = changed.theirs
    key = f"{name}:{changed.index}:{mark_of(theirs)}" if theirs is not None else f"{name}::"
    lines = [
        {
            "label": form.fields[field].label,
            "theirs": form.shown(field, (theirs or {}).get(field)),
            "mine": form.shown(field, form.values.get(field)),
        }
        for field in form.fields
        if (theirs or {}).get(field) != form.values.get(field)
    ]
    return {"conflict": changed.problems[0], "versions": lines, "key": key, "removed": theirs is None}
