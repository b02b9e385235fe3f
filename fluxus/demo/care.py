"""PURE. When things are done in one case: a step hangs on a moment of the bleeding, with or without a slip.

Steps are data. A case is worked out in passes: a step that comes late makes the bleeding last longer, which
may bring a next volume and with it a next step, until nothing moves any more.
"""

from dataclasses import dataclass
from itertools import count
from math import inf, isfinite
from typing import Final

from fluxus.demo.course import Course
from fluxus.demo.scenarios import Bounds, Scenario

Moments = dict[str, float]
PASSES: Final = 8
"""So often the end may move both ways; hardly any case needs more than three."""
NOT_BEFORE_REMOVAL: Final = 32
"""A placenta is retained after half an hour."""
HELD_UP: Final = frozenset({"second_uterotonic_late", "txa_late", "gynaecologist_late", "oxytocin_late"})
"""Slips that make the bleeding last until the step has come."""


@dataclass(frozen=True, slots=True)
class Step:
    """``name`` happens ``good`` minutes after ``anchor``; with slip ``late_slip``: ``late`` minutes after.

    ``absent_slip``: not at all. A step that would come after the bleeding stopped is not taken. ``holds``:
    the bleeding is not over before it. ``only``: the kind of case it belongs to.
    """

    name: str
    anchor: str
    good: Bounds
    late_slip: str = ""
    late: Bounds = (0, 0)
    absent_slip: str = ""
    only: str = "all"
    holds: bool = False


STEPS: Final = (
    Step("massage", "trigger", (-2, 5), absent_slip="massage_absent", only="vaginal"),
    Step("oxytocin", "trigger", (1, 8), "oxytocin_late", (13, 20)),
    Step("catheter", "trigger", (2, 9), absent_slip="catheter_absent", only="vaginal"),
    Step("inspection", "oxytocin", (4, 13), absent_slip="inspection_absent", only="placenta_out"),
    Step("iv_line", "line", (1, 8), "iv_late", (17, 23), only="no_line_yet"),
    Step("hands", "trigger", (1, 5), absent_slip="few_hands"),
    Step("second_uterotonic", "second", (14, 27), "second_uterotonic_late", (36, 56), only="tone"),
    Step("txa", "txa_due", (5, 14), "txa_late", (34, 50), "txa_absent"),
    Step("txa_again", "txa", (27, 30)),
    Step("oxygen", "alarm", (1, 8), absent_slip="oxygen_absent"),
    Step("gynaecologist", "alarm_there", (0, 7), "gynaecologist_late", (16, 33), only="gynaecologist_away"),
    Step("second_iv", "litre", (2, 12), absent_slip="second_iv_absent"),
    Step("lab", "litre", (3, 11), "lab_late", (19, 28)),
    Step("anaesthesiologist", "litre", (4, 17), absent_slip="anaesthesiologist_absent", only="vaginal"),
    Step("theatre", "litre_and_half", (2, 12), "theatre_late", (20, 30), only="vaginal"),
    Step("mtp", "two_litres", (1, 8), "mtp_late", (14, 26)),
    Step("warming", "two_litres", (5, 15), absent_slip="no_warming"),
    Step("calcium", "two_litres", (12, 25), only="severe"),
    Step("suturing", "alarm_there", (12, 26), only="suturing", holds=True),
    Step("removal", "alarm_there", (13, 27), "removal_late", (36, 50), only="retained", holds=True),
    Step("step_up", "two_litres", (9, 25), only="decisive", holds=True),
)


@dataclass(frozen=True, slots=True)
class Care:
    """What was done when: ``moments`` by step, anchors included; ``takeover`` is that by secondary care."""

    course: Course
    moments: Moments
    takeover: float
    ambulance: tuple[int, int, int, int] | None

    def at(self, step: str) -> int | None:
        """The minute of a step or anchor, or None when it never came."""
        minute = self.moments.get(step, inf)
        return int(minute) if isfinite(minute) else None


def give_care(course: Course, *, out_of_hours: bool) -> Care:
    """Work out one case: pass after pass until the end of the bleeding and the steps agree."""
    first = course
    for number in count():
        care, control = _one_pass(first, course, out_of_hours)
        settled = number >= PASSES and control < course.control  # keeps moving: only longer from here on
        if settled or control == course.control:
            break
        course = (first if number < PASSES else course).until(control)
    return care


def _one_pass(first: Course, course: Course, out_of_hours: bool) -> tuple[Care, int]:
    """Hang every step on its anchor, given how the bleeding runs now; also when it should then end."""
    scenario = course.scenario
    moments = _volumes(course)
    takeover, ambulance = _takeover(course, moments)
    _anchors(moments, course, takeover)
    kinds = _kinds(scenario, course, out_of_hours)
    waits = [float(first.minutes)]
    for step in STEPS:
        if step.only in kinds:
            minute = _minute(step, course, moments)
            held = step.holds or (step.late_slip in course.slips and step.late_slip in HELD_UP)
            waits += [minute] if held else []
            moments[step.name] = minute if step.holds or minute < course.control else inf
    if scenario.retained:
        earliest = NOT_BEFORE_REMOVAL + course.dice.between("removal", (0, 9))
        moments["removal"] = max(moments["removal"], earliest)
        waits = [moments["removal"]]
    if scenario.transfer != "none":
        waits.append(takeover + course.dice.between("after takeover", (3, 10)))
    return Care(course, moments, takeover, ambulance), _end_of_bleeding(first, waits)


def _minute(step: Step, course: Course, moments: Moments) -> float:
    anchor = moments.get(step.anchor, inf)
    if not isfinite(anchor) or step.absent_slip in course.slips:
        return inf
    bounds = step.late if step.late_slip in course.slips else step.good
    return max(2, anchor + course.dice.between(f"step {step.name}", bounds))


def _volumes(course: Course) -> Moments:
    """The moments that the recorded loss and the shock index bring by themselves."""
    half, litre, litre_and_half, two = (course.reached(ml) for ml in (500, 1000, 1500, 2000))
    trigger = litre if course.scenario.caesarean else half
    alarm = min(litre, course.shocked())
    referral = min(alarm, trigger + 15 if course.control > trigger + 15 else inf)
    return {
        "trigger": trigger,
        "alarm": alarm,
        "referral_due": referral,
        "raw_litre": litre,
        "raw_litre_and_half": litre_and_half,
        "raw_two_litres": two,
        "raw_txa": course.reached(501),
    }


def _takeover(course: Course, moments: Moments) -> tuple[float, tuple[int, int, int, int] | None]:
    """When secondary care took over, and the ambulance (requested, on scene, departed, at hospital)."""
    scenario, dice = course.scenario, course.dice
    if scenario.transfer == "none":
        return 0, None
    bounds = (15, 26) if "referral_late" in course.slips else (-2, 6)
    due = moments["referral_due"] if isfinite(moments["referral_due"]) else moments["trigger"] + 10
    call = max(8, due + dice.between("referral", bounds))
    if scenario.retained and "referral_late" not in course.slips:
        call = min(call, dice.between("retained referral", (27, 33)))
    moments["referral"] = call
    if scenario.transfer == "in_house":
        return call + dice.between("in house", (4, 9)), None
    urgent = "ambulance_a2" not in course.slips
    legs = ((7, 13), (9, 15), (9, 15)) if urgent else ((17, 28), (10, 16), (11, 17))
    times = [int(call) + dice.between("request", (0, 2))]
    for number, leg in enumerate(legs):
        times.append(times[-1] + dice.between(f"leg {number}", leg))
    return times[-1], (times[0], times[1], times[2], times[3])


def _anchors(moments: Moments, course: Course, takeover: float) -> None:
    """Add the anchors that wait for secondary care: a hospital's duties start when it takes over."""
    trigger, alarm = moments["trigger"], moments["alarm"]
    moments["line"] = trigger if takeover <= trigger else max(trigger, alarm - 4)
    moments["second"] = max(trigger, takeover - 14)
    moments["txa_due"] = max(moments["raw_txa"], takeover)
    moments["alarm_there"] = max(alarm, takeover)
    for name in ("litre", "litre_and_half", "two_litres"):
        moments[name] = max(moments[f"raw_{name}"], takeover)


def gynaecologist_present(scenario: Scenario, out_of_hours: bool) -> bool:
    """A caesarean, twins, and by day an instrumental birth are done by the gynaecologist herself."""
    return scenario.caesarean or scenario.fetuses > 1 or (scenario.mode == "vacuum" and not out_of_hours)


def line_before_birth(scenario: Scenario) -> bool:
    """A running drip: caesarean, induction, twins, instrumental birth, severe illness."""
    return (
        scenario.caesarean
        or scenario.id == "atony_induction"
        or scenario.fetuses > 1
        or scenario.mode == "vacuum"
    )


def _kinds(scenario: Scenario, course: Course, out_of_hours: bool) -> frozenset[str]:
    """The kinds of case, as the steps name them."""
    large = isfinite(course.reached(2000))
    kinds = {
        "all": True,
        "vaginal": not scenario.caesarean,
        "tone": scenario.tone,
        "retained": scenario.retained,
        "placenta_out": not scenario.caesarean and not scenario.retained,
        "no_line_yet": not line_before_birth(scenario),
        "gynaecologist_away": not gynaecologist_present(scenario, out_of_hours),
        "severe": scenario.severe,
        "suturing": scenario.decisive == "suturing",
        "decisive": large and scenario.decisive not in ("suturing", "manual_placenta_removal"),
    }
    return frozenset(kind for kind, true in kinds.items() if true)


def _end_of_bleeding(first: Course, waits: list[float]) -> int:
    """The minute of control: a little after the last thing that the bleeding waits for."""
    gap = first.dice.between("after last step", (4, 11))
    last = max(wait for wait in waits if isfinite(wait))
    return first.minutes if last == first.minutes else int(last) + gap
