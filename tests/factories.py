"""People, VSVs and memberships for tests: the shortest way to somebody who may do something."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model

from fluxus.organisations.models import Membership, Vsv
from fluxus.organisations.permissions import Role
from perined_import.models import Delivery, Upload

LONG_AGO = date(2000, 1, 1)
_numbers = count(1)


def make_vsv(name="VSV Rivierenland"):
    """Return a VSV with a code of its own."""
    return Vsv.objects.create(code=f"V{next(_numbers):03d}", name=name)


def make_person(role=None, vsv=None, *, valid_from=LONG_AGO, valid_until=None):
    """Return a user; with a role also a membership (``vsv`` None: national)."""
    name = f"person{next(_numbers)}@example.test"
    user = get_user_model().objects.create_user(username=name, email=name, password="a long password")
    if role is not None:
        Membership.objects.create(
            user=user, role=Role(role).value, vsv=vsv, valid_from=valid_from, valid_until=valid_until
        )
    return user


def make_delivery(vsv, **values):
    """Return a live delivery with a haemorrhage that counts wholly for this VSV."""
    known = {
        "birth_date": date(2025, 3, 30),
        "birth_time": None,
        "place": "hospital",
        "line": "secondary",
        "mode": "spontaneous",
        "blood_loss_ml": 1400,
        "parity": 0,
        "pph": True,
        "eligible": True,
        "in_denominator": True,
    }
    return Delivery.objects.create(
        vsv=vsv, role=Delivery.Role.ALONE, live=True, delivery_key=f"d{next(_numbers)}", **known | values
    )


def make_upload(vsv, owner):
    """Return an upload of this VSV that waits for confirmation."""
    return Upload.objects.create(vsv=vsv, created_by=owner)
