"""Which source a table is a whole picture of: the organisations that it reports for.

A list with an organisation more or less than last time is the same source, or the births of all others would
count twice (docs/decisions/0011).
"""

import hashlib
from collections.abc import Collection
from typing import Final

from perined_import.batch import Batch
from perined_import.models import Upload
from perined_import.problems import Problem, shorten

SEVERAL: Final = 3
"""Below so many organisations a list that differs is another source: a hospital alone is not a region."""
ALIKE: Final = 2 / 3
"""The part of all organisations named by either list that both must name."""
_STORED = (
    Upload.Status.PENDING,
    Upload.Status.STORING,
    Upload.Status.COMMITTED,
    Upload.Status.WITHDRAWN,
)


def alike(first: Collection[str], second: Collection[str]) -> bool:
    """Say whether two lists of organisations are one source."""
    one, other = set(first), set(second)
    if one == other:
        return True
    return min(len(one), len(other)) >= SEVERAL and len(one & other) >= ALIKE * len(one | other)


def key_of(upload: Upload, batch: Batch) -> str:
    """Return the key of the source of an upload: that of the newest table like it of the same owner, else a
    new one, made of its organisations. Warns when the list is not the same as then.
    """
    earlier = Upload.objects.filter(vsv=upload.vsv, status__in=_STORED, supplement_of=None)
    earlier = earlier.exclude(source_key="").exclude(pk=upload.pk)
    if upload.pk is not None:
        earlier = earlier.filter(pk__lt=upload.pk)
    for _, source_key, source in earlier.order_by("-pk").values_list("pk", "source_key", "source"):
        if alike(source, upload.source):
            added, missing = set(upload.source) - set(source), set(source) - set(upload.source)
            for code, names in (("source_has_more", added), ("source_has_less", missing)):
                if names:
                    batch.warnings.append(Problem(code, value=shorten(", ".join(sorted(names)))))
            return source_key
    return hashlib.sha256("\x1f".join(upload.source).encode()).hexdigest()
