"""Reports of first and second line, versions, repetitions: which deliveries they come to, in every layout."""

import itertools

import pytest

from fluxus.organisations.models import Organisation
from perined_import.models import Delivery, Report
from perined_import.services import import_files
from tests.integration.perined_import.helpers import incoming, organisation
from tests.kernset_messages import ada, bsn, child, hl7, values

pytestmark = pytest.mark.django_db
LAYOUTS = {
    "hl7v3": hl7,
    "ada": lambda *messages: ada(*messages, full=True),
    "ada 2.2": lambda *messages: ada(*messages, root="kernset_aanleverbericht"),
    "ada-lite": ada,
}


@pytest.fixture(autouse=True)
def organisations(vsv, other_vsv):
    organisation("0010", Organisation.Kind.HOSPITAL, (vsv, 1))
    organisation("0003", Organisation.Kind.HOSPITAL, (other_vsv, 1))
    organisation("1410", Organisation.Kind.PRACTICE, (vsv, 1))


@pytest.fixture(params=LAYOUTS)
def layout(request):
    return LAYOUTS[request.param]


def send(*contents, name="b"):
    """Import each content as a file of its own, in one upload."""
    received = import_files(
        files=incoming(*((f"{name}{n}.xml", one) for n, one in enumerate(contents))), by=None
    )
    assert received.committed
    return received


def practice(**changes):
    return values(**{"lvr": "1410", "care": ("1", "2", "3"), "loss": "800", "bsn": bsn(1)} | changes)


def hospital(**changes):
    return values(**{"lvr": "0010", "care": ("4", "5"), "loss": "2000", "bsn": bsn(1)} | changes)


def newborn(number=500, **changes):
    return (child(bsn=bsn(number), **changes),)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_first_and_second_line_are_one_delivery(layout, turned, together):
    contents = [layout(practice()), layout(hospital())]
    contents = contents[::-1] if turned else contents
    if together:
        send(*contents)
    else:
        for n, content in enumerate(contents):
            send(content, name=f"file{n}-")
    delivery = Delivery.objects.get()
    assert (delivery.blood_loss_ml, delivery.pph, delivery.reporting_lvr_id) == (2000, True, "0010")


def test_the_childs_bsn_links_where_the_womans_is_missing(layout):
    send(
        layout(practice(bsn=None, children=newborn(501))),
        layout(hospital(bsn="*", children=newborn(501))),
        layout(hospital(bsn=None, children=newborn(502))),
    )
    assert Delivery.objects.count() == 2


def test_without_any_bsn_a_record_number_links_only_with_itself(layout):
    nobody = {"bsn": None, "children": (child(bsn=None),), "record": "D-7"}
    send(layout(practice(**nobody)), layout(hospital(**nobody)))
    assert Delivery.objects.count() == 2
    send(layout(hospital(**nobody | {"loss": "1500"})), name="again")
    assert sorted(Delivery.objects.values_list("blood_loss_ml", flat=True)) == [800, 1500]


@pytest.mark.parametrize("number", ["000000000", "123456789", "*********", ""])
def test_what_is_no_bsn_links_nothing(layout, number):
    born = (child(bsn=number),)
    send(layout(practice(bsn=number, children=born)), layout(hospital(bsn=number, children=born)))
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("birth", "deliveries"),
    [
        ("20210803235900", 1),
        ("20210805000100", 1),
        ("20210805235900", 1),
        ("20210806000100", 2),
        ("20220804233500", 2),
    ],
)
def test_a_woman_is_linked_within_one_day(layout, birth, deliveries):
    later = hospital(due=None, children=newborn(birth=birth, pushing=None))
    send(layout(practice()), layout(later))
    assert Delivery.objects.count() == deliveries


@pytest.mark.parametrize(
    ("first", "second", "parity"),
    [
        (("4",), ("5",), 1),  # the second stage goes before the third
        (("5",), ("3",), 1),  # the third before neither
        (("3",), ("3",), 2),  # else the hospital of birth
        (("3", "4", "5"), ("4",), 1),
        (("4",), ("4", "5"), 2),
        (("4", "5"), ("4", "5"), 2),
    ],
)
def test_who_takes_precedence_over_whom(layout, first, second, parity):
    send(layout(practice(care=first, parity="1")), layout(hospital(care=second, parity="2")))
    assert Delivery.objects.get().parity == parity


def test_the_lowest_number_decides_where_nothing_else_does(layout):
    elsewhere = newborn(hospital=None, place="169813005")
    send(
        layout(practice(lvr="1411", care=("3",), parity="1", children=elsewhere)),
        layout(practice(lvr="1410", care=("3",), parity="2", children=elsewhere)),
    )
    assert (Delivery.objects.get().parity, Delivery.objects.get().reporting_lvr_id) == (2, "1410")


def test_what_is_missing_is_filled_and_the_flag_is_true_if_any_says_so(layout):
    send(
        layout(practice(loss=None, flag="true", weight="68", height="170")),
        layout(hospital(loss=None, flag="false", weight=None, parity=None)),
    )
    delivery = Delivery.objects.get()
    assert (delivery.pph_flag, delivery.pph, delivery.bmi, delivery.parity) == (True, True, 23.5, 0)


def test_every_conflict_is_listed_with_what_was_chosen(layout):
    received = send(layout(practice(parity="1")), layout(hospital(parity="2")))
    conflicts = {
        one.column: (one.value, one.params["chosen"])
        for one in received.upload.problems.filter(code="conflict")
    }
    assert conflicts["pariteit"] == ("2 / 1", "2")
    assert conflicts["bloedverlies"] == ("2000 / 800", "2000")


VERSIONS = [
    hospital(record="D-1", sent="20210901120000", loss="400"),
    hospital(record="D-1", sent="20210903120000", loss="900"),
    hospital(record="D-1", sent="20210902120000", loss="1700"),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
@pytest.mark.parametrize("together", [False, True])
def test_the_newest_message_of_a_record_counts_in_any_order(order, together):
    contents = [hl7(VERSIONS[n]) for n in order]
    if together:
        send(*contents)
    else:
        for n, content in enumerate(contents):
            send(content, name=f"file{n}-")
    assert Delivery.objects.get().blood_loss_ml == 900
    assert Report.objects.filter(live=True).count() == 1


def test_without_a_time_the_later_name_counts_and_over_uploads_the_later_upload(layout):
    small, large = (layout(hospital(record="D-1", sent=None, loss=loss)) for loss in ("400", "900"))
    send(large, small)
    assert Delivery.objects.get().blood_loss_ml == 400
    send(large.replace(b"><", b"> <"), name="a")
    assert Delivery.objects.get().blood_loss_ml == 900


def test_a_variant_with_other_white_space_changes_nothing(layout):
    content = layout(hospital(loss="1200"))
    send(content)
    before = list(Delivery.objects.values_list("delivery_key", "blood_loss_ml"))
    received = send(content.replace(b"><", b">\n  <"), name="spaced")
    assert list(Delivery.objects.values_list("delivery_key", "blood_loss_ml")) == before
    assert (received.upload.deliveries, received.upload.merged) == (0, 1)


def test_a_message_without_birth_is_kept_aside_and_links_with_nothing(layout):
    received = send(layout(practice(children=None, loss=None)), layout(hospital()))
    assert (received.upload.set_aside, Delivery.objects.count()) == (1, 1)
    assert Report.objects.filter(role=Report.Role.ASIDE).count() == 1


def test_twins_in_two_records_of_one_hospital_are_one_delivery(layout):
    second = (child(order="2", bsn=bsn(502), birth="20210804235900", weight="3900", mode="274130007"),)
    send(
        layout(hospital(record="D-1", loss="1100", born_children="2")),
        layout(hospital(record="D-2", loss="1100", born_children="2", children=second)),
    )
    delivery = Delivery.objects.get()
    assert (delivery.children, delivery.birth_weight_g, delivery.mode, delivery.blood_loss_ml) == (
        2,
        3900,
        "emergency_caesarean",
        1100,
    )


def test_a_record_that_turns_out_to_be_of_another_woman_leaves_the_delivery_its_key():
    send(hl7(practice(record="D-1")), hl7(hospital(record="D-2", sent="20210901120000")))
    key = Delivery.objects.get().delivery_key
    corrected = hospital(record="D-2", bsn=bsn(2), sent="20210902120000", children=newborn(503))
    send(hl7(corrected), name="corrected")
    deliveries = dict(Delivery.objects.values_list("reporting_lvr_id", "delivery_key"))
    assert len(set(deliveries.values())) == 2
    assert deliveries["1410"] == key


def test_a_newer_version_of_a_record_keeps_the_key_of_its_delivery():
    send(hl7(practice(record="D-1")), hl7(hospital(record="D-2", sent="20210901120000")))
    key = Delivery.objects.get().delivery_key
    send(hl7(hospital(record="D-2", sent="20210902120000", loss="2200")), name="newer")
    assert Delivery.objects.values_list("delivery_key", "blood_loss_ml").get() == (key, 2200)
