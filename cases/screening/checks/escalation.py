"""PURE. The nine escalation checks: who was called and who came. One row per check."""

from typing import Final

from cases.screening import saying
from cases.screening.care import FAST
from cases.screening.checks import bedside
from cases.screening.checks.check import Check
from cases.screening.checks.delay import DECISIVE, decisive_done, decisive_start
from cases.screening.judging import Timed, from_care, from_trigger
from cases.screening.possible import Done
from cases.screening.view import BLOOD_ACCEPTED, NOT_HOSPITAL, OUT_OF_HOSPITAL, TAKEN_OVER, View, truth
from fluxus.texts import Text

_PEOPLE: Final = ("calls", "staff")


def _in_primary_care(view: View, minute: int) -> int:
    return truth(not view.time.secondary(minute))


def _transport(view: View) -> Done:
    return view.care.ambulance(FAST).with_more(view.care.takeovers)


ESCALATION: Final = (
    Check(
        "E01", Text("Tweede lijn niet of te laat ingeschakeld", "Secondary care not or late involved"),
        "escalation", "high", "L", "min", "S06 #8, 9, 12",
        Timed(
            "referral", from_trigger("referral_min"), lambda view, _: view.care.secondary_care,
            Text("inschakeling van de tweede lijn", "involvement of secondary care"), _PEOPLE,
            (NOT_HOSPITAL,), _in_primary_care, outside=saying.TAKEN_OVER_ALREADY,
        ).judge,
    ),
    Check(
        "E02", Text("Gynaecoloog niet of te laat betrokken", "Gynaecologist not or late involved"),
        "escalation", "high", "L", "min", "S27 S11",
        Timed(
            "alarm", from_care("gynaecologist_min"), lambda view, _: view.care.gynaecologist,
            Text("gynaecoloog betrokken", "gynaecologist involved"), _PEOPLE, (TAKEN_OVER,),
        ).judge,
    ),
    Check(
        "E03", Text("Anesthesioloog niet of te laat betrokken", "Anaesthesiologist not or late involved"),
        "escalation", "medium", "L", "min", "S27",
        Timed(
            "t1000", from_care("anaesthesiologist_min"), lambda view, _: view.care.anaesthesiologist,
            Text("anesthesioloog betrokken", "anaesthesiologist involved"), _PEOPLE, (TAKEN_OVER,),
        ).judge,
    ),
    Check(
        "E04", Text("OK-team niet of te laat gewaarschuwd", "Theatre team not or late alerted"),
        "escalation", "high", "L", "min", "S28",
        Timed(
            "t1500", from_care("theatre_min"), lambda view, _: view.care.theatre,
            Text("OK-team gewaarschuwd", "theatre team alerted"), _PEOPLE, (TAKEN_OVER,),
        ).judge,
    ),
    Check(
        "E05", Text("Massaal bloedingsprotocol niet of te laat", "MTP not or late"),
        "escalation", "high", "L", "min", "S28 (1500)",
        Timed(
            "t2000", from_care("mtp_min"), lambda view, _: view.care.transfusion_protocol,
            Text("massaal bloedingsprotocol", "massive transfusion protocol"), ("calls",),
            (TAKEN_OVER, BLOOD_ACCEPTED),
        ).judge,
    ),
    Check(
        "E06", Text("Te weinig handen aan bed", "Too few people at bedside"),
        "escalation", "medium", "L", "people", "S27–S29", bedside.hands,
    ),
    Check(
        "E07", Text("Ambulance niet, te laat of zonder A1", "Ambulance absent, late or not A1"),
        "escalation", "high", "V", "min", "S47",
        Timed(
            "referral", from_trigger("ambulance_request_min"), lambda view, _: view.once(_transport),
            Text("ambulance met A1 (of overname)", "ambulance as A1 (or takeover)"), (), (OUT_OF_HOSPITAL,),
            _in_primary_care, outside=saying.TAKEN_OVER_ALREADY,
        ).judge,
    ),
    Check(
        "E08", Text("Gynaecoloog nooit aan bed bij ≥ 1500 ml", "Gynaecologist never at bedside ≥ 1500"),
        "escalation", "high", "L", "min", "S27 S11",
        Timed(
            "t1500", from_care("gynaecologist_bedside_min"),
            lambda view, _: view.once(bedside.gynaecologist_at_bedside),
            Text("gynaecoloog aan bed", "gynaecologist at the bedside"), _PEOPLE,
            (TAKEN_OVER, bedside.INVOLVED), there=True,
        ).judge,
    ),
    Check(
        "E09", Text("Beslissende ingreep uitgebleven", "No decisive step"),
        "escalation", "high", "L", "min", "S11",
        Timed(
            "decisive", decisive_start, decisive_done, DECISIVE, ("interventions",), (TAKEN_OVER,), there=True
        ).judge,
    ),
)  # fmt: skip
