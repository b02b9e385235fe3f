"""PURE. Every kind of word that a quick line can hold: kind → code → words. The words of codes: ``words``."""

from collections.abc import Mapping
from typing import Final

from cases.quick import words as w
from cases.quick.words import Words

UNKNOWN: Final = "unknown"
"""The code of a word that says that something is not known: the row then holds nothing for it."""

KINDS: Final[dict[str, Mapping[str, Words]]] = {
    "drug": w.DRUGS,
    "intervention": w.INTERVENTIONS,
    "role": w.ROLES,
    "called": {"in_person": w.CALL_MODES["in_person"]},
    "launched": {"in_person": w.words("gestart, start, afgekondigd", "started, launched")},
    "phone": {"phone": w.CALL_MODES["phone"]},
    "mode": {UNKNOWN: w.CALL_MODES[UNKNOWN]},
    "came": {
        "came": w.words(
            "aanwezig, gekomen, erbij, binnen, er, ter plaatse, gearriveerd, arriveert", "present, arrived"
        )
    },
    "coming": {"coming": w.words("komt, komt aan", "comes")},
    "until": {"until": w.words("tot, t/m, tot en met", "until, till")},
    "method": w.METHODS,
    "loss": {
        "loss": w.words(
            "bloedverlies, totaal bloedverlies, verlies, bv, tbv, totaal, ebl", "blood loss, loss, total"
        )
    },
    "ml": {"ml": w.words("ml, cc, milliliter", "ml")},
    "sign": {**w.PRESSURE, **w.DIASTOLIC, **w.SIGNS},
    "consciousness": w.CONSCIOUSNESS,
    "value": w.LAB_VALUES,
    "test": w.TESTS,
    "tests": {
        UNKNOWN: w.words("verdere bepalingen onbekend", "other tests unknown"),
        "none": w.words("geen bepalingen", "no tests"),
    },
    "lab": {"lab": w.words("lab, bloedafname, labs, bloed afgenomen, bloed geprikt", "lab, blood sample")},
    "sampled": {"sampled": w.words("afgenomen, geprikt", "sampled, taken")},
    "resulted": {"resulted": w.words("uitslag, uitslagen, bekend", "result, results")},
    "product": w.PRODUCTS,
    "gram_product": w.GRAM_PRODUCTS,
    "ordered": {"ordered": w.words("besteld, aangevraagd", "ordered, requested")},
    "started": {
        "started": w.words("gestart, gegeven, toegediend, loopt, aangehangen", "started, given, running")
    },
    "bag": {"bag": w.words("zakken, zak, eenheden, eenheid, e, stuks", "units, unit, bags, bag")},
    "unit": w.UNITS,
    "route": w.ROUTES,
    "purpose": w.PURPOSES,
    "by": {"by": w.words("door", "by")},
    "given": {"given": w.words("gegeven, toegediend, gestart, start, loopt", "given, started, running")},
    "done": {
        "done": w.words(
            "geplaatst, ingebracht, gestart, start, gedaan, verricht, begonnen, gegeven",
            "placed, inserted, started, done, performed, given",
        )
    },
    "moment": w.MOMENTS,
    "placenta": {"placenta": w.words("placenta, nageboorte", "placenta")},
    "born": {"born": w.words("geboren, eruit, uit", "delivered, out")},
    "removal": w.REMOVALS,
    "complete": w.COMPLETE,
    "ambulance": {"ambulance": w.words("ambulance, ambu, ziekenwagen", "ambulance")},
    **{step: {step: names} for step, names in w.AMBULANCE_STEPS.items()},
    "there": {"on_scene": w.words("aanwezig, gearriveerd, er", "present, arrived")},
    "urgency": w.URGENCIES,
    "fluids": {
        "fluids": w.words(
            "helder vocht, heldere vloeistof, heldere vloeistoffen, infuusvocht, kristalloïden, "
            "kristalloiden",
            "clear fluids, clear fluid, crystalloids",
        )
    },
    "in": {"in": w.words("in", "in")},
    "fluid": {
        "fluid": w.words(
            "nacl, nacl 0.9%, nacl 0,9%, fysiologisch zout, zout, ringer, ringerlactaat, rl, glucose, "
            "glucose 5%",
            "saline, ringer's, hartmann",
        )
    },
    "over": {"over": w.words("over, in", "over, in")},
    "minutes": {"minutes": w.words("min, minuten, minuut, uur", "minutes, hour, hours")},
}
"""kind → code → words."""

COMPOSITES: Final[dict[str, tuple[str, ...]]] = {
    "given_by": ("by", "role"),
    "diluted": ("in", "number", "ml?", "fluid?"),
    "duration": ("over", "number", "minutes"),
}
"""A kind that is made of words of other kinds in this order; with ``?``: may be left out."""
JOINERS: Final = frozenset(
    {"en", "and", "&", "plus", "+", "met", "with", "om", "-", "–", "—", "•", "*", "|", "·"}
)
"""Words that only join others: they may stand anywhere and say nothing."""
CONTINUES: Final = ('"', "''", "idem", "ditto", "...", "…")
"""A line in a block that starts with one of these has the time of the line above it."""
QUANTITY_UNITS: Final = {
    "mmol",
    "g/l",
    "mmol/l",
    "10⁹/l",
    "e9/l",
    "mm",
    "mmhg",
    "/min",
    "%",
    "°c",
    "°",
    "ml",
    "cc",
}
