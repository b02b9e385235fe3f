"""Bundles as files: both forms, every way of referring, many deliveries, and all that can be broken."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perined_import.problems import CATALOGUE
from perined_import.readers import fhir
from perined_import.readers.derive import row_of
from perined_import.readers.source import FileRefused, Source
from tests.kernset_intake import context, small, source
from tests.kernset_messages import bsn, child, values
from tests.unit.perined_import.readers.fhir.bundles import (
    about,
    as_json,
    as_xml,
    bundle,
    concept,
    observation,
    procedure,
    quantity,
    ref,
    told,
    twins,
)

FIXTURES = Path(__file__).parent / "fixtures"
FORMS = {"json": as_json, "xml": as_xml}
BASE = "https://voorbeeld.test/fhir/"


def read(content, **limits):
    return list(fhir.read(source(content, "bundle"), small(**limits)))


def refused(content, **limits):
    """Return the only problem for which a file is refused; its sentences must be complete."""
    with pytest.raises(FileRefused) as raised:
        read(content, **limits)
    (problem,) = raised.value.problems
    for text in (problem.problem, problem.remedy):
        assert text.nl and text.en and "{" not in text.nl and "?" not in text.nl
    return problem


def losses(content):
    """Return (record number, ml) of each message."""
    return [
        (message.record_number, message.blood_loss and message.blood_loss.text) for message in read(content)
    ]


def with_record(record, **changes):
    return told(values(record=record, **changes))


@pytest.fixture(params=FORMS)
def written(request):
    return FORMS[request.param]


# --- files of our own ----------------------------------------------------------------------------------
def test_a_single_birth_in_xml():
    (message,) = read((FIXTURES / "eenling.xml").read_bytes())
    row, faults = row_of(message, context())
    assert faults == []
    assert (row["blood_loss_ml"], row["pph_flag"], row["placenta"], row["mode"]) == (
        1350,
        True,
        "manual",
        "vacuum",
    )
    assert (row["perineum"], row["episiotomy"], row["epidural"]) == ("second", True, True)
    assert (row["previous_pph"], row["parity"], row["line"], row["second_stage_min"]) == (
        False,
        1,
        "secondary",
        85,
    )
    assert row["birth_date"].isoformat() == "2026-03-29"


def test_twins_in_json():
    (message,) = read((FIXTURES / "tweeling.json").read_bytes())
    row, faults = row_of(message, context())
    assert faults == []
    assert (row["children"], row["mode"], row["birth_weight_g"]) == (2, "planned_caesarean", 2710)
    assert (row["blood_loss_ml"], row["placenta"], row["gestation_days"]) == (700, "caesarean", 259)


# --- forms and kinds -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["transaction", "collection", "searchset", "message", "document", "batch"])
def test_kinds_of_bundle(kind, written):
    made = with_record("A")
    if kind == "message":
        header = {"resourceType": "MessageHeader", "timestamp": "2021-10-01T08:00:00+02:00"}
        made = {"kop": header} | made
    if kind == "document":
        section = [{"entry": [ref("Procedure/bevalling")]}, {"entry": [ref("Observation/bloedverlies")]}]
        made = {"verslag": {"resourceType": "Composition", "section": section}} | made
    (message,) = read(written(bundle(made, kind=kind)))
    assert (message.record_number, message.blood_loss.text, len(message.children)) == ("A", "400", 1)
    assert message.sent_at == (20211001080000 if kind == "message" else 20210901120000)


def test_a_document_read_in_small_bites():
    made = as_json(bundle(with_record("Ä" * 40)))

    class Trickle:
        def __init__(self):
            self.at = 0

        def seek(self, at):
            self.at = at

        def read(self, _):
            self.at += 7
            return made[self.at - 7 : self.at]

    (message,) = list(fhir.read(Source("x.json", Trickle()), small()))
    assert (message.record_number, message.blood_loss.text) == ("Ä" * 40, "400")


def test_a_single_resource_that_holds_all_it_says(written):
    delivery = procedure(
        "236973005",
        context=ref("#dossier"),
        subject=ref("#vrouw"),
        contained=[
            {"resourceType": "Patient", "id": "vrouw", "birthDate": "1990-05-05"},
            {
                "resourceType": "EpisodeOfCare",
                "id": "dossier",
                "identifier": [{"value": "D-1"}],
                "patient": ref("#vrouw"),
                "managingOrganization": {
                    "identifier": {"system": "urn:oid:2.16.840.1.113883.2.4.3.22.96.6", "value": "0010"}
                },
            },
            procedure("3950001", "#", subject="#kind") | {"id": "geboorte"},
            {"resourceType": "Patient", "id": "kind", "birthDate": "2021-08-04"},
            observation(
                "364332008", "#", valueQuantity=quantity("1200", "ml"), id="b", context=ref("#dossier")
            ),
        ],
    )
    (message,) = read(written(delivery))
    row, faults = row_of(message, context())
    assert (row["blood_loss_ml"], row["reporting_lvr_id"], row["maternal_age"], faults) == (
        1200,
        "0010",
        31,
        [],
    )


def test_resources_on_lines_are_one_scope_and_bundles_on_lines_each_their_own():
    loose = bundle(with_record("A"))["entry"]
    lines = b"\n".join(as_json(one["resource"]).replace(b"\n", b" ") for one in loose)
    assert losses(lines) == [("A", "400")]
    two = [as_json(bundle(with_record(name, loss=loss))) for name, loss in (("A", "500"), ("B", "1500"))]
    assert losses(b"\n\n".join(two)) == [("A", "500"), ("B", "1500")]


def test_a_bundle_within_a_bundle_is_a_scope_of_its_own(written):
    inner = [bundle(with_record(name, loss=loss)) for name, loss in (("A", "500"), ("B", "1500"))]
    outer = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in inner]}
    assert sorted(losses(written(outer))) == [("A", "500"), ("B", "1500")]


def test_an_entry_that_is_to_be_deleted_says_nothing():
    made = bundle(with_record("A"), kind="transaction")
    for entry in made["entry"]:
        if entry["resource"]["id"] == "bloedverlies":
            entry["request"]["method"] = "DELETE"
    assert losses(as_json(made)) == [("A", None)]


def test_the_newest_version_of_a_resource_counts():
    made = bundle(with_record("A"), base=BASE)
    (entry,) = [one for one in made["entry"] if one["resource"]["id"] == "bloedverlies"]
    entry["resource"]["meta"] = {"lastUpdated": "2021-08-06T10:00:00Z"}
    older = entry["resource"] | {"valueQuantity": quantity("90", "ml"), "meta": {}}
    made["entry"].append({"fullUrl": entry["fullUrl"], "resource": older})
    assert losses(as_json(made)) == [("A", "400")]


def test_order_of_the_entries_does_not_matter(written):
    made = bundle(told(twins(record="A")))
    forward = read(written(made))
    made["entry"].reverse()
    (back,) = read(written(made))
    assert row_of(back, context()) == row_of(forward[0], context())


# --- references ----------------------------------------------------------------------------------------
def _renamed(made, change):
    """Return a bundle in which every reference was rewritten."""

    def walk(part):
        if isinstance(part, dict):
            return {key: change(one) if key == "reference" else walk(one) for key, one in part.items()}
        return [walk(one) for one in part] if isinstance(part, list) else part

    return walk(made)


REFERENCES = {
    "relative, no address": (None, lambda name: name),
    "relative, on a server": (BASE, lambda name: name),
    "absolute": (BASE, lambda name: BASE + name),
    "with a version": (BASE, lambda name: f"{name}/_history/3"),
    "absolute with a version": (BASE, lambda name: f"{BASE}{name}/_history/3"),
    "urn:uuid": ("urn:uuid:", lambda name: "urn:uuid:" + name.split("/")[1]),
    "relative beside urn:uuid": ("urn:uuid:", lambda name: name),
    "urn:uuid of an id": (None, lambda name: "urn:uuid:" + name.split("/")[1]),
}


@pytest.mark.parametrize("form", REFERENCES)
def test_every_form_of_reference(form, written):
    base, change = REFERENCES[form]
    plain = told(twins(record="A", earlier=("1500",), parity="1", transfer=("6", True)))
    (expected,) = read(as_json(bundle(plain)))
    found = read(written(_renamed(bundle(plain, base=base), change)))
    assert [row_of(one, context()) for one in found] == [row_of(expected, context())]


def test_the_same_id_on_another_server_is_another_resource():
    here, there = with_record("A", loss="500"), with_record("B", loss="1500", bsn=bsn(2))
    made = bundle(here, base=BASE)
    made["entry"] += bundle(there, base="https://elders.test/fhir/")["entry"]
    assert losses(as_json(made)) == [("A", "500"), ("B", "1500")]
    # Without addresses nobody can say which is meant: then nothing is taken from either.
    for entry in made["entry"]:
        entry.pop("fullUrl")
    assert len(losses(as_json(made))) == 1


def test_a_reference_by_identifier():
    made = with_record("A")
    number = {
        "system": "http://fhir.nl/fhir/NamingSystem/bsn",
        "value": made["vrouw"]["identifier"][0]["value"],
    }
    for one in made.values():
        if one.get("subject") == ref("Patient/vrouw"):
            one["subject"] = {"identifier": number}
    (message,) = read(as_json(bundle(made)))
    assert (message.bsn, message.parity, message.blood_loss.text) == (number["value"], "0", "400")


def test_an_encounter_leads_to_the_record(written):
    made = with_record("A")
    made["contact"] = {"resourceType": "Encounter", "episodeOfCare": [ref("EpisodeOfCare/dossier")]}
    for one in made.values():
        if "context" in one:
            one["context"] = ref("Encounter/contact")
    made["bloedverlies"].pop("extension")
    (message,) = read(written(bundle(made)))
    assert (message.record_number, message.blood_loss.text, message.parity) == ("A", "400", "0")


def test_without_the_record_itself_its_name_still_joins():
    made = with_record("A")
    del made["dossier"]
    made["bevalling"]["performer"] = [{"actor": ref("Organization/instelling")}]
    (message,) = read(as_json(bundle(made)))
    assert (message.record_number, message.lvr_id, message.blood_loss.text) == (None, "0010", "400")
    assert len(message.children) == 1


def test_the_mother_is_a_related_person_of_the_child():
    made = with_record("A")
    woman = made.pop("vrouw")
    made["moeder"] = woman | {
        "resourceType": "RelatedPerson",
        "patient": ref("Patient/kind0"),
        "relationship": concept("MTH", "http://hl7.org/fhir/v3/RoleCode"),
    }
    del made["dossier"]["patient"]
    made["bevalling"]["subject"] = ref("Patient/kind0")
    (message,) = read(as_json(bundle(made)))
    assert (message.bsn, message.children[0].bsn) == (bsn(1), bsn(500))
    assert message.born.year == 1994


def test_a_woman_whose_own_mother_is_in_the_bundle_is_no_newborn():
    made = with_record("A")
    made["oma"] = {
        "resourceType": "RelatedPerson",
        "patient": ref("Patient/vrouw"),
        "relationship": concept("MTH", "http://hl7.org/fhir/v3/RoleCode"),
        "birthDate": "1960-01-01",
    }
    made["geboorte0"]["subject"] = ref("Patient/vrouw")
    (message,) = read(as_json(bundle(made)))
    assert (message.born.year, message.children[0].birth.day.isoformat()) == (1994, "2021-08-04")


# --- several deliveries --------------------------------------------------------------------------------
def many(number):
    """Return a bundle of many deliveries of as many women."""
    entries = []
    for n in range(number):
        v = values(bsn=bsn(n), loss=str(300 + n), record=f"R{n}", children=(child(bsn=bsn(n + 100_000)),))
        mine = bundle(told(v), base=f"{BASE}{n}/")["entry"]
        entries += mine
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def test_many_women_in_one_bundle(written):
    content = written(many(40))
    assert losses(content) == [(f"R{n}", str(300 + n)) for n in range(40)]


def test_time_and_memory_grow_with_the_bundle_and_no_faster():
    taken = []
    for number in (25, 150):
        content = as_json(many(number))
        tracemalloc.start()
        started = time.perf_counter()
        assert sum(1 for _ in fhir.read(source(content, "x"), small())) == number
        taken.append((time.perf_counter() - started, tracemalloc.get_traced_memory()[1] / len(content)))
        tracemalloc.stop()
    assert taken[1][0] < taken[0][0] * 6 * 4
    assert taken[1][1] < taken[0][1] * 1.5


def test_two_full_reports_of_one_woman_are_two_deliveries():
    old = child(birth="20190301120000", pushing=None, bsn=bsn(900))
    first = with_record("oud", loss="1500", children=(old,))
    made = with_record("nieuw", loss="300", parity="1")
    for name, one in first.items():
        if name not in ("vrouw", "instelling", "praktijk", "ziekenhuis", "locatie"):
            text = json.dumps(one)
            for other in first:
                if other not in ("vrouw", "instelling", "praktijk", "ziekenhuis", "locatie"):
                    text = text.replace(f'/{other}"', f'/oud-{other}"')
            made[f"oud-{name}"] = json.loads(text)
    found = {message.record_number: message for message in read(as_json(bundle(made)))}
    assert {name: one.blood_loss.text for name, one in found.items()} == {"oud": "1500", "nieuw": "300"}
    assert (found["oud"].earlier_losses, found["nieuw"].earlier_losses) == ([], ["1500"])


def test_two_organisations_on_one_delivery_are_no_history_of_each_other():
    made = with_record("ziekenhuis", loss="2000")
    made["dossier-vk"] = made["dossier"] | {
        "identifier": [{"value": "praktijk"}],
        "managingOrganization": ref("Organization/praktijk"),
    }
    context_vk = ref("EpisodeOfCare/dossier-vk")
    made["bevalling-vk"] = procedure("236973005", context=context_vk)
    made["geboorte-vk"] = procedure(
        "3950001", "Procedure/bevalling-vk", subject="Patient/kind0", context=context_vk
    )
    made["bloedverlies-vk"] = observation(
        "364332008", "Procedure/bevalling-vk", valueQuantity=quantity("800", "ml"), context=context_vk
    )
    found = {one.record_number: one for one in read(as_json(bundle(made)))}
    assert {name: one.blood_loss.text for name, one in found.items()} == {
        "ziekenhuis": "2000",
        "praktijk": "800",
    }
    assert [one.earlier_losses for one in found.values()] == [[], []]
    assert {one.lvr_id for one in found.values()} == {"0010", "1410"}


def test_blood_loss_counts_once_for_twins(written):
    made = told(twins(loss="1200"))
    made["geboorte0-verwijst"] = made["bloedverlies"] | {"extension": [about("Procedure/geboorte0")]}
    (message,) = read(written(bundle(made)))
    row, faults = row_of(message, context())
    assert (row["blood_loss_ml"], row["children"], faults) == (1200, 2, [])


# --- broken and hostile --------------------------------------------------------------------------------
GOOD = as_json(bundle(told()))


def _doubled(content):
    return content.replace(b'"type": "collection"', b'"type": "collection", "type": "batch"', 1)


BROKEN = {
    "truncated": (GOOD[: len(GOOD) // 2], "malformed_json"),
    "cut in a string": (GOOD[: GOOD.index(b"Verzonnen") + 3], "malformed_json"),
    "text behind": (GOOD + b" klaar", "malformed_json"),
    "text before": (b"var x = " + GOOD, "malformed_json"),
    "wrong bracket": (GOOD.replace(b"]", b"}", 1), "malformed_json"),
    "no comma": (GOOD.replace(b",\n{", b"\n{", 1), "malformed_json"),
    "no comma within an entry": (GOOD.replace(b'"Patient", ', b'"Patient" ', 1), "malformed_json"),
    "bad bytes": (GOOD.replace(b"Verzonnen", b"Verz\xffnnen", 1), "malformed_json"),
    "NULs": (GOOD.replace(b"Verzonnen", b"Verz\x00nnen", 1), "malformed_json"),
    "NaN": (GOOD.replace(b'"value": 400', b'"value": NaN', 1), "json_no_number"),
    "Infinity": (GOOD.replace(b'"value": 400', b'"value": -Infinity', 1), "json_no_number"),
    "double key": (_doubled(GOOD), "json_double_key"),
    "double key in an entry": (
        GOOD.replace(b'"status": "final"', b'"status": "final", "status": "cancelled"', 1),
        "json_double_key",
    ),
    "deep": (b'{"resourceType": "Bundle", "a": ' + b"[" * 200_000, "json_too_deep"),
    "deep in an entry": (
        GOOD.replace(b'{"family"', b'{"x": ' + b'{"x": ' * 5000 + b"1" + b"}" * 5001 + b', "family"', 1)[
            :90_000
        ],
        "json_too_deep",
    ),
    "a list": (b"[1, 2]", "fhir_not_a_bundle"),
    "other JSON": (b'{"naam": "x"}', "fhir_not_a_bundle"),
    "another resource": (b'{"resourceType": "Questionnaire"}', "fhir_not_a_bundle"),
    "type is no text": (b'{"resourceType": ["Bundle"]}', "fhir_not_a_bundle"),
    "empty bundle": (b'{"resourceType": "Bundle", "entry": []}', "fhir_no_birth"),
    "only a patient": (b'{"resourceType": "Patient", "id": "a"}', "fhir_no_birth"),
    "another root": (b'<Bundle xmlns="urn:iets:anders"/>', "fhir_not_a_bundle"),
    "another resource in XML": (b'<Questionnaire xmlns="http://hl7.org/fhir"/>', "fhir_not_a_bundle"),
    "empty bundle in XML": (b'<Bundle xmlns="http://hl7.org/fhir"/>', "fhir_no_birth"),
    "doctype": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Bundle xmlns="http://hl7.org/fhir">&e;</Bundle>',
        "xml_doctype",
    ),
    "include": (
        b'<Procedure xmlns="http://hl7.org/fhir">'
        b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></Procedure>',
        "xml_include",
    ),
    "deep in XML": (
        b'<Procedure xmlns="http://hl7.org/fhir">' + b"<a>" * 5000 + b"</a>" * 5000 + b"</Procedure>",
        "xml_too_deep",
    ),
    "truncated XML": (as_xml(bundle(told()))[:4000], "malformed_xml"),
    "truncated single resource": (b'<Procedure xmlns="http://hl7.org/fhir"><code>', "malformed_xml"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_broken_file_gets_one_clear_sentence(kind):
    content, code = BROKEN[kind]
    started = time.monotonic()
    assert refused(content).code == code
    assert time.monotonic() - started < 2


def test_the_line_of_the_damage_is_named():
    pretty = json.dumps(json.loads(GOOD), indent=1).split("\n")
    assert refused("\n".join(pretty[:50]).encode()).value == "50"
    at = next(n for n, line in enumerate(pretty) if "Verzonnen" in line)
    pretty[at] = pretty[at].replace('"Verzonnen"', "Verzonnen")
    assert refused("\n".join(pretty).encode()).value == str(at + 1)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("whole", [True, False])
def test_an_entry_above_the_limit_is_refused(form, whole):
    made = bundle(told())
    made["entry"][0]["resource"]["name"] = [{"family": "x" * 300_000}]
    document = made if whole else made["entry"][0]["resource"]
    content = FORMS[form](document)
    assert refused(content, message_bytes=200_000).code == "message_too_large"


def test_a_bundle_may_be_larger_than_one_message():
    content = as_json(many(40))
    assert len(content) > 300_000
    assert len(read(content, message_bytes=100_000)) == 40


def test_names_and_addresses_are_left_behind():
    from perined_import.readers.fhir.scopes import scopes

    for form in FORMS.values():
        (scope,) = scopes(source(form(bundle(told())), "x"), small())
        assert "Verzonnen" not in repr(scope.resources)
        assert bsn(1) in repr(scope.resources)


# --- whatever comes ------------------------------------------------------------------------------------
FACTS = st.fixed_dictionaries(
    {
        "loss": st.none() | st.integers(0, 9999).map(str),
        "flag": st.sampled_from([None, "true", "false"]),
        "parity": st.none() | st.integers(0, 12).map(str),
        "placenta": st.sampled_from([None, "0", "2", "3", "4", "OTH", "UNK"]),
        "started": st.sampled_from([None, "1", "2", "3", "NI"]),
        "intervention": st.sampled_from([None, "236960006", "408818004", "177135005"]),
        "perineum": st.lists(
            st.sampled_from(["289854007", "199916005", "199930000", "609344008", "OTH"]), unique=True
        ),
        "earlier": st.lists(st.none() | st.integers(0, 5000).map(str), max_size=3),
        "transfer": st.none() | st.tuples(st.sampled_from(["1", "5", "6", "7", "200"]), st.booleans()),
        "record": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
        "children": st.lists(
            st.fixed_dictionaries(
                {
                    "mode": st.sampled_from([None, "177184002", "3311000146109", "274130007", "OTH", "NI"]),
                    "place": st.sampled_from(["169813005", "23", "22232009", "40", "UNK"]),
                    "weight": st.none() | st.integers(0, 6000).map(str),
                    "supervisor": st.sampled_from([None, "11", "25", "01.046"]),
                    "episiotomy": st.sampled_from([None, "true", "false"]),
                    "augmented": st.sampled_from([None, "true", "false"]),
                    "instrument": st.sampled_from([None, "61586001", "302383004"]),
                    "succeeded": st.sampled_from([None, "true", "false"]),
                    "died": st.sampled_from([None, "true", "false"]),
                }
            ),
            min_size=1,
            max_size=3,
        ),
    }
)


def made_from(facts):
    children = tuple(
        child(order=str(n), bsn=bsn(600 + n), **one) for n, one in enumerate(facts["children"], 1)
    )
    return values(**facts | {"children": children, "perineum": tuple(facts["perineum"])})


@given(FACTS, st.sampled_from([None, BASE, "urn:uuid:"]))
@settings(max_examples=30, deadline=None)
def test_json_and_xml_of_one_bundle_say_the_same(facts, base):
    made = bundle(told(made_from(facts)), base=base)
    assert read(as_json(made)) == read(as_xml(made))
    (message,) = read(as_json(made))
    assert (message.blood_loss and message.blood_loss.text) == facts["loss"]
    assert len(message.children) == len(facts["children"])
    assert message.haemorrhage is {"true": True, "false": False, None: None}[facts["flag"]]
    assert sorted(map(str, message.earlier_losses)) == sorted(map(str, facts["earlier"]))


def survives(content):
    """Read whatever this is: messages that make rows, or one refusal from the catalogue."""
    try:
        found = read(content)
    except FileRefused as error:
        assert all(problem.code in CATALOGUE for problem in error.problems)
        return
    for message in found:
        _, faults = row_of(message, context())
        assert all(fault.code in CATALOGUE for fault in faults)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_mutation_of_bytes_escapes(data):
    content = bytearray(data.draw(st.sampled_from([GOOD, as_xml(bundle(told(twins())))])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        what = data.draw(st.sampled_from(["byte", "cut", "end"]))
        if what == "byte":
            content[at] = data.draw(st.integers(0, 255))
        elif what == "cut":
            del content[at : at + data.draw(st.integers(1, 60))]
        else:
            del content[at:]
        if not content:
            break
    survives(bytes(content))


VALUES = st.sampled_from(
    [None, True, [], {}, "", "x", "-1", 0, [None], [[]], {"value": "1"}, "\ud800", "Patient/vrouw", "#", "#x"]
)


@given(st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_mutation_of_content_escapes(data):
    """Parts deleted, swapped, doubled or replaced by what cannot be there, in valid JSON."""
    made = json.loads(as_json(bundle(told(twins(earlier=("1500",), transfer=("6", True), parity="1")))))
    for _ in range(data.draw(st.integers(1, 5))):
        part = made
        for _ in range(data.draw(st.integers(1, 7))):
            keys = list(part) if isinstance(part, dict) else list(range(len(part)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(part[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
                _spoil(part, key, data)
                break
            part = part[key]
    survives(json.dumps(made).encode())


def _spoil(part, key, data):
    deed = data.draw(st.sampled_from(["delete", "replace", "swap"]))
    if deed == "delete":
        del part[key]
    elif deed == "replace":
        part[key] = data.draw(VALUES)
    else:
        other = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
        part[key], part[other] = part[other], part[key]
