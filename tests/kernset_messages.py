"""Fictitious kernset messages for tests, made from a few values. BSNs pass the 11-test and are nobody's."""

from itertools import count
from xml.sax.saxutils import quoteattr

LVR = "2.16.840.1.113883.2.4.3.22.96.6"
BSN = "2.16.840.1.113883.2.4.6.3"
FLAVORS = ("UNK", "NI", "NASK", "OTH")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_numbers = count(1)


def bsn(number: int) -> str:
    """Return the ``number``-th fictitious BSN: nine digits that pass the 11-test, from a range for tests."""
    body = 99_000_000 + number * 7
    while True:
        digits = f"{body:08}"
        check = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        body += 1


def child(**values):
    """Return one birth with the defaults of an uncomplicated one."""
    return {
        "birth": "20210804233500",
        "order": "1",
        "bsn": bsn(500),
        "weight": "3500",
        "weight_unit": "g",
        "mode": "177184002",
        "place": "22232009",
        "hospital": "0010",
        "supervisor": "01.046",
        "died": "false",
        "pushing": "20210804225000",
        "episiotomy": None,  # negationInd: "false" is yes
        "presentation": None,
        "instrument": None,
        "succeeded": None,
        "decision": None,
        "augmented": None,
        "pain_relief": None,
        "method": None,
        "relief_period": None,
    } | values


def values(**changes):
    """Return what a message says, with defaults; a key set to None is left out of the message."""
    return {
        "lvr": "0010",
        "record": f"record-{next(_numbers)}",
        "bsn": bsn(1),
        "born": "19940501",
        "height": "170",
        "weight": "68",
        "due": "20210811",
        "parity": "0",
        "ending": "1",
        "care": ("3", "4", "5"),
        "sent": "20210901120000",
        "born_children": "1",
        "risk": "3",
        "started": "1",
        "intervention": None,
        "medication": "true",
        "medicine": "H01BB02",
        "placenta": "0",
        "loss": "400",
        "loss_unit": "ml",
        "flag": None,
        "perineum": ("289854007",),
        "earlier": (),
        "earlier_flag": None,  # as the reason of a referral
        "transfer": None,  # (period, first to second line)
        "children": (child(),),
    } | changes


def _element(name, value, attribute="value", **attributes):
    if value is None:
        return ""
    rest = "".join(f" {key}={quoteattr(text)}" for key, text in attributes.items())
    return f"<{name} {attribute}={quoteattr(value)}{rest}/>"


def _observation(code, value, kind="value", unit=None):
    """Return an observation; ``kind`` code uses @code, value uses @value, flavor uses @nullFlavor."""
    if value is None:
        return ""
    if value in FLAVORS:
        return f'<observation><code code="{code}"/><value nullFlavor="{value}"/></observation>'
    attribute = {"code": "code", "value": "value", "flavor": "nullFlavor"}[kind]
    extra = {"unit": unit} if unit else {}
    return f'<observation><code code="{code}"/>{_element("value", value, attribute, **extra)}</observation>'


def _wrapped(name, *parts):
    return "".join(f"<{name}>{part}</{name}>" for part in parts if part)


def _coded(code, value):
    return _observation(code, value, "flavor" if value in FLAVORS else "code")


def _several(value):
    """Return one or several codes as a tuple."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _moment(name, value):
    return _element(name, value, "nullFlavor" if value in FLAVORS else "value")


def _with_code(name, value):
    return _element(name, value, "nullFlavor" if value in FLAVORS else "code")


def _hl7_child(one):
    holder = _element("id", one["bsn"], "extension", root=BSN) + _moment("birthTime", one["birth"])
    holder += _moment("deceasedInd", one["died"])
    facility = _element("id", one["hospital"], "extension", root=LVR) + _with_code("code", one["place"])
    parts = [
        _observation("BirthOrderNumber", one["order"]),
        _observation("PRN540201", one["augmented"]),
        _observation("PRN530401", one["pushing"]),
        _coded("364336006", one["mode"]),
        _coded("LigGbrt", one["presentation"]),
        _observation("8339-4", one["weight"], unit=one["weight_unit"]),
    ]
    if one["episiotomy"] is not None:
        parts.append(f'<procedure negationInd="{one["episiotomy"]}"><code code="PRN540701"/></procedure>')
    if one["pain_relief"] is not None:
        period = _wrapped("outboundRelationship", _coded("PijnbestrPeriode", one["relief_period"]))
        method = _with_code("methodCode", one["method"])
        parts.append(
            f'<procedure negationInd="{one["pain_relief"]}"><code code="278414003"/>'
            f"{method}{period}</procedure>"
        )
    if one["instrument"] is not None:
        success = _wrapped("outboundRelationship", _observation("KuVerlSucces", one["succeeded"]))
        method = _with_code("methodCode", one["instrument"])
        parts.append(
            f'<procedure negationInd="false"><code code="3311000146109"/>{method}{success}</procedure>'
        )
    if one["decision"] is not None:
        inner = _coded("PRN540602", one["decision"])
        decided = f'<outboundRelationship typeCode="FLFS">{inner}</outboundRelationship>'
        parts.append(f'<procedure><code code="11466000"/>{decided}</procedure>')
    supervisor = _with_code("code", one["supervisor"])
    return (
        '<procedure><code code="Baring"/>'
        f"<subject><personalRelationship><relationshipHolder>{holder}</relationshipHolder></personalRelationship></subject>"
        f"<responsibleParty><assignedEntity>{supervisor}</assignedEntity></responsibleParty>"
        f"<location><healthCareFacility>{facility}</healthCareFacility></location>"
        f"{_wrapped('outboundRelationship', *parts)}</procedure>"
    )


def _hl7_delivery(v):
    if v["children"] is None:
        return ""
    medicine = ""
    for kind in _several(v["medicine"]):
        material = f"<manufacturedMaterial>{_with_code('code', kind)}</manufacturedMaterial>"
        code = f"<manufacturedProduct>{material}</manufacturedProduct>"
        medicine += (
            "<outboundRelationship><substanceAdministration><consumable>"
            f"{code}</consumable></substanceAdministration></outboundRelationship>"
        )
    medication = ""
    if v["medication"]:
        value = _moment("value", v["medication"])
        medication = f'<observation><code code="Medic3stage"/>{value}{medicine}</observation>'
    diagnosis = ""
    if v["flag"]:
        flag = _wrapped("component", _observation("47821001", v["flag"]))
        diagnosis = f'<organizer><code code="439401001"/>{flag}</organizer>'
    done = (_with_code("methodCode", code) for code in _several(v["intervention"]))
    interventions = [f'<procedure><code code="PRN520102"/>{method}</procedure>' for method in done]
    parts = (
        diagnosis,
        _observation("NBorn16", v["born_children"]),
        _coded("PRN5102", v["risk"]),
        _coded("BeginDeliv", v["started"]),
        *interventions,
        medication,
        _coded("AfterBirthMethod", v["placenta"]),
        _observation("364332008", v["loss"], unit=v["loss_unit"]),
        *(_coded("364297003", code) for code in v["perineum"]),
        *(_hl7_child(one) for one in v["children"]),
    )
    return f'<organizer><code code="236973005"/>{_wrapped("component", *parts)}</organizer>'


def _hl7_history(v):
    deliveries = "".join(
        "<component><procedure><code code='236973005'/>"
        f"{_wrapped('outboundRelationship', _observation('364332008', loss, unit='ml'))}"
        "</procedure></component>"
        for loss in v["earlier"]
    )
    return f"<organizer><code code='248983002'/>{deliveries}</organizer>" if deliveries else ""


def event(v):
    """Return one CareProvisionEvent."""
    patient = _element("id", v["bsn"], "extension", root=BSN)
    patient += f"<patientPerson>{_moment('birthTime', v['born'])}</patientPerson>"
    weight = _wrapped("outboundRelationship", _observation("3141-9", v["weight"], unit="kg"))
    transfer = ""
    if v["transfer"]:
        period, forward = v["transfer"]
        reason = '<organizer><code code="236973005"/></organizer>'
        if not forward:
            reason = '<observation><code code="3"/><value code="1"/></observation>'
        inner = _wrapped("outboundRelationship", reason, _coded("PRN210603", period))
        transfer = f'<act><code code="3457005"/>{inner}</act>'
    if v["earlier_flag"]:
        flag = _wrapped("component", _observation("47821001", v["earlier_flag"]))
        reason = f'<organizer><code code="248983002"/>{flag}</organizer>'
        transfer += f'<act><code code="3457005"/>{_wrapped("outboundRelationship", reason)}</act>'
    infos = (
        *(_coded("Rpp", period) for period in v["care"]),
        *transfer.replace("</act><act>", "</act>|<act>").split("|"),
        _observation("3137-7", v["height"], unit="cm"),
        _observation("Parturit", v["parity"]),
        _observation("EDDDef", v["due"]),
        f'<procedure><code code="18114009"/><effectiveTime value="20210101"/>{weight}</procedure>'
        if weight
        else "",
        _coded("EindeZw", v["ending"]),
        _hl7_history(v),
        _hl7_delivery(v),
    )
    return (
        f"<CareProvisionEvent>{_element('id', v['record'], 'extension', root='1.2.3')}"
        f"<subject><patient>{patient}</patient></subject>"
        "<verifier><assignedPerson><representedOrganization>"
        f"{_element('id', v['lvr'], 'extension', root=LVR)}"
        "</representedOrganization></assignedPerson></verifier>"
        f"{_wrapped('pertinentInformation3', *infos)}</CareProvisionEvent>"
    )


def hl7(*messages, sent="20210901120000"):
    """Return one HL7v3 file with these messages (dicts as made by ``values``)."""
    created = messages[0]["sent"] if messages else sent
    events = "".join(f"<subject2>{event(v)}</subject2>" for v in messages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-model href="x.sch"?>\n'
        '<REPC_IN004014NL xmlns="urn:hl7-org:v3">'
        f"{_element('creationTime', created)}<ControlActProcess><subject><registrationProcess>{events}"
        "</registrationProcess></subject></ControlActProcess></REPC_IN004014NL>"
    ).encode()


def _ada_moment(text):
    if text is None or not text.isdigit() or len(text) < 8:
        return text
    day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return day if len(text) == 8 else f"{day}T{text[8:10]}:{text[10:12]}:00"


def _ada(name, value, full=False):
    """Return an element; in full ADA a coded one carries a sequence number in @value."""
    if value is None:
        return ""
    return f'<{name} value="1" code={quoteattr(value)}/>' if full else f"<{name} value={quoteattr(value)}/>"


def _plain(name, value):
    """Return an element with a number, date or boolean; a null flavour stands beside, not in, the value."""
    return f'<{name} nullFlavor="{value}"/>' if value in FLAVORS else _ada(name, value)


def _measured(name, value, unit):
    """Return an amount; grams are written out in ADA."""
    unit = {"g": "gram"}.get(unit, unit)
    return _plain(name, value).replace("/>", f' unit="{unit}"/>') if unit else _plain(name, value)


def _ada_child(one, full):
    opposite = {"true": "false", "false": "true"} | {flavor: flavor for flavor in FLAVORS} | {None: None}
    relief = ""
    if one["method"]:
        method = f"<methode>{_ada('methode', one['method'], full)}</methode>"
        relief = f"<pijnbestrijding>{method}{_ada('periode', one['relief_period'], full)}</pijnbestrijding>"
    instrument = ""
    if one["instrument"]:
        used = _ada("vaginale_kunstverlossing", one["instrument"], full)
        succeeded = _plain("succes_vaginale_kunstverlossingq", one["succeeded"])
        instrument = f"<vaginale_kunstverlossing_groep>{used}{succeeded}</vaginale_kunstverlossing_groep>"
    decision = ""
    if one["decision"]:
        inner = _ada("beslismoment_sectio_caesarea", one["decision"], full)
        decision = f"<sectio_caesarea_group>{inner}</sectio_caesarea_group>"
    return f"""<uitkomst_per_kind><baring>
{_ada("werkelijke_plaats_baring_type_locatie", one["place"], full)}
<ziekenhuis_baring>{_ada("ziekenhuisnummer_lvrid", one["hospital"])}</ziekenhuis_baring>
<demografische_gegevens><identificaties_kind>{_ada("bsn_kind", one["bsn"])}</identificaties_kind>
{_plain("geboortedatum", _ada_moment(one["birth"]))}{_plain("rangnummer_kind", one["order"])}
<perinatale_sterfte_groep>{_plain("perinatale_sterfteq", one["died"])}</perinatale_sterfte_groep>
</demografische_gegevens>
<kindspecifieke_maternale_gegevens>{_plain("bijstimulatie_toegediendq", one["augmented"])}
{_plain("tijdstip_actief_meepersen", _ada_moment(one["pushing"]))}
{_plain("episiotomieq", opposite[one["episiotomy"]])}
{_plain("pijnbestrijdingq", opposite[one["pain_relief"]])}{relief}
</kindspecifieke_maternale_gegevens>
<kindspecifieke_uitkomstgegevens>{_ada("type_partus", one["mode"], full)}
{_ada("ligging_bij_geboorte", one["presentation"], full)}
<supervisor_groep>{_ada("rol_supervisor", one["supervisor"], full)}</supervisor_groep>{instrument}{decision}
<lichamelijk_onderzoek_kind>
{_measured("geboortegewicht", one["weight"], one["weight_unit"])}</lichamelijk_onderzoek_kind>
</kindspecifieke_uitkomstgegevens></baring></uitkomst_per_kind>"""


def _ada_delivery(v, full):
    if v["children"] is None:
        return ""
    return f"""<bevalling>{_plain("aantal_geboren_kinderen", v["born_children"])}
<diagnose_bevalling>{_plain("fluxus_postpartumq", v["flag"])}</diagnose_bevalling>
{_ada("risicostatus_voor_baring", v["risk"], full)}{_ada("wijze_waarop_de_baring_begon", v["started"], full)}
<interventies_begin_baring>
{"".join(_ada("interventie_begin_baring", code, full) for code in _several(v["intervention"]))}
</interventies_begin_baring>
<medicatie_nageboortetijdperk_groep>{_plain("medicatie_nageboortetijdperkq", v["medication"])}
{"".join(_ada("soort_medicatie_nageboortetijdperk", code, full) for code in _several(v["medicine"]))}
</medicatie_nageboortetijdperk_groep>
<placenta>{_ada("geboorte_placenta", v["placenta"], full)}</placenta>
{_measured("hoeveelheid_bloedverlies", v["loss"], v["loss_unit"])}
{"".join(_ada("conditie_perineum_postpartum", code, full) for code in v["perineum"])}</bevalling>"""


def ada(*messages, full=False, root="kernset_geboortezorg"):
    """Return one ADA-Lite file (or ADA in full) with these messages."""
    roots = []
    for v in messages:
        transfer = ""
        if v["transfer"]:
            period, forward = v["transfer"]
            reason = "<van_1e_naar_2e_lijn/>" if forward else '<van_2e_naar_1e_lijn value="1"/>'
            transfer = (
                f"<verwijsdetails><redenen_van_verwijzing>{reason}</redenen_van_verwijzing>"
                f"{_ada('perinatale_periode', period, full)}</verwijsdetails>"
            )
        if v["earlier_flag"]:
            flag = _plain("fluxus_postpartumq", v["earlier_flag"])
            reason = f"<obstetrische_anamnese>{flag}</obstetrische_anamnese>"
            reason = f"<van_1e_naar_2e_lijn>{reason}</van_1e_naar_2e_lijn>"
            reason = f"<redenen_van_verwijzing>{reason}</redenen_van_verwijzing>"
            transfer += f"<verwijsdetails>{reason}</verwijsdetails>"
        history = "obstetrische_anamnese_gegroepeerd_per_voorgaande_zwangerschap"
        earlier = "".join(
            f"<{history}><eerdere_bevalling>{_plain('hoeveelheid_bloedverlies', loss)}</eerdere_bevalling>"
            f"</{history}>"
            for loss in v["earlier"]
        )
        care = "".join(
            _ada("eindverantwoordelijk_in_welke_perinatale_periodeq", one, full) for one in v["care"]
        )
        children = "".join(_ada_child(one, full) for one in v["children"] or ())
        roots.append(f"""<{root}><zorgverlening>{care}{transfer}</zorgverlening>
<zorgverlenerzorginstelling><zorginstelling>{_ada("zorginstelling_lvrid", v["lvr"])}</zorginstelling>
</zorgverlenerzorginstelling>
<vrouw>{_ada("burgerservicenummer", v["bsn"])}
{_plain("geboortedatum", _ada_moment(v["born"]))}{_plain("lengte_gemeten", v["height"])}</vrouw>
{earlier}<zwangerschap>{_ada("dossiernummer", v["record"])}
{_plain("pariteit_voor_deze_zwangerschap", v["parity"])}
{_plain("definitieve_a_terme_datum", _ada_moment(v["due"]))}
<prenatale_controle><datum_controle value="2021-01-01"/>
{_plain("gewicht_gemeten", v["weight"])}</prenatale_controle>
{_ada("wijze_einde_zwangerschap", v["ending"], full)}</zwangerschap>
{_ada_delivery(v, full)}{children}</{root}>""")
    if len(roots) == 1 and not full:
        return ('<?xml version="1.0" encoding="UTF-8"?>' + roots[0]).encode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?><adaxml><data>' + "".join(roots) + "</data></adaxml>"
    ).encode()
