"""PURE. Figures of data quality in words, in Dutch and English."""

from collections.abc import Mapping
from typing import Final

from dashboards.quality.about import ABOUT
from dashboards.quality.measures import LEAST, Judged, Measure
from dashboards.quality.months import Gap
from dashboards.wording import count_of, fill, number, percent, percentage, say, share
from fluxus.texts import Text

STATES: Final[Mapping[str, Text]] = {
    "good": Text("goed", "good"),
    "look": Text("het bekijken waard", "worth a look"),
    "work": Text("vraagt aandacht", "needs work"),
    "few": Text("te weinig geboorten", "too few births"),
    "none": Text("geen gegevens", "no data"),
}
TAGS: Final[Mapping[str, str]] = {
    "good": "good",
    "look": "own",
    "work": "point",
    "few": "unknown",
    "none": "unknown",
}
"""How the verdict is coloured; the word always stands with it."""


def said(one: Judged) -> Text:
    """Return the figure in words: counts, what is expected, and what that means."""
    if one.hidden:
        return say("hidden").lead
    about = ABOUT[one.measure.id]
    told = fill(
        Text("{k} van {n} {noun}", "{k} of {n} {noun}"),
        k=number(one.events),
        n=number(one.total),
        noun=about.noun,
    )
    if one.measure.id in ("missing", "flag_only", "differ"):
        told = fill(
            Text("{k} van {n} geboorten ({p})", "{k} of {n} births ({p})"),
            k=number(one.events),
            n=number(one.total),
            p=percent(one.rate),
        )
    elif one.total:
        told = fill(Text("{told} ({p})", "{told} ({p})"), told=told, p=percent(one.rate))
    if one.state in ("few", "none"):
        return fill(Text("{told}.", "{told}."), told=told)
    expected = Text("", "")
    if one.expected is not None:
        expected = fill(
            Text("; bij wegen op 10 ml verwacht je er ongeveer {e}", "; weighing to 10 ml gives about {e}"),
            e=number(one.expected),
        )
    meaning = {"good": about.good, "look": about.look, "work": about.work}[one.state]
    return fill(
        Text("{told}{more}. {meaning}", "{told}{more}. {meaning}"), told=told, more=expected, meaning=meaning
    )


def interval(one: Judged) -> Text:
    """Return the interval in words; nothing where there is none."""
    if one.hidden or one.interval.lower is None:
        return Text("", "")
    return fill(
        Text("95 %-interval {lo} tot {hi} %", "95% interval {lo} to {hi}%"),
        lo=percentage(one.interval.lower),
        hi=percentage(one.interval.upper),
    )


def verdict(one: Judged) -> Text:
    """Return the verdict in words."""
    if one.hidden:
        return Text("niet getoond", "not shown")
    return STATES[one.state]


def cell(one: Judged) -> Text:
    """Return share and counts for a cell of a table."""
    if one.hidden:
        return Text("te klein", "too small")
    if not one.total:
        return Text("–", "–")
    return fill(Text("{p} ({c})", "{p} ({c})"), p=percent(one.rate), c=count_of(one.events, one.total))


def national(one: Judged, rounded: bool) -> Text:
    """Return the country's share. ``rounded``: only about how many, so that no small number follows from "
    "it."""
    if one.hidden:
        return Text("niet getoond (privacy)", "not shown (privacy)")
    if not one.total:
        return Text("–", "–")
    if rounded:
        return fill(
            Text("{p} (van ongeveer {n})", "{p} (of about {n})"),
            p=percent(one.rate),
            n=number(round(one.total, -2)),
        )
    return share(one.events, one.total)


def gap(one: Gap, name: str, whole: bool) -> Text:
    """Return a month that stands out; without numbers for whoever may not see small ones."""
    missing = one.kind == "missing"
    what = Text("geen meldingen", "no reports") if missing else Text("weinig meldingen", "few reports")
    if not whole:
        return fill(Text("{name}, {m}: {w}", "{name}, {m}: {w}"), name=name, m=one.month.label, w=what)
    return fill(
        Text("{name}, {m}: {n} meldingen, gewoonlijk {u}", "{name}, {m}: {n} reports, usually {u}"),
        name=name,
        m=one.month.label,
        n=number(one.reports),
        u=number(one.usual),
    )


def lag(months: int) -> Text:
    """Return how far an organisation lies behind the newest month."""
    if not months:
        return Text("bij", "up to date")
    if months == 1:
        return Text("1 maand achter", "1 month behind")
    return fill(Text("{n} maanden achter", "{n} months behind"), n=months)


def least() -> Text:
    """Return why there is no verdict on a handful of births."""
    return fill(Text("Onder {n} geboorten geen oordeel.", "No verdict on fewer than {n} births."), n=LEAST)


def heap_consequence(at_1000: int, pph: int, known: int) -> Text:
    """Return what the births of exactly 1000 ml could mean for the share of haemorrhages; "" without them."""
    if not at_1000 or not known:
        return Text("", "")
    return fill(
        Text(
            "Bij {k} geboorten staat precies 1000 ml: die tellen niet als fluxus. Was het in "
            "werkelijkheid steeds "
            "iets meer, dan zou het aandeel {b} zijn in plaats van {a}.",
            "{k} births say exactly 1000 ml: they do not count as haemorrhages. If it was really a little "
            "more each "
            "time, the share would be {b} instead of {a}.",
        ),
        k=number(at_1000),
        a=percent(pph / known),
        b=percent((pph + at_1000) / known),
    )


def definition(measure: Measure) -> Text:
    """Return what a measure counts, of what."""
    if measure.id in ABOUT:
        return ABOUT[measure.id].definition
    return fill(
        Text("Geboorten die meetellen waarvan {field} leeg is.", "Births that count with {field} empty."),
        field=measure.label,
    )
