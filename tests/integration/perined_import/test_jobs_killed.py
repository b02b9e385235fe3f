"""A worker that is killed at any moment leaves the old or the new picture, and the next start says which."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import dj_database_url
import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS = 30_000
PATIENCE = 90


class Installation:
    """A database and a spool of its own, with workers that can be killed."""

    def __init__(self, url, spool):
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DATABASE_URL": url,
            "IMPORT_SPOOL": str(spool),
            "FLUXUS_ENV": "development",
        }

    def ask(self, *arguments):
        """Run one action of `one_installation`; return what it says."""
        command = [sys.executable, "-m", "tests.integration.perined_import.one_installation"]
        done = subprocess.run(
            [*command, *map(str, arguments)], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )
        return json.loads(done.stdout)

    def worker(self, *options):
        """Start a worker."""
        command = [sys.executable, "manage.py", "work", "--interval", "0.1", *options]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )

    def work(self):
        """Let a worker do what waits; return what it logged."""
        worker = self.worker("--once")
        logged = worker.communicate(timeout=PATIENCE)[1].decode()
        assert worker.returncode == 0, logged
        return logged

    def work_until(self, seen):
        """Start a worker and kill it as soon as ``seen(kind, state, phase)`` holds of the newest job."""
        worker = self.worker()
        try:
            end = time.monotonic() + PATIENCE
            while not seen(*self.newest_job()):
                assert time.monotonic() < end and worker.poll() is None
                time.sleep(0.002)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.communicate()


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

    def close(self):
        """The folder goes by itself."""


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
        if self._looking is not None:
            self._looking.close()
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._server.close()


NEWEST = "SELECT kind, state, phase FROM perined_import_importjob ORDER BY id DESC LIMIT 1"
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation on the kind of database that the tests run on."""
    made = (OnPostgres if ON_POSTGRES else OnSqlite)(tmp_path_factory.mktemp("installation"))
    yield made
    made.close()


@pytest.mark.parametrize("phase", ["read", "store", "settle"])
def test_killed_in_a_check_nothing_is_left_and_it_can_be_tried_again(installation, phase):
    before = None
    pk = installation.ask("begin", ROWS)["upload"]
    before = installation.ask("state", pk)
    assert (before["status"], before["rows"], before["spooled"]) == ("waiting", 0, True)
    # A phase that passes between two beats is not seen: then it is killed a little later.
    order = ["", "read", "judge", "store", "settle"]
    installation.work_until(
        lambda kind, state, seen: (
            state == "running" and order.index(seen) >= order.index(phase) or state == "done"
        )
    )
    logged = installation.work()
    after = installation.ask("state", pk)
    if after["status"] == "pending":
        pytest.skip(f"the check was over before it could be killed in '{phase}'")
    assert "was killed; nothing of it counts" in logged
    assert after["jobs"] == [["check", "failed"]] and "server" in after["sentence"][0]
    assert (after["status"], after["rows"], after["files"], after["problems"]) == ("failed", 0, 0, 0)
    assert (after["deliveries"], after["counted"]) == (before["deliveries"], before["counted"])
    installation.ask("act", "retry", pk)
    installation.work()
    again = installation.ask("state", pk)
    assert (again["status"], again["rows"], again["spooled"]) == ("pending", ROWS, False)
    assert again["jobs"] == [["check", "failed"], ["check", "done"]]
    installation.ask("act", "discard_upload", pk)


@pytest.mark.parametrize("moment", range(3))
def test_killed_in_a_store_it_is_the_old_or_the_new_picture(installation, moment):
    pk = installation.ask("begin", ROWS + moment)["upload"]
    installation.work()
    before = installation.ask("state", pk)
    assert before["status"] == "pending"
    installation.ask("act", "store_upload", pk)
    rest = random.Random(moment).uniform(0, 0.5)

    def begun(kind, state, phase):
        if (kind, state) == ("store", "running"):
            time.sleep(rest)
        return (kind, state) in {("store", "running"), ("store", "done")}

    installation.work_until(begun)
    logged = installation.work()
    after = installation.ask("state", pk)
    if after["status"] == "pending":
        assert "was killed; nothing of it counts" in logged
        assert after["jobs"][-1] == ["store", "failed"]
        assert (after["deliveries"], after["counted"]) == (before["deliveries"], before["counted"])
        installation.ask("act", "retry", pk)
        installation.work()
        after = installation.ask("state", pk)
    assert (after["status"], after["jobs"][-1]) == ("committed", ["store", "done"])
    assert after["deliveries"] == after["counted"] == ROWS + moment
