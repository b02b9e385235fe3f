"""Fictitious FHIR bundles (dataset 3.2, STU3) from the same values as the kernset messages of other tests.

``told`` makes the resources by name, so that a test changes just one; ``as_json`` and ``as_xml`` write the
same bundle in both forms.
"""

import json
from xml.sax.saxutils import quoteattr

from tests.kernset_messages import bsn, child, values

SNOMED, LOINC, UCUM = "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org"
NULL = "http://hl7.org/fhir/v3/NullFlavor"
NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
LVR = "urn:oid:2.16.840.1.113883.2.4.3.22.96.6"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
PLACES = {
    "169813005": "169813005",
    "23": "56311000146108",
    "22232009": "56321000146103",
    "40": "56301000146106",
}
PLACENTAS = {"0": "408819007", "2": "302384005", "3": "28233006", "4": "149161000146109"}
STARTS = {"1": "84457005", "2": "169734005", "3": "236958009"}
TEARS = {"199916005": "57759005", "199925004": "6234006", "199930000": "10217006", "609344008": "860603002"}
PHASES = {
    "OntLt3": "300421000146103",
    "OntMt3": "300431000146101",
    "Uitdr": "42857002",
    "Sectio": "200144004",
}


def concept(code, system=SNOMED):
    """Return a CodeableConcept; UNK, NI and OTH are null flavors."""
    return {"coding": [{"system": NULL if code in ("UNK", "NI", "OTH") else system, "code": code}]}


def quantity(number, unit):
    """Return a quantity in UCUM."""
    return {"value": Number(number), "unit": unit, "system": UCUM, "code": unit}


class Number(str):
    """A number as it is to be written, quotes left out."""

    __slots__ = ()


def ref(name):
    """Return a relative reference."""
    return {"reference": name}


def about(name):
    """Return the extension by which a statement says what it is about."""
    return {"url": NICTIZ + "observation-focusSTU3", "valueReference": ref(name)}


def observation(code, focus=None, subject="Patient/vrouw", system=SNOMED, **more):
    """Return a final observation in the maternal record."""
    made = {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(code, system),
        "subject": ref(subject),
        "context": ref("EpisodeOfCare/dossier"),
    }
    if focus:
        made["extension"] = [about(focus)]
    return made | more


def procedure(code, *part_of, subject="Patient/vrouw", **more):
    """Return a completed procedure in the maternal record."""
    made = {
        "resourceType": "Procedure",
        "status": "completed",
        "code": concept(code),
        "subject": ref(subject),
        "context": ref("EpisodeOfCare/dossier"),
    }
    if part_of:
        made["partOf"] = [ref(one) for one in part_of]
    return made | more


def problem(code, part_of="Procedure/bevalling", status="confirmed", **more):
    """Return a problem of the delivery."""
    made = {
        "resourceType": "Condition",
        "verificationStatus": status,
        "code": concept(code),
        "subject": ref("Patient/vrouw"),
        "context": ref("EpisodeOfCare/dossier"),
    }
    if part_of:
        address = "http://hl7.org/fhir/StructureDefinition/condition-partOf"
        made["extension"] = [{"url": address, "valueReference": ref(part_of)}]
    return made | more


def day(text):
    """Return yyyymmdd… as an ISO date."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"


def instant(text):
    """Return yyyymmddHHMMSS as an instant in summer time."""
    return f"{day(text)}T{text[8:10]}:{text[10:12]}:{text[12:14]}+02:00"


def told(v=None):
    """Return name → resource for one delivery with these values (as made by ``kernset_messages.values``)."""
    v = v or values()
    made = _people(v)
    made["bevalling"] = procedure("236973005")
    pregnancy = {
        "pariteit": ("parity", "11977-6", lambda text: {"valueQuantity": {"value": Number(text)}}),
        "aterme": ("due", "147781000146105", lambda text: {"valueDateTime": day(text)}),
        "lengte": ("height", "8302-2", lambda text: {"valueQuantity": quantity(text, "cm")}),
        "gewicht": (
            "weight",
            "29463-7",
            lambda text: {"valueQuantity": quantity(text, "kg"), "effectiveDateTime": "2021-01-01"},
        ),
    }
    for name, (key, code, value) in pregnancy.items():
        if v[key] is not None:
            system = LOINC if "-" in code else SNOMED
            made[name] = observation(code, system=system, **value(v[key]))
    delivery = "Procedure/bevalling"
    if v["loss"] is not None:
        made["bloedverlies"] = observation("364332008", delivery, valueQuantity=quantity(v["loss"], "ml"))
    if v["born_children"] is not None:
        number = {"valueQuantity": {"value": Number(v["born_children"])}}
        made["kinderen"] = observation("118861000146102", delivery, **number)
    if v["placenta"] is not None:
        code = PLACENTAS.get(v["placenta"], v["placenta"])
        made["placenta"] = observation("236994008", delivery, valueCodeableConcept=concept(code))
    if v["started"] is not None:
        code = STARTS.get(v["started"], v["started"])
        made["begin"] = observation("160611000146102", delivery, valueCodeableConcept=concept(code))
    if v["intervention"] is not None:
        made["ingreep"] = procedure(v["intervention"], delivery)
    if v["flag"] is not None:
        made["fluxus"] = problem("47821001", status="confirmed" if v["flag"] == "true" else "refuted")
    for n, code in enumerate(v["perineum"]):
        made[f"perineum{n}"] = problem(TEARS[code]) if code in TEARS else perineum(code)
    for n, loss in enumerate(v["earlier"]):
        made |= _earlier(n, loss)
    if v["transfer"]:
        made["verwijzing"] = _referral(*v["transfer"])
    for n, one in enumerate(v["children"] or ()):
        made |= _child(n, one)
    return made


def perineum(code, part="364297003"):
    """Return an inspection of the perineum with one component."""
    component = {"code": concept(part), "valueCodeableConcept": concept(code)}
    return observation("609625009", "Procedure/bevalling", component=[component])


def _people(v):
    organisation_type = "Z3" if v["lvr"] == "1410" else "V6"
    return {
        "vrouw": {
            "resourceType": "Patient",
            "identifier": [{"system": BSN, "value": v["bsn"]}],
            "name": [{"family": "Verzonnen"}],
            "birthDate": day(v["born"]),
        },
        "dossier": {
            "resourceType": "EpisodeOfCare",
            "identifier": [{"value": v["record"]}],
            "status": "finished",
            "type": [concept("364320009")],
            "patient": ref("Patient/vrouw"),
            "managingOrganization": ref("Organization/instelling"),
        },
        "instelling": organisation(v["lvr"], organisation_type),
        "praktijk": organisation("1410", "G3"),
        "ziekenhuis": organisation("0010", "V4"),
        "locatie": {"resourceType": "Location", "managingOrganization": ref("Organization/ziekenhuis")},
    }


def organisation(lvr_id, kind):
    """Return an organisation of a kind (V4: hospital, Z3: midwives)."""
    return {
        "resourceType": "Organization",
        "identifier": [
            {"system": "http://fhir.nl/fhir/NamingSystem/agb-z", "value": "06000000"},
            {"system": LVR, "value": lvr_id},
        ],
        "type": [concept(kind, "http://nictiz.nl/fhir/NamingSystem/organization-type")],
    }


def _earlier(n, loss):
    name = f"eerder{n}"
    born = f"{2015 + 2 * n}-03-01"
    made = {
        name: procedure("236973005", context=ref("EpisodeOfCare/dossier")),
        f"{name}-geboorte": procedure(
            "3950001", f"Procedure/{name}", subject=f"Patient/{name}-kind", performedDateTime=born
        ),
        f"{name}-kind": {"resourceType": "Patient", "birthDate": born},
    }
    if loss is not None:
        made[f"{name}-bloedverlies"] = observation(
            "364332008", f"Procedure/{name}", valueQuantity=quantity(loss, "ml")
        )
    return made


def _referral(period, forward):
    giver, taker = ("praktijk", "ziekenhuis") if forward else ("ziekenhuis", "praktijk")
    return {
        "resourceType": "ReferralRequest",
        "status": "active",
        "intent": "order",
        "extension": [
            {
                "url": NICTIZ + "bc-referralrequest-periodOfTransfer",
                "valueCodeableConcept": concept(period, "urn:oid:2.16.840.1.113883.2.4.3.22.1.2.52"),
            }
        ],
        "subject": ref("Patient/vrouw"),
        "context": ref("EpisodeOfCare/dossier"),
        "requester": {"agent": ref(f"Organization/{giver}")},
        "recipient": [ref(f"Organization/{taker}")],
    }


def _child(n, one):
    birth, person = f"Procedure/geboorte{n}", f"Patient/kind{n}"
    made = {
        f"kind{n}": _newborn(one),
        f"geboorte{n}": procedure("3950001", "Procedure/bevalling", subject=person) | _performer(n, one),
    }
    if one["supervisor"]:
        made[f"rol{n}"] = _role(one["supervisor"])
    statements = {
        "partus": ("364336006", one["mode"]),
        "plaats": ("366344009", PLACES.get(one["place"], one["place"])),
        "ligging": ("271692001", one["presentation"]),
    }
    for name, (code, value) in statements.items():
        if value is not None:
            made[f"{name}{n}"] = observation(code, birth, valueCodeableConcept=concept(value))
    if one["weight"] is not None:
        both = {"coding": [{"system": LOINC, "code": code} for code in ("8339-4", "29463-7")]}
        weight = observation("8339-4", subject=person, valueQuantity=quantity(one["weight"], "g"))
        made[f"gewicht{n}"] = weight | {"code": both}
    if one["died"] is not None:
        made[f"sterfte{n}"] = observation("276507005", subject=person, valueBoolean=one["died"] == "true")
    if one["pushing"] is not None:
        made[f"persen{n}"] = observation("249163006", birth, valueDateTime=instant(one["pushing"]))
    return made | _procedures(n, one, birth)


def _newborn(one):
    made = {"resourceType": "Patient", "birthDate": day(one["birth"])}
    if len(one["birth"]) > 8:
        address = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"
        made["_birthDate"] = {"extension": [{"url": address, "valueDateTime": instant(one["birth"])}]}
    if one["bsn"] is not None:
        made["identifier"] = [{"system": BSN, "value": one["bsn"]}]
    if one["order"] is not None:
        made["multipleBirthInteger"] = Number(one["order"])
    return made


def _performer(n, one):
    made = {"location": ref("Location/locatie")} if one["hospital"] else {}
    if one["supervisor"]:
        role = {
            "url": NICTIZ + "practitionerrole-reference",
            "valueReference": ref(f"PractitionerRole/rol{n}"),
        }
        actor = {"extension": [role], "reference": "Practitioner/onbekend"}
        made["performer"] = [
            {"role": concept("RESP", "http://hl7.org/fhir/v3/ParticipationType"), "actor": actor}
        ]
    return made


def _role(supervisor):
    specialty = {"11": "03.000", "25": "03.000"}.get(supervisor, supervisor)
    where = "praktijk" if supervisor == "11" else "ziekenhuis"
    return {
        "resourceType": "PractitionerRole",
        "organization": ref(f"Organization/{where}"),
        "specialty": [concept(specialty, "http://fhir.nl/fhir/NamingSystem/uzi-rolcode")],
    }


def _procedures(n, one, birth):
    made = {}
    for name, code, negated in (
        ("episiotomie", "85548006", one["episiotomy"]),
        ("pijn", "278414003", one["pain_relief"]),
    ):
        if negated is not None:
            made[f"{name}{n}"] = procedure(code, birth, notDone=negated == "true")
    if one["augmented"] is not None:
        made[f"bijstimulatie{n}"] = procedure("237001001", birth, notDone=one["augmented"] != "true")
    if one["method"] is not None:
        phase = {"url": NICTIZ + "bc-procedure-partusphase"}
        if one["relief_period"] is not None:
            phase["valueCodeableConcept"] = concept(PHASES[one["relief_period"]])
            made[f"methode{n}"] = procedure(one["method"], birth, extension=[phase])
        else:
            made[f"methode{n}"] = procedure(one["method"], birth)
    if one["instrument"] is not None:
        made[f"instrument{n}"] = procedure(one["instrument"], birth)
        if one["succeeded"] is not None:
            success = {"url": NICTIZ + "bc-procedure-success", "valueBoolean": one["succeeded"] == "true"}
            made[f"instrument{n}"]["outcome"] = {"extension": [success]}
    return made


def bundle(resources, kind="collection", base=None, sent="2021-09-01T12:00:00+02:00"):
    """Return a bundle of named resources; ``base`` gives every entry a full address on that server."""
    entries = []
    for name, resource in resources.items():
        one = {"resource": {"resourceType": resource["resourceType"], "id": name} | resource}
        if base == "urn:uuid:":
            one["fullUrl"] = base + name
        elif base:
            one["fullUrl"] = f"{base}{resource['resourceType']}/{name}"
        if kind == "transaction":
            one["request"] = {"method": "PUT", "url": f"{resource['resourceType']}/{name}"}
        entries.append(one)
    return {"resourceType": "Bundle", "meta": {"lastUpdated": sent}, "type": kind, "entry": entries}


def as_json(made):
    """Return a document in JSON."""
    return _json(made).encode()


def _json(made):
    if isinstance(made, Number):
        return str(made)
    if isinstance(made, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json(value)}" for key, value in made.items()) + "}"
    if isinstance(made, list):
        return "[" + ",\n".join(map(_json, made)) + "]"
    return json.dumps(made)


def as_xml(made):
    """Return a document in XML."""
    body = _xml_parts(made)
    return f'<{made["resourceType"]} xmlns="http://hl7.org/fhir">{body}</{made["resourceType"]}>'.encode()


def _xml_parts(made):
    out = []
    for key, value in made.items():
        if key in ("resourceType", "url") and (key == "resourceType" or "method" not in made):
            continue
        if key.startswith("_") and key[1:] in made:
            continue
        for one in value if isinstance(value, list) else [value]:
            out.append(_xml(key, one, made.get("_" + key)))
    return "".join(out)


def _xml(name, value, beside=None):
    name = name.removeprefix("_")
    if isinstance(value, dict):
        if "resourceType" in value:
            kind = value["resourceType"]
            return f"<{name}><{kind}>{_xml_parts(value)}</{kind}></{name}>"
        address = f" url={quoteattr(value['url'])}" if name == "extension" else ""
        return f"<{name}{address}>{_xml_parts(value)}</{name}>"
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
    return f"<{name} value={quoteattr(text)}>{_xml_parts(beside or {})}</{name}>"


def twins(**changes):
    """Return values of a twin delivery: a spontaneous first, an emergency caesarean for the second."""
    second = child(
        birth="20210804235000",
        order="2",
        bsn=bsn(501),
        weight="2400",
        mode="274130007",
        pushing=None,
        died="true",
    )
    return values(born_children="2", children=(child(weight="2700"), second), **changes)
