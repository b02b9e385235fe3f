"""PURE. What can be unknown in a case and filled in by somebody: one table, with typical ways to fill it in.

A ``Thing`` is one question, one list that may lack rows, or one column that is empty in some rows of a list.
Its ways are what the live screening tries to see which checks hang on it. Source: the one rule about unknowns
in the specification of the checks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cases.labels import KEYS, LISTS
from cases.screening.facts import NEVER, SECTIONS, Ambulance, Answer, CaseFacts
from cases.screening.rules import RuleSet
from cases.sections import SECTION_OF
from fluxus.texts import Text

Fill = Callable[[CaseFacts], CaseFacts]
TAKEOVER: Final = "secondary_care_takeover"
CAUSES: Final = "birth.causes"
AMBULANCE: Final = "ambulance"
LATER: Final = 10
"""Minutes after the last record at which a typical bleeding is under control."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something unknown. ``ways`` are facts → facts with it filled in; the first is the usual one.

    ``rows``: how many rows lack it (0: it is no column of a list).
    """

    path: str
    label: Text
    ways: tuple[Fill, ...]
    rows: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it is a list that has to be ticked as complete."""
        return self.path in SECTIONS


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form that checks read; ``values`` are typical answers, the usual one first."""

    path: str
    values: tuple[Any, ...]
    empty: Any = Answer.UNKNOWN


YES, NO = Answer.YES, Answer.NO
NONE: Final[frozenset[str]] = frozenset()
QUESTIONS: Final = (
    Question("mother.high_risk_known", (YES, NO)),
    Question("mother.risk_factors", (NONE, frozenset({"pre_eclampsia"})), None),
    Question("mother.deviation_documented", (YES, NO)),
    Question("mother.hypertension", (NO, YES)),
    Question("mother.asthma", (NO, YES)),
    Question("mother.heart_disease", (NO, YES)),
    Question("mother.tranexamic_acid_contraindicated", (NO, YES)),
    Question("mother.refuses_blood_products", (NO, YES)),
    Question("birth.prophylaxis_declined", (NO, YES)),
    Question("birth.placenta_removal", ("spontaneous", "manual"), None),
    Question("outcome.hysterectomy", (NO, YES)),
    Question("outcome.embolisation", (NO, YES)),
    Question("outcome.death", (NO, YES)),
    Question("aftercare.sbar_handover", (YES, NO)),
    Question("aftercare.haemoglobin_checked", (YES, NO)),
    Question("aftercare.debrief_team", (YES, NO)),
    Question("aftercare.debrief_woman", (YES, NO)),
    Question("aftercare.thrombosis_risk_assessed", (YES, NO)),
)
CAUSE_WAYS: Final = (frozenset({"tone"}), frozenset({"trauma"}), frozenset({"inversion", "tissue"}))
"""Causes between which every check that reads them can tell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; ``lacks``: the rows that somebody can complete; ``ways``: row → row."""

    path: str
    lacks: Callable[[Any], bool]
    ways: Callable[[CaseFacts], tuple[Callable[[Any], Any], ...]]


def things(facts: CaseFacts, stated: Mapping[str, str], rules: RuleSet) -> list[Thing]:
    """Return everything unknown in a case that checks can hang on, in the order of the form.

    Without what was stated (path → "unknown" or "not_applicable"): that is not asked again.
    """
    found = [*_questions(facts), *_moments(facts), *_transfer(facts), *_lists(facts), *_columns(facts, rules)]
    asked = [thing for thing in found if thing.path not in stated]
    order = list(SECTION_OF)
    return sorted(asked, key=lambda thing: order.index(name_of(thing.path)))


def name_of(path: str) -> str:
    """Return the question or list that a path belongs to."""
    return path if path in SECTION_OF else path.partition(".")[0]


def label_of(path: str) -> Text:
    """Return the words for a path, without what stands between brackets; a column after its list."""
    key = KEYS.get(path) or LISTS.get(path) or Text(path, path)
    short = Text(key.nl.partition(" (")[0], key.en.partition(" (")[0])
    name = path.partition(".")[0]
    if name in SECTIONS and name != path:
        return Text(f"{LISTS[name].nl}: {short.nl.lower()}", f"{LISTS[name].en}: {short.en.lower()}")
    return short


@dataclass(frozen=True, slots=True)
class Put:
    """Fill in one value: ``part`` of the facts (empty: the facts themselves), its name and the value."""

    part: str
    name: str
    value: Any

    def __call__(self, facts: CaseFacts) -> CaseFacts:
        """Return the facts with the value."""
        return put_all(facts, [self])


def put_all(facts: CaseFacts, puts: Iterable[Put]) -> CaseFacts:
    """Return the facts with several values at once, which is much quicker than one after the other."""
    changes: dict[str, dict[str, Any]] = {}
    for put in puts:
        changes.setdefault(put.part, {})[put.name] = put.value
    whole = changes.pop("", {})
    for part, values in changes.items():
        whole[part] = replace(getattr(facts, part), **values)
    return replace(facts, **whole)


def _with(path: str, value: Any) -> Put:
    part, _, name = path.rpartition(".")
    return Put(part, name, value)


def _changed(facts: CaseFacts, name: str, value: Any) -> CaseFacts:
    changes: dict[str, Any] = {name: value}
    return replace(facts, **changes)


def _thing(path: str, *values: Any) -> Thing:
    return Thing(path, label_of(path), tuple(_with(path, value) for value in values))


def _questions(facts: CaseFacts) -> Iterator[Thing]:
    for question in QUESTIONS:
        part, _, name = question.path.partition(".")
        value = getattr(getattr(facts, part), name)
        if value is None or value is question.empty:
            yield _thing(question.path, *question.values)


def last_record(facts: CaseFacts) -> int:
    """Return the minute of the last blood-loss record (0: there is none)."""
    return max((row.time for row in facts.blood_loss), default=0)


def _moments(facts: CaseFacts) -> Iterator[Thing]:
    end = max(last_record(facts), 0) + LATER
    if facts.birth.bleeding_controlled is None:
        yield _thing("birth.bleeding_controlled", end, NEVER, last_record(facts))
    if facts.birth.placenta_delivered is None:
        yield _thing("birth.placenta_delivered", LATER, end, NEVER)
    if not facts.birth.causes:
        yield _thing(CAUSES, *CAUSE_WAYS)


def _transfer(facts: CaseFacts) -> Iterator[Thing]:
    if facts.birth.place != "hospital" and facts.secondary_care_takeover is None:
        yield _thing(TAKEOVER, max(last_record(facts), 0) // 2, 0, None)
    if facts.ambulance is None and facts.ambulance_unknown:
        ways = tuple(_ambulance(run) for run in (None, Ambulance()))
        yield Thing(AMBULANCE, label_of(AMBULANCE), ways)
    run = facts.ambulance
    if run is not None:
        start = 0 if run.requested is None else run.requested
        if run.requested is None:
            times = [time for time in (run.on_scene, run.departed, run.at_hospital) if time is not None]
            yield _thing("ambulance.requested", min([LATER, *times]), min([0, *times]))
        if run.urgency is None:
            yield _thing("ambulance.urgency", "A1", "A2", "B")
        if run.on_scene is None:
            yield _thing("ambulance.on_scene", start + LATER, start + 4 * LATER)


def _ambulance(run: Ambulance | None) -> Fill:
    return lambda facts: replace(facts, ambulance=run, ambulance_unknown=False)


def _lists(facts: CaseFacts) -> Iterator[Thing]:
    for name in SECTIONS:
        if name in facts.incomplete:
            yield Thing(name, LISTS[name], (_complete(name),))


def _complete(name: str) -> Fill:
    return lambda facts: replace(facts, incomplete=facts.incomplete - {name})


def _set(**values: Any) -> Callable[[Any], Any]:
    return lambda row: replace(row, **values)


def _dated(name: str, *ends: str) -> Callable[[CaseFacts], tuple[Callable[[Any], Any], ...]]:
    """Return ways to date a row: soon, or late, but not after the moments that end it."""

    def ways(facts: CaseFacts) -> tuple[Callable[[Any], Any], ...]:
        end = max(last_record(facts), 0)
        return tuple(_on(name, ends, minute) for minute in (end // 2, end + 6 * LATER, 0))

    return ways


def _on(name: str, ends: tuple[str, ...], minute: int) -> Callable[[Any], Any]:
    def fill(row: Any) -> Any:
        latest = [getattr(row, end) for end in ends if getattr(row, end) is not None]
        return replace(row, **{name: min([minute, *latest])})

    return fill


def _values(*ways: Mapping[str, Any]) -> Callable[[CaseFacts], tuple[Callable[[Any], Any], ...]]:
    made = tuple(_set(**way) for way in ways)
    return lambda _facts: made


def _resulted(after: int) -> Callable[[Any], Any]:
    return lambda row: replace(row, resulted=max(row.sampled or 0, 0) + after)


def _signs(pulse: int, systolic: int) -> Callable[[Any], Any]:
    def fill(row: Any) -> Any:
        own = (row.heart_rate, row.systolic)
        return replace(row, heart_rate=own[0] or pulse, systolic=own[1] or systolic)

    return fill


def _tested(row: Any) -> Any:
    tests = frozenset({"haemoglobin", "fibrinogen", "crossmatch"})
    return replace(row, tests=tests, fibrinogen_g_l=row.fibrinogen_g_l or 3.0)


def _no_fibrinogen(row: Any) -> bool:
    return row.fibrinogen_g_l is None and "fibrinogen" in (row.tests or ())


COLUMNS: Final = (
    Column("blood_loss.method", lambda row: row.method is None,
           _values({"method": "weighed"}, {"method": "estimated"})),
    Column("vitals.heart_rate", lambda row: None in (row.heart_rate, row.systolic),
           lambda _facts: (_signs(80, 125), _signs(140, 80))),
    Column("medication.time", lambda row: row.time is None, _dated("time")),
    Column("medication.purpose", lambda row: row.purpose is None,
           _values({"purpose": "treatment"}, {"purpose": "prophylaxis"})),
    Column("medication.dose", lambda row: row.dose is None and row.drug == "tranexamic_acid",
           _values({"dose": 1.0}, {"dose": 0.5})),
    Column("interventions.time", lambda row: row.time is None, _dated("time")),
    Column("calls.called", lambda row: row.called is None, _dated("called", "arrived")),
    Column("calls.mode", lambda row: row.mode is None, _values({"mode": "in_person"}, {"mode": "phone"})),
    Column("staff.present_from", lambda row: row.present_from is None,
           _dated("present_from", "present_until")),
    Column("labs.sampled", lambda row: row.sampled is None, _dated("sampled", "resulted")),
    Column("labs.tests", lambda row: row.tests is None,
           lambda _facts: (_tested, _set(tests=NONE))),
    Column("labs.fibrinogen_g_l", _no_fibrinogen, _values({"fibrinogen_g_l": 3.0}, {"fibrinogen_g_l": 1.0})),
    Column("labs.resulted", lambda row: row.resulted is None,
           lambda _facts: (_resulted(LATER), _resulted(12 * LATER))),
    Column("blood_products.started", lambda row: row.started is None, _dated("started")),
)  # fmt: skip
DIASTOLIC: Final = Column(
    "vitals.diastolic", lambda row: row.diastolic is None, _values({"diastolic": 75}, {"diastolic": 40})
)
"""Read by the WHO trigger only."""


def _columns(facts: CaseFacts, rules: RuleSet) -> Iterator[Thing]:
    for column in (*COLUMNS, DIASTOLIC) if rules.has_signs_trigger else COLUMNS:
        name = column.path.partition(".")[0]
        rows = sum(column.lacks(row) for row in getattr(facts, name))
        if rows:
            ways = tuple(_rows(name, column.lacks, way) for way in column.ways(facts))
            yield Thing(column.path, label_of(column.path), ways, rows)


def _rows(name: str, lacks: Callable[[Any], bool], way: Callable[[Any], Any]) -> Fill:
    def fill(facts: CaseFacts) -> CaseFacts:
        rows = tuple(way(row) if lacks(row) else row for row in getattr(facts, name))
        return _changed(facts, name, rows)

    return fill
