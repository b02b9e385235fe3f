"""Work on an upload that goes on behind the pages: check, store, withdraw, put back.

A job is a row (`ImportJob`), run by whoever works on the tasks (`tasks`, `manage.py work`).

- ``queue``: a job begins to wait; ``run``: it is claimed, done, and ended in one place.
- ``reading``, ``check``, ``flip``: the work itself. ``heart``: how far it is, and whether it must stop.
- ``locks``: which job is alive, told by the operating system. ``recovery``: what was killed is put right.
- ``tidy``: nothing is kept longer than needed. ``server``: a demo's server starts a worker beside itself.
"""
