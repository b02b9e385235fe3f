"""An import from the command line that is killed at any moment leaves the old picture or the new one.

It is killed in each phase, and every fourth time at random; FLUXUS_KILLS says how often in all (16).
"""

import os
import random
from collections import Counter
from itertools import cycle

import pytest

from tests.integration.perined_import.installations import install
from tests.integration.perined_import.one_installation import HEAD

ROWS = 1_200
KILLS = int(os.environ.get("FLUXUS_KILLS", "16"))
WHOLE = 1_000_000
PHASES = {"read", "judge", "store", "store +", "settle", "settle +", "count", "ending", "ended"}
DELIVERIES = """
    SELECT CAST(r.birth_date AS varchar(10)), r.blood_loss_ml, COUNT(*) FROM perined_import_report r
    LEFT JOIN perined_import_upload u ON u.id = r.upload_id
    WHERE r.live AND r.role IN (1, 2)
    AND (r.upload_id IS NULL OR (u.status = 'committed' AND u.superseded_by_id IS NULL)) GROUP BY 1, 2
"""
MONTHS = "SELECT month, SUM(deliveries), SUM(pph) FROM perined_import_monthcount GROUP BY month"
HALFWAY = "SELECT COUNT(*) FROM perined_import_upload WHERE status = 'checking'"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation of its own."""
    made = install(tmp_path_factory.mktemp("killed"))
    yield made
    made.close()


def births(seed):
    """Return number → (day, ml) of the births of a table: of a year, or (odd seeds) of its middle half.

    The middle half has those of March in April, so that it also settles which version of a record counts.
    """
    drawn = random.Random(seed)
    born = {}
    for n in range(ROWS):
        month, ml = n % 12 + 1, drawn.choice((300, 900, 1200, 2000))
        if seed % 2 == 0 or 3 <= month <= 9:
            month = 4 if seed % 2 and month == 3 else month
            born[n] = (f"2021-{month:02}-{n % 28 + 1:02}", ml)
    return born


def written(born, folder):
    path = folder / "tabel.csv"
    lines = (f"{day};0010;0010;ziekenhuis;{ml};D{n}\n" for n, (day, ml) in born.items())
    path.write_text(HEAD + "".join(lines))
    return str(path)


def picture_of(born):
    """Return what the database must show when just these births count."""
    months = {}
    for day, ml in born.values():
        month = months.setdefault(int(day[5:7]), [0, 0])
        month[0] += WHOLE
        month[1] += WHOLE if ml > 1000 else 0
    return Counter(born.values()), months


def picture(installation):
    """Return what the database shows: deliveries per day and amount, and the counts of the months."""
    deliveries = Counter({(day, ml): number for day, ml, number in installation.query(DELIVERIES)})
    return deliveries, {m: [int(total), int(pph)] for m, total, pph in installation.query(MONTHS)}


def test_a_killed_import_leaves_the_old_or_the_new_picture(installation, tmp_path):
    moments = random.Random()
    now = {}
    took = 0.0
    for seed in (0, 1):
        now |= births(seed)
        seen = installation.run("import_kernset", written(births(seed), tmp_path))
        took = max(took, seen["took"])
        assert not seen["killed"] and picture(installation) == picture_of(now)
    points = Counter(seen["points"])
    assert points.keys() >= PHASES
    chosen = cycle([*((name, 0) for name in points), ("store +", 1)])
    hit, outcomes = Counter(), Counter()
    for number in range(KILLS):
        point = None if number % 4 == 3 else next(chosen)
        born = births(2 * number + 3 if point else 10_000 + number // 4)  # never those of before
        path = written(born, tmp_path)
        if point:
            seen = installation.run("import_kernset", path, at=point)
            assert seen["killed"] and seen["points"][-1] == point[0]
        else:
            seen = installation.run("import_kernset", path, after=took * moments.uniform(0, 1.05))
        last = seen["points"][-1] if seen["points"] else "begin"
        shown, new = picture(installation), now | born
        assert shown in (picture_of(now), picture_of(new)), f"half an import counts, killed after {last}"
        if shown == picture_of(new):
            assert last in ("ending", "ended"), f"an import counts that was killed in {last}"
            now = new
        else:
            assert last != "ended" and seen["killed"]
        hit[last if point else f"{last} (at random)"] += seen["killed"]
        outcomes["new" if shown == picture_of(new) else "old"] += 1
    halfway = installation.query(HALFWAY)[0][0]
    print(f"\n{dict(outcomes)}, {halfway} left halfway, an import takes {took:.2f} s; killed in {dict(hit)}")
    told = installation.ask("recounted")
    assert halfway <= told["recovered"] and (told["checking"], told["left"], told["same"]) == (0, 0, True)
    assert picture(installation) == picture_of(now)
    now |= births(20_000)
    assert not installation.run("import_kernset", written(births(20_000), tmp_path))["killed"]
    assert picture(installation) == picture_of(now) and installation.ask("recounted")["same"]
