"""A bundle of dataset 3.2 goes the whole way, and ends in the same delivery as the same woman in 2.3."""

import pytest

from perined_import.kernset import VALUE_NAMES
from perined_import.models import Delivery, Upload
from tests.integration.perined_import.helpers import organisation, run
from tests.kernset_messages import ada, bsn, child, hl7, values
from tests.unit.perined_import.readers.fhir.bundles import as_json, as_xml, bundle, told, twins

pytestmark = pytest.mark.django_db
ASSISTED = child(
    mode="3311000146109",
    instrument="61586001",
    succeeded="true",
    episiotomy="false",
    pain_relief="false",
    method="18946005",
    relief_period="OntMt3",
    augmented="true",
)
WOMEN = {
    "haemorrhage": values(
        record="F-1",
        loss="1250",
        flag="true",
        placenta="3",
        parity="1",
        earlier=("1500",),
        perineum=("199930000", "609344008"),
        transfer=("6", True),
        medication=None,
        medicine=None,
        risk=None,
        care=(),
        children=(ASSISTED,),
    ),
    "twins": twins(record="F-2", medication=None, medicine=None, risk=None, care=()),
}


@pytest.fixture(autouse=True)
def _table(vsv, other_vsv):
    organisation("0010", "hospital", (vsv, 1))
    organisation("1410", "practice", (vsv, "0.7"), (other_vsv, "0.3"))


def stored():
    """Return the only delivery: its columns and its VSV."""
    (found,) = Delivery.objects.all()
    fields = {field.name for field in Delivery._meta.get_fields()}
    return {name: getattr(found, name) for name in VALUE_NAMES if name in fields} | {"vsv": found.vsv_id}


def withdraw():
    """Take away everything, so that the next layout starts from nothing."""
    Delivery.objects.all().delete()
    Upload.objects.all().delete()


@pytest.mark.parametrize("woman", WOMEN)
def test_the_same_delivery_as_from_hl7v3_and_ada(tmp_path, woman):
    v = WOMEN[woman]
    files = {
        "a.xml": hl7(v),
        "b.xml": ada(v),
        "c.json": as_json(bundle(told(v))),
        "d.xml": as_xml(bundle(told(v), kind="transaction", base="urn:uuid:")),
    }
    rows = {}
    for name, content in files.items():
        status, said = run(tmp_path, (name, content))
        assert (status, said["accepted"], said["rejected"], said["committed"]) == (0, 1, [], True), name
        rows[name] = stored()
        withdraw()
    assert len(rows["a.xml"]) > 20
    assert rows["c.json"] == rows["a.xml"] == rows["b.xml"] == rows["d.xml"]


def test_it_is_marked_as_a_trial(tmp_path):
    run(tmp_path, ("a.json", as_json(bundle(told(values())))))
    assert Upload.objects.get().experimental is True


def test_it_links_with_what_the_practice_sent_in_2_3(tmp_path):
    handed = child(place="22232009", hospital=None, supervisor="11")
    practice = values(lvr="1410", record="P-1", loss="800", care=("1", "2"), children=(handed,))
    run(tmp_path, ("p.xml", hl7(practice)))
    _, said = run(tmp_path, ("z.json", as_json(bundle(told(values(record="Z-1", loss="2000"))))))
    assert (said["accepted"], said["merged"]) == (0, 1)
    assert stored()["blood_loss_ml"] == 2000


def test_the_sum_holds_over_births_and_records_without_one(tmp_path):
    entries = []
    for n in range(3):
        v = values(bsn=bsn(10 + n), record=f"S-{n}", children=(child(bsn=bsn(50 + n)),))
        resources = told(v)
        if n == 2:  # referred before the birth
            resources = {name: resources[name] for name in ("vrouw", "dossier", "instelling", "pariteit")}
        entries += bundle(resources, base=f"https://voorbeeld.test/{n}/")["entry"]
    content = as_json({"resourceType": "Bundle", "type": "searchset", "entry": entries})
    _, said = run(tmp_path, ("alles.json", content))
    assert (said["messages"], said["accepted"], said["set_aside"], said["rejected_units"]) == (3, 2, 1, 0)


def test_a_bundle_that_was_cut_off_leaves_everything_as_it_was(tmp_path):
    content = as_json(bundle(told(values())))
    status, said = run(tmp_path, ("a.json", content[: len(content) // 2]))
    assert (status, [one["code"] for one in said["rejected"]]) == (2, ["malformed_json"])
    assert (Delivery.objects.count(), Upload.objects.count()) == (0, 0)


def test_another_unit_is_named_with_its_message(tmp_path):
    resources = told(values())
    resources["bloedverlies"]["valueQuantity"] |= {"unit": "l", "code": "l"}
    status, said = run(tmp_path, ("a.json", as_json(bundle(resources))))
    assert status == 2
    (problem,) = [one for one in said["rejected"] if one["code"] == "bad_unit"]
    assert (problem["message"], problem["column"], problem["value"]) == (1, "bloedverlies", "l")
