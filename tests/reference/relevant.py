"""The part of a case that one check can depend on, and the minutes worth trying for an unknown moment.

Every constraint of a check compares two moments with a limit between them, so if there is a completion with
a certain result there is one whose moments are recorded moments shifted by limits, plus or minus a minute.
"""

from math import inf

from cases.screening.facts import CaseFacts

from .check_table import ANY, FAR, Check
from .completed_case import DAY, DECISIVE_BY_CAUSE, LISTS


class Relevant:
    """What of ``facts`` matters to ``check``: rows, single values, volumes and minutes."""

    def __init__(self, check: Check, facts: CaseFacts, profile: str = "nl"):
        self.check, self.facts, self.profile = check, facts, profile
        loss = check.loss
        self.shock = bool(loss & {"tSI", "tA"}) or (profile == "who2025" and "tP" in loss)
        self.triggers = bool(loss & {"tP", "tA", "t1000", "t1500", "t2000", "tTXA", "tSI"})
        self.thresholds = self._thresholds()
        self.rows = self._relevant_rows()
        self.values = self._single_values()

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
