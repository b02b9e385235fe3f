"""A small country for tests of the table of organisations: births of every kind, and slow counts of them."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import count

from fluxus.organisations.models import Vsv
from perined_import import counting
from perined_import.attribution import WHOLE, attribute, day_of
from perined_import.combining import combine_reports
from perined_import.models import Delivery, MonthCount, Report, Upload
from perined_import.placing import organisations
from perined_import.reattributing import reattribute
from perined_import.settling import row_of, settle_links
from perined_import.touched import Touched

_numbers = count(1)
FIGURES = ("deliveries", "eligible", "known", "pph")


def birth(reporter, *, day=date(2024, 5, 5), year=None, place="home", hospital=None, link=None, **values):
    """Store a report of a birth as a committed upload would; not attributed yet."""
    number = next(_numbers)
    upload = Upload.objects.filter(status=Upload.Status.COMMITTED).first() or Upload.objects.create(
        status=Upload.Status.COMMITTED
    )
    loss = values.pop("loss", 400)
    known = {"pph": loss > 1000, "eligible": True, "in_denominator": True, "blood_loss_ml": loss}
    return Report.objects.create(
        upload=upload,
        role=Report.Role.ALONE,
        live=True,
        delivery_key=f"k{number}",
        reporting_lvr_id=reporter,
        hospital_lvr_id=hospital,
        place=place,
        birth_date=None if year else day,
        birth_year=year,
        link_key=link,
        **known | values,
    )


def settle():
    """Form deliveries of linked reports and attribute everything, as after an import."""
    keys = set(Report.objects.exclude(link_key=None).values_list("link_key", flat=True))
    settle_links(keys, organisations(), Touched())
    reattribute()
    count_anew()


def count_anew():
    """Count every month again from the deliveries as they are stored."""
    births = Delivery.objects.values_list("birth_date", "birth_year")
    MonthCount.objects.all().delete()
    counting.refresh({(day.year, day.month) if day else (year, 0) for day, year in births})


def counted():
    """Return the stored counts: (VSV code or None, year) → (deliveries, eligible, known, PPH)."""
    found = {}
    for row in MonthCount.objects.select_related("vsv"):
        unit = (row.vsv.code if row.vsv else None, row.year)
        figures = [getattr(row, name) for name in FIGURES]
        found[unit] = [one + two for one, two in zip(found.get(unit, [0] * 4), figures, strict=True)]
    return {unit: tuple(figures) for unit, figures in found.items() if any(figures)}


def counted_slowly():
    """Return what `counted` must be, one delivery at a time from the reports and the table as they stand."""
    table = organisations()
    codes = {None: None} | {vsv.pk: vsv.code for vsv in Vsv.objects.all()}
    found = Counter()
    for one in Delivery.objects.all():
        parts = [one]
        if one.role == Report.Role.SUM:
            parts = list(Report.objects.filter(delivery_key=one.delivery_key, role=Report.Role.PART))
        _total, _conflicts, ordered = combine_reports([row_of(part) for part in parts])
        named = next((part.vsv_id for part in parts if part.vsv_named), None)
        day = day_of(one.birth_date, one.birth_year)
        placed = attribute(
            table,
            day=day,
            place=one.place,
            hospital_lvr_id=one.hospital_lvr_id,
            reporters=[row["reporting_lvr_id"] for row in ordered],
            vsv_id=named,
        )
        flags = (True, one.eligible, one.in_denominator, bool(one.in_denominator and one.pph))
        for vsv_id, share in placed.shares:
            for n, flag in enumerate(flags):
                found[codes[vsv_id], day.year, n] += share * flag
    units = {(code, year) for code, year, _ in found}
    sums = {unit: tuple(found[*unit, n] for n in range(4)) for unit in units}
    return {unit: figures for unit, figures in sums.items() if any(figures)}


def total(counts):
    """Return the deliveries over all units, as a fraction of whole ones."""
    return Fraction(sum(figures[0] for figures in counts.values()), WHOLE)
