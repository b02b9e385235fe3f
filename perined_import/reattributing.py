"""After the table of organisations changed: where stored deliveries count, worked out anew."""

from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd
from django.db import connection, transaction
from django.db.models import Q

from perined_import import counting, frames
from perined_import.attribution import Organisations
from perined_import.models import DeliveryShare, Report
from perined_import.placing import Placed, organisations, place
from perined_import.settling import settle_links
from perined_import.touched import Touched, month_of

_PIECE = 20_000
_DECIDING = ("place", "hospital_lvr_id", "reporting_lvr_id", "birth_date", "birth_year")
_NOW = ("vsv_id", "attributed_lvr_id", "split")
_BESIDE = ("pk", "role", "link_key")
_SETTLED = 5_000


@transaction.atomic
def reattribute(lvr_ids: Collection[str] | None = None) -> None:
    """Attribute the reports of some organisations (None: all) again, and count the months that this changes.

    An organisation's reports are those that it sent and those of births in it. Reports whose VSV was named
    keep it. Reports of uploads that do not count now are done too, so that they are right when they do.
    """
    table = organisations()
    touched = Touched()
    for rows in _pieces(lvr_ids):
        _attribute(rows, table, touched)
        touched.links |= {
            row["link_key"] for row in rows if row["role"] == Report.Role.PART and row["link_key"]
        }
        if len(touched.links) > _SETTLED:
            _settle(touched, table)
    _settle(touched, table)
    counting.refresh(touched.months)


def _settle(touched: Touched, table: Organisations) -> None:
    """Form the sums of linked reports anew; nothing of them is kept but the months."""
    settle_links(touched.links, table, touched)
    touched.links.clear()
    touched.linked.clear()


def _pieces(lvr_ids: Collection[str] | None) -> Iterator[list[dict[str, Any]]]:
    """Yield the reports concerned in pieces, in order; each is asked for after the last was written."""
    found = Report.objects.filter(vsv_named=False).exclude(role__in=(Report.Role.SUM, Report.Role.ASIDE))
    if lvr_ids is not None:
        wanted = sorted(lvr_ids)
        found = found.filter(Q(reporting_lvr_id__in=wanted) | Q(hospital_lvr_id__in=wanted))
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk").values(*_BESIDE, *_NOW, *_DECIDING)[:_PIECE]):
        yield rows
        last = rows[-1]["pk"]


def _attribute(rows: list[dict[str, Any]], table: Organisations, touched: Touched) -> None:
    frame = pd.DataFrame({name: frames.column_of(name, [row[name] for row in rows]) for name in _DECIDING})
    frame["vsv_code"] = None
    placed = place(frame, table, {}, None)
    changed = [n for n, row in enumerate(rows) if _differs(n, row, placed)]
    _save([(placed.vsv_ids[n], placed.lvr_ids[n], n in placed.shares, rows[n]["pk"]) for n in changed])
    _save_shares({rows[n]["pk"]: placed.shares.get(n, ()) for n in changed})
    months = (month_of(rows[n]["birth_date"], rows[n]["birth_year"]) for n in changed)
    touched.months |= {month for month in months if month is not None}


def _differs(n: int, row: dict[str, Any], placed: Placed) -> bool:
    """Say whether a report counts elsewhere now; divided ones are always written again, for their shares."""
    now = (placed.vsv_ids[n], placed.lvr_ids[n], n in placed.shares)
    return now != tuple(row[name] for name in _NOW) or n in placed.shares


def _save(changed: list[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET vsv_id = %s, attributed_lvr_id = %s, split = %s WHERE id = %s",  # noqa: S608 - own name
            changed,
        )


def _save_shares(shares: dict[int, Any]) -> None:
    ids = list(shares)
    for start in range(0, len(ids), 500):
        DeliveryShare.objects.filter(delivery_id__in=ids[start : start + 500]).delete()
    DeliveryShare.objects.bulk_create(
        (
            DeliveryShare(delivery_id=pk, vsv_id=part.vsv_id, share=part.share)
            for pk, parts in shares.items()
            for part in parts
        ),
        batch_size=2000,
    )
