"""PURE. Measuring often enough: the longest gap between rows in a window from a trigger (P11, P12)."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from cases.screening import possible as p
from cases.screening import saying
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.relations import Relation
from cases.screening.view import View
from fluxus.texts import Text


class Gap(NamedTuple):
    """The longest gap (minutes) and the minutes at which it begins and ends."""

    length: float
    start: float
    end: float


def longest_gap(times: list[int], start: float, end: float) -> Gap:
    """Return the longest gap between sorted times in [start, end], both ends included."""
    inside = times[bisect_left(times, start) : bisect_right(times, end)]
    return max(Gap(b - a, a, b) for a, b in pairwise([start, *inside, end]))


def _can_fill(times: list[int], start: float, end: float, limit: float) -> bool:
    """Whether rows that were left out, from birth on, can close every gap."""
    if start >= 0:
        return True
    return end >= 0 and longest_gap(sorted([*times, 0]), start, 0).length <= limit


@dataclass(frozen=True, slots=True)
class Gaps:
    """A check on gaps: rows of ``section`` from ``trigger`` on, while the bleeding lasts."""

    trigger: str
    section: str
    limit: str
    what: Text

    def judge(self, view: View) -> Judged:
        """Return the verdict with its words."""
        relation: Relation[int | None] = getattr(view.time, self.trigger)
        rows = getattr(view.facts, self.section)
        times = sorted(row.time for row in rows)
        limit = view.rules.parameters[self.limit]
        bits = self._bits(view, relation, times)
        result = p.result_of(bits)
        unknown = saying.unknown_trigger(view, self.trigger, relation)
        if self.section in view.facts.incomplete:
            unknown.append(saying.incomplete_list(self.section))
        if result is Result.NOT_APPLICABLE:
            missing = relation.values == {None}
            return Judged(result, saying.UNREACHED[self.trigger] if missing else saying.OVER_FIRST)
        found = Judged(result, saying.not_assessable(unknown), None, limit.value, "min", limit.mark)
        if result is Result.NOT_ASSESSABLE:
            return found
        found.text = saying.whatever(self.what, result, limit, unknown)
        if len(relation.moments) == 1 and relation.moments[0].key is not None:
            moment = relation.moments[0]
            start, high = float(relation.moments[0].key), moment.high
            trigger = saying.trigger(view, self.trigger, int(start))
            gap = longest_gap(times, start, min(high, start + view.rules["gap_window_min"]))
            found.value = int(gap.length)
            found.text = self._words(gap, start, trigger.words, saying.limit_words(limit))
            shown = [row for row in rows if row.time in (gap.start, gap.end)]
            evidence = (*trigger.evidence, *(Evidence(self.section, row.index) for row in shown))
            found.evidence = tuple(dict.fromkeys(evidence))
        return found

    def _words(self, gap: Gap, start: float, trigger: Text, limit: Text) -> Text:
        return saying.fill(
            Text(
                "{what}: langste tussentijd {n} min, {a} tot {b} min na {trigger} {limit}.",
                "{what}: longest gap {n} min, {a} to {b} min after {trigger} {limit}.",
            ),
            what=self.what,
            n=int(gap.length),
            a=int(gap.start - start),
            b=int(gap.end - start),
            trigger=trigger,
            limit=limit,
        )

    def _bits(self, view: View, relation: Relation[int | None], times: list[int]) -> int:
        """A longer window never takes a gap away, so the earliest and latest end say everything."""
        limit, window = view.rules[self.limit], view.rules["gap_window_min"]
        incomplete = self.section in view.facts.incomplete
        bits = 0
        for key, low, high, added in relation.moments:
            for end in {low, high}:
                if key is None or end <= key:
                    bits |= p.NOT_APPLICABLE
                elif longest_gap(times, key, min(end, key + window)).length <= limit:
                    bits |= p.MET_BY_ADDING if added else p.MET
                else:
                    fills = incomplete and _can_fill(times, key, min(end, key + window), limit)
                    bits |= p.FLAGGED | (p.MET_BY_ADDING if fills else 0)
            if p.settled(bits):
                break
        return bits


VITALS_GAPS: Final = Gaps("alarm", "vitals", "vitals_gap_min", Text("Vitale functies", "Vital signs"))
LOSS_GAPS: Final = Gaps(
    "treatment", "blood_loss", "blood_loss_gap_min", Text("Bloedverlies opgeteld", "Blood loss added up")
)
