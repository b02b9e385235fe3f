"""Every completion of what is unknown in a case, as far as one check can depend on it."""

import random
from dataclasses import replace
from itertools import product
from math import inf

from cases.screening.facts import Intervention

from .check_table import FAR
from .completed_case import ADDED, LISTS, CompletedCase
from .unknowns import AMBULANCE, Unknowns


class Completions(Unknowns):
    """The completed cases, one by one."""

    def size(self):
        size = 1
        for unknown in self.unknowns:
            size *= len(unknown.options)
        return size

    def sample(self, number, seed=0):
        """Some completions at random: most cases that differ show it at once."""
        rng = random.Random(seed)
        for _ in range(number):
            chosen = [rng.choice(u.options) for u in self.unknowns]
            cases = list(self._complete(chosen))
            if cases:
                yield rng.choice(cases)[1]

    def every(self):
        """(choice of the values, whether an entry was added, completed case), one by one."""
        for numbers in product(*(range(len(u.options)) for u in self.unknowns)):
            chosen = [u.options[n] for u, n in zip(self.unknowns, numbers, strict=True)]
            kinds = [(u.kind, n) for u, n in zip(self.unknowns, numbers, strict=True)]
            added = any(kind == "add" and n > 0 for kind, n in kinds)
            outer = tuple(n for kind, n in kinds if kind == "value")
            for afterwards, case in self._complete(chosen):
                yield (outer, afterwards), added, case

    def _complete(self, chosen):
        """The completed cases of one choice: one, or one for every minute of blood measured afterwards."""
        values, fields = dict(self.values), {}
        for patch in (p for option in chosen for p in option):
            key, value = patch
            if isinstance(key, tuple):
                fields.setdefault(key, {}).update(value)
            else:
                values[key] = value
        if AMBULANCE in fields:
            values["ambulance"] = replace(values["ambulance"], **fields[AMBULANCE])
        rows = self._completed_rows(fields)
        if values["tc"] is None:
            values["tc"] = inf  # of no interest to this check
        recorded = [v.time for v in self.facts.vitals if None not in (v.heart_rate, v.systolic)]
        values["pulse_and_pressure"] = recorded + [v.time for v in rows["vitals"] if v.index == ADDED]
        case = CompletedCase(self.facts.birth, rows, values, self.profile)
        if not self._legal(case):
            return
        if not self.triggers or case.measured_afterwards() is None:
            yield None, case
            return
        after, until = case.possible_minutes_afterwards()
        minutes = {m for m in (*self.minutes, after + 1, until) if after < m <= min(until, FAR)} or {until}
        for minute in sorted(minutes):
            again = CompletedCase(self.facts.birth, rows, {**values, "afterwards": minute}, self.profile)
            yield minute, again

    def _completed_rows(self, fields):
        rows = {name: [] for name in LISTS}
        for key, row in self.rows.items():
            rows[key[0]].append(replace(row, **fields[key]) if key in fields else row)
        for key, patch in fields.items():
            if key not in self.rows and key != AMBULANCE:
                rows[key[0]].append(patch.get("row") or Intervention(ADDED, patch["time"], patch["kind"]))
        rows["blood_loss"].sort(key=lambda r: (r.time, r.cumulative_ml))
        return rows

    @staticmethod
    def _legal(case):
        """Added records stand between neighbours and not after tc; an ambulance follows its request."""
        a = case.ambulance
        if a is not None and None not in (a.requested, a.on_scene) and a.on_scene < a.requested:
            return False
        added = [r for r in case.blood_loss if r.index == ADDED]
        if not added:
            return True
        volumes = [r.cumulative_ml for r in case.blood_loss]
        return volumes == sorted(volumes) and all(r.time <= case.tc for r in added)
