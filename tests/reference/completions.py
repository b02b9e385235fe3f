"""Every completion of what is unknown in a case, as far as one check can depend on it.

An unknown is a list of options; an option is a tuple of patches ``(key, {field: value})``. Three kinds, as
the rule about unknowns tells them apart:
``value`` an answer, a number, a purpose, a moment that belongs to no entry (placenta, bleeding under control);
``date``  the time of an entry that is recorded without one;
``add``   an entry that is not recorded (the first option adds nothing).

Minutes: every constraint of a check compares two moments with a limit between them, so if there is a
completion with a certain result there is one whose moments are recorded moments shifted by limits, ±1.
"""

import random
from dataclasses import dataclass, replace
from itertools import product
from math import inf

from cases.screening.facts import Ambulance, Answer, BloodLoss, CaseFacts, Intervention, Vitals

from .check_table import ANY, FAR, Check
from .completed_case import ADDED, DAY, DECISIVE_BY_CAUSE, LISTS, CompletedCase

LIST_OF = {
    "BloodLoss": "blood_loss",
    "Vitals": "vitals",
    "Medication": "medication",
    "Intervention": "interventions",
    "Call": "calls",
    "Staff": "staff",
    "Lab": "labs",
    "BloodProduct": "blood_products",
}
AMBULANCE = ("ambulance", 0)
TEST_OF_VALUE = {
    "haemoglobin_mmol_l": "haemoglobin",
    "platelets_10e9_l": "platelets",
    "fibrinogen_g_l": "fibrinogen",
    "lactate_mmol_l": "lactate",
    "calcium_mmol_l": "calcium",
    "inr": "coagulation",
    "fibtem_a5_mm": "viscoelastic",
}


@dataclass
class Unknown:
    """One thing that is unknown: ``kind`` is value, date or add; ``options`` are tuples of patches."""

    kind: str
    options: list


class Completions:
    """The completions of ``facts`` that matter to ``check``."""

    def __init__(self, check: Check, facts: CaseFacts, profile: str = "nl"):
        self.check, self.facts, self.profile = check, facts, profile
        loss = check.loss
        self.shock = bool(loss & {"tSI", "tA"}) or (profile == "who2025" and "tP" in loss)
        self.triggers = bool(loss & {"tP", "tA", "t1000", "t1500", "t2000", "tTXA", "tSI"})
        self.thresholds = self._thresholds()
        self.rows = self._relevant_rows()
        self.values = self._single_values()
        self.minutes: list = []
        self.unknowns: list[Unknown] = []
        self._find_unknowns()  # once to count them, once more with the minutes that this number needs
        depth = sum(u.kind != "value" for u in self.unknowns)
        depth += bool(self.check.loss) and self.values["tc"] is None
        depth += self.check.placenta and self.values["placenta"] is None
        depth += self.triggers and self._measured_afterwards_possible()
        self.minutes = self._minutes(min(max(depth, 1), 2))
        self.unknowns = []
        self._find_unknowns()

    # --- what matters --------------------------------------------------------------------------------
    def _thresholds(self):
        """Volumes whose first moment matters to this check, with the name of who asks."""
        loss, vaginal = self.check.loss, not self.facts.birth.mode.endswith("caesarean")
        volumes = set()
        if "tP" in loss:
            volumes |= {300, 500} if self.profile == "who2025" else {500 if vaginal else 1000}
        if loss & {"tSI", "tA", "made"}:
            volumes.add(300)
        if loss & {"t1000", "tA"}:
            volumes.add(1000)
        volumes |= {1500} if "t1500" in loss else set()
        volumes |= {2000} if "t2000" in loss else set()
        volumes |= {501} if "tTXA" in loss else set()
        volumes |= {int(name.removeprefix("final")) for name in loss if name.startswith("final")}
        return sorted(volumes)

    def _relevant_rows(self):
        f, c = self.facts, self.check
        keep = {
            "blood_loss": lambda r: bool(c.loss) or c.methods,
            "vitals": lambda r: c.vitals or self.shock,
            "medication": lambda r: r.drug in c.drugs,
            "interventions": lambda r: r.kind in self._kinds(),
            "calls": lambda r: c.roles == ANY or r.role in c.roles,
            "staff": lambda r: c.roles == ANY or r.role in c.roles,
            "labs": lambda r: bool(c.labs),
            "blood_products": lambda r: r.product in c.products,
        }
        return {(name, i): row for name in LISTS for i, row in enumerate(getattr(f, name)) if keep[name](row)}

    def _kinds(self):
        """The decisive steps that the causes leave out are of no interest."""
        if "hysterectomy" not in self.check.answers:
            return self.check.kinds
        others = set().union(
            *(kinds for cause, kinds in DECISIVE_BY_CAUSE.items() if cause not in self.facts.birth.causes)
        )
        return self.check.kinds - others

    def _single_values(self):
        f = self.facts
        factors = f.mother.risk_factors
        return {
            "tc": f.birth.bleeding_controlled,
            "placenta": f.birth.placenta_delivered,
            "takeover": f.secondary_care_takeover,
            "total_loss_ml": f.outcome.total_loss_ml,
            "clear_fluids": f.clear_fluids_before_blood_ml,
            "ambulance": f.ambulance,
            "pre_eclampsia": factors is not None and "pre_eclampsia" in factors,
            "dense": False,
        }

    def _answer(self, name):
        f = self.facts
        for part in (f.mother, f.birth, f.aftercare, f.outcome):
            if hasattr(part, name):
                return getattr(part, name)
        raise AssertionError(name)

    def _incomplete(self, name):
        return name in self.facts.incomplete

    def _measured_afterwards_possible(self):
        tc = self.facts.birth.bleeding_controlled
        rows, total = self.facts.blood_loss, self.facts.outcome.total_loss_ml or 0
        highest = max((r.cumulative_ml for r in rows if tc is not None and r.time <= tc), default=0)
        return tc is None or max(total, *(r.cumulative_ml for r in rows)) > highest

    # --- minutes -------------------------------------------------------------------------------------
    def _minutes(self, depth):
        """Recorded moments shifted by up to ``depth`` limits and minutes, and one far away."""
        recorded = {0, DAY, *self.check.moments}
        for row in self.rows.values():
            recorded |= {
                getattr(row, k, None) for k in ("time", "called", "arrived", "present_from", "present_until")
            }
            recorded |= {getattr(row, k, None) for k in ("sampled", "resulted", "started")}
        recorded |= {self.values["tc"], self.values["takeover"]}
        if self.check.placenta:
            recorded.add(self.values["placenta"])
        if self.check.ambulance and self.facts.ambulance is not None:
            a = self.facts.ambulance
            recorded |= {a.requested, a.on_scene, a.departed, a.at_hospital}
        recorded -= {None, inf, FAR}
        shifts = {0}
        for _ in range(depth):
            shifts |= {s + sign * limit for s in shifts for limit in self.check.limits for sign in (1, -1)}
        near = [r for r in recorded if r != DAY or max(recorded - {DAY}, default=0) > DAY - 200]
        minutes = {r + s + e for r in near for s in shifts for e in range(-depth, depth + 1)}
        return sorted(minutes | {DAY, DAY + 1, FAR})

    def _from_birth(self, low=0, high=inf):
        """The minutes from birth on between two bounds; when the upper one lies before birth, that one."""
        low = max(low, 0)
        if high < low:
            return [high]
        bounds = {low} | ({high} if high < FAR else set())
        return (
            [low] if self.check.timeless else sorted({m for m in self.minutes if low <= m <= high} | bounds)
        )

    # --- unknowns ------------------------------------------------------------------------------------
    def _add(self, kind, options):
        options = list(options)
        if options:
            self.unknowns.append(Unknown(kind, options))

    def _find_unknowns(self):
        self._unknown_values()
        self._unknown_ambulance()
        for key, row in self.rows.items():
            self._unknown_in_row(key, row)
        self._implied_entries()
        self._missing_rows()

    def _unknown_values(self):
        if self.values["tc"] is None and self.check.loss:
            first = min(r.time for r in self.facts.blood_loss)
            times = sorted({first, *(m for m in self.minutes if m >= first)})
            self._add("value", [(("tc", t),) for t in (*times, inf)])
        if self.values["placenta"] is None and self.check.placenta:
            self._add("value", [(("placenta", t),) for t in (*self.minutes, inf)])
        for name in self.check.answers:
            if name == "pre_eclampsia":
                if self.facts.mother.risk_factors is None:
                    self._add("value", [((name, yes),) for yes in (False, True)])
            elif name not in {"hysterectomy", "embolisation"}:
                answer = self._answer(name)
                options = (Answer.YES, Answer.NO) if answer == Answer.UNKNOWN else (answer,)
                self._add("value", [((name, a),) for a in options])

    def _unknown_ambulance(self):
        a = self.facts.ambulance
        if not self.check.ambulance:
            return
        if a is not None:
            last = min([t for t in (a.on_scene, a.departed, a.at_hospital) if t is not None], default=inf)
            if a.requested is None:
                self._add("date", [((AMBULANCE, {"requested": t}),) for t in self._from_birth(0, last)])
            if a.urgency is None:
                self._add("value", [((AMBULANCE, {"urgency": u}),) for u in ("A0", "A1", "A2", "B")])
            if a.on_scene is None and self.check.scene:
                first = a.requested if a.requested is not None else -inf
                scenes = sorted({last, *self.minutes} - {inf})
                self._add("date", [((AMBULANCE, {"on_scene": t}),) for t in scenes if first <= t <= last])
        elif self.facts.ambulance_unknown:
            many = [
                Ambulance(r, u, r + wait, None, r + wait if to_hospital else None)
                for r in self._from_birth()
                for u in ("A1", "A2")
                for wait, to_hospital in ((0, False), (0, True), (90, True))
            ]
            self._add("add", [(("ambulance", x),) for x in (None, *many)])

    def _unknown_in_row(self, key, row):
        name = key[0]
        self._add("date", [((key, d),) for d in self._dates(row)])
        if name == "medication" and row.purpose is None:
            self._add("value", [((key, {"purpose": p}),) for p in ("prophylaxis", "treatment")])
        if name == "medication" and row.drug == "tranexamic_acid" and row.dose is None:
            self._add("value", [((key, {"dose": tenths / 10}),) for tenths in (0.1, *range(1, 12), 50)])
        if name == "calls" and row.mode is None:
            self._add("value", [((key, {"mode": m}),) for m in ("in_person", "phone")])
        if name == "blood_loss" and row.method is None and self.check.methods:
            self._add("value", [((key, {"method": m}),) for m in ("weighed", "estimated")])
        if name == "vitals" and self.shock:
            self._add("value", [((key, signs),) for signs in self._signs(row)])
        if name == "labs":
            self._unknown_in_lab(key, row)

    def _dates(self, row):
        """The fields that date an undated row, one option a time; nothing when it is dated."""
        kind = LIST_OF[type(row).__name__]
        if kind == "calls" and row.called is None:
            high = inf if row.arrived is None else row.arrived
            return [{"called": t} for t in self._from_birth(0, high)]
        if kind == "staff" and row.present_from is None:
            high = inf if row.present_until is None else row.present_until
            return [{"present_from": t} for t in self._from_birth(0, high)]
        if kind == "labs" and self.check.labs == "sampled" and row.sampled is None:
            high = inf if row.resulted is None else row.resulted
            return [{"sampled": t} for t in self._from_birth(0, high)]
        if kind == "labs" and self.check.labs == "resulted" and row.resulted is None:
            return [{"resulted": t} for t in self._from_birth(row.sampled or 0)]
        if kind == "blood_products" and row.started is None:
            return [{"started": t} for t in self._from_birth()]
        if kind in {"medication", "interventions"} and row.time is None:
            return [{"time": t} for t in self._from_birth()]
        return []

    def _signs(self, row):
        """Completions of the signs that decide, one for every combination of verdicts about the row."""
        if None not in (row.heart_rate, row.systolic) and (row.diastolic is not None or self.profile == "nl"):
            return []
        options = {}
        for pulse in (30, 100, 101, 220) if row.heart_rate is None else (row.heart_rate,):
            for systolic in (40, 99, 100, 250) if row.systolic is None else (row.systolic,):
                for diastolic in (20, 150) if row.diastolic is None else (row.diastolic,):
                    full = Vitals(0, 0, pulse, systolic, diastolic)
                    verdict = 10 * pulse >= 9 * systolic, CompletedCase._abnormal_who(full)
                    options[verdict] = {"heart_rate": pulse, "systolic": systolic, "diastolic": diastolic}
        return list(options.values())

    def _unknown_in_lab(self, key, row):
        done = set(row.tests or ()) | {t for v, t in TEST_OF_VALUE.items() if getattr(row, v) is not None}
        if self.check.labs == "resulted":
            if row.fibrinogen_g_l is None and "fibrinogen" in done:
                self._add("value", [((key, {"fibrinogen_g_l": g}),) for g in (0.1, 9.0)])
            elif row.fibrinogen_g_l is None and row.tests is None:
                self._add("add", [((key, {"fibrinogen_g_l": g}),) for g in (None, 0.1, 9.0)])
            return
        more = ("haemoglobin", "fibrinogen", "crossmatch") if row.tests is None else ()
        extra = [
            {t for t, on in zip(more, bits, strict=True) if on} for bits in product((0, 1), repeat=len(more))
        ]
        self._add("add", [((key, {"tests": frozenset(done | e)}),) for e in extra])

    def _implied_entries(self):
        """Steps that stand in the answers and not among the interventions: undated entries of that kind."""
        if "hysterectomy" not in self.check.answers:
            return
        removal = self.facts.birth.placenta_removal
        manual = Answer.UNKNOWN if removal is None else Answer.YES if removal == "manual" else Answer.NO
        stated = {
            "hysterectomy": self.facts.outcome.hysterectomy,
            "embolisation": self.facts.outcome.embolisation,
            "manual_placenta_removal": manual,
        }
        for kind, answer in stated.items():
            entered = any(row.kind == kind for row in self.facts.interventions)
            if entered or kind not in self._kinds() or answer in {Answer.NO, Answer.NOT_APPLICABLE}:
                continue
            key = ("interventions", kind)
            dated = [((key, {"kind": kind, "time": t}),) for t in self._from_birth()]
            self._add(
                "date" if answer == Answer.YES else "add", dated if answer == Answer.YES else [(), *dated]
            )

    def _missing_rows(self):
        for name in ("medication", "interventions", "calls", "staff", "labs", "blood_products", "vitals"):
            protos = [p for p in self.check.extras if LIST_OF[type(p).__name__] == name]
            if self._incomplete(name) and protos:
                for copy in range(self.check.copies):
                    self._add("add", [(), *self._added_rows((name, f"added {copy}"), protos)])
        if self._incomplete("vitals") and (self.shock or self.check.loss & {"made"}):
            signs = [(90, 100, 80), (101, 140, 80), (220, 40, 20), (60, 120, 80)]
            rows = [Vitals(ADDED, t, *s) for t in self._from_birth() for s in signs]
            self._add("add", [(), *(((("vitals", "added"), {"row": row}),) for row in rows)])
        gaps_in = "vitals" if self.check.vitals else "blood_loss"
        if self.check.limits == (15, 60) and self._incomplete(gaps_in):
            self._add("add", [(), (("dense", True),)])
        if self._incomplete("blood_loss") and (self.check.loss or self.check.methods):
            self._missing_records()

    def _added_rows(self, key, protos):
        for proto in protos:
            for dated in self._dates(proto) or [{}]:
                yield ((key, {"row": replace(proto, **dated)}),)

    def _missing_records(self):
        """For every volume that matters one record that reaches it, anywhere between its neighbours."""
        methods = ("weighed", "estimated") if self.check.methods else ("weighed",)
        recorded = sorted(self.facts.blood_loss, key=lambda r: (r.time, r.cumulative_ml))
        for ml in self.thresholds:
            self._add(
                "add",
                [(), *(((("blood_loss", ml), {"row": r}),) for r in self._records(recorded, ml, methods))],
            )
        if self.check.methods:
            volumes = {0, *(r.cumulative_ml for r in recorded)}
            rows = [r for ml in volumes for r in self._records(recorded, ml, methods)]
            self._add("add", [(), *(((("blood_loss", "any"), {"row": r}),) for r in rows)])

    def _records(self, recorded, ml, methods):
        low = max([0, *(r.time for r in recorded if r.cumulative_ml < ml)])
        high = min((r.time for r in recorded if r.cumulative_ml > ml), default=inf)
        times = sorted({m for m in (*self.minutes, low) if low <= m <= high})
        return [BloodLoss(ADDED, t, ml, method) for t in times for method in methods]

    # --- the completions -----------------------------------------------------------------------------
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
        """Added records stand between their neighbours and not after tc; an ambulance comes after its request."""
        a = case.ambulance
        if a is not None and None not in (a.requested, a.on_scene) and a.on_scene < a.requested:
            return False
        added = [r for r in case.blood_loss if r.index == ADDED]
        if not added:
            return True
        volumes = [r.cumulative_ml for r in case.blood_loss]
        return volumes == sorted(volumes) and all(r.time <= case.tc for r in added)
