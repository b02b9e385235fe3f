"""What is unknown in a case, as far as one check can depend on it.

An unknown is a list of options; an option is a tuple of patches ``(key, {field: value})``. Three kinds, as
the rule about unknowns tells them apart:
``value`` an answer, a number, a purpose, a moment of no entry (placenta, bleeding under control);
``date``  the time of an entry that is recorded without one;
``add``   an entry that is not recorded (the first option adds nothing).
"""

from dataclasses import dataclass, replace
from itertools import product
from math import inf

from cases.screening.facts import Ambulance, Answer, BloodLoss, CaseFacts, Vitals

from .check_table import Check
from .completed_case import ADDED, CompletedCase
from .relevant import Relevant

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


class Unknowns(Relevant):
    """The unknowns of ``facts`` that matter to ``check``."""

    def __init__(self, check: Check, facts: CaseFacts, profile: str = "nl"):
        super().__init__(check, facts, profile)
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
            self._add("value", [(("placenta", t),) for t in (*(m for m in self.minutes if m >= 0), inf)])
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
            self._add("value", [((key, {"dose": tenths / 10}),) for tenths in (0, 0.1, *range(1, 12), 50)])
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
        perhaps = []  # one of these at most: a second one could not change which step comes first
        for kind, answer in stated.items():
            entered = any(row.kind == kind for row in self.facts.interventions)
            if entered or kind not in self._kinds() or answer in {Answer.NO, Answer.NOT_APPLICABLE}:
                continue
            key = ("interventions", kind)
            dated = [((key, {"kind": kind, "time": t}),) for t in self._from_birth()]
            if answer == Answer.YES:
                self._add("date", dated)
            else:
                perhaps.extend(dated)
        self._add("add", [(), *perhaps] if perhaps else [])

    def _missing_rows(self):
        for name in ("medication", "interventions", "calls", "staff", "labs", "blood_products", "vitals"):
            protos = [p for p in self.check.extras if LIST_OF[type(p).__name__] == name]
            if self._incomplete(name) and protos:
                for copy in range(self.check.copies):
                    self._add("add", [(), *self._added_rows((name, f"added {copy}"), protos)])
        if self._incomplete("vitals") and (self.shock or self.check.loss & {"made"}):
            signs = [(90, 100, 80), (101, 140, 80), (220, 40, 20), (60, 120, 80)]
            rows = [Vitals(ADDED, t, *s) for t in self.minutes if t >= 0 for s in signs]
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
        total = self.facts.outcome.total_loss_ml
        if total is not None and ml > max([total, *(r.cumulative_ml for r in recorded)]):
            return []  # the total is known: no record can have shown more than there was
        low = max([0, *(r.time for r in recorded if r.cumulative_ml < ml)])
        high = min((r.time for r in recorded if r.cumulative_ml > ml), default=inf)
        times = sorted({m for m in (*self.minutes, low) if low <= m <= high})
        return [BloodLoss(ADDED, t, ml, method) for t in times for method in methods]
