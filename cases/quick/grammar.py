"""PURE. The grammar of the quick line in one table: what a line may consist of.

A line is a time and one or more *forms* (one dose, one call, a row of vital signs ...). A form is a set of
words in any order, each of a *kind*; ``FORMS`` says which kinds fit in it and which key of the case format
each fills. Reader, completion, help, writing back and the tests follow it; the words stand in ``kinds``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cases.quick import words as w
from fluxus.texts import Text


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of a kind, and the key that they fill (empty: none). ``many``: may occur more than once."""

    kind: str
    key: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of thing that a line can say.

    ``heads``: one of these kinds makes the form; ``needs``: and one of these must be there too, except with
    the codes in ``plain``, which say enough by themselves.
    ``lead`` takes the time of the line, ``bare`` a later time without a word.
    ``labels``: kind → the moment that a time right after it is; ``soft`` labels only when the line itself has
    no time. ``each``: a row per value of this key.
    ``clear``: kinds without which it is too vague to stand beside other forms; ``beside``: kind → the kind
    without which it means nothing here.
    """

    name: str
    what: Text
    examples: tuple[str, ...]
    slots: tuple[Slot, ...]
    heads: frozenset[str]
    lead: str
    needs: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    bare: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    soft: frozenset[str] = frozenset()
    each: str = ""
    clear: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, Slot]:
        """The slots by kind."""
        return {slot.kind: slot for slot in self.slots}


def _set(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


FORMS: Final = (
    Form(
        "blood_loss",
        Text("Bloedverlies: steeds het totaal tot dan toe", "Blood loss: always the total so far"),
        ("2105 500 w", "21:20 800 ml opvangzak", "+35 1050 geschat"),
        (Slot("number", "cumulative_ml"), Slot("method", "method"), Slot("ml"), Slot("loss")),
        heads=_set("number"),
        lead="time",
        clear=_set("method", "loss"),
    ),
    Form(
        "vitals",
        Text("Vitale functies", "Vital signs"),
        ("2107 p 110 rr 95/60", "2120 sat 97 af 18 temp 36,5 alert", "2200 urine 150 ml"),
        (
            Slot("sign", many=True),
            Slot("pressure"),
            Slot("consciousness", "consciousness"),
        ),
        heads=_set("sign", "pressure", "consciousness"),
        lead="time",
    ),
    Form(
        "medication",
        Text("Medicatie", "Medication"),
        (
            "2108 oxytocine 10 im",
            "2125 txa 1 iv",
            "2110 methergin 0,2 im door vk",
            "2041 oxy 5 ie im preventief",
        ),
        (
            Slot("drug", "drug"),
            Slot("number", "dose"),
            Slot("unit", "unit"),
            Slot("route", "route"),
            Slot("purpose", "purpose"),
            Slot("given_by", "given_by"),
            Slot("given"),
            Slot("diluted"),
            Slot("duration"),
        ),
        heads=_set("drug"),
        lead="time",
    ),
    Form(
        "interventions",
        Text("Handelingen", "Interventions"),
        ("2109 massage", "2110 cad en infuus", "2140 ballon", "2215 natasten"),
        (Slot("intervention", "kind", many=True), Slot("done", many=True)),
        heads=_set("intervention"),
        lead="time",
        each="kind",
    ),
    Form(
        "calls",
        Text("Hulp geroepen; daarachter hoe laat die kwam", "Help called; after it when it came"),
        (
            "2112 gyn gebeld",
            "0012 aios gebeld 0027",
            "2112 gyn gebeld aanwezig 2120",
            "2115 gyn telefonisch overleg",
        ),
        (
            Slot("role", "role", many=True),
            Slot("called", "mode"),
            Slot("launched", "mode"),
            Slot("phone", "mode"),
            Slot("mode", "mode"),
            Slot("came"),
            Slot("coming"),
        ),
        heads=_set("role"),
        lead="called",
        needs=_set("called", "launched", "phone"),
        plain=_set("massive_transfusion_protocol"),
        bare="arrived",
        labels={
            "called": "called",
            "launched": "called",
            "phone": "called",
            "came": "arrived",
            "coming": "arrived",
        },
        soft=_set("called", "launched", "phone"),
        each="role",
    ),
    Form(
        "staff",
        Text("Wie er was, en tot wanneer", "Who was there, and until when"),
        ("2120 gyn aanwezig", "2105 vk kraam aanwezig", "2120 anes aanwezig tot 2300"),
        (Slot("role", "role", many=True), Slot("came"), Slot("until")),
        heads=_set("role"),
        lead="present_from",
        needs=_set("came"),
        bare="present_until",
        labels={"came": "present_from", "until": "present_until"},
        soft=_set("came"),
        each="role",
    ),
    Form(
        "labs",
        Text("Bloedafname en uitslagen", "Blood samples and results"),
        (
            "2135 hb 5.1 fib 1.8",
            "2120 lab hb kruis stolling",
            "2120 hb 5,1 uitslag 2150",
            "2135 lactaat 2,4 inr 1,2",
        ),
        (
            Slot("lab"),
            Slot("value", many=True),
            Slot("test", "tests", many=True),
            Slot("tests"),
            Slot("sampled"),
            Slot("resulted"),
        ),
        heads=_set("lab", "value", "test"),
        lead="sampled",
        labels={"sampled": "sampled", "resulted": "resulted"},
    ),
    Form(
        "blood_products",
        Text("Bloedproducten", "Blood products"),
        ("2130 2 ec", "2140 plasma besteld gestart 2205", "2150 fibrinogeen 2 g"),
        (
            Slot("product", "product"),
            Slot("gram_product", "product"),
            Slot("number", "units"),
            Slot("bag"),
            Slot("unit"),
            Slot("ordered"),
            Slot("started"),
        ),
        heads=_set("product", "gram_product"),
        lead="started",
        labels={"ordered": "ordered", "started": "started"},
        beside={"gram_product": "unit"},
    ),
    Form(
        "placenta",
        Text("Placenta", "Placenta"),
        ("2150 placenta", "2150 placenta compleet spontaan", "2150 placenta manueel incompleet"),
        (
            Slot("placenta"),
            Slot("born"),
            Slot("removal", "birth.placenta_removal"),
            Slot("complete", "birth.placenta_complete"),
        ),
        heads=_set("placenta"),
        lead="birth.placenta_delivered",
        labels={"born": "birth.placenta_delivered"},
        soft=_set("born"),
    ),
    Form(
        "moment",
        Text("Overname, bloeding begonnen of onder controle", "Takeover, bleeding started or under control"),
        ("2145 overname", "2200 onder controle", "2050 bloeding begonnen"),
        (Slot("moment"),),
        heads=_set("moment"),
        lead="moment",
    ),
    Form(
        "ambulance",
        Text("Ambulance", "Ambulance"),
        (
            "2130 ambulance a1 gebeld",
            "2142 ambulance ter plaatse",
            "2155 ambulance vertrokken",
            "2210 in ziekenhuis",
        ),
        (
            Slot("ambulance"),
            Slot("urgency", "ambulance.urgency"),
            *(Slot(step) for step in w.AMBULANCE_STEPS),
            Slot("there"),
        ),
        heads=_set("ambulance", "on_scene", "departed", "at_hospital"),
        lead="",
        needs=frozenset({*w.AMBULANCE_STEPS, "there"}),
        labels={step: f"ambulance.{step}" for step in w.AMBULANCE_STEPS} | {"there": "ambulance.on_scene"},
        beside={"there": "ambulance", "requested": "ambulance"},
        clear=_set("ambulance"),
    ),
    Form(
        "fluids",
        Text(
            "Heldere vloeistof in totaal, vóór de eerste EC", "Clear fluid in all, before the first red cells"
        ),
        ("2200 helder vocht 1500 ml",),
        (Slot("fluids"), Slot("number", "clear_fluids_before_blood_ml"), Slot("ml"), Slot("loss")),
        heads=_set("fluids"),
        lead="",
        needs=_set("number"),
    ),
)
LISTS: Final = frozenset(
    {"blood_loss", "vitals", "medication", "interventions", "calls", "staff", "labs", "blood_products"}
)
