"""An import from the command line that is killed at any moment leaves the old picture or the new one.

FLUXUS_KILLS says how often it is killed (12).
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.integration.perined_import.one_installation import HEAD
from tests.integration.perined_import.test_jobs_killed import ON_POSTGRES, ROOT, OnPostgres, OnSqlite

ROWS = 6_000
KILLS = int(os.environ.get("FLUXUS_KILLS", "12"))
WHOLE = 1_000_000
DELIVERIES = """
    SELECT CAST(r.birth_date AS varchar(10)), r.blood_loss_ml, COUNT(*) FROM perined_import_report r
    LEFT JOIN perined_import_upload u ON u.id = r.upload_id
    WHERE r.live AND r.role IN (1, 2)
    AND (r.upload_id IS NULL OR (u.status = 'committed' AND u.superseded_by_id IS NULL)) GROUP BY 1, 2
"""
MONTHS = "SELECT month, SUM(deliveries), SUM(pph) FROM perined_import_monthcount GROUP BY month"
HALF_DONE = "SELECT COUNT(*) FROM perined_import_upload WHERE status = 'checking'"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation on the kind of database that the tests run on."""
    made = (OnPostgres if ON_POSTGRES else OnSqlite)(tmp_path_factory.mktemp("killed"))
    made.ask("state", made.ask("begin", 1)["upload"])  # its tables are there
    yield made
    made.close()


def births(seed):
    """Return (day, ml) of a year of births, other ones for each seed."""
    drawn = random.Random(seed)
    return [
        (f"2021-{n % 12 + 1:02}-{n % 28 + 1:02}", drawn.choice((300, 900, 1200, 2000))) for n in range(ROWS)
    ]


def written(born, folder):
    path = folder / "tabel.csv"
    lines = (f"{day};0010;0010;ziekenhuis;{ml};D{n}\n" for n, (day, ml) in enumerate(born))
    path.write_text(HEAD + "".join(lines))
    return path


def picture_of(born):
    """Return what the database must show when just these births count."""
    months = {month: [0, 0] for month in range(1, 13)}
    for day, ml in born:
        months[int(day[5:7])][0] += WHOLE
        months[int(day[5:7])][1] += WHOLE if ml > 1000 else 0
    return Counter(born), months


def ask(installation, sql):
    connection = installation._connect()
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()
    finally:
        connection.close()


def picture(installation):
    """Return what the database shows: deliveries per day and amount, and the counts of the months."""
    deliveries = Counter({(day, ml): number for day, ml, number in ask(installation, DELIVERIES)})
    months = {month: [int(total), int(pph)] for month, total, pph in ask(installation, MONTHS)}
    return deliveries, months


def start(installation, path):
    command = [sys.executable, "manage.py", "import_kernset", str(path)]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=ROOT, env=installation.environment, **streams)


def test_a_killed_import_leaves_the_old_or_the_new_picture(installation, tmp_path):
    moments = random.Random()
    now = picture_of(births(0))
    began = time.monotonic()
    assert start(installation, written(births(0), tmp_path)).wait() == 0
    took = time.monotonic() - began
    assert picture(installation) == now
    outcomes = Counter()
    for seed in range(1, KILLS + 1):
        new = picture_of(births(seed))
        running = start(installation, written(births(seed), tmp_path))
        time.sleep(took * moments.uniform(0.2, 1.05))
        running.send_signal(signal.SIGKILL)
        running.wait()
        seen = picture(installation)
        assert seen in (now, new), f"half an import counts, killed in round {seed}"
        outcomes["new" if seen == new else "old"] += 1
        now = seen
    halfway = ask(installation, HALF_DONE)[0][0]
    print(f"{dict(outcomes)}, {halfway} stopped while storing; an undisturbed import took {took:.1f} s")
    assert start(installation, written(births(KILLS + 1), tmp_path)).wait() == 0
    assert picture(installation) == picture_of(births(KILLS + 1))
