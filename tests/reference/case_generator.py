"""Random small cases that are legal, varied and close to the limits, for comparing engine and reference.

Moments are taken near the moments that matter (a record, birth, takeover) plus a limit of some check, plus or
minus a minute, so that deadlines are just met or just missed and triggers just reached or not.
"""

import random
from math import inf

from hypothesis import strategies as st

from cases.screening import facts as f

from .case_unknowns import forget
from .case_vocabulary import (
    BIRTH_TIMES,
    CALL_ROLES,
    DRUGS,
    KINDS,
    LARGE_VOLUMES,
    LIMITS,
    STAFF_ROLES,
    TESTS,
    VOLUMES,
)

YES, NO, NOT_APPLICABLE = f.Answer.YES, f.Answer.NO, f.Answer.NOT_APPLICABLE


class _Maker:
    """One random case: the birth and the bleeding first, the rest near their moments."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.place = rng.choices(
            ("hospital", "home", "birth_centre", "midwife_led_hospital"), (50, 25, 10, 15)
        )[0]
        caesarean = self.place == "hospital" and rng.random() < 0.3
        modes = (
            ("planned_caesarean", "emergency_caesarean")
            if caesarean
            else ("spontaneous", "vacuum", "forceps")
        )
        self.mode = rng.choice(modes)
        self.severe = self.chance(0.2)
        self.blood_loss = self._blood_loss()
        self.anchors = [r.time for r in self.blood_loss]
        self.takeover = self._takeover()
        self.controlled = self._controlled()

    def chance(self, probability):
        return self.rng.random() < probability

    def near(self, low=-400):
        """A minute near a moment that matters, at or just beside a limit."""
        rng = self.rng
        t = rng.choice(self.anchors) + rng.choice(LIMITS) + rng.choice((0, 0, 0, 0, -1, 1, 1, -12))
        return max(t, low)

    def _blood_loss(self):
        rng = self.rng
        pool = VOLUMES + (LARGE_VOLUMES if self.chance(0.5) else ())
        volumes = sorted(rng.sample(pool, rng.choice((1, 2, 3, 3, 4, 5))))
        if self.severe:
            volumes[-1] = max(volumes[-1], rng.choice(LARGE_VOLUMES))
        time = rng.choices((5, 10, 20, 0, -20, 135, 150, 165, 181, 1425), (20, 20, 12, 5, 2, 3, 3, 3, 3, 2))[
            0
        ]
        rows = []
        for index, ml in enumerate(volumes):
            method = rng.choice(("weighed", "collector", "estimated", "estimated", "estimated"))
            rows.append(f.BloodLoss(index, time, ml, method))
            time += rng.choice((0, 2, 5, 8, 10, 12, 14, 15, 16, 20, 31))
        return rows

    def _takeover(self):
        if self.place == "hospital":
            self.anchors.append(0)
            return 0
        takeover = self.near(-20) if self.chance(0.7) else None
        self.anchors += [] if takeover is None else [takeover, takeover]
        return takeover

    def _controlled(self):
        last = self.blood_loss[-1].time
        way = self.rng.random()
        if way < 0.12:
            return inf
        if way < 0.35:
            return self.near()
        return last + self.rng.choice((0, 1, 9, 10, 11, 15, 16, 20, 30, 31, 45, 60, 61, 90))

    # --- the lists -----------------------------------------------------------------------------------
    def vitals(self):
        rng = self.rng
        start, rows = rng.choice(self.anchors), []
        for _ in range(rng.choice((0, 1, 2, 3, 4, 5, 6))):
            systolic = rng.choice((85, 99, 100, 110, 120, 130))
            pulse = rng.choice((70, 80, 90, 99, 100, 101, 108, 117))
            diastolic = rng.choice((55, 59, 60, 70, 80))
            temperature = rng.choice((None, None, None, 36.5))
            rows.append(f.Vitals(0, start, pulse, systolic, diastolic, temperature_c=temperature))
            start += rng.choice((1, 5, 10, 14, 15, 15, 16, 20))
        return rows

    def medication(self):
        rng, rows = self.rng, []
        if self.chance(0.7):
            rows.append(
                self.drug(
                    rng.choice(("oxytocin", "carbetocin", "misoprostol")),
                    rng.choice((0, 1, 5)),
                    "prophylaxis",
                )
            )
        for name in rng.choices(
            ("oxytocin", "methylergometrine", "sulprostone", "carboprost", "misoprostol"),
            k=rng.choice((0, 1, 1, 2)),
        ):
            rows.append(self.drug(name, self.near(), "treatment"))
        if self.chance(0.55):
            first = self.near() if self.chance(0.9) else rng.choice((149, 150, 151, 179, 180, 181))
            rows.append(
                self.drug("tranexamic_acid", first, rng.choice(("treatment",) * 5 + ("prophylaxis",)))
            )
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                again = first + rng.choice((0, 5, 9, 10, 11, 29, 30, 31))
                rows.append(self.drug("tranexamic_acid", again, "treatment"))
        if self.chance(0.1):
            rows.append(
                self.drug(rng.choice(tuple(DRUGS)), self.near(), rng.choice(("treatment", "prophylaxis")))
            )
        return rows

    def drug(self, name, time, purpose):
        unit, doses = DRUGS[name]
        return f.Medication(0, time, name, self.rng.choice(doses), unit, purpose=purpose)

    def interventions(self):
        kinds = self.rng.choices(KINDS, k=self.rng.randrange(8))
        rows = [f.Intervention(0, self.near(), kind) for kind in kinds]
        if self.severe and self.chance(0.5):
            last = max(self.blood_loss[-1].time, self.takeover or 0)
            rows.append(f.Intervention(0, last + self.rng.choice((29, 30, 31, 31, 45)), "balloon_tamponade"))
        return rows

    def calls(self):
        rows = []
        for role in self.rng.choices(CALL_ROLES, k=self.rng.choice((0, 1, 1, 2, 3, 4))):
            called = self.near(-60) if self.chance(0.9) else -self.rng.choice((1, 5, 30))
            late = self.rng.choice((0, 5, 10, 20, 29, 30, 31, 45))
            arrived = called + late if self.chance(0.65) else None
            rows.append(
                f.Call(0, role, called, arrived, self.rng.choice(("in_person", "in_person", "phone")))
            )
        return rows

    def staff(self):
        rows = []
        for role in self.rng.choices(STAFF_ROLES, k=self.rng.choice((0, 1, 1, 2, 3, 4))):
            start = self.near() if self.chance(0.6) else self.rng.choice((0, -10, -60))
            stay = self.rng.choice((None, None, None, 0, 9, 10, 15, 60))
            rows.append(f.Staff(0, role, start, None if stay is None else start + stay))
        return rows

    def labs(self):
        rng, rows = self.rng, []
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            sampled = self.near() if self.chance(0.9) else -rng.choice((1, 200))
            tests = set(rng.sample(TESTS, rng.randrange(5)))
            if self.chance(0.5):
                tests |= {"haemoglobin", "crossmatch"}
            level = rng.choice((0.9, 1.9, 1.99, 1.99, 2.0, 4.0)) if "fibrinogen" in tests else None
            resulted = sampled + rng.choice((0, 10, 16, 20, 30))
            rows.append(f.Lab(0, sampled, resulted, frozenset(tests), fibrinogen_g_l=level))
            self.anchors.append(resulted)
        return rows

    def blood_products(self):
        products = ("red_cells", "plasma", "fibrinogen", "fibrinogen")
        chosen = self.rng.choices(products, k=self.rng.choice((0, 1, 1, 2)))
        return [f.BloodProduct(0, product, started=self.near()) for product in chosen]

    def ambulance(self):
        if self.place == "hospital" or self.chance(0.35):
            return None
        rng = self.rng
        requested = self.near(-30)
        scene = requested + rng.choice((5, 14, 15, 16, 29, 30, 31))
        departed = scene + rng.choice((0, 4, 10))
        hospital = rng.choice((max(departed, requested + rng.choice((44, 45, 46, 50))), departed, None))
        return f.Ambulance(
            requested, rng.choice(("A0", "A1", "A1", "A2", "A2", "B")), scene, departed, hospital
        )

    # --- the answers ---------------------------------------------------------------------------------
    def answer(self, *weights):
        return self.rng.choices((YES, NO, NOT_APPLICABLE), weights)[0]

    def mother(self):
        factors = frozenset(self.rng.choices((["pre_eclampsia"], ["previous_pph"], []), (1, 1, 4))[0])
        names = (
            "hypertension",
            "asthma",
            "heart_disease",
            "tranexamic_acid_contraindicated",
            "refuses_blood_products",
        )
        return f.Mother(
            high_risk_known=self.answer(3, 4, 1),
            deviation_documented=self.answer(3, 3, 1),
            risk_factors=factors,
            **{name: self.answer(1, 7, 1) for name in names},
        )

    def birth(self):
        rng = self.rng
        causes = rng.choice(
            (
                [],
                ["tone"],
                ["tone"],
                ["trauma"],
                ["tissue"],
                ["tissue", "trauma"],
                ["tone", "tissue"],
                ["inversion"],
                ["thrombin"],
            )
        )
        placenta = rng.choice((2, 5, 10, 30, 34, 35, 36, 50, self.near(0), self.near(0), inf))
        removal = rng.choice(("spontaneous", "controlled_cord_traction", "manual"))
        return f.Birth(
            time=rng.choice(BIRTH_TIMES),
            place=self.place,
            mode=self.mode,
            prophylaxis_declined=self.answer(3, 4, 1),
            placenta_delivered=placenta,
            placenta_removal=removal,
            causes=frozenset(causes),
            bleeding_controlled=self.controlled,
        )

    def aftercare(self):
        names = (
            "sbar_handover",
            "haemoglobin_checked",
            "debrief_team",
            "debrief_woman",
            "thrombosis_risk_assessed",
        )
        return f.Aftercare(**{name: self.answer(3, 2, 2) for name in names})

    def outcome(self):
        highest = self.blood_loss[-1].cumulative_ml
        total = self.rng.choice(
            (None,) * 5 + (highest, highest + 1, highest + 600, max(highest - 100, 0), 1000, 1001, 2000)
        )
        return f.Outcome(
            total_loss_ml=total,
            total_loss_note="counted again",
            hysterectomy=self.answer(1, 8, 2),
            embolisation=self.answer(1, 8, 2),
            death=self.answer(1, 8, 1),
        )

    def case(self):
        birth = self.birth()
        lists = {name: getattr(self, name)() for name in f.SECTIONS if name != "blood_loss"}
        return f.CaseFacts(
            birth=birth,
            label="fictitious",
            mother=self.mother(),
            secondary_care_takeover=self.takeover,
            blood_loss=tuple(self.blood_loss),
            clear_fluids_before_blood_ml=self.rng.choice((None, 0, 2000, 3500, 3501, 5000)),
            ambulance=self.ambulance(),
            aftercare=self.aftercare(),
            outcome=self.outcome(),
            **{name: tuple(rows) for name, rows in lists.items()},
        )


def random_case(rng: random.Random, *, unknowns: int | None = None) -> f.CaseFacts:
    """A random legal case in which ``unknowns`` things are unknown (none given: 0 to 4)."""
    case = _Maker(rng).case()
    number = rng.choice((0, 0, 1, 1, 2, 3, 4)) if unknowns is None else unknowns
    return forget(rng, case, number)


def cases(*, unknowns: int | None = None) -> st.SearchStrategy[f.CaseFacts]:
    """A Hypothesis strategy of such cases: its choices are Hypothesis's own, so that failures shrink."""
    return st.randoms(use_true_random=False).map(lambda rng: random_case(rng, unknowns=unknowns))
