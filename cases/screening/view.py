"""PURE. One case as a check sees it: facts, rules, timeline, care; and conditions that may be unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cases.screening.care import Care
from cases.screening.facts import Answer, CaseFacts
from cases.screening.findings import Evidence
from cases.screening.possible import Done
from cases.screening.rules import RuleSet
from cases.screening.timeline import Timeline
from fluxus.texts import Text

YES: Final = 1
NO: Final = 2
EITHER: Final = YES | NO


class View:
    """Everything that a check may ask about one case."""

    def __init__(self, facts: CaseFacts, rules: RuleSet, time: Timeline | None = None) -> None:
        """Take ``time`` from facts with the same ``moments.basis``: the triggers are worked out once."""
        self.facts = facts
        self.rules = rules
        self.time = Timeline(facts, rules) if time is None else time
        self.care = Care(facts, self.time.takeover, caesarean=self.time.caesarean)
        self._made: dict[Callable[[View], Done], Done] = {}

    def once(self, make: Callable[["View"], Done]) -> Done:
        """Return what a function makes of this view, made only once."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    @cached_property
    def end(self) -> tuple[float, float]:
        """Return the earliest and latest end of the bleeding (inf: never)."""
        return self.time.losses.first_end, self.time.losses.last_end

    @property
    def end_is_known(self) -> bool:
        """Whether the end of the bleeding is known."""
        return self.end[0] == self.end[1]


def truth(known: bool | None) -> int:
    """Return YES or NO, EITHER when it is not known."""
    return EITHER if known is None else YES if known else NO


def answered(answer: Answer) -> int:
    """Return what an answer to a condition can be; "not applicable" counts as no."""
    return EITHER if answer is Answer.UNKNOWN else YES if answer is Answer.YES else NO


def negated(bits: int) -> int:
    """Return the opposite of a condition."""
    return (YES if bits & NO else 0) | (NO if bits & YES else 0)


@dataclass(frozen=True, slots=True)
class Condition:
    """When a check applies: ``holds`` returns YES, NO or EITHER; ``otherwise`` says why it does not apply.

    ``missing`` names the answer that is asked for when it is not known.
    """

    holds: Callable[[View], int]
    otherwise: Text
    missing: Text = Text("", "")
    evidence: tuple[Evidence, ...] = ()


def _trauma_only(view: View) -> bool:
    return view.facts.birth.causes == {"trauma"}


def _tone(view: View) -> bool:
    return not view.facts.birth.causes or "tone" in view.facts.birth.causes


NOT_TRAUMA_ONLY: Final = Condition(
    lambda view: truth(not _trauma_only(view)),
    Text("De oorzaak was alleen trauma.", "The only cause was trauma."),
)
NO_INVERSION: Final = Condition(
    lambda view: truth("inversion" not in view.facts.birth.causes),
    Text("Er was een inversio uteri.", "There was a uterine inversion."),
)
TONE: Final = Condition(
    lambda view: truth(_tone(view)),
    Text("De oorzaak was geen atonie.", "The cause was not atony."),
)
VAGINAL: Final = Condition(
    lambda view: truth(not view.time.caesarean),
    Text("Het was een keizersnede.", "It was a caesarean."),
)
TAKEN_OVER: Final = Condition(
    lambda view: truth(view.time.takeover is not None),
    Text("Er was geen overname door de tweede lijn.", "Secondary care did not take over."),
)
NOT_HOSPITAL: Final = Condition(
    lambda view: truth(not view.time.hospital),
    Text("De bevalling was in het ziekenhuis (tweede lijn).", "The birth was in hospital (secondary care)."),
)
OUT_OF_HOSPITAL: Final = Condition(
    lambda view: truth(view.facts.birth.place in ("home", "birth_centre")),
    Text("De bevalling was niet thuis of in een geboortecentrum.", "It was no home or birth-centre birth."),
)
BLOOD_ACCEPTED: Final = Condition(
    lambda view: negated(answered(view.facts.mother.refuses_blood_products)),
    Text("De vrouw weigerde bloedproducten.", "The woman refused blood products."),
    Text("of bloedproducten geweigerd werden", "whether blood products were refused"),
    (Evidence("mother"),),
)
TXA_ALLOWED: Final = Condition(
    lambda view: negated(answered(view.facts.mother.tranexamic_acid_contraindicated)),
    Text("Tranexaminezuur was gecontra-indiceerd.", "Tranexamic acid was contraindicated."),
    Text("of tranexaminezuur gecontra-indiceerd was", "whether tranexamic acid was contraindicated"),
    (Evidence("mother"),),
)
SURVIVED: Final = Condition(
    lambda view: negated(answered(view.facts.outcome.death)),
    Text("De vrouw is overleden.", "The woman died."),
    Text("of de vrouw overleden is", "whether the woman died"),
    (Evidence("outcome"),),
)
HIGH_RISK: Final = Condition(
    lambda view: answered(view.facts.mother.high_risk_known),
    Text("Er was vooraf geen verhoogd risico bekend.", "No high risk was known beforehand."),
    Text("of een verhoogd risico vooraf bekend was", "whether a high risk was known beforehand"),
    (Evidence("mother"),),
)
