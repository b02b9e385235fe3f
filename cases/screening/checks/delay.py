"""PURE. The 13 delays: when was it done? One row per check; what is special stands in ``plain_delay``."""

from typing import Final

from cases.screening import saying
from cases.screening.checks import plain_delay
from cases.screening.checks.check import Check
from cases.screening.judging import Start, Timed, from_care, from_trigger
from cases.screening.possible import Done
from cases.screening.triggers import Line
from cases.screening.view import EITHER, NO_INVERSION, NOT_TRAUMA_ONLY, TAKEN_OVER, TONE, View, truth
from fluxus.texts import Text

UTEROTONIC: Final = Text("behandelend uterotonicum", "therapeutic uterotonic")
SECOND: Final = Text("tweede uterotonicum", "second-line uterotonic")
DECISIVE: Final = Text("beslissende ingreep", "decisive step")


def second_start(view: View, minute: int) -> Start:
    """Count 30 minutes from the trigger or 15 from takeover, whichever comes last."""
    trigger = Start(minute, "second_uterotonic_min")
    takeover = Start(view.time.after_takeover, "second_uterotonic_after_takeover_min", True)
    return max(trigger, takeover, key=lambda start: start.moment + view.rules[start.limit])


def decisive_start(view: View, moments: tuple[int, int]) -> Start:
    """Count from 2000 ml, or from takeover."""
    return Start(view.time.late(moments[1]), "decisive_step_min", view.time.after_takeover > moments[1])


def decisive_done(view: View, moments: tuple[int, int]) -> Done:
    """Return the decisive steps at or after 1000 ml."""
    return view.care.decisive_since(moments[0])


def _line_start(view: View, line: Line) -> Start:
    secondary = line.treatment or view.time.secondary(line.minute)
    return Start(line.minute, "iv_secondary_min" if secondary else "iv_primary_min")


def in_txa_window(view: View, minute: int) -> int:
    """Whether tranexamic acid could still be started within three hours after birth."""
    return truth(view.time.late(minute) <= view.rules["txa_window_min"])


def _placenta_in(view: View, minute: int) -> int:
    moment = view.facts.birth.placenta_delivered
    return EITHER if moment is None else truth(moment > minute)


def _responses(view: View, minute: int) -> Done:
    """Return the responses to a raised shock index; calls count from half an hour before it on."""
    earliest = max(0, minute - view.rules.minutes("recognition_lookback_min"))
    asked = view.care.calls(lambda _row: True).with_more(view.care.ambulance(None).since(0))
    return asked.since(earliest).with_more(view.care.uterotonic, view.care.gynaecologist)


def _without_shock(view: View) -> int:
    """Return the possible results of D13 when the shock index was never raised."""
    return view.time.unmeasured


DELAY: Final = (
    Check(
        "D01", Text("Behandelend uterotonicum te laat", "Therapeutic uterotonic late"),
        "delay", "high", "K", "min", "S06 #10; Driessen 2011",
        Timed(
            "treatment", from_trigger("therapeutic_uterotonic_min"), lambda view, _: view.care.uterotonic,
            UTEROTONIC, ("medication",), (NOT_TRAUMA_ONLY, NO_INVERSION), only_if_done=True,
        ).judge,
    ),
    Check(
        "D02", Text("Infuus te laat of niet", "First IV late or absent"),
        "delay", "medium", "L", "min", "S06 #13",
        Timed(
            "line", _line_start, lambda view, _: view.care.line, Text("infuus", "IV line"), ("interventions",)
        ).judge,
    ),
    Check(
        "D03", Text("Tranexaminezuur laat na > 500 ml", "TXA late after > 500 ml"),
        "delay", "medium", "L", "min", "S50",
        Timed(
            "txa", from_care("txa_after_trigger_min"), lambda view, _: view.care.tranexamic_acid,
            plain_delay.TXA, ("medication",), (TAKEN_OVER,), in_txa_window, only_if_done=True,
            outside=saying.LATE_WINDOW,
        ).judge,
    ),
    Check(
        "D04", Text("Tranexaminezuur > 3 uur na geboorte", "TXA more than 3 h after birth"),
        "delay", "high", "V", "min", "S23 S50", plain_delay.txa_after_three_hours,
    ),
    Check(
        "D05", Text("Tweede uterotonicum te laat", "Second-line uterotonic late"),
        "delay", "high", "K", "min", "S27; S12",
        Timed(
            "treatment", second_start, lambda view, _: view.care.second_uterotonic, SECOND, ("medication",),
            (TAKEN_OVER, TONE), only_if_done=True,
        ).judge,
    ),
    Check(
        "D06", Text("Opgeroepen specialist > 30 min onderweg", "Specialist arrives > 30 min after call"),
        "delay", "high", "K", "min", "NL 15/30 min", plain_delay.specialist_on_the_way,
    ),
    Check(
        "D07", Text("Ambulance te laat ter plaatse", "Ambulance on scene late"),
        "delay", "medium", "V", "min", "S47", plain_delay.ambulance_on_scene,
    ),
    Check(
        "D08", Text("Melding–ziekenhuis > 45 min", "Request to hospital > 45 min"),
        "delay", "high", "K", "min", "NL 45 min", plain_delay.request_to_hospital,
    ),
    Check(
        "D09", Text("Verwijzing retentio placentae te laat", "Retained placenta: referral late"),
        "delay", "high", "V", "min", "S06 #6/7, S07; S51", plain_delay.retained_placenta,
    ),
    Check(
        "D10", Text("Placentaverwijdering te laat bij fluxus", "Placenta removal late while bleeding"),
        "delay", "high", "L", "min", "S33",
        Timed(
            "alarm", from_care("placenta_removal_min"),
            lambda view, minute: view.care.placenta.since(minute + 1),
            Text("placenta geboren", "placenta out"), (), (TAKEN_OVER,), _placenta_in,
            outside=Text("De placenta was toen al geboren.", "The placenta had been delivered by then."),
        ).judge,
    ),
    Check(
        "D11", Text("Beslissende ingreep te laat", "Decisive step late"),
        "delay", "high", "L", "min", "S11 S12",
        Timed(
            "decisive", decisive_start, decisive_done, DECISIVE, ("interventions",), (TAKEN_OVER,),
            only_if_done=True,
        ).judge,
    ),
    Check(
        "D12", Text("Bloedafname te laat", "Blood sample late"),
        "delay", "medium", "L", "min", "S28",
        Timed(
            "t1000", from_care("lab_min"), lambda view, _: view.care.sample,
            Text("bloedafname", "blood sample"), ("labs",), (TAKEN_OVER,), only_if_done=True,
        ).judge,
    ),
    Check(
        "D13", Text("Afwijkende shockindex zonder reactie", "Raised shock index, no response"),
        "delay", "high", "L", "min", "S25",
        Timed(
            "shock", from_trigger("recognition_min"), _responses,
            Text("reactie (oproep of behandeling)", "response (call or treatment)"),
            ("calls", "medication", "staff"), unreached=_without_shock,
        ).judge,
    ),
)  # fmt: skip
