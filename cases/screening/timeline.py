"""PURE. The derived values of one case: triggers, takeover, end of the bleeding, final loss."""

from collections.abc import Iterator
from dataclasses import astuple
from functools import cached_property, partial
from math import inf, isinf
from typing import Final

from cases.screening import triggers
from cases.screening.courses import LAST_TRIGGER, LossCourse, Losses, Minutes, Span, at, reached
from cases.screening.facts import CaseFacts
from cases.screening.findings import Derived, Value
from cases.screening.moments import decisive_moments, recorded_moments
from cases.screening.possible import NOT_APPLICABLE, NOT_ASSESSABLE
from cases.screening.relations import Moment, Relation, Run, never, relation, spread
from cases.screening.rules import RuleSet
from cases.screening.signs import FirstSigns, Row, limits_of, possible_signs
from cases.screening.triggers import Course, Line, Volumes

CAESAREANS: Final = frozenset({"planned_caesarean", "emergency_caesarean"})
UNKNOWN: Final = "unknown"
HOUR: Final = 60
"""The hour before the trigger in which a preventive dose of tranexamic acid counts (P07)."""


class Timeline:
    """What follows from the facts and a rule set; everything is computed once, when first asked for."""

    def __init__(self, facts: CaseFacts, rules: RuleSet) -> None:
        self.facts = facts
        self.rules = rules
        self.caesarean = facts.birth.mode in CAESAREANS
        self.hospital = facts.birth.place == "hospital"
        self.takeover: int | None = 0 if self.hospital else facts.secondary_care_takeover
        self.after_takeover: float = inf if self.takeover is None else self.takeover
        self._steps = decisive_moments(facts)

    def borrow(self, other: "Timeline") -> None:
        """Take over what another timeline worked out that differs from this one by the takeover at most.

        The takeover itself is read by the trigger of the first infusion alone; but as a recorded moment it
        can tell more minutes apart, and then nothing is taken over.
        """
        if self.minutes.zones == other.minutes.zones:
            known = other.__dict__
            self.__dict__.update({name: known[name] for name in WITHOUT_TAKEOVER if name in known})

    def late(self, minute: float) -> float:
        """Return when a hospital's duty starts: at the trigger, not before takeover (inf: no takeover)."""
        return max(minute, self.after_takeover)

    def secondary(self, minute: float) -> bool:
        """Whether secondary care had taken over at this minute."""
        return self.after_takeover <= minute

    @cached_property
    def volumes(self) -> Volumes:
        """Return the volumes of the triggers in this rule set, for this mode of birth."""
        mode = "caesarean" if self.caesarean else "vaginal"
        return Volumes(
            treatment=self.rules.minutes(f"treatment_trigger_{mode}_ml"),
            alarm=self.rules.minutes("alarm_loss_ml"),
            shock=self.rules.minutes("shock_index_min_loss_ml"),
            signs=self.rules.minutes("who_loss_ml") if self.rules.has_signs_trigger else None,
        )

    @cached_property
    def minutes(self) -> Minutes:
        """Return the minutes that the checks can tell apart."""
        window = self.rules.minutes("txa_window_min")
        marks = {0, window, LAST_TRIGGER, LAST_TRIGGER + 1, *recorded_moments(self.facts, self.takeover)}
        limits = (p for p in self.rules.parameters.values() if p.unit == "min" and p.key != "txa_window_min")
        longest = max(limit.value for limit in limits)
        wait = self.rules.minutes("referral_persistence_min")
        return Minutes(marks, max(HOUR, int(longest)) + wait + 1)

    @cached_property
    def losses(self) -> Losses:
        """Return the blood-loss records, ready for the courses."""
        keys = ("alarm_loss_ml", "theatre_loss_ml", "mtp_loss_ml")
        volumes = [volume for volume in astuple(self.volumes) if volume is not None]
        volumes += [self.rules.minutes(key) for key in keys] + [self.txa_volume]
        return Losses(self.facts, volumes, self.minutes)

    @property
    def txa_volume(self) -> int:
        """Return the first volume that is *more* than the limit for tranexamic acid."""
        return self.rules.minutes("txa_loss_ml") + 1

    @cached_property
    def loss_courses(self) -> tuple[LossCourse, ...]:
        """Return the courses for triggers that need blood loss only."""
        return tuple(self.losses.courses())

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """Return the courses with their vital signs, for the triggers that need them."""
        limits = limits_of(self.rules)
        rows = [
            Row(row.time, possible_signs(row, limits), None not in (row.heart_rate, row.systolic))
            for row in self.facts.vitals
        ]
        signs = FirstSigns(rows, self.after_takeover)
        more = "vitals" in self.facts.incomplete
        return tuple(triggers.sign_courses(iter(self.loss_courses), signs, self.volumes, more_rows=more))

    def _volume(self, volume: int, within: float = inf) -> Relation[int | None]:
        def runs() -> Iterator[Run]:
            for low, high, spans, added, _ in self.loss_courses:
                span = spans[volume]
                if span.ever:
                    yield Run(span.low, min(span.high, within), low, high, added, 0)
                if span.never or span.high > within:
                    yield never(low, high, added=added)

        return relation(runs(), self.minutes)

    def _signed(self, reader: triggers.Reader) -> Relation[int | None]:
        runs = (run for course in self.courses for run in reader(course))
        return relation(runs, self.minutes)

    @cached_property
    def t1000(self) -> Relation[int | None]:
        """Return when the alarm volume was reached."""
        return self._volume(self.volumes.alarm)

    @cached_property
    def t1500(self) -> Relation[int | None]:
        """Return when the volume for the theatre team was reached."""
        return self._volume(self.rules.minutes("theatre_loss_ml"))

    @cached_property
    def t2000(self) -> Relation[int | None]:
        """Return when the volume for massive transfusion was reached."""
        return self._volume(self.rules.minutes("mtp_loss_ml"))

    @cached_property
    def txa(self) -> Relation[int | None]:
        """Return tTXA: more than 500 ml, if reached within the first three hours."""
        return self._volume(self.txa_volume, self.rules["txa_window_min"])

    @cached_property
    def treatment(self) -> Relation[int | None]:
        """Return tP."""
        if self.volumes.signs is None:
            return self._volume(self.volumes.treatment)
        return self._signed(triggers.treatment)

    @cached_property
    def alarm(self) -> Relation[int | None]:
        """Return tA."""
        return self._signed(triggers.alarm)

    @cached_property
    def shock(self) -> Relation[int | None]:
        """Return tSI."""
        return self._signed(triggers.shock)

    @cached_property
    def referral(self) -> Relation[int | None]:
        """Return trig1."""
        wait = self.rules.minutes("referral_persistence_min")
        return self._signed(partial(triggers.referral, wait=wait))

    @cached_property
    def line(self) -> Relation[Line | None]:
        """Return the trigger of the first infusion."""
        runs = (run for course in self.courses for run in triggers.line(course, self.after_takeover))
        return Relation(
            Moment(None if minute is None else Line(minute, run.tag), low, run.high, run.added)
            for minute, run, low in spread(runs, self.minutes)
        )

    @cached_property
    def decisive(self) -> Relation[tuple[int, int] | None]:
        """Return (t1000, t2000), None when the second is not reached."""
        alarm, massive = self.volumes.alarm, self.rules.minutes("mtp_loss_ml")

        def moments() -> Iterator[Moment[tuple[int, int] | None]]:
            for course in self.loss_courses:
                late, early = course.spans[massive], course.spans[alarm]
                if late.never:
                    yield Moment(None, course.low, course.high, course.added)
                for minute in self.minutes.between(late.low, late.high):
                    for first in self._firsts(early if alarm < massive else at(minute), minute):
                        yield Moment((first, minute), max(course.low, minute), course.high, course.added)

        return Relation(moments())

    def _firsts(self, early: Span, minute: int) -> set[int]:
        """Return the moments for the alarm volume that can be told apart: around each recorded step."""
        low, high = early.low, min(early.high, minute)
        if low == high:
            return {int(low)}
        steps = self._steps
        return {int(m) for m in (low, high, *steps, *(step + 1 for step in steps)) if low <= m <= high}

    @cached_property
    def unmeasured(self) -> int:
        """Return the possible results of D13 in completions without tSI."""
        bits = 0
        for course in self.courses:
            end = min(course.high, course.signs.shock_last)
            if course.low <= end and course.loss.added:
                bits |= self._blind(course, end)
            elif course.low <= end and not course.added:  # added vital signs only take away the doubt
                bits |= self._unmeasured_until(course.low, end)
        return bits

    def _blind(self, course: Course, end: float) -> int:
        """Return whether further records can make that nothing was measured after the first 300 ml."""
        part = course.shock_part
        earliest = max(course.low, part.low + 1)
        if not part.ever or earliest > end or course.loss.shown < self.volumes.shock:
            return NOT_APPLICABLE
        return NOT_APPLICABLE if self._measured(part.high, earliest) else NOT_ASSESSABLE

    def _measured(self, first: float, end: float) -> bool:
        rows = (row for row in self.facts.vitals if first <= row.time < end)
        return any(row.heart_rate is not None and row.systolic is not None for row in rows)

    def _unmeasured_until(self, low: float, high: float) -> int:
        """Without tSI: not assessable when nothing was measured from the first 300 ml to the end."""
        made = reached(self.losses.records, self.volumes.shock)
        if made is None or made >= high:
            return NOT_APPLICABLE
        bits = NOT_APPLICABLE if low <= made or self._measured(made, high) else 0
        return bits | (0 if self._measured(made, max(low, made + 1)) else NOT_ASSESSABLE)

    def finals(self) -> tuple[float, bool]:
        """Return the final loss and whether further records can make it higher."""
        return self.losses.finals(self.facts.outcome.total_loss_ml)

    @property
    def derived(self) -> Derived:
        """Return the derived values as the command prints them."""
        controlled = self.facts.birth.bleeding_controlled
        final, open_ended = self.finals()
        end: Value = UNKNOWN
        if controlled is not None:
            end = "never" if isinf(controlled) else int(controlled)
        return Derived(
            tP=single(self.treatment),
            t1000=single(self.t1000),
            t1500=single(self.t1500),
            t2000=single(self.t2000),
            tTXA=single(self.txa),
            tSI=single(self.shock),
            tA=single(self.alarm),
            t2=self.takeover,
            tc=end,
            final_ml=UNKNOWN if open_ended else int(final),
        )


WITHOUT_TAKEOVER: Final = (
    *("losses", "loss_courses", "t1000", "t1500", "t2000", "txa", "decisive"),
    *("treatment", "alarm", "shock", "referral"),
)
"""What a timeline derives from loss and vital signs alone."""


def single(relation: Relation[int | None]) -> int | str | None:
    """Return the only possible value of a trigger, or "unknown"."""
    values = relation.values
    return next(iter(values)) if len(values) == 1 else UNKNOWN
