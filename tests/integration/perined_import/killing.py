"""A process that dies at a moment that was chosen: at a point of its work, or after so many seconds.

It kills itself with SIGKILL, or the operating system does with an alarm that nobody handles: nothing is
cleaned up in either case, and nobody has to be quick to hit a phase that takes a moment.
"""

import os
import resource
import signal
import time
import traceback

PIECE = 400
"""Rows that are stored at once, so that a small file has several pieces."""


def die(seen, at, after, work):
    """Fork; let the child do ``work()`` and die at a point or after some seconds. Return what was seen of it.

    ``at``: [point, how many times it is passed before]. Points are the phases that progress tells of ("read";
    "read +" within it), "ending" (inside the last transaction), "ended" (just after it).
    """
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        _silently(seen, writing, at, after, work)
    os.close(writing)
    with os.fdopen(reading) as told:
        points = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    assert killed or os.WEXITSTATUS(status) == 0, points
    return {"points": points, "killed": killed, "took": time.monotonic() - began}


def _silently(seen, writing, at, after, work):
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1):
            os.dup2(nowhere, stream)
        seen(_Points(writing, at))
        if after is not None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, max(after, 0.001))
        work()
        code = 0
    finally:
        if code:
            os.write(writing, traceback.format_exc().encode())
        os._exit(code)


class _Points:
    def __init__(self, writing, at):
        self._writing, (self._at, self._left) = writing, at or [None, 0]
        self._phase = ""

    def __call__(self, name):
        os.write(self._writing, f"{name}\n".encode())
        if name == self._at:
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)
            self._left -= 1

    # --- as a Progress ---------------------------------------------------------------------------------
    def begin(self, phase, total):
        self._phase = phase
        self(phase)

    def at(self, done):
        self(f"{self._phase} +")


def follow(points):
    """Let all that works on imports in this process tell where it is."""
    from perined_import import loading
    from perined_import.jobs import at_once, check, flip, run
    from perined_import.jobs.heart import Heart
    from perined_import.management.commands import import_kernset

    loading.PIECES = dict.fromkeys(loading.PIECES, PIECE)
    import_kernset.QUIET = points
    for name in ("begin", "at"):
        setattr(Heart, name, _first(getattr(points, name), getattr(Heart, name)))
    for module in (at_once, check, flip):
        module.end = _then(module.end, lambda: points("ending"))
    at_once._let_count = _then(at_once._let_count, lambda: points("ended"))
    for kind, work in run._WORK.items():
        run._WORK[kind] = _then(work, lambda: points("ended"))


def _first(tell, original):
    def told(self, *values):
        tell(*values)
        return original(self, *values)

    return told


def _then(original, tell):
    def told(*arguments, **options):
        result = original(*arguments, **options)
        tell()
        return result

    return told
