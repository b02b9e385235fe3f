"""Every element of dataset 3.2 that is read, and the trap beside it."""

import pytest

from perined_import.kernset import VALUE_NAMES
from perined_import.readers import fhir
from perined_import.readers.derive import row_of
from tests.kernset_intake import context, message_row, small, source
from tests.kernset_messages import ada, child, hl7, values
from tests.unit.perined_import.readers.fhir.bundles import (
    LOINC,
    NICTIZ,
    Number,
    about,
    as_json,
    as_xml,
    bundle,
    concept,
    instant,
    observation,
    perineum,
    problem,
    procedure,
    quantity,
    ref,
    told,
    twins,
)

FORMS = {"json": as_json, "xml": as_xml}


def read(content):
    return list(fhir.read(source(content, "bundle"), small()))


@pytest.fixture(params=FORMS)
def written(request):
    """Return how a document is written: in JSON or in XML."""
    return FORMS[request.param]


def judged(resources, written=as_json, **changes):
    """Return (row, faults) of the only message of a bundle of these resources."""
    (message,) = read(written(bundle(resources)))
    return row_of(message, context(**changes))


def row(resources, written=as_json, **changes):
    found, faults = judged(resources, written, **changes)
    assert faults == []
    return found


def codes(faults):
    return [fault.code for fault in faults]


# --- the same woman in every layout -------------------------------------------------------------------
SAME = {
    "uncomplicated": {},
    "haemorrhage": {"loss": "1250", "flag": "true"},
    "no haemorrhage": {"flag": "false", "loss": "1000"},
    "history": {"parity": "2", "earlier": ("1500", "300")},
    "history without haemorrhage": {"parity": "2", "earlier": ("1000", "300")},
    "history unknown": {"parity": "2", "earlier": ("300", None)},
    "induced": {"started": "3", "intervention": "177135005"},
    "sweeping only": {"started": "3", "intervention": "236960006"},
    "membranes": {"started": "2", "placenta": "3", "perineum": ("199930000", "609344008")},
    "transferred": {"transfer": ("6", True)},
    "transferred back": {"transfer": ("6", False)},
    "third stage": {"transfer": ("7", True)},
    "vacuum": {
        "children": (
            child(mode="3311000146109", instrument="61586001", succeeded="true", episiotomy="false"),
        )
    },
    "vacuum failed": {
        "children": (child(mode="3311000146109", instrument="61586001", succeeded="false", augmented="true"),)
    },
    "epidural": {
        "children": (
            child(pain_relief="false", method="18946005", relief_period="OntMt3", augmented="false"),
        )
    },
    "epidural at a caesarean": {
        "children": (child(mode="274130007", pain_relief="false", method="18946005", relief_period="Sectio"),)
    },
    "no pain relief": {"children": (child(pain_relief="true", episiotomy="true"),)},
    "at home": {
        "lvr": "1410",
        "children": (child(place="169813005", hospital=None, supervisor="11", presentation="49168004"),),
    },
    "planned": {"children": (child(mode="177141003", pushing=None, birth="20210804"),), "placenta": "4"},
    "termination": {"children": (child(mode="447972007", died="true"),)},
    "unknown": {"started": "UNK", "placenta": "UNK", "children": (child(mode="NI", place="UNK"),)},
    "nothing": dict.fromkeys(
        ("height", "weight", "due", "parity", "loss", "placenta", "started", "born_children")
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_woman_gives_the_same_row_as_hl7v3_and_ada(case, written):
    # 20620 (medication) and 20530 (risk) have no element in 3.2 that the reference names.
    v = values(medication=None, medicine=None, risk=None, care=(), **SAME[case])
    expected = message_row(hl7(v))
    found = row(told(v), written)
    assert {name: found[name] for name in VALUE_NAMES} == {name: expected[name] for name in VALUE_NAMES}
    other = message_row(ada(v))
    assert {name: found[name] for name in VALUE_NAMES} == {name: other[name] for name in VALUE_NAMES}
    for name in ("record_key", "link_key", "sent_at", "is_birth", "birth_orders"):
        assert found[name] == expected[name], name


def test_twins_are_one_delivery(written):
    v = twins(medication=None, medicine=None, risk=None, care=())
    found, expected = row(told(v), written), message_row(hl7(v))
    assert {name: found[name] for name in VALUE_NAMES} == {name: expected[name] for name in VALUE_NAMES}
    assert (found["children"], found["mode"], found["perinatal_death"]) == (2, "emergency_caesarean", True)
    assert (found["birth_weight_g"], found["birth_time"], found["blood_loss_ml"]) == (2700, 23 * 60 + 35, 400)


def test_twins_without_numbers_stay_two():
    made = told(twins())
    for name in ("kind0", "kind1"):
        del made[name]["multipleBirthInteger"], made[name]["identifier"]
    del made["kinderen"]
    made["kind1"]["birthDate"] = "2021-08-04"
    (message,) = read(as_json(bundle(made)))
    assert [one.order for one in message.children] == ["1", "2"]
    assert row(made)["children"] == 2


# --- blood loss ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ml", "is_more"), [("1000", False), ("1000.0", False), ("1001", True), ("0", False)]
)
def test_more_than_a_litre_is_more_than_1000(ml, is_more):
    found = row(told(values(loss=ml)))
    assert (found["blood_loss_ml"] > 1000, found["blood_loss_ml"]) == (is_more, float(ml))


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"unit": "l", "code": "l"}, "bad_unit", "l"),
        ({"unit": "ml", "code": "l"}, "bad_unit", "l/ml"),
        ({"unit": "cc", "code": None}, "bad_unit", "cc"),
        ({"unit": None, "code": None}, "bad_unit", "?"),
        ({"comparator": ">"}, "not_a_number", ">1250"),
        ({"comparator": "<="}, "not_a_number", "<=1250"),
        ({"value": Number("850.5")}, "not_a_number", "850.5"),
        ({"value": "±800"}, "not_a_number", "±800"),
        ({"value": Number("1e309")}, "not_a_number", "1e309"),
    ],
)
def test_an_amount_in_another_unit_or_about_is_refused(change, code, value, written):
    made = told(values(loss="1250"))
    quantity = made["bloedverlies"]["valueQuantity"] | change
    made["bloedverlies"]["valueQuantity"] = {key: one for key, one in quantity.items() if one is not None}
    found, faults = judged(made, written)
    assert [(fault.code, fault.column, fault.value) for fault in faults] == [(code, "blood_loss_ml", value)]
    assert found["blood_loss_ml"] is None


@pytest.mark.parametrize("unit", ["ml", "mL"])
def test_millilitres_in_either_spelling(unit):
    made = told()
    made["bloedverlies"]["valueQuantity"] = quantity("1250", unit)
    assert row(made)["blood_loss_ml"] == 1250


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered", "unknown", "geheim"])
def test_an_observation_that_does_not_hold_is_not_used(status):
    made = told()
    made["bloedverlies"]["status"] = status
    assert row(made)["blood_loss_ml"] is None


def test_a_value_absent_for_a_reason_is_unknown(written):
    made = told()
    for name in ("bloedverlies", "placenta", "partus0", "plaats0"):
        for key in ("valueQuantity", "valueCodeableConcept"):
            made[name].pop(key, None)
        made[name]["dataAbsentReason"] = concept("unknown", "http://hl7.org/fhir/data-absent-reason")
    found = row(made, written)
    assert [found[name] for name in ("blood_loss_ml", "placenta", "mode", "place")] == [None] * 4


def test_a_masked_bsn_is_no_key(written):
    made = told()
    masked = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}
    made["vrouw"]["identifier"] = [
        {"system": "http://fhir.nl/fhir/NamingSystem/bsn", "_value": {"extension": [masked]}}
    ]
    del made["kind0"]["identifier"]
    assert row(made, written)["link_key"] is None


def test_final_counts_before_preliminary_and_of_several_the_largest():
    made = told(values(loss="400"))
    made["voorlopig"] = made["bloedverlies"] | {
        "status": "preliminary",
        "valueQuantity": quantity("3000", "ml"),
    }
    assert row(made)["blood_loss_ml"] == 400
    made["later"] = made["bloedverlies"] | {"status": "amended", "valueQuantity": quantity("1300", "ml")}
    found, faults = judged(made)
    assert (found["blood_loss_ml"], codes(faults)) == (1300, ["fhir_several"])
    assert faults[0].value == "400 / 1300"


def test_other_blood_is_not_this_blood():
    made = told(values(loss=None))
    record = {"valueQuantity": quantity("2500", "ml")}
    made["lochia"] = observation("249212004", "Procedure/bevalling", **record)  # until a transfer (9171)
    made["hoeveelheid"] = observation("366299003", "Procedure/bevalling", **record)
    assert row(made)["blood_loss_ml"] is None


def test_a_code_of_another_system_is_another_code():
    made = told()
    made["bloedverlies"]["code"] = concept("364332008", LOINC)
    made["placenta"]["valueCodeableConcept"] = concept("3", "urn:oid:1.2.3")
    found, faults = judged(made)
    assert (found["blood_loss_ml"], found["placenta"]) == (None, None)
    assert [(fault.code, fault.column, fault.value) for fault in faults] == [
        ("unknown_code", "placenta", "3")
    ]


# --- now and earlier ----------------------------------------------------------------------------------
def test_an_earlier_delivery_never_counts_for_this_one(written):
    made = told(values(loss=None, earlier=("2500",), parity="1"))
    found = row(made, written)
    assert (found["blood_loss_ml"], found["previous_pph"], found["children"]) == (None, True, 1)


@pytest.mark.parametrize("kind", ["dated", "own record", "record without delivery", "dangling"])
def test_loose_blood_loss_of_earlier_is_not_used_here(kind):
    made = told(values(loss=None, parity="1"))
    loose = observation("364332008", valueQuantity=quantity("2500", "ml"))
    if kind == "dated":
        loose["effectiveDateTime"] = "2018-03-01"
    elif kind == "own record":
        made["dossier-eerder"] = made["dossier"] | {"identifier": [{"value": "oud"}]}
        made["bevalling-eerder"] = procedure("236973005", context=ref("EpisodeOfCare/dossier-eerder"))
        loose["context"] = ref("EpisodeOfCare/dossier-eerder")
        made["bevalling-eerder"]["performedDateTime"] = "2018-03-01"
    elif kind == "record without delivery":
        loose["context"] = ref("EpisodeOfCare/elders")
    else:
        loose["extension"] = [about("Procedure/weg")]
    made["los"] = loose
    found = [row_of(message, context()) for message in read(as_json(bundle(made)))]
    rows = [(one["birth_date"], one["blood_loss_ml"]) for one, _ in found if one["birth_date"]]
    assert [ml for born, ml in rows if born.year == 2021] == [None]
    own, faults = next(pair for pair in found if pair[0]["birth_date"] and pair[0]["birth_date"].year == 2021)
    if kind == "dangling":
        assert codes(faults) == ["fhir_unplaced"]
        assert own["previous_pph"] is None
    else:
        assert (own["previous_pph"], codes(faults)) == (True, [])


def test_a_delivery_before_the_record_began_is_history():
    made = told(values(earlier=("1500",), children=None, loss=None, parity="1"))
    del made["bevalling"]
    made["dossier"]["period"] = {"start": "2021-01-01"}
    found = row(made)
    assert (found["is_birth"], found["blood_loss_ml"]) == (False, None)


def test_a_maternal_record_without_a_birth_is_set_aside():
    made = told(values(children=None, loss=None))
    for name in [name for name, one in made.items() if one["resourceType"] in ("Procedure", "Observation")]:
        del made[name]
    assert row(made)["is_birth"] is False


def test_a_problem_of_the_history_is_history():
    made = told(values(parity="1"))
    made["fluxus"] = problem("47821001", part_of=None, onsetDateTime="2018-03-01")
    found = row(made)
    assert (found["pph_flag"], found["previous_pph"]) == (None, True)
    made["fluxus"] = problem("47821001", part_of=None)
    found, faults = judged(made)
    assert (found["pph_flag"], found["previous_pph"], codes(faults)) == (None, None, ["fhir_unplaced"])


def test_an_operation_of_the_history_is_no_mode():
    made = told(values(children=(child(mode=None),)))
    made["operatie"] = procedure("11466000")
    made["placenta-operatie"] = procedure("28233006", performedPeriod={"start": "2018-03-01"})
    found = row(made)
    assert (found["mode"], found["placenta"]) == (None, "spontaneous")


@pytest.mark.parametrize(
    ("status", "flag"),
    [("confirmed", True), ("refuted", False), ("provisional", None), ("differential", None),
     ("entered-in-error", None), ("unknown", True)],
)  # fmt: skip
def test_what_is_said_of_a_haemorrhage(status, flag):
    made = told()
    made["fluxus"] = problem("47821001", status=status)
    assert row(made)["pph_flag"] is flag


# --- mode, place, line --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mode", "more", "expected"),
    [
        ("177184002", {}, "spontaneous"),
        ("48782003", {}, "spontaneous"),
        ("61586001", {}, "vacuum"),
        ("302383004", {}, "forceps"),
        ("80771000146107", {}, "planned_caesarean"),
        ("80801000146105", {}, "emergency_caesarean"),
        ("11466000", {}, "caesarean_unspecified"),
        ("11466000", {"sc": procedure("80771000146107", "Procedure/geboorte0")}, "planned_caesarean"),
        ("11466000", {"sc": procedure("80801000146105", "Procedure/geboorte0")}, "emergency_caesarean"),
        (None, {"sc": procedure("80801000146105", "Procedure/geboorte0")}, "emergency_caesarean"),
        ("177184002", {"sc": procedure("80801000146105", "Procedure/weg")}, "spontaneous"),
        ("274130007", {"sc": procedure("80771000146107", "Procedure/geboorte0")}, "emergency_caesarean"),
        ("3311000146109", {"t": procedure("416055001", "Procedure/geboorte0")}, "breech"),
        (
            "3311000146109",
            {"v": procedure("61586001", "Procedure/geboorte0", status="aborted")},
            "instrumental_unspecified",
        ),
        (
            "3311000146109",
            {"v": procedure("61586001", "Procedure/geboorte0", status="entered-in-error")},
            "instrumental_unspecified",
        ),
        (
            "3311000146109",
            {"v": procedure("61586001", "Procedure/geboorte0", notDone=True)},
            "instrumental_unspecified",
        ),
        ("OTH", {}, "other"),
        ("386639001", {}, "other"),
        ("UNK", {}, None),
    ],
)
def test_mode(mode, more, expected):
    found, faults = judged(told(values(children=(child(mode=mode),))) | more)
    assert found["mode"] == expected
    assert codes(faults) == (["fhir_unplaced"] if "Procedure/weg" in str(more) else [])


def test_when_a_caesarean_was_decided():
    made = told(values(children=(child(mode="11466000"),)))
    decided = {"url": NICTIZ + "bc-procedure-decisionMoment", "valueCodeableConcept": concept("42857002")}
    made["sc"] = procedure("11466000", "Procedure/geboorte0", extension=[decided])
    assert row(made)["mode"] == "emergency_caesarean"


@pytest.mark.parametrize(
    ("name", "column"),
    [("partus0", "mode"), ("plaats0", "place"), ("placenta", "placenta"), ("begin", "onset")],
)
def test_an_unknown_code_is_a_warning_and_unknown(name, column, written):
    made = told()
    made[name]["valueCodeableConcept"] = concept("123456789")
    found, faults = judged(made, written)
    assert [(fault.code, fault.column, fault.value) for fault in faults] == [
        ("unknown_code", column, "123456789")
    ]
    assert found[column] is None


@pytest.mark.parametrize(
    ("code", "place"),
    [("169813005", "home"), ("56311000146108", "birth_centre"), ("56321000146103", "hospital"),
     ("56301000146106", "on_the_way"), ("107191000146100", None), ("NI", None)],
)  # fmt: skip
def test_place(code, place):
    made = told()
    made["plaats0"]["valueCodeableConcept"] = concept(code)
    assert row(made)["place"] == place


def test_a_hospital_is_named_only_for_a_birth_in_hospital():
    made = told(values(children=(child(place="169813005", hospital="0010"),)))
    assert row(made)["hospital_lvr_id"] is None


@pytest.mark.parametrize(
    ("specialty", "organisation", "line"),
    [("01.046", "ziekenhuis", "secondary"), ("01.015", "praktijk", "primary"),
     ("03.000", "praktijk", "primary"), ("03.000", "ziekenhuis", "secondary"), ("03.000", None, None)],
)  # fmt: skip
def test_line(specialty, organisation, line):
    made = told()
    made["rol0"]["specialty"] = [concept(specialty, "http://fhir.nl/fhir/NamingSystem/uzi-rolcode")]
    made["rol0"]["organization"] = ref(f"Organization/{organisation}")
    assert row(made)["line"] == line


def test_the_line_of_who_led_the_birth_where_the_role_says_nothing():
    made = told(values(lvr="1410"))
    del made["rol0"]
    made["geboorte0"]["performer"][0]["onBehalfOf"] = ref("Organization/instelling")
    assert row(made)["line"] == "primary"


# --- the rest -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((perineum("289854007"),), "intact"),
        ((perineum("286554000"),), None),
        ((perineum("286554000"), problem("6234006")), "second"),
        ((perineum("57759005"),), "first"),
        ((perineum("249642008", "366252005"),), "third"),
        ((perineum("249641001", "366252005"),), None),
        ((perineum("OTH"),), "other"),
        ((problem("449808000"), problem("57759005")), "third"),
        ((problem("199934009"),), "fourth"),
        ((problem("199934009", status="refuted"),), None),
        ((problem("237332009"),), None),
        # The check-up weeks later (7950) has the same code as the component, and is none of this.
        ((observation("364297003", valueCodeableConcept=concept("289854007")),), None),
    ],
)
def test_perineum(resources, expected):
    made = told(values(perineum=())) | {f"p{n}": one for n, one in enumerate(resources)}
    assert row(made)["perineum"] == expected


def test_an_episiotomy_wound_is_an_episiotomy():
    assert row(told(values(perineum=("609344008",))))["episiotomy"] is True


def test_breaking_the_membranes_is_an_induction_only_at_the_start():
    made = told(values(started="3"))
    del made["begin"]
    made["amniotomie"] = procedure("408816000", "Procedure/bevalling")
    assert row(made)["onset"] is None
    phase = {"url": NICTIZ + "bc-procedure-partusphase", "valueCodeableConcept": concept("112070001")}
    made["amniotomie"]["extension"] = [phase]
    assert row(made)["onset"] == "induced"


def test_an_epidural_without_a_period_is_unknown():
    assert row(told(values(children=(child(method="18946005"),))))["epidural"] is None


def test_estimates_are_not_the_definitive_date():
    made = told(values(due=None))
    made["geschat"] = observation("161714006", valueDateTime="2021-08-11")
    made["duur"] = observation("57036006", valueQuantity=quantity("200", "d"))
    assert row(made)["gestation_days"] is None


def test_the_newest_definitive_date_counts():
    made = told()
    made["aterme"]["effectiveDateTime"] = "2021-01-05"
    made["later"] = made["aterme"] | {"effectiveDateTime": "2021-02-05", "valueDateTime": "2021-08-14"}
    assert row(made)["gestation_days"] == 270


def test_weight_of_the_child_is_not_that_of_the_woman():
    made = told(values(weight=None))
    made["kraamweek"] = observation(
        "29463-7", subject="Patient/kind0", system=LOINC, valueQuantity=quantity("3300", "g")
    )
    made["percentiel"] = made["gewicht0"] | {"status": "cancelled"}
    made["gewicht0"]["component"] = [{"code": concept("11769-7", LOINC), "valueQuantity": quantity("3", "%")}]
    found = row(made)
    assert (found["birth_weight_g"], found["bmi"]) == (3500, None)


def test_weights_in_grams_and_heights_in_metres():
    made = told()
    made["gewicht"]["valueQuantity"], made["lengte"]["valueQuantity"] = (
        quantity("68000", "g"),
        quantity("1.70", "m"),
    )
    made["na-de-bevalling"] = made["gewicht"] | {"effectiveDateTime": "2021-08-20"}
    assert row(made)["bmi"] == 23.5


@pytest.mark.parametrize("told_by", ["extension", "procedure", "period", "other day", "zone", "none"])
def test_time_of_birth(told_by):
    made = told()
    del made["kind0"]["_birthDate"]
    minute = 23 * 60 + 35
    if told_by == "extension":
        made = told()
    elif told_by == "procedure":
        made["geboorte0"]["performedDateTime"] = instant("20210804233500")
    elif told_by == "period":
        made["geboorte0"]["performedPeriod"] = {
            "start": instant("20210804225000"),
            "end": instant("20210804233500"),
        }
    elif told_by == "zone":
        made["geboorte0"]["performedDateTime"] = "2021-08-04T21:35:00Z"
    elif told_by == "other day":
        made["geboorte0"]["performedDateTime"] = instant("20210805003500")
    found = row(made)
    expected = None if told_by in ("other day", "none") else minute
    assert (found["birth_time"], found["second_stage_min"]) == (expected, 45 if expected else None)
    assert found["birth_date"].isoformat() == "2021-08-04"


def test_the_birth_itself_tells_the_date_where_no_child_is():
    made = told()
    made["geboorte0"]["performedDateTime"] = instant("20210804233500")
    del made["kind0"]
    found = row(made)
    assert (found["birth_date"].isoformat(), found["birth_time"]) == ("2021-08-04", 23 * 60 + 35)


def test_duration_of_the_second_stage_where_its_start_is_not_told():
    made = told()
    lasted = {"code": concept("169822006"), "valueQuantity": quantity("45", "min")}
    made["persen0"] |= {"component": [lasted]}
    del made["persen0"]["valueDateTime"]
    assert row(made)["second_stage_min"] == 45


@pytest.mark.parametrize("text", ["2021-13-01", "morgen", "T-78D", "${DATE, T, D, -1}", "T"])
def test_a_date_that_is_none_is_a_fault(text, written):
    made = told()
    made["kind0"] |= {"birthDate": text, "_birthDate": {}}
    found, faults = judged(made, written)
    assert ("not_a_date", "birth_date", text) in faults
    assert found["birth_date"] is None


@pytest.mark.parametrize(
    ("change", "died"),
    [
        ({"deceasedBoolean": True}, True),
        ({"deceasedBoolean": False}, False),
        ({"deceasedDateTime": "2021-08-10"}, True),
        ({"deceasedDateTime": "2022-08-10"}, None),
        ({}, None),
    ],
)
def test_death_of_the_child(change, died):
    made = told()
    del made["sterfte0"]
    made["kind0"] |= change
    assert row(made)["perinatal_death"] is died


def test_a_consultation_is_no_transfer():
    made = told(values(transfer=("6", True)))
    assert row(made)["transferred_in_labour"] is True
    kind = {"url": NICTIZ + "bc-referralrequest-contacttype", "valueCodeableConcept": concept("11429006")}
    made["verwijzing"]["extension"].append(kind)
    assert row(made)["transferred_in_labour"] is None


def test_a_reporter_without_lvr_id_is_not_guessed():
    made = told()
    made["instelling"]["identifier"] = made["instelling"]["identifier"][:1]
    (message,) = read(as_json(bundle(made)))
    assert message.lvr_id is None
