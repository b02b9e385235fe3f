"""Organisations, uploads and a picture of the database, for tests of the import."""

import io
import json
from datetime import date
from io import StringIO

from django.core.management import call_command

from fluxus.organisations.models import Attribution, AuditEvent, Organisation
from perined_import.models import (
    Delivery,
    DeliveryShare,
    MonthCount,
    RejectedUnit,
    Report,
    Upload,
    UploadFile,
)
from perined_import.services import IncomingFile

START = date(2012, 1, 1)
STORED = (Upload, UploadFile, Report, DeliveryShare, RejectedUnit, MonthCount, AuditEvent)


def organisation(lvr_id, kind, *shares):
    """Make an organisation that belongs to (VSV, share) pairs since 2012."""
    made = Organisation.objects.create(lvr_id=lvr_id, name=f"Organisatie {lvr_id}", kind=kind)
    for vsv, share in shares:
        Attribution.objects.create(organisation=made, vsv=vsv, share=share, valid_from=START)
    return made


def incoming(*files):
    """Return (name, content) pairs as they come in."""
    made = []
    for name, content in files:
        content = content.encode() if isinstance(content, str) else content
        made.append(IncomingFile(name, len(content), io.BytesIO(content)))
    return made


def everything():
    """Return how much there is of everything the import stores."""
    return {model.__name__: model.objects.count() for model in STORED}


def run(tmp_path, *files, **options):
    """Run import_kernset on (name, content) pairs; return (exit status, what the JSON says)."""
    paths = []
    for name, content in files:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(str(path))
    out = StringIO()
    try:
        call_command("import_kernset", *paths, format="json", stdout=out, **options)
    except SystemExit as stopped:
        return stopped.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def counted():
    """Return what counts, without random keys: (date, LVR, ml, children, VSV)."""
    rows = Delivery.objects.values_list(
        "birth_date", "reporting_lvr_id", "blood_loss_ml", "children", "vsv__name"
    )
    return sorted(map(str, rows))
