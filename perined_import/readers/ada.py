"""PURE. ADA and ADA-Lite XML (kernset_geboortezorg 2.3, kernset_aanleverbericht 2.2) → Message.

In ADA a coded item carries @code beside a local sequence number in @value; in ADA-Lite @value is the code.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from perined_import.readers.message import Amount, Child, Message
from perined_import.readers.moments import Moment, NotAMomentError, RelativeDateError, ada_moment
from perined_import.readers.source import Limits, Source, refuse
from perined_import.readers.xml_safety import flat_elements

ROOTS: Final = ("kernset_geboortezorg", "kernset_aanleverbericht")
_HISTORY: Final = "obstetrische_anamnese_gegroepeerd_per_voorgaande_zwangerschap"


def read(source: Source, limits: Limits, reference: date | None) -> Iterator[Message]:
    """Yield the messages of one file in order; relative dates count from ``reference``.

    Raises FileRefused, also for a relative date without a reference.
    """
    count = 0
    try:
        for element in flat_elements(source, ROOTS, limits):
            count += 1
            yield root(element, reference)
    except RelativeDateError as error:
        raise refuse("relative_date", source, error) from error
    if count == 0:
        raise refuse("no_messages", source)


def root(element: Any, reference: date | None) -> Message:
    """Return what one kernset root says. Raises RelativeDateError."""
    reader = _Reader(reference)
    return reader.message(element)


def _text(node: Any) -> str | None:
    """Return the value of a number, date, identifier or boolean."""
    return None if node is None else node.get("value") or None


def _coded(node: Any) -> str | None:
    return (
        None
        if node is None
        else node.get("code") or node.get("enum") or node.get("value") or node.get("nullFlavor")
    )


def _find(node: Any, path: str) -> Any:
    """Return the first element on the path, or None."""
    for name in path.split("/"):
        if node is None:
            return None
        node = next(node.iterchildren(name), None)
    return node


def _all(node: Any, path: str) -> Iterator[Any]:
    """Yield every element on the path, over all repetitions of its parts."""
    head, _, rest = path.partition("/")
    for child in node.iterchildren(head):
        if rest:
            yield from _all(child, rest)
        else:
            yield child


def _value(node: Any, path: str) -> str | None:
    return _text(_find(node, path))


def _code(node: Any, path: str) -> str | None:
    return _coded(_find(node, path))


def _boolean(node: Any, path: str) -> bool | None:
    return {"true": True, "false": False}.get(_value(node, path) or "")


def _amount(node: Any, path: str) -> Amount | None:
    found = _find(node, path)
    text = _text(found)
    return None if text is None else Amount(text, found.get("unit") or "")


class _Reader:
    """Reads one root; holds the reference date and the message that collects its faults."""

    def __init__(self, reference: date | None) -> None:
        self._reference = reference
        self._message = Message()

    def message(self, root: Any) -> Message:
        message = self._message
        self._care(root, message)
        self._woman(root, message)
        birth = _find(root, "bevalling")
        if birth is not None:
            self._delivery(birth, message)
        message.children = [self._child(node) for node in _all(root, "uitkomst_per_kind/baring")]
        return message

    def _moment(self, node: Any, path: str, column: str) -> Moment | None:
        text = _value(node, path)
        try:
            return ada_moment(text, self._reference)
        except NotAMomentError:
            self._message.faults.append(("not_a_date", column, text or ""))
            return None

    def _care(self, root: Any, message: Message) -> None:
        message.lvr_id = _value(root, "zorgverlenerzorginstelling/zorginstelling/zorginstelling_lvrid")
        for care in root.iterchildren("zorgverlening"):
            periods = care.iterchildren("eindverantwoordelijk_in_welke_perinatale_periodeq")
            message.care_periods.update(_coded(node) or "" for node in periods)
            for referral in care.iterchildren("verwijsdetails"):
                self._referral(referral, message)

    def _referral(self, referral: Any, message: Message) -> None:
        reasons = _find(referral, "redenen_van_verwijzing")
        forward = _find(reasons, "van_1e_naar_2e_lijn")
        direction = None if reasons is None else forward is not None
        message.referrals.append((_code(referral, "perinatale_periode"), direction))
        flag = _boolean(forward, "obstetrische_anamnese/fluxus_postpartumq")
        message.earlier_haemorrhage = message.earlier_haemorrhage or flag

    def _woman(self, root: Any, message: Message) -> None:
        message.bsn = _value(root, "vrouw/burgerservicenummer")
        message.born = self._moment(root, "vrouw/geboortedatum", "maternal_age")
        message.height = _amount(root, "vrouw/lengte_gemeten")
        for earlier in _all(root, f"{_HISTORY}/eerdere_bevalling"):
            message.earlier_losses.append(_value(earlier, "hoeveelheid_bloedverlies"))
        pregnancy = _find(root, "zwangerschap")
        message.record_number = _value(pregnancy, "dossiernummer")
        message.parity = _value(pregnancy, "pariteit_voor_deze_zwangerschap")
        message.due = self._moment(pregnancy, "definitieve_a_terme_datum", "gestation_days")
        message.ending = _code(pregnancy, "wijze_einde_zwangerschap")
        for check in _all(root, "zwangerschap/prenatale_controle"):
            weight = _amount(check, "gewicht_gemeten")
            if weight is not None:
                message.weights.append((self._moment(check, "datum_controle", "bmi"), weight))

    def _delivery(self, birth: Any, message: Message) -> None:
        message.partus_number = _value(birth, "partusnummer")
        message.number_of_children = _value(birth, "aantal_geboren_kinderen")
        message.risk_at_start = _code(birth, "risicostatus_voor_baring")
        message.started = _code(birth, "wijze_waarop_de_baring_begon")
        message.haemorrhage = _boolean(birth, "diagnose_bevalling/fluxus_postpartumq")
        message.blood_loss = _amount(birth, "hoeveelheid_bloedverlies")
        message.placenta = _code(birth, "placenta/geboorte_placenta")
        interventions = _all(birth, "interventies_begin_baring/interventie_begin_baring")
        message.interventions = [_coded(node) for node in interventions]
        group = "medicatie_nageboortetijdperk_groep"
        message.medication = _boolean(birth, f"{group}/medicatie_nageboortetijdperkq")
        message.medicines = [
            _coded(node) for node in _all(birth, f"{group}/soort_medicatie_nageboortetijdperk")
        ]
        message.perineum = [_coded(node) for node in birth.iterchildren("conditie_perineum_postpartum")]

    def _child(self, node: Any) -> Child:
        who = _find(node, "demografische_gegevens")
        labour = _find(node, "kindspecifieke_maternale_gegevens")
        result = _find(node, "kindspecifieke_uitkomstgegevens")
        child = Child(
            birth=self._moment(who, "geboortedatum", "birth_date"),
            order=_value(who, "rangnummer_kind"),
            bsn=_value(who, "identificaties_kind/bsn_kind"),
            died=_boolean(who, "perinatale_sterfte_groep/perinatale_sterfteq"),
            place=_code(node, "werkelijke_plaats_baring_type_locatie"),
            hospital=_value(node, "ziekenhuis_baring/ziekenhuisnummer_lvrid"),
            augmented=_boolean(labour, "bijstimulatie_toegediendq"),
            pushing=self._moment(labour, "tijdstip_actief_meepersen", "second_stage_min"),
            episiotomy=_boolean(labour, "episiotomieq"),
            pain_relief=_boolean(labour, "pijnbestrijdingq"),
            weight=_amount(result, "lichamelijk_onderzoek_kind/geboortegewicht"),
            mode=_code(result, "type_partus"),
            presentation=_code(result, "ligging_bij_geboorte"),
            supervisor=_code(result, "supervisor_groep/rol_supervisor"),
            caesarean_decision=_code(result, "sectio_caesarea_group/beslismoment_sectio_caesarea"),
        )
        if labour is not None:
            for relief in labour.iterchildren("pijnbestrijding"):
                self._analgesia(relief, child)
        if result is not None:
            for used in result.iterchildren("vaginale_kunstverlossing_groep"):
                succeeded = _boolean(used, "succes_vaginale_kunstverlossingq")
                methods = used.iterchildren("vaginale_kunstverlossing")
                child.instruments.extend((_coded(method), succeeded) for method in methods)
        return child

    @staticmethod
    def _analgesia(relief: Any, child: Child) -> None:
        periods = [_coded(node) for node in relief.iterchildren("periode")] or [None]
        for method in _all(relief, "methode/methode"):
            child.analgesia.extend((_coded(method), period) for period in periods)
