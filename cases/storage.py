"""A case in the database ↔ facts, the case format and the draft that the form shows."""

from collections.abc import Mapping
from typing import Any

from cases.case_columns import columns_of, facts_of, rows_of
from cases.case_format import write_case
from cases.models import ROW_MODELS, Case
from cases.screening.facts import CaseFacts
from cases.sections import Draft

REVIEW_COLUMNS = ("went_well", "learning_point", "grade")


def load_facts(case: Case) -> CaseFacts:
    """Return what is recorded about a case."""
    rows = {
        section: list(model.objects.filter(case=case).order_by("position").values())  # type: ignore[attr-defined]
        for section, model in ROW_MODELS.items()
    }
    return facts_of(vars(case), rows, vsv=case.vsv.code)


def data_of(case: Case, facts: CaseFacts) -> dict[str, Any]:
    """Return a case of which the facts were loaded in the case format, with what its review says in words."""
    data: dict[str, Any] = write_case(facts)
    review = {name: getattr(case, name) for name in REVIEW_COLUMNS if getattr(case, name)}
    return data | ({"review": review} if review else {})


def load_data(case: Case) -> dict[str, Any]:
    """Return a case in the case format, with what its review says in words."""
    return data_of(case, load_facts(case))


def load_draft(case: Case) -> Draft:
    """Return a case as the form shows it: its data, and what was stated to be unknown or not to apply."""
    return Draft(load_data(case), case.stated)


def store(
    case: Case,
    facts: CaseFacts,
    review: Mapping[str, Any],
    *,
    stated: Mapping[str, str] | None = None,
    before: CaseFacts | None = None,
) -> None:
    """Put the facts in the columns and rows of a case, in place of what stood there.

    ``before``: the facts that stand there now, when known: only lists that differ are written anew.
    ``stated`` None: as it was.
    """
    columns = columns_of(facts) | {name: review.get(name) or "" for name in REVIEW_COLUMNS}
    for name, value in columns.items():
        setattr(case, name, value)
    if stated is not None:
        case.stated = dict(stated)
    is_new = case.pk is None
    case.save()
    for section, rows in rows_of(facts).items():
        if before is not None and getattr(before, section) == getattr(facts, section):
            continue
        model = ROW_MODELS[section]
        if not is_new:
            model.objects.filter(case=case).delete()  # type: ignore[attr-defined]
        model.objects.bulk_create(model(case=case, **row) for row in rows)  # type: ignore[attr-defined]
