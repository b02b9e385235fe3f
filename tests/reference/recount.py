"""The slow and obvious account of what counts: from every stored row and the status of its upload alone.

Looks at no mark that the import leaves on rows (live, replaced_by, role of a birth, sums, superseded).
"""

from collections import Counter

from perined_import.attribution import WHOLE, attribute, day_of
from perined_import.combining import combine_reports
from perined_import.kernset import VALUE_NAMES
from perined_import.linking import Version, newest, windows
from perined_import.models import Delivery, DeliveryShare, MonthCount, Report, Upload
from perined_import.outcome import counted
from perined_import.settling import row_of

_SHOWN = tuple(name for name in VALUE_NAMES if name != "birth_time")


def _covers(table, report):
    """Whether a table in use is a later whole picture of a report's source and period."""
    own = report.upload
    if not own.source_key or table.source_key != own.source_key or table.pk <= own.pk:
        return False
    if table.supplement_of_id is not None or table.period_start is None:
        return False
    if report.birth_date is not None:
        return table.period_start <= report.birth_date <= table.period_end
    if report.birth_year is None:
        return False
    year = report.birth_year
    starts = (table.period_start.year, table.period_start.month, table.period_start.day) <= (year, 1, 1)
    return starts and (table.period_end.year, table.period_end.month, table.period_end.day) >= (year, 12, 31)


def reports_in_use():
    """Return the reports that count: no table came after them, and no newer version of their record."""
    tables = list(Upload.objects.filter(status=Upload.Status.COMMITTED))
    rows = Report.objects.exclude(role=Report.Role.SUM).filter(upload__status=Upload.Status.COMMITTED)
    rows = [
        row for row in rows.select_related("upload", "file") if not any(_covers(one, row) for one in tables)
    ]
    groups = {}
    for row in rows:
        groups.setdefault(row.record_key if row.identified else ("row", row.pk), []).append(row)
    return [
        newest(Version(one.sent_at, one.upload_id, str(one.file), one.position, one) for one in group).item
        for group in groups.values()
    ]


def deliveries(organisations):
    """Return (values, deciding organisation, shares) of every delivery."""
    by_woman = {}
    for row in reports_in_use():
        if row.role != Report.Role.ASIDE:
            key = ("row", row.pk) if row.link_key is None else row.link_key
            by_woman.setdefault(key, []).append(row)
    found = []
    for rows in by_woman.values():
        for group in windows((day_of(one.birth_date, one.birth_year), one) for one in rows):
            found.append(_delivery(group, organisations))
    return found


def _delivery(group, organisations):
    ordered = [row_of(one) for one in group]
    total = ordered[0]
    if len(group) > 1:
        total, _, ordered = combine_reports(ordered)
    placed = attribute(
        organisations,
        day=day_of(total["birth_date"], total["birth_year"]),
        place=total["place"],
        hospital_lvr_id=total["hospital_lvr_id"],
        reporters=[row["reporting_lvr_id"] for row in ordered],
        vsv_id=next((one.vsv_id for one in group if one.vsv_named), None),
    )
    return counted(dict(total)), placed.lvr_id, sorted(placed.shares, key=str)


def expected(organisations):
    """Return (deliveries, month counts) as they must be."""
    lines, months = [], Counter()
    for values, lvr_id, shares in deliveries(organisations):
        lines.append(
            str((*(values[name] for name in _SHOWN), values["pph"], lvr_id, [tuple(s) for s in shares]))
        )
        parity = values["parity"]
        year = values["birth_date"].year if values["birth_date"] else values["birth_year"]
        cell = (
            lvr_id,
            year,
            values["birth_date"].month if values["birth_date"] else 0,
            9 if parity is None else min(parity, 1),
            (values["children"] or 0) > 1,
        )
        for vsv_id, share in shares:
            counts = (
                ("deliveries", True),
                ("eligible", values["eligible"]),
                ("known", values["in_denominator"]),
                ("pph", values["in_denominator"] and values["pph"]),
                ("pph_1500", values["in_denominator"] and (values["blood_loss_ml"] or 0) >= 1500),
                ("pph_2000", values["in_denominator"] and (values["blood_loss_ml"] or 0) >= 2000),
            )
            for name, counts_here in counts:
                months[(vsv_id, *cell, name)] += share if counts_here else 0
    return sorted(lines), {key: number for key, number in months.items() if number}


def stored():
    """Return (deliveries, month counts) as the database says they are."""
    shares = {}
    for share in DeliveryShare.objects.all():
        shares.setdefault(share.delivery_id, []).append((share.vsv_id, share.share))
    lines = []
    for one in Delivery.objects.all():
        own = sorted(shares[one.pk], key=str) if one.split else [(one.vsv_id, WHOLE)]
        lines.append(str((*(getattr(one, name) for name in _SHOWN), one.pph, one.attributed_lvr_id, own)))
    months = Counter()
    names = ("deliveries", "eligible", "known", "pph", "pph_1500", "pph_2000")
    for row in MonthCount.objects.all():
        cell = (row.vsv_id, row.lvr_id, row.year, row.month, row.parity_group, row.plural)
        for name in names:
            months[(*cell, name)] += getattr(row, name)
    return sorted(lines), {key: number for key, number in months.items() if number}
