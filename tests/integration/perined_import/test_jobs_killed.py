"""A worker that is killed at any moment leaves the old or the new picture, and the next start says which."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS = 30_000
PATIENCE = 120


class Installation:
    """A database and a spool of its own, with workers that can be killed."""

    def __init__(self, url, spool):
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DATABASE_URL": url,
            "IMPORT_SPOOL": str(spool),
            "FLUXUS_ENV": "development",
        }

        command = [sys.executable, "-m", "tests.integration.perined_import.one_installation"]
        self._asked = self._start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _start(self, command, **streams):
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **streams)

    def ask(self, *action):
        """Let `one_installation` do something; return what it says."""
        self._asked.stdin.write(json.dumps(action) + "\n")
        self._asked.stdin.flush()
        return json.loads(self._asked.stdout.readline())

    @contextmanager
    def worker(self, log):
        """Run a worker, which logs to a file, until it is killed at the end."""
        with log.open("w") as stream:
            command = [sys.executable, "manage.py", "work", "--interval", "0.1"]
            worker = self._start(command, stderr=stream, stdout=subprocess.DEVNULL)
            try:
                yield worker
            finally:
                worker.send_signal(signal.SIGKILL)
                worker.wait()

    def wait(self, worker, seen):
        """Look until ``seen(kind, state)`` holds of the newest job."""
        end = time.monotonic() + PATIENCE
        while not seen(*self.newest_job()):
            assert time.monotonic() < end and worker.poll() is None
            time.sleep(0.02)

    def close(self):
        """Stop what was started."""
        self._asked.stdin.close()
        self._asked.stdout.close()
        self._asked.wait()


class OnSqlite(Installation):
    """In a temporary file."""

    def __init__(self, folder):
        import sqlite3

        self._file = folder / "db.sqlite3"
        super().__init__(f"sqlite:///{self._file}", folder / "spool")
        self._connect = lambda: sqlite3.connect(self._file, timeout=20)

    def newest_job(self):
        connection = self._connect()
        try:
            return connection.execute(NEWEST).fetchone()
        finally:
            connection.close()


class OnPostgres(Installation):
    """In a database that is made and dropped."""

    def __init__(self, folder):
        import psycopg2

        parts = dj_database_url.parse(os.environ["DATABASE_URL"])
        self._name = f"fluxus_killed_{os.getpid()}"
        server = {
            "host": parts["HOST"], "port": parts["PORT"] or 5432, "user": parts["USER"],
            "password": parts["PASSWORD"],
        }  # fmt: skip
        self._server = psycopg2.connect(dbname="postgres", **server)
        self._server.autocommit = True
        self._do(f"DROP DATABASE IF EXISTS {self._name}")
        self._do(f"CREATE DATABASE {self._name}")
        account = parts["USER"] + (f":{parts['PASSWORD']}" if parts["PASSWORD"] else "")
        super().__init__(
            f"postgresql://{account}@{parts['HOST']}:{parts['PORT'] or 5432}/{self._name}", folder / "spool"
        )
        self._connect = lambda: psycopg2.connect(dbname=self._name, **server)
        self._looking = None

    def _do(self, sql):
        with self._server.cursor() as cursor:
            cursor.execute(sql)

    def newest_job(self):
        if self._looking is None:
            self._looking = self._connect()
            self._looking.autocommit = True
        with self._looking.cursor() as cursor:
            cursor.execute(NEWEST)
            return cursor.fetchone()

    def close(self):
        super().close()
        if self._looking is not None:
            self._looking.close()
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._server.close()


NEWEST = "SELECT kind, state FROM perined_import_importjob ORDER BY id DESC LIMIT 1"
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation on the kind of database that the tests run on."""
    made = (OnPostgres if ON_POSTGRES else OnSqlite)(tmp_path_factory.mktemp("installation"))
    yield made
    made.close()


def ended(kind, state):
    return state not in ("queued", "running")


@pytest.mark.parametrize("moment", [0, 0.4])
def test_killed_in_a_check_nothing_is_left_and_it_can_be_tried_again(installation, tmp_path, moment):
    rows = ROWS + int(moment * 10)
    pk = installation.ask("begin", rows)["upload"]
    before = installation.ask("state", pk)
    assert (before["status"], before["rows"], before["spooled"]) == ("waiting", 0, True)
    with installation.worker(tmp_path / "killed.log") as worker:
        installation.wait(worker, lambda kind, state: state != "queued")
        time.sleep(moment)
    with installation.worker(tmp_path / "next.log") as worker:
        installation.wait(worker, ended)
        after = installation.ask("state", pk)
        assert after["jobs"] == [["check", "failed"]] and "server" in after["sentence"][0]
        assert (after["status"], after["rows"], after["files"], after["problems"]) == ("failed", 0, 0, 0)
        assert (after["deliveries"], after["counted"]) == (before["deliveries"], before["counted"])
        assert "was killed; nothing of it counts" in (tmp_path / "next.log").read_text()
        installation.ask("act", "retry", pk)
        installation.wait(worker, ended)
    again = installation.ask("state", pk)
    assert (again["status"], again["rows"], again["spooled"]) == ("pending", rows, False)
    assert again["jobs"] == [["check", "failed"], ["check", "done"]]
    installation.ask("act", "discard_upload", pk)


@pytest.mark.parametrize("moment", [0, 0.3])
def test_killed_in_a_store_it_is_the_old_or_the_new_picture(installation, tmp_path, moment):
    rows = 2 * ROWS + int(moment * 10)
    pk = installation.ask("begin", rows)["upload"]
    with installation.worker(tmp_path / "killed.log") as worker:
        installation.wait(worker, ended)
        before = installation.ask("state", pk)
        assert (before["status"], before["rows"]) == ("pending", rows)
        installation.ask("act", "store_upload", pk)
        installation.wait(worker, lambda kind, state: kind == "store" and state != "queued")
        time.sleep(moment)
    with installation.worker(tmp_path / "next.log") as worker:
        installation.wait(worker, ended)
        after = installation.ask("state", pk)
        if after["status"] == "pending":
            assert after["jobs"][-1] == ["store", "failed"] and "server" in after["sentence"][0]
            assert (after["deliveries"], after["counted"]) == (before["deliveries"], before["counted"])
            assert "was killed; nothing of it counts" in (tmp_path / "next.log").read_text()
            installation.ask("act", "retry", pk)
            installation.wait(worker, ended)
            after = installation.ask("state", pk)
    assert (after["status"], after["jobs"][-1]) == ("committed", ["store", "done"])
    assert after["deliveries"] == after["counted"] == rows
