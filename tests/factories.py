"""People, VSVs and memberships for tests: the shortest way to somebody who may do something."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model

from fluxus.organisations.models import Membership, Vsv
from fluxus.organisations.permissions import Role

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
