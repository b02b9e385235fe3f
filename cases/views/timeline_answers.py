"""What the page of the timeline shows, and what each of its deeds answers: words for what happened."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels, presenters, quick
from cases.case_schema import ROWS
from cases.charts import timeline_chart
from cases.forms import birth_of, words
from cases.models import Case
from cases.queries import unread_lines
from cases.questions import Draft
from cases.section_forms import SectionForm
from cases.sections import BY_ID, fingerprint
from cases.storage import data_of, load_facts
from cases.timeline import words as row_words
from cases.timeline.deeds import RowChanged, Written
from cases.timeline.edit import came_in_between, known_words, mark_of, read_known, went_in_between
from cases.timeline.lines import read_lines, read_text, why_not
from cases.timeline.rows import shown_rows
from cases.timeline.services import Added
from cases.traces.shown import shown_traces
from cases.views.common import draft_context, save_status, sentence

SECTION = BY_ID["timeline"]
MOST_SAID = 12


@dataclass(frozen=True)
class Said:
    """One thing to tell after a deed. ``kind``: done, note or problem."""

    kind: str
    text: str


def page_context(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Return everything that the page of the timeline shows."""
    facts = load_facts(case)
    written = Written(case, Draft(data_of(case, facts), case.stated), facts)
    return (
        draft_context(request, case, written.draft, SECTION)
        | table_context(written)
        | {
            "chart": timeline_chart(facts, number=case.number),
            "form": section_form(written.draft),
            "lists": [(name, words(labels.LISTS[name])) for name in ROWS],
            "help_lines": [(words(line.what), line.examples) for line in quick.HELP],
            "vocabulary": vocabulary(),
        }
    )


def table_context(written: Written) -> dict[str, Any]:
    """Return what the table needs: the rows by time, the lines that could not be read, the marks of all."""
    data = written.draft.data
    fresh = [(name, mark_of(data[name][place])) for name, place in written.rows if place < len(data[name])]
    fresh += [(name, mark_of(row)) for name, row in written.came]
    return {
        "rows": shown_rows(written.case, data, [*fresh, *((path, "") for path in _answered(written))]),
        "unread": [
            {"pk": line.pk, "text": line.text, "why": words(why_not(line.text, written.draft))}
            for line in unread_lines(written.case)
        ],
        "known": known_words(data),
        "count": sum(len(data.get(name) or ()) for name in ROWS),
        "row_url": reverse("cases:row", kwargs={"number": written.case.number}),
        "remove_url": reverse("cases:row_remove", kwargs={"number": written.case.number}),
        "change_word": _("change"),
        "remove_word": _("remove"),
        "new_word": _("new"),
    }


def section_form(draft: Draft) -> SectionForm:
    """Return the small form of this section: its questions, and a tick per list."""
    return SectionForm(section=SECTION, draft=draft, initial={"seen": fingerprint(SECTION, draft)})


def _answered(written: Written) -> list[str]:
    return [path for line in written.read for path in line.answers] if isinstance(written, Added) else []


def vocabulary() -> list[dict[str, str]]:
    """Return the words for completion, in the language of the page and in Dutch."""
    return [
        {"text": word.text, "meaning": words(word.meaning), "kind": str(word.kind)}
        for word in quick.vocabulary()
    ]


def preview(case: Case, text: str) -> dict[str, Any]:
    """Return how lines would be read: words per line, and why others cannot be."""
    facts = load_facts(case)
    draft = Draft(data_of(case, facts), case.stated)
    birth = birth_of(draft.data)
    lines = read_text(text, birth, harmless=frozenset(case.harmless))
    outcome = read_lines(lines.readings, draft)
    refused = [*lines.unread, *outcome.refused]
    shown = [words(each.words).rpartition(" (") for each in outcome.read[:MOST_SAID]]
    return {
        "read": [(head, f"({tail}") if cut else (tail, "") for head, cut, tail in shown],
        "more": max(0, len(outcome.read) - MOST_SAID),
        "refused": [words(why) for _line, why in refused[:MOST_SAID]],
        "traces": [words(found.text) for held in lines.held for found in held.found],
        "notes": [words(note) for note in outcome.notes[:MOST_SAID]],
    }


def after_lines(added: Added) -> list[Said]:
    """Return what became of lines."""
    said = [Said("done", _("Added: %(line)s") % {"line": words(each.words)}) for each in added.read]
    if len(said) > MOST_SAID:
        count = ngettext("%(n)d line was added.", "%(n)d lines were added.", len(said)) % {"n": len(said)}
        said = [Said("done", count)]
    said += [Said("note", words(note)) for note in added.notes]
    said += [Said("note", sentence(warning)) for warning in added.warnings]
    if added.unread:
        text = ngettext(
            "%(n)d line could not be read: it stands on top of the table, to mend.",
            "%(n)d lines could not be read: they stand on top of the table, to mend.",
            len(added.unread),
        )
        said.append(Said("problem", text % {"n": len(added.unread)}))
    return said


def held_context(added: Added) -> dict[str, Any]:
    """Return the lines that were not stored, for they can lead to a person: back in the box, and marked."""
    if not added.held:
        return {}
    return {
        "held": [
            shown_traces(f"line{number}", each.line, added.case.harmless)
            for number, each in enumerate(added.held)
            if each.found
        ],
        "too_long": [words(each.too_long) for each in added.held if each.too_long],
        "box": "\n".join(each.line for each in added.held),
    }


def after_row(written: Written) -> list[Said]:
    """Return what to tell of a row that was saved."""
    said = [
        Said("done", _("Saved: %(row)s") % {"row": in_words(name, written.draft.data[name][place])})
        for name, place in written.rows
    ]
    return said + [Said("note", sentence(warning)) for warning in written.warnings]


def removed_row(name: str, index: int, row: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the row that was removed, for the button that puts it back."""
    if row is None:
        return None
    return {"key": f"{name}:{index}:", "content": json.dumps(row), "words": in_words(name, row)}


def removed_line(text: str) -> list[Said]:
    """Return what to tell of a line that was removed."""
    return [Said("done", _("Removed: %(line)s") % {"line": text})] if text else []


def remove_anyway(name: str, changed: RowChanged) -> dict[str, Any]:
    """Return the row that somebody changed before it could be removed, for the choice."""
    theirs = changed.theirs or {}
    return {"key": f"{name}:{changed.index}:{mark_of(theirs)}", "words": in_words(name, theirs)}


def in_words(name: str, row: dict[str, Any]) -> str:
    """Return a row in one line: its time, what it is, and the rest."""
    moment = row_words.moment_of_row(name, row)
    time = "?" if moment is None else row_words.clock_of(moment)
    parts = [time, words(row_words.what(name, row)), words(row_words.detail(name, row))]
    return " · ".join(part for part in parts if part)


def unchanged(case: Case, request: HttpRequest) -> Written:
    """Return the case as it is, with what came and went since the page was shown."""
    facts = load_facts(case)
    draft = Draft(data_of(case, facts), case.stated)
    known = read_known(request.POST.get("known", ""))
    came = tuple(came_in_between(draft.data, known)) if known else ()
    return Written(case, draft, facts, came=came, went=went_in_between(draft.data, known))


def in_between(written: Written) -> list[Said]:
    """Return what a colleague did since the page was shown."""
    said = []
    if written.came:
        rows = "; ".join(in_words(name, row) for name, row in written.came[:MOST_SAID])
        count = len(written.came)
        text = ngettext(
            "Meanwhile your colleague added or changed %(n)d row: %(rows)s.",
            "Meanwhile your colleague added or changed %(n)d rows: %(rows)s.",
            count,
        )
        said.append(Said("note", text % {"n": count, "rows": rows}))
    gone = written.went - len(written.came)
    if gone > 0:
        text = ngettext(
            "Meanwhile your colleague removed %(n)d row.",
            "Meanwhile your colleague removed %(n)d rows.",
            gone,
        )
        said.append(Said("note", text % {"n": gone}))
    return said


def answer(
    request: HttpRequest,
    written: Written,
    *,
    said: Iterable[Said] = (),
    problems: Iterable[str] = (),
    with_form: bool = False,
    **more: Any,
) -> HttpResponse:
    """Answer a deed: pieces out of band for htmx, else the page anew."""
    told = [*(Said("problem", problem) for problem in problems), *said, *in_between(written)]
    if not request.htmx:  # type: ignore[attr-defined]
        if more.get("removed") or more.get("changed"):
            context = page_context(request, written.case) | table_context(written) | {"said": told} | more
            return render(request, "cases/timeline.html", context)
        for each in told:
            level = messages.SUCCESS if each.kind == "done" else messages.WARNING
            messages.add_message(request, level, each.text)
        return redirect("cases:section", number=written.case.number, section=SECTION.id)
    fluids = "clear_fluids_before_blood_ml" in _answered(written)
    context = (
        table_context(written)
        | {
            "case": written.case,
            "said": told,
            "chart": timeline_chart(written.facts, number=written.case.number),
            "steps": presenters.steps(written.draft, SECTION),
            "save_status": save_status(written.case),
            "section": SECTION,
            "form": section_form(written.draft) if with_form or fluids else None,
        }
        | more
    )
    response = render(request, "cases/timeline_answer.html", context)
    at = f"{timezone.localtime(written.case.saved_at):%H:%M}"
    response["HX-Trigger"] = json.dumps({"fluxus:saved": {"at": at}})
    return response
