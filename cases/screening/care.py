"""PURE. What was done for the woman, as possible moments: one entry point per kind of care."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from math import inf, isinf
from typing import Final

from cases.screening.facts import Ambulance, Answer, Call, CaseFacts, Medication, Staff
from cases.screening.possible import Done, Event

UTEROTONICS: Final = frozenset(
    {"oxytocin", "carbetocin", "methylergometrine", "misoprostol", "sulprostone", "carboprost"}
)
SECOND_LINE: Final = UTEROTONICS - {"oxytocin", "carbetocin"}
TRANEXAMIC_ACID: Final = frozenset({"tranexamic_acid"})
LINE: Final = frozenset({"iv_line"})
CATHETER: Final = frozenset({"bladder_catheter"})
OXYGEN: Final = frozenset({"oxygen"})
WARMING: Final = frozenset({"active_warming"})
MASSAGE: Final = frozenset({"uterine_massage", "bimanual_compression"})
INSPECTION: Final = frozenset({"genital_tract_inspection", "suturing"})
DECISIVE: Final = frozenset(
    {"balloon_tamponade", "compression_suture", "vessel_ligation", "embolisation", "hysterectomy"}
)
DECISIVE_WITH_CAUSE: Final = {
    "trauma": frozenset({"suturing"}),
    "tissue": frozenset({"manual_placenta_removal", "uterine_exploration"}),
    "inversion": frozenset({"uterine_repositioning"}),
}
EVER_DECISIVE: Final = DECISIVE.union(*DECISIVE_WITH_CAUSE.values())
SECONDARY_CARE: Final = frozenset({"gynaecologist", "resident", "hospital_midwife", "secondary_care"})
THEATRE: Final = frozenset({"theatre_team", "theatre_nurse"})
FAST: Final = frozenset({"A0", "A1"})
RUNS: Final = frozenset({"A0", "A1", "A2"})
WEEK: Final = 7 * 24 * 60


def when(
    moment: float | None, kind: str, index: int | None, what: str, *, certain: bool = True, last: float = inf
) -> Event:
    """Return the event of an entry; undated: from birth on, until ``last``."""
    if moment is not None:
        return Event(moment, moment, certain, True, kind, index, what)
    return Event(0, last, certain, False, kind, index, what)


class Care:
    """The possible moments of every kind of care in one case."""

    def __init__(self, facts: CaseFacts, takeover: int | None, *, caesarean: bool) -> None:
        self.facts = facts
        self.takeover = takeover
        self.caesarean = caesarean
        self._steps: dict[frozenset[str], Done] = {}
        self._decisive: dict[float, Done] = {}

    def lacks(self, *sections: str) -> bool:
        """Whether one of the lists may lack entries."""
        return not self.facts.incomplete.isdisjoint(sections)

    def medicines(self, drugs: Collection[str], purpose: str | None = None) -> Done:
        """Return the doses of some drugs, for one purpose (a dose without purpose may count) or for any."""
        return Done(
            (
                when(row.time, "medication", row.index, row.drug, certain=purpose in (None, row.purpose))
                for row in self.facts.medication
                if row.drug in drugs and (purpose is None or row.purpose in (None, purpose))
            ),
            extra=self.lacks("medication"),
        )

    def steps(self, kinds: frozenset[str]) -> Done:
        """Return the interventions of some kinds."""
        if kinds not in self._steps:
            rows = (row for row in self.facts.interventions if row.kind in kinds)
            events = (when(row.time, "interventions", row.index, row.kind) for row in rows)
            self._steps[kinds] = Done(events, extra=self.lacks("interventions"))
        return self._steps[kinds]

    def involved(self, roles: Collection[str]) -> Done:
        """Return when a role was involved: called at or after birth, arrived, or present."""
        calls = (event for row in self.facts.calls if row.role in roles for event in call_events(row))
        staff = (event for row in self.facts.staff if row.role in roles for event in presence(row))
        return Done((*calls, *staff), extra=self.lacks("calls", "staff"))

    def calls(self, applies: Callable[[Call], bool]) -> Done:
        """Return the calls made at or after birth that satisfy a condition."""
        rows = (row for row in self.facts.calls if applies(row))
        return Done((event for row in rows for event in made(row)), extra=self.lacks("calls"))

    @cached_property
    def uterotonic(self) -> Done:
        """Return the therapeutic uterotonics."""
        return self.medicines(UTEROTONICS, "treatment")

    @cached_property
    def second_uterotonic(self) -> Done:
        """Return the therapeutic second-line uterotonics."""
        return self.medicines(SECOND_LINE, "treatment")

    @cached_property
    def tranexamic_acid(self) -> Done:
        """Return the therapeutic doses of tranexamic acid."""
        return self.medicines(TRANEXAMIC_ACID, "treatment")

    @cached_property
    def line(self) -> Done:
        """Return the infusion lines."""
        return self.steps(LINE)

    @cached_property
    def gynaecologist(self) -> Done:
        """Return the gynaecologist's involvement."""
        return self.involved({"gynaecologist"})

    @cached_property
    def anaesthesiologist(self) -> Done:
        """Return the anaesthesiologist's involvement."""
        return self.involved({"anaesthesiologist"})

    @cached_property
    def takeovers(self) -> Done:
        """Return the takeover by secondary care."""
        moments = () if self.takeover is None else (self.takeover,)
        return Done(when(moment, "", None, "") for moment in moments)

    @cached_property
    def secondary_care(self) -> Done:
        """Return the involvement of secondary care: by one of its people, or at takeover."""
        return self.involved(SECONDARY_CARE).with_more(self.takeovers)

    @cached_property
    def theatre(self) -> Done:
        """Return when the theatre team was alerted; at a caesarean it was there at birth."""
        at_birth = (when(0, "birth", None, ""),) if self.caesarean else ()
        return self.involved(THEATRE).with_more(Done(at_birth))

    @cached_property
    def transfusion_protocol(self) -> Done:
        """Return the calls for massive transfusion made at or after birth."""
        return self.calls(lambda row: row.role == "massive_transfusion_protocol")

    @cached_property
    def sample(self) -> Done:
        """Return the blood samples taken at or after birth."""
        rows = (row for row in self.facts.labs if (row.sampled or 0) >= 0)
        events = (
            when(row.sampled, "labs", row.index, "", last=inf if row.resulted is None else row.resulted)
            for row in rows
        )
        return Done((event for event in events if event.last >= 0), extra=self.lacks("labs"))

    @cached_property
    def clotting_product(self) -> Done:
        """Return the starts of fibrinogen or plasma."""
        return Done(
            (
                when(row.started, "blood_products", row.index, row.product)
                for row in self.facts.blood_products
                if row.product in ("fibrinogen", "plasma")
            ),
            extra=self.lacks("blood_products"),
        )

    @cached_property
    def placenta(self) -> Done:
        """Return when the placenta came. It is no entry: an unknown moment counts as recorded."""
        moment = self.facts.birth.placenta_delivered
        if moment is None:
            return Done((Event(0, inf, False, True, "birth", None, ""),))
        return Done(() if isinf(moment) else (when(moment, "birth", None, ""),))

    @cached_property
    def decisive(self) -> Done:
        """Return the decisive steps at any time; an answer without an entry is an undated step."""
        causes = self.facts.birth.causes
        kinds = DECISIVE.union(*(more for cause, more in DECISIVE_WITH_CAUSE.items() if cause in causes))
        answered = list(self._answered(kinds))
        recorded = self.steps(kinds)
        return Done(
            (*recorded.events, *(when(None, kind, None, step) for kind, step, yes in answered if yes)),
            extra=recorded.extra or any(not yes for _, _, yes in answered),
        )

    def decisive_since(self, moment: float) -> Done:
        """Return the decisive steps at or after a moment."""
        if moment not in self._decisive:
            self._decisive[moment] = self.decisive.since(moment)
        return self._decisive[moment]

    def _answered(self, kinds: Collection[str]) -> Iterator[tuple[str, str, bool]]:
        """Yield (section, step, surely) for every step that an answer adds, or may add, to the entries."""
        outcome, removal = self.facts.outcome, self.facts.birth.placenta_removal
        answers = (
            ("outcome", "hysterectomy", outcome.hysterectomy),
            ("outcome", "embolisation", outcome.embolisation),
            ("birth", "manual_placenta_removal", {None: Answer.UNKNOWN, "manual": Answer.YES}.get(removal)),
        )
        entered = {row.kind for row in self.facts.interventions}
        for section, step, answer in answers:
            if step in kinds and step not in entered and answer in (Answer.YES, Answer.UNKNOWN):
                yield section, step, answer is Answer.YES

    def ambulance(self, urgencies: Collection[str] | None) -> Done:
        """Return the request for an ambulance of some urgencies (None: any)."""
        run = self.facts.ambulance
        if run is None or (urgencies is not None and run.urgency not in (None, *urgencies)):
            return Done((), extra=self.facts.ambulance_unknown)
        certain = urgencies is None or run.urgency is not None
        first, last = requested(run)
        return Done((Event(first, last, certain, run.requested is not None, "ambulance", None, ""),))


def requested(run: Ambulance) -> tuple[float, float]:
    """Return the earliest and latest possible moment of a request."""
    if run.requested is not None:
        return run.requested, run.requested
    later = [moment for moment in (run.on_scene, run.departed, run.at_hospital) if moment is not None]
    last = min(later, default=inf)
    return (0 if last >= 0 else -WEEK), last


def made(row: Call) -> Iterable[Event]:
    """Return the call itself, when it can have been made at or after birth."""
    arrived = inf if row.arrived is None else row.arrived
    if row.called is None:
        return (when(None, "calls", row.index, row.role, last=arrived),) if arrived >= 0 else ()
    return (when(row.called, "calls", row.index, row.role),) if row.called >= 0 else ()


def call_events(row: Call) -> Iterator[Event]:
    """Yield the moments at which a call involves a role: the call at or after birth, and the arrival."""
    yield from made(row)
    if row.arrived is not None:
        yield when(row.arrived, "calls", row.index, row.role)


def presence(row: Staff) -> Iterator[Event]:
    """Yield the start of a presence that did not end before birth."""
    until = inf if row.present_until is None else row.present_until
    if until >= 0:
        yield when(row.present_from, "staff", row.index, row.role, last=until)


def doses(facts: CaseFacts) -> list[Medication]:
    """Return the doses of tranexamic acid for any purpose."""
    return [row for row in facts.medication if row.drug in TRANEXAMIC_ACID]
