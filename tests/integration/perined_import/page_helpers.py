"""The pages of the import as a person uses them, with the work behind them done at once."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from perined_import.models import Upload

UPLOAD = "/import/"
HEAD = "geboortedatum;lvr;bloedverlies;pseudoniem;opmerking\n"


class Manager:
    """A logged-in client of whom every deed is followed by the work that it asked for."""

    def __init__(self, client, capture):
        self._client, self._capture = client, capture

    def get(self, *args, **kwargs):
        return self._client.get(*args, **kwargs)

    def post(self, *args, **kwargs):
        with self._capture(execute=True):
            return self._client.post(*args, **kwargs)


def post(client, *files, **fields):
    """Upload (name, content) pairs."""
    made = [
        SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        for name, content in files
    ]
    return client.post(UPLOAD, {"files": made, **fields})


def deed(client, name, upload, data=None):
    """Do something with an upload by its page; return the upload as it is then."""
    client.post(reverse(f"perined_import:{name}", args=[upload.pk]), data or {})
    return Upload.objects.filter(pk=upload.pk).first()


def page(client, name, *args, **query):
    """Return a page of the import."""
    return client.get(reverse(f"perined_import:{name}", args=args), query)


def content(response):
    """Return what a response holds, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def good_rows(count, start=1):
    """Return that many rows that can be taken, of one day after another."""
    rows = range(start, start + count)
    return "".join(f"2021-08-{n % 28 + 1:02};0010;500;P{n};=cmd\n" for n in rows)


def rejected_upload(client, bad="2021-08-05;0010;1.000;P99;-1\n", head=HEAD):
    """Return a stored upload of 29 deliveries, with some rows that were not taken."""
    post(client, ("t.csv", head + good_rows(29) + bad))
    return deed(client, "commit", Upload.objects.first())
