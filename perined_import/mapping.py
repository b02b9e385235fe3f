"""Headings that nobody knew: what may be answered, what was remembered, and examples to recognise them by."""

import logging
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fluxus.organisations import audit
from fluxus.organisations.errors import Refused
from fluxus.organisations.models import Vsv
from perined_import import spool
from perined_import.jobs.check import context_of
from perined_import.kernset import IDENTIFIERS, heading_key
from perined_import.models import ColumnMapping, FoundProblem, Upload
from perined_import.problems import shorten
from perined_import.readers.detect import is_zip_of_files, layout_of, members
from perined_import.readers.headings import MAPPABLE
from perined_import.readers.rows import csv_rows
from perined_import.readers.sheets import spreadsheet_rows
from perined_import.readers.source import Context, FileRefused, Source
from perined_import.value_words import column_label

logger = logging.getLogger(__name__)
EXAMPLES: Final = 3
_LOOKED_AT: Final = 200
"""Rows that are looked at for examples."""


def choices() -> list[tuple[str, str]]:
    """Return the columns that a heading may be said to hold, in the language at hand, by name."""
    language = get_language()
    named = [(name, column_label(name, language)) for name in MAPPABLE]
    return sorted(named, key=lambda one: one[1].casefold())


def missing_words(missing: Iterable[str]) -> list[str]:
    """Return in words what no heading tells."""
    words = {
        "date": _("when the birth was: a birth date or a year"),
        "loss": _("how much blood was lost: an amount in ml, or haemorrhage yes/no"),
        "place": _("whose deliveries these are: an LVR id or a VSV"),
    }
    return [words[one] for one in missing if one in words]


NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "date": frozenset({"birth_date", "birth_year"}),
    "loss": frozenset({"blood_loss_ml", "pph_flag"}),
    "place": frozenset({"vsv", "reporting_lvr_id", "hospital_lvr_id"}),
}


def problems_of(answer: Mapping[str, str], missing: Iterable[str]) -> list[str]:
    """Return what is wrong with the columns chosen for all headings (key → column), in whole sentences."""
    chosen = [column for column in answer.values() if column]
    language = get_language()
    double = sorted({column for column in chosen if chosen.count(column) > 1})
    found = [
        _("Two headings hold “%(column)s”: choose it once.") % {"column": column_label(column, language)}
        for column in double
    ]
    if len({column for column in chosen if column in IDENTIFIERS}) > 1:
        found.append(_("More than one column says which rows are one delivery: choose one of them."))
    unmet = [one for one in missing if one in NEEDED and not NEEDED[one] & set(chosen)]
    found.extend(_("Still missing: %(what)s.") % {"what": what} for what in missing_words(unmet))
    return found


@transaction.atomic
def remember(*, heading: str, column: str, vsv: Vsv | None, by: Any) -> ColumnMapping:
    """Keep what a heading holds ("" for nothing) for every table of this VSV that is still to come.

    Raises Refused for a heading of nothing but spaces, or a column that no table may bring.
    """
    key = heading_key(heading)[:100]
    if not key or (column and column not in MAPPABLE):
        raise Refused(_("Choose a heading and a column of the list."))
    kept, _made = ColumnMapping.objects.update_or_create(
        vsv=vsv, heading=key, defaults={"column": column, "by": by}
    )
    audit.record("column_mapping_kept", by=by, target=kept, vsv=vsv, details={"column": column})
    return kept


@transaction.atomic
def forget(*, answer: ColumnMapping, by: Any) -> None:
    """Forget what was answered about one heading."""
    audit.record(
        "column_mapping_forgotten", by=by, target=answer, vsv=answer.vsv, details={"column": answer.column}
    )
    answer.delete()


def ignored_headings(upload: Upload) -> list[str]:
    """Return the headings of an upload that were not used, as written."""
    found = upload.problems.filter(
        severity=FoundProblem.Severity.WARNING, code="ignored_columns"
    ).values_list("value", flat=True)
    return list(dict.fromkeys(name for value in found for name in value.split(", ") if name))


def examples(upload: Upload) -> dict[str, list[str]]:
    """Return heading key → a few different values of the file that was asked about, read from where it waits.

    They are shown and never stored. A file that is gone, or cannot be read so far, has no examples.
    """
    context = context_of(upload)
    try:
        with spool.opened(upload.pk) as files:
            for file in files:
                for part in _parts(Source(file.name, file.stream), context):
                    if (part.member or part.name) == upload.question.get("file", ""):
                        return _examples(part, context)
    except (FileNotFoundError, FileRefused):
        logger.info("upload %s has no examples to show", upload.pk)
    return {}


def _parts(source: Source, context: Context) -> Iterable[Source]:
    return members(source, context.limits) if is_zip_of_files(source, context.limits) else [source]


def _examples(source: Source, context: Context) -> dict[str, list[str]]:
    is_sheet = layout_of(source) == "spreadsheet"
    numbered = spreadsheet_rows(source, context) if is_sheet else csv_rows(source, context.limits)
    rows = (cells for _number, cells in numbered)
    heading = [heading_key(name) for name in next(rows, [])]
    found: dict[str, dict[str, None]] = {key: {} for key in heading if key}
    for cells in islice(rows, _LOOKED_AT):
        for key, text in zip(heading, cells, strict=False):
            if key and text.strip() and len(found[key]) < EXAMPLES:
                found[key][shorten(text.strip())] = None
    return {key: list(values) for key, values in found.items()}
