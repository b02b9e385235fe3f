"""Each haemorrhage in the registry becomes a case once, filled in as far as the registry goes."""

from datetime import UTC, date, datetime, time

import pytest

from cases.models import Case
from fluxus import to_screen
from fluxus.organisations.permissions import Role
from tests.factories import make_delivery

ANSWERS = {
    "birth__date": "2025-03-30",
    "birth__time": "0130",
    "birth__place": "hospital",
    "birth__mode": "vacuum",
}


def test_what_the_registry_knows_stands_in_the_form_and_in_the_case(client_as, person, vsv):
    delivery = make_delivery(vsv, birth_time=time(13, 5), gestation_days=281, perineum="second", bmi=31.2)
    client = client_as(person(Role.CAREGIVER, vsv))
    assert "1400" in client.get("/te-screenen/").content.decode()
    page = client.get(f"/te-screenen/{delivery.delivery_key}/").content.decode()
    assert 'value="2025-03-30"' in page and 'value="13:05"' in page
    answers = ANSWERS | {"birth__time": "13:05", "birth__mode": "spontaneous"}
    response = client.post(f"/te-screenen/{delivery.delivery_key}/", answers)
    case = Case.objects.get()
    assert response["Location"] == f"/casussen/{case.number}/"
    assert case.birth_time == datetime(2025, 3, 30, 11, 5, tzinfo=UTC)
    assert (case.delivery_key, case.parity, case.total_loss_ml) == (delivery.delivery_key, 0, 1400)
    assert (case.gestation_days, case.bmi_band, list(case.perineum)) == (281, "30-34.9", ["second"])


def test_what_it_lacks_is_asked_and_a_wrong_answer_changes_nothing(client_as, person, vsv):
    delivery = make_delivery(vsv, mode="breech")
    client = client_as(person(Role.CAREGIVER, vsv))
    page = client.get(f"/te-screenen/{delivery.delivery_key}/").content.decode()
    assert 'value="2025-03-30"' in page
    for wrong in ({"birth__time": "25:00"}, {"birth__mode": ""}, {"birth__date": "30 maart"}):
        response = client.post(f"/te-screenen/{delivery.delivery_key}/", ANSWERS | wrong)
        assert response.status_code == 200
    assert not Case.objects.exists()
    client.post(f"/te-screenen/{delivery.delivery_key}/", ANSWERS)
    assert Case.objects.get().mode == "vacuum"


def test_a_delivery_is_screened_once(client_as, person, vsv):
    delivery = make_delivery(vsv)
    client = client_as(person(Role.CAREGIVER, vsv))
    client.post(f"/te-screenen/{delivery.delivery_key}/", ANSWERS)
    assert to_screen.waiting(vsv) == []
    assert client.get(f"/te-screenen/{delivery.delivery_key}/").status_code == 404
    assert "Elke fluxus in de registratie heeft een casus" in client.get("/te-screenen/").content.decode()


def test_only_haemorrhages_in_the_denominator_wait(vsv, other_vsv):
    make_delivery(vsv, pph=False, blood_loss_ml=1000)
    make_delivery(vsv, pph=None, blood_loss_ml=None)
    make_delivery(vsv, in_denominator=False)
    make_delivery(other_vsv)
    newest = make_delivery(vsv, birth_date=date(2025, 5, 1))
    oldest = make_delivery(vsv, birth_date=date(2025, 1, 1))
    assert [one.delivery_key for one in to_screen.waiting(vsv)] == [newest.delivery_key, oldest.delivery_key]


@pytest.mark.parametrize(
    ("place", "line", "mode", "expected"),
    [
        ("home", "primary", "spontaneous", ("home", "spontaneous")),
        ("home", "secondary", "spontaneous", (None, "spontaneous")),
        ("birth_centre", None, "breech", ("birth_centre", None)),
        ("hospital", "primary", "vacuum", ("midwife_led_hospital", "vacuum")),
        ("hospital", "secondary", "forceps", ("hospital", "forceps")),
        ("hospital", None, "spontaneous", (None, "spontaneous")),
        ("hospital", None, "emergency_caesarean", ("hospital", "emergency_caesarean")),
        ("on_the_way", None, None, (None, None)),
        (None, None, "caesarean_unspecified", (None, None)),
    ],
)
def test_what_cannot_be_told_is_left_open(vsv, place, line, mode, expected):
    make_delivery(vsv, place=place, line=line, mode=mode, perineum="third", placenta="other")
    known = to_screen.as_case(to_screen.waiting(vsv)[0])
    assert (known.place, known.mode) == expected
    assert known.perineum is None and known.placenta_removal is None
