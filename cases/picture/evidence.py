"""PURE. On what a finding rests: in words, and as a band on the time axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any, Final

from cases.picture.band_words import UNTIL
from cases.picture.marks import entry, hover
from cases.screening.facts import CaseFacts
from cases.timeline.events import clock, events
from fluxus.texts import Text

PLACES: Final = {
    "mother": Text("gegevens van de vrouw", "data of the woman"),
    "outcome": Text("uitkomst", "outcome"),
    "aftercare": Text("nazorg", "aftercare"),
}
BORN: Final = Text("{time} · geboorte", "{time} · birth")
AMBULANCE: Final = Text("ambulance {steps}", "ambulance {steps}")
LONGEST_LIST: Final = 6
MORE: Final = Text("en nog {n}", "and {n} more")


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the time axis from minute ``start`` to ``end`` with what it shows."""

    start: int
    end: int
    words: Text


def moments_of(facts: CaseFacts) -> dict[str, list[int]]:
    """Return the known minutes of every entry (``"calls:0"``: called and arrived)."""
    found: dict[str, list[float | None]] = {"birth": [0]}
    for row in facts.blood_loss:
        found[entry("blood_loss", row.index)] = [row.time]
    for vitals in facts.vitals:
        found[entry("vitals", vitals.index)] = [vitals.time]
    for dose in facts.medication:
        found[entry("medication", dose.index)] = [dose.time]
    for done in facts.interventions:
        found[entry("interventions", done.index)] = [done.time]
    for call in facts.calls:
        found[entry("calls", call.index)] = [call.called, call.arrived]
    for person in facts.staff:
        found[entry("staff", person.index)] = [person.present_from]
    for lab in facts.labs:
        found[entry("labs", lab.index)] = [lab.sampled, lab.resulted]
    for given in facts.blood_products:
        found[entry("blood_products", given.index)] = [given.ordered, given.started]
    if facts.ambulance is not None:
        run = facts.ambulance
        found["ambulance"] = [run.requested, run.on_scene, run.departed, run.at_hospital]
    return {
        name: [int(m) for m in moments if m is not None and isfinite(m)] for name, moments in found.items()
    }


def names(evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the entries of a finding as stored ({"kind", "index"}) by the names that the picture uses."""
    return [entry(str(found["kind"]), found.get("index")) for found in evidence]


def in_words(facts: CaseFacts, evidence: Sequence[Mapping[str, Any]]) -> Text:
    """Return the entries with their times: *23:58 · 600 ml · gewogen; 00:38 · methylergometrine*."""
    said = {entry(event.kind, event.index): hover(facts, event) for event in events(facts)}
    said |= PLACES | {"birth": BORN.format(time=clock(facts.birth.time, 0)), "ambulance": _ambulance(facts)}
    found = [said[name] for name in dict.fromkeys(names(evidence)) if name in said]
    shown = found[:LONGEST_LIST]
    if len(found) > LONGEST_LIST:
        shown.append(MORE.format(n=len(found) - LONGEST_LIST))
    return Text("; ".join(text.nl for text in shown), "; ".join(text.en for text in shown))


def _ambulance(facts: CaseFacts) -> Text:
    steps = [event for event in events(facts) if event.kind == "ambulance" and event.minute is not None]
    said = [(clock(facts.birth.time, event.minute or 0), event.what) for event in steps]
    return Text(
        AMBULANCE.nl.format(steps=", ".join(f"{time} {what.nl}" for time, what in said)),
        AMBULANCE.en.format(steps=", ".join(f"{time} {what.en}" for time, what in said)),
    )


def band(
    facts: CaseFacts, *, check: str, label: Text, evidence: Sequence[Mapping[str, Any]], value: Any, unit: str
) -> Band | None:
    """Return the band of a finding: from its first to its last entry; None without a dated entry.

    A value in minutes is told when two of the moments (or one, and a later moment of the case) lie that far
    apart: then the band runs between them, so that picture and sentence say the same.
    """
    moments = moments_of(facts)
    dated = [moment for name in names(evidence) for moment in moments.get(name, [])]
    if not dated:
        return None
    minutes = value if unit == "min" and isinstance(value, int) and not isinstance(value, bool) else None
    if minutes is not None and minutes > 0:
        until = UNTIL.get(check)
        words = Text(f"{minutes} min {until.nl}", f"{minutes} min {until.en}") if until else label
        found = _apart(dated, dated, minutes) or _apart(
            dated, [moment + minutes for moment in dated], minutes
        )
        if found:
            return Band(*found, words)
    return Band(min(dated), max(dated), label)


def _apart(starts: Sequence[int], ends: Sequence[int], minutes: int) -> tuple[int, int] | None:
    """Return the first start and end that lie so many minutes apart."""
    return next(((a, b) for a, b in product(sorted(starts), sorted(ends)) if b - a == minutes), None)
