"""Installations of their own, each with a database and a spool, for tests that kill what works in them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import dj_database_url

ROOT = Path(__file__).resolve().parents[3]
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
PATIENCE = 30


class Installation:
    """What is common to both; `one_installation` works in it."""

    def __init__(self, url, spool):
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DATABASE_URL": url,
            "IMPORT_SPOOL": str(spool),
            "FLUXUS_ENV": "development",
        }
        command = [sys.executable, "-m", "tests.integration.perined_import.one_installation"]
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)

    def ask(self, *action):
        """Let `one_installation` do something; return what it says."""
        self._process.stdin.write(json.dumps(action) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def run(self, *command, at=None, after=None):
        """Do a command in a process that may die on the way; return what was seen of it (`killing.die`)."""
        seen = self.ask("run", command, at, after)
        self._wait_for_the_dead()
        return seen

    def query(self, sql):
        """Return the rows of a query, as another process sees them."""
        connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall()
        finally:
            connection.close()

    def _wait_for_the_dead(self):
        """Wait until the database noticed that a process died."""

    def close(self):
        """Stop what was started."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class OnSqlite(Installation):
    """In a temporary file."""

    def __init__(self, folder):
        self._file = folder / "db.sqlite3"
        super().__init__(f"sqlite:///{self._file}", folder / "spool")

    def _connect(self):
        import sqlite3

        return sqlite3.connect(self._file, timeout=20)


class OnPostgres(Installation):
    """In a database that is made and dropped."""

    _BUSY = """
        SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
    """

    def __init__(self, folder):
        import psycopg2

        parts = dj_database_url.parse(os.environ["DATABASE_URL"])
        self._name = f"fluxus_killed_{os.getpid()}"
        port = parts["PORT"] or 5432
        self._at = {
            "host": parts["HOST"], "port": port, "user": parts["USER"], "password": parts["PASSWORD"],
        }  # fmt: skip
        self._server = psycopg2.connect(dbname="postgres", **self._at)
        self._server.autocommit = True
        self._do(f"DROP DATABASE IF EXISTS {self._name}")
        self._do(f"CREATE DATABASE {self._name}")
        account = parts["USER"] + (f":{parts['PASSWORD']}" if parts["PASSWORD"] else "")
        super().__init__(f"postgresql://{account}@{parts['HOST']}:{port}/{self._name}", folder / "spool")

    def _connect(self):
        import psycopg2

        return psycopg2.connect(dbname=self._name, **self._at)

    def _do(self, sql):
        with self._server.cursor() as cursor:
            cursor.execute(sql)

    def _wait_for_the_dead(self):
        # The server ends the statement at hand before it sees that nobody is there; it may be the commit.
        end = time.monotonic() + PATIENCE
        while self.query(self._BUSY) != [(0,)]:
            assert time.monotonic() < end, "a dead process is still at work in the database"
            time.sleep(0.01)

    def close(self):
        super().close()
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._server.close()


def install(folder):
    """Return an installation on the kind of database that the tests run on, with its tables."""
    made = (OnPostgres if ON_POSTGRES else OnSqlite)(folder)
    assert made.ask("recounted")["same"]
    return made
