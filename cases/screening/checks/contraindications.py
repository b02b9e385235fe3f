"""PURE. P15: a second-line uterotonic that the woman should not have had."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cases.labels import KEYS, code_label
from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import SECOND_LINE
from cases.screening.checks.plain_delay import concluded
from cases.screening.findings import Evidence, Result
from cases.screening.judging import Judged
from cases.screening.view import EITHER, YES, View, answered, truth
from fluxus.texts import Text


@dataclass(frozen=True, slots=True)
class Contraindication:
    """One reason not to give some drugs; ``mark`` by drug."""

    holds: Callable[[View], int]
    name: Text
    marks: dict[str, str]


def _pre_eclampsia(view: View) -> int:
    factors = view.facts.mother.risk_factors
    return truth(None if factors is None else "pre_eclampsia" in factors)


CONTRAINDICATIONS: Final = (
    Contraindication(
        lambda view: answered(view.facts.mother.hypertension),
        KEYS["mother.hypertension"],
        {"methylergometrine": "V"},
    ),
    Contraindication(_pre_eclampsia, code_label("pre_eclampsia"), {"methylergometrine": "K"}),
    Contraindication(
        lambda view: answered(view.facts.mother.asthma),
        KEYS["mother.asthma"],
        {"carboprost": "V", "sulprostone": "S"},
    ),
    Contraindication(
        lambda view: answered(view.facts.mother.heart_disease),
        KEYS["mother.heart_disease"],
        {"methylergometrine": "K", "carboprost": "K", "sulprostone": "S"},
    ),
)


def contraindicated_uterotonic(view: View) -> Judged:
    """P15: a second-line uterotonic that the woman should not have had."""
    done = view.care.medicines(SECOND_LINE)
    given = {event.what for event in done.events}
    could = {drug for reason in CONTRAINDICATIONS for drug in reason.marks if reason.holds(view) & YES}
    surely = [
        (reason, event)
        for reason in CONTRAINDICATIONS
        for event in done.events
        if event.what in reason.marks and reason.holds(view) == YES
    ]
    bits = 0 if given else p.NOT_APPLICABLE
    if given and not surely:
        bits |= p.MET
    if (given & could) or (done.extra and could):
        bits |= p.FLAGGED
    if not given and done.extra:
        bits |= p.MET_BY_ADDING
    unknown = [
        saying.question(r.name) for r in CONTRAINDICATIONS if r.holds(view) == EITHER and given & set(r.marks)
    ]
    what = Text("tweede uterotonicum", "second-line uterotonic")
    unknown += saying.unknown_done(view, done, what, ("medication",))
    otherwise = Text("Geen tweede uterotonicum gegeven.", "No second-line uterotonic was given.")
    return concluded(view, bits, _contraindicated(given, surely, done.events), unknown, otherwise)


def _contraindicated(
    given: set[str], surely: list[tuple[Contraindication, p.Event]], events: tuple[p.Event, ...]
) -> Judged:
    if surely:
        reason, event = surely[0]
        words = saying.fill(
            Text("{drug} gegeven bij {reason}.", "{drug} given with {reason}."),
            drug=saying.sentence(code_label(event.what)),
            reason=Text(reason.name.nl.lower(), reason.name.en.lower()),
        )
        evidence = (*saying.evidence_of(event), Evidence("mother"))
        return Judged(Result.MET, words, "yes", None, "answer", reason.marks[event.what], evidence)
    names = saying.listed([code_label(drug) for drug in sorted(given)])
    words = saying.fill(
        Text("{drugs} gegeven; geen contra-indicatie bekend.", "{drugs} given; no contraindication known."),
        drugs=saying.sentence(names),
    )
    evidence = (*saying.evidence_of(*events), Evidence("mother"))
    return Judged(Result.MET, words, "no", None, "answer", "", evidence)
