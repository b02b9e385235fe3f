"""How the table of organisations stands, and what of a wanted change is really a change."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from fluxus.organisations.attribution_table import (
    Change,
    OrganisationTable,
    Row,
    row_as_json,
    same_rows,
)
from fluxus.organisations.models import Attribution, Organisation, Vsv

_PIECE = 500


@dataclass(frozen=True)
class Narrowed:
    """A change without what is so already, beside how things stand."""

    change: Change
    tables_now: Mapping[str, OrganisationTable]
    names_now: Mapping[str, str]
    touched: set[str]
    """LVR ids of which rows or kind change: their births are attributed anew."""

    @property
    def something(self) -> bool:
        """Whether anything of the table or the names changes."""
        return bool(self.change.organisations or self.change.vsv_names)


def tables(lvr_ids: Collection[str] | None = None) -> dict[str, OrganisationTable]:
    """Return how the table stands for these organisations (None: all), known ones only."""
    if lvr_ids is None:
        return _tables(None)
    wanted, found = sorted(lvr_ids), {}
    for start in range(0, len(wanted), _PIECE):
        found.update(_tables(wanted[start : start + _PIECE]))
    return found


def _tables(lvr_ids: list[str] | None) -> dict[str, OrganisationTable]:
    organisations = Organisation.objects.all()
    attributions = Attribution.objects.order_by("organisation__lvr_id", "valid_from", "vsv__code")
    if lvr_ids is not None:
        organisations = organisations.filter(lvr_id__in=lvr_ids)
        attributions = attributions.filter(organisation__lvr_id__in=lvr_ids)
    rows: dict[str, list[Row]] = {}
    fields = ("organisation__lvr_id", "valid_from", "vsv__code", "share", "valid_until")
    for lvr_id, *row in attributions.values_list(*fields):
        rows.setdefault(lvr_id, []).append(Row(*row))
    return {
        one.lvr_id: OrganisationTable(one.lvr_id, one.name, one.kind, tuple(rows.get(one.lvr_id, ())))
        for one in organisations
    }


def vsv_names(codes: Collection[str] | None = None) -> dict[str, str]:
    """Return code → name of these VSVs (None: all), existing ones only."""
    found = Vsv.objects.values_list("code", "name")
    return dict(found if codes is None else found.filter(code__in=codes))


def narrowed(change: Change) -> Narrowed:
    """Return a change without what is so already."""
    now = tables([one.lvr_id for one in change.organisations])
    names = vsv_names(list(change.vsv_names))
    organisations = tuple(one for one in change.organisations if not _same(one, now.get(one.lvr_id)))
    return Narrowed(
        replace(
            change,
            organisations=organisations,
            vsv_names={code: name for code, name in change.vsv_names.items() if names.get(code) != name},
        ),
        now,
        names,
        {one.lvr_id for one in organisations if _moves_births(one, now.get(one.lvr_id))},
    )


def _same(wanted: OrganisationTable, now: OrganisationTable | None) -> bool:
    return now is not None and wanted.name == now.name and not _moves_births(wanted, now)


def _moves_births(wanted: OrganisationTable, now: OrganisationTable | None) -> bool:
    return now is None or wanted.kind != now.kind or not same_rows(wanted.rows, now.rows)


def fingerprint(change: Change) -> str:
    """Return a text that differs as soon as anything differs of what a change would replace."""
    now = tables([one.lvr_id for one in change.organisations])
    content = [
        sorted([one.lvr_id, one.name, one.kind, *map(row_as_json, one.rows)] for one in now.values()),
        sorted(vsv_names(list(change.vsv_names)).items()),
    ]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()
