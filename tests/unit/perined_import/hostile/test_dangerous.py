"""Files that ask for too much: a clear answer within bounded time and memory, in a process of its own."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from perined_import.problems import CATALOGUE
from tests.unit.perined_import.hostile.confined import MEMORY, SECONDS
from tests.unit.perined_import.hostile.dangerous import DANGEROUS

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def answer_to():
    """Return ``answer_to(name)``: what becomes of that file."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.unit.perined_import.hostile.confined"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment, text=True
    ) as server:
        assert server.stdout.readline() == "ready\n"

        def ask(name):
            server.stdin.write(name + "\n")
            server.stdin.flush()
            return json.loads(server.stdout.readline())

        yield ask
        server.stdin.close()


@pytest.mark.parametrize("name", DANGEROUS)
def test_each_dangerous_file_gets_a_clear_answer_in_bounded_time_and_memory(name, answer_to):
    _, file_name, codes = DANGEROUS[name]
    told = answer_to(name)
    assert "problems" in told, told
    assert told["seconds"] < SECONDS
    assert told["megabytes"] < MEMORY / 1024 / 1024
    found = told["problems"]
    if not codes:
        assert (found, told["rows"]) == ([], 1)
        return
    assert found and found[0]["code"] in codes.split(), found
    assert told["rows"] == 0
    for one in found:
        assert one["code"] in CATALOGUE and one["file"] == file_name
        assert all(text and "{" not in text and "?" not in text for text in one["texts"])
        assert all(len(text) < 300 for text in one["texts"])


def test_the_bounds_are_real():
    """What would not be refused ends the process: the limits of the other tests can be reached."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            bytearray(MEMORY)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
