"""Databases that are made for one measurement and thrown away: SQLite in a file, PostgreSQL beside others."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from fluxus.bench.files import country
from fluxus.demo.country import organisations_csv

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("BENCH_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Scratch:
    """An empty, migrated database with the organisations of the fictitious country."""

    kind: str
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work on it."""
        return os.environ | {"DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "fluxus.settings"}


def postgres_answers() -> bool:
    """Whether there is a PostgreSQL server to measure on (BENCH_POSTGRES_URL)."""
    try:
        psycopg2.connect(POSTGRES, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def scratch_sqlite(folder: Path) -> Iterator[Scratch]:
    """Make an SQLite database in a folder."""
    path = folder / "scratch.sqlite3"
    scratch = Scratch("SQLite", f"sqlite:///{path}")
    _prepare(scratch, folder)
    try:
        yield scratch
    finally:
        for leftover in folder.glob("scratch.sqlite3*"):
            leftover.unlink()


@contextmanager
def scratch_postgres(folder: Path) -> Iterator[Scratch]:
    """Make a PostgreSQL database on the server of BENCH_POSTGRES_URL."""
    name = f"fluxus_bench_{os.getpid()}"
    _on_server(f'CREATE DATABASE "{name}"')
    parts = urlsplit(POSTGRES)
    scratch = Scratch("PostgreSQL", urlunsplit(parts._replace(path=f"/{name}")))
    try:
        _prepare(scratch, folder)
        yield scratch
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    connection = psycopg2.connect(POSTGRES)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _prepare(scratch: Scratch, folder: Path) -> None:
    organisations = folder / "organisations.csv"
    organisations.write_text(organisations_csv(country()), encoding="utf-8")
    for arguments in (["migrate", "-v0"], ["import_organisations", str(organisations)]):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=scratch.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
