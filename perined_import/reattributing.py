"""After the table of organisations changed: where every stored delivery counts, worked out anew."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from perined_import import counting, frames
from perined_import.models import Delivery, DeliveryShare, MonthCount, Report
from perined_import.placing import organisations, place
from perined_import.settling import Settled, settle_keys

_PIECE = 50_000
_DECIDING = ("place", "hospital_lvr_id", "reporting_lvr_id", "birth_date", "birth_year")


@transaction.atomic
def reattribute() -> None:
    """Attribute all reports again (those whose VSV was named keep it), and count all months again."""
    table = organisations()
    found = Report.objects.filter(vsv_named=False).exclude(role__in=(Report.Role.SUM, Report.Role.ASIDE))
    for rows in _pieces(
        found.order_by("pk").values_list("pk", "vsv_id", "attributed_lvr_id", "split", *_DECIDING)
    ):
        frame = frames.from_rows([dict.fromkeys(frames.DTYPES) | _deciding(row) for row in rows])
        placed = place(frame, table, {}, None)
        now = zip(placed.vsv_ids, placed.lvr_ids, strict=True)
        changed = [
            (vsv_id, lvr_id, n in placed.shares, row[0])
            for n, (row, (vsv_id, lvr_id)) in enumerate(zip(rows, now, strict=True))
            if (vsv_id, lvr_id, n in placed.shares) != row[1:4]
        ]
        _save(changed)
        divided = [rows[n][0] for n in placed.shares] + [row[0] for row in rows if row[3]]
        _save_shares(divided, {rows[n][0]: parts for n, parts in placed.shares.items()})
    sums = Report.objects.filter(role=Report.Role.SUM).values_list("link_key", flat=True)
    settle_keys({key for key in sums if key is not None}, table, Settled())
    MonthCount.objects.all().delete()
    counting.refresh(_all_months())


def _deciding(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(_DECIDING, row[4:], strict=True))


def _pieces(rows: Any) -> Iterator[list[tuple[Any, ...]]]:
    piece: list[tuple[Any, ...]] = []
    for row in rows.iterator(chunk_size=5000):
        piece.append(row)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _save(changed: list[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET vsv_id = %s, attributed_lvr_id = %s, split = %s WHERE id = %s",  # noqa: S608 - own name
            changed,
        )


def _save_shares(ids: list[int], shares: dict[int, Any]) -> None:
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


def _all_months() -> set[tuple[int, int]]:
    dated = Delivery.objects.filter(birth_date__isnull=False).dates("birth_date", "month")
    bare = Delivery.objects.filter(birth_date=None, birth_year__isnull=False).values_list(
        "birth_year", flat=True
    )
    return {(day.year, day.month) for day in dated} | {(year, 0) for year in bare.distinct() if year}
