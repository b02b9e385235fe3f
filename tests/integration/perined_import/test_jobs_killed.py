"""A worker that is killed at any moment leaves the old or the new picture, and the next one says which.

Each kind of work is killed at points that it passes, and at random times once all had their turn;
FLUXUS_KILLS says how often in all (16).
"""

import os
import random
from collections import Counter
from itertools import zip_longest

import pytest

from tests.integration.perined_import.installations import install

ROWS = 900
KILLS = int(os.environ.get("FLUXUS_KILLS", "16"))
SERVICES = {"store": "store_upload", "withdraw": "withdraw_upload", "put_back": "put_back_upload"}
STOOD = {"check": "failed", "store": "pending", "withdraw": "committed", "put_back": "withdrawn"}
"""Where an upload stands when its work was cut off."""
STANDS = {"check": "pending", "store": "committed", "withdraw": "withdrawn", "put_back": "committed"}
AT = {
    "check": ["store +", "read", "count", "ending", "ended", "judge", "store", "settle"],
    "store": ["count", "ending", "ended", "settle"],
    "withdraw": ["settle", "count", "ending", "ended"],
    "put_back": ["ended", "settle", "count", "ending"],
}
WORK = ("work", "--once")


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation of its own."""
    made = install(tmp_path_factory.mktemp("installation"))
    yield made
    made.close()


def numbers(state):
    return state["deliveries"], state["counted"]


class Round:
    """An upload that is checked, stored, withdrawn and put back, and each time killed on the way."""

    def __init__(self, installation, rows, before):
        self.ask, self.run = installation.ask, installation.run
        self.rows, self.took = rows, {}
        self.pk = self.ask("begin", rows)["upload"]
        self.old, self.new = (before, before), (rows, rows)
        assert numbers(self.state()) == self.old

    def state(self):
        return self.ask("state", self.pk)

    def kill(self, kind, **moment):
        """Begin some work, kill it, let the next worker find it, and do it until it is done.

        Returns the last point, and what became of the work that was killed.
        """
        if kind in SERVICES:
            self.ask("act", SERVICES[kind], self.pk)
        was, will = self.pictures(kind)
        assert numbers(self.state()) == was
        seen = self.run(*WORK, **moment)
        last = seen["points"][-1] if seen["points"] else "begin"
        after = self.state()
        assert numbers(after) in (was, will), f"half of a {kind} counts, killed after {last}"
        done = after["status"] == STANDS[kind] and after["jobs"][-1] == [kind, "done"]
        assert done or (numbers(after) == was and seen["killed"] and last != "ended")
        if not done:
            self.pick_up(kind)
        self.check_done(kind, will)
        return last, "new" if done else "old"

    def pictures(self, kind):
        """Return what counts before and after such work."""
        before = self.new if kind == "withdraw" else self.old
        return before, {"check": self.old, "withdraw": self.old}.get(kind, self.new)

    def pick_up(self, kind):
        """Let the next worker find what was killed, and do it again."""
        if self.state()["jobs"][-1] == [kind, "queued"]:  # it died before it began
            self.ask("later", self.pk)
            self.run(*WORK)  # finds it and lets it wait again
            self.run(*WORK)
        else:
            assert self.state()["jobs"][-1] == [kind, "running"]
            self.run(*WORK)
            found = self.state()
            assert (found["status"], found["jobs"][-1]) == (STOOD[kind], [kind, "failed"])
            assert "server" in found["sentence"][0] and numbers(found) == self.pictures(kind)[0]
            if kind == "check":
                assert (found["rows"], found["files"], found["problems"], found["spooled"]) == (0, 0, 0, True)
            self.ask("act", "retry", self.pk)
            self.took[kind] = self.run(*WORK)["took"]

    def check_done(self, kind, will):
        state = self.state()
        assert (state["status"], state["jobs"][-1]) == (STANDS[kind], [kind, "done"])
        assert numbers(state) == will
        assert (state["rows"], state["spooled"]) == (self.rows, False)


def test_killed_work_leaves_the_old_or_the_new_picture(installation):
    moments, hit, outcomes = random.Random(), Counter(), Counter()
    by_round = zip_longest(*AT.values())
    before, number, took = 0, 0, dict.fromkeys(AT, 0.1)
    while number < KILLS:
        one = Round(installation, ROWS + number, before)
        for kind, point in zip(AT, next(by_round, [None] * len(AT)), strict=True):
            if point is None:
                last, outcome = one.kill(kind, after=moments.uniform(0, 1.05 * took[kind]))
                last = f"{last} (at random)"
            else:
                last, outcome = one.kill(kind, at=[point, 0])
                assert last == point
            hit[f"{kind}: {last}"] += 1
            outcomes[f"{kind}: {outcome}"] += 1
            number += 1
        before, took = one.rows, took | one.took
    print(f"\n{dict(outcomes)}; killed in {dict(sorted(hit.items()))}")
    told = installation.ask("recounted")
    assert (told["recovered"], told["checking"], told["left"], told["same"]) == (0, 0, 0, True)
