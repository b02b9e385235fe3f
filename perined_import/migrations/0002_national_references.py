"""The published national shares of postpartum haemorrhage, each with its source."""

from decimal import Decimal

from django.db import migrations

FIGURES = (
    (
        2012,
        2020,
        Decimal("6.2"),
        "U registreert het al (startartikel): gemiddelde 2012–2020, spreiding tussen VSV's 3,3–10,4 %",
        "",
    ),
    (
        2021,
        2021,
        Decimal("6.4"),
        "VZinfo, aandoeningen in verband met zwangerschap, bevalling en kraambed: 2021",
        "https://www.vzinfo.nl/aandoeningen-verband-houdend-met-zwangerschap-bevalling-en-kraambed/aandoeningen",
    ),
)


def add(apps, schema_editor):
    reference = apps.get_model("perined_import", "NationalReference")
    for year_from, year_to, percentage, source, url in FIGURES:
        reference.objects.create(
            outcome="pph",
            year_from=year_from,
            year_to=year_to,
            percentage=percentage,
            source=source,
            source_url=url,
        )


def remove(apps, schema_editor):
    apps.get_model("perined_import", "NationalReference").objects.filter(outcome="pph").delete()


class Migration(migrations.Migration):
    dependencies = [("perined_import", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
