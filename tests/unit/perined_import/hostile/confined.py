"""Reads dangerous files, each in a process of its own with bounded memory and time.

Started by the tests as a program; says "ready", then answers each name on a line of its input with a line of
JSON: codes, sentences, seconds of processor time and megabytes at the peak, or how the process died.
"""

import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path

from perined_import.problems import CATALOGUE
from tests.kernset_intake import batch
from tests.unit.perined_import.hostile.dangerous import DANGEROUS

MEMORY = 1500 * 1024 * 1024
"""Bytes of address space, all in."""
SECONDS = 20
"""Of processor time, which does not depend on what else the machine does."""
WALL = 300
"""A process that only sleeps is ended as well."""


def _made(name, path):
    """Make the file in a process that ends with it, so that its memory counts for nobody."""
    child = os.fork()
    if child == 0:
        content = DANGEROUS[name][0]()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, name


def _read(name, path, out):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(WALL)
    try:
        found = _batch(DANGEROUS[name][1], path)
    except BaseException as error:
        out.write_text(json.dumps({"escaped": repr(error)[:300]}))
        os._exit(0)
    problems = [
        {"code": one.code, "file": one.file, "texts": [*one.problem, *one.remedy]} for one in found.problems
    ]
    out.write_text(json.dumps({"problems": problems, "rows": len(found.frame), "read": found.read}))
    os._exit(0)


def _batch(file_name, path):
    from perined_import.intake import Intake
    from perined_import.readers.source import Source
    from tests.kernset_intake import context

    intake = Intake(context())
    with path.open("rb") as stream:
        intake.add(Source(file_name, stream), path.stat().st_size)
        return intake.finish()


def answer(name, folder):
    """Return what becomes of one file."""
    path, out = folder / "file", folder / "out"
    out.unlink(missing_ok=True)
    _made(name, path)
    child = os.fork()
    if child == 0:
        _read(name, path, out)
    _, status, used = os.wait4(child, 0)
    told = json.loads(out.read_text()) if out.exists() else {"died": os.waitstatus_to_exitcode(status)}
    return told | {"seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def main():
    """Answer names until the input ends."""
    assert CATALOGUE
    batch(("a.csv", "geboortedatum;lvr;bloedverlies\n2021-08-04;0010;5\n"))  # everything is loaded then
    print("ready", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            print(json.dumps(answer(line.rstrip("\n"), Path(folder))), flush=True)


if __name__ == "__main__":
    main()
