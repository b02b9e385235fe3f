"""PURE. The shapes "in time" and "there": one evaluator for every check that has a trigger and a deadline."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.findings import Evidence, Result, Value
from cases.screening.possible import Done, Event
from cases.screening.relations import Moment, Relation
from cases.screening.view import NO, YES, Condition, View
from fluxus.texts import Text


@dataclass(slots=True)
class Judged:
    """What the evaluation of one check found; ``text`` is the sentence for the result, in both languages."""

    result: Result
    text: Text
    value: Value = None
    limit: float | None = None
    unit: str = ""
    mark: str = ""
    evidence: tuple[Evidence, ...] = ()


class Start(NamedTuple):
    """The clock starts at ``moment``; ``limit`` names the parameter; ``takeover``: it starts at takeover."""

    moment: float
    limit: str
    takeover: bool = False


Starter = Callable[[View, Any], Start | None]
Doer = Callable[[View, Any], Done]


def from_trigger(limit: str) -> Starter:
    """Count from the trigger."""
    return lambda _view, minute: Start(minute, limit)


def from_care(limit: str) -> Starter:
    """Count from the trigger, but not before secondary care took over; the check needs a takeover."""

    def start(view: View, minute: int) -> Start | None:
        return Start(view.time.late(minute), limit, view.time.after_takeover > minute)

    return start


def always(_view: View, _key: Any) -> int:
    """Say that the check applies at any value of its trigger."""
    return YES


@dataclass(frozen=True, slots=True)
class Timed:
    """A check with a trigger: "in time" (done by the deadline) or ``there`` (done at any time).

    ``trigger`` names a relation of the timeline; ``start`` gives the clock for a value of the trigger;
    ``done`` the action; ``only_if_done``: a thing that was never done is another check's matter.
    ``sections``: the lists in which the action is looked for; ``outside``: why ``applies_at`` says no.
    """

    trigger: str
    start: Starter
    done: Doer
    what: Text
    sections: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    applies_at: Callable[[View, Any], int] = always
    there: bool = False
    only_if_done: bool = False
    outside: Text = saying.OUTSIDE
    unreached: Callable[[View], int] = field(default=lambda _view: p.NOT_APPLICABLE)

    def judge(self, view: View) -> Judged:
        """Return the verdict with its words."""
        for condition in self.conditions:
            if condition.holds(view) == NO:
                return Judged(Result.NOT_APPLICABLE, condition.otherwise, evidence=condition.evidence)
        relation: Relation[Any] = getattr(view.time, self.trigger)
        result = p.result_of(self._bits(view, relation))
        starts = self._starts(view, relation)
        if result is Result.NOT_APPLICABLE:
            return Judged(result, self._why_not(view, relation, starts))
        if result is Result.NOT_ASSESSABLE:
            return self._not_assessable(view, relation, starts)
        return self._decided(view, relation, starts, result)

    def _bits(self, view: View, relation: Relation[Any]) -> int:
        bits = 0
        for condition in self.conditions:
            if condition.holds(view) & NO:
                bits |= p.NOT_APPLICABLE
        evaluate = _there if self.there else _in_time
        for moment in relation.moments:
            start = None if moment.key is None else self.start(view, moment.key)
            if start is None:
                bits |= p.NOT_APPLICABLE if moment.key is not None else self.unreached(view)
            else:
                applies = self.applies_at(view, moment.key)
                if applies & NO:
                    bits |= p.NOT_APPLICABLE
                if applies & YES:
                    deadline = start.moment + view.rules[start.limit]
                    bits |= evaluate(self.done(view, moment.key), deadline, moment, self.only_if_done)
            if p.settled(bits):
                break
        return bits

    def _starts(self, view: View, relation: Relation[Any]) -> "Starts":
        """Return the values of the trigger at which the check applies, with its clock (two are enough)."""
        found: Starts = []
        for key in relation.values:
            if key is None:
                continue
            start = self.start(view, key)
            if start is not None and self.applies_at(view, key) & YES:
                found.append((key, start))
                if len(found) > 1:
                    break
        return found

    def _decided(self, view: View, relation: Relation[Any], starts: "Starts", result: Result) -> Judged:
        key, start = min(starts, key=lambda pair: pair[1].moment)
        known = len(starts) == 1
        event = _witness(self.done(view, key), result)
        value = None if event is None or not known else int(event.first - start.moment)
        limit = view.rules.parameters[start.limit]
        trigger = saying.trigger(view, self.trigger, key)
        name = saying.TAKEOVER if start.takeover else trigger.words
        if value is not None and event is not None:
            what = saying.event_name(event, self.what)
            met_there = self.there and result is Result.MET
            text = (
                saying.done_after(what, value, name)
                if met_there
                else saying.elapsed(what, value, name, limit)
            )
        elif not known:
            unknown = saying.unknown_trigger(view, self.trigger, relation)
            text = saying.whatever(self.what, result, limit, unknown, there=self.there)
        else:
            text = saying.absent(self.what, result, name, limit)
        evidence = (*(trigger.evidence if known else ()), *saying.evidence_of(event))
        return Judged(result, text, value, limit.value, "min", limit.mark, evidence)

    def _not_assessable(self, view: View, relation: Relation[Any], starts: "Starts") -> Judged:
        limits = {start.limit for _, start in starts}
        limit = view.rules.parameters[min(limits)] if len(limits) == 1 else None
        text = saying.not_assessable(self._missing(view, relation, starts))
        evidence = saying.trigger(view, self.trigger, starts[0][0]).evidence if len(starts) == 1 else ()
        found = Judged(Result.NOT_ASSESSABLE, text, None, None, "min", "", evidence)
        if limit is not None:
            found.limit, found.mark = limit.value, limit.mark
        return found

    def _missing(self, view: View, relation: Relation[Any], starts: "Starts") -> list[Text]:
        asked = [c.missing for c in self.conditions if c.holds(view) == YES | NO]
        asked += saying.unknown_trigger(view, self.trigger, relation)
        for key, _ in starts[:1]:
            asked += saying.unknown_done(view, self.done(view, key), self.what, self.sections)
        return asked

    def _why_not(self, view: View, relation: Relation[Any], starts: "Starts") -> Text:
        if all(moment.key is None for moment in relation.moments):
            return saying.UNREACHED[self.trigger]
        if not starts:
            return self.outside
        if self.only_if_done and not self.done(view, starts[0][0]).possible:
            return saying.never_done(self.what)
        return saying.OVER_FIRST


Starts = list[tuple[Any, Start]]


def _witness(done: Done, result: Result) -> Event | None:
    """Return the recorded event that shows the result, for the words."""
    dated = [e for e in done.events if e.dated and e.first == e.last and (e.certain or result is Result.MET)]
    return min(dated, key=lambda event: event.first, default=None)


def in_time(done: Done, deadline: float, low: float, high: float, *, added: bool, only_if_done: bool) -> int:
    """Return the possible results of "in time" when the bleeding ended from ``low`` to ``high``."""
    bits = 0
    if done.can_be_by(deadline):
        bits |= p.MET if not added and done.recorded_by(deadline) else p.MET_BY_ADDING
    absent = done.can_be_absent()
    if absent and only_if_done:
        bits |= p.NOT_APPLICABLE
    if done.can_be_late(deadline) or (absent and not only_if_done):
        if high > deadline:
            bits |= p.FLAGGED
        if low <= deadline:
            bits |= p.NOT_APPLICABLE
    return bits


def there(done: Done, moment: float, low: float, high: float, *, added: bool) -> int:
    """Return the possible results of "there" when the bleeding ended from ``low`` to ``high``."""
    bits = 0
    if done.possible:
        shown = any(event.shown for event in done.events)
        bits |= p.MET if shown and not added else p.MET_BY_ADDING
    if done.can_be_absent():
        if high > moment:
            bits |= p.FLAGGED
        if low <= moment:
            bits |= p.NOT_APPLICABLE
    return bits


def _in_time(done: Done, deadline: float, moment: Moment[Any], only_if_done: bool) -> int:
    return in_time(done, deadline, moment.low, moment.high, added=moment.added, only_if_done=only_if_done)


def _there(done: Done, deadline: float, moment: Moment[Any], _only_if_done: bool) -> int:
    return there(done, deadline, moment.low, moment.high, added=moment.added)
