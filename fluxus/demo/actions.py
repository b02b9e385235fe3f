"""PURE. The improvement actions of the three showcase VSVs: one in every stage.

Of one the check shows a change, of one it shows none, for others it is too early. Dates hang on today; the
texts are Dutch, as a board would write them.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from fluxus.demo.habits import vte_change
from fluxus.demo.names import ABOUT, HIGHER, LOWER
from fluxus.periods import Period, following, unit_of


@dataclass(frozen=True, slots=True)
class DemoAction:
    """One action in the words of the action form; ``stage`` is where it stands, ``log`` what was done.

    Percentages are pass rates of the check. Without dates it has not left the concept.
    """

    landscape: str
    title: str
    stage: str
    measure_id: str
    origin: str
    origin_note: str
    problem: str
    cause: str
    aim: str
    change_idea: str
    action_type: str
    balancing: str
    owner: str
    co_owners: str = ""
    target: int | None = None
    prediction: int | None = None
    baseline_period: str = ""
    start_date: date | None = None
    deadline: date | None = None
    check_date: date | None = None
    log: tuple[str, ...] = ()
    decision: str = ""
    decision_reason: str = ""


CONCEPT: Final = DemoAction(
    HIGHER,
    "Gynaecoloog ook 's nachts binnen tien minuten betrekken",
    "concept",
    "E02",
    "pattern",
    "Bespreekpunt in meer dan een derde van de laatste fluxussen, vooral buiten kantooruren",
    "'s Avonds en 's nachts wordt de gynaecoloog pas gebeld als de tweede ingreep nodig is.",
    "De arts-assistent wil eerst zelf alles geprobeerd hebben; niemand anders voelt zich de beller.",
    "",
    "De regieverpleegkundige belt bij 1000 ml of een shockindex van 0,9, zonder overleg vooraf.",
    "agreement",
    "Het aantal oproepen zonder fluxus boven de liter",
    "klinisch verloskundige",
)
PLAN: Final = DemoAction(
    HIGHER,
    "Fibrinogeen standaard in het fluxuslab",
    "plan",
    "P13",
    "pattern",
    "Laboratoriumset onvolledig in ruim de helft van de fluxussen",
    "Bij de eerste bloedafname ontbreekt fibrinogeen; een laag fibrinogeen blijft dan een uur onbekend.",
    "De aanvraagset 'fluxus' in het dossier bevat alleen Hb, trombocyten en kruisproef.",
    "In 80 % van de fluxussen is de set binnen een kwartier na de liter volledig, een half jaar na de start.",
    "Fibrinogeen en stolling in de aanvraagset zetten; een buisje citraat in de fluxuskoffer.",
    "ict",
    "Aantal afgekeurde buizen",
    "laboratoriumarts",
    "afdelingshoofd verloskunde; gynaecoloog kwaliteit",
    target=80,
    prediction=75,
)
DO_SECOND: Final = DemoAction(
    HIGHER,
    "Tweede uterotonicum na een half uur: timer op de fluxuskoffer",
    "do",
    "D05",
    "pattern",
    "Tweede uterotonicum te laat in meer dan de helft van de atonieën",
    "Tussen oxytocine en het tweede middel zit vaak meer dan drie kwartier.",
    "Onder druk loopt de tijd ongemerkt door en niemand heeft de taak om de klok te noemen.",
    "In 85 % van de atonieën is het tweede middel er binnen dertig minuten na 500 ml.",
    "Een timer aan de fluxuskoffer die bij 500 ml wordt gestart; sulproston ligt in de koelkast op de kamer.",
    "material",
    "Bijwerkingen van sulproston en methylergometrine",
    "teamleider verloskamers",
    "ziekenhuisapotheker",
    target=85,
    prediction=75,
    log=(
        "Timers besteld en op beide verloskamers opgehangen.",
        "Korte training in de overdracht van drie weken achtereen; 34 collega's bereikt.",
        "Apotheek levert sulproston op de kamer; lijst voor controle van de houdbaarheid hangt erbij.",
    ),
)
EARLY: Final = DemoAction(
    ABOUT,
    "Bij doorgaand bloedverlies thuis altijd een A1-rit",
    "do",
    "E07",
    "pattern",
    "Ambulance als A2 aangevraagd in de meeste thuisfluxussen",
    "De rit wordt als A2 aangevraagd; de vrouw is later dan 45 minuten na de melding in het ziekenhuis.",
    "Verloskundigen willen de meldkamer niet overvragen en noemen het bloedverlies niet als getal.",
    "In 90 % van de thuisfluxussen is binnen tien minuten na de liter een A1-rit aangevraagd.",
    "Afspraak met de meldkamer: 'fluxus, doorgaand verlies' is A1; kaartje met de zin in elke bevallingstas.",
    "agreement",
    "Aantal A1-ritten zonder fluxus boven de liter",
    "voorzitter van de kring verloskundigen",
    "meldkamer ambulancezorg",
    target=90,
    prediction=85,
    log=("Zin afgestemd met de meldkamer.", "Kaartjes uitgedeeld aan alle praktijken."),
)
WEIGHING: Final = DemoAction(
    ABOUT,
    "Wegen in plaats van schatten, ook thuis",
    "do",
    "P02",
    "pattern",
    "Bloedverlies geschat in de helft van de fluxussen, bijna altijd thuis",
    "Thuis wordt bloedverlies geschat; bij overname blijkt het vaak meer.",
    "Er zit geen weegschaal in de tas en de matjes hebben geen vast gewicht.",
    "In 90 % van de bevallingen met ten minste 500 ml is het bloedverlies gewogen of opgevangen.",
    "Keukenweegschaal, onderleggers met bekend gewicht en een rekenkaart in elke bevallingstas.",
    "material",
    "Geregistreerd percentage fluxus: dat zal door wegen eerst stijgen",
    "verloskundige met aandachtsgebied kwaliteit",
    target=90,
    prediction=80,
    log=("Weegschalen aangeschaft door alle praktijken.", "Uitleg gegeven in het regio-overleg."),
)
NOT_SHOWN: Final = DemoAction(
    LOWER,
    "Nabespreking met het team in dezelfde dienst",
    "check",
    "P21",
    "pattern",
    "Geen nabespreking in bijna de helft van de fluxussen",
    "Bijna de helft van de fluxussen wordt niet met het team nabesproken.",
    "Na de dienst gaat iedereen naar huis en een afspraak later wordt verzet.",
    "In 80 % van de fluxussen boven de liter is er een nabespreking met team en vrouw.",
    "Herinnering per e-mail aan de leidinggevende van de dienst.",
    "agreement",
    "Overwerk",
    "klinisch verloskundige",
    target=80,
    prediction=75,
    log=("E-mail met het verzoek rondgestuurd.", "Herinnering herhaald in de nieuwsbrief."),
)
CHANGED: Final = DemoAction(
    LOWER,
    "Tromboserisico op de ontslaglijst",
    "act",
    "P22",
    "pattern",
    "Tromboserisico niet beoordeeld in ruim de helft van de fluxussen",
    "Na een fluxus gaan vrouwen naar huis zonder beoordeling van het tromboserisico.",
    "De score stond in een los protocol en niet in de ontslagprocedure.",
    "In 85 % van de fluxussen boven de liter is het tromboserisico voor ontslag beoordeeld.",
    "De score is een verplicht veld op de ontslaglijst in het dossier.",
    "ict",
    "Aantal voorschriften van tromboseprofylaxe zonder indicatie",
    "zaalarts verloskunde",
    "applicatiebeheer",
    target=85,
    prediction=80,
    log=(
        "Veld gebouwd en getest met twee zaalartsen.",
        "Ingevoerd op alle afdelingen; uitleg op het intranet.",
        "Eerste kwartaal: in de meeste dossiers ingevuld.",
    ),
    decision="adopt",
    decision_reason="De score is nu vast onderdeel van het ontslag; jaarlijks kijken of dat zo blijft.",
)


def demo_actions(today: date) -> tuple[DemoAction, ...]:
    """The actions as they stand on ``today``, those of one VSV together."""
    quarter = unit_of(today, "quarter")
    half_year = following(quarter, -2).start
    return (
        CONCEPT,
        _dated(PLAN, today, start=today + timedelta(20), check=following(quarter, 4).start + timedelta(7)),
        _dated(DO_SECOND, today, start=half_year + timedelta(30), check=following(quarter, 3).start),
        _dated(EARLY, today, start=today - timedelta(40), check=following(quarter, 4).start + timedelta(14)),
        _dated(WEIGHING, today, start=half_year + timedelta(10), check=following(quarter, 3).start),
        _dated(NOT_SHOWN, today, start=following(quarter, -8).start, check=quarter.start + timedelta(3)),
        _dated(CHANGED, today, start=vte_change(today), check=quarter.start),
    )


def _dated(action: DemoAction, today: date, *, start: date, check: date) -> DemoAction:
    """Give an action its dates; the baseline is everything from the first cases up to the start."""
    first = unit_of(date(today.year - 3, 1, 1), "quarter")
    before = following(unit_of(min(start, today), "quarter"), -1)
    baseline = Period(first.start, before.end, "quarter").code
    return replace(
        action, start_date=start, deadline=start + timedelta(60), check_date=check, baseline_period=baseline
    )
