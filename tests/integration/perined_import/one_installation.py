"""An installation of its own, in its own database, for tests that kill its worker.

``python -m`` this module answers each line with a JSON list [action, arguments …] by a line of JSON. The
database and the spool come from the environment, as for a real one.
"""

import io
import json
import os
import sys

import django

from tests.integration.perined_import import killing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fluxus.settings")
HEAD = "geboortedatum;lvr;ziekenhuis_lvr;plaats;bloedverlies;dossiernummer\n"


def table(rows):
    """Return a table with so many births in 2021, each tenth a haemorrhage."""
    lines = (
        f"2021-{n % 12 + 1:02}-{n % 28 + 1:02};0010;0010;ziekenhuis;{1500 if n % 10 == 0 else 300};D{n}\n"
        for n in range(rows)
    )
    return (HEAD + "".join(lines)).encode()


def begin(rows):
    """Send in a table; it waits for its check."""
    from perined_import.services import IncomingFile, receive_upload

    content = table(rows)
    file = IncomingFile("tabel.csv", len(content), io.BytesIO(content))
    return {"upload": receive_upload(files=[file], by=None, vsv=None).pk}


def act(service, pk):
    """Call a service on an upload."""
    from perined_import import services
    from perined_import.models import Upload

    getattr(services, service)(upload=Upload.objects.get(pk=pk), by=None)
    return {}


def run(command, at=None, after=None):
    """Let a process of its own do a command, and die at a point or after some seconds (`killing`)."""
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    return killing.die(killing.follow, at, after, lambda: call_command(*command))


def later(pk):
    """Let the newest job of an upload have waited for long."""
    from datetime import timedelta

    from django.utils import timezone

    from perined_import.models import ImportJob

    ImportJob.objects.filter(upload=pk).update(created_at=timezone.now() - timedelta(minutes=5))
    return {}


def recounted():
    """Put right what was killed; say what half an import left, and whether all comes to a recount."""
    from perined_import.jobs.recovery import recover
    from perined_import.models import FoundProblem, Report, Upload, UploadFile
    from perined_import.placing import organisations
    from tests.reference.recount import expected, stored

    recovered = recover()
    failed = Upload.objects.filter(status="failed")
    left = [one.objects.filter(upload__in=failed).count() for one in (Report, UploadFile, FoundProblem)]
    return {
        "recovered": recovered,
        "checking": Upload.objects.filter(status="checking").count(),
        "left": sum(left),
        "same": stored() == expected(organisations()),
    }


def state(pk):
    """Return what there is of an upload, and what counts."""
    from django.db.models import Sum

    from perined_import import spool
    from perined_import.models import (
        Delivery,
        FoundProblem,
        ImportJob,
        MonthCount,
        Report,
        Upload,
        UploadFile,
    )

    return {
        "status": Upload.objects.get(pk=pk).status,
        "jobs": list(ImportJob.objects.filter(upload=pk).order_by("pk").values_list("kind", "state")),
        "sentence": ImportJob.objects.filter(upload=pk).first().sentence,
        "rows": Report.objects.filter(upload=pk).count(),
        "files": UploadFile.objects.filter(upload=pk).count(),
        "problems": FoundProblem.objects.filter(upload=pk).count(),
        "deliveries": Delivery.objects.count(),
        "counted": (MonthCount.objects.aggregate(n=Sum("deliveries"))["n"] or 0) // 1_000_000,
        "spooled": spool.exists(pk),
    }


def main():
    """Make the tables and a hospital, then do what is asked, one line at a time."""
    django.setup()
    from django.core.management import call_command

    from perined_import import services  # noqa: F401 - once, and not in each process that dies
    from tests.factories import make_vsv
    from tests.integration.perined_import.helpers import organisation

    call_command("migrate", verbosity=0)
    organisation("0010", "hospital", (make_vsv(), 1))
    actions = {one.__name__: one for one in (begin, act, state, run, later, recounted)}
    for line in sys.stdin:
        action, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(actions[action](*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
