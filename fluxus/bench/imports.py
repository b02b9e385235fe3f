"""The import beside the barest things that do part of its work, on PostgreSQL and on SQLite."""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import pandas as pd

from fluxus.bench.files import messages, write_messages, write_table
from fluxus.bench.scratch import ROOT, Scratch, postgres_answers, scratch_postgres, scratch_sqlite
from fluxus.bench.table import Line

SIZES: Final = (20_000, 200_000)
PACKAGE_ROWS: Final = 10_000
MESSAGES: Final = 10_000
TIMES_BARE: Final = 3
TIMES_PACKAGE: Final = 50
MOST_MB: Final = 1536
OF_LXML: Final = 1 / 3


@dataclass(frozen=True)
class Took:
    """Seconds, and the peak memory of the process in megabytes."""

    seconds: float
    peak_mb: int | None = None


def imports(sizes: Sequence[int] = SIZES) -> Iterator[Line]:
    """Yield the lines of tables of these sizes, of the package, and of the messages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rates: dict[str, list[tuple[int, float]]] = {}
        for rows in sorted(sizes):
            table = folder / "table.csv"
            write_table(table, rows)
            yield from _table(table, rows, folder, rates)
            table.unlink()
        yield from _growth(rates)
        yield from _package(folder)
        yield from _messages(folder)


def probe(name: str, *arguments: object, scratch: Scratch | None = None) -> Took:
    """Run one probe in a process of its own. Raises CalledProcessError when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "fluxus.bench.probes", name, *map(str, arguments)],
        cwd=ROOT,
        env=scratch.environment if scratch else None,
        check=True,
        stdout=subprocess.PIPE,
    )
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def _table(table: Path, rows: int, folder: Path, rates: dict[str, list[tuple[int, float]]]) -> Iterator[Line]:
    read = probe("read_csv", table)
    yield _bare("pandas.read_csv", rows, read)
    if postgres_answers():
        with scratch_postgres(folder) as scratch:
            copied = _copy(table, scratch)
            yield _bare(r"\copy into a table of 40 typed columns, no index", rows, copied)
            yield _ours(table, rows, scratch, r"\copy + read_csv", copied.seconds + read.seconds, rates)
    loaded, how = _sqlite_import(table)
    yield _bare(how, rows, loaded)
    with scratch_sqlite(folder) as scratch:
        beside = f"{how} + read_csv"
        yield _ours(table, rows, scratch, beside, loaded.seconds + read.seconds, rates)


def _bare(what: str, rows: int, took: Took) -> Line:
    return Line(f"{rows:,} rows: bare {what}", f"{took.seconds:.2f} s", peak_mb=took.peak_mb)


def _ours(
    table: Path,
    rows: int,
    scratch: Scratch,
    beside: str,
    bare: float,
    rates: dict[str, list[tuple[int, float]]],
) -> Line:
    took = probe("fluxus", table, scratch=scratch)
    rates.setdefault(scratch.kind, []).append((rows, took.seconds))
    return Line(
        f"**{rows:,} rows: import, checked and committed, {scratch.kind}**",
        f"{took.seconds:.2f} s ({rows / took.seconds:,.0f} rows/s)",
        f"{took.seconds / bare:.1f} × ({beside})",
        f"≤ {TIMES_BARE} ×, < 1.5 GB" if scratch.kind == "PostgreSQL" else "< 1.5 GB",
        took.peak_mb,
    )


def _growth(rates: dict[str, list[tuple[int, float]]]) -> Iterator[Line]:
    for kind, found in rates.items():
        if len(found) > 1:
            (few, short), (many, long) = found[0], found[-1]
            yield Line(
                f"growth from {few:,} to {many:,} rows, {kind}",
                f"{long / short:.1f} × the time",
                f"for {many / few:.0f} × the rows",
                "linear",
            )


def _copy(table: Path, scratch: Scratch) -> Took:
    r"""Load the rows with psql's \copy into a table whose columns have the types of their content."""
    head = pd.read_csv(table, sep=";", nrows=5000, keep_default_na=True, decimal="#")
    types = {"i": "integer", "f": "double precision"}
    columns = ", ".join(f'"{name}" {types.get(kind.kind, "text")}' for name, kind in head.dtypes.items())
    base = ["psql", scratch.url, "-q", "-v", "ON_ERROR_STOP=1", "-c"]
    subprocess.run([*base, f"CREATE TABLE bare_rows ({columns})"], check=True)
    begin = perf_counter()
    load = rf"\copy bare_rows FROM '{table}' WITH (FORMAT csv, DELIMITER ';', HEADER, NULL '')"
    subprocess.run([*base, load], check=True)
    took = Took(perf_counter() - begin)
    subprocess.run([*base, "DROP TABLE bare_rows"], check=True)
    return took


def _sqlite_import(table: Path) -> tuple[Took, str]:
    """Load the rows with the sqlite3 program, or without it with Python's own module."""
    if shutil.which("sqlite3") is None:
        return probe("executemany", table), "Python's csv and sqlite3"
    base = table.with_suffix(".sqlite3")
    begin = perf_counter()
    subprocess.run(
        ["sqlite3", str(base), "-cmd", ".mode csv", "-cmd", ".separator ;", f".import {table} bare_rows"],
        check=True,
    )
    took = Took(perf_counter() - begin)
    base.unlink()
    return took, "sqlite3 .import"


def _package(folder: Path) -> Iterator[Line]:
    """Yield django-import-export on 10,000 rows, and this import on the same rows."""
    table = folder / "package.csv"
    write_table(table, PACKAGE_ROWS)
    with table.open(encoding="utf-8") as file:
        if len(next(csv.reader(file, delimiter=";"))) < 1:
            raise ValueError("the table to measure with has no heading")
    kinds = [scratch_postgres] if postgres_answers() else []
    for make in (*kinds, scratch_sqlite):
        with make(folder) as scratch:
            ours = probe("fluxus", table, scratch=scratch)
            yield Line(
                f"**{PACKAGE_ROWS:,} rows: import, checked and committed, {scratch.kind}**",
                f"{ours.seconds:.2f} s",
                peak_mb=ours.peak_mb,
            )
            for way, goal in (("default", f"≥ {TIMES_PACKAGE} ×"), ("bulk", "")):
                theirs = probe("import_export", table, PACKAGE_ROWS, way, scratch=scratch)
                yield Line(
                    f"{PACKAGE_ROWS:,} rows: django-import-export, {way}, {scratch.kind}",
                    f"{theirs.seconds:.2f} s",
                    f"{theirs.seconds / ours.seconds:.0f} × the import's time",
                    goal,
                    theirs.peak_mb,
                )
    table.unlink()


def _messages(folder: Path) -> Iterator[Line]:
    archive = folder / "messages.zip"
    write_messages(archive, messages(MESSAGES))
    bare = probe("lxml", archive)
    yield Line(f"{MESSAGES:,} HL7v3 messages: bare lxml parse", f"{bare.seconds:.2f} s", peak_mb=bare.peak_mb)
    kinds = [scratch_postgres] if postgres_answers() else []
    for make in (*kinds, scratch_sqlite):
        with make(folder) as scratch:
            ours = probe("fluxus", archive, scratch=scratch)
        yield Line(
            f"**{MESSAGES:,} HL7v3 messages: import, linked and committed, {scratch.kind}**",
            f"{ours.seconds:.2f} s ({MESSAGES / ours.seconds:,.0f}/s)",
            f"{bare.seconds / ours.seconds:.2f} of lxml's rate",
            f"≥ {OF_LXML:.2f}",
            ours.peak_mb,
        )
    archive.unlink()
