"""A completed case: nothing in it is unknown. The derived values are read from it in the plainest way.

Part of the slow reference for the screening: it shares nothing with the engine but the facts of a case.
Minutes since birth throughout; ``inf`` is never; ``None`` is not reached.
"""

from functools import cached_property
from math import inf

from cases.screening.facts import Answer

DAY = 24 * 60
UTEROTONICS = {"oxytocin", "carbetocin", "methylergometrine", "misoprostol", "sulprostone", "carboprost"}
SECOND_LINE = {"methylergometrine", "misoprostol", "sulprostone", "carboprost"}
SECONDARY_ROLES = {"gynaecologist", "resident", "hospital_midwife", "secondary_care"}
DECISIVE = {"balloon_tamponade", "compression_suture", "vessel_ligation", "embolisation", "hysterectomy"}
DECISIVE_BY_CAUSE = {
    "trauma": {"suturing"},
    "tissue": {"manual_placenta_removal", "uterine_exploration"},
    "inversion": {"uterine_repositioning"},
}
LISTS = ("blood_loss", "vitals", "medication", "interventions", "calls", "staff", "labs", "blood_products")
ADDED = -1
"""The index of a row that a completion adds."""

PARAMETERS = {
    "treatment_trigger_vaginal_ml": 500,
    "treatment_trigger_caesarean_ml": 1000,
    "alarm_loss_ml": 1000,
    "theatre_loss_ml": 1500,
    "mtp_loss_ml": 2000,
    "shock_index_tenths": 9,
    "shock_index_min_loss_ml": 300,
    "txa_loss_ml": 500,
    "txa_window_min": 180,
    "who_loss_ml": 300,
    "who_pulse": 100,
    "who_systolic": 100,
    "who_diastolic": 60,
    "who_shock_index_tenths": 10,
}
"""The parameters behind the derived values; those of one check stand as plain numbers in that check."""


def earliest(times):
    """The first of the times, or None when there are none (``inf`` and None do not count)."""
    return min((t for t in times if t is not None and t != inf), default=None)


class CompletedCase:
    """One completion. ``rows``: list name → its rows, all dated; ``values``: the single values."""

    def __init__(self, birth, rows, values, profile="nl"):
        self.place, self.mode, self.causes = birth.place, birth.mode, birth.causes
        self.profile = profile
        self.values = values
        self.tc = values["tc"]
        self.t2 = 0 if birth.place == "hospital" else values["takeover"]
        self.placenta = values["placenta"]
        self.ambulance = values["ambulance"]
        for name in LISTS:
            setattr(self, name, rows[name])

    # --- blood ---------------------------------------------------------------------------------------
    def made_until_tc(self):
        """(time, ml) of the measurements made up to and including tc."""
        return [(r.time, r.cumulative_ml) for r in self.blood_loss if r.time <= self.tc]

    def measured_afterwards(self):
        """The ml that were only measured after tc (or only counted in the total), or None."""
        higher = [r.cumulative_ml for r in self.blood_loss if r.time > self.tc]
        if self.values["total_loss_ml"] is not None:
            higher.append(self.values["total_loss_ml"])
        highest = max((ml for _, ml in self.made_until_tc()), default=0)
        return max(higher) if higher and max(higher) > highest else None

    def possible_minutes_afterwards(self):
        """(after, up to): blood measured afterwards was lost after the one, at the latest at the other."""
        return max((time for time, _ in self.made_until_tc()), default=0), self.tc

    @cached_property
    def trigger_records(self):
        """(time, ml) that can trigger something: up to tc and within 24 hours."""
        records = self.made_until_tc()
        if self.measured_afterwards() is not None:
            records.append((self.values["afterwards"], self.measured_afterwards()))
        return [(time, ml) for time, ml in records if time <= DAY]

    def first_loss(self, ml):
        return earliest(time for time, lost in self.trigger_records if lost >= ml)

    def final(self):
        if self.values["total_loss_ml"] is not None:
            return self.values["total_loss_ml"]
        return max(r.cumulative_ml for r in self.blood_loss)

    # --- moments -------------------------------------------------------------------------------------
    def t1000(self):
        return self.first_loss(PARAMETERS["alarm_loss_ml"])

    def t1500(self):
        return self.first_loss(PARAMETERS["theatre_loss_ml"])

    def t2000(self):
        return self.first_loss(PARAMETERS["mtp_loss_ml"])

    def tTXA(self):
        first = self.first_loss(PARAMETERS["txa_loss_ml"] + 1)
        return first if first is not None and first <= PARAMETERS["txa_window_min"] else None

    def tP(self):
        p = PARAMETERS
        if self.profile == "who2025":
            signs = (v.time for v in self._vitals_with_loss(p["who_loss_ml"]) if self._abnormal_who(v))
            return earliest([self.first_loss(p["treatment_trigger_vaginal_ml"]), earliest(signs)])
        key = "treatment_trigger_vaginal_ml" if self.vaginal() else "treatment_trigger_caesarean_ml"
        return self.first_loss(p[key])

    def tSI(self):
        p = PARAMETERS
        rows = self._vitals_with_loss(p["shock_index_min_loss_ml"])
        return earliest(v.time for v in rows if 10 * v.heart_rate >= p["shock_index_tenths"] * v.systolic)

    def _vitals_with_loss(self, ml):
        """The vitals before tc at which at least this much had been lost."""
        records = self.trigger_records
        return [
            v
            for v in self.vitals
            if v.time < self.tc and any(t <= v.time and lost >= ml for t, lost in records)
        ]

    @staticmethod
    def _abnormal_who(v):
        p = PARAMETERS
        return (
            v.heart_rate > p["who_pulse"]
            or v.systolic < p["who_systolic"]
            or v.diastolic < p["who_diastolic"]
            or 10 * v.heart_rate >= p["who_shock_index_tenths"] * v.systolic
        )

    def tA(self):
        return earliest([self.t1000(), self.tSI()])

    def trig1(self):
        tP = self.tP()
        persisting = tP + 15 if tP is not None and self.active(tP + 15) else None
        return earliest([self.tA(), persisting])

    def active(self, t):
        return self.tc > t

    def late(self, t):
        return max(t, self.t2)

    def secondary_at(self, t):
        return self.t2 is not None and self.t2 <= t

    # --- who and what --------------------------------------------------------------------------------
    def vaginal(self):
        return self.mode in {"spontaneous", "vacuum", "forceps"}

    def trauma_only(self):
        return self.causes == {"trauma"}

    def inversion(self):
        return "inversion" in self.causes

    def tone(self):
        return not self.causes or "tone" in self.causes

    def yes(self, question):
        return self.values[question] == Answer.YES

    def involved(self, *roles):
        """The first moment at which one of the roles is involved, or None."""
        calls = [c for c in self.calls if c.role in roles]
        called = [c.called for c in calls if c.called >= 0]
        arrived = [c.arrived for c in calls]
        present = [s.present_from for s in self.staff_from_birth_on() if s.role in roles]
        return earliest(called + arrived + present)

    def staff_from_birth_on(self):
        """Presence that did not end before birth."""
        return [s for s in self.staff if s.present_until is None or s.present_until >= 0]

    def secondary_involved(self):
        return earliest([self.involved(*SECONDARY_ROLES), self.t2])

    def theatre_team(self):
        return earliest([self.involved("theatre_team", "theatre_nurse"), None if self.vaginal() else 0])

    def drugs(self, names, purpose=None):
        """Times at which one of these drugs was given (for this purpose), in order."""
        rows = [m for m in self.medication if m.drug in names and purpose in (None, m.purpose)]
        return sorted(m.time for m in rows)

    def therapeutic(self):
        return self.drugs(UTEROTONICS, "treatment")

    def second_line(self):
        return self.drugs(SECOND_LINE, "treatment")

    def txa(self):
        return self.drugs({"tranexamic_acid"}, "treatment")

    def done(self, *kinds):
        return sorted(i.time for i in self.interventions if i.kind in kinds)

    def decisive_steps(self):
        kinds = set(DECISIVE).union(*(DECISIVE_BY_CAUSE.get(cause, set()) for cause in self.causes))
        return [t for t in self.done(*kinds) if self.t1000() is not None and t >= self.t1000()]
