"""PURE. The cases of the three showcase VSVs in the case format, spread evenly over the years up to today.

All content is invented. The same seed and day give the same cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from fluxus.demo.care import give_care
from fluxus.demo.course import begin_course
from fluxus.demo.dice import Dice
from fluxus.demo.habits import Practice, practices
from fluxus.demo.people_rows import PeopleRows
from fluxus.demo.scenarios import SCENARIOS, Scenario
from fluxus.demo.story import Story
from fluxus.demo.timeline_rows import AMSTERDAM, Clock, TreatmentRows

YEARS_BACK: Final = 3
"""Cases start in January of the third year before today's."""
DAYS_BEFORE_TODAY: Final = 4
"""The newest case is a few days old: entry is refused within a day of the birth."""
DRAFTS: Final = 2
"""The newest cases of each VSV are still being entered ..."""
UNREVIEWED: Final = 4
"""... and the ones before them wait for review."""
OFFICE: Final = (8, 18)
NOT_YET_ENTERED: Final = ("calls", "staff", "labs", "blood_products", "aftercare", "outcome")
"""What a draft lacks."""


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One case: ``facts`` as ``fluxus-case/1``; ``status`` draft, submitted, discussed; words of review."""

    landscape: str
    scenario: str
    day: date
    facts: dict[str, Any]
    status: str
    slips: frozenset[str]
    went_well: str
    learning_point: str


def showcase_cases(seed: int, *, today: date) -> Iterator[DemoCase]:
    """Yield the cases of all showcase VSVs, each VSV's from old to new."""
    for practice in practices(today):
        yield from practice_cases(practice, seed, today=today)


def practice_cases(practice: Practice, seed: int, *, today: date) -> Iterator[DemoCase]:
    """Yield the cases of one showcase VSV: as many as it has, one in each equal stretch of time."""
    stories = _deal(practice, seed)
    first_day = date(today.year - YEARS_BACK, 1, 2)
    span = (today - timedelta(DAYS_BEFORE_TODAY) - first_day).days
    for number, scenario in enumerate(stories):
        dice = Dice(seed, practice.landscape, number)
        day = first_day + timedelta(int((number + dice.share("day")) * span / len(stories)))
        status = _status(len(stories) - 1 - number)
        yield _case(practice, scenario, dice, _birth_time(scenario, dice, day), status)


def _deal(practice: Practice, seed: int) -> list[Scenario]:
    """The scenarios in proportion to their weights, dealt in a random order."""
    total = sum(practice.mix.values())
    hand: list[Scenario] = []
    owed = 0.0
    for name, weight in practice.mix.items():
        owed += practice.cases * weight / total
        hand += [SCENARIOS[name]] * (round(owed) - len(hand))
    dice = Dice(seed, practice.landscape, "deal")
    order = sorted(range(len(hand)), key=lambda number: dice.share(str(number)))
    return [hand[number] for number in order]


def _status(newer: int) -> str:
    if newer < DRAFTS:
        return "draft"
    return "submitted" if newer < DRAFTS + UNREVIEWED else "discussed"


def _birth_time(scenario: Scenario, dice: Dice, day: date) -> datetime:
    """Any minute of the day; a planned caesarean on a weekday morning or early afternoon."""
    if scenario.mode == "planned_caesarean":
        day += timedelta((7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
        minute = dice.between("minute", (8 * 60 + 40, 14 * 60 + 30))
    else:
        minute = dice.between("minute", (0, 24 * 60 - 1))
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=AMSTERDAM)


def is_out_of_hours(birth: datetime) -> bool:
    """Evenings, nights and weekends."""
    return birth.weekday() > 4 or not OFFICE[0] <= birth.hour < OFFICE[1]


def _case(practice: Practice, scenario: Scenario, dice: Dice, birth: datetime, status: str) -> DemoCase:
    out_of_hours = is_out_of_hours(birth)
    slips = practice.slips(dice, scenario, birth.date(), out_of_hours)
    if scenario.id == "near_miss":  # a near miss is one because care came in time
        slips = frozenset(slip for slip in slips if not slip.endswith("_late"))
    care = give_care(begin_course(scenario, dice, slips), out_of_hours=out_of_hours)
    clock = Clock(birth)
    story = Story(care, clock)
    treatment, people = TreatmentRows(care, clock), PeopleRows(care, clock, out_of_hours=out_of_hours)
    facts: dict[str, Any] = {
        "format": "fluxus-case/1",
        "label": scenario.label,
        "incomplete_sections": ["labs"] if "labs_incomplete" in slips else [],
        "mother": story.mother(asthma=treatment.has_asthma()),
        "birth": story.birth(),
        "secondary_care_takeover": clock.at(care.takeover),
        "blood_loss": treatment.blood_loss(),
        "vitals": treatment.vitals(),
        "medication": treatment.medication(),
        "interventions": treatment.interventions(),
        "calls": people.calls(),
        "staff": people.staff(),
        "labs": people.labs(),
        "blood_products": people.blood_products(),
        "clear_fluids_before_blood_ml": clear_fluids(care.course.final_ml(), dice),
        "ambulance": people.ambulance(),
        "aftercare": story.aftercare(),
        "outcome": story.outcome(
            red_cells=people.red_cells(), lowest_haemoglobin=people.lowest_haemoglobin()
        ),
    }
    if "undated" in slips:
        facts["interventions"][-1]["time"] = None
    return DemoCase(
        practice.landscape,
        scenario.id,
        birth.date(),
        facts,
        status,
        slips,
        story.went_well(),
        story.learning_point(),
    )


def entered_so_far(case: DemoCase) -> dict[str, Any]:
    """The case as it stands in the application: of a draft the last parts are not there yet."""
    if case.status != "draft":
        return case.facts
    return {name: value for name, value in case.facts.items() if name not in NOT_YET_ENTERED}


def clear_fluids(total_ml: int, dice: Dice) -> int:
    """Clear fluid in ml, in steps of 250: about what was lost, rarely more than three litres."""
    return min(3750, round((600 + 0.9 * total_ml + dice.normal("fluids", 250)) / 250) * 250)
