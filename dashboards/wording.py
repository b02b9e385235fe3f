"""PURE. From figures to the sentence that a board member reads, in Dutch and English.

Every sentence has a ``lead`` (said first, in bold) and a ``rest``. Numbers are written the way each language
writes them: 8,4 % and 8.4%.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboards.effect import Effect
from dashboards.statistics.funnel import Verdict
from dashboards.statistics.inputs import Interval
from dashboards.statistics.runs import Run
from dashboards.words import STATES
from fluxus.periods import Period, unit_of
from fluxus.texts import Text


@dataclass(frozen=True)
class Sentence:
    """A state in words: ``state`` is its name in the table of words."""

    state: str
    lead: Text
    rest: Text

    @property
    def text(self) -> Text:
        """Lead and rest as one text."""
        return Text(f"{self.lead.nl} {self.rest.nl}".strip(), f"{self.lead.en} {self.rest.en}".strip())


def number(value: float | None, decimals: int = 0) -> Text:
    """Return a number for people: 12.345 and 8,4 in Dutch; 12,345 and 8.4 in English; – for None."""
    if value is None:
        return Text("–", "–")
    english = f"{value:,.{decimals}f}" if abs(value) >= 10_000 else f"{value:.{decimals}f}"
    if not english.strip("-0."):
        english = english.lstrip("-")
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def percentage(rate: float | None, decimals: int = 1) -> Text:
    """Return a fraction as a percentage without its sign: 8,4 and 8.4; – for None."""
    return number(None if rate is None else rate * 100, decimals)


def percent(rate: float | None, decimals: int = 1) -> Text:
    """Return a fraction with its sign: 8,4 % and 8.4%; – for None."""
    bare = percentage(rate, decimals)
    return bare if rate is None else Text(f"{bare.nl} %", f"{bare.en}%")


def say(state: str, **values: object) -> Sentence:
    """Return the state's sentence with its values filled in; a Text value goes in by language.

    Raises KeyError for a state that is not in the table of words.
    """
    lead, rest = STATES[state]
    return Sentence(state, fill(lead, **values), fill(rest, **values))


def fill(text: Text, **values: object) -> Text:
    """Return the text with named values; a value that is a Text is put in by language."""
    dutch = {name: value.nl if isinstance(value, Text) else value for name, value in values.items()}
    english = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
    return Text(text.nl.format(**dutch), text.en.format(**english))


def count_of(events: float, total: float) -> Text:
    """Return ``24 van 73``."""
    return fill(Text("{k} van {n}", "{k} of {n}"), k=number(events), n=number(total))


def figure(events: float, total: float, interval: Interval) -> Text:
    """Return ``184 van 2180 (8,4 %; 95 %-interval 7,3 tot 9,7 %)``; without births only the counts."""
    if not total:
        return count_of(events, total)
    return fill(
        Text(
            "{k} van {n} ({p} %; 95 %-interval {lo} tot {hi} %)",
            "{k} of {n} ({p}%; 95% interval {lo} to {hi}%)",
        ),
        k=number(events),
        n=number(total),
        p=percentage(events / total),
        lo=percentage(interval.lower),
        hi=percentage(interval.upper),
    )


def verdict_sentence(
    verdict: Verdict,
    *,
    events: float,
    total: float,
    target: float,
    interval: Interval,
    units: int,
    by_chance: float,
) -> Sentence:
    """Return question A in words; ``by_chance``: units that chance puts on this side of the 95 % line."""
    return say(
        verdict,
        k=number(events),
        n=number(total),
        p=percentage(events / total),
        t=percentage(target),
        e=number(total * target),
        lo=percentage(interval.lower),
        hi=percentage(interval.upper),
        m=number(units),
        c=about(by_chance),
    )


def spread_sentence(verdict: Verdict | None, stands_out: bool) -> Sentence | None:
    """Return question B in words; None when A says nothing or *within*: B is shown only with A."""
    if verdict in (None, "within"):
        return None
    side = "high" if verdict.startswith("high") else "low"
    return say("stands_out") if stands_out else say(f"usual_spread_{side}")


def no_verdict(reasons: Sequence[Text]) -> Sentence:
    """Return why there is no statement: all reasons, in one sentence."""
    joined = Text("; ".join(r.nl for r in reasons), "; ".join(r.en for r in reasons))
    return say("no_verdict", reason=joined)


def chance_sentence(*, units: int, by_chance: float, outside: int) -> Sentence:
    """Return how many of the units with a verdict chance puts outside the 95 % lines, and how many are."""
    return say("chance", m=number(units), c=about(by_chance), x=number(outside))


def trend_sentence(
    *, run: Run | None, run_since: Period | None, outside: Sequence[Period], few_crossings: bool
) -> Sentence:
    """Return what a series over time says: a run first, then a point outside, then too few crossings."""
    if run is not None and run_since is not None:
        return say(f"run_{run.side}", quarter=run_since.label, length=run.length)
    if outside:
        return say("outside", quarter=outside[-1].label)
    return say("few_crossings") if few_crossings else say("stable")


QUARTERS: Final = (Text("kwartaal", "quarter"), Text("kwartalen", "quarters"))
USABLE_QUARTERS: Final = (
    Text("bruikbaar kwartaal", "usable quarter"),
    Text("bruikbare kwartalen", "usable quarters"),
)


def counted(number: int, names: tuple[Text, Text]) -> Text:
    """Return a number with its noun (singular, plural): *1 kwartaal*, *2 kwartalen*."""
    name = names[0] if number == 1 else names[1]
    return Text(f"{number} {name.nl}", f"{number} {name.en}")


def effect_sentence(effect: Effect, *, check_date: date, what: Text, least_total: int) -> Sentence:
    """Return the verdict after an action. ``what`` names the denominator, such as *bevallingen*."""
    if effect.state == "early":
        state = "early" if effect.reason == "quarters" else f"early_{effect.reason}"
        return say(
            state,
            quarters=counted(effect.quarters, QUARTERS),
            usable=counted(effect.quarters, USABLE_QUARTERS),
            r=effect.needed,
            n=effect.total,
            what=what,
            least=least_total,
            date=day(check_date),
        )
    if effect.state == "changed" and effect.run is not None and effect.run_since is not None:
        return say(f"run_{effect.run.side}", quarter=effect.run_since.label, length=effect.run.length)
    if effect.state == "not_shown":
        return say("not_shown")
    before, after = effect.baseline, effect.events / effect.total
    return say(
        "changed" if effect.as_intended else "changed_other_way",
        a=percentage(before.events / before.total),
        b=percentage(after),
    )


def effect_figures(effect: Effect) -> Text:
    """Return before, after and the difference with its interval, always shown, also when it is early."""
    before, after = effect.baseline, (effect.events, effect.total)
    told = fill(
        Text("Voor de actie {before}, erna {after}.", "Before the action {before}, after it {after}."),
        before=share(before.events, before.total),
        after=share(*after),
    )
    if effect.difference is None:
        return told
    gap = fill(
        Text(
            " Verschil {d} procentpunt (95 %-interval {lo} tot {hi}).",
            " Difference {d} percentage points (95% interval {lo} to {hi}).",
        ),
        d=percentage(effect.difference),
        lo=percentage(effect.interval.lower),
        hi=percentage(effect.interval.upper),
    )
    return Text(told.nl + gap.nl, told.en + gap.en)


def share(events: float, total: float) -> Text:
    """Return ``24 van 73 (33 %)``, with whole percentages below a hundred, else one decimal."""
    if not total:
        return count_of(events, total)
    p = percentage(events / total, 0 if total < 100 else 1)
    counts = count_of(events, total)
    return fill(Text("{counts} ({p} %)", "{counts} ({p}%)"), counts=counts, p=p)


def day(value: date) -> Text:
    """Return a date in words: 1 oktober 2024, 1 October 2024."""
    month = unit_of(value, "month").label
    return Text(f"{value.day} {month.nl}", f"{value.day} {month.en}")


def about(value: float) -> Text:
    """Return a rounded count; below 1 with one decimal, so that it is never a bare 0."""
    return number(value, 0 if value >= 0.95 else 1)


NO_VERDICT_REASONS: Final[Mapping[str, Text]] = {
    "few_expected": Text(
        "bij het landelijk cijfer verwacht je er maar {e}, minimaal {least} nodig",
        "at the national figure only {e} are expected, at least {least} needed",
    ),
    "few_unexpected": Text(
        "bij het landelijk cijfer blijven er maar {e} bevallingen zonder over, minimaal {least} nodig",
        "at the national figure only {e} births without it are expected, at least {least} needed",
    ),
    "few_births": Text("{n} bevallingen, minimaal {least} nodig", "{n} births, at least {least} needed"),
    "blood_loss_unknown": Text(
        "bloedverlies is van {q} % van de bevallingen bekend, minimaal {least} % nodig",
        "blood loss is known for {q}% of the births, at least {least}% needed",
    ),
    "not_closed": Text(
        "de periode is nog niet afgesloten of nog niet helemaal aangeleverd",
        "the period is not over yet or not fully delivered",
    ),
    "target_hidden": Text(
        "het landelijk cijfer is te klein om te tonen (privacy)",
        "the national figure is too small to show (privacy)",
    ),
    "no_target": Text(
        "er is voor deze periode geen landelijk cijfer", "there is no national figure for this period"
    ),
}
