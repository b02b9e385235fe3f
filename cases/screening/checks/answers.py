"""PURE. Checks that rest on an answer or on something being there: P01, P02, P16 to P22."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cases.labels import KEYS, code_label
from cases.screening import possible as p
from cases.screening import saying
from cases.screening.care import UTEROTONICS, WARMING
from cases.screening.checks.plain_delay import concluded
from cases.screening.facts import Answer
from cases.screening.findings import Evidence, Result, Value
from cases.screening.judging import Judged
from cases.screening.view import (
    EITHER,
    HIGH_RISK,
    NO,
    NOT_HOSPITAL,
    SURVIVED,
    TAKEN_OVER,
    YES,
    Condition,
    View,
    answered,
)
from fluxus.texts import Text

NO_LOSS: Final = Text(
    "Het totale bloedverlies bleef onder de grens ({limit} ml).",
    "The total blood loss stayed below the limit ({limit} ml).",
)


@dataclass(slots=True)
class Loss:
    """Whether the final loss reaches a limit: YES, NO or EITHER; ``added``: only with further records."""

    holds: int
    added: bool


def final_loss(view: View, key: str, *, more: bool) -> Loss:
    """Return whether the final loss is at least (``more``: more than) the limit."""
    final, open_ended = view.time.finals()
    limit = view.rules[key]
    if final > limit or (final == limit and not more):
        return Loss(YES, False)
    return Loss(EITHER if open_ended else NO, open_ended)


def _loss_bits(loss: Loss, bits: int) -> int:
    """Return the possible results of a check that applies from a final loss on."""
    if loss.added and bits & p.MET:
        bits = bits & ~p.MET | p.MET_BY_ADDING
    return (bits if loss.holds & YES else 0) | (p.NOT_APPLICABLE if loss.holds & NO else 0)


def _no_loss(view: View, key: str) -> Text:
    return saying.fill(NO_LOSS, limit=saying.number(view.rules[key]))


def _judged(
    bits: int, value: Value, yes: Text, no: Text, evidence: Iterable[Evidence], *, mark: str = ""
) -> Judged:
    text = no if p.result_of(bits) is Result.FLAGGED else yes
    return Judged(Result.MET, text, value, None, "answer", mark, tuple(evidence))


def prophylactic_uterotonic(view: View) -> Judged:
    """P01: a uterotonic for prevention, unless the woman declined it."""
    done = view.care.medicines(UTEROTONICS, "prophylaxis")
    declined = answered(view.facts.birth.prophylaxis_declined)
    bits = 0
    if done.possible:
        bits |= p.MET if done.events else p.MET_BY_ADDING
    if done.can_be_absent():
        bits |= (p.NOT_APPLICABLE if declined & YES else 0) | (p.FLAGGED if declined & NO else 0)
    what = Text("preventief uterotonicum", "prophylactic uterotonic")
    unknown = saying.unknown_done(view, done, what, ("medication",))
    if declined == EITHER:
        unknown.append(saying.question(KEYS["birth.prophylaxis_declined"]))
    first = next(iter(sorted(done.events, key=lambda event: not event.certain)), None)
    name = code_label(first.what) if first else what
    given = Text("{what} is preventief gegeven.", "{what} was given for prevention.")
    yes = saying.sentence(saying.fill(given, what=name))
    no = Text("Geen preventief uterotonicum genoteerd.", "No prophylactic uterotonic recorded.")
    found = _judged(bits, "yes" if first else "no", yes, no, saying.evidence_of(first))
    otherwise = Text("De vrouw weigerde preventie.", "The woman declined prophylaxis.")
    return concluded(view, bits, found, unknown, otherwise)


def loss_measured(view: View) -> Judged:
    """P02: at least one record weighed or by collector."""
    loss = final_loss(view, "measure_loss_ml", more=False)
    measured = [row for row in view.facts.blood_loss if row.method in ("weighed", "collector")]
    open_ = [row for row in view.facts.blood_loss if row.method is None]
    bits = p.MET if measured or open_ else 0
    if not measured:
        bits |= p.FLAGGED | (p.MET_BY_ADDING if "blood_loss" in view.facts.incomplete else 0)
    rows = measured[:1] or list(view.facts.blood_loss)
    yes = Text("Bloedverlies is gewogen of opgevangen.", "Blood loss was weighed or collected.")
    no = Text("Alle metingen van bloedverlies zijn geschat.", "All records of blood loss are estimates.")
    unknown = [saying.incomplete_list("blood_loss")] if "blood_loss" in view.facts.incomplete else []
    if open_:
        unknown.append(Text("hoe het bloedverlies bepaald is", "how the blood loss was determined"))
    evidence = (Evidence("blood_loss", row.index) for row in rows)
    bits = _loss_bits(loss, bits)
    found = _judged(bits, "yes" if measured else "no", yes, no, evidence)
    return concluded(view, bits, found, unknown, _no_loss(view, "measure_loss_ml"))


def warmed(view: View) -> Judged:
    """P17: temperature measured or active warming from 2000 ml on."""
    loss = final_loss(view, "warming_loss_ml", more=False)
    rows = [Evidence("vitals", row.index) for row in view.facts.vitals if row.temperature_c is not None]
    done = view.care.steps(WARMING)
    rows += saying.evidence_of(*done.events)
    bits = p.MET if rows else p.FLAGGED
    if not rows and view.care.lacks("vitals", "interventions"):
        bits |= p.MET_BY_ADDING
    bits = _loss_bits(loss, bits)
    sections = ("vitals", "interventions", "blood_loss")
    unknown = [saying.incomplete_list(name) for name in sections if name in view.facts.incomplete]
    yes = Text("Temperatuur gemeten of actief verwarmd.", "Temperature taken or actively warmed.")
    no = Text("Geen temperatuur of verwarmen genoteerd.", "No temperature or warming recorded.")
    found = _judged(bits, "yes" if rows else "no", yes, no, rows[:1])
    return concluded(view, bits, found, unknown, _no_loss(view, "warming_loss_ml"))


def clear_fluid(view: View) -> Judged:
    """P16: more than 3500 ml clear fluid before blood."""
    limit = view.rules.parameters["clear_fluids_ml"]
    volume = view.facts.clear_fluids_before_blood_ml
    if volume is None:
        words = Text("Het volume heldere vloeistof ontbreekt.", "The volume of clear fluid is not given.")
        return Judged(Result.NOT_APPLICABLE, words)
    words = saying.fill(
        Text("{volume} ml helder vocht vóór bloed {limit}.", "{volume} ml clear fluid before blood {limit}."),
        volume=volume,
        limit=saying.limit_words(limit),
    )
    result = Result.FLAGGED if volume > limit.value else Result.MET
    return Judged(result, words, volume, limit.value, "ml", limit.mark)


def high_risk_birth(view: View) -> Judged:
    """P18: known high risk and birth in primary care without a documented deviation."""
    documented = answered(view.facts.mother.deviation_documented)
    bits = p.NOT_APPLICABLE if HIGH_RISK.holds(view) & NO else 0
    if HIGH_RISK.holds(view) & YES:
        bits |= p.MET if view.time.hospital or documented & YES else 0
        bits |= p.FLAGGED if not view.time.hospital and documented & NO else 0
    unknown = [HIGH_RISK.missing] if HIGH_RISK.holds(view) == EITHER else []
    if documented == EITHER:
        unknown.append(saying.question(KEYS["mother.deviation_documented"]))
    place = code_label(view.facts.birth.place)
    yes = Text(
        "Bekend hoog risico: bevalling {place}, in het ziekenhuis of met vastgelegde afwijking.",
        "Known high risk: birth {place}, in hospital or with a documented deviation.",
    )
    no = Text(
        "Bekend hoog risico: bevalling {place}, zonder vastgelegde afwijking van het advies.",
        "Known high risk: birth {place}, without a documented deviation from advice.",
    )
    evidence = (Evidence("mother"), Evidence("birth"))
    yes, no = saying.fill(yes, place=place), saying.fill(no, place=place)
    found = _judged(bits, view.facts.birth.place, yes, no, evidence)
    return concluded(view, bits, found, unknown, HIGH_RISK.otherwise)


def answer_bits(answer: Answer) -> int:
    """Return the possible results of "no: flagged, yes: met, n.a.: not applicable"."""
    return {
        Answer.YES: p.MET,
        Answer.NO: p.FLAGGED,
        Answer.NOT_APPLICABLE: p.NOT_APPLICABLE,
        Answer.UNKNOWN: p.MET | p.FLAGGED,
    }[answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """A check on questions of the aftercare: any "no" flags, else any "yes" is met.

    ``loss``: the parameter that the final loss must exceed; None: always.
    """

    questions: tuple[str, ...]
    conditions: tuple[Condition, ...]
    loss: str | None = None

    def judge(self, view: View) -> Judged:
        """Return the verdict with its words."""
        for condition in self.conditions:
            if condition.holds(view) == NO:
                return Judged(Result.NOT_APPLICABLE, condition.otherwise, evidence=condition.evidence)
        bits = _any_no([answer_bits(getattr(view.facts.aftercare, name)) for name in self.questions])
        if any(condition.holds(view) & NO for condition in self.conditions):
            bits |= p.NOT_APPLICABLE
        otherwise = Text("Het antwoord is: niet van toepassing.", "The answer is: not applicable.")
        if self.loss is not None:
            loss = final_loss(view, self.loss, more=True)
            bits = _loss_bits(loss, bits)
            otherwise = _no_loss(view, self.loss) if loss.holds == NO else otherwise
        unknown = [c.missing for c in self.conditions if c.holds(view) == EITHER]
        return concluded(view, bits, self._words(view, bits), unknown + self._unknown(view), otherwise)

    def _unknown(self, view: View) -> list[Text]:
        answers = [(name, getattr(view.facts.aftercare, name)) for name in self.questions]
        asked = [saying.question(_question(name)) for name, answer in answers if answer is Answer.UNKNOWN]
        incomplete = self.loss is not None and view.time.finals()[1]
        return asked + ([saying.incomplete_list("blood_loss")] if incomplete else [])

    def _words(self, view: View, bits: int) -> Judged:
        answers = [(name, getattr(view.facts.aftercare, name)) for name in self.questions]
        flagged = p.result_of(bits) is Result.FLAGGED
        decided = [pair for pair in answers if pair[1] is (Answer.NO if flagged else Answer.YES)] or answers
        said = Text("{question}: {answer}", "{question}: {answer}")
        parts = [saying.fill(said, question=_question(name), answer=code_label(a)) for name, a in decided]
        words = Text("; ".join(t.nl for t in parts) + ".", "; ".join(t.en for t in parts) + ".")
        value = str(decided[0][1])
        return Judged(Result.MET, words, value, None, "answer", "", (Evidence("aftercare"),))


def _question(name: str) -> Text:
    return KEYS[f"aftercare.{name}"]


def _any_no(each: list[int]) -> int:
    """Combine the answers: any no flags; else any yes is met; all not applicable: not applicable."""
    bits = p.FLAGGED if any(one & p.FLAGGED for one in each) else 0
    rest = [one & ~p.FLAGGED for one in each]
    if all(rest):
        bits |= p.MET if any(one & p.MET for one in rest) else 0
        bits |= p.NOT_APPLICABLE if all(one & p.NOT_APPLICABLE for one in rest) else 0
    return bits


SBAR: Final = Asked(("sbar_handover",), (NOT_HOSPITAL, TAKEN_OVER))
HAEMOGLOBIN: Final = Asked(("haemoglobin_checked",), (SURVIVED,), "aftercare_loss_ml")
DEBRIEF: Final = Asked(("debrief_team", "debrief_woman"), (SURVIVED,), "aftercare_loss_ml")
THROMBOSIS: Final = Asked(("thrombosis_risk_assessed",), (SURVIVED,), "aftercare_loss_ml")
