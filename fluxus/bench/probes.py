"""What is measured, each in a process of its own so that its peak memory is its own.

``python -m fluxus.bench.probes NAME ARGUMENTS…`` prints one JSON object: seconds and peak_mb.
"""

import csv
import json
import resource
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import django


def fluxus(path: str) -> float:
    """Import a file from the first byte to the last committed row."""
    django.setup()
    from perined_import.services import IncomingFile, import_files

    file = Path(path)
    with file.open("rb") as stream:
        begin = perf_counter()
        received = import_files(files=[IncomingFile(file.name, file.stat().st_size, stream)], by=None)
        took = perf_counter() - begin
    if not received.committed:
        raise ValueError(f"{file.name} was not stored")
    return took


def read_csv(path: str) -> float:
    """Read the table with nothing but pandas."""
    import pandas as pd

    begin = perf_counter()
    pd.read_csv(path, sep=";", decimal=",", low_memory=False)
    return perf_counter() - begin


def executemany(path: str) -> float:
    """Load the table into SQLite with nothing but Python's csv and sqlite3: one table of 40 columns."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        names = next(rows)
        base = sqlite3.connect(f"{path}.bare.sqlite3")
        begin = perf_counter()
        base.execute(f"CREATE TABLE bare ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        base.executemany(f"INSERT INTO bare VALUES ({marks})", rows)  # noqa: S608 - our own headings
        base.commit()
        took = perf_counter() - begin
    base.close()
    Path(f"{path}.bare.sqlite3").unlink()
    return took


def lxml(path: str) -> float:
    """Parse the messages of a ZIP with nothing but lxml."""
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        begin = perf_counter()
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        return perf_counter() - begin


def import_export(path: str, rows: str, way: str) -> float:
    """Import the first rows with django-import-export, row by row ("default") or in bulk ("bulk")."""
    django.setup()
    from fluxus.bench.import_export import load

    return load(Path(path), int(rows), bulk=way == "bulk")


PROBES: dict[str, Callable[..., float]] = {
    probe.__name__: probe for probe in (fluxus, read_csv, executemany, lxml, import_export)
}


def main(arguments: list[str]) -> None:
    """Run one probe and print what it took."""
    seconds = PROBES[arguments[0]](*arguments[1:])
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))


def peak_mb() -> int:
    """Return the most memory this process ever held, in megabytes.

    Linux counts the parent's in getrusage until a process runs its own program, so its own mark goes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(mark.split()[1]) // 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024


if __name__ == "__main__":
    main(sys.argv[1:])
